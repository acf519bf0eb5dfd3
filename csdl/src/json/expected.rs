//! What the texts in annotations stand for, by the types of terms and of the properties of records.
//!
//! XML says it where the value is written; JSON leaves it to the declaration. Known are those of the document itself
//! and those of OASIS.

use std::collections::HashMap;

use crate::json::enums::EnumOf;
use crate::json::oasis::{of_oasis, property_of_oasis};
use crate::json::value::{Data, Member, Value, find};
use crate::source::{Span, Spanned};
use crate::syntax::{Dynamic, Expression};

/// The longest chain of base types that is followed for a property.
const MAX_BASES: usize = 32;

/// What a text or a number is the notation of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Is {
    PropertyPath,
    NavigationPropertyPath,
    AnnotationPath,
    ModelElementPath,
    AnyPropertyPath,
    Date,
    DateTimeOffset,
    Duration,
    TimeOfDay,
    Guid,
    Binary,
    Decimal,
    Float,
}

/// What is expected at a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Kind {
    /// Nothing is known.
    #[default]
    Unknown,
    Is(Is),
    /// A stream: text in XML, of JSON itself in JSON.
    Stream,
    /// A member of that enumeration type.
    Enum(EnumOf),
    /// A record of that complex type of the document.
    Record(String),
    /// Something in the value of that term, or of that type, of an OASIS vocabulary.
    Oasis(String),
}

#[derive(Debug)]
enum Declared {
    Enum(EnumOf),
    Definition(String),
    Complex {
        base: Option<String>,
        properties: HashMap<String, String>,
    },
}

/// What the document declares, by full names.
#[derive(Debug, Default)]
pub(super) struct Expected {
    namespaces: HashMap<String, String>,
    terms: HashMap<String, String>,
    types: HashMap<String, Declared>,
}

impl Expected {
    pub(super) fn of(root: &[Member<'_>]) -> Self {
        let mut expected = Expected::default();
        let references = find(root, "$Reference").and_then(|one| one.value.members());
        for reference in references.unwrap_or_default() {
            let Some(Data::Array(includes)) = reference.value.get("$Include").map(|one| &one.data)
            else {
                continue;
            };
            for include in includes {
                expected.alias(include.get("$Alias"), include.get("$Namespace"));
            }
        }
        let schemas = || root.iter().filter(|one| !one.name.starts_with('$'));
        for schema in schemas() {
            if let Some(alias) = schema.value.get("$Alias").and_then(Value::as_str) {
                let namespace = schema.name.clone().into_owned();
                expected.namespaces.insert(alias.to_owned(), namespace);
            }
        }
        for schema in schemas() {
            for member in schema.value.members().unwrap_or_default() {
                expected.declare(&format!("{}.{}", schema.name, member.name), &member.value);
            }
        }
        expected
    }

    fn alias(&mut self, alias: Option<&Value<'_>>, namespace: Option<&Value<'_>>) {
        let alias = alias.and_then(Value::as_str);
        if let (Some(alias), Some(namespace)) = (alias, namespace.and_then(Value::as_str)) {
            let namespace = namespace.to_owned();
            self.namespaces.insert(alias.to_owned(), namespace);
        }
    }

    fn declare(&mut self, name: &str, value: &Value<'_>) {
        let ty = |value: &Value<'_>, member: &str| {
            let ty = value.get(member).and_then(Value::as_str)?;
            Some(self.full(ty))
        };
        let declared = match value.get("$Kind").and_then(Value::as_str) {
            Some("Term") => {
                if let Some(ty) = ty(value, "$Type") {
                    self.terms.insert(name.to_owned(), ty);
                }
                return;
            }
            Some("EnumType") => {
                Declared::Enum(EnumOf::declared(name, value.members().unwrap_or_default()))
            }
            Some("TypeDefinition") => {
                Declared::Definition(ty(value, "$UnderlyingType").unwrap_or_default())
            }
            Some("ComplexType") => {
                let members = value.members().unwrap_or_default().iter();
                let typed = members.filter_map(|one| {
                    let name = one.name.clone().into_owned();
                    Some((name, ty(&one.value, "$Type")?))
                });
                Declared::Complex {
                    base: ty(value, "$BaseType"),
                    properties: typed.collect(),
                }
            }
            _ => return,
        };
        self.types.insert(name.to_owned(), declared);
    }

    fn full(&self, name: &str) -> String {
        let Some((prefix, simple)) = name.rsplit_once('.') else {
            return name.to_owned();
        };
        match self.namespaces.get(prefix) {
            Some(namespace) => format!("{namespace}.{simple}"),
            None => name.to_owned(),
        }
    }

    /// The value of a term.
    pub(super) fn of_term(&self, written: &str) -> Kind {
        let full = self.full(written);
        match self.terms.get(&full) {
            Some(ty) => self.of_full_name(ty),
            None if full.starts_with("Org.OData.") => of_oasis(full),
            None => Kind::Unknown,
        }
    }

    /// A value of that type.
    pub(super) fn of_name(&self, written: &str) -> Kind {
        self.of_full_name(&self.full(written))
    }

    /// The enumeration type of that name, which it keeps as it is written; nothing where another type is declared so.
    pub(super) fn enum_of(&self, written: &str) -> Option<EnumOf> {
        let full = self.full(written);
        match self.types.get(&full) {
            Some(Declared::Enum(ty)) => Some(ty.clone().called(written)),
            Some(_) => None,
            None => {
                let name = full.strip_prefix("Org.OData.").map(EnumOf::of_oasis);
                Some(
                    name.unwrap_or_else(|| EnumOf::named(written))
                        .called(written),
                )
            }
        }
    }

