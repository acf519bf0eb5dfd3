//! What is said from outside of a property elsewhere than where it is declared (CSDL XML 4.01, 14.2.2): of a derived type that inherits it, or of the
//! entities of one set. It goes before what is said where it is declared.

use std::collections::BTreeSet;

use odata_csdl::model::{Annotations, EntityContainer, Model, StructuredTypeId};

/// Where such targets are, of which most documents have none.
pub(super) struct Targets<'m> {
    model: &'m Model,
    /// Types, of which an inherited property is a target.
    types: BTreeSet<StructuredTypeId>,
    /// `Container/Set`, of whose entities a property is a target.
    sets: BTreeSet<&'m str>,
}

impl<'m> Targets<'m> {
    pub(super) fn of(model: &'m Model) -> Self {
        let mut targets = Targets {
            model,
            types: BTreeSet::new(),
            sets: BTreeSet::new(),
        };
        for (target, _) in model.external_annotations() {
            let Some((owner, name)) = target.rsplit_once('/') else {
                continue;
            };
            if owner.contains('/') {
                targets.sets.insert(owner);
            } else if let Some(id) = model.find_structured_type(owner)
                && !declares(model, id, name)
            {
                targets.types.insert(id);
            }
        }
        targets
    }

    /// Whether anything is said of what a type inherits.
    pub(super) fn has_inherited(&self, id: StructuredTypeId) -> bool {
        !self.types.is_empty() && self.model.lineage(id).any(|one| self.types.contains(&one))
    }

    /// What the type, or the nearest one that it extends, says of a property that it inherits.
    pub(super) fn inherited(&self, id: StructuredTypeId, name: &str) -> Option<&'m Annotations> {
        let mut next = Some(id).filter(|_| self.has_inherited(id));
        while let Some(one) = next.filter(|&one| !declares(self.model, one, name)) {
            let ty = self.model.structured_type(one);
            let said = self.types.contains(&one).then(|| {
                let target = format!("{}/{name}", ty.name);
                self.model.annotations_at(&target)
            });
            if let Some(said) = said.flatten() {
                return Some(said);
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

fn declares(model: &Model, id: StructuredTypeId, name: &str) -> bool {
    let ty = model.structured_type(id);
    let mut navigation = ty.navigation_properties.iter();
    ty.properties.iter().any(|one| one.name == name) || navigation.any(|one| one.name == name)
}
