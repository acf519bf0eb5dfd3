//! What is generated: what was asked for, and the types that it reaches.

mod bound;
mod circles;
mod closure;
mod depth;
mod links;
mod listed;
mod null_items;
mod roots;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::model::{
    EntitySet, EnumTypeId, Model, Operation, OperationId, Property, ReturnType, Singleton,
    StructuredTypeId,
};

use crate::by_id::ById;
use crate::service::Service;
use crate::wanted::Wanted;
pub(crate) use bound::{Function, Navigation, OPTIONAL, is_structured};
use circles::Circles;
use closure::Reached;
use depth::Depths;
pub(crate) use links::Link;
pub(crate) use listed::{List, ListOwner, ListedValue, Lists};
use null_items::NullItems;

/// How many structured types are generated without a word, when nobody said which.
const MANY_TYPES: usize = 1_500;

/// The part of a model that is generated, in the order of the model.
pub(crate) struct Plan<'m> {
    pub(crate) model: &'m Model,
    pub(crate) sets: Vec<&'m EntitySet>,
    pub(crate) singletons: Vec<&'m Singleton>,
    /// The navigation properties that were asked for: where they lead is generated.
    #[cfg_attr(not(test), expect(dead_code, reason = "for tests"))]
    pub(crate) navigation: Vec<Navigation<'m>>,
    /// Every navigation property of every generated type.
    pub(crate) links: Vec<Link<'m>>,
    pub(crate) functions: Vec<Function<'m>>,
    /// The actions that were asked for.
    pub(crate) actions: Vec<Function<'m>>,
    /// Operations that are bound to no generated type: to a primitive one, to `Edm.EntityType`, to a complex one of which there is no value.
    pub(crate) adrift: Vec<&'m Operation>,
    /// Whether all of the service is generated.
    pub(crate) everything: bool,
    /// Whether keys are segments of paths.
    pub(crate) key_as_segment: bool,
    /// Whether any property but a key may be absent.
    pub(crate) partial_entities: bool,
    pub(crate) types: Vec<StructuredTypeId>,
    pub(crate) enums: Vec<EnumTypeId>,
    /// Entity types that links lead to and that are not generated.
    pub(crate) stubs: Vec<StructuredTypeId>,
    /// The values that the service lists for properties and for parameters of actions.
    pub(crate) lists: Lists<'m>,
    sets_by_type: ById<StructuredTypeId, Vec<&'m EntitySet>>,
    /// How deep types lie within others.
    depths: Depths,
    circles: Circles,
    null_items: NullItems<'m>,
}

/// Chooses what to generate; what is asked for and is not there is an error.
pub(crate) fn plan<'m>(
    service: &Service,
    model: &'m Model,
    diagnostics: &mut Diagnostics,
) -> Plan<'m> {
    let wanted = Wanted::of(service);
    let roots = roots::choose(service, &wanted, model, diagnostics);
    let mut reached = Reached::from_roots(&wanted, &roots, model);
    let begun = bound::reach(&wanted, &roots.navigation, model, &mut reached);
    wanted.report_unmet(model, || bound::there(model, &reached), diagnostics);
    let operations = begun.functions.iter().chain(&begun.actions);
    let is_nothing = roots.is_empty() && operations.clone().all(|one| one.import.is_none());
    if is_nothing && service.types.is_none() && !diagnostics.has_errors() {
        diagnostics.push(no_entity_set(service, model));
    }
    bound::report_refused(service, model, &begun, diagnostics);
    let types: Vec<StructuredTypeId> = reached.types.iter().copied().collect();
    if wanted.every_set() && types.len() > MANY_TYPES {
        diagnostics.push(whole_service(service, types.len()));
    }
    let (links, stubs) = links::of(model, &reached);
    Plan {
        model,
        sets_by_type: by_type(&roots.sets),
        sets: roots.sets,
        singletons: roots.singletons,
        links,
        everything: wanted.everything(),
        partial_entities: service.partial_entities,
        key_as_segment: service
            .key_as_segment
            .unwrap_or_else(|| says_key_as_segment(model)),
        enums: reached.enums.into_iter().collect(),
        stubs,
        lists: Lists::of(model, &types, &begun.actions),
        depths: Depths::of(model, &types),
        circles: Circles::of(model, &types),
        null_items: NullItems::of(service, model, diagnostics),
        types,
        navigation: begun.navigation,
        functions: begun.functions,
        actions: begun.actions,
        adrift: begun.adrift,
    }
}

/// Of how many structured types a value may consist: those that are generated with its type.
pub(crate) fn reach(model: &Model, id: StructuredTypeId) -> usize {
    let mut reached = Reached::default();
    reached.visit(model, id);
    reached.types.len()
}

