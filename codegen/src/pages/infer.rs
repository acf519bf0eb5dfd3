//! The shape of an entity from its samples.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::{Span, Spanned};

use super::json::{JsonNode, JsonValue};
use super::kind::Kind;

/// The members that objects of one kind have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// In the order in which they first appear.
    pub properties: Vec<ShapeProperty>,
    /// How many objects were looked at.
    pub items: usize,
}

/// A member of a [`Shape`].
#[derive(Clone, Debug, PartialEq)]
pub struct ShapeProperty {
    /// Its name, where it first appears.
    pub name: Spanned<String>,
    /// The kind that all its values share.
    pub kind: Kind,
    /// Whether one of its values is null.
    pub seen_null: bool,
    /// Whether all of them are.
    pub only_null: bool,
    /// How many of the objects lack it.
    pub absent_in: usize,
}

impl Shape {
    /// The property of that name, case aside.
    pub fn find(&self, name: &str) -> Option<&ShapeProperty> {
        let exact = self
            .properties
            .iter()
            .find(|property| property.name.value == name);
        exact.or_else(|| {
            self.properties
                .iter()
                .find(|property| property.name.value.eq_ignore_ascii_case(name))
        })
    }
}

/// The shape that all these objects have; other values are passed over, and so are members with an `@` in their names.
pub fn infer(items: &[&JsonNode], diagnostics: &mut Diagnostics) -> Shape {
    let mut seen: Vec<Seen<'_>> = Vec::new();
    let mut index: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    let mut count = 0;
    for (item, node) in items.iter().enumerate() {
        let JsonValue::Object(members) = &node.value else {
            continue;
        };
        count += 1;
        for member in members
            .iter()
            .filter(|member| !member.name.value.contains('@'))
        {
            let at = *index.entry(&member.name.value).or_insert_with(|| {
                seen.push(Seen {
                    name: &member.name,
                    values: Vec::new(),
                    present_in: 0,
                    last: None,
                });
                seen.len() - 1
            });
            let Some(one) = seen.get_mut(at) else {
                continue;
            };
            one.present_in += usize::from(one.last != Some(item));
            one.last = Some(item);
            one.values.push(&member.value);
        }
    }
    let properties = seen.into_iter().map(|one| ShapeProperty {
        name: one.name.clone(),
        seen_null: one
            .values
            .iter()
            .any(|value| value.value == JsonValue::Null),
        only_null: one
            .values
            .iter()
            .all(|value| value.value == JsonValue::Null),
        absent_in: count - one.present_in,
        kind: kind_of(one.name, &one.values, diagnostics),
    });
    Shape {
        properties: properties.collect(),
        items: count,
    }
}

struct Seen<'a> {
    name: &'a Spanned<String>,
    values: Vec<&'a JsonNode>,
    present_in: usize,
    last: Option<usize>,
}

/// The kind that all the values share.
fn kind_of(name: &Spanned<String>, values: &[&JsonNode], diagnostics: &mut Diagnostics) -> Kind {
    let mut classes: Vec<(Class, Span)> = Vec::new();
    for value in values {
        if let Some(class) = class_of(&value.value)
            && !classes.iter().any(|(known, _)| *known == class)
        {
            classes.push((class, value.span));
        }
    }
    let has = |class: Class| classes.iter().any(|(known, _)| *known == class);
    match classes.as_slice() {
        [] => {
            diagnostics.push(
                Diagnostic::note(
                    "only-null",
                    format!(
                        "`{}` is null in every sample; it is taken for a string",
                        name.value
                    ),
                )
                .at(name.span, ""),
            );
            Kind::String
        }
        [(Class::Boolean, _)] => Kind::Boolean,
        [(Class::Integer, _)] => Kind::Int64,
        [(Class::Fraction, _)] => Kind::Double,
        [_, _] if has(Class::Integer) && has(Class::Fraction) => Kind::Double,
        [(Class::Empty, _)] | [(Class::Text, _)] => Kind::String,
        [(Class::DateTime, _)] => Kind::DateTimeOffset,
        [_, _] if has(Class::Empty) && has(Class::DateTime) => Kind::DateTimeOffset,
        all if all
            .iter()
            .all(|(class, _)| matches!(class, Class::Empty | Class::DateTime | Class::Text)) =>
        {
            Kind::String
        }
        [(Class::Object, _)] => Kind::Complex(infer(values, diagnostics)),
        [(Class::Array, _)] => collection_of(name, values, diagnostics),
        [first, second, ..] => {
            diagnostics.push(
                Diagnostic::warning(
                    "conflicting-samples",
                    format!("`{}` has values of different kinds", name.value),
                )
                .at(first.1, first.0.describe())
                .at(second.1, second.0.describe())
                .help("it is left untyped; say its type in an overlay"),
            );
            Kind::Untyped
        }
    }
}

