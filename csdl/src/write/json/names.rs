//! Names of CSDL JSON: one spelling for each name, by alias where there is one.
//!
//! XML may spell one name in two ways. JSON makes names of members out of them, where the two would be two members.

use std::collections::HashMap;

use crate::syntax::{Document, TypeRef};

/// What namespaces and aliases stand for.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By namespace: its alias.
    aliases: HashMap<String, String>,
    /// By namespace and by alias: the address of the document it is included from.
    addresses: HashMap<String, String>,
}

impl Names {
    pub(super) fn of(document: &Document) -> Self {
        let mut names = Names::default();
        for reference in &document.references {
            for include in &reference.includes {
                let (namespace, address) = (&include.namespace.value, &reference.uri.value);
                names.addresses.insert(namespace.clone(), address.clone());
                if let Some(alias) = &include.alias {
                    names.addresses.insert(alias.value.clone(), address.clone());
                    let alias = alias.value.clone();
                    names.aliases.insert(namespace.clone(), alias);
                }
            }
        }
        for schema in &document.schemas {
            if let Some(alias) = &schema.alias {
                let namespace = schema.namespace.value.clone();
                names.aliases.insert(namespace, alias.value.clone());
            }
        }
        names
    }

    /// The address of the document that the namespace of the qualified name is included from; empty for this document.
    pub(super) fn address(&self, qualified: &str) -> &str {
        let namespace = qualified.rsplit_once('.').map_or("", |(before, _)| before);
        self.addresses.get(namespace).map_or("", String::as_str)
    }

    /// A qualified name by its alias.
    pub(super) fn qualified(&self, name: &str) -> String {
        match name.rsplit_once('.') {
            Some((namespace, name)) => match self.aliases.get(namespace) {
                Some(alias) => format!("{alias}.{name}"),
                None => format!("{namespace}.{name}"),
            },
            None => name.to_owned(),
        }
    }

    /// A path: each qualified name in it by its alias, those of terms behind an `@` too.
    pub(super) fn path(&self, path: &str) -> String {
        let segments = path
            .split('/')
            .map(|segment| match segment.split_once('@') {
                Some((before, term)) => {
                    let (term, qualifier) = match term.split_once('#') {
                        Some((term, qualifier)) => (term, Some(qualifier)),
                        None => (term, None),
                    };
                    let before = self.qualified(before);
                    let qualifier = qualifier.map_or(String::new(), |one| format!("#{one}"));
                    format!("{before}@{}{qualifier}", self.qualified(term))
                }
                None => self.qualified(segment),
            });
        segments.collect::<Vec<_>>().join("/")
    }

    /// The target of annotations: a path whose first segment may be an overload with the types of its parameters.
    pub(super) fn target(&self, target: &str) -> String {
        let taken_apart = target.split_once('(').and_then(|(path, rest)| {
            rest.rsplit_once(')')
                .map(|(types, rest)| (path, types, rest))
        });
        let Some((path, types, rest)) = taken_apart else {
            return self.path(target);
        };
        let types = types.split(',').map(|one| self.written_type(one.trim()));
        let types = types.collect::<Vec<_>>().join(",");
        format!("{}({types}){}", self.path(path), self.path(rest))
    }

    fn written_type(&self, text: &str) -> String {
        let (is_collection, name) = taken_apart(text);
        match is_collection {
            true => format!("Collection({})", self.qualified(name)),
            false => self.qualified(name),
        }
    }

    /// The type whose name was written as text.
    pub(super) fn type_of_text(&self, text: &str) -> TypeRef {
        let (collection, name) = taken_apart(text);
        TypeRef {
            collection,
            name: self.qualified(name).into(),
        }
    }
}

fn taken_apart(text: &str) -> (bool, &str) {
    let inner = text.strip_prefix("Collection(");
    match inner.and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (true, inner),
        None => (false, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Schema;

    #[test]
    fn names_go_by_their_alias() {
        let names = Names::of(&Document {
            schemas: vec![Schema {
                namespace: "org.example".into(),
                alias: Some("self".into()),
                ..Schema::default()
            }],
            ..Document::default()
        });
        for (written, expected) in [
            ("org.example.Person", "self.Person"),
            ("self.Person", "self.Person"),
            ("Edm.String", "Edm.String"),
            ("Name", "Name"),
            (
                "org.example.Person/Name@org.example.Note#a.b",
                "self.Person/Name@self.Note#a.b",
            ),
            (
                "org.example.F(Collection(org.example.Person), Edm.String)/$ReturnType",
                "self.F(Collection(self.Person),Edm.String)/$ReturnType",
            ),
        ] {
            assert_eq!(names.target(written), expected);
        }
    }
}
