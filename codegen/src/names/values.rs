//! The names of listed values (Validation.AllowedValues) and of the enums that hold them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use foldhash::HashSet;
use odata_core::edm::PrimitiveType;
use odata_core::names::pascal;
use odata_csdl::diagnostic::Diagnostics;

use super::clash::{Entry, Held, Stem, resolve, variant_key};
use super::members::{Owners, Stems};
use super::rename::Renames;
use super::{RustName, unused};
use crate::plan::{List, ListOwner, ListedValue, Plan};

/// The names of one list.
pub(super) struct OfList {
    pub(super) name: RustName,
    pub(super) values: Stems,
}

/// An enum is called after the type and the property, after the type definition, or after the action and its parameter.
pub(super) fn lists<'m>(
    plan: &Plan<'m>,
    renames: &Renames<'_>,
    owners: &Owners<'_, 'm>,
    used: &mut HashSet<String>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<ListOwner, OfList> {
    let mut all = BTreeMap::new();
    for (owner, list) in plan.lists.iter() {
        let name = match owner {
            ListOwner::Property(id, property) => match owners.types.get(*id) {
                Some(ty) => format!("{}{}", ty.stem(), pascal(property)),
                None => pascal(property),
            },
            ListOwner::Definition(id) => pascal(&plan.model.type_definition(*id).name.name),
            ListOwner::Parameter(id, parameter) => {
                let action = plan.actions.iter().find(|one| one.id == *id);
                let action = action.and_then(|one| owners.stem(one)).unwrap_or_default();
                format!("{action}{}", pascal(parameter))
            }
        };
        let of_list = OfList {
            name: RustName(unused(name, used)),
            values: values(owner, list, renames, diagnostics),
        };
        all.insert(owner.clone(), of_list);
    }
    all
}

fn values(
    owner: &ListOwner,
    list: &List<'_>,
    renames: &Renames<'_>,
    diagnostics: &mut Diagnostics,
) -> Stems {
    let entries: Vec<Entry<'_>> = list
        .values
        .iter()
        .map(|value| Entry {
            wire: &value.wire,
            words: words(value, list.base),
            rename: renames.value(owner, &value.wire),
            span: value.span,
        })
        .collect();
    let resolved = resolve(&entries, variant_key, &mut Held::default(), diagnostics);
    let wires = entries.iter().map(|entry| entry.wire.to_owned());
    wires
        .zip(resolved.into_iter().map(Stem::into_words))
        .collect()
}

/// What the service calls it, or the text itself. A number has no name: `-2.5` is `ValueMinus2Point5`.
fn words<'v>(value: &'v ListedValue<'_>, base: PrimitiveType) -> Cow<'v, str> {
    match value.symbol {
        Some(symbol) => Cow::Borrowed(symbol),
        None if base == PrimitiveType::String => Cow::Borrowed(&value.wire),
        None => {
            let number = value.wire.replace('-', "minus_").replace('.', "_point_");
            format!("value_{number}").into()
        }
    }
}
