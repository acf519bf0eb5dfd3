//! Names of types that no page states.

use odata_core::names::words;

/// The type of an object inside an entity: `Alert`, `relatedUser` is `AlertRelatedUser`.
pub(super) fn complex_type(owner: &str, property: &str, in_collection: bool) -> String {
    let name = pascal_words(property);
    format!(
        "{owner}{}",
        if in_collection { singular(&name) } else { name }
    )
}

/// `machineActions` is `MachineActions`; what has no word boundary gets none.
pub(super) fn pascal_words(name: &str) -> String {
    words(name).iter().map(|word| capitalised(word)).collect()
}

/// The letters and digits of a name, in lower case: what is left of it when spellings differ.
pub(super) fn letters(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// Whether CSDL allows it as a name (CSDL XML 4.01, 15.2).
pub(super) fn is_simple_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    let starts = chars
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_');
    starts && name.chars().count() <= 128 && chars.all(|c| c.is_alphanumeric() || c == '_')
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
