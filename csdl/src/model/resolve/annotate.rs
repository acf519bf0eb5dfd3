//! Annotations with all names in full.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::model::Annotations;
use crate::model::resolve::{Resolver, are_few_and_differ};
use crate::source::{Span, Spanned};
use crate::syntax::{Annotation, Expression, PropertyValue, Record};

impl Resolver<'_> {
    /// What is said about an element: inline, then from outside under any of the paths that lead to it.
    pub(super) fn annotations(
        &mut self,
        scope: usize,
        mut inline: Vec<Annotation>,
        paths: &[impl AsRef<str>],
    ) -> Annotations {
        self.all(scope, &mut inline);
        let mut merged = self.without_repeated(inline);
        for path in paths {
            if let Some(said) = self.externals.take(path.as_ref()) {
                merged.extend(said);
            }
        }
        merged
    }

    /// The first one of each term and qualifier; the others are said.
    pub(super) fn without_repeated(&mut self, all: Vec<Annotation>) -> Annotations {
        let names = all.iter().map(|one| (&one.term.value, qualifier(one)));
        if are_few_and_differ(names) {
            return Annotations::new(all);
        }
        let mut places: HashMap<(String, Option<String>), Span> = HashMap::default();
        let mut kept = Vec::with_capacity(all.len());
        for one in all {
            let name = (one.term.value.clone(), qualifier(&one).cloned());
            if let Some(&first) = places.get(&name) {
                let message = format!(
                    "`{}` is said twice of the same element; the first one counts",
                    name.0
                );
                let warning = Diagnostic::warning("duplicate-annotation", message);
                self.diagnostics.push(
                    warning
                        .at(one.term.span, "said again")
                        .at(first, "first said here"),
                );
                continue;
            }
            places.insert(name, one.term.span);
            kept.push(one);
        }
        Annotations::new(kept)
    }

    pub(super) fn complete(&mut self, scope: usize, annotation: &mut Annotation) {
        let term = &mut annotation.term;
        if let Cow::Owned(full) = self.full(scope, &term.value, term.span) {
            term.value = full;
        }
        let namespace = term
            .value
            .rsplit_once('.')
            .map_or("", |(namespace, _)| namespace);
        if self.namespaces.contains(namespace) && !self.terms_used.contains_key(&term.value) {
            self.terms_used.insert(term.value.clone(), term.span);
        }
        if let Some(expression) = &mut annotation.expression {
            self.expression(scope, expression);
        }
        self.all(scope, &mut annotation.annotations);
    }

    /// Says which terms of the documents' own vocabularies there are not.
    pub(super) fn check_terms(&mut self) {
        let terms = || self.model.terms.iter().map(|one| &one.name);
        let known: HashSet<String> = terms().map(ToString::to_string).collect();
        // A namespace without a term is no vocabulary, or one that is described elsewhere.
        let vocabularies: HashSet<&str> = terms().map(|name| name.namespace.as_str()).collect();
        let is_of_one = |name: &str| {
            let namespace = name.rsplit_once('.').map_or("", |(namespace, _)| namespace);
            vocabularies.contains(namespace)
        };
        let mut unknown: Vec<(String, Span)> = std::mem::take(&mut self.terms_used)
            .into_iter()
            .filter(|(name, _)| !known.contains(name) && is_of_one(name))
            .collect();
        unknown.sort();
        for (name, span) in unknown {
            let message = format!("there is no term `{name}`");
            self.diagnostics.push(
                Diagnostic::warning("unknown-term", message).at(span, "what it says is kept"),
            );
        }
    }

    fn all(&mut self, scope: usize, annotations: &mut [Annotation]) {
        for one in annotations {
            self.complete(scope, one);
        }
    }

    fn expression(&mut self, scope: usize, expression: &mut Expression) {
        match expression {
            Expression::EnumMember(members) => {
                let words = members.value.split_whitespace();
                let full: Vec<String> = words
                    .map(|word| self.full_path(scope, word, members.span))
                    .collect();
                members.value = full.join(" ");
            }
            Expression::Collection(collection) => {
                for item in &mut collection.items {
                    self.expression(scope, item);
                }
            }
            Expression::Record(record) => self.record(scope, record),
            Expression::Path(path)
            | Expression::PropertyPath(path)
            | Expression::NavigationPropertyPath(path)
            | Expression::AnnotationPath(path)
            | Expression::ModelElementPath(path) => self.path(scope, path),
            Expression::Dynamic(dynamic) => {
                // Functions, types and labels; what else there is has no dot between letters.
                for (_, name) in &mut dynamic.attributes {
                    self.path(scope, name);
                }
                if let Some(text) = dynamic
                    .text
                    .as_mut()
                    .filter(|_| dynamic.arguments.is_empty())
                {
                    self.path(scope, text);
                }
                for argument in &mut dynamic.arguments {
                    self.expression(scope, argument);
                }
                self.all(scope, &mut dynamic.annotations);
            }
            _ => {}
        }
    }

    fn path(&mut self, scope: usize, path: &mut Spanned<String>) {
        if path.value.contains('.')
            && let Cow::Owned(full) = self.full_target(scope, &path.value, path.span)
        {
            path.value = full;
        }
    }

    fn record(&mut self, scope: usize, record: &mut Record) {
        if let Some(ty) = &mut record.ty
            && let Cow::Owned(full) = self.full(scope, &ty.value, ty.span)
        {
            ty.value = full;
        }
        for PropertyValue {
            expression,
            annotations,
            ..
        } in &mut record.properties
        {
            if let Some(expression) = expression {
                self.expression(scope, expression);
            }
            self.all(scope, annotations);
        }
        self.all(scope, &mut record.annotations);
    }
}

fn qualifier(annotation: &Annotation) -> Option<&String> {
    annotation
        .qualifier
        .as_ref()
        .map(|qualifier| &qualifier.value)
}
