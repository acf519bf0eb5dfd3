//! Annotations that stand apart from what they are about (CSDL XML 4.01, 5.2 and 14.2.1).

use std::borrow::Cow;
use std::ops::Range;

use foldhash::{HashMap, HashSet};
use odata_core::names::nearest;

use crate::diagnostic::Diagnostic;
use crate::model::annotations::External;
use crate::model::names::Scope;
use crate::model::resolve::Resolver;
use crate::model::resolve::lookup::LONGEST_COMPARED;
use crate::model::{Annotations, EntityContainer, Model, StructuredTypeId};
use crate::source::{Span, Spanned};
use crate::syntax::{Annotation, ExternalAnnotations};

/// How much longer a namespace is than its alias.
const USUAL_NAMESPACE: usize = 32;

#[derive(Default)]
pub(super) struct Externals {
    by_target: HashMap<String, External>,
    /// The names that targets begin with.
    roots: HashSet<String>,
}

impl Externals {
    /// Whether anything is said from outside about the element of that full name, or about a part of it.
    pub(super) fn are_about(&self, name: &str) -> bool {
        self.roots.contains(name)
    }

    pub(super) fn take(&mut self, path: &str) -> Option<&Annotations> {
        let found = self.by_target.get_mut(path)?;
        found.is_taken = true;
        Some(&found.said)
    }

    fn add_root(&mut self, target: &str) {
        let root = target.split(['/', '(', '@']).next().unwrap_or_default();
        if !self.roots.contains(root) {
            self.roots.insert(root.to_owned());
        }
    }
}

