//! What is said from outside of a property elsewhere than where it is declared (CSDL XML 4.01, 14.2.2): of a derived type that inherits it, or of the
//! entities of one set. It goes before what is said where it is declared.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use odata_csdl::model::{Annotations, EntityContainer, Model, StructuredTypeId};

/// Where such targets are, of which most documents have none.
pub(super) struct Targets<'m> {
    model: &'m Model,
    /// By the type, what it inherits and is a target.
    types: BTreeMap<StructuredTypeId, HashSet<&'m str>>,
    /// `Container/Set`, of whose entities a property is a target.
    sets: BTreeSet<&'m str>,
}

impl<'m> Targets<'m> {
    pub(super) fn of(model: &'m Model) -> Self {
        let mut types: BTreeMap<StructuredTypeId, HashSet<&'m str>> = BTreeMap::new();
        let mut sets = BTreeSet::new();
        for (target, _) in model.external_annotations() {
            let Some((owner, name)) = target.rsplit_once('/') else {
                continue;
            };
            if owner.contains('/') {
                sets.insert(owner);
            } else if let Some(id) = model.find_structured_type(owner)
                && model.structured_type(id).base.is_some()
            {
                types.entry(id).or_default().insert(name);
            }
        }
        // What a type declares has it among its own.
        for (id, names) in &mut types {
            let base = model.structured_type(*id).base;
            let structural = base.into_iter().flat_map(|base| model.properties(base));
            let navigation = base
                .into_iter()
                .flat_map(|base| model.navigation_properties(base));
            let structural = structural.map(|one| one.name.as_str());
            let inherited = structural.chain(navigation.map(|one| one.name.as_str()));
            *names = inherited.filter(|name| names.contains(name)).collect();
        }
        types.retain(|_, names| !names.is_empty());
        Targets { model, types, sets }
    }

    /// Whether anything is said of what a type inherits.
    pub(super) fn has_inherited(&self, id: StructuredTypeId) -> bool {
        !self.types.is_empty()
            && self
                .model
                .lineage(id)
                .any(|one| self.types.contains_key(&one))
    }

    /// What the type, or the nearest one that it extends, says of a property that it inherits.
    pub(super) fn inherited(&self, id: StructuredTypeId, name: &str) -> Option<&'m Annotations> {
        let mut next = Some(id).filter(|_| self.has_inherited(id));
        while let Some(one) = next {
            let ty = self.model.structured_type(one);
            let names = self.types.get(&one);
            if names.is_some_and(|names| names.contains(name)) {
                return self.model.annotations_at(&format!("{}/{name}", ty.name));
            }
            next = ty.base;
        }
        None
    }

    /// What is said of a property of the entities of a set, also where the set is taken over from another container.
    pub(super) fn in_set(
        &self,
        container: &EntityContainer,
        set: &str,
        name: &str,
    ) -> Option<&'m Annotations> {
        if self.sets.is_empty() {
            return None;
        }
        let own = container.name.to_string();
        let all = [Some(&own), container.extends.as_ref()];
        all.into_iter().flatten().find_map(|container| {
            let owner = format!("{container}/{set}");
            let is_target = self.sets.contains(owner.as_str());
            is_target.then(|| self.model.annotations_at(&format!("{owner}/{name}")))?
        })
    }
}
