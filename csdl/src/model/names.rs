//! Full names, and what aliases stand for in one document.

use std::fmt;

use foldhash::{HashMap, HashSet};

use crate::source::{Span, Spanned};
use crate::syntax::Document;

/// A namespace and a simple name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QualifiedName {
    /// The namespace, never an alias.
    pub namespace: String,
    /// The simple name.
    pub name: String,
}

impl QualifiedName {
    /// From its parts.
    pub fn new(namespace: impl Into<String>, name: impl Into<String>) -> Self {
        QualifiedName {
            namespace: namespace.into(),
            name: name.into(),
        }
    }
}

impl From<&QualifiedName> for String {
    /// The full name; what formats it takes longer.
    fn from(name: &QualifiedName) -> Self {
        [name.namespace.as_str(), ".", &name.name].concat()
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.namespace)?;
        f.write_str(".")?;
        f.write_str(&self.name)
    }
}

/// The aliases that the OASIS vocabularies give themselves, and that documents use without including them.
pub(super) const USUAL_ALIASES: &[(&str, &str)] = &[
    ("Core", "Org.OData.Core.V1"),
    ("Capabilities", "Org.OData.Capabilities.V1"),
    ("Validation", "Org.OData.Validation.V1"),
    ("Measures", "Org.OData.Measures.V1"),
    ("Authorization", "Org.OData.Authorization.V1"),
];

/// What one document calls the schemas it knows.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// Aliases that stand for several namespaces: where each is first, and where again. The first one counts.
    pub(super) repeated: Vec<(Spanned<String>, Span)>,
    pub(super) aliases: HashMap<String, String>,
    /// Namespaces of the document's own schemas.
    pub(super) own: HashSet<String>,
    /// Namespaces taken from other documents, with the URI of the document and the place of the inclusion.
    pub(super) included: HashMap<String, (String, Span)>,
}

impl Scope {
    pub(super) fn of(document: &Document) -> Self {
        let mut scope = Scope::default();
        let mut places: HashMap<&str, Span> = HashMap::default();
        let includes = document.references.iter();
        let includes = includes.flat_map(|one| one.includes.iter().map(move |of| (one, of)));
        for (reference, include) in includes {
            let from = (reference.uri.value.clone(), include.span);
            scope.included.insert(include.namespace.value.clone(), from);
            if let Some(alias) = &include.alias {
                scope.alias(alias, include.namespace.as_str(), &mut places);
            }
        }
        for schema in &document.schemas {
            scope.own.insert(schema.namespace.value.clone());
            if let Some(alias) = &schema.alias {
                scope.alias(alias, schema.namespace.as_str(), &mut places);
            }
        }
        scope
    }

    fn alias<'d>(
        &mut self,
        alias: &'d Spanned<String>,
        namespace: &str,
        places: &mut HashMap<&'d str, Span>,
    ) {
        let known = self.aliases.get(alias.as_str());
        if known.is_some_and(|known| known != namespace) {
            let first = places.get(alias.as_str()).copied().unwrap_or_default();
            self.repeated.push((alias.clone(), first));
            return;
        }
        places.entry(alias.as_str()).or_insert(alias.span);
        let namespace = namespace.to_owned();
        self.aliases.insert(alias.value.clone(), namespace);
    }
}
