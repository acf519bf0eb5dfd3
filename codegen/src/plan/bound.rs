//! What can be reached from entities and sets: navigation properties, functions and actions, those of complex values too.

use std::collections::{BTreeMap, BTreeSet};

use odata_core::edm::PrimitiveType;
use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::model::{
    Model, NavigationProperty, Operation, OperationId, OperationImport, Parameter, QualifiedName,
    StructuredTypeId, Type, TypeKind,
};
use odata_csdl::syntax::{OperationKind, StructuredKind};

use super::Reached;
use crate::service::Service;
use crate::wanted::{There, Wanted};

pub(crate) const OPTIONAL: &str = "Org.OData.Core.V1.OptionalParameter";

/// A navigation property that was asked for. What is emitted are the links; tests look at what asked for them.
#[cfg_attr(not(test), expect(dead_code, reason = "for tests"))]
pub(crate) struct Navigation<'m> {
    pub(crate) owner: StructuredTypeId,
    pub(crate) property: &'m NavigationProperty,
}

/// A function, or an action, that is asked for.
pub(crate) struct Function<'m> {
    /// The type that it is bound to, and whether to a collection of it.
    pub(crate) binding: Option<(StructuredTypeId, bool)>,
    pub(crate) id: OperationId,
    pub(crate) operation: &'m Operation,
    /// How it is called when it is bound to nothing.
    pub(crate) import: Option<&'m OperationImport>,
    /// Whether it is an action of a complex value.
    is_of_value: bool,
}

/// How many parameters an action takes as arguments; more are the fields of a struct.
const ARGUMENTS: usize = 4;

impl<'m> Function<'m> {
    /// Why it cannot be called, if so.
    pub(crate) fn refused(&self, model: &Model) -> Option<String> {
        let taken = self.operation.own_parameters().iter();
        let mut streams = taken.filter(|one| is_stream(model, &one.ty));
        if let Some(one) = streams.next() {
            return Some(format!(
                "its parameter `{}` is a stream, which has no place in JSON or in a URL",
                one.name
            ));
        }
        let mut taken = self.operation.own_parameters().iter();
        let is_function = self.operation.kind == OperationKind::Function;
        if let Some(one) = taken.find(|one| is_function && !has_literal(model, &one.ty)) {
            return Some(format!(
                "its parameter `{}` is of a type whose values have no one form in a URL",
                one.name
            ));
        }
        let answer = self.operation.return_type.as_ref()?;
        let is_many_streams = answer.ty.collection && is_stream(model, &answer.ty);
        is_many_streams.then(|| "it gives several streams, which have no place in JSON".to_owned())
    }

    /// The parameters that have to be given.
    pub(crate) fn required(&self) -> impl Iterator<Item = &'m Parameter> + use<'m> {
        let own = self.operation.own_parameters().iter();
        let of_value = self.is_of_value;
        own.filter(move |one| !is_optional(one, of_value))
    }

    /// Those that may be left out.
    pub(crate) fn optional(&self) -> impl Iterator<Item = &'m Parameter> + use<'m> {
        let own = self.operation.own_parameters().iter();
        let of_value = self.is_of_value;
        own.filter(move |one| is_optional(one, of_value))
    }

    /// Whether the required ones are too many to be told apart by their order.
    pub(crate) fn takes_many(&self) -> bool {
        self.required().nth(ARGUMENTS).is_some()
    }

    /// Its name, or that of its import.
    pub(crate) fn wire(&self) -> &'m str {
        match self.import {
            Some(import) => &import.name,
            None => &self.operation.name.name,
        }
    }
}

/// A parameter that is left out is null, or what the service takes for it (OData JSON 4.01, 18). A collection is never null; where nothing is said of one a
/// client cannot assume anything (CSDL XML 4.01, 12.9). In Redfish, whose actions are those of complex values, `Nullable="false"` is what makes a parameter
/// required, and a service refuses an empty collection that it does not know.
fn is_optional(parameter: &Parameter, of_value: bool) -> bool {
    if parameter.ty.collection && of_value && parameter.facets.nullable.is_none() {
        return true;
    }
    let is_tagged = parameter
        .annotations
        .get_qualified(OPTIONAL, None)
        .is_some();
    is_tagged || parameter.nullable && !parameter.ty.collection
}

fn is_stream(model: &Model, ty: &Type) -> bool {
    primitive(model, ty) == Some(PrimitiveType::Stream)
}

