//! Where else than in its own entity sets entities of a type are: in sets of a base type, in singletons, and behind
//! navigation properties. What the sets say does not hold there, and a marker would hold everywhere.

use std::collections::BTreeMap;

use odata_csdl::model::{Model, NavigationProperty, StructuredTypeId, TypeKind};
use odata_csdl::syntax::Expression;

use super::capability::{Capability, Resource, paths, truth};
use crate::by_identity::ByIdentity;
use crate::plan::Plan;

const RESTRICTIONS: &str = "Org.OData.Capabilities.V1.NavigationRestrictions";

/// A term, and its properties that say what is not supported: nothing at all, or what is listed.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) term: &'static str,
    pub(super) supported: &'static str,
    pub(super) listed: &'static str,
    /// Whether it is asked of one entity too, and not of collections alone.
    pub(super) of_one: bool,
}

impl Asked {
    /// Whether a property is restricted there; nothing where nothing is said.
    fn restricts(&self, said: &Capability<'_>, property: &str) -> Option<bool> {
        let find = |read| said.find(read, |_| String::new()).map(|(said, _)| said);
        let supported = find(truth(self.supported));
        if supported == Some(false) {
            return Some(true);
        }
        let listed = said.find(paths(self.listed), |_| String::new());
        // In a set of a base type a property goes by the type that has it.
        let is_it = |path: &&str| path.rsplit('/').next() == Some(property);
        let listed = listed.map(|(listed, _)| listed.iter().any(is_it));
        listed.or(supported.map(|_| false))
    }
}

/// All places of a plan.
pub(super) struct Places<'p, 'm> {
    plan: &'p Plan<'m>,
    resources: BTreeMap<StructuredTypeId, Vec<Resource<'m>>>,
    /// What sets and singletons say of navigation properties.
    records: ByIdentity<'m, NavigationProperty, Vec<&'m Expression>>,
}

impl<'p, 'm> Places<'p, 'm> {
    pub(super) fn of(plan: &'p Plan<'m>, resources: impl Iterator<Item = Resource<'m>>) -> Self {
        let mut places = Places {
            plan,
            resources: BTreeMap::new(),
            records: ByIdentity::default(),
        };
        for one in resources {
            let said = one.annotations.value(RESTRICTIONS);
            let records = said.and_then(|said| said.property("RestrictedProperties"));
            for record in records.map_or(&[][..], Expression::items) {
                let path = record.property("NavigationProperty");
                let path = path.and_then(Expression::as_path);
                let found = path.and_then(|path| follow(plan.model, one.entity_type, path));
                if let Some(property) = found {
                    places.records.or_default(property).push(record);
                }
            }
            let of = places.resources.entry(one.entity_type).or_default();
            of.push(one);
        }
        places
    }

    /// The entity sets and singletons of exactly that type.
    pub(super) fn own(&self, id: StructuredTypeId) -> &[Resource<'m>] {
        self.resources.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The other places of a type.
    pub(super) fn elsewhere(&self, id: StructuredTypeId) -> Elsewhere<'_, 'm> {
        let model = self.plan.model;
        let bases = model.lineage(id).filter(|base| *base != id);
        let of_bases = bases.flat_map(|base| self.own(base));
        let own = self.own(id);
        let singletons = own.iter().filter(|one| !one.is_set());
        // Each where it is declared: all that extend its owner have it too.
        let links = self.plan.links.iter();
        let links = links.filter(|link| link.is_generated && link.owner == link.declared_by);
        let links = links.filter(|link| !own.is_empty() && model.is_a(id, link.target));
        let behind = links.map(|link| {
            let records = self.records.get(link.property);
            (link.property, records.map_or(&[][..], Vec::as_slice))
        });
        Elsewhere {
            of_bases: of_bases.collect(),
            singletons: singletons.collect(),
            behind: behind.collect(),
        }
    }
}

/// The navigation property that a path from a type ends with.
fn follow<'m>(
    model: &'m Model,
    from: StructuredTypeId,
    path: &str,
) -> Option<&'m NavigationProperty> {
    let (way, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut ty = from;
    for segment in way.split('/').filter(|segment| !segment.is_empty()) {
        if segment.contains('.') {
            ty = model.find_structured_type(segment)?;
            continue;
        }
        let structural = || Some(&model.property(ty, segment)?.ty);
        let navigation = model.navigation_property(ty, segment);
        let of = navigation.map(|one| &one.ty).or_else(structural)?;
        let TypeKind::Structured(next) = of.kind else {
            return None;
        };
        ty = next;
    }
    model.navigation_property(ty, name)
}

/// The other places of one type.
pub(super) struct Elsewhere<'p, 'm> {
    of_bases: Vec<&'p Resource<'m>>,
    singletons: Vec<&'p Resource<'m>>,
    /// Navigation properties that lead to it or to a base type, and what is said of them.
    behind: Vec<(&'m NavigationProperty, &'p [&'m Expression])>,
}

impl Elsewhere<'_, '_> {
    /// Whether a property that the type's own sets restrict can be used so in another place.
    ///
    /// What is contained is in no entity set, so that none speaks for it; anything else that a navigation property leads to is
    /// taken to be in the set of its type, unless it is said that it supports more.
    pub(super) fn opens(&self, asked: &Asked, property: &str) -> bool {
        let is_open = |one: &&Resource<'_>| {
            let said = Capability::of(one, asked.term);
            asked.restricts(&said, property) != Some(true)
        };
        let mut bases = self.of_bases.iter().copied();
        if bases.any(|one| (one.is_set() || asked.of_one) && is_open(&one)) {
            return true;
        }
        let is_open_behind = |(link, records): &(&NavigationProperty, &[&Expression])| {
            if !link.ty.collection && !asked.of_one {
                return false;
            }
            let mut said = records.iter().map(|record| {
                let said = record.property(asked.term);
                said.and_then(|value| asked.restricts(&Capability::of_value(value), property))
            });
            match link.contains_target {
                true => said.len() == 0 || said.any(|said| said != Some(true)),
                false => said.any(|said| said == Some(false)),
            }
        };
        self.behind.iter().any(is_open_behind)
    }

    /// The same of what is set when an entity is updated, which singletons are too.
    pub(super) fn opens_update(&self, asked: &Asked, property: &str) -> bool {
        let is_open = |one: &&&Resource<'_>| {
            let said = Capability::of(one, asked.term);
            asked.restricts(&said, property) != Some(true)
        };
        self.singletons.iter().any(|one| is_open(&one)) || self.opens(asked, property)
    }
}
