//! What is known of types before any is made: by pages, by sets and by corrections.

use std::collections::BTreeMap;

use odata_csdl::source::{Sources, Spanned};

use super::Naming;
use super::answer::{TypeName, file_name, plain_name};
use super::catalog::Operation;
use super::names::{pascal_words, singular};
use super::route::Route;
use crate::pages::{Page, TypeLink};

/// What is known of types before any is made.
pub(super) struct Known<'a> {
    /// Types by the file names of the pages that are about them.
    pub(super) by_page: BTreeMap<String, TypeName>,
    /// Links of tables of methods, by the file name of the page of the call.
    pub(super) methods: BTreeMap<String, &'a TypeLink>,
    /// Types by entity set, in lower case.
    pub(super) by_set: BTreeMap<String, TypeName>,
    /// What corrections say, by method-less path.
    pub(super) naming: &'a Naming,
    pub(super) sources: &'a Sources,
}

impl<'a> Known<'a> {
    pub(super) fn of(
        pages: &'a [Page],
        operations: &[Operation<'a>],
        naming: &'a Naming,
        sources: &'a Sources,
    ) -> Self {
        let file = |page: &Page| file_name(page.source, sources).to_lowercase();
        let mut known = Known {
            by_page: BTreeMap::new(),
            methods: BTreeMap::new(),
            by_set: BTreeMap::new(),
            naming,
            sources,
        };
        for page in pages {
            if let Some(name) = &page.type_name {
                let ours = |name: &&Spanned<String>| name.value != naming.namespace;
                let ty = TypeName {
                    namespace: page
                        .namespace
                        .as_ref()
                        .filter(ours)
                        .map(|name| name.value.clone()),
                    name: name.value.clone(),
                };
                known.by_page.insert(file(page), ty);
            }
            for row in &page.methods {
                let page = row.page.to_lowercase();
                known.methods.entry(page).or_insert(&row.returns);
            }
        }
        for (set, name) in &naming.set_types {
            known
                .by_set
                .insert(set.to_lowercase(), plain_name(name.clone()));
        }
        for one in operations {
            let (set, stated) = (
                one.route.set().value.to_lowercase(),
                known.stated(one, sources),
            );
            let is_own = matches!(one.route, Route::Set(_) | Route::Entity { .. });
            if let Some(ty) = stated.filter(|_| is_own) {
                known.by_set.entry(set).or_insert(ty.value);
            }
        }
        // `domains` is never listed, but what an alert leads to says `#Domains`.
        let contexts = operations.iter().flat_map(|one| &one.samples);
        for name in contexts.filter_map(|sample| sample.context_set()) {
            let set = name.value.to_lowercase();
            if operations
                .iter()
                .any(|one| one.route.set().value.eq_ignore_ascii_case(&set))
            {
                known
                    .by_set
                    .entry(set)
                    .or_insert(plain_name(singular(name.value)));
            }
        }
        let spelt = |(set, name): (&String, &TypeName)| (set.clone(), known.spelt(name.clone()));
        known.by_set = known.by_set.iter().map(spelt).collect();
        known
    }

    /// The type that a page is about, by its title.
    pub(super) fn about(&self, page: &Page) -> Option<&TypeName> {
        let file = file_name(page.source, self.sources).to_lowercase();
        self.by_page.get(&file)
    }

    /// The name with its namespace.
    pub(super) fn qualified(&self, ty: &TypeName) -> String {
        let namespace = ty.namespace.as_ref().unwrap_or(&self.naming.namespace);
        format!("{namespace}.{}", ty.name)
    }

    /// The type that the page behind a link is about.
    pub(super) fn page_type(&self, link: &TypeLink) -> Option<&TypeName> {
        self.by_page.get(&link.page.to_lowercase())
    }

    /// The type as its own page spells it, case aside.
    pub(super) fn spelt(&self, name: TypeName) -> TypeName {
        let mut pages = self.by_page.values();
        let same = |page: &&TypeName| {
            name.namespace.is_none() && page.name.eq_ignore_ascii_case(&name.name)
        };
        pages.find(same).cloned().unwrap_or(name)
    }

    /// The type of the entities of a set.
    pub(super) fn of_set(&self, set: &Spanned<String>) -> TypeName {
        self.by_set
            .get(&set.value.to_lowercase())
            .cloned()
            .unwrap_or_else(|| self.spelt(plain_name(singular(&pascal_words(&set.value)))))
    }
}
