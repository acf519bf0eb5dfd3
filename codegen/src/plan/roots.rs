//! What a client begins at: entity sets, singletons, and paths from them such as `security/alerts_v2`.

use std::collections::BTreeSet;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::model::{EntitySet, Model, Singleton, StructuredTypeId, TypeKind};
use odata_csdl::source::Spanned;

use crate::service::Service;
use crate::wanted::{Wanted, fits, unmet};

/// What is asked for by the name that a path begins with.
#[derive(Default)]
pub(super) struct Roots<'m> {
    pub(super) sets: Vec<&'m EntitySet>,
    pub(super) singletons: Vec<&'m Singleton>,
    /// The navigation properties of the paths.
    pub(super) navigation: BTreeSet<(StructuredTypeId, &'m str)>,
}

impl Roots<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.sets.is_empty() && self.singletons.is_empty()
    }
}

/// Chooses them, in the order of the model; a name that is not there is an error.
pub(super) fn choose<'m>(
    service: &Service,
    wanted: &Wanted<'_>,
    model: &'m Model,
    diagnostics: &mut Diagnostics,
) -> Roots<'m> {
    let containers = || model.service_containers();
    let all_sets: Vec<&EntitySet> = containers().flat_map(|one| &one.entity_sets).collect();
    let all_singletons: Vec<&Singleton> = containers().flat_map(|one| &one.singletons).collect();
    let mut navigation = BTreeSet::new();
    // The first names of paths.
    let mut begun: BTreeSet<&str> = BTreeSet::new();
    let mut patterns: Vec<&str> = Vec::new();
    for entry in &service.entity_sets {
        if let Some((first, path)) = entry.value.split_once('/') {
            match begin(model, first) {
                Some(ty) => follow(model, ty, path, entry, &mut navigation, diagnostics),
                None => diagnostics.push(unknown_beginning(service, model, entry, first)),
            }
            begun.insert(first);
            continue;
        }
        patterns.push(&entry.value);
        if !all_sets.iter().any(|set| fits(&entry.value, &set.name)) {
            diagnostics.push(unknown_set(service, model, entry, &all_sets));
        }
    }
    let is_set = |set: &&EntitySet| {
        let name = set.name.as_str();
        wanted.every_set()
            || begun.contains(name)
            || patterns.iter().any(|pattern| fits(pattern, name))
    };
    let is_singleton =
        |one: &&Singleton| wanted.singleton(&one.name) || begun.contains(one.name.as_str());
    Roots {
        sets: all_sets.into_iter().filter(is_set).collect(),
        singletons: all_singletons.into_iter().filter(is_singleton).collect(),
        navigation,
    }
}

/// The type of the entity set or singleton with that name.
fn begin(model: &Model, name: &str) -> Option<StructuredTypeId> {
    let mut containers = model.service_containers();
    containers.find_map(|container| {
        let mut sets = container.entity_sets.iter();
        let set = sets.find(|set| set.name == name);
        let mut singletons = container.singletons.iter();
        let mut singleton = || singletons.find(|one| one.name == name);
        set.map(|set| set.entity_type)
            .or_else(|| singleton().map(|one| one.entity_type))
    })
}

/// Notes the navigation properties of a path.
fn follow<'m>(
    model: &'m Model,
    from: StructuredTypeId,
    path: &str,
    entry: &Spanned<String>,
    navigation: &mut BTreeSet<(StructuredTypeId, &'m str)>,
    diagnostics: &mut Diagnostics,
) {
    let mut owner = from;
    for segment in path.split('/') {
        let found = model.navigation_property(owner, segment);
        let target = found.and_then(|property| match property.ty.kind {
            TypeKind::Structured(target) => Some((property, target)),
            _ => None,
        });
        let Some((property, target)) = target else {
            let name = &model.structured_type(owner).name;
            let known = model.navigation_properties(owner);
            let known = known.map(|one| one.name.as_str());
            let message = format!("`{name}` has no navigation property `{segment}`");
            diagnostics.push(
                Diagnostic::error("unknown-navigation-property", message)
                    .at(entry.span, "the path goes through it")
                    .suggest(segment, known)
                    .help("a path is an entity set or a singleton, then names of navigation properties, without patterns"),
            );
            return;
        };
        navigation.insert((owner, property.name.as_str()));
        owner = target;
    }
}

fn unknown_beginning(
    service: &Service,
    model: &Model,
    entry: &Spanned<String>,
    first: &str,
) -> Diagnostic {
    let message = format!(
        "{} has no entity set or singleton `{first}`",
        service.name.value
    );
    let containers = model.service_containers();
    let known = containers.flat_map(|one| {
        let sets = one.entity_sets.iter().map(|set| set.name.as_str());
        sets.chain(one.singletons.iter().map(|one| one.name.as_str()))
    });
    Diagnostic::error("unknown-entity-set", message)
        .at(entry.span, "the path begins there")
        .suggest(first, known)
        .help("a path is an entity set or a singleton, then names of navigation properties, without patterns")
}

fn unknown_set(
    service: &Service,
    model: &Model,
    entry: &Spanned<String>,
    all: &[&EntitySet],
) -> Diagnostic {
    let names = all.iter().map(|set| set.name.as_str());
    if entry.value.contains('*') {
        let known: Vec<String> = names.map(str::to_owned).collect();
        let message = format!("`{}` asks for no entity set", entry.value);
        return unmet(message, entry, &known).help(known_sets(known.iter().map(String::as_str)));
    }
    let message = format!("{} has no entity set `{}`", service.name.value, entry.value);
    let error = Diagnostic::error("unknown-entity-set", message).at(entry.span, "asked for here");
    if model.singleton(&entry.value).is_some() {
        return error.help("it is a singleton: write it into the list `singletons`");
    }
    error
        .suggest(&entry.value, names.clone())
        .help(known_sets(names))
}

fn known_sets<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 20;
    let names: Vec<&str> = names.collect();
    let more = if names.len() > SHOWN { ", ..." } else { "" };
    let shown: Vec<&str> = names.iter().take(SHOWN).copied().collect();
    match names.is_empty() {
        true => "its documents have none at all".to_owned(),
        false => format!("its entity sets are {}{more}", shown.join(", ")),
    }
}
