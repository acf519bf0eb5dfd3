//! The corrections of a service and of those that it extends, one overlay after the other.

use std::collections::{BTreeMap, BTreeSet};

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::{SourceId, Sources};
use odata_csdl::syntax::Document;

use crate::overlay::Overlay;
use crate::pages::Page;

/// Overlays in the order in which they are applied: what a later one says counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overlays(Vec<Overlay>);

impl Overlays {
    pub(crate) fn read(
        all: Vec<SourceId>,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let read = |source| Overlay::read(source, sources, diagnostics);
        Overlays(all.into_iter().map(read).collect())
    }

    /// The types that operations answer with, by path in lower case.
    pub(crate) fn answers(&self) -> BTreeMap<String, String> {
        self.0.iter().flat_map(Overlay::answers).collect()
    }

    /// The properties that are keys, by type.
    pub(crate) fn keys(&self) -> BTreeMap<String, String> {
        self.0.iter().flat_map(Overlay::keys).collect()
    }

    /// The properties whose types they say, as `Type/property`.
    pub(crate) fn typed(&self) -> BTreeSet<String> {
        self.0.iter().flat_map(Overlay::typed).collect()
    }

    /// Drops the rows of pages that are to be ignored, and tells which of these are not there.
    pub(crate) fn ignore_rows(
        &self,
        pages: &mut [Page],
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) {
        for one in &self.0 {
            one.tell_unmet_rows(pages, sources, diagnostics);
        }
        for one in &self.0 {
            one.ignore_rows(pages, sources);
        }
    }

    /// Whether one of them says which type a property has, so that documents may disagree about it.
    pub(crate) fn settles_type(&self, type_name: &str, property: &str) -> bool {
        let mut all = self.0.iter();
        all.any(|one| one.settles_type(type_name, property))
    }

    /// Writes the facts into the documents, over what they say.
    pub(crate) fn apply(&self, documents: &mut [Document], diagnostics: &mut Diagnostics) {
        for one in &self.0 {
            one.apply(documents, diagnostics);
        }
    }

    /// Tells which corrections of answers and keys fit nothing.
    pub(crate) fn tell_unmet(
        &self,
        paths: &BTreeSet<String>,
        documents: &[Document],
        diagnostics: &mut Diagnostics,
    ) {
        for one in &self.0 {
            one.tell_unmet(paths, documents, diagnostics);
        }
    }
}
