//! What a service says that an entity set or a singleton can do: by itself, or by the container for all of its sets.

use odata_csdl::model::{Annotations, EntityContainer, EntitySet, Singleton, StructuredTypeId};
use odata_csdl::syntax::{Annotation, Expression};

use super::sets::Sets;
use super::targets::Targets;

const NAMESPACE: &str = "Org.OData.Capabilities.V1.";
const DEFAULTS: &str = "DefaultCapabilities";

/// One place where a term is used.
struct Said<'m> {
    value: &'m Expression,
    annotation: Option<&'m Annotation>,
    term: &'static str,
    /// Whose word it is.
    of: String,
}

/// What is said by one term of one resource. Its own word goes before that of its container, property by property, as
/// Capabilities.DefaultCapabilities has it.
pub(super) struct Capability<'m>(Vec<Said<'m>>);

/// What can be asked: an entity set or a singleton.
pub(super) struct Resource<'m> {
    pub(super) name: &'m str,
    pub(super) entity_type: StructuredTypeId,
    pub(super) annotations: &'m Annotations,
    what: &'static str,
    /// The container that speaks for it too.
    container: Option<&'m EntityContainer>,
}

impl<'m> Resource<'m> {
    pub(super) fn set(sets: &Sets<'m>, set: &'m EntitySet) -> Self {
        Resource {
            name: &set.name,
            entity_type: set.entity_type,
            annotations: &set.annotations,
            what: "entity set",
            container: sets.get(set).and_then(|known| known.container),
        }
    }

    /// What a container says is about collections.
    pub(super) fn singleton(one: &'m Singleton) -> Self {
        Resource {
            name: &one.name,
            entity_type: one.entity_type,
            annotations: &one.annotations,
            what: "singleton",
            container: None,
        }
    }

    /// Whether it is tagged by that term, or its container is where it says nothing itself. A tag without a value is true (CSDL XML 4.01,
    /// 14.2).
    pub(super) fn tagged(&self, term: &str) -> bool {
        let own = self.annotations.unqualified(term);
        let of_container = || self.container?.annotations.unqualified(term);
        own.or_else(of_container).is_some_and(|tag| {
            let value = tag.expression.as_ref();
            value.is_none_or(|value| value.as_bool() != Some(false))
        })
    }

    /// What is said of a property of its entities alone.
    pub(super) fn property(&self, targets: &Targets<'m>, name: &str) -> Option<&'m Annotations> {
        targets.in_set(self.container?, self.name, name)
    }

    pub(super) fn is_set(&self) -> bool {
        self.what == "entity set"
    }
}

impl std::fmt::Display for Resource<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} `{}`", self.what, self.name)
    }
}

impl<'m> Capability<'m> {
    pub(super) fn of(resource: &Resource<'m>, term: &'static str) -> Self {
        let full = format!("{NAMESPACE}{term}");
        let mut all = Vec::new();
        let mut add = |annotation: Option<&'m Annotation>, of: &dyn Fn() -> String| {
            if let Some(annotation) = annotation
                && let Some(value) = &annotation.expression
            {
                let of = of();
                all.push(Said {
                    value,
                    annotation: Some(annotation),
                    term,
                    of,
                });
            }
        };
        add(resource.annotations.unqualified(&full), &|| {
            resource.to_string()
        });
        let Some(container) = resource.container.filter(|one| !one.annotations.is_empty()) else {
            return Capability(all);
        };
        let of_container = || format!("entity container `{}`", container.name.name);
        add(container.annotations.unqualified(&full), &of_container);
        let defaults = container
            .annotations
            .unqualified(&format!("{NAMESPACE}{DEFAULTS}"));
        if let Some(annotation) = defaults
            && let Some(value) = annotation.expression.as_ref()
            && let Some(value) = value.property(term)
        {
            all.push(Said {
                value,
                annotation: Some(annotation),
                term: DEFAULTS,
                of: of_container(),
            });
        }
        Capability(all)
    }

    /// What such a value says that stands within another one.
    pub(super) fn of_value(value: &'m Expression) -> Self {
        Capability(vec![Said {
            value,
            annotation: None,
            term: "",
            of: String::new(),
        }])
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
            let document = said.annotation.map_or_else(String::new, &document);
            Some((
                found,
                format!("`Capabilities.{term}` of {of} says so: {document}"),
            ))
        })
    }
}

/// A property of a record that is true or false.
pub(super) fn truth<'m>(name: &'static str) -> impl Fn(&'m Expression) -> Option<bool> {
    move |value| value.property(name)?.as_bool()
}

/// A property of a record that is a list of paths. An empty list is a word too: it takes back what the container says.
pub(super) fn paths<'m>(name: &'static str) -> impl Fn(&'m Expression) -> Option<Vec<&'m str>> {
    move |value| {
        let items = value.property(name)?.items().iter();
        Some(items.filter_map(Expression::as_path).collect())
    }
}
