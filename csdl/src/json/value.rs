//! A JSON text with places, before it means anything.

use std::borrow::Cow;

use crate::source::{Span, Spanned};

#[derive(Debug)]
pub(super) struct Value<'a> {
    pub(super) data: Data<'a>,
    /// All of it; of a text what is between the quotes.
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) enum Data<'a> {
    Null,
    Bool(bool),
    /// As it was written, so that no digit is lost.
    Number(&'a str),
    Text(Cow<'a, str>),
    Array(Vec<Value<'a>>),
    /// In the order of the text, each name once.
    Object(Vec<Member<'a>>),
}

#[derive(Debug)]
pub(super) struct Member<'a> {
    pub(super) name: Cow<'a, str>,
    /// What is between the quotes.
    pub(super) name_span: Span,
    pub(super) value: Value<'a>,
}

impl Member<'_> {
    pub(super) fn spanned_name(&self) -> Spanned<String> {
        Spanned::new(self.name.clone().into_owned(), self.name_span)
    }

    /// A part of the name with its place, as far as no escape stands in the name.
    pub(super) fn part_of_name(&self, start: usize, end: usize) -> Spanned<String> {
        let text = self.name.get(start..end).unwrap_or_default().to_owned();
        let Span { source, .. } = self.name_span;
        let first = self.name_span.range().start;
        let span = match &self.name {
            Cow::Borrowed(_) => Span::new(
                source,
                first.saturating_add(start),
                first.saturating_add(end),
            ),
            Cow::Owned(_) => self.name_span,
        };
        Spanned::new(text, span)
    }

    /// From the name to the end of the value.
    pub(super) fn span(&self) -> Span {
        self.name_span.to(self.value.span)
    }
}

impl<'a> Value<'a> {
    /// What it is, for a message.
    pub(super) fn what(&self) -> &'static str {
        match &self.data {
            Data::Null => "null",
            Data::Bool(_) => "true or false",
            Data::Number(_) => "a number",
            Data::Text(_) => "a text",
            Data::Array(_) => "an array",
            Data::Object(_) => "an object",
        }
    }

    pub(super) fn members(&self) -> Option<&[Member<'a>]> {
        match &self.data {
            Data::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The value of a member, when it is an object that has it.
    pub(super) fn get(&self, name: &str) -> Option<&Value<'a>> {
        find(self.members().unwrap_or_default(), name).map(|member| &member.value)
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }
}

pub(super) fn find<'m, 'a>(members: &'m [Member<'a>], name: &str) -> Option<&'m Member<'a>> {
    members.iter().find(|member| member.name == name)
}
