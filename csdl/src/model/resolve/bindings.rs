//! Navigation property bindings: each path leads to a navigation property, each target to a set or a singleton
//! (CSDL XML 4.01, 13.4). Those that do not are left out.

use foldhash::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::model::names::Scope;
use crate::model::resolve::Resolver;
use crate::model::resolve::lookup::LONGEST_COMPARED;
use crate::model::{Model, StructuredTypeId, TypeKind};
use crate::source::{Span, Spanned};
use crate::syntax::NavigationPropertyBinding;

/// A binding that leads nowhere, by the set or singleton it stands in.
type Lost = HashSet<(Span, String, String)>;

impl<'a> Resolver<'a> {
    pub(super) fn check_bindings(&mut self) {
        // Out of the resolver for a while, so that tables can point into it.
        let mut model = std::mem::take(&mut self.model);
        let mut lost = Lost::default();
        let mut paths = Paths::of(&model);
        for (scope, schema) in self.schemas() {
            for container in &schema.entity_containers {
                let full = format!("{}.{}", schema.namespace.value, container.name.value);
                let Some(&at) = paths.containers.get(&full) else {
                    continue;
                };
                let sets = container.entity_sets.iter();
                let sets = sets.map(|one| (&one.name, &one.navigation_property_bindings));
                let singletons = container.singletons.iter();
                let singletons =
                    singletons.map(|one| (&one.name, &one.navigation_property_bindings));
                for (owner, bindings) in sets.chain(singletons) {
                    let Some(start) = paths.child(at, owner.as_str()) else {
                        continue;
                    };
                    for binding in bindings {
                        self.check_binding(
                            &mut paths,
                            scope,
                            (at, start),
                            owner,
                            binding,
                            &mut lost,
                        );
                    }
                }
            }
        }
        // A container that extends another has copies of what that one holds.
        let keep = |owner: Span, binding: &crate::model::NavigationPropertyBinding| {
            !lost.contains(&(owner, binding.path.clone(), binding.target.clone()))
        };
        if !lost.is_empty() {
            for container in &mut model.containers {
                for set in &mut container.entity_sets {
                    let span = set.span;
                    set.navigation_property_bindings
                        .retain(|one| keep(span, one));
                }
                for one in &mut container.singletons {
                    let span = one.span;
                    one.navigation_property_bindings
                        .retain(|one| keep(span, one));
                }
            }
        }
        self.model = model;
    }

    fn check_binding(
        &mut self,
        paths: &mut Paths<'_>,
        scope: usize,
        (container, start): (usize, StructuredTypeId),
        owner: &Spanned<String>,
        binding: &NavigationPropertyBinding,
        lost: &mut Lost,
    ) {
        let path = self.full_path(scope, binding.path.as_str(), binding.path.span);
        let target = self.full_path(scope, binding.target.as_str(), binding.target.span);
        let mut end = paths.walk(start, path.split('/'));
        let (mut written, mut what) = (&binding.path, "no navigation property");
        if end.is_fine() {
            end = paths.target(self.scopes.get(scope), container, &target);
            (written, what) = (&binding.target, "no entity set and no singleton");
        }
        let message = format!(
            "the binding of `{}` names `{}`, which is {what}",
            owner.value, written.value
        );
        let mut warning = Diagnostic::warning("unresolved-binding", message);
        match end {
            End::Found | End::NotFollowed => return,
            End::Elsewhere => warning = warning.at(written.span, "the binding is left out"),
            End::Missing { segment, within } => {
                let label = format!("there is no `{segment}`: the binding is left out");
                warning = warning.at(written.span, label);
                if self.suggestions_left > 0 && segment.len() <= LONGEST_COMPARED {
                    self.suggestions_left = self.suggestions_left.saturating_sub(1);
                    warning = warning.suggest(&segment, paths.names(within));
                }
            }
        }
        self.diagnostics.push(warning);
        lost.insert((owner.span, path, target));
    }
}

/// Where a walk along a path ended.
enum End {
    /// At a navigation property, a set or a singleton.
    Found,
    /// At something that is not followed: of a document that was not given, of a type that is not there, a term.
    NotFollowed,
    /// At a name that is not there.
    Missing { segment: String, within: Within },
    /// At something else.
    Elsewhere,
}

impl End {
    fn is_fine(&self) -> bool {
        matches!(self, End::Found | End::NotFollowed)
    }
}

/// What a missing name was looked for in.
enum Within {
    Type(StructuredTypeId),
    Container(usize),
    Nothing,
}

