//! The operations of all pages, each once, sorted by what they are about.

use std::collections::{HashMap, HashSet};

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::{SourceId, Span, Spanned};

use super::route::Route;
use crate::pages::{Method, OperationFacts, Page, Sample};

/// An operation of the service, and the page that it stands on.
#[derive(Clone, Debug)]
pub(super) struct Operation<'a> {
    /// The page.
    pub page: SourceId,
    /// What it says.
    pub facts: &'a OperationFacts,
    /// What its path addresses.
    pub route: Route,
    /// What it does.
    pub kind: OperationKind,
    /// The samples of it, on its own page and on others.
    pub samples: Vec<&'a Sample>,
    /// Where other pages define it again, with an answer of their own.
    pub repeated: Vec<Span>,
}

/// What an operation does, in the terms of OData.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OperationKind {
    /// Reads an entity set.
    List,
    /// Reads a singleton.
    Singleton,
    /// Reads the entity with a key.
    Get,
    /// Inserts an entity.
    Insert,
    /// Changes an entity.
    Update,
    /// Deletes an entity.
    Delete,
    /// Follows a navigation property.
    Navigation,
    /// Calls a function.
    Function,
    /// Calls an action.
    Action,
}

impl OperationKind {
    /// `list`, `navigation`, …
    pub fn as_str(self) -> &'static str {
        match self {
            OperationKind::List => "list",
            OperationKind::Singleton => "singleton",
            OperationKind::Get => "get",
            OperationKind::Insert => "insert",
            OperationKind::Update => "update",
            OperationKind::Delete => "delete",
            OperationKind::Navigation => "navigation",
            OperationKind::Function => "function",
            OperationKind::Action => "action",
        }
    }
}

/// Every operation that the pages document below the root, each once: what an example repeats is taken as an example.
pub(super) fn operations<'a>(
    pages: &'a [Page],
    root: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Operation<'a>> {
    let mut found: Vec<Operation<'a>> = Vec::new();
    let mut places: HashMap<(Method, String), usize> = HashMap::new();
    let all = || {
        pages.iter().flat_map(|page| {
            page.operations
                .iter()
                .map(move |facts| (page.source, facts))
        })
    };
    let defined = all().filter(|(_, facts)| !facts.request.from_example);
    let shown = all().filter(|(_, facts)| facts.request.from_example);
    for (page, facts) in defined.chain(shown) {
        if facts.request.below(root).is_none() {
            diagnostics.extend((!facts.request.from_example).then(|| elsewhere(facts, root)));
            continue;
        }
        let Some(route) = Route::of(&facts.request, root) else {
            // What an example shows was told of already where it was defined.
            diagnostics.extend((!facts.request.from_example).then(|| left_out(facts)));
            continue;
        };
        let samples: Vec<&Sample> = facts.samples.iter().collect();
        let path = (facts.request.method, route.path());
        let at = match facts.request.from_example {
            true => found
                .iter()
                .position(|known| known.facts.request.is_same(&facts.request, root)),
            false => places.get(&path).copied(),
        };
        if let Some(known) = at.and_then(|at| found.get_mut(at)) {
            if !facts.request.from_example {
                // The definition that shows an answer is the one that was meant.
                if known.samples.is_empty() && !samples.is_empty() {
                    diagnostics.push(defined_twice(known.facts, facts));
                    *known = operation(page, facts, route, samples);
                    continue;
                }
                diagnostics.push(defined_twice(facts, known.facts));
                known
                    .repeated
                    .extend((!samples.is_empty()).then(|| facts.request.span()));
            }
            known.samples.extend(samples);
            continue;
        }
        places.entry(path).or_insert(found.len());
        found.push(operation(page, facts, route, samples));
    }
    let inside: HashSet<String> = found.iter().filter_map(|one| one.route.inside()).collect();
    for one in &mut found {
        if one.route.leads().is_some_and(|path| inside.contains(&path)) {
            one.kind = OperationKind::Navigation;
        }
    }
    found
}

fn operation<'a>(
    page: SourceId,
    facts: &'a OperationFacts,
    route: Route,
    samples: Vec<&'a Sample>,
) -> Operation<'a> {
    Operation {
        page,
        facts,
        kind: kind(facts, &route),
        route,
        samples,
        repeated: Vec::new(),
    }
}

pub(super) fn left_out(facts: &OperationFacts) -> Diagnostic {
    Diagnostic::warning(
        "operation-left-out",
        format!(
            "`{} {}` is left out: its path leads deeper than an entity and what is bound to it",
            facts.request.method, facts.request.url.value
        ),
    )
    .at(facts.request.span(), "such as `set/{id}/members/{id}`")
    .help("declare what it leads to in metadata.xml, or leave its page out of `docs`")
}

fn elsewhere(facts: &OperationFacts, root: &str) -> Diagnostic {
    Diagnostic::warning(
        "operation-elsewhere",
        format!(
            "`{} {}` is left out: it is not below `{root}`, where `base-url` leads",
            facts.request.method, facts.request.url.value
        ),
    )
    .at(facts.request.span(), "its path begins otherwise")
    .help("`base-url` in service.toml ends with what all paths begin with, such as `/api/`")
}

