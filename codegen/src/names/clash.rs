//! Names that differ on the wire and not in Rust, such as `userName`, `UserName` and `user_name`.
//!
//! Who keeps the plain name is decided by how the names are written, never by their order in the document; what the
//! others are called depends on each one's own name alone.

mod key;
mod style;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::rc::Rc;

use foldhash::{HashMap, HashSet};
use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::Span;

use crate::service::Rename;
pub(super) use key::{Key, member_key, type_key, variant_key};
use style::{Style, suffixes};

/// Something that needs a name within a scope.
pub(super) struct Entry<'a> {
    pub(super) wire: &'a str,
    /// What its name is made of, when that is not the name on the wire.
    pub(super) words: Cow<'a, str>,
    pub(super) rename: Option<&'a Rename>,
    pub(super) span: Span,
}

/// The names that are given away, by their keys: to what, and where that is declared. What a base type has given away is
/// taken too.
#[derive(Default)]
pub(super) struct Held<'a> {
    own: HashMap<String, (&'a str, Span)>,
    base: Option<Rc<Held<'a>>>,
    /// Whether anybody asks for them afterwards.
    is_asked: bool,
}

impl<'a> Held<'a> {
    pub(super) fn below(base: Option<Rc<Held<'a>>>, is_asked: bool) -> Self {
        Held {
            own: HashMap::default(),
            base,
            is_asked,
        }
    }

    fn get(&self, key: &str) -> Option<(&'a str, Span)> {
        let mut next = Some(self);
        while let Some(held) = next {
            if let Some(&found) = held.own.get(key) {
                return Some(found);
            }
            next = held.base.as_deref();
        }
        None
    }

    fn insert(&mut self, key: String, entry: &Entry<'a>) {
        self.own.insert(key, (entry.wire, entry.span));
    }
}

/// The words that a name in Rust is made of.
pub(super) struct Stem<'a> {
    pub(super) words: Cow<'a, str>,
    /// Their key, where it is at hand.
    pub(super) key: Option<String>,
}

impl<'a> Stem<'a> {
    fn new(words: Cow<'a, str>) -> Self {
        Stem { words, key: None }
    }

    /// What its key was made by, where that is the key itself: of words of ASCII.
    pub(super) fn made(&self) -> Option<&str> {
        self.key.as_deref().filter(|_| self.words.is_ascii())
    }

    /// The same, to be kept.
    pub(super) fn into_made(self) -> Result<String, Self> {
        let is_ascii = self.words.is_ascii();
        match self.key {
            Some(key) if is_ascii => Ok(key),
            key => Err(Stem { key, ..self }),
        }
    }

    pub(super) fn into_words(self) -> String {
        self.words.into_owned()
    }
}

/// The words that each entry's name in Rust is made of. What `held` has was given before, and stays.
pub(super) fn resolve<'a>(
    entries: &[Entry<'a>],
    key: Key,
    held: &mut Held<'a>,
    diagnostics: &mut Diagnostics,
) -> Vec<Stem<'a>> {
    let keys = entries.iter().map(|one| key(&one.words)).collect();
    resolve_keyed(entries, keys, key, held, diagnostics)
}