fn collection_of(
    name: &Spanned<String>,
    values: &[&JsonNode],
    diagnostics: &mut Diagnostics,
) -> Kind {
    let items: Vec<&JsonNode> = values
        .iter()
        .filter_map(|value| value.value.items())
        .flatten()
        .collect();
    if items.is_empty() {
        diagnostics.push(
            Diagnostic::note(
                "only-empty",
                format!(
                    "`{}` is empty in every sample; its items are untyped",
                    name.value
                ),
            )
            .at(name.span, ""),
        );
        return Kind::Collection(Box::new(Kind::Untyped));
    }
    match kind_of(name, &items, diagnostics) {
        Kind::Collection(_) => Kind::Collection(Box::new(Kind::Untyped)),
        item => Kind::Collection(Box::new(item)),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Boolean,
    Integer,
    Fraction,
    Empty,
    DateTime,
    Text,
    Object,
    Array,
}

impl Class {
    fn describe(self) -> &'static str {
        match self {
            Class::Boolean => "true or false",
            Class::Integer => "a whole number",
            Class::Fraction => "a number",
            Class::Empty | Class::Text => "a string",
            Class::DateTime => "a date and time",
            Class::Object => "an object",
            Class::Array => "an array",
        }
    }
}

/// A GUID is text: whether the service takes it unquoted in a filter, as `Edm.Guid` wants, no sample shows.
fn class_of(value: &JsonValue) -> Option<Class> {
    Some(match value {
        JsonValue::Null => return None,
        JsonValue::Bool(_) => Class::Boolean,
        JsonValue::Number(text) if text.parse::<i64>().is_ok() => Class::Integer,
        JsonValue::Number(_) => Class::Fraction,
        JsonValue::String(text) if text.is_empty() => Class::Empty,
        JsonValue::String(text) if is_date_time(text) => Class::DateTime,
        JsonValue::String(_) => Class::Text,
        JsonValue::Array(_) => Class::Array,
        JsonValue::Object(_) => Class::Object,
    })
}

/// RFC 3339 with a zone: `2019-10-24T10:54:23.2009016Z`.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else {
        return false;
    };
    let clock_end = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at_checked(clock_end).unwrap_or((time, ""));
    let (clock, fraction) = clock
        .split_once('.')
        .map_or((clock, "0"), |(clock, fraction)| (clock, fraction));
    let zoned = match zone.strip_prefix(['+', '-']) {
        Some(offset) => numbers(offset, ':', &[(2, 0, 23), (2, 0, 59)]),
        None => zone.eq_ignore_ascii_case("z"),
    };
    zoned
        && numbers(date, '-', &[(4, 0, 9999), (2, 1, 12), (2, 1, 31)])
        && numbers(clock, ':', &[(2, 0, 23), (2, 0, 59), (2, 0, 60)])
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the text is those numbers (digits, smallest, largest) with a mark between.
fn numbers(text: &str, mark: char, fields: &[(usize, u32, u32)]) -> bool {
    let parts: Vec<&str> = text.split(mark).collect();
    parts.len() == fields.len()
        && parts
            .iter()
            .zip(fields)
            .all(|(part, &(digits, smallest, largest))| {
                part.len() == digits
                    && part.bytes().all(|byte| byte.is_ascii_digit())
                    && part
                        .parse::<u32>()
                        .is_ok_and(|number| (smallest..=largest).contains(&number))
            })
}
