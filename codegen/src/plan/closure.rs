//! What a type needs: its base types and the types of its structural properties, and theirs.

use std::collections::BTreeSet;

use odata_csdl::model::{EnumTypeId, Model, Operation, StructuredTypeId, TypeKind};

/// The types that are reached so far.
#[derive(Default)]
pub(super) struct Reached {
    pub(super) types: BTreeSet<StructuredTypeId>,
    pub(super) enums: BTreeSet<EnumTypeId>,
    /// Whether the types that extend a reached one are reached too.
    pub(super) with_derived: bool,
}

impl Reached {
    /// What the service's own documents declare, where nothing leads to it.
    pub(super) fn visit_all(&mut self, model: &Model) {
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