impl Resolver<'_> {
    pub(super) fn collect_externals(&mut self, externals: Vec<(usize, Vec<ExternalAnnotations>)>) {
        let count = externals.iter().map(|(_, externals)| externals.len()).sum();
        self.externals.by_target.reserve(count);
        let externals = externals
            .into_iter()
            .flat_map(|(scope, externals)| externals.into_iter().map(move |one| (scope, one)));
        for (at, (scope, external)) in externals.enumerate() {
            let Spanned {
                value: target,
                span,
            } = external.target;
            let (target, written) = match self.full_target(scope, &target, span) {
                Cow::Owned(full) => (full, Some(target)),
                Cow::Borrowed(_) => (target, None),
            };
            let mut asked = external.annotations;
            asked.retain_mut(|one| {
                self.complete(scope, one);
                if one.qualifier.is_none() {
                    one.qualifier.clone_from(&external.qualifier);
                }
                self.is_asked_for(scope, &target, one)
            });
            if asked.is_empty() {
                continue;
            }
            if let Some(known) = self.externals.by_target.get_mut(&target) {
                let known = known.said.own().into_iter();
                known.for_each(|known| known.append(&mut asked));
                continue;
            }
            self.externals.add_root(&target);
            let external = External {
                said: Annotations::new(asked),
                written,
                span,
                at,
                is_taken: false,
            };
            self.externals.by_target.insert(target, external);
        }
        self.share_externals();
    }

    /// Leaves out what is said twice of a target; what is left can be said of the element, too.
    fn share_externals(&mut self) {
        let all = self.externals.by_target.iter();
        let several = all.filter(|(_, one)| one.said.iter().nth(1).is_some());
        let mut several: Vec<String> = several.map(|(target, _)| target.clone()).collect();
        // Only of these is anything said, in a fixed order.
        several.sort_unstable();
        for target in several {
            let found = self.externals.by_target.get_mut(&target);
            let said = found.and_then(|one| Some(std::mem::take(one.said.own()?)));
            let said = self.without_repeated(said.unwrap_or_default());
            if let Some(one) = self.externals.by_target.get_mut(&target) {
                one.said = said;
            }
        }
        for one in self.externals.by_target.values_mut() {
            one.said.share();
        }
    }

    /// Whether an annotation of a document is taken: all of the service's own are, of others those that are included
    /// (CSDL XML 4.01, 3.5).
    fn is_asked_for(&self, scope: usize, target: &str, annotation: &Annotation) -> bool {
        let Some(at) = scope.checked_sub(self.given) else {
            return true;
        };
        let Some(referenced) = self.referenced.get(at) else {
            return true;
        };
        let name = target.split(['/', '(', '@']).next().unwrap_or_default();
        if referenced.annotations.is_empty() {
            let own = |scope: &Scope| {
                let namespace = name
                    .rsplit_once('.')
                    .map_or(name, |(namespace, _)| namespace);
                scope.own.contains(namespace) || scope.own.contains(name)
            };
            return self.scopes.get(scope).is_some_and(own);
        }
        let term = annotation.term.as_str();
        let term = term.rsplit_once('.').map_or("", |(namespace, _)| namespace);
        let qualifier = annotation.qualifier.as_ref().map(|one| one.as_str());
        referenced.annotations.iter().any(|filter| {
            let is_of = |namespace: &Spanned<String>| {
                let simple = name.strip_prefix(namespace.as_str());
                simple.is_some_and(|rest| {
                    rest.is_empty() || rest.strip_prefix('.').is_some_and(|one| !one.contains('.'))
                })
            };
            filter.term_namespace.value == term
                && filter
                    .qualifier
                    .as_ref()
                    .is_none_or(|one| qualifier == Some(one.as_str()))
                && filter.target_namespace.as_ref().is_none_or(is_of)
        })
    }

    /// `Alias.Operation(Alias.Type,Collection(Alias.Type))/Parameter` with every name in full.
    pub(super) fn full_target<'t>(
        &mut self,
        scope: usize,
        target: &'t str,
        span: Span,
    ) -> Cow<'t, str> {
        if let Some(scope) = self.scopes.get(scope)
            && let Some(namespace) = scope.aliases.get(target)
        {
            return Cow::Owned(namespace.clone());
        }
        let is_mark = |byte| matches!(byte, b'/' | b'(' | b')' | b',' | b'@' | b'#' | b' ');
        let mut full = Cow::Borrowed("");
        let mut rest = target;
        while !rest.is_empty() {
            let end = rest.bytes().position(is_mark).unwrap_or(rest.len());
            let (name, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
            let start = target.len().saturating_sub(rest.len());
            match self.meant(scope, name, span) {
                Some((namespace, simple)) => {
                    let full = owned(&mut full, target);
                    full.push_str(namespace);
                    full.push('.');
                    full.push_str(simple);
                }
                None => extend(&mut full, target, start..start.saturating_add(end)),
            }
            let mut behind = behind.chars();
            let mark = start.saturating_add(end);
            match behind.next() {
                Some(' ') => drop(owned(&mut full, target)),
                Some(_) => extend(&mut full, target, mark..mark.saturating_add(1)),
                None => {}
            }
            rest = behind.as_str();
        }
        full
    }

    /// Says which targets there are not, and keeps all by target.
    pub(super) fn finish_externals(&mut self) {
        let all = self.externals.by_target.iter();
        let left = all.filter(|(_, one)| !one.is_taken);
        let mut left: Vec<_> = left
            .map(|(full, one)| (one.at, full.clone(), one.written.clone(), one.span))
            .collect();
        left.sort_by_key(|(at, ..)| *at);
        let mut known = Known::default();
        left.retain(|(_, full, ..)| !self.may_exist(full, &mut known));
        drop(known);
        for (_, full, written, span) in left {
            let message = format!(
                "there is no `{}` for these annotations to be about",
                written.as_ref().unwrap_or(&full)
            );
            let mut warning =
                Diagnostic::warning("unknown-target", message).at(span, "kept, but not attached");
            if let Some(near) = self.near_target(&full) {
                warning = warning.help(format!("did you mean `{near}`?"));
            }
            self.diagnostics.push(warning);
        }
        self.model.external_annotations = std::mem::take(&mut self.externals.by_target);
    }

    /// Whether a target names an inherited property, something of another document, or a path that is not followed.
    fn may_exist<'m>(&'m self, full: &str, known: &mut Known<'m>) -> bool {
        let mut segments = full.split('/');
        let root = segments.next().unwrap_or_default();
        let name = root.split(['(', '@']).next().unwrap_or_default();
        let namespace = name.rsplit_once('.').map_or("", |(namespace, _)| namespace);
        if !self.namespaces.contains(namespace) {
            return self
                .scopes
                .iter()
                .any(|scope| scope.included.contains_key(namespace));
        }
        if full.contains('@') {
            return true;
        }
        let (second, third, more) = (segments.next(), segments.next(), segments.next());
        let Some(second) = second else {
            return false;
        };
        if let Some(third) = third {
            // Where it is a property of what is in a set, it is one that there is.
            return more.is_some() || self.is_in_set(name, second, third, known) != Some(false);
        }
        let Some(id) = self.model.find_structured_type(name) else {
            return false;
        };
        second.contains('.') || known.members(&self.model, id).contains(second)
    }

    /// Whether entities of a set, or a singleton, have such a property; nothing where that is not followed.
    fn is_in_set<'m>(
        &'m self,
        container: &str,
        child: &str,
        property: &str,
        known: &mut Known<'m>,
    ) -> Option<bool> {
        let children = known.children(&self.model).get(container)?;
        let Some(&id) = children.get(child) else {
            return Some(false);
        };
        // A derived type stands there by its name.
        let is_there = property.contains(['.', '$']);
        Some(is_there || known.members(&self.model, id).contains(property))
    }

    fn near_target(&mut self, full: &str) -> Option<String> {
        if self.suggestions_left == 0 || full.len() > 512 {
            return None;
        }
        self.suggestions_left = self.suggestions_left.saturating_sub(1);
        let (root, last) = match full.split_once('/') {
            Some((root, last)) => (root, last),
            None => {
                let (namespace, simple) = full.rsplit_once('.')?;
                let all = self
                    .declared_names()
                    .filter_map(|name| name.rsplit_once('.'));
                let mut siblings: Vec<&str> = all
                    .filter(|(own, _)| *own == namespace)
                    .map(|(_, name)| name)
                    .collect();
                siblings.retain(|name| name.len() <= LONGEST_COMPARED);
                siblings.sort_unstable();
                return nearest(simple, siblings).map(|near| format!("{namespace}.{near}"));
            }
        };
        let mut names: Vec<&str> = Vec::new();
        if let Some(id) = self.model.find_structured_type(root) {
            names.extend(
                self.model
                    .properties(id)
                    .map(|property| property.name.as_str()),
            );
            names.extend(
                self.model
                    .navigation_properties(id)
                    .map(|property| property.name.as_str()),
            );
        }
        for container in self
            .model
            .containers
            .iter()
            .filter(|one| one.name.to_string() == root)
        {
            names.extend(container.entity_sets.iter().map(|set| set.name.as_str()));
            names.extend(
                container
                    .singletons
                    .iter()
                    .map(|singleton| singleton.name.as_str()),
            );
        }
        names.retain(|name| name.len() <= LONGEST_COMPARED);
        nearest(last, names).map(|near| format!("{root}/{near}"))
    }
}

