//! Annotations and their expressions (CSDL XML 4.01, 14).

use crate::source::{Span, Spanned};

/// What is said about a model element (CSDL XML 4.01, 14.2).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotation {
    /// The qualified name of the term.
    pub term: Spanned<String>,
    /// Tells annotations of one term apart.
    pub qualifier: Option<Spanned<String>>,
    /// The value; the term's default when absent.
    pub expression: Option<Expression>,
    /// What is said about the annotation.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// Annotations that stand apart from their target, `Annotations` (CSDL XML 4.01, 5.2).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExternalAnnotations {
    /// The path of what they are about.
    pub target: Spanned<String>,
    /// The qualifier of all of them that have none.
    pub qualifier: Option<Spanned<String>>,
    /// What is said.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// The value of an annotation (CSDL XML 4.01, 14.3 and 14.4).
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `String`.
    String(Spanned<String>),
    /// `Bool`.
    Bool(Spanned<bool>),
    /// `Int`.
    Int(Spanned<i64>),
    /// `Decimal`, as written.
    Decimal(Spanned<String>),
    /// `Float`.
    Float(Spanned<f64>),
    /// `Date`, as written.
    Date(Spanned<String>),
    /// `DateTimeOffset`, as written.
    DateTimeOffset(Spanned<String>),
    /// `Duration`, as written.
    Duration(Spanned<String>),
    /// `TimeOfDay`, as written.
    TimeOfDay(Spanned<String>),
    /// `Guid`, as written.
    Guid(Spanned<String>),
    /// `Binary`, base64url as written.
    Binary(Spanned<String>),
    /// `EnumMember`: `Namespace.Type/Member`, several with blanks between.
    EnumMember(Spanned<String>),
    /// `Path`: the value at the path.
    Path(Spanned<String>),
    /// `PropertyPath`: the property itself.
    PropertyPath(Spanned<String>),
    /// `NavigationPropertyPath`: the navigation property itself.
    NavigationPropertyPath(Spanned<String>),
    /// `AnnotationPath`: the annotation itself.
    AnnotationPath(Spanned<String>),
    /// `ModelElementPath`: any element of the model.
    ModelElementPath(Spanned<String>),
    /// `Collection`.
    Collection(Collection),
    /// `Record`.
    Record(Record),
    /// `Null`.
    Null(Span),
    /// What has to be evaluated: `Apply`, `If`, `Cast`, `UrlRef` and their kin.
    Dynamic(Dynamic),
}

/// A collection of values (CSDL XML 4.01, 14.4.6).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    /// Its items.
    pub items: Vec<Expression>,
    /// The element.
    pub span: Span,
}

/// A structured value (CSDL XML 4.01, 14.4.12).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The qualified name of its type, where one is written.
    pub ty: Option<Spanned<String>>,
    /// Its properties.
    pub properties: Vec<PropertyValue>,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// A property of a [`Record`], `PropertyValue`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PropertyValue {
    /// Its name.
    pub property: Spanned<String>,
    /// Its value; the property's default when absent.
    pub expression: Option<Expression>,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// An expression that is kept but not evaluated (CSDL XML 4.01, 14.4).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dynamic {
    /// The element's name, such as `Apply`.
    pub name: String,
    /// Its attributes, such as `Function` of `Apply`.
    pub attributes: Vec<(String, Spanned<String>)>,
    /// Its text, such as the name in a `LabeledElementReference`.
    pub text: Option<Spanned<String>>,
    /// Its operands.
    pub arguments: Vec<Expression>,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

impl Expression {
    /// Where it was written.
    pub fn span(&self) -> Span {
        match self {
            Expression::String(text)
            | Expression::Decimal(text)
            | Expression::Date(text)
            | Expression::DateTimeOffset(text)
            | Expression::Duration(text)
            | Expression::TimeOfDay(text)
            | Expression::Guid(text)
            | Expression::Binary(text)
            | Expression::EnumMember(text)
            | Expression::Path(text)
            | Expression::PropertyPath(text)
            | Expression::NavigationPropertyPath(text)
            | Expression::AnnotationPath(text)
            | Expression::ModelElementPath(text) => text.span,
            Expression::Bool(value) => value.span,
            Expression::Int(value) => value.span,
            Expression::Float(value) => value.span,
            Expression::Null(span) => *span,
            Expression::Collection(collection) => collection.span,
            Expression::Record(record) => record.span,
            Expression::Dynamic(dynamic) => dynamic.span,
        }
    }

    /// The text of a `String`.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Expression::String(text) => Some(text.as_str()),
            _ => None,
        }
    }

    /// The value of a `Bool`.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Expression::Bool(value) => Some(value.value),
            _ => None,
        }
    }

    /// The value of an `Int`.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Expression::Int(value) => Some(value.value),
            _ => None,
        }
    }

    /// The path of any of the five kinds of paths, or a text: CSDL JSON does not tell the two apart (14.4.1).
    pub fn as_path(&self) -> Option<&str> {
        match self {
            Expression::String(path)
            | Expression::Path(path)
            | Expression::PropertyPath(path)
            | Expression::NavigationPropertyPath(path)
            | Expression::AnnotationPath(path)
            | Expression::ModelElementPath(path) => Some(path.as_str()),
            _ => None,
        }
    }

    /// The members named by an `EnumMember`, without their types, or by a text, with commas between: CSDL JSON does
    /// not tell the two apart (14.3.7).
    pub fn enum_members(&self) -> impl Iterator<Item = &str> {
        let text = match self {
            Expression::EnumMember(members) | Expression::String(members) => members.as_str(),
            _ => "",
        };
        text.split(|c: char| c.is_whitespace() || c == ',')
            .filter(|member| !member.is_empty())
            .map(|member| member.rsplit_once('/').map_or(member, |(_, name)| name))
    }

    /// The record, when it is one.
    pub fn as_record(&self) -> Option<&Record> {
        match self {
            Expression::Record(record) => Some(record),
            _ => None,
        }
    }

    /// The value of a property, when it is a record that has it.
    pub fn property(&self, name: &str) -> Option<&Expression> {
        self.as_record().and_then(|record| record.get(name))
    }

    /// The items of a collection; none when it is something else.
    pub fn items(&self) -> &[Expression] {
        match self {
            Expression::Collection(collection) => &collection.items,
            _ => &[],
        }
    }
}

impl Record {
    /// The value of the property with that name.
    pub fn get(&self, name: &str) -> Option<&Expression> {
        self.properties
            .iter()
            .find(|value| value.property.value == name)
            .and_then(|value| value.expression.as_ref())
    }
}
