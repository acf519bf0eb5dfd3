//! The properties and navigation properties of a type, each with all its names.

use odata_csdl::model::{NavigationProperty, Property, StructuredTypeId};

use super::Context;
use super::rust_type::{self, Around, Item, RustType};
use crate::names::MemberNames;

/// What a member is by its declaration.
#[derive(Clone, Copy)]
pub(super) enum Declared<'m> {
    Property(&'m Property),
    Navigation {
        property: &'m NavigationProperty,
        target: StructuredTypeId,
        /// Where it leads is not generated.
        to_stub: bool,
    },
}

/// A member: its names, and its type in Rust.
pub(super) struct Member<'p, 'm> {
    pub(super) declared: Declared<'m>,
    /// Its name on the wire.
    pub(super) wire: &'m str,
    /// The type of its field.
    pub(super) ty: RustType<'p>,
    pub(super) names: MemberNames<'p>,
    pub(super) is_key: bool,
}

/// Structural properties first, then navigation properties; those of base types before a type's own.
pub(super) fn of<'p, 'm>(cx: &Context<'p, 'm>, id: StructuredTypeId) -> Vec<Member<'p, 'm>> {
    let model = cx.plan.model;
    let key = model.key(id);
    let is_key =
        |name: &str| key.is_some_and(|key| key.properties.iter().any(|one| one.path == name));
    let links = cx.plan.links_of(id);
    let structural = model
        .lineage(id)
        .map(|one| model.structured_type(one).properties.len());
    let mut members: Vec<Member<'p, 'm>> =
        Vec::with_capacity(structural.sum::<usize>() + links.len());
    for declared_by in model.lineage(id) {
        let properties = &model.structured_type(declared_by).properties;
        for (property, names) in properties.iter().zip(cx.names.members(declared_by)) {
            let is_key = is_key(&property.name);
            let Some(ty) = rust_type::of(cx, id, declared_by, property, is_key) else {
                continue;
            };
            members.push(Member {
                declared: Declared::Property(property),
                wire: &property.name,
                ty,
                names,
                is_key,
            });
        }
    }
    for link in links {
        let before = model.structured_type(link.declared_by).properties.len();
        let names = cx.names.member(link.declared_by, before + link.at);
        let (Some(names), Some(target)) = (names, cx.names.structured(link.target)) else {
            continue;
        };
        members.push(Member {
            declared: Declared::Navigation {
                property: link.property,
                target: link.target,
                to_stub: !link.is_generated,
            },
            wire: &link.property.name,
            ty: {
                let around = match link.property.ty.collection {
                    true => Around::OptionExpanded,
                    false => Around::OptionNested,
                };
                RustType::new(around, Item::Named(target.as_str()))
            },
            names,
            is_key: false,
        });
    }
    members
}
