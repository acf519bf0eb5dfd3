//! The names of types, which stand side by side though their namespaces differ.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::hash_map::Entry::{Occupied, Vacant};

use foldhash::{HashMap, HashSet};
use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model::{Model, QualifiedName};
use odata_csdl::source::Span;

use super::clash::{Entry, Held, Stem, all_differ, resolve, resolve_keyed, type_key};
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
pub(super) fn stems<'a>(
    model: &Model,
    types: &[Named<'a>],
    diagnostics: &mut Diagnostics,
) -> Vec<Cow<'a, str>> {
    let homes = homes(model);
    let (simple, simple_keys) = simple(types, diagnostics);
    let short: Vec<(Cow<'a, str>, String)> = types
        .iter()
        .zip(simple.iter().zip(simple_keys))
        .map(
            |(ty, (simple, key))| match below(&ty.name.namespace, &homes) {
                Some(rest) => {
                    let short = [rest, ".", simple].concat();
                    let key = type_key(&short);
                    (Cow::Owned(short), key)
                }
                None => (simple.clone(), key),
            },
        )
        .collect();
    let is_above = are_above(types, &short);
    let all = types.iter().zip(short).zip(&simple).zip(is_above);
    let (words, keys): (Vec<Cow<'a, str>>, Vec<String>) = all
        .map(|(((ty, (short, key)), simple), is_above)| match is_above {
            true => (short, key),
            false => {
                let words = [ty.name.namespace.as_str(), ".", simple].concat();
                let key = type_key(&words);
                (Cow::Owned(words), key)
            }
        })
        .unzip();
    if types.iter().all(|ty| ty.rename.is_none()) && all_differ(&keys) {
        return words;
    }
    let full: Vec<String> = types.iter().map(|ty| String::from(ty.name)).collect();
    let entries = types.iter().zip(&full).zip(&words);
    let entries: Vec<Entry<'_>> = entries
        .map(|((ty, full), words)| Entry {
            wire: full,
            words: words.clone(),
            rename: ty.rename,
            span: ty.span,
        })
        .collect();
    let stems = resolve_keyed(&entries, keys, type_key, &mut Held::default(), diagnostics);
    let stems = stems.into_iter().map(Stem::into_words);
    stems.map(Cow::Owned).collect()
}

/// Whether each type stands alone at its depth and above it, among those of one short name.
fn are_above(types: &[Named<'_>], short: &[(Cow<'_, str>, String)]) -> Vec<bool> {
    // Nearly all short names are there once.
    let mut depths: HashMap<&str, (usize, Vec<usize>)> = HashMap::default();
    depths.reserve(types.len());
    for (ty, (_, key)) in types.iter().zip(short) {
        if ty.rename.is_some() {
            continue;
        }
        match depths.entry(key) {
            Occupied(mut namesakes) => namesakes.get_mut().1.push(depth(ty)),
            Vacant(place) => {
                place.insert((depth(ty), Vec::new()));
            }
        }
    }
    let all = types.iter().zip(short);
    all.map(|(ty, (_, key))| {
        let Some((first, others)) = depths.get(key.as_str()) else {
            return true;
        };
        let own = depth(ty);
        let is_no_deeper = |one: &&usize| **one <= own;
        let near = others.iter().filter(is_no_deeper).count();
        usize::from(*first <= own) + near <= 1
    })
    .collect()
}

/// The simple names, told apart within their namespaces: `Order` and `ORDER` may stand in one. And their keys.
fn simple<'a>(
    types: &[Named<'a>],
    diagnostics: &mut Diagnostics,
) -> (Vec<Cow<'a, str>>, Vec<String>) {
    let own = types.iter().map(|ty| Cow::Borrowed(ty.name.name.as_str()));
    let mut stems: Vec<Cow<'a, str>> = own.collect();
    let mut keys: Vec<String> = stems.iter().map(|stem| type_key(stem)).collect();
    let mut namespaces: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, ty) in types.iter().enumerate() {
        if ty.rename.is_none() {
            namespaces.entry(&ty.name.namespace).or_default().push(at);
        }
    }
    for members in namespaces.values() {
        let known = members.iter().filter_map(|&at| keys.get(at));
        if known.collect::<HashSet<_>>().len() == members.len() {
            continue;
        }
        let of_namespace = members.iter().filter_map(|&at| types.get(at));
        let entries: Vec<Entry<'a>> = of_namespace
            .map(|ty| Entry {
                wire: &ty.name.name,
                words: Cow::Borrowed(&ty.name.name),
                rename: None,
                span: ty.span,
            })
            .collect();
        let resolved = resolve(&entries, type_key, &mut Held::default(), diagnostics);
        for (&at, stem) in members.iter().zip(resolved) {
            if let (Some(place), Some(key)) = (stems.get_mut(at), keys.get_mut(at)) {
                *key = type_key(&stem.words);
                *place = stem.words;
            }
        }
    }
    (stems, keys)
}

/// The namespaces that have types, generated or not: what is generated does not change what they are called.
fn homes(model: &Model) -> HashSet<&str> {
    let structured = model.structured_types().map(|(_, ty)| &ty.name);
    let enums = model.enum_types().map(|(_, ty)| &ty.name);
    let all = structured.chain(enums);
    all.map(|name| name.namespace.as_str()).collect()
}

/// What follows the shortest namespace above this one.
fn below<'a>(namespace: &'a str, homes: &HashSet<&str>) -> Option<&'a str> {
    namespace.match_indices('.').find_map(|(at, _)| {
        let above = namespace.get(..at)?;
        homes.contains(above).then(|| namespace.get(at + 1..))?
    })
}

fn depth(ty: &Named<'_>) -> usize {
    ty.name.namespace.matches('.').count()
}
