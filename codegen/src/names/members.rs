//! The names of what types and the service have: properties, members of enumerations, sets, operations.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use foldhash::{HashMap, HashSet};
use odata_core::names::{pascal, screaming, snake, snake_of_screaming};
use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model::{EntitySet, EnumTypeId, Model, StructuredTypeId};

use super::clash::{Entry, Held, Stem, member_key, resolve, variant_key};
use super::operations::{Called, called};
use super::rename::Renames;
use super::scope::{FIELDS, VARIANTS};
use super::{CallNames, RustName, unused};
use crate::by_id::ById;
use crate::plan::{Function, Plan};

/// `abstract`: what is longer is a field as it is.
const LONGEST_KEYWORD: usize = 8;

/// How many bytes the names of a member take: a text that grows is copied.
const USUAL_NAMES: usize = 64;

/// The words of names in Rust, by the names on the wire.
pub(super) type Stems = BTreeMap<String, String>;

/// The names of a property or a navigation property, which are those of its own type in all that extend it.
#[derive(Clone, Copy)]
pub(crate) struct MemberNames<'n> {
    pub(crate) field: &'n str,
    pub(crate) constant: &'n str,
    /// Its name on the wire, as a literal of Rust.
    pub(crate) literal: &'n str,
}

/// The names of what one type declares: there are ten thousands of each, so that they stand in one text.
#[derive(Default)]
pub(super) struct OfMembers {
    text: String,
    /// Where each field, constant and literal ends.
    ends: Vec<[usize; 3]>,
}

impl OfMembers {
    fn with_capacity(members: usize) -> Self {
        OfMembers {
            text: String::with_capacity(members * USUAL_NAMES),
            ends: Vec::with_capacity(members),
        }
    }

    fn push(&mut self, wire: &str, stem: &Stem<'_>) {
        let text = &mut self.text;
        // Constants may be called like those of the traits that a type implements: generated code never names these
        // through the type.
        let start = text.len();
        let constant = match stem.made() {
            Some(key) if key.len() > LONGEST_KEYWORD => {
                text.push_str(key);
                if let Some(field) = text.get_mut(start..) {
                    field.make_ascii_lowercase();
                }
                Cow::Borrowed(key)
            }
            Some(key) => {
                text.push_str(&snake_of_screaming(key));
                Cow::Borrowed(key)
            }
            None => {
                text.push_str(&snake(&stem.words));
                Cow::Owned(screaming(&stem.words))
            }
        };
        if text
            .get(start..)
            .is_some_and(|field| FIELDS.contains(&field))
        {
            text.push('_');
        }
        let field = text.len();
        text.push_str(&constant);
        let constant = text.len();
        push_literal(wire, text);
        self.ends.push([field, constant, text.len()]);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = MemberNames<'_>> {
        (0..self.ends.len()).filter_map(|at| self.get(at))
    }

    pub(super) fn get(&self, at: usize) -> Option<MemberNames<'_>> {
        let &[field, constant, literal] = self.ends.get(at)?;
        let before = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.map_or(0, |&[.., end]| end);
        Some(MemberNames {
            field: self.text.get(start..field)?,
            constant: self.text.get(field..constant)?,
            literal: self.text.get(constant..literal)?,
        })
    }
}

fn push_literal(wire: &str, text: &mut String) {
    match wire.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        true => {
            text.push('"');
            text.push_str(wire);
            text.push('"');
        }
        false => text.push_str(&format!("{wire:?}")),
    }
}

/// What resolved stems give differs in itself, so that only what is reserved can be in the way.
fn not_reserved(name: &mut String, reserved: &[&str]) {
    if reserved.contains(&name.as_str()) {
        name.push('_');
    }
}

/// By the type that declares them, structural properties before navigation properties.
pub(super) type Members = ById<StructuredTypeId, OfMembers>;

/// Structural and navigation properties, whether they are generated or not: what is asked for does not change names.
pub(super) fn properties(
    plan: &Plan<'_>,
    renames: &Renames<'_>,
    diagnostics: &mut Diagnostics,
) -> Members {
    let model = plan.model;
    let mut names = Members::default();
    let mut held_by: HashMap<StructuredTypeId, Rc<Held<'_>>> = HashMap::default();
    for &id in plan.types.iter().chain(&plan.stubs) {
        if names.get(id).is_some() {
            continue;
        }
        for one in model.lineage(id) {
            if names.get(one).is_some() {
                continue;
            }
            let ty = model.structured_type(one);
            let structural = ty.properties.iter().map(|own| (&own.name, own.span));
            let navigation = ty.navigation_properties.iter();
            let navigation = navigation.map(|own| (&own.name, own.span));
            let entries: Vec<Entry<'_>> = structural
                .chain(navigation)
                .map(|(name, span)| Entry {
                    wire: name,
                    words: Cow::Borrowed(name),
                    rename: renames.property(one, name),
                    span,
                })
                .collect();
            let base = ty.base.and_then(|base| held_by.get(&base).cloned());
            let is_base = !model.derived(one).is_empty();
            let mut held = Held::below(base, is_base);
            let stems = resolve(&entries, member_key, &mut held, diagnostics);
            let mut named = OfMembers::with_capacity(entries.len());
            for (entry, stem) in entries.iter().zip(&stems) {
                named.push(entry.wire, stem);
            }
            names.insert(one, named);
            if is_base {
                held_by.insert(one, Rc::new(held));
            }
        }
    }
    names
}

