//! A well-formed XML document, before it means anything.

use std::borrow::Cow;
use std::ops::{Deref, Range};
use std::rc::Rc;

use crate::source::{Span, Spanned};

/// Whose word an element is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Namespace {
    Edmx,
    Edm,
    /// Shared by all elements in it, and cut where it is longer than anybody reads: it is shown with each that is not known.
    Other(Rc<str>),
}

/// How much of another namespace is kept.
const KEPT: usize = 200;

/// The XML namespace of `edmx:Edmx`.
pub(super) const EDMX: &str = "http://docs.oasis-open.org/odata/ns/edmx";

impl Namespace {
    pub(super) fn of(uri: &str) -> Self {
        match uri {
            EDMX => Namespace::Edmx,
            "http://docs.oasis-open.org/odata/ns/edm" => Namespace::Edm,
            other => match other.char_indices().nth(KEPT) {
                Some((end, _)) => {
                    let kept = other.get(..end).unwrap_or_default();
                    Namespace::Other(format!("{kept}...").into())
                }
                None => Namespace::Other(other.into()),
            },
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

/// What of a document is at hand: elements and their attributes, each in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Tree<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) attributes: Vec<Attribute<'a>>,
}

#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) name: &'a str,
    pub(super) namespace: Namespace,
    pub(super) name_span: Span,
    /// From `<` to the end of the end tag.
    pub(super) span: Span,
    /// The places of its attributes.
    pub(super) attributes: Range<usize>,
    /// The place behind all that it holds.
    pub(super) end: usize,
    pub(super) text: Cow<'a, str>,
    pub(super) text_span: Span,
}

/// A node within its document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'t> {
    tree: &'t Tree<'t>,
    at: usize,
    node: &'t Node<'t>,
}

impl<'t> Deref for Element<'t> {
    type Target = Node<'t>;

    fn deref(&self) -> &Self::Target {
        self.node
    }
}

impl<'t> Element<'t> {
    pub(super) fn at(tree: &'t Tree<'t>, at: usize) -> Option<Self> {
        let node = tree.nodes.get(at)?;
        Some(Element { tree, at, node })
    }

    pub(super) fn attributes(self) -> &'t [Attribute<'t>] {
        let all = self.tree.attributes.get(self.node.attributes.clone());
        all.unwrap_or_default()
    }

    pub(super) fn attribute(self, name: &str) -> Option<&'t Attribute<'t>> {
        self.attributes()
            .iter()
            .find(|attribute| !attribute.foreign && attribute.name == name)
    }

    pub(super) fn optional(self, name: &str) -> Option<Spanned<String>> {
        self.attribute(name).map(Attribute::spanned)
    }

    pub(super) fn children(self) -> impl Iterator<Item = Element<'t>> {
        let first = self.at.saturating_add(1);
        let within = move |at: usize| (at < self.end).then(|| Element::at(self.tree, at))?;
        std::iter::successors(within(first), move |child| within(child.end))
    }

    /// The children of CSDL's namespace by name, any other as an empty name that matches nothing.
    pub(super) fn edm_children(self) -> impl Iterator<Item = (&'t str, Element<'t>)> {
        self.children().map(|child| match child.namespace {
            Namespace::Edm => (child.node.name, child),
            _ => ("", child),
        })
    }

    /// How many children have each of these names: a list of large things that grows leaves room that nobody uses.
    pub(super) fn count<const N: usize>(self, names: [&str; N]) -> [usize; N] {
        let mut counts = [0_usize; N];
        for child in self.children() {
            let found = names.iter().position(|name| *name == child.node.name);
            if let Some(count) = found.and_then(|at| counts.get_mut(at)) {
                *count = count.saturating_add(1);
            }
        }
        counts
    }

    pub(super) fn spanned_text(self) -> Spanned<String> {
        Spanned::new(self.text.clone().into_owned(), self.text_span)
    }
}
