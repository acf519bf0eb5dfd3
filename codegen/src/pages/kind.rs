//! What kind of value a property has: from its type cell, or from the samples.

use std::fmt;

use super::infer::Shape;

/// The kind of a property's values.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `Edm.Boolean`.
    Boolean,
    /// `Edm.Int32`.
    Int32,
    /// `Edm.Int64`.
    Int64,
    /// `Edm.Double`.
    Double,
    /// `Edm.DateTimeOffset`.
    DateTimeOffset,
    /// `Edm.Guid`.
    Guid,
    /// `Edm.String`.
    String,
    /// A kind that no sample shows, only a type cell: `Edm.Decimal`, `Edm.Date` and their kin.
    Exact(Primitive),
    /// Anything.
    Untyped,
    /// An object with these members.
    Complex(Shape),
    /// An object of the complex type of that name.
    Named(String),
    /// Several of a kind.
    Collection(Box<Kind>),
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Boolean => "Edm.Boolean",
            Kind::Int32 => "Edm.Int32",
            Kind::Int64 => "Edm.Int64",
            Kind::Double => "Edm.Double",
            Kind::DateTimeOffset => "Edm.DateTimeOffset",
            Kind::Guid => "Edm.Guid",
            Kind::String => "Edm.String",
            Kind::Exact(primitive) => primitive.edm_name(),
            Kind::Untyped => "Edm.Untyped",
            Kind::Complex(_) => "an object",
            Kind::Named(name) => name,
            Kind::Collection(item) => return write!(f, "Collection({item})"),
        })
    }
}

/// What a type cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentedType {
    /// The kind without collections; absent when the cell is empty or names something that the pages do not define.
    pub kind: Option<Primitive>,
    /// Whether it is a collection.
    pub collection: bool,
    /// Whether the cell says `Nullable`.
    pub nullable: bool,
    /// Whether the cell says `Enum`.
    pub enumerated: bool,
    /// What the cell calls an object, such as `Alert evidence`; without the namespace, if it has one.
    pub object: Option<String>,
    /// Whether all of the cell could be read as a type.
    pub understood: bool,
}

impl DocumentedType {
    /// The kind, or several of it.
    pub(super) fn wrapped(&self, one: Kind) -> Kind {
        match self.collection {
            true => Kind::Collection(Box::new(one)),
            false => one,
        }
    }
}

/// The kinds that a type cell can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Primitive {
    /// `Boolean`, `bool`.
    Boolean,
    /// `Int`, `integer`.
    Int32,
    /// `Long`.
    Int64,
    /// `Double`, `Numeric`.
    Double,
    /// `DateTime`, `DateTimeOffset`.
    DateTimeOffset,
    /// `Guid`.
    Guid,
    /// `String`, `Enum`, `Text`.
    String,
    /// `Object`, `Class`.
    Object,
    /// `File content`, `Stream`.
    Stream,
    /// `Int16`.
    Int16,
    /// `Byte`.
    Byte,
    /// `Single`, `Float`.
    Single,
    /// `Decimal`.
    Decimal,
    /// `Date`.
    Date,
    /// `TimeOfDay`.
    TimeOfDay,
    /// `Duration`.
    Duration,
    /// `Binary`.
    Binary,
}

impl Primitive {
    /// The kind it stands for; an object's members are not in the cell.
    pub fn kind(self) -> Kind {
        match self {
            Primitive::Boolean => Kind::Boolean,
            Primitive::Int32 => Kind::Int32,
            Primitive::Int64 => Kind::Int64,
            Primitive::Double => Kind::Double,
            Primitive::DateTimeOffset => Kind::DateTimeOffset,
            Primitive::Guid => Kind::Guid,
            Primitive::String => Kind::String,
            Primitive::Object | Primitive::Stream => Kind::Untyped,
            exact => Kind::Exact(exact),
        }
    }

    /// The name of the OData type.
    pub fn edm_name(self) -> &'static str {
        match self {
            Primitive::Boolean => "Edm.Boolean",
            Primitive::Int32 => "Edm.Int32",
            Primitive::Int64 => "Edm.Int64",
            Primitive::Double => "Edm.Double",
            Primitive::DateTimeOffset => "Edm.DateTimeOffset",
            Primitive::Guid => "Edm.Guid",
            Primitive::String => "Edm.String",
            Primitive::Object => "Edm.Untyped",
            Primitive::Stream => "Edm.Stream",
            Primitive::Int16 => "Edm.Int16",
            Primitive::Byte => "Edm.Byte",
            Primitive::Single => "Edm.Single",
            Primitive::Decimal => "Edm.Decimal",
            Primitive::Date => "Edm.Date",
            Primitive::TimeOfDay => "Edm.TimeOfDay",
            Primitive::Duration => "Edm.Duration",
            Primitive::Binary => "Edm.Binary",
        }
    }
}

