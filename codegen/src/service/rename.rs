//! `[rename]`: what things of the service are called in Rust.

use std::collections::BTreeMap;

use odata_csdl::source::{SourceId, Spanned};

use super::spanned;

/// One line of `[rename]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// What it is about: `contoso.sales.Order`, `contoso.sales.Order/total`, `Container/Orders` or `Orders`.
    pub target: Spanned<String>,
    /// Its name in Rust.
    pub name: Spanned<String>,
}

/// The table as it is written.
pub(super) type Written = BTreeMap<toml::Spanned<String>, toml::Spanned<String>>;

/// In the order of the file.
pub(super) fn read(source: SourceId, written: Written) -> Vec<Rename> {
    let mut all: Vec<Rename> = written
        .into_iter()
        .map(|(target, name)| Rename {
            target: spanned(source, target),
            name: spanned(source, name),
        })
        .collect();
    all.sort_by_key(|one| one.target.span.start);
    all
}
