//! Which parts of a service `service.toml` asks for: lists of names and patterns.

use crate::service::Service;

/// Patterns such as `Machine/alerts`, `Machine/*` and `*`; none when the key is not there.
type Patterns = Option<Vec<String>>;

/// What is asked for beside entity sets.
pub(crate) struct Wanted<'s> {
    service: &'s Service,
    /// Whether no list at all is given, which asks for everything.
    everything: bool,
}

impl<'s> Wanted<'s> {
    pub(crate) fn of(service: &'s Service) -> Self {
        let lists = [
            &service.singletons,
            &service.functions,
            &service.navigation_properties,
        ];
        let everything = service.entity_sets.is_empty() && lists.iter().all(|list| list.is_none());
        Wanted {
            service,
            everything,
        }
    }

    /// Whether all of the service is generated, and so the types that only actions answer with.
    pub(crate) fn everything(&self) -> bool {
        self.everything
    }

    pub(crate) fn singleton(&self, name: &str) -> bool {
        self.has(&self.service.singletons, "", name)
    }

    /// A function bound to a type, or an import, which has no owner.
    pub(crate) fn function(&self, owner: &str, name: &str) -> bool {
        self.has(&self.service.functions, owner, name)
    }

    pub(crate) fn navigation_property(&self, owner: &str, name: &str) -> bool {
        self.has(&self.service.navigation_properties, owner, name)
    }

    fn has(&self, patterns: &Patterns, owner: &str, name: &str) -> bool {
        let Some(patterns) = patterns else {
            return self.everything;
        };
        patterns
            .iter()
            .any(|pattern| match pattern.split_once('/') {
                Some((of, "*")) => of == owner,
                Some((of, one)) => of == owner && one == name,
                None => pattern == "*" || (owner.is_empty() && pattern == name),
            })
    }
}
