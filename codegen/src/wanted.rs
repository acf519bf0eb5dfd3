//! Which parts of a service `service.toml` asks for: lists of names and patterns.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::Spanned;

use crate::service::Service;

/// Patterns such as `Machine/alerts`, `Machine/*` and `*`; none when the key is not there.
type Patterns = Option<Vec<Spanned<String>>>;

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
            .any(|pattern| fits(&pattern.value, owner, name))
    }

    /// Whether there is any pattern, which could ask for nothing.
    pub(crate) fn has_patterns(&self) -> bool {
        let service = self.service;
        let lists = [
            &service.singletons,
            &service.functions,
            &service.navigation_properties,
        ];
        lists.into_iter().flatten().any(|list| !list.is_empty())
    }

    /// A pattern that asks for nothing that is there is an error; what is there is shown.
    pub(crate) fn report_unmet(&self, there: &[There], diagnostics: &mut Diagnostics) {
        let lists = [
            ("singleton", &self.service.singletons),
            ("function", &self.service.functions),
            ("navigation property", &self.service.navigation_properties),
        ];
        for (what, patterns) in lists {
            let known: Vec<&There> = there.iter().filter(|one| one.what == what).collect();
            for pattern in patterns.iter().flatten() {
                if known
                    .iter()
                    .any(|one| fits(&pattern.value, &one.owner, &one.name))
                {
                    continue;
                }
                let names: Vec<String> = known.iter().map(|one| one.pattern()).collect();
                let message = format!("`{}` asks for no {what} that can be reached", pattern.value);
                diagnostics.push(
                    Diagnostic::error("unmet-pattern", message)
                        .at(pattern.span, "nothing fits this")
                        .suggest(&pattern.value, names.iter().map(String::as_str))
                        .help("a name, `Type/name`, `Type/*` or `*` is expected; what begins at a type needs a set, a singleton or a navigation property that leads there"),
                );
            }
        }
    }
}

fn fits(pattern: &str, owner: &str, name: &str) -> bool {
    match pattern.split_once('/') {
        Some((of, "*")) => of == owner,
        Some((of, one)) => of == owner && one == name,
        None => pattern == "*" || (owner.is_empty() && pattern == name),
    }
}

/// Something that could be asked for.
pub(crate) struct There {
    pub(crate) what: &'static str,
    /// The type that it belongs to; empty for what belongs to the service.
    pub(crate) owner: String,
    pub(crate) name: String,
}

impl There {
    fn pattern(&self) -> String {
        match self.owner.is_empty() {
            true => self.name.clone(),
            false => format!("{}/{}", self.owner, self.name),
        }
    }
}