fn primitive(model: &Model, ty: &Type) -> Option<PrimitiveType> {
    match ty.kind {
        TypeKind::Primitive(primitive) => Some(primitive),
        TypeKind::Definition(id) => Some(model.type_definition(id).underlying),
        _ => None,
    }
}

/// Whether a function can be given its values: not shapes, and nothing of which the type is not known.
fn has_literal(model: &Model, ty: &Type) -> bool {
    match &ty.kind {
        TypeKind::Other(name) => is_structured(name),
        TypeKind::Unknown(_) => false,
        _ => primitive(model, ty).is_none_or(|one| !is_shape(one)),
    }
}

fn is_shape(ty: PrimitiveType) -> bool {
    let name = ty.name();
    name.starts_with("Edm.Geography") || name.starts_with("Edm.Geometry")
}

/// Whether any value of an abstract type is an object in JSON.
pub(crate) fn is_structured(name: &str) -> bool {
    matches!(name, "Edm.ComplexType" | "Edm.EntityType")
}

/// Operations by what they are bound to, those of one entity or value before those of a collection.
type Bound<'m> = BTreeMap<(StructuredTypeId, bool), Vec<(OperationId, &'m Operation)>>;

/// What is asked for and begins at a type that is reached, or at the service.
#[derive(Default)]
pub(super) struct Begun<'m> {
    pub(super) navigation: Vec<Navigation<'m>>,
    pub(super) functions: Vec<Function<'m>>,
    pub(super) actions: Vec<Function<'m>>,
    /// Operations that are bound to no generated type.
    pub(super) adrift: Vec<&'m Operation>,
}

impl<'m> Begun<'m> {
    fn add(&mut self, kind: OperationKind, one: Function<'m>) {
        match kind {
            OperationKind::Function => self.functions.push(one),
            OperationKind::Action => self.actions.push(one),
        }
    }
}

/// Finds it, and adds what it leads to, until nothing new is reached.
pub(super) fn reach<'m>(
    wanted: &Wanted<'_>,
    paths: &BTreeSet<(StructuredTypeId, &'m str)>,
    model: &'m Model,
    reached: &mut Reached,
) -> Begun<'m> {
    let mut begun = Begun::default();
    imports(wanted, model, reached, &mut begun);
    if wanted.everything() {
        // What cannot be called yet can be decoded all the same.
        for (_, operation) in model.operations() {
            reached.visit_operation(model, operation);
        }
    }
    let bound = bound(model);
    let mut done: BTreeSet<StructuredTypeId> = BTreeSet::new();
    let mut known: BTreeSet<((StructuredTypeId, bool), OperationId)> = BTreeSet::new();
    loop {
        let open: Vec<StructuredTypeId> = reached.types.difference(&done).copied().collect();
        if open.is_empty() {
            break;
        }
        for owner in open {
            done.insert(owner);
            let ty = model.structured_type(owner);
            for property in model.navigation_properties(owner) {
                if let TypeKind::Structured(target) = property.ty.kind
                    && (wanted.navigation_property(&ty.name, &property.name)
                        || paths.contains(&(owner, property.name.as_str())))
                {
                    reached.visit(model, target);
                    begun.navigation.push(Navigation { owner, property });
                }
            }
            // Those of a base type are called on what extends it too (Protocol 4.01, 11.5.1), and go by its name.
            for (binding, id, operation) in bound_to_lineage(model, &bound, owner) {
                if is_wanted(wanted, operation.kind, Some(&ty.name), &operation.name.name)
                    && known.insert((binding, id))
                {
                    reached.visit_operation(model, operation);
                    let one = Function {
                        binding: Some(binding),
                        id,
                        operation,
                        import: None,
                        is_of_value: operation.kind == OperationKind::Action
                            && model.structured_type(binding.0).kind == StructuredKind::Complex,
                    };
                    begun.add(operation.kind, one);
                }
            }
        }
    }
    if wanted.everything() {
        let all = model.operations().map(|(_, operation)| operation);
        begun.adrift = all.filter(|one| is_adrift(model, reached, one)).collect();
    }
    // What is found last may stand first in the model.
    begun.navigation.sort_by_key(|one| one.owner);
    for list in [&mut begun.functions, &mut begun.actions] {
        list.sort_by_key(|one| one.binding);
    }
    begun
}

