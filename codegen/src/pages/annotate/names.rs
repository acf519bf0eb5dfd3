//! Names of types that no page states.

use odata_core::names::words;
use odata_csdl::source::Spanned;

use super::Naming;
use super::catalog::SetFacts;

/// The chosen name, else the singular of the set's name in `@odata.context`, else of its URL segment.
pub(super) fn entity_type(set: &SetFacts<'_>, naming: &Naming) -> Spanned<String> {
    let chosen = naming
        .set_types
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(&set.name.value));
    match (chosen, set.context_name()) {
        (Some((_, name)), _) => Spanned::new(name.clone(), set.name.span),
        (None, Some(context)) => Spanned::new(singular(context.value), context.span),
        (None, None) => Spanned::new(singular(&capitalised(&set.name.value)), set.name.span),
    }
}

/// The type of an object inside an entity: `Alert`, `relatedUser` is `AlertRelatedUser`.
pub(super) fn complex_type(owner: &str, property: &str, in_collection: bool) -> String {
    let name: String = words(property)
        .iter()
        .map(|word| capitalised(word))
        .collect();
    format!(
        "{owner}{}",
        if in_collection { singular(&name) } else { name }
    )
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// `LibraryFiles` is `LibraryFile`, `Vulnerabilities` is `Vulnerability`, `Software` stays.
pub(super) fn singular(name: &str) -> String {
    if let Some(stem) = name.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    for ending in ["sses", "xes", "ches", "shes"] {
        if name.ends_with(ending) {
            return name.get(..name.len() - 2).unwrap_or(name).to_owned();
        }
    }
    match name.strip_suffix('s') {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) && !stem.is_empty() => stem.to_owned(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_singular_of_set_names() {
        for (many, one) in [
            ("LibraryFiles", "LibraryFile"),
            ("Vulnerabilities", "Vulnerability"),
            ("Software", "Software"),
            ("Boxes", "Box"),
            ("Status", "Status"),
            ("MachineActions", "MachineAction"),
        ] {
            assert_eq!(singular(many), one);
        }
    }

    #[test]
    fn pages_complex_type_names() {
        assert_eq!(
            complex_type("Alert", "relatedUser", false),
            "AlertRelatedUser"
        );
        assert_eq!(complex_type("Alert", "comments", true), "AlertComment");
    }
}