/// The same, where the keys of the entries are known.
pub(super) fn resolve_keyed<'a>(
    entries: &[Entry<'a>],
    keys: Vec<String>,
    key: Key,
    held: &mut Held<'a>,
    diagnostics: &mut Diagnostics,
) -> Vec<Stem<'a>> {
    // Nearly all names are free.
    let is_renamed = entries.iter().any(|one| one.rename.is_some());
    if !is_renamed && all_differ(&keys) && keys.iter().all(|key| held.get(key).is_none()) {
        if held.is_asked {
            held.own.reserve(keys.len());
            for (key, entry) in keys.iter().zip(entries) {
                held.insert(key.clone(), entry);
            }
        }
        let words = entries.iter().map(|one| one.words.clone());
        let stems = words.zip(keys).map(|(words, key)| Stem {
            words,
            key: Some(key),
        });
        return stems.collect();
    }
    let mut stems: Vec<Stem<'a>> = entries
        .iter()
        .map(|one| Stem::new(one.words.clone()))
        .collect();
    let mut renames: BTreeMap<String, &Rename> = BTreeMap::new();
    let mut natural: Vec<Natural<'_, 'a>> = Vec::with_capacity(entries.len());
    for (at, (entry, own)) in entries.iter().zip(keys).enumerate() {
        let Some(rename) = entry.rename else {
            natural.push(Natural {
                key: own,
                entry,
                at,
            });
            continue;
        };
        let own = key(&rename.name.value);
        match held.get(&own) {
            Some(holder) => diagnostics.push(clash(rename, holder)),
            None => held.insert(own.clone(), entry),
        }
        renames.insert(own, rename);
        set(&mut stems, at, Cow::Borrowed(&rename.name.value));
    }
    natural.sort_by(Natural::in_turn);
    // Who does not keep the name, and who has it.
    let mut losers: Vec<(&Natural<'_, 'a>, Option<(&'a str, Span)>)> = Vec::new();
    for group in natural.chunk_by(|one, other| one.key == other.key) {
        let Some((first, others)) = group.split_first() else {
            continue;
        };
        let holder = (first.entry.wire, first.entry.span);
        match (renames.get(&first.key), held.get(&first.key)) {
            (None, None) => losers.extend(others.iter().map(|one| (one, Some(holder)))),
            (rename, held) => {
                diagnostics.extend(rename.map(|rename| clash(rename, holder)));
                losers.extend(group.iter().map(|one| (one, held)));
            }
        }
    }
    let mut lost = vec![false; entries.len()];
    for (loser, holder) in losers {
        let entry = loser.entry;
        let holder_style = holder.map(|(wire, _)| Style::of(wire));
        let is_free = |stem: &String| {
            let key = key(stem);
            let place = natural.binary_search_by(|one| one.key.cmp(&key));
            place.is_err() && held.get(&key).is_none()
        };
        let stem = suffixes(entry.wire, holder_style)
            .map(|suffix| format!("{}_{suffix}", entry.words))
            .find(is_free)
            .unwrap_or_default();
        if let Some(holder) = holder {
            diagnostics.push(told(entry, &stem, holder));
        }
        held.insert(key(&stem), entry);
        set(&mut stems, loser.at, Cow::Owned(stem));
        if let Some(lost) = lost.get_mut(loser.at) {
            *lost = true;
        }
    }
    for one in natural {
        if lost.get(one.at) == Some(&false) {
            held.insert(one.key, one.entry);
        }
    }
    stems
}

/// An entry that nobody renames.
struct Natural<'e, 'a> {
    key: String,
    entry: &'e Entry<'a>,
    /// Its place among all entries.
    at: usize,
}

impl Natural<'_, '_> {
    /// By their keys; of one key, who comes first keeps the name.
    fn in_turn(&self, other: &Self) -> Ordering {
        let turn = |one: &Self| (Style::of(one.entry.wire), one.entry.wire);
        let by_style = || turn(self).cmp(&turn(other));
        self.key.cmp(&other.key).then_with(by_style)
    }
}

fn set<'a>(stems: &mut [Stem<'a>], at: usize, words: Cow<'a, str>) {
    if let Some(place) = stems.get_mut(at) {
        *place = Stem::new(words);
    }
}

/// Whether no key is there twice; the few of most types are compared, which takes less than to hash them.
pub(super) fn all_differ(keys: &[String]) -> bool {
    const FEW: usize = 12;
    if keys.len() > FEW {
        let mut seen = HashSet::with_capacity_and_hasher(keys.len(), Default::default());
        return keys.iter().all(|key| seen.insert(key.as_str()));
    }
    let mut rest = keys;
    while let Some((one, others)) = rest.split_first() {
        if others.contains(one) {
            return false;
        }
        rest = others;
    }
    true
}