    fn of_full_name(&self, full: &str) -> Kind {
        match self.types.get(full) {
            Some(Declared::Enum(ty)) => Kind::Enum(ty.clone()),
            Some(Declared::Definition(underlying)) => of_primitive(underlying),
            Some(Declared::Complex { .. }) => Kind::Record(full.to_owned()),
            None if full.starts_with("Edm.") => of_primitive(full),
            None if full.starts_with("Org.OData.") => of_oasis(full.to_owned()),
            None => Kind::Unknown,
        }
    }

    /// The value of a property of a record.
    pub(super) fn of_property(&self, owner: &Kind, name: &str) -> Kind {
        let full = match owner {
            Kind::Record(full) => full,
            Kind::Oasis(full) => return property_of_oasis(full, name),
            _ => return Kind::Unknown,
        };
        let mut next = Some(full);
        for _ in 0..MAX_BASES {
            let declared = next.and_then(|one| self.types.get(one));
            let Some(Declared::Complex { base, properties }) = declared else {
                break;
            };
            if let Some(ty) = properties.get(name) {
                return self.of_full_name(ty);
            }
            next = base.as_ref();
        }
        Kind::Unknown
    }
}

fn of_primitive(name: &str) -> Kind {
    let is = match name {
        "Edm.PropertyPath" => Is::PropertyPath,
        "Edm.NavigationPropertyPath" => Is::NavigationPropertyPath,
        "Edm.AnnotationPath" => Is::AnnotationPath,
        "Edm.ModelElementPath" => Is::ModelElementPath,
        "Edm.AnyPropertyPath" => Is::AnyPropertyPath,
        "Edm.Date" => Is::Date,
        "Edm.DateTimeOffset" => Is::DateTimeOffset,
        "Edm.Duration" => Is::Duration,
        "Edm.TimeOfDay" => Is::TimeOfDay,
        "Edm.Guid" => Is::Guid,
        "Edm.Binary" => Is::Binary,
        "Edm.Decimal" => Is::Decimal,
        "Edm.Double" | "Edm.Single" => Is::Float,
        "Edm.Stream" => return Kind::Stream,
        _ => return Kind::Unknown,
    };
    Kind::Is(is)
}

impl Kind {
    /// The expression that a text is.
    pub(super) fn text(&self, text: &str, span: Span) -> Expression {
        let spanned = || Spanned::new(text.to_owned(), span);
        let is = match self {
            Kind::Is(is) => *is,
            Kind::Enum(ty) => {
                return match ty.written(text) {
                    Some(members) => Expression::EnumMember(Spanned::new(members, span)),
                    None => Expression::String(spanned()),
                };
            }
            _ => return Expression::String(spanned()),
        };
        match is {
            Is::PropertyPath => Expression::PropertyPath(spanned()),
            Is::NavigationPropertyPath => Expression::NavigationPropertyPath(spanned()),
            Is::AnnotationPath => Expression::AnnotationPath(spanned()),
            Is::ModelElementPath => Expression::ModelElementPath(spanned()),
            Is::AnyPropertyPath => Expression::Dynamic(Dynamic {
                name: "AnyPropertyPath".to_owned(),
                text: Some(spanned()),
                span,
                ..Dynamic::default()
            }),
            Is::Date => Expression::Date(spanned()),
            Is::DateTimeOffset => Expression::DateTimeOffset(spanned()),
            Is::Duration => Expression::Duration(spanned()),
            Is::TimeOfDay => Expression::TimeOfDay(spanned()),
            Is::Guid => Expression::Guid(spanned()),
            Is::Binary => Expression::Binary(spanned()),
            Is::Decimal => Expression::Decimal(spanned()),
            Is::Float => match special_float(text) {
                Some(float) => Expression::Float(Spanned::new(float, span)),
                None => Expression::String(spanned()),
            },
        }
    }

    /// The expression that a number is: of a type that is not known an integer, where it is one; with an exponent a
    /// Double; else a Decimal.
    pub(super) fn number(&self, text: &str, span: Span) -> Expression {
        let decimal = || Expression::Decimal(Spanned::new(text.to_owned(), span));
        let float = || match text.parse() {
            Ok(float) => Expression::Float(Spanned::new(float, span)),
            Err(_) => decimal(),
        };
        let member = match self {
            Kind::Enum(ty) => ty.written(text),
            _ => None,
        };
        if let Some(member) = member {
            return Expression::EnumMember(Spanned::new(member, span));
        }
        match (self, text.parse()) {
            (Kind::Is(Is::Decimal), _) => decimal(),
            (Kind::Is(Is::Float), _) => float(),
            (_, Ok(integer)) => Expression::Int(Spanned::new(integer, span)),
            _ if text.contains(['e', 'E']) => float(),
            _ => decimal(),
        }
    }
}

fn special_float(text: &str) -> Option<f64> {
    match text {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_oasis_tell_what_they_hold() {
        let expected = Expected::default();
        let filter = expected.of_term("Org.OData.Capabilities.V1.FilterRestrictions");
        let listed = expected.of_property(&filter, "NonFilterableProperties");
        assert_eq!(listed, Kind::Is(Is::PropertyPath));
        let keys = expected.of_term("Org.OData.Core.V1.AlternateKeys");
        let key = expected.of_property(&keys, "Key");
        assert_eq!(
            expected.of_property(&key, "Name"),
            Kind::Is(Is::PropertyPath)
        );
        let other = expected.of_term("Org.OData.Authorization.V1.Authorizations");
        assert!(matches!(
            expected.of_property(&other, "Name"),
            Kind::Oasis(_)
        ));
    }
}
