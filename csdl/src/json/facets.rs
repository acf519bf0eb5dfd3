//! Types by name, what narrows them, and default values. Absence means other things in JSON than in XML (CSDL JSON
//! 4.01, 7.2), so what is absent here is written out in the tree.

use crate::json::Reader;
use crate::json::value::{Data, Member};
use crate::source::{Span, Spanned};
use crate::syntax::{Facets, MaxLength, Scale, Srid, TypeRef};

/// The members of [`Typed`].
pub(super) const TYPED: &[&str] = &[
    "$Type",
    "$Collection",
    "$Nullable",
    "$MaxLength",
    "$Precision",
    "$Scale",
    "$SRID",
    "$Unicode",
    "$DefaultValue",
];

/// The most digits that the seconds of a time have (CSDL XML 4.01, 7.2.3).
const DIGITS_OF_TIME: u32 = 12;

/// What a property, a parameter, a return type or a term says of its type.
#[derive(Debug, Default)]
pub(super) struct Typed {
    ty: Option<Spanned<String>>,
    is_bad: bool,
    collection: bool,
    facets: Facets,
    pub(super) default_value: Option<Spanned<String>>,
}

impl Typed {
    pub(super) fn is_collection(&self) -> bool {
        self.collection
    }

    /// Whether null is a value, where it is said.
    pub(super) fn nullable(&self) -> Option<bool> {
        self.facets.nullable
    }

    /// The type; text where none is named. Nothing when what is named is none.
    pub(super) fn type_ref(&self, owner: Span) -> Option<TypeRef> {
        if self.is_bad {
            return None;
        }
        let text = || Spanned::new("Edm.String".to_owned(), owner);
        Some(TypeRef {
            collection: self.collection,
            name: self.ty.clone().unwrap_or_else(text),
        })
    }

    /// The type, where it has to be named.
    pub(super) fn named(&self) -> Option<TypeRef> {
        let name = self.ty.clone().filter(|_| !self.is_bad)?;
        Some(TypeRef {
            collection: self.collection,
            name,
        })
    }

    pub(super) fn is_named(&self) -> bool {
        self.ty.is_some() || self.is_bad
    }

    /// The facets, with what absence means in JSON.
    pub(super) fn facets(&self) -> Facets {
        let name = self.ty.as_ref().map_or("Edm.String", |ty| ty.as_str());
        Facets {
            nullable: Some(self.facets.nullable.unwrap_or(false)),
            ..with_absent(self.facets, name)
        }
    }
}

/// Absent, `$Scale` leaves the digits open and `$Precision` those of the seconds; in XML both are none.
pub(super) fn with_absent(facets: Facets, ty: &str) -> Facets {
    let is_time = matches!(ty, "Edm.DateTimeOffset" | "Edm.Duration" | "Edm.TimeOfDay");
    let is_decimal = ty == "Edm.Decimal";
    Facets {
        precision: facets
            .precision
            .or_else(|| is_time.then_some(DIGITS_OF_TIME)),
        scale: facets
            .scale
            .or_else(|| is_decimal.then_some(Scale::Variable)),
        ..facets
    }
}

impl Reader<'_> {
    /// Takes a member that is about the type; false when it is none.
    pub(super) fn typed(&mut self, typed: &mut Typed, member: &Member<'_>) -> bool {
        match member.name.as_ref() {
            "$Type" => {
                typed.ty = self.type_name(member);
                typed.is_bad = typed.ty.is_none();
            }
            "$Collection" => typed.collection = self.flag(member).unwrap_or(false),
            "$Nullable" => typed.facets.nullable = self.flag(member),
            "$DefaultValue" => typed.default_value = self.default_value(member),
            _ => return self.facet(&mut typed.facets, member),
        }
        true
    }

    /// Takes a member that is a facet other than `$Nullable`; false when it is none.
    pub(super) fn facet(&mut self, facets: &mut Facets, member: &Member<'_>) -> bool {
        let word = member.value.as_str().unwrap_or_default();
        // As in XML: services write `Variable` and `Max` too.
        let word = match word.len() {
            0..=8 => word.to_ascii_lowercase(),
            _ => String::new(),
        };
        let word = word.as_str();
        match member.name.as_ref() {
            "$MaxLength" => {
                facets.max_length = match word {
                    "max" => Some(MaxLength::Max),
                    _ => self.number(member, "").map(MaxLength::Limit),
                };
            }
            "$Precision" => facets.precision = self.number(member, ""),
            "$Scale" => {
                facets.scale = match word {
                    "variable" => Some(Scale::Variable),
                    "floating" => Some(Scale::Floating),
                    _ => {
                        let digits = self.number(member, ", \"variable\" or \"floating\"");
                        digits.map(Scale::Digits)
                    }
                };
            }
            "$SRID" => {
                facets.srid = match word {
                    "variable" => Some(Srid::Variable),
                    _ => self.number(member, " or \"variable\"").map(Srid::Code),
                };
            }
            "$Unicode" => facets.unicode = self.flag(member),
            _ => return false,
        }
        true
    }

    /// The qualified name of a type, which is no more than a name.
    fn type_name(&mut self, member: &Member<'_>) -> Option<Spanned<String>> {
        let name = self.text(member)?;
        let is_name =
            |c: char| (!c.is_whitespace() || c == ' ') && !matches!(c, '(' | ')' | ',' | '/');
        if name.value.trim() == name.value && name.value.chars().all(is_name) {
            return Some(name);
        }
        let message = format!("`{}` is not the name of a type", name.value);
        let label = "a type; where it is a collection, `$Collection` says so";
        self.error("bad-value", message, name.span, label);
        None
    }

    /// A default value in the notation of XML: the text, or what JSON writes. Null is none: XML has no notation for it, and of a
    /// text it would be the word.
    fn default_value(&mut self, member: &Member<'_>) -> Option<Spanned<String>> {
        let span = member.value.span;
        let text = match &member.value.data {
            Data::Null => return None,
            Data::Text(text) => text.clone().into_owned(),
            _ => self.slice(span).to_owned(),
        };
        Some(Spanned::new(text, span))
    }
}