fn clash(rename: &Rename, (wire, span): (&str, Span)) -> Diagnostic {
    let message = format!(
        "`{}` cannot be called `{}`: `{wire}` is",
        rename.target.value, rename.name.value
    );
    Diagnostic::error("name-clash", message)
        .at(rename.name.span, "this name is taken")
        .at(span, "by this")
        .help("choose another name, or rename the other one too")
}

fn told(entry: &Entry<'_>, stem: &str, (wire, span): (&str, Span)) -> Diagnostic {
    let message = format!(
        "`{}` and `{wire}` would be one name in Rust: the first is called `{}`",
        entry.wire,
        odata_core::names::snake(stem)
    );
    Diagnostic::note("same-name", message)
        .at(entry.span, "this one gets a suffix")
        .at(span, "this one keeps the name")
        .help("`[rename]` in service.toml gives it another name")
}

#[cfg(test)]
mod tests {
    use super::*;
    use odata_csdl::source::Sources;

    fn stems(wires: &[&str], key: Key) -> Vec<String> {
        let span = Span::new(Sources::new().add("metadata.xml", ""), 0, 0);
        let entries: Vec<Entry<'_>> = wires
            .iter()
            .map(|wire| Entry {
                wire,
                words: Cow::Borrowed(wire),
                rename: None,
                span,
            })
            .collect();
        let mut held = Held::default();
        let stems = resolve(&entries, key, &mut held, &mut Diagnostics::new());
        stems.into_iter().map(Stem::into_words).collect()
    }

    #[test]
    fn how_a_name_is_written_decides_and_not_where_it_stands() {
        for (wires, expected) in [
            (vec!["userName"], vec!["userName"]),
            (
                vec!["user_name", "UserName", "userName"],
                vec!["user_name_snake", "UserName_pascal", "userName"],
            ),
            (vec!["ID", "Id"], vec!["ID_upper", "Id"]),
            (vec!["Id", "id", "ID"], vec!["Id_pascal", "id", "ID_upper"]),
            (
                vec!["__owner", "_owner", "owner"],
                vec!["__owner_xb0d6", "_owner", "owner"],
            ),
            // Both are written alike: the spelling decides, and a hash tells them apart.
            (
                vec!["OsPlatform", "OSPlatform"],
                vec!["OsPlatform_x0808", "OSPlatform"],
            ),
            // The name that a suffix would make is there already.
            (vec!["a", "A", "A_upper"], vec!["a", "A_xf6cc", "A_upper"]),
            (vec!["größe", "GRÖSSE"], vec!["größe", "GRÖSSE_upper"]),
            (
                vec!["cafe\u{301}", "caf\u{e9}"],
                vec!["cafe\u{301}_x9437", "caf\u{e9}"],
            ),
        ] {
            assert_eq!(stems(&wires, member_key), expected);
            let turned: Vec<&str> = wires.iter().rev().copied().collect();
            let mut again = stems(&turned, member_key);
            again.reverse();
            assert_eq!(again, expected, "the other way round");
        }
    }

    proptest::proptest! {
        /// What is added renames at most the one whose name it takes.
        #[test]
        fn what_is_added_renames_nothing_else(
            names in proptest::collection::btree_set("[aA][bB]?_?[cC]?", 1..6),
            added in "[aA][bB]?_?[cC]?",
        ) {
            let mut wires: Vec<&str> = names.iter().map(String::as_str).collect();
            wires.retain(|one| *one != added);
            let before = stems(&wires, member_key);
            wires.insert(0, &added);
            let after = stems(&wires, member_key);
            for (old, new) in before.iter().zip(&after[1..]) {
                let taken = member_key(old) == member_key(&after[0]);
                proptest::prop_assert!(old == new || taken, "{old} {new} {wires:?} {after:?}");
            }
        }
    }

    #[test]
    fn members_of_enumerations_may_differ_in_case() {
        assert_eq!(stems(&["ID", "Id"], variant_key), ["ID", "Id"]);
        assert_eq!(stems(&["low", "Low"], variant_key), ["low", "Low_pascal"]);
    }
}
