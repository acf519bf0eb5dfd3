//! Alternate keys (Core.AlternateKeys): a constant for each, by which an entity can be asked for.

use odata_csdl::model::{EntitySet, Property, StructuredTypeId, TypeKind};
use odata_csdl::syntax::Expression;

use super::Context;
use super::member::{self, Declared, Member};
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
struct Part<'p> {
    /// How it is called in a URL.
    name: &'p str,
    /// The type of its values.
    ty: &'p str,
}

/// The constants of a type, after those of its properties. A key with a part that is no single value is left out.
pub(super) fn constants(
    cx: &Context<'_, '_>,
    id: StructuredTypeId,
    members: &[Member<'_, '_>],
    streams: &[(&Property, MemberNames<'_>)],
    out: &mut Writer<'_>,
) {
    let mut taken: Vec<String> = Vec::new();
    for key in declared(cx, id) {
        let Some(parts) = parts(cx, key, members) else {
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

fn parts<'p, 'm>(
    cx: &Context<'p, 'm>,
    key: &'m Expression,
    members: &[Member<'p, 'm>],
) -> Option<Vec<Part<'p>>> {
    let items = key.property("Key")?.items();
    if items.is_empty() || items.len() > MOST {
        return None;
    }
    items.iter().map(|item| part(cx, item, members)).collect()
}

/// Behind a complex property, or a navigation property to one entity, it goes by its alias (Core.PropertyRef).
fn part<'p, 'm>(
    cx: &Context<'p, 'm>,
    item: &'m Expression,
    members: &[Member<'p, 'm>],
) -> Option<Part<'p>> {
    let path = item.property("Name")?.as_path()?;
    let alias = item.property("Alias").and_then(Expression::as_str);
    let (way, last) = match path.rsplit_once('/') {
        Some((way, last)) => (way.split('/'), last),
        None => ("".split('/'), path),
    };
    let mut inner;
    let mut members = members;
    for segment in way.filter(|segment| !segment.is_empty()) {
        let member = members.iter().find(|member| member.wire == segment)?;
        inner = member::of(cx, leads_to(member)?);
        members = &inner;
    }
    let member = members.iter().find(|member| member.wire == last)?;
    let is_value = matches!(member.declared, Declared::Property(_)) && member.ty.is_plain();
    let name = match path == last {
        true => alias.unwrap_or(path),
        false => alias?,
    };
    (is_value && !member.ty.item.is_json()).then_some(Part {
        name,
        ty: member.ty.item.name(),
    })
}

/// The type of what a member is one of, where that is generated.
fn leads_to(member: &Member<'_, '_>) -> Option<StructuredTypeId> {
    match member.declared {
        Declared::Property(property) if !property.ty.collection => match property.ty.kind {
            TypeKind::Structured(id) => Some(id).filter(|_| !member.ty.item.is_json()),
            _ => None,
        },
        Declared::Navigation {
            property,
            target,
            to_stub: false,
        } => Some(target).filter(|_| !property.ty.collection),
        _ => None,
    }
}