/// The members of a type: whether each is a navigation property, and its type.
type Members<'m> = HashMap<&'m str, (bool, &'m TypeKind)>;

/// Tables for following paths; without them, many bindings of a large type would take long.
struct Paths<'m> {
    model: &'m Model,
    containers: HashMap<String, usize>,
    children: Vec<HashMap<&'m str, StructuredTypeId>>,
    members: HashMap<StructuredTypeId, Members<'m>>,
}

impl<'m> Paths<'m> {
    fn of(model: &'m Model) -> Self {
        let all = model.containers.iter().enumerate();
        let children = |container: &'m crate::model::EntityContainer| {
            let sets = container.entity_sets.iter();
            let sets = sets.map(|one| (one.name.as_str(), one.entity_type));
            let singletons = container.singletons.iter();
            let singletons = singletons.map(|one| (one.name.as_str(), one.entity_type));
            sets.chain(singletons).collect()
        };
        Paths {
            model,
            containers: all.map(|(at, one)| (one.name.to_string(), at)).collect(),
            children: model.containers.iter().map(children).collect(),
            members: HashMap::default(),
        }
    }

    fn child(&self, container: usize, name: &str) -> Option<StructuredTypeId> {
        self.children.get(container)?.get(name).copied()
    }

    fn members(&mut self, id: StructuredTypeId) -> &Members<'m> {
        let model = self.model;
        self.members.entry(id).or_insert_with(|| {
            let properties = model.properties(id);
            let properties = properties.map(|one| (one.name.as_str(), (false, &one.ty.kind)));
            let navigation = model.navigation_properties(id);
            let navigation = navigation.map(|one| (one.name.as_str(), (true, &one.ty.kind)));
            properties.chain(navigation).collect()
        })
    }

    /// Follows properties, navigation properties and type casts.
    fn walk<'p>(
        &mut self,
        start: StructuredTypeId,
        segments: impl Iterator<Item = &'p str>,
    ) -> End {
        let mut at = start;
        let mut is_navigation = false;
        for segment in segments {
            let missing = |within: Within| End::Missing {
                segment: segment.to_owned(),
                within,
            };
            if segment.contains('@') {
                return End::NotFollowed;
            }
            if segment.contains('.') {
                match self.model.find_structured_type(segment) {
                    Some(id) => at = id,
                    None => return missing(Within::Nothing),
                }
                continue;
            }
            let Some(&(leads, kind)) = self.members(at).get(segment) else {
                return missing(Within::Type(at));
            };
            is_navigation = leads;
            match kind {
                TypeKind::Structured(id) => at = *id,
                TypeKind::Unknown(_) => return End::NotFollowed,
                // `Edm.EntityType`, which any entity is.
                TypeKind::Other(_) if is_navigation => return End::NotFollowed,
                _ => return End::Elsewhere,
            }
        }
        match is_navigation {
            true => End::Found,
            false => End::Elsewhere,
        }
    }

    /// `Set`, `Singleton`, one of another container after its name, or a path that goes on from there.
    fn target(&mut self, scope: Option<&Scope>, container: usize, target: &str) -> End {
        let mut segments = target.split('/').peekable();
        let first = segments.next().unwrap_or_default();
        let (container, name) = match first.rsplit_once('.') {
            None => (container, first),
            Some((namespace, _)) => match self.containers.get(first) {
                Some(&other) => (other, segments.next().unwrap_or_default()),
                None if scope.is_some_and(|scope| scope.included.contains_key(namespace)) => {
                    return End::NotFollowed;
                }
                None => {
                    return End::Missing {
                        segment: first.to_owned(),
                        within: Within::Nothing,
                    };
                }
            },
        };
        let Some(start) = self.child(container, name) else {
            return End::Missing {
                segment: name.to_owned(),
                within: Within::Container(container),
            };
        };
        match segments.peek() {
            None => End::Found,
            Some(_) => self.walk(start, segments),
        }
    }

    /// The names that could have been meant, in a fixed order.
    fn names(&mut self, within: Within) -> Vec<&'m str> {
        let mut names: Vec<&'m str> = match within {
            Within::Nothing => Vec::new(),
            Within::Type(id) => {
                let members = self.members(id).iter();
                let navigation = members.filter(|(_, (leads, _))| *leads);
                navigation.map(|(name, _)| *name).collect()
            }
            Within::Container(at) => {
                let children = self.children.get(at).into_iter().flatten();
                children.map(|(name, _)| *name).collect()
            }
        };
        names.retain(|name| name.len() <= LONGEST_COMPARED);
        names.sort_unstable();
        names
    }
}
