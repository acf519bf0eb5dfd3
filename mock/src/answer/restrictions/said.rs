//! Who says what a set can do: the set, else its container by the same term, else its container for all its sets.

use odata_csdl::model::{Annotations, Model};
use odata_csdl::syntax::Expression;

use crate::eval::Source;

const CAPABILITIES: &str = "Org.OData.Capabilities.V1";

/// What is said about a set or a singleton.
pub(in crate::answer) struct Said<'m> {
    name: &'m str,
    own: &'m Annotations,
    container: Option<&'m Annotations>,
}

impl<'m> Said<'m> {
    pub(in crate::answer) fn of(model: &'m Model, source: Source<'m>) -> Self {
        let own = match source {
            Source::Set(set) => &set.annotations,
            Source::Singleton(singleton) => &singleton.annotations,
        };
        let mut containers = model.containers().iter();
        // A singleton speaks for itself.
        let container = match source {
            Source::Set(set) => containers.find(|one| one.entity_set(&set.name).is_some()),
            Source::Singleton(_) => None,
        };
        Said {
            name: source.name(),
            own,
            container: container.map(|container| &container.annotations),
        }
    }

    pub(in crate::answer) fn name(&self) -> &'m str {
        self.name
    }

    /// What is said of a property of a term, by the first who says something of it.
    fn property(&self, term: &str, property: &str) -> Option<&'m Expression> {
        let name = format!("{CAPABILITIES}.{term}");
        let of = |annotations: &'m Annotations| annotations.value(&name)?.property(property);
        let default = |container: &'m Annotations| {
            let all = container.value(&format!("{CAPABILITIES}.DefaultCapabilities"))?;
            all.property(term)?.property(property)
        };
        of(self.own)
            .or_else(|| of(self.container?))
            .or_else(|| default(self.container?))
    }

    /// A property that is true or false.
    pub(in crate::answer) fn flag(&self, term: &str, property: &str) -> Option<bool> {
        self.property(term, property)?.as_bool()
    }

    /// What a restriction of a navigation property says of a term (`NavigationRestrictions/RestrictedProperties`).
    pub(in crate::answer) fn navigation_flag(
        &self,
        path: &str,
        term: &str,
        property: &str,
    ) -> Option<bool> {
        let restricted = self.property("NavigationRestrictions", "RestrictedProperties")?;
        let is_this = |one: &&Expression| {
            let own = one
                .property("NavigationProperty")
                .and_then(Expression::as_path);
            own == Some(path)
        };
        let found = restricted.items().iter().find(is_this)?;
        found.property(term)?.property(property)?.as_bool()
    }

    /// The members of an enumeration that a property names.
    pub(in crate::answer) fn members(&self, term: &str, property: &str) -> Option<Vec<&'m str>> {
        Some(self.property(term, property)?.enum_members().collect())
    }

    /// A property that is a number.
    pub(in crate::answer) fn number(&self, term: &str, property: &str) -> Option<i64> {
        self.property(term, property)?.as_i64()
    }

    /// A term that is true or false.
    pub(in crate::answer) fn tag(&self, term: &str) -> Option<bool> {
        let name = format!("{CAPABILITIES}.{term}");
        let default = || {
            let all = self
                .container?
                .value(&format!("{CAPABILITIES}.DefaultCapabilities"))?;
            all.property(term)?.as_bool()
        };
        let container = || self.container?.tag(&name);
        self.own.tag(&name).or_else(container).or_else(default)
    }

    /// A term that is a list of texts.
    pub(in crate::answer) fn texts(&self, term: &str) -> Option<Vec<&'m str>> {
        let name = format!("{CAPABILITIES}.{term}");
        let value = self
            .own
            .value(&name)
            .or_else(|| self.container?.value(&name))?;
        Some(
            value
                .items()
                .iter()
                .filter_map(Expression::as_str)
                .collect(),
        )
    }

    /// A property that is a list of paths.
    pub(in crate::answer) fn paths(&self, term: &str, property: &str) -> Vec<&'m str> {
        let listed = self.property(term, property);
        let listed = listed.map_or(&[][..], Expression::items);
        listed.iter().filter_map(Expression::as_path).collect()
    }

    /// Whether a list has a path, or what the path goes through.
    pub(in crate::answer) fn lists(&self, term: &str, property: &str, path: &str) -> bool {
        self.paths(term, property).into_iter().any(|listed| {
            let rest = path.strip_prefix(listed);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}
