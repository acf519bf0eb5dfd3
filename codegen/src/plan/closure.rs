//! What a type needs: its base types and the types of its structural properties, and theirs.

use std::collections::BTreeSet;

use odata_csdl::model::{EnumTypeId, Model, Operation, StructuredTypeId, TypeKind};

use super::roots::Roots;
use crate::wanted::Wanted;

/// The types that are reached so far.
#[derive(Default)]
pub(super) struct Reached {
    pub(super) types: BTreeSet<StructuredTypeId>,
    pub(super) enums: BTreeSet<EnumTypeId>,
    /// Whether the types that extend a reached one are reached too.
    with_derived: bool,
}

impl Reached {
    /// What the entity sets and singletons have, and the types that are asked for by name.
    pub(super) fn from_roots(wanted: &Wanted<'_>, roots: &Roots<'_>, model: &Model) -> Self {
        let mut reached = Reached {
            with_derived: wanted.everything(),
            ..Reached::default()
        };
        if roots.is_empty() && wanted.everything() {
            reached.visit_all(model);
        }
        for set in &roots.sets {
            reached.visit(model, set.entity_type);
        }
        for one in &roots.singletons {
            reached.visit(model, one.entity_type);
        }
        for (id, ty) in model.structured_types() {
            if wanted.named_type(&ty.name) {
                reached.visit(model, id);
            }
        }
        let enums = model.enum_types();
        let named = enums.filter(|(_, ty)| wanted.named_type(&ty.name));
        reached.enums.extend(named.map(|(id, _)| id));
        reached
    }

    /// What the service's own documents declare, where nothing leads to it.
    fn visit_all(&mut self, model: &Model) {
        let types = model.structured_types().map(|(id, _)| id);
        for id in types.filter(|&id| model.is_own_type(id)) {
            self.visit(model, id);
        }
        let enums = model.enum_types().map(|(id, _)| id);
        self.enums.extend(enums.filter(|&id| model.is_own_enum(id)));
    }

    /// Base types and structural properties are followed always; navigation is not.
    pub(super) fn visit(&mut self, model: &Model, from: StructuredTypeId) {
        // Most are reached by another way first.
        if self.types.contains(&from) {
            return;
        }
        let mut open = vec![from];
        while let Some(id) = open.pop() {
            if !self.types.insert(id) {
                continue;
            }
            let ty = model.structured_type(id);
            open.extend(ty.base);
            if self.with_derived {
                open.extend(model.derived(id));
            }
            for property in &ty.properties {
                match property.ty.kind {
                    TypeKind::Structured(next) => open.push(next),
                    TypeKind::Enum(id) => {
                        self.enums.insert(id);
                    }
                    _ => {}
                }
            }
        }
    }

    /// What an operation takes and what it answers with.
    pub(super) fn visit_operation(&mut self, model: &Model, operation: &Operation) {
        let answer = operation.return_type.iter().map(|answer| &answer.ty);
        let taken = operation.own_parameters().iter().map(|one| &one.ty);
        for ty in answer.chain(taken) {
            match ty.kind {
                TypeKind::Structured(id) => self.visit(model, id),
                TypeKind::Enum(id) => {
                    self.enums.insert(id);
                }
                _ => {}
            }
        }
    }
}
