//! Names that differ on the wire and not in Rust, such as `userName`, `UserName` and `user_name`.
//!
//! Who keeps the plain name is decided by how the names are written, never by their order in the document; what the
//! others are called depends on each one's own name alone. They are settled in turn:
//!
//! 1. What was given before stays, such as the names of what a base type declares.
//! 2. Who is renamed has the name that `service.toml` says; that somebody has it already is an error.
//! 3. Of those that would have one name, the first by how it is written has it, unless it is taken by then.
//! 4. The others get a suffix, so that they have a name that nobody has and nobody would have.

mod held;
mod key;
mod style;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use foldhash::HashSet;
use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::Span;

use crate::service::Rename;
pub(super) use held::Held;
use held::Holder;
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
        return as_they_are(entries, keys, held);
    }
    let mut stems: Vec<Stem<'a>> = entries
        .iter()
        .map(|one| Stem::new(one.words.clone()))
        .collect();
    let renames = give_renames(entries, key, held, &mut stems, diagnostics);
    let numbered = entries.iter().zip(keys).enumerate();
    let mut natural: Vec<Natural<'_, 'a>> = numbered
        .filter(|(_, (entry, _))| entry.rename.is_none())
        .map(|(at, (entry, key))| Natural { key, entry, at })
        .collect();
    natural.sort_by(Natural::in_turn);
    let (winners, losers) = settle(&natural, &renames, held, diagnostics);
    for loser in losers {
        let entry = loser.natural.entry;
        let stem = suffixed(entry, loser.holder, |stem| {
            let key = key(stem);
            let would_be = natural.binary_search_by(|one| one.key.cmp(&key));
            would_be.is_err() && held.get(&key).is_none()
        });
        diagnostics.push(told(entry, &stem, loser.holder));
        held.insert(key(&stem), entry);
        set(&mut stems, loser.natural.at, Cow::Owned(stem));
    }
    for winner in winners {
        held.insert(winner.key.clone(), winner.entry);
    }
    stems
}

/// Each has the name that it would have.
fn as_they_are<'a>(entries: &[Entry<'a>], keys: Vec<String>, held: &mut Held<'a>) -> Vec<Stem<'a>> {
    held.insert_all(&keys, entries);
    let words = entries.iter().map(|one| one.words.clone());
    let stems = words.zip(keys).map(|(words, key)| Stem {
        words,
        key: Some(key),
    });
    stems.collect()
}

/// Gives those that are renamed their names; these by their keys.
fn give_renames<'a>(
    entries: &[Entry<'a>],
    key: Key,
    held: &mut Held<'a>,
    stems: &mut [Stem<'a>],
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, &'a Rename> {
    let mut renames = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let Some(rename) = entry.rename else {
            continue;
        };
        let own = key(&rename.name.value);
        match held.get(&own) {
            Some(holder) => diagnostics.push(clash(rename, holder)),
            None => held.insert(own.clone(), entry),
        }
        renames.insert(own, rename);
        set(stems, at, Cow::Borrowed(&rename.name.value));
    }
    renames
}

/// Who does not keep the name that it would have, and who has it.
struct Loser<'n, 'e, 'a> {
    natural: &'n Natural<'e, 'a>,
    holder: Holder<'a>,
}

/// Who keeps the name that it would have, and who does not. That a rename takes it from somebody is an error.
fn settle<'n, 'e, 'a>(
    natural: &'n [Natural<'e, 'a>],
    renames: &BTreeMap<String, &Rename>,
    held: &Held<'a>,
    diagnostics: &mut Diagnostics,
) -> (Vec<&'n Natural<'e, 'a>>, Vec<Loser<'n, 'e, 'a>>) {
    let (mut winners, mut losers) = (Vec::with_capacity(natural.len()), Vec::new());
    for group in natural.chunk_by(|one, other| one.key == other.key) {
        let Some((first, others)) = group.split_first() else {
            continue;
        };
        let own = Holder::of(first.entry);
        let (group, holder) = match held.get(&first.key) {
            Some(holder) => (group, holder),
            None => {
                winners.push(first);
                (others, own)
            }
        };
        if let Some(rename) = renames.get(&first.key) {
            diagnostics.push(clash(rename, own));
        }
        let lost = group.iter();
        losers.extend(lost.map(|natural| Loser { natural, holder }));
    }
    (winners, losers)
}

/// The words of an entry and what tells it from who has its name, the shortest that are free.
fn suffixed(entry: &Entry<'_>, holder: Holder<'_>, is_free: impl Fn(&str) -> bool) -> String {
    let suffixes = suffixes(entry.wire, Style::of(holder.wire));
    let mut stems = suffixes.map(|suffix| format!("{}_{suffix}", entry.words));
    stems.find(|stem| is_free(stem)).unwrap_or_default()
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

fn clash(rename: &Rename, holder: Holder<'_>) -> Diagnostic {
    let Holder { wire, span } = holder;
    let message = format!(
        "`{}` cannot be called `{}`: `{wire}` is",
        rename.target.value, rename.name.value
    );
    Diagnostic::error("name-clash", message)
        .at(rename.name.span, "this name is taken")
        .at(span, "by this")
        .help("choose another name, or rename the other one too")
}

fn told(entry: &Entry<'_>, stem: &str, holder: Holder<'_>) -> Diagnostic {
    let Holder { wire, span } = holder;
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
