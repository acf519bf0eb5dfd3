//! A well-formed XML document, before it means anything.

use std::borrow::Cow;

use crate::source::{Span, Spanned};

/// Whose word an element is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Namespace {
    Edmx,
    Edm,
    Other(String),
}

impl Namespace {
    pub(super) fn of(uri: &str) -> Self {
        match uri {
            "http://docs.oasis-open.org/odata/ns/edmx" => Namespace::Edmx,
            "http://docs.oasis-open.org/odata/ns/edm" => Namespace::Edm,
            other => Namespace::Other(other.to_owned()),
        }
    }
}

#[derive(Debug)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    /// It has a prefix, so it is not one of CSDL's.
    pub(super) foreign: bool,
    pub(super) name_span: Span,
    pub(super) value: Cow<'a, str>,
    pub(super) span: Span,
}

impl Attribute<'_> {
    pub(super) fn spanned(&self) -> Spanned<String> {
        Spanned::new(self.value.clone().into_owned(), self.span)
    }
}

#[derive(Debug)]
pub(super) struct Element<'a> {
    pub(super) name: &'a str,
    pub(super) namespace: Namespace,
    pub(super) name_span: Span,
    /// From `<` to the end of the end tag.
    pub(super) span: Span,
    pub(super) attributes: Vec<Attribute<'a>>,
    pub(super) children: Vec<Element<'a>>,
    pub(super) text: Cow<'a, str>,
    pub(super) text_span: Span,
}

impl<'a> Element<'a> {
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute<'a>> {
        self.attributes
            .iter()
            .find(|attribute| !attribute.foreign && attribute.name == name)
    }

    pub(super) fn optional(&self, name: &str) -> Option<Spanned<String>> {
        self.attribute(name).map(Attribute::spanned)
    }

    /// The children of CSDL's namespace by name, any other as an empty name that matches nothing.
    pub(super) fn edm_children(&self) -> impl Iterator<Item = (&'a str, &Element<'a>)> {
        self.children.iter().map(|child| match child.namespace {
            Namespace::Edm => (child.name, child),
            _ => ("", child),
        })
    }

    pub(super) fn spanned_text(&self) -> Spanned<String> {
        Spanned::new(self.text.clone().into_owned(), self.text_span)
    }
}
