//! The names of types, which stand side by side though their namespaces differ.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model::{Model, QualifiedName};
use odata_csdl::source::Span;

use super::clash::{Entry, Held, resolve, type_key};
use crate::service::Rename;

/// A type that needs a name.
pub(super) struct Named<'a> {
    pub(super) name: &'a QualifiedName,
    pub(super) rename: Option<&'a Rename>,
    pub(super) span: Span,
}

/// The words of each type's name.
///
/// A namespace below another one is always told: `microsoft.graph.security.alert` is `SecurityAlert`, whether there is a
/// `microsoft.graph.alert` or not, so that none is renamed once there is. Namespaces that stand side by side are told
/// where they have a type of one name, all of them in full: which of the two is meant never changes silently.
pub(super) fn stems(
    model: &Model,
    types: &[Named<'_>],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let homes = homes(model);
    let simple = simple(types, diagnostics);
    let short: Vec<String> = types
        .iter()
        .zip(&simple)
        .map(|(ty, simple)| match below(&ty.name.namespace, &homes) {
            Some(rest) => format!("{rest}.{simple}"),
            None => simple.clone(),
        })
        .collect();
    let mut depths: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (ty, stem) in types.iter().zip(&short) {
        if ty.rename.is_none() {
            depths.entry(type_key(stem)).or_default().push(depth(ty));
        }
    }
    let full: Vec<String> = types.iter().map(|ty| ty.name.to_string()).collect();
    let entries: Vec<Entry<'_>> = types
        .iter()
        .zip(&full)
        .zip(short.iter().zip(&simple))
        .map(|((ty, full), (short, simple))| {
            let namesakes = depths.get(&type_key(short)).map_or(&[][..], Vec::as_slice);
            let own = depth(ty);
            let is_above = namesakes.iter().filter(|&&one| one <= own).count() <= 1;
            Entry {
                wire: full,
                words: match is_above {
                    true => Cow::Borrowed(short.as_str()),
                    false => Cow::Owned(format!("{}.{simple}", ty.name.namespace)),
                },
                rename: ty.rename,
                span: ty.span,
            }
        })
        .collect();
    resolve(&entries, type_key, &mut Held::new(), diagnostics)
}

/// The simple names, told apart within their namespaces: `Order` and `ORDER` may stand in one.
fn simple(types: &[Named<'_>], diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut stems: Vec<String> = types.iter().map(|ty| ty.name.name.clone()).collect();
    let mut namespaces: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, ty) in types.iter().enumerate() {
        if ty.rename.is_none() {
            namespaces.entry(&ty.name.namespace).or_default().push(at);
        }
    }
    for members in namespaces.values() {
        let of_namespace = members.iter().filter_map(|&at| types.get(at));
        let entries: Vec<Entry<'_>> = of_namespace
            .map(|ty| Entry {
                wire: &ty.name.name,
                words: Cow::Borrowed(&ty.name.name),
                rename: None,
                span: ty.span,
            })
            .collect();
        let resolved = resolve(&entries, type_key, &mut Held::new(), diagnostics);
        for (&at, stem) in members.iter().zip(resolved) {
            if let Some(place) = stems.get_mut(at) {
                *place = stem;
            }
        }
    }
    stems
}

/// The namespaces that have types, generated or not: what is generated does not change what they are called.
fn homes(model: &Model) -> BTreeSet<&str> {
    let structured = model.structured_types().map(|(_, ty)| &ty.name);
    let enums = model.enum_types().map(|(_, ty)| &ty.name);
    let all = structured.chain(enums);
    all.map(|name| name.namespace.as_str()).collect()
}

/// What follows the shortest namespace above this one.
fn below<'a>(namespace: &'a str, homes: &BTreeSet<&str>) -> Option<&'a str> {
    namespace.match_indices('.').find_map(|(at, _)| {
        let above = namespace.get(..at)?;
        homes.contains(above).then(|| namespace.get(at + 1..))?
    })
}

fn depth(ty: &Named<'_>) -> usize {
    ty.name.namespace.matches('.').count()
}