/// Tables for looking at targets; without them, many targets in a large type would take long.
#[derive(Default)]
struct Known<'m> {
    members: HashMap<StructuredTypeId, HashSet<&'m str>>,
    /// The types of entity sets and singletons, by the full names of containers.
    children: Option<HashMap<String, HashMap<&'m str, StructuredTypeId>>>,
}

impl<'m> Known<'m> {
    fn members(&mut self, model: &'m Model, id: StructuredTypeId) -> &HashSet<&'m str> {
        self.members.entry(id).or_insert_with(|| {
            let structural = model.properties(id).map(|one| one.name.as_str());
            let navigation = model.navigation_properties(id);
            structural
                .chain(navigation.map(|one| one.name.as_str()))
                .collect()
        })
    }

    fn children(
        &mut self,
        model: &'m Model,
    ) -> &HashMap<String, HashMap<&'m str, StructuredTypeId>> {
        self.children.get_or_insert_with(|| {
            let of = |container: &'m EntityContainer| {
                let sets = container.entity_sets.iter();
                let sets = sets.map(|one| (one.name.as_str(), one.entity_type));
                let singletons = container.singletons.iter();
                let singletons = singletons.map(|one| (one.name.as_str(), one.entity_type));
                (container.name.to_string(), sets.chain(singletons).collect())
            };
            model.containers.iter().map(of).collect()
        })
    }
}

/// A beginning of a text that differs from it from here on.
fn owned<'f>(full: &'f mut Cow<'_, str>, target: &str) -> &'f mut String {
    if let Cow::Borrowed(same) = *full {
        let mut text = String::with_capacity(target.len().saturating_add(USUAL_NAMESPACE));
        text.push_str(same);
        *full = Cow::Owned(text);
    }
    full.to_mut()
}

/// Goes on as the text does.
fn extend<'t>(full: &mut Cow<'t, str>, target: &'t str, part: Range<usize>) {
    match full {
        Cow::Borrowed(_) => *full = Cow::Borrowed(target.get(..part.end).unwrap_or_default()),
        Cow::Owned(text) => text.push_str(target.get(part).unwrap_or_default()),
    }
}
