//! What the emitter asks of each entity set, found by which set it is: a look at all sets for each of them takes long where there are many.

use std::collections::HashMap;

use odata_csdl::model::{EntityContainer, EntitySet};

use crate::by_identity::ByIdentity;
use crate::plan::Plan;

/// The entity sets of a plan.
pub(super) struct Sets<'m>(ByIdentity<'m, EntitySet, Known<'m>>);

/// What is known of one.
#[derive(Clone, Copy)]
pub(super) struct Known<'m> {
    /// Its place among all sets.
    pub(super) place: usize,
    /// How many sets before it have its name: containers may each have one.
    pub(super) namesakes: usize,
    pub(super) container: Option<&'m EntityContainer>,
}

impl<'m> Sets<'m> {
    pub(super) fn of(plan: &Plan<'m>) -> Self {
        let containers = plan.model.containers().iter();
        let containers: ByIdentity<'_, EntitySet, &EntityContainer> = containers
            .flat_map(|container| {
                container
                    .entity_sets
                    .iter()
                    .map(move |set| (set, container))
            })
            .collect();
        let mut names: HashMap<&str, usize> = HashMap::new();
        let sets = plan.sets.iter().enumerate().map(|(place, &set)| {
            let met = names.entry(&set.name).or_default();
            let namesakes = std::mem::replace(met, *met + 1);
            let known = Known {
                place,
                namesakes,
                container: containers.get(set).copied(),
            };
            (set, known)
        });
        Sets(sets.collect())
    }

    pub(super) fn get(&self, set: &EntitySet) -> Option<Known<'m>> {
        self.0.get(set).copied()
    }
}