/// What most programs need a small part of.
fn whole_service(service: &Service, types: usize) -> Diagnostic {
    let message = format!(
        "all of {} is generated, {types} structured types: name what you need in `entity-sets`, `singletons` and `types`, or say \
         `whole-service = \"ignore\"` below `[defects]`",
        service.name.value
    );
    Diagnostic::warning("whole-service", message).at(service.name.span, "nothing is left out")
}

fn no_entity_set(service: &Service, model: &Model) -> Diagnostic {
    let name = &service.name.value;
    let mut containers = model.service_containers();
    let has_any = containers.any(|one| !one.entity_sets.is_empty() || !one.singletons.is_empty());
    let message = match has_any {
        true => format!("no entity set and no singleton of {name} is asked for"),
        false => format!("no document of {name} has an entity set, a singleton or an import"),
    };
    Diagnostic::error("no-entity-set", message)
        .at(
            service.name.span,
            "nothing can be generated for this service",
        )
        .help(
            "requests begin at an entity set, a singleton, or an import of a function or an action",
        )
}

impl<'m> Plan<'m> {
    /// The entity sets of a type.
    pub(crate) fn sets_of(&self, ty: StructuredTypeId) -> impl Iterator<Item = &'m EntitySet> + '_ {
        let sets = self.sets_by_type.get(ty);
        sets.into_iter().flatten().copied()
    }

    /// The navigation properties of a type.
    pub(crate) fn links_of(&self, owner: StructuredTypeId) -> &[Link<'m>] {
        part(&self.links, |one| one.owner.cmp(&owner))
    }

    /// The functions of a type and of collections of it; without a type, those that are bound to nothing.
    pub(crate) fn functions_of(&self, owner: Option<StructuredTypeId>) -> &[Function<'m>] {
        part(&self.functions, |one| {
            one.binding.map(|(id, _)| id).cmp(&owner)
        })
    }

    /// The same of actions.
    pub(crate) fn actions_of(&self, owner: Option<StructuredTypeId>) -> &[Function<'m>] {
        part(&self.actions, |one| {
            one.binding.map(|(id, _)| id).cmp(&owner)
        })
    }

    /// Whether an item of a property that is a collection may be null.
    pub(crate) fn has_null_items(
        &self,
        declared_by: StructuredTypeId,
        property: &Property,
    ) -> bool {
        property.facets.nullable == Some(true)
            || self.null_items.has_property(declared_by, &property.name)
    }

    /// Whether a value that an operation returns may be null, or an item of it.
    pub(crate) fn may_be_null(&self, operation: OperationId, answer: &ReturnType) -> bool {
        answer.nullable || self.null_items.has_answer(operation)
    }

    /// Whether a property of the one type that holds the other is kept as JSON, since rustc could not follow.
    pub(crate) fn is_cut(&self, outer: StructuredTypeId, inner: StructuredTypeId) -> bool {
        self.depths.is_cut(outer, inner)
    }

    /// Whether a value of the one type lies in another one of that type again, by what it holds without a collection between.
    pub(crate) fn is_circle(&self, outer: StructuredTypeId, held: StructuredTypeId) -> bool {
        self.circles.has(outer, held)
    }

    /// The generated types that extend that one directly. Whether there are any is what `types` asks for, or that
    /// something leads to them; all are generated when nothing is left out.
    pub(crate) fn derived(
        &self,
        id: StructuredTypeId,
    ) -> impl Iterator<Item = StructuredTypeId> + '_ {
        let derived = self.model.derived(id).iter().copied();
        derived.filter(|one| self.types.binary_search(one).is_ok())
    }
}

fn by_type<'m>(sets: &[&'m EntitySet]) -> ById<StructuredTypeId, Vec<&'m EntitySet>> {
    let mut all: BTreeMap<StructuredTypeId, Vec<&'m EntitySet>> = BTreeMap::new();
    for set in sets {
        all.entry(set.entity_type).or_default().push(set);
    }
    all.into_iter().collect()
}

/// The equal ones of what is sorted.
fn part<T>(sorted: &[T], compare: impl Fn(&T) -> Ordering) -> &[T] {
    let start = sorted.partition_point(|one| compare(one).is_lt());
    let end = sorted.partition_point(|one| compare(one).is_le());
    sorted.get(start..end).unwrap_or_default()
}

/// Capabilities.KeyAsSegmentSupported.
fn says_key_as_segment(model: &Model) -> bool {
    const TERM: &str = "Org.OData.Capabilities.V1.KeyAsSegmentSupported";
    let mut containers = model.service_containers();
    containers.any(|container| container.annotations.tag(TERM) == Some(true))
}