/// Reads a type cell: `Nullable Long`, `array[string]`, `List of strings`, `List of Alert evidence` and their kin.
pub(super) fn documented_type(cell: &str) -> DocumentedType {
    read(cell, false)
}

/// Reads the type cell of a row. A word in small letters is the name of a type where it links to a page, as in
/// `[recipient](recipient.md)`, and where the property is called after its type, as `importance` is.
pub(super) fn typed_as(name: &str, cell: &str, raw: &str) -> DocumentedType {
    read(cell, raw.contains("](") || name == cell)
}

fn read(cell: &str, is_name: bool) -> DocumentedType {
    let mut documented = DocumentedType {
        kind: None,
        collection: false,
        nullable: false,
        enumerated: false,
        object: None,
        understood: false,
    };
    if cell.eq_ignore_ascii_case("file content") {
        documented.kind = Some(Primitive::Stream);
        documented.understood = true;
        return documented;
    }
    let words = cell
        .split(|c: char| !c.is_alphanumeric() && c != '.' && c != '_')
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty());
    let mut unknown: Vec<&str> = Vec::new();
    let mut is_qualified = false;
    for word in words {
        let (namespace, word) = word.rsplit_once('.').unwrap_or(("", word));
        let has_namespace = !matches!(namespace, "" | "Edm");
        is_qualified |= has_namespace;
        let lower = match has_namespace {
            true => String::new(),
            false => word.to_lowercase(),
        };
        match lower.as_str() {
            "collection" | "list" | "array" => documented.collection = true,
            "nullable" => documented.nullable = true,
            "enum" => documented.enumerated = true,
            "of" | "optional" | "required" | "utc" | "representation" => {}
            name if primitive(name).is_some() => {}
            _ => unknown.push(word),
        }
        let kind = match primitive(&lower) {
            Some(Primitive::Guid) if cell.to_lowercase().contains("representation") => {
                Some(Primitive::String)
            }
            other => other,
        };
        documented.kind = documented.kind.or(kind);
    }
    let is_one_name = (is_qualified && unknown.len() == 1)
        || (is_name
            && (1..=3).contains(&unknown.len())
            && !unknown.iter().any(|word| is_prose(word)));
    let names_object = documented.kind.is_none()
        && (is_one_name || is_object_name(&unknown, documented.collection));
    if names_object {
        documented.kind = Some(Primitive::Object);
        documented.object = Some(unknown.join(" "));
    }
    let is_bare_list = documented.collection && documented.kind.is_none() && unknown.is_empty();
    documented.understood =
        names_object || is_bare_list || (unknown.is_empty() && documented.kind.is_some());
    if !documented.understood {
        documented.kind = None;
    }
    documented
}

/// Words of a sentence, which a linked name such as `Alert evidence` has none of.
fn is_prose(word: &str) -> bool {
    matches!(
        word,
        "the" | "a" | "an" | "see" | "is" | "and" | "or" | "in" | "to"
    )
}

/// Whether the text is the name of a type and nothing else.
pub(super) fn is_type(text: &str) -> bool {
    let documented = documented_type(text);
    documented.understood && documented.object.is_none()
}

fn primitive(word: &str) -> Option<Primitive> {
    Some(match word {
        "string" | "strings" | "text" | "enum" => Primitive::String,
        "boolean" | "bool" => Primitive::Boolean,
        "int" | "integer" | "int32" => Primitive::Int32,
        "long" | "int64" => Primitive::Int64,
        "double" | "numeric" => Primitive::Double,
        "datetime" | "datetimeoffset" => Primitive::DateTimeOffset,
        "guid" | "uuid" => Primitive::Guid,
        "object" | "class" => Primitive::Object,
        "stream" => Primitive::Stream,
        "int16" => Primitive::Int16,
        "byte" => Primitive::Byte,
        "single" | "float" => Primitive::Single,
        "decimal" => Primitive::Decimal,
        "date" | "dateonly" => Primitive::Date,
        "timeofday" => Primitive::TimeOfDay,
        "duration" => Primitive::Duration,
        "binary" => Primitive::Binary,
        _ => return None,
    })
}

/// `Alert evidence` in a list, or one word with capitals such as `AlertRelatedUser` and `alertSeverity`.
fn is_object_name(words: &[&str], in_list: bool) -> bool {
    let capitals = |word: &str| word.chars().filter(|c| c.is_uppercase()).count();
    let starts_high = |word: &&str| word.starts_with(char::is_uppercase);
    match words {
        [only] if starts_high(only) => in_list || capitals(only) > 1,
        [only] => in_list || capitals(only) > 0,
        [_, ..] => in_list && words.len() <= 3,
        [] => false,
    }
}
