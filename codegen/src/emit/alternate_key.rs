//! Alternate keys (Core.AlternateKeys): a constant for each, by which an entity can be asked for.

use odata_csdl::model::{EntitySet, Property, StructuredTypeId};
use odata_csdl::syntax::Expression;

use super::Context;
use super::member::{Declared, Member};
use super::writer::{Writer, string};
use crate::names::MemberNames;

/// The term, and the one that services used before OASIS had it.
const TERMS: [&str; 2] = [
    "Org.OData.Core.V1.AlternateKeys",
    "OData.Community.Keys.V1.AlternateKeys",
];
/// As many properties as a key can have (`odata::IntoKey`).
const MOST: usize = 8;

/// A property of an alternate key.
struct Part<'e> {
    /// How it is called in a URL.
    name: &'e str,
    /// The type of its values.
    ty: &'e str,
}

/// The constants of a type, after those of its properties. A key with a property that lies within another one is left out.
pub(super) fn constants(
    cx: &Context<'_, '_>,
    id: StructuredTypeId,
    members: &[Member<'_, '_>],
    streams: &[(&Property, MemberNames<'_>)],
    out: &mut Writer<'_>,
) {
    let mut taken: Vec<String> = Vec::new();
    for key in declared(cx, id) {
        let Some(parts) = parts(key, members) else {
            continue;
        };
        let names: Vec<String> = parts.iter().map(|part| string(part.name)).collect();
        let words = parts
            .iter()
            .map(|part| odata_core::names::screaming(part.name));
        let mut constant = format!("BY_{}", words.collect::<Vec<_>>().join("_"));
        let is_member = |name: &str| {
            let streams = streams.iter().map(|(_, names)| names.constant);
            let mut all = members.iter().map(|one| one.names.constant).chain(streams);
            all.any(|constant| constant == name)
        };
        if is_member(&constant) {
            constant.push_str("_KEY");
        }
        if taken.contains(&constant) || is_member(&constant) {
            continue;
        }
        let types: Vec<&str> = parts.iter().map(|part| part.ty).collect();
        let ty = match types.as_slice() {
            [only] => (*only).to_owned(),
            several => format!("({})", several.join(", ")),
        };
        out.assign(
            [
                "pub const ",
                &constant,
                ": odata::AlternateKey<Self, ",
                &ty,
                ">",
            ],
            ["odata::AlternateKey::new(&[", &names.join(", "), "])"],
        );
        taken.push(constant);
    }
}

/// What is declared for the type, its base types, and the entity sets of it.
fn declared<'m>(
    cx: &Context<'_, 'm>,
    id: StructuredTypeId,
) -> impl Iterator<Item = &'m Expression> {
    let model = cx.plan.model;
    let lineage = model.lineage(id);
    let types = lineage.map(|of| &model.structured_type(of).annotations);
    let of_types = model.lineage(id).flat_map(|of| cx.plan.sets_of(of));
    let mut sets: Vec<&'m EntitySet> = of_types.filter(|set| !set.annotations.is_empty()).collect();
    sets.sort_by_key(|set| cx.sets.get(set).map(|known| known.place));
    types
        .chain(sets.into_iter().map(|set| &set.annotations))
        .filter(|annotations| !annotations.is_empty())
        .flat_map(|annotations| {
            TERMS
                .iter()
                .filter_map(move |term| annotations.value(term))
                .flat_map(Expression::items)
        })
}

fn parts<'e>(key: &'e Expression, members: &'e [Member<'_, '_>]) -> Option<Vec<Part<'e>>> {
    let items = key.property("Key")?.items();
    if items.is_empty() || items.len() > MOST {
        return None;
    }
    let parts = items.iter().map(|item| {
        let path = item.property("Name")?.as_path()?;
        let alias = item.property("Alias").and_then(Expression::as_str);
        let member = members.iter().find(|member| member.wire == path)?;
        let is_value = matches!(member.declared, Declared::Property(_)) && member.ty.is_plain();
        (is_value && !member.ty.item.is_json()).then_some(Part {
            name: alias.unwrap_or(path),
            ty: member.ty.item.name(),
        })
    });
    parts.collect()
}
