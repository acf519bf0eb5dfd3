//! What is generated: the entity sets that were asked for, and the types that they reach.

mod bound;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::model::{
    EntitySet, EnumTypeId, Model, Property, Singleton, StructuredTypeId, TypeKind,
};

use crate::service::Service;
use crate::wanted::Wanted;
pub(crate) use bound::{Function, Navigation};

/// The part of a model that is generated, in the order of the model.
pub(crate) struct Plan<'m> {
    pub(crate) model: &'m Model,
    pub(crate) sets: Vec<&'m EntitySet>,
    pub(crate) singletons: Vec<&'m Singleton>,
    /// By their owners; those of one in the order of the model.
    pub(crate) navigation: Vec<Navigation<'m>>,
    /// By what they are bound to, those bound to nothing first.
    pub(crate) functions: Vec<Function<'m>>,
    /// Whether keys are segments of paths.
    pub(crate) key_as_segment: bool,
    pub(crate) types: Vec<StructuredTypeId>,
    pub(crate) enums: Vec<EnumTypeId>,
}

impl<'m> Plan<'m> {
    /// The navigation properties of a type.
    pub(crate) fn navigation_of(&self, owner: StructuredTypeId) -> &[Navigation<'m>] {
        part(&self.navigation, |one| one.owner.cmp(&owner))
    }

    /// The functions of a type and of collections of it; without a type, those that are bound to nothing.
    pub(crate) fn functions_of(&self, owner: Option<StructuredTypeId>) -> &[Function<'m>] {
        part(&self.functions, |one| one.owner().cmp(&owner))
    }
}

/// The equal ones of what is sorted.
fn part<T>(sorted: &[T], compare: impl Fn(&T) -> Ordering) -> &[T] {
    let start = sorted.partition_point(|one| compare(one).is_lt());
    let end = sorted.partition_point(|one| compare(one).is_le());
    sorted.get(start..end).unwrap_or_default()
}

/// Chooses what to generate; what is asked for and is not there is an error.
pub(crate) fn plan<'m>(
    service: &Service,
    model: &'m Model,
    diagnostics: &mut Diagnostics,
) -> Plan<'m> {
    let all: Vec<&EntitySet> = model
        .containers()
        .iter()
        .flat_map(|container| &container.entity_sets)
        .collect();
    for wanted in &service.entity_sets {
        if !all.iter().any(|set| set.name == wanted.value) {
            let names = all.iter().map(|set| set.name.as_str());
            diagnostics.push(
                Diagnostic::error(
                    "unknown-entity-set",
                    format!(
                        "{} has no entity set `{}`",
                        service.name.value, wanted.value
                    ),
                )
                .at(wanted.span, "asked for here")
                .suggest(&wanted.value, names.clone())
                .help(known_sets(names)),
            );
        }
    }
    let asked = |set: &&EntitySet| {
        service.entity_sets.is_empty()
            || service
                .entity_sets
                .iter()
                .any(|wanted| wanted.value == set.name)
    };
    let sets: Vec<&EntitySet> = all.into_iter().filter(asked).collect();
    let wanted = Wanted::of(service);
    let singletons = model
        .containers()
        .iter()
        .flat_map(|container| &container.singletons);
    let singletons: Vec<&Singleton> = singletons
        .filter(|one| wanted.singleton(&one.name))
        .collect();
    if sets.is_empty() && singletons.is_empty() && !diagnostics.has_errors() {
        diagnostics.push(
            Diagnostic::error(
                "no-entity-set",
                format!("no document of {} has an entity set", service.name.value),
            )
            .at(
                service.name.span,
                "nothing can be generated for this service",
            )
            .help("functions and navigation properties begin at an entity set or a singleton"),
        );
    }
    let mut reached = Reached::default();
    for set in &sets {
        reached.visit(model, set.entity_type);
    }
    for one in &singletons {
        reached.visit(model, one.entity_type);
    }
    let mut plan = Plan {
        model,
        sets,
        singletons,
        navigation: Vec::new(),
        functions: Vec::new(),
        key_as_segment: service
            .key_as_segment
            .unwrap_or_else(|| says_key_as_segment(model)),
        types: Vec::new(),
        enums: Vec::new(),
    };
    bound::reach(&wanted, model, &mut reached, &mut plan);
    if wanted.has_patterns() {
        wanted.report_unmet(&bound::there(model, &reached), diagnostics);
    }
    let types = model.structured_types().map(|(id, _)| id);
    plan.types = types.filter(|id| reached.types.contains(id)).collect();
    let enums = model.enum_types().map(|(id, _)| id);
    plan.enums = enums.filter(|id| reached.enums.contains(id)).collect();
    plan
}

/// Capabilities.KeyAsSegmentSupported.
fn says_key_as_segment(model: &Model) -> bool {
    const TERM: &str = "Org.OData.Capabilities.V1.KeyAsSegmentSupported";
    let mut containers = model.containers().iter();
    containers.any(|container| {
        container
            .annotations
            .value(TERM)
            .and_then(|value| value.as_bool())
            == Some(true)
    })
}

fn known_sets<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 20;
    let names: Vec<&str> = names.collect();
    let more = if names.len() > SHOWN { ", ..." } else { "" };
    match names.is_empty() {
        true => "its documents have none at all".to_owned(),
        false => format!(
            "its entity sets are {}{more}",
            names
                .iter()
                .take(SHOWN)
                .copied()
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

#[derive(Default)]
struct Reached {
    types: BTreeSet<StructuredTypeId>,
    /// Those of them that nobody has looked at for what begins there.
    fresh: BTreeSet<StructuredTypeId>,
    enums: BTreeSet<EnumTypeId>,
}

impl Reached {
    /// Structural properties are followed always; navigation is not.
    fn visit(&mut self, model: &Model, from: StructuredTypeId) {
        let mut open = vec![from];
        while let Some(id) = open.pop() {
            if !self.types.insert(id) {
                continue;
            }
            self.fresh.insert(id);
            for property in model.properties(id) {
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
}

/// Whether a value of the first type can hold, without a collection between, one of the second.
pub(crate) fn embeds(model: &Model, outer: StructuredTypeId, inner: StructuredTypeId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![outer];
    while let Some(id) = open.pop() {
        if id == inner {
            return true;
        }
        if seen.insert(id) {
            open.extend(model.properties(id).filter_map(embedded));
        }
    }
    false
}

fn embedded(property: &Property) -> Option<StructuredTypeId> {
    match property.ty.kind {
        TypeKind::Structured(id) if !property.ty.collection => Some(id),
        _ => None,
    }
}
