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
    let simple = simple(types, diagnostics);
    let short = short(types, &simple, &homes(model));
    let is_told = is_told(types, &short);
    let chosen = types.iter().zip(short).zip(&simple).zip(is_told);
    let chosen = chosen.map(|(((ty, short), simple), is_told)| match is_told {
        true => short,
        false => Words::of(Cow::Owned(
            [&ty.name.namespace, ".", &*simple.words].concat(),
        )),
    });
    let (words, keys): (Vec<Cow<'a, str>>, Vec<String>) =
        chosen.map(|one| (one.words, one.key)).unzip();
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

/// What a name is made of, and the key of that.
#[derive(Clone)]
struct Words<'a> {
    words: Cow<'a, str>,
    key: String,
}

impl<'a> Words<'a> {
    fn of(words: Cow<'a, str>) -> Self {
        let key = type_key(&words);
        Words { words, key }
    }
}

/// The simple names behind what their namespaces add to those above them.
fn short<'a>(types: &[Named<'a>], simple: &[Words<'a>], homes: &HashSet<&str>) -> Vec<Words<'a>> {
    let of = |(ty, simple): (&Named<'a>, &Words<'a>)| match below(&ty.name.namespace, homes) {
        Some(rest) => Words::of(Cow::Owned([rest, ".", &*simple.words].concat())),
        None => simple.clone(),
    };
    types.iter().zip(simple).map(of).collect()
}

/// Whether the short name of each type tells it from the others: it stands alone at its depth and above it.
fn is_told(types: &[Named<'_>], short: &[Words<'_>]) -> Vec<bool> {
    let mut namesakes: HashMap<&str, Depths> = HashMap::default();
    namesakes.reserve(types.len());
    let all = || types.iter().zip(short);
    for (ty, short) in all().filter(|(ty, _)| ty.rename.is_none()) {
        match namesakes.entry(short.key.as_str()) {
            Occupied(mut known) => known.get_mut().others.push(depth(ty)),
            Vacant(place) => {
                place.insert(Depths::of(depth(ty)));
            }
        }
    }
    let is_told = all().map(|(ty, short)| {
        let known = namesakes.get(short.key.as_str());
        known.is_none_or(|known| known.down_to(depth(ty)) <= 1)
    });
    is_told.collect()
}

/// How deep the namespaces lie of types of one short name. Nearly all short names are there once, so that the first one needs no list.
struct Depths {
    first: usize,
    others: Vec<usize>,
}

impl Depths {
    fn of(first: usize) -> Self {
        Depths {
            first,
            others: Vec::new(),
        }
    }

    /// How many lie so deep, or less.
    fn down_to(&self, depth: usize) -> usize {
        let others = self.others.iter().filter(|&&other| other <= depth);
        usize::from(self.first <= depth) + others.count()
    }
}

/// The simple names, told apart within their namespaces: `Order` and `ORDER` may stand in one.
fn simple<'a>(types: &[Named<'a>], diagnostics: &mut Diagnostics) -> Vec<Words<'a>> {
    let own = types.iter().map(|ty| Cow::Borrowed(ty.name.name.as_str()));
    let mut simple: Vec<Words<'a>> = own.map(Words::of).collect();
    let mut namespaces: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, ty) in types.iter().enumerate() {
        if ty.rename.is_none() {
            namespaces.entry(&ty.name.namespace).or_default().push(at);
        }
    }
    for members in namespaces.values() {
        let keys = members.iter().filter_map(|&at| simple.get(at));
        let keys: HashSet<&str> = keys.map(|one| one.key.as_str()).collect();
        if keys.len() == members.len() {
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
            if let Some(place) = simple.get_mut(at) {
                *place = Words::of(stem.words);
            }
        }
    }
    simple
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
