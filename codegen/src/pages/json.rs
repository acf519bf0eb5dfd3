//! A JSON reader for samples in documentation: it repairs the defects it knows and says so, and guesses nothing else.

mod reader;
mod repair;
mod string;

use odata_csdl::source::{Span, Spanned};

pub(super) use reader::read;
pub use repair::{Repair, RepairKind};

/// A value and its place.
pub type JsonNode = Spanned<JsonValue>;

/// A JSON value; members keep their order.
#[derive(Clone, Debug, PartialEq)]
pub enum JsonValue {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A string, escapes resolved.
    String(String),
    /// An array.
    Array(Vec<JsonNode>),
    /// An object.
    Object(Vec<JsonMember>),
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonMember {
    /// Its name.
    pub name: Spanned<String>,
    /// Its value.
    pub value: JsonNode,
}

impl JsonValue {
    /// The value of a member, when this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&JsonNode> {
        self.members()
            .iter()
            .find(|member| member.name.value == name)
            .map(|member| &member.value)
    }

    /// The members; none when this is no object.
    pub fn members(&self) -> &[JsonMember] {
        match self {
            JsonValue::Object(members) => members,
            _ => &[],
        }
    }

    /// The items, when this is an array.
    pub fn items(&self) -> Option<&[JsonNode]> {
        match self {
            JsonValue::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The text, when this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            JsonValue::String(text) => Some(text),
            _ => None,
        }
    }
}

impl JsonMember {
    /// From the name to the end of the value.
    pub fn span(&self) -> Span {
        self.name.span.to(self.value.span)
    }
}
