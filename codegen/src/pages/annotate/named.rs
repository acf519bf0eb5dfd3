//! What the name of a type in a type cell stands for.

use std::collections::HashMap;

use odata_csdl::source::Spanned;

use super::answer::TypeName;
use super::drafts::Drafts;
use super::known::Known;
use super::names::letters;
use crate::pages::{DocumentedProperty, Page};

/// What the name of a type in a type cell stands for.
pub(super) enum Meaning {
    /// There is no such name.
    None,
    /// The type that the page behind the link is about.
    Linked(String),
    /// A type of that name.
    Type(String),
    /// An enumeration, by its values: the service sends them as text.
    Values(Vec<Spanned<String>>),
    /// Nothing that a page tells of.
    Unknown(String),
}

/// The types and enumerations of all pages.
pub(super) struct Named<'a> {
    known: &'a Known<'a>,
    values: HashMap<String, &'a [Spanned<String>]>,
}

impl<'a> Named<'a> {
    pub(super) fn of(pages: &'a [Page], known: &'a Known<'a>) -> Self {
        let listed = pages.iter().flat_map(|page| &page.values);
        let values = listed.map(|one| (letters(&one.name.value), one.values.as_slice()));
        Named {
            known,
            values: values.collect(),
        }
    }

    /// Whether a correction says the type of a property.
    pub(super) fn is_corrected(&self, owner: &str, property: &str) -> bool {
        self.known
            .naming
            .typed
            .contains(&format!("{owner}/{property}"))
    }

    /// What it means in a type of that namespace.
    pub(super) fn meaning(
        &self,
        row: &DocumentedProperty,
        namespace: Option<&str>,
        drafts: &Drafts,
    ) -> Meaning {
        let Some(object) = row.documented.object.as_deref() else {
            return Meaning::None;
        };
        let written = |name: &TypeName| match name.namespace.as_deref() == namespace {
            true => name.name.clone(),
            false => self.known.qualified(name),
        };
        let linked = row.type_link.as_ref();
        let page = linked.and_then(|link| self.known.page_type(link));
        if let Some(draft) = page.and_then(|name| drafts.find(name)) {
            return Meaning::Linked(written(&draft.name.value));
        }
        if !row.allowed.is_empty() {
            return Meaning::Values(row.allowed.clone());
        }
        if let Some(values) = self.values.get(&letters(object)) {
            return Meaning::Values(values.to_vec());
        }
        match drafts.named(object) {
            Some(draft) => Meaning::Type(written(&draft.name.value)),
            None => Meaning::Unknown(object.to_owned()),
        }
    }
}
