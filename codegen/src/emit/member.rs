//! The properties and navigation properties of a type, each with all its names.

use odata_csdl::model::{NavigationProperty, Property, StructuredTypeId};

use super::Context;
use super::rust_type;
use crate::names::RustName;

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

/// A member and all its names.
pub(super) struct Member<'m> {
    pub(super) declared: Declared<'m>,
    /// Its name on the wire.
    pub(super) wire: &'m str,
    /// The type of its field.
    pub(super) ty: String,
    pub(super) field: RustName,
    pub(super) constant: RustName,
    pub(super) is_key: bool,
}

/// Structural properties first, then navigation properties; those of base types before a type's own.
pub(super) fn of<'m>(cx: &Context<'_, 'm>, id: StructuredTypeId) -> Vec<Member<'m>> {
    let model = cx.plan.model;
    let (mut fields, mut constants) = (cx.names.fields(id), cx.names.constants(id));
    let key = model.key(id);
    let is_key =
        |name: &str| key.is_some_and(|key| key.properties.iter().any(|one| one.path == name));
    let mut members: Vec<Member<'m>> = Vec::new();
    for property in model.properties(id) {
        let Some(ty) = rust_type::of(cx, id, property) else {
            continue;
        };
        members.push(Member {
            declared: Declared::Property(property),
            wire: &property.name,
            ty,
            field: fields.name(&property.name),
            constant: constants.name(&property.name),
            is_key: is_key(&property.name),
        });
    }
    for link in cx.plan.links_of(id) {
        let Some(target) = cx.names.structured(link.target) else {
            continue;
        };
        members.push(Member {
            declared: Declared::Navigation {
                property: link.property,
                target: link.target,
                to_stub: !link.is_generated,
            },
            wire: &link.property.name,
            ty: match link.property.ty.collection {
                true => format!("Option<odata::Expanded<{target}>>"),
                false => format!("Option<odata::Nested<{target}>>"),
            },
            field: fields.name(&link.property.name),
            constant: constants.name(&link.property.name),
            is_key: false,
        });
    }
    members
}