fn defined_twice(facts: &OperationFacts, known: &OperationFacts) -> Diagnostic {
    Diagnostic::warning(
        "operation-defined-twice",
        format!(
            "`{} {}` is defined by two pages",
            facts.request.method, facts.request.url.value
        ),
    )
    .at(facts.request.span(), "this definition is not used")
    .at(known.request.span(), "this one is")
}

fn kind(facts: &OperationFacts, route: &Route) -> OperationKind {
    match (route, facts.request.method) {
        (Route::Set(_), Method::Get) if facts.returns_collection() => OperationKind::List,
        (Route::Set(_), Method::Get) => OperationKind::Singleton,
        (Route::Set(_), Method::Post) => OperationKind::Insert,
        (Route::Set(_) | Route::Entity { .. }, Method::Patch | Method::Put) => {
            OperationKind::Update
        }
        (Route::Set(_) | Route::Entity { .. }, Method::Delete) => OperationKind::Delete,
        (Route::Entity { .. }, Method::Get) => OperationKind::Get,
        (Route::OfEntity { member, .. }, Method::Get) => {
            // A navigation property takes no parameters, and its name is no verb.
            let is_verb = member
                .name
                .value
                .get(..3)
                .is_some_and(|start| start.eq_ignore_ascii_case("get"));
            let takes = facts
                .parameters
                .iter()
                .any(|one| !one.name.value.starts_with('$'));
            match member.arguments.is_some() || takes || is_verb {
                true => OperationKind::Function,
                false => OperationKind::Navigation,
            }
        }
        (Route::Inside { .. }, _) => OperationKind::Navigation,
        (Route::OfSet { .. }, Method::Get) => OperationKind::Function,
        (Route::Entity { .. }, Method::Post) => OperationKind::Action,
        (Route::OfEntity { .. } | Route::OfSet { .. }, _) => OperationKind::Action,
    }
}

/// What the pages say about one entity set or singleton.
pub(super) struct SetFacts<'a> {
    /// The segment of the URL.
    pub(super) name: Spanned<String>,
    pub(super) list: Option<&'a Operation<'a>>,
    pub(super) insert: Option<&'a Operation<'a>>,
    /// The operations on one entity, with the placeholder of its key.
    pub(super) by_key: Vec<(Spanned<String>, &'a Operation<'a>)>,
    pub(super) is_singleton: bool,
    /// Whether something else is read by its key behind the name alone: `me/messages/{id}`.
    holds: bool,
}

/// The entity sets and singletons: whatever is listed, inserted into, or has an entity with a key.
pub(super) fn sets<'a>(operations: &'a [Operation<'a>]) -> Vec<SetFacts<'a>> {
    let mut sets: Vec<SetFacts<'a>> = Vec::new();
    for one in operations {
        let name = one.route.set();
        let is_set = matches!(
            one.kind,
            OperationKind::List | OperationKind::Singleton | OperationKind::Insert
        ) || matches!(
            one.route,
            Route::Entity { .. } | Route::OfEntity { .. } | Route::Inside { .. }
        );
        if !is_set {
            continue;
        }
        let at = sets
            .iter()
            .position(|set| set.name.value.eq_ignore_ascii_case(&name.value));
        let at = at.unwrap_or_else(|| {
            sets.push(SetFacts {
                name: name.clone(),
                list: None,
                insert: None,
                by_key: Vec::new(),
                is_singleton: false,
                holds: false,
            });
            sets.len() - 1
        });
        let Some(set) = sets.get_mut(at) else {
            continue;
        };
        match (one.kind, &one.route) {
            (OperationKind::List, _) => {
                set.list = Some(one);
                set.name = name.clone();
            }
            (OperationKind::Singleton, _) => {
                set.list = Some(one);
                set.is_singleton = true;
            }
            (OperationKind::Insert, _) => set.insert = Some(one),
            (
                _,
                Route::Entity { key, .. }
                | Route::OfEntity { key, .. }
                | Route::Inside { key: Some(key), .. },
            ) => set.by_key.push((key.clone(), one)),
            (_, Route::Inside { key: None, .. }) => set.holds = true,
            _ => {}
        }
    }
    for set in &mut sets {
        let is_none = set.list.is_none() && set.insert.is_none() && set.by_key.is_empty();
        set.is_singleton |= set.holds && is_none;
    }
    sets
}

impl<'a> SetFacts<'a> {
    /// The name in `@odata.context`, by the samples of the list.
    pub(super) fn context_name(&self) -> Option<Spanned<&'a str>> {
        self.list?
            .samples
            .iter()
            .find_map(|sample| sample.context_set())
    }

    /// The operation of that kind on one entity.
    pub(super) fn on_entity(&self, kind: OperationKind) -> Option<&'a Operation<'a>> {
        let mut on_entity = self.by_key.iter().map(|(_, one)| *one);
        on_entity.find(|one| one.kind == kind && matches!(one.route, Route::Entity { .. }))
    }
}
