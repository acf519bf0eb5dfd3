//! What the emitter asks of each entity set, found by where the set is: a look at all sets for each of them takes long where there are many.

use std::collections::HashMap;

use odata_csdl::model::{EntityContainer, EntitySet};

use crate::plan::Plan;

/// The entity sets of a plan.
pub(super) struct Sets<'m>(HashMap<usize, Known<'m>>);

/// What is known of one.
#[derive(Clone, Copy)]
pub(super) struct Known<'m> {
    /// Its place among all sets.
    pub(super) place: usize,
    /// How many sets before it have its name: containers may each have one.
    pub(super) namesakes: usize,
    pub(super) container: Option<&'m EntityContainer>,
}

fn address(set: &EntitySet) -> usize {
    std::ptr::from_ref(set).addr()
}

impl<'m> Sets<'m> {
    pub(super) fn of(plan: &Plan<'m>) -> Self {
        let mut containers = HashMap::new();
        for container in plan.model.containers() {
            let sets = container.entity_sets.iter();
            containers.extend(sets.map(|set| (address(set), container)));
        }
        let mut names: HashMap<&str, usize> = HashMap::new();
        let sets = plan.sets.iter().enumerate().map(|(place, set)| {
            let met = names.entry(&set.name).or_default();
            let namesakes = std::mem::replace(met, *met + 1);
            let known = Known {
                place,
                namesakes,
                container: containers.get(&address(set)).copied(),
            };
            (address(set), known)
        });
        Sets(sets.collect())
    }

    pub(super) fn get(&self, set: &EntitySet) -> Option<Known<'m>> {
        self.0.get(&address(set)).copied()
    }
}
