//! Which parts of a service `service.toml` asks for: lists of names and patterns.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::model::{Model, QualifiedName};
use odata_csdl::source::Spanned;

use crate::service::Service;

/// Patterns such as `Machine/alerts`, `Machine/*` and `*`; none when the key is not there.
type Patterns = Option<Vec<Spanned<String>>>;

/// What is asked for.
pub(crate) struct Wanted<'s> {
    service: &'s Service,
    /// Whether no list at all is given, which asks for everything.
    everything: bool,
    /// Whether no list is given of what a client begins at: then all entity sets are asked for.
    every_set: bool,
}

impl<'s> Wanted<'s> {
    pub(crate) fn of(service: &'s Service) -> Self {
        let begun = [&service.singletons, &service.types];
        let followed = [
            &service.functions,
            &service.actions,
            &service.navigation_properties,
        ];
        let every_set = service.entity_sets.is_empty() && begun.iter().all(|list| list.is_none());
        Wanted {
            service,
            everything: every_set && followed.iter().all(|list| list.is_none()),
            every_set,
        }
    }

    /// Whether all of the service is generated: derived types too, and the types that only operations use.
    pub(crate) fn everything(&self) -> bool {
        self.everything
    }

    pub(crate) fn every_set(&self) -> bool {
        self.every_set
    }

    pub(crate) fn singleton(&self, name: &str) -> bool {
        self.has(&self.service.singletons, None, name)
    }

    /// A function bound to a type, or an import, which has no owner.
    pub(crate) fn function(&self, owner: Option<&QualifiedName>, name: &str) -> bool {
        self.has(&self.service.functions, owner, name)
    }

    pub(crate) fn action(&self, owner: Option<&QualifiedName>, name: &str) -> bool {
        self.has(&self.service.actions, owner, name)
    }

    pub(crate) fn navigation_property(&self, owner: &QualifiedName, name: &str) -> bool {
        self.has(&self.service.navigation_properties, Some(owner), name)
    }

    /// A type that is generated whether anything leads to it or not.
    pub(crate) fn named_type(&self, name: &QualifiedName) -> bool {
        let patterns = self.service.types.iter().flatten();
        patterns.into_iter().any(|one| fits_type(&one.value, name))
    }

    fn has(&self, patterns: &Patterns, owner: Option<&QualifiedName>, name: &str) -> bool {
        let Some(patterns) = patterns else {
            return self.everything;
        };
        let mut patterns = patterns.iter();
        patterns.any(|pattern| fits_member(&pattern.value, owner, name))
    }

    /// A pattern that asks for nothing that is there is an error; what is there is shown.
    pub(crate) fn report_unmet<'m>(
        &self,
        model: &'m Model,
        there: impl FnOnce() -> Vec<There<'m>>,
        diagnostics: &mut Diagnostics,
    ) {
        let lists = [
            ("singleton", &self.service.singletons),
            ("function", &self.service.functions),
            ("action", &self.service.actions),
            ("navigation property", &self.service.navigation_properties),
        ];
        let is_asked = lists.iter().any(|(_, asked)| asked.is_some());
        let there = is_asked.then(there).unwrap_or_default();
        for (what, patterns) in lists {
            let known = there.iter().filter(|one| one.what == what);
            for pattern in patterns.iter().flatten() {
                let fits = |one: &There<'_>| fits_member(&pattern.value, one.owner, one.name);
                if known.clone().any(fits) {
                    continue;
                }
                let names: Vec<String> = known.clone().map(There::pattern).collect();
                let message = format!("`{}` asks for no {what} that can be reached", pattern.value);
                diagnostics.push(
                    unmet(message, pattern, &names)
                        .help("a name, `Type/name`, `Type/*` or `*` is expected; what begins at a type needs a set, a singleton or a navigation property that leads there"),
                );
            }
        }
        self.report_unmet_types(model, diagnostics);
    }

    fn report_unmet_types(&self, model: &Model, diagnostics: &mut Diagnostics) {
        let Some(patterns) = &self.service.types else {
            return;
        };
        let structured = model.structured_types().map(|(_, one)| &one.name);
        let enums = model.enum_types().map(|(_, one)| &one.name);
        let known: Vec<&QualifiedName> = structured.chain(enums).collect();
        for pattern in patterns {
            if known.iter().any(|name| fits_type(&pattern.value, name)) {
                continue;
            }
            let is_full = pattern.value.contains('.');
            let names: Vec<String> = known
                .iter()
                .map(|name| match is_full {
                    true => name.to_string(),
                    false => name.name.clone(),
                })
                .collect();
            let message = format!("`{}` asks for no type of the service", pattern.value);
            diagnostics.push(unmet(message, pattern, &names).help(
                "a full name, a simple name, or a pattern such as `contoso.sales.*` is expected",
            ));
        }
    }
}

