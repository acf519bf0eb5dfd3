//! Where the navigation properties of generated types lead.

use std::collections::BTreeSet;

use odata_csdl::model::{Model, NavigationProperty, StructuredTypeId, TypeKind};
use odata_csdl::syntax::StructuredKind;

use super::Reached;

/// A navigation property of a generated type, its own or inherited, asked for or not.
pub(crate) struct Link<'m> {
    pub(crate) owner: StructuredTypeId,
    /// The owner, or the base type that has it.
    pub(crate) declared_by: StructuredTypeId,
    /// Its place among the navigation properties that are declared there.
    pub(crate) at: usize,
    pub(crate) property: &'m NavigationProperty,
    pub(crate) target: StructuredTypeId,
    /// Whether the target is generated; else it is a stub.
    pub(crate) is_generated: bool,
}

/// All of them, and the entity types that they lead to and that are not generated; both in the order of the model.
pub(super) fn of<'m>(
    model: &'m Model,
    reached: &Reached,
) -> (Vec<Link<'m>>, Vec<StructuredTypeId>) {
    let mut links = Vec::new();
    let mut stubs = BTreeSet::new();
    for &owner in &reached.types {
        let declared = model.lineage(owner).flat_map(|one| {
            let own = &model.structured_type(one).navigation_properties;
            let numbered = own.iter().enumerate();
            numbered.map(move |(at, property)| (one, at, property))
        });
        for (declared_by, at, property) in declared {
            let TypeKind::Structured(target) = property.ty.kind else {
                continue;
            };
            let is_generated = reached.types.contains(&target);
            let is_entity = model.structured_type(target).kind == StructuredKind::Entity;
            if !is_generated && is_entity {
                stubs.insert(target);
            }
            if is_generated || is_entity {
                links.push(Link {
                    owner,
                    declared_by,
                    at,
                    property,
                    target,
                    is_generated,
                });
            }
        }
    }
    (links, stubs.into_iter().collect())
}