/// Whether nothing that is generated has it: it is bound to what is no type of the model, or to a complex type that no value is of.
fn is_adrift(model: &Model, reached: &Reached, operation: &Operation) -> bool {
    let binding = operation.binding_parameter();
    binding.is_some_and(|one| match one.ty.kind {
        TypeKind::Structured(id) => {
            model.structured_type(id).kind == StructuredKind::Complex
                && !reached.types.contains(&id)
        }
        _ => true,
    })
}

fn is_wanted(
    wanted: &Wanted<'_>,
    kind: OperationKind,
    owner: Option<&QualifiedName>,
    name: &str,
) -> bool {
    match kind {
        OperationKind::Function => wanted.function(owner, name),
        OperationKind::Action => wanted.action(owner, name),
    }
}

fn bound(model: &Model) -> Bound<'_> {
    let mut all = Bound::new();
    for (id, operation) in model.operations() {
        let Some(parameter) = operation.binding_parameter() else {
            continue;
        };
        if let TypeKind::Structured(owner) = parameter.ty.kind {
            let binding = (owner, parameter.ty.collection);
            all.entry(binding).or_default().push((id, operation));
        }
    }
    all
}

fn bound_to<'a, 'm>(
    bound: &'a Bound<'m>,
    owner: StructuredTypeId,
) -> impl Iterator<Item = ((StructuredTypeId, bool), OperationId, &'m Operation)> + 'a {
    let lists = bound.range((owner, false)..=(owner, true));
    lists.flat_map(|(&binding, list)| list.iter().map(move |&(id, one)| (binding, id, one)))
}

/// The same, and what is bound to its base types.
fn bound_to_lineage<'a, 'm>(
    model: &'m Model,
    bound: &'a Bound<'m>,
    owner: StructuredTypeId,
) -> impl Iterator<Item = ((StructuredTypeId, bool), OperationId, &'m Operation)> + 'a
where
    'm: 'a,
{
    let lineage = model.lineage(owner);
    lineage.flat_map(move |one| bound_to(bound, one))
}

/// All that could have been asked for, by what is reached.
pub(super) fn there<'m>(model: &'m Model, reached: &Reached) -> Vec<There<'m>> {
    let of = |what: &'static str, owner: Option<&'m QualifiedName>, name: &'m str| There {
        what,
        owner,
        name,
    };
    let mut all = Vec::new();
    for container in model.service_containers() {
        let singletons = container.singletons.iter();
        all.extend(singletons.map(|one| of("singleton", None, &one.name)));
        let imports = container.operation_imports.iter();
        all.extend(imports.map(|one| of(word(one.kind), None, &one.name)));
    }
    let bound = bound(model);
    for &id in &reached.types {
        let owner = Some(&model.structured_type(id).name);
        let navigation = model.navigation_properties(id);
        all.extend(navigation.map(|one| of("navigation property", owner, &one.name)));
        let operations = bound_to_lineage(model, &bound, id);
        all.extend(operations.map(|(_, _, one)| of(word(one.kind), owner, &one.name.name)));
    }
    all
}

fn word(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Function => "function",
        OperationKind::Action => "action",
    }
}

fn imports<'m>(
    wanted: &Wanted<'_>,
    model: &'m Model,
    reached: &mut Reached,
    begun: &mut Begun<'m>,
) {
    let containers = model.service_containers();
    for import in containers.flat_map(|container| &container.operation_imports) {
        if !is_wanted(wanted, import.kind, None, &import.name) {
            continue;
        }
        for &id in &import.operations {
            let operation = model.operation(id);
            reached.visit_operation(model, operation);
            let one = Function {
                binding: None,
                id,
                operation,
                import: Some(import),
                is_of_value: false,
            };
            begun.add(import.kind, one);
        }
    }
}

/// Who asks for functions or actions by name is told which of them cannot be called.
pub(super) fn report_refused(
    service: &Service,
    model: &Model,
    begun: &Begun<'_>,
    diagnostics: &mut Diagnostics,
) {
    let lists = [
        (
            &service.functions,
            &begun.functions,
            "function",
            "function-not-generated",
        ),
        (
            &service.actions,
            &begun.actions,
            "action",
            "action-not-generated",
        ),
    ];
    for (asked, planned, what, code) in lists {
        let Some(asked) = asked.iter().flatten().next() else {
            continue;
        };
        for one in planned {
            if let Some(why) = one.refused(model) {
                diagnostics.push(
                    Diagnostic::warning(
                        code,
                        format!("the {what} `{}` cannot be called: {why}", one.wire()),
                    )
                    .at(asked.span, "asked for here"),
                );
            }
        }
    }
}
