//! The names of functions and actions, of which several may have one name on the wire.

use std::borrow::Cow;
use std::collections::BTreeMap;

use foldhash::HashMap;
use odata_core::names::screaming;
use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model::{Model, Operation, OperationId, StructuredTypeId};
use odata_csdl::syntax::OperationKind;

use super::clash::{Entry, Held, Stem, member_key, resolve};
use super::members::{Stems, pairs};
use super::rename::Renames;
use super::{RustName, Scope};
use crate::plan::{Function, OPTIONAL, Plan};

/// An operation and what it is called on.
pub(super) type Called<'m> = (
    Option<(StructuredTypeId, bool)>,
    OperationId,
    Option<&'m str>,
);

/// The names of functions and actions. Of overloads the one that takes least keeps the plain name; the others are
/// called after what they take.
pub(super) fn of<'m>(
    plan: &Plan<'m>,
    renames: &Renames<'_>,
    children: &Stems,
    diagnostics: &mut Diagnostics,
) -> HashMap<Called<'m>, RustName> {
    let mut owners: BTreeMap<Option<StructuredTypeId>, Vec<&Function<'m>>> = BTreeMap::new();
    for one in plan.functions.iter().chain(&plan.actions) {
        let owner = one.binding.map(|(id, _)| id);
        owners.entry(owner).or_default().push(one);
    }
    let mut names = HashMap::default();
    for (owner, functions) in owners {
        let mut overloads: BTreeMap<&str, Vec<&Function<'m>>> = BTreeMap::new();
        for one in functions {
            overloads.entry(one.wire()).or_default().push(one);
        }
        let bound;
        let (stems, mut scope) = match owner {
            None => (children, Scope::methods().with(pairs(children))),
            Some(id) => {
                bound = bound_stems(id, &overloads, renames, diagnostics);
                let scope = Scope::functions().without(constants(plan.model, id));
                (&bound, scope.with(pairs(&bound)))
            }
        };
        for (wire, mut group) in overloads {
            group.sort_by_cached_key(|one| {
                let (required, all) = (required(one), takes(one.operation));
                (required.len(), one.binding, required, all)
            });
            let plain = stems.get(wire).map_or(wire, String::as_str);
            let group_names = overloads_of(plain, &group);
            for (at, (&one, words)) in group.iter().zip(&group_names).enumerate() {
                let name = match at {
                    0 => scope.name(wire),
                    _ => scope.name(words),
                };
                names.insert(called(one), name);
            }
        }
    }
    names
}

/// The constants of a type that a function could be called like: those of names without capitals, such as in Japanese.
fn constants(model: &Model, id: StructuredTypeId) -> impl Iterator<Item = String> {
    let structural = model.properties(id).map(|one| one.name.as_str());
    let navigation = model.navigation_properties(id).map(|one| one.name.as_str());
    let all = structural.chain(navigation).filter(|name| {
        // Nearly all have a capital in their constants.
        !name.bytes().any(|byte| byte.is_ascii_alphabetic())
    });
    let constants = all.map(screaming);
    constants.filter(|name| !name.contains(char::is_uppercase))
}

pub(super) fn called<'m>(one: &Function<'m>) -> Called<'m> {
    let import = one.import.map(|import| import.name.as_str());
    (one.binding, one.id, import)
}

fn bound_stems(
    owner: StructuredTypeId,
    overloads: &BTreeMap<&str, Vec<&Function<'_>>>,
    renames: &Renames<'_>,
    diagnostics: &mut Diagnostics,
) -> Stems {
    let entries: Vec<Entry<'_>> = overloads
        .iter()
        .filter_map(|(&wire, group)| {
            Some(Entry {
                wire,
                words: Cow::Borrowed(wire),
                rename: renames.operation(owner, wire),
                span: group.first()?.operation.span,
            })
        })
        .collect();
    let stems = resolve(&entries, member_key, &mut Held::default(), diagnostics);
    let stems = stems.into_iter().map(Stem::into_words);
    let wires = entries.iter().map(|entry| entry.wire.to_owned());
    wires.zip(stems).collect()
}

fn takes(operation: &Operation) -> Vec<&str> {
    let own = operation.own_parameters().iter();
    own.map(|one| one.name.as_str()).collect()
}

/// The parameters that have to be given: what may be left out may be added too, and must not rename anything.
fn required<'m>(one: &Function<'m>) -> Vec<&'m str> {
    if one.operation.kind == OperationKind::Action {
        return one.required().map(|own| own.name.as_str()).collect();
    }
    // One that is null is given to a function all the same.
    let own = one.operation.own_parameters().iter();
    let given = own.filter(|own| own.annotations.get_qualified(OPTIONAL, None).is_none());
    given.map(|own| own.name.as_str()).collect()
}

/// The words of overloads, of which the first one has the plain name. Those that only optional parameters tell apart are
/// called after all that they take.
fn overloads_of(plain: &str, group: &[&Function<'_>]) -> Vec<String> {
    let on = |one: &Function<'_>| one.binding.map(|(_, many)| many);
    let first = group.first().and_then(|first| on(first));
    let words = |one: &Function<'_>, takes: Vec<&str>| {
        let of = match on(one) {
            own if own == first => "",
            Some(true) => "_of_set",
            _ => "_of_entity",
        };
        let with = if takes.is_empty() { "" } else { "_with_" };
        format!("{plain}{of}{with}{}", takes.join("_"))
    };
    let named: Vec<String> = group.iter().map(|one| words(one, required(one))).collect();
    let is_shared = |name: &String| named.iter().filter(|one| *one == name).count() > 1;
    let pairs = group.iter().zip(&named);
    let names = pairs.map(|(one, name)| match is_shared(name) {
        true => words(one, takes(one.operation)),
        false => name.clone(),
    });
    names.collect()
}
