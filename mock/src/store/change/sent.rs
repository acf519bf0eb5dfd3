//! What a body brings: values, links, and entities within.

use odata_core::names::nearest;
use odata_csdl::model::{Model, NavigationProperty, Property, StructuredTypeId};
use serde_json::Value as Json;

use crate::shape;
use crate::store::check::join;
use crate::store::{Misfit, Row};

const CORE: &str = "Org.OData.Core.V1";

/// The members of an object, by what they do.
pub(super) struct Sent<'m> {
    /// Values, and the type where it is said.
    pub(super) row: Row,
    /// What is done to relations, in the order that it was sent.
    pub(super) relations: Vec<(&'m NavigationProperty, Nested)>,
}

/// What is done to a relation.
pub(super) enum Nested {
    /// Links (`@odata.bind`).
    Links(Json),
    /// Entities, or references to them.
    Entities(Json),
    /// Changes of a collection (`@delta`).
    Delta(Json),
}

impl<'m> Sent<'m> {
    /// Sorts the members of what is sent.
    ///
    /// # Errors
    /// When a link is by no navigation property.
    pub(super) fn sort(
        model: &'m Model,
        ty: StructuredTypeId,
        sent: Row,
        at: &str,
    ) -> Result<Self, Misfit> {
        let mut sorted = Sent {
            row: Row::new(),
            relations: Vec::new(),
        };
        for (name, json) in sent {
            let parts = name.split_once('@');
            let (of, annotation) = parts.unwrap_or((&name, ""));
            let navigation = model.navigation_property(ty, of);
            match (navigation, annotation) {
                (Some(property), "") => {
                    sorted.relations.push((property, Nested::Entities(json)));
                }
                (Some(property), "odata.bind") => {
                    sorted.relations.push((property, Nested::Links(json)));
                }
                (Some(property), "odata.delta") if property.ty.collection => {
                    sorted.relations.push((property, Nested::Delta(json)));
                }
                (None, "odata.bind" | "odata.delta") => {
                    let known = model.navigation_properties(ty).map(|one| one.name.as_str());
                    let help = nearest(of, known).map(|near| format!(": did you mean `{near}`?"));
                    let name_of_type = &model.structured_type(ty).name;
                    let reason = format!(
                        "is by no navigation property of {name_of_type}{}",
                        help.unwrap_or_default()
                    );
                    return Err(Misfit::new(&join(at, &name), reason));
                }
                (_, "") => {
                    sorted.row.insert(name, json);
                }
                (_, "odata.type") if of.is_empty() => {
                    sorted.row.insert(name, json);
                }
                // What a client says about members is the service's to say.
                _ => {}
            }
        }
        Ok(sorted)
    }
}

/// Whether only the service gives the property values (`Core.Computed`).
pub(in crate::store) fn is_computed(property: &Property) -> bool {
    property.annotations.tag(&format!("{CORE}.Computed")) == Some(true)
}

/// The parts of the key that are given when an entity is inserted, read-only though they may be: such a one is not to be updated.
pub(super) fn given_key(model: &Model, ty: StructuredTypeId) -> Vec<&Property> {
    let key = model.key(ty).map_or(&[][..], |key| &key.properties);
    let properties = key.iter().filter_map(|one| model.property(ty, &one.path));
    properties.filter(|one| !is_computed(one)).collect()
}

/// Whether only the service gives the property values (`Core.Computed`, `Core.Permissions`).
pub(crate) fn is_read_only(property: &Property) -> bool {
    let annotations = &property.annotations;
    if is_computed(property) {
        return true;
    }
    let permissions = annotations.value(&format!("{CORE}.Permissions"));
    permissions.is_some_and(|one| one.enum_members().eq(["Read"]))
}

/// Whether a value is made where none is sent (`Core.Computed`, `Core.ComputedDefaultValue`).
pub(in crate::store) fn is_made(property: &Property) -> bool {
    let default = format!("{CORE}.ComputedDefaultValue");
    is_read_only(property) || property.annotations.tag(&default) == Some(true)
}

/// Whether a value that was inserted stays (`Core.Immutable`).
pub(crate) fn is_immutable(property: &Property) -> bool {
    property.annotations.tag(&format!("{CORE}.Immutable")) == Some(true)
}

/// Removes the properties that only the service gives values, in complex values too (Protocol 4.01, 11.4.2).
pub(super) fn drop_read_only(
    model: &Model,
    ty: StructuredTypeId,
    row: &mut Row,
    drops: &impl Fn(&Property) -> bool,
) {
    let ty = shape::actual_type(model, Some(ty), row).unwrap_or(ty);
    for property in model.properties(ty) {
        if drops(property) {
            row.remove(&property.name);
            continue;
        }
        let odata_csdl::model::TypeKind::Structured(inner) = property.ty.kind else {
            continue;
        };
        match row.get_mut(&property.name) {
            Some(Json::Object(object)) => drop_read_only(model, inner, object, drops),
            Some(Json::Array(items)) => {
                for object in items.iter_mut().filter_map(Json::as_object_mut) {
                    drop_read_only(model, inner, object, drops);
                }
            }
            _ => {}
        }
    }
}