/// A pattern that nothing fits, with the near name.
pub(crate) fn unmet(message: String, pattern: &Spanned<String>, known: &[String]) -> Diagnostic {
    Diagnostic::error("unmet-pattern", message)
        .at(pattern.span, "nothing fits this")
        .suggest(&pattern.value, known.iter().map(String::as_str))
}

/// `Type/name`, where the type goes by its full name or by its simple one; or a name, of what has no owner.
pub(crate) fn fits_member(pattern: &str, owner: Option<&QualifiedName>, name: &str) -> bool {
    match (pattern.split_once('/'), owner) {
        (Some((of, one)), Some(owner)) => fits_type(of, owner) && fits(one, name),
        (Some(_), None) => false,
        (None, Some(_)) => pattern == "*",
        (None, None) => fits(pattern, name),
    }
}

fn fits_type(pattern: &str, name: &QualifiedName) -> bool {
    fits(pattern, &name.name) || fits(pattern, &name.to_string())
}

/// Whether a name fits a pattern, in which `*` stands for any letters, also for none.
pub(crate) fn fits(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(mut open) = name.strip_prefix(start) else {
        return false;
    };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return open.ends_with(part);
        }
        // Between two stars the first place leaves most to what follows.
        match open.split_once(part) {
            Some((_, after)) => open = after,
            None => return false,
        }
    }
    true
}

/// Something that could be asked for.
#[derive(Clone, Copy)]
pub(crate) struct There<'m> {
    pub(crate) what: &'static str,
    /// The type that it belongs to; nothing for what belongs to the service.
    pub(crate) owner: Option<&'m QualifiedName>,
    pub(crate) name: &'m str,
}

impl There<'_> {
    fn pattern(&self) -> String {
        match self.owner {
            None => self.name.to_owned(),
            Some(owner) => format!("{}/{}", owner.name, self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_letters() {
        for (pattern, name, expected) in [
            ("users", "users", true),
            ("users", "user", false),
            ("*", "", true),
            ("user*", "user", true),
            ("user*", "superuser", false),
            ("*User", "superUser", true),
            ("a*b*c", "a_bb_c", true),
            ("a*b*c", "a_c_b", false),
            ("a*a", "a", false),
            ("**x", "x", true),
            ("microsoft.graph.*", "microsoft.graph.security.alert", true),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
        let long = "a".repeat(100_000);
        assert!(!fits(
            &"*a".repeat(1000).replace("aa", "a"),
            &format!("{long}b")
        ));
    }

    #[test]
    fn members_go_by_the_full_or_the_simple_name_of_their_type() {
        let user = QualifiedName::new("microsoft.graph", "user");
        for (pattern, expected) in [
            ("user/messages", true),
            ("microsoft.graph.user/messages", true),
            ("microsoft.graph.*/mess*", true),
            ("*/messages", true),
            ("*", true),
            ("messages", false),
            ("group/messages", false),
        ] {
            let fits = fits_member(pattern, Some(&user), "messages");
            assert_eq!(fits, expected, "{pattern}");
        }
        assert!(fits_member("find*", None, "findRooms"));
        assert!(!fits_member("*/findRooms", None, "findRooms"));
    }
}
