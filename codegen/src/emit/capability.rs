//! What a service says that an entity set can do: the set itself, or its container for all of its sets.

use odata_csdl::model::{EntityContainer, EntitySet, Model};
use odata_csdl::syntax::{Annotation, Expression};

const NAMESPACE: &str = "Org.OData.Capabilities.V1.";
const DEFAULTS: &str = "DefaultCapabilities";

/// One place where a term is used.
struct Said<'m> {
    value: &'m Expression,
    annotation: &'m Annotation,
    term: &'static str,
    /// Whose word it is.
    of: String,
}

/// What is said by one term of one set. The set's own word goes before that of its container, property by property, as
/// Capabilities.DefaultCapabilities has it.
pub(super) struct Capability<'m>(Vec<Said<'m>>);

impl<'m> Capability<'m> {
    pub(super) fn of(model: &'m Model, set: &'m EntitySet, term: &'static str) -> Self {
        let full = format!("{NAMESPACE}{term}");
        let mut all = Vec::new();
        if let Some(annotation) = set.annotations.get(&full)
            && let Some(value) = &annotation.expression
        {
            let of = format!("entity set `{}`", set.name);
            all.push(Said {
                value,
                annotation,
                term,
                of,
            });
        }
        if let Some(container) = container(model, set) {
            let of = || format!("entity container `{}`", container.name.name);
            if let Some(annotation) = container.annotations.get(&full)
                && let Some(value) = &annotation.expression
            {
                all.push(Said {
                    value,
                    annotation,
                    term,
                    of: of(),
                });
            }
            let defaults = container.annotations.get(&format!("{NAMESPACE}{DEFAULTS}"));
            if let Some(annotation) = defaults
                && let Some(value) = annotation.expression.as_ref()
                && let Some(value) = value.property(term)
            {
                all.push(Said {
                    value,
                    annotation,
                    term: DEFAULTS,
                    of: of(),
                });
            }
        }
        Capability(all)
    }

    /// The first that says something, and its words.
    pub(super) fn find<T>(
        &self,
        read: impl Fn(&'m Expression) -> Option<T>,
        document: impl Fn(&Annotation) -> String,
    ) -> Option<(T, String)> {
        self.0.iter().find_map(|said| {
            let found = read(said.value)?;
            let (term, of) = (said.term, &said.of);
            let document = document(said.annotation);
            Some((
                found,
                format!("`Capabilities.{term}` of {of} says so: {document}"),
            ))
        })
    }
}

fn container<'m>(model: &'m Model, set: &EntitySet) -> Option<&'m EntityContainer> {
    let mut containers = model.containers().iter();
    containers.find(|container| {
        let mut sets = container.entity_sets.iter();
        sets.any(|one| std::ptr::eq(one, set))
    })
}

/// A property of a record that is true or false.
pub(super) fn truth<'m>(name: &'static str) -> impl Fn(&'m Expression) -> Option<bool> {
    move |value| value.property(name)?.as_bool()
}

/// A property of a record that is a list of paths; an empty list says nothing.
pub(super) fn paths<'m>(name: &'static str) -> impl Fn(&'m Expression) -> Option<Vec<&'m str>> {
    move |value| {
        let items = value.property(name)?.items().iter();
        let paths: Vec<&str> = items.filter_map(Expression::as_path).collect();
        (!paths.is_empty()).then_some(paths)
    }
}