/// By the enumeration, in the order of its members.
pub(super) type Variants = ById<EnumTypeId, Vec<RustName>>;

pub(super) fn variants(
    plan: &Plan<'_>,
    renames: &Renames<'_>,
    diagnostics: &mut Diagnostics,
) -> Variants {
    let mut of = |id: EnumTypeId| {
        let members = plan.model.enum_type(id).members.iter();
        let entries: Vec<Entry<'_>> = members
            .map(|member| Entry {
                wire: &member.name,
                words: Cow::Borrowed(&member.name),
                rename: renames.variant(id, &member.name),
                span: member.span,
            })
            .collect();
        let stems = resolve(&entries, variant_key, &mut Held::default(), diagnostics);
        let names = stems.into_iter().map(|stem| {
            let mut name = stem.into_made().unwrap_or_else(|stem| pascal(&stem.words));
            not_reserved(&mut name, VARIANTS);
            RustName(name)
        });
        (id, names.collect())
    };
    plan.enums.iter().map(|&id| of(id)).collect()
}

/// Entity sets, singletons and imports: what the client of the service has.
pub(super) fn children(
    plan: &Plan<'_>,
    renames: &Renames<'_>,
    diagnostics: &mut Diagnostics,
) -> Stems {
    let sets = plan.sets.iter();
    let sets = sets.map(|set| (&set.name, set_words(set, plan.model).into(), set.span));
    let singletons = plan.singletons.iter();
    let singletons = singletons.map(|one| (&one.name, Cow::Borrowed(one.name.as_str()), one.span));
    let operations = plan.functions.iter().chain(&plan.actions);
    let imports = operations.filter_map(|one| one.import);
    let imports = imports.map(|one| (&one.name, Cow::Borrowed(one.name.as_str()), one.span));
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (wire, words, span) in sets.chain(singletons).chain(imports) {
        // Overloads have one import; a service of several containers may have a name in each.
        if seen.insert(wire) {
            entries.push(Entry {
                wire,
                words,
                rename: renames.child(wire),
                span,
            });
        }
    }
    let stems = resolve(&entries, member_key, &mut Held::default(), diagnostics);
    let stems = stems.into_iter().map(Stem::into_words);
    let wires = entries.iter().map(|entry| entry.wire.to_owned());
    wires.zip(stems).collect()
}

/// The names by which what belongs to an action is called.
pub(super) struct Owners<'a, 'm> {
    pub(super) types: &'a ById<StructuredTypeId, RustName>,
    pub(super) service: &'a RustName,
    pub(super) operations: &'a HashMap<Called<'m>, RustName>,
}

impl<'m> Owners<'_, 'm> {
    /// What an action is called on, and the method.
    pub(super) fn stem(&self, action: &Function<'m>) -> Option<String> {
        let owner = match action.binding {
            Some((id, _)) => self.types.get(id)?,
            None => self.service,
        };
        let method = self.operations.get(&called(action))?;
        let method = pascal(method.as_str().trim_start_matches("r#"));
        Some(format!("{}{method}", owner.stem()))
    }
}

/// The names of the types that calls of actions have.
pub(super) fn calls<'m>(
    plan: &Plan<'m>,
    owners: &Owners<'_, 'm>,
    used: &mut HashSet<String>,
) -> HashMap<Called<'m>, CallNames> {
    let mut all = HashMap::default();
    for one in &plan.actions {
        let Some(stem) = owners.stem(one) else {
            continue;
        };
        let mut name = |is_needed: bool, ending: &str| {
            is_needed.then(|| RustName(unused(format!("{stem}{ending}"), used)))
        };
        let names = CallNames {
            call: name(one.optional().next().is_some(), "Call"),
            parameters: name(one.takes_many(), "Parameters"),
        };
        all.insert(called(one), names);
    }
    all
}

pub(super) fn pairs(stems: &Stems) -> impl Iterator<Item = (&str, &str)> {
    let pairs = stems.iter();
    pairs.map(|(wire, stem)| (wire.as_str(), stem.as_str()))
}

/// The words of an entity set's name. A name that runs its words together, such as `libraryfiles`, borrows them from the
/// name of its entity type, when that is the same letters: `library_files`.
fn set_words(set: &EntitySet, model: &Model) -> String {
    use odata_core::names::words;
    let entity = words(&model.structured_type(set.entity_type).name.name);
    let joined = entity.concat().to_lowercase();
    let name = set.name.to_lowercase();
    let one_word = words(&set.name).len() == 1;
    let Some(ending) = name
        .strip_prefix(&joined)
        .filter(|ending| one_word && ending.len() <= 2)
    else {
        return set.name.clone();
    };
    format!("{}{ending}", entity.join("_"))
}
