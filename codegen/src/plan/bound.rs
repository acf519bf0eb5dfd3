//! What can be reached from entities and sets: navigation properties and functions.

use odata_csdl::model::{
    Model, NavigationProperty, Operation, OperationImport, StructuredTypeId, Type, TypeKind,
};
use odata_csdl::syntax::{OperationKind, StructuredKind};

use super::{Plan, Reached};
use crate::wanted::{There, Wanted};

/// A navigation property of a type that is generated.
pub(crate) struct Navigation<'m> {
    pub(crate) owner: StructuredTypeId,
    pub(crate) property: &'m NavigationProperty,
    pub(crate) target: StructuredTypeId,
}

/// A function that is generated.
pub(crate) struct Function<'m> {
    /// The type that it is bound to, and whether to a collection of it.
    pub(crate) binding: Option<(StructuredTypeId, bool)>,
    pub(crate) operation: &'m Operation,
    /// How it is called when it is bound to nothing.
    pub(crate) import: Option<&'m OperationImport>,
}

impl Function<'_> {
    /// The type that it is bound to, or to a collection of.
    pub(crate) fn owner(&self) -> Option<StructuredTypeId> {
        self.binding.map(|(id, _)| id)
    }
}

/// Adds what is asked for and begins at a type that is reached, until nothing new is.
pub(super) fn reach<'m>(
    wanted: &Wanted<'_>,
    model: &'m Model,
    reached: &mut Reached,
    plan: &mut Plan<'m>,
) {
    imports(wanted, model, reached, plan);
    if wanted.everything() {
        // Actions are not generated yet; what they answer with can be decoded all the same.
        for (_, operation) in model.operations() {
            reach_answer(model, operation, reached);
        }
    }
    while let Some(owner) = next(model, reached) {
        let name = &model.structured_type(owner).name.name;
        for property in model.navigation_properties(owner) {
            if let TypeKind::Structured(target) = property.ty.kind
                && wanted.navigation_property(name, &property.name)
            {
                reached.visit(model, target);
                plan.navigation.push(Navigation {
                    owner,
                    property,
                    target,
                });
            }
        }
        for many in [false, true] {
            for (_, operation) in model.operations_bound_to(owner, many) {
                if operation.kind == OperationKind::Function
                    && wanted.function(name, &operation.name.name)
                {
                    reach_answer(model, operation, reached);
                    plan.functions.push(Function {
                        binding: Some((owner, many)),
                        operation,
                        import: None,
                    });
                }
            }
        }
    }
    // Types are looked at as they are reached, which is not their order.
    plan.navigation.sort_by_key(|one| one.owner);
    plan.functions.sort_by_key(Function::owner);
}

/// All that could have been asked for, by what is reached.
pub(super) fn there(model: &Model, reached: &Reached) -> Vec<There> {
    let of = |what: &'static str, owner: &str, name: &str| There {
        what,
        owner: owner.to_owned(),
        name: name.to_owned(),
    };
    let mut all = Vec::new();
    for container in model.containers() {
        all.extend(
            container
                .singletons
                .iter()
                .map(|one| of("singleton", "", &one.name)),
        );
        let imports = container.operation_imports.iter();
        let functions = imports.filter(|one| one.kind == OperationKind::Function);
        all.extend(functions.map(|one| of("function", "", &one.name)));
    }
    for &id in &reached.types {
        let owner = &model.structured_type(id).name.name;
        let navigation = model.navigation_properties(id);
        all.extend(navigation.map(|one| of("navigation property", owner, &one.name)));
        for many in [false, true] {
            let bound = model.operations_bound_to(id, many);
            let functions = bound.filter(|(_, one)| one.kind == OperationKind::Function);
            all.extend(functions.map(|(_, one)| of("function", owner, &one.name.name)));
        }
    }
    all
}

/// The first entity type, in the order of the model, that was not looked at.
fn next(model: &Model, reached: &mut Reached) -> Option<StructuredTypeId> {
    let is_entity = |id| model.structured_type(id).kind == StructuredKind::Entity;
    std::iter::from_fn(|| reached.fresh.pop_first()).find(|&id| is_entity(id))
}

fn imports<'m>(wanted: &Wanted<'_>, model: &'m Model, reached: &mut Reached, plan: &mut Plan<'m>) {
    let imports = model
        .containers()
        .iter()
        .flat_map(|container| &container.operation_imports);
    for import in imports.filter(|import| import.kind == OperationKind::Function) {
        if !wanted.function("", &import.name) {
            continue;
        }
        for &id in &import.operations {
            let operation = model.operation(id);
            reach_answer(model, operation, reached);
            plan.functions.push(Function {
                binding: None,
                operation,
                import: Some(import),
            });
        }
    }
}

fn reach_answer(model: &Model, operation: &Operation, reached: &mut Reached) {
    match operation.return_type.as_ref().map(|answer| &answer.ty) {
        Some(Type {
            kind: TypeKind::Structured(id),
            ..
        }) => reached.visit(model, *id),
        Some(Type {
            kind: TypeKind::Enum(id),
            ..
        }) => {
            reached.enums.insert(*id);
        }
        _ => {}
    }
}
