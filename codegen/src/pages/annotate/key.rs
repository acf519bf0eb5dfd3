//! The key of an entity type, from the placeholder in the path of one entity.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};

use super::catalog::SetFacts;
use super::entity::EntityDraft;

/// `libraryfiles/{fileName}` makes `fileName` the key; `machines/{machineId}` makes `id` the key of `Machine`.
pub(super) fn choose(set: &SetFacts<'_>, draft: &mut EntityDraft, diagnostics: &mut Diagnostics) {
    for (placeholder, _) in &set.by_key {
        if let Some(property) = property_named(&placeholder.value, draft) {
            draft.key = Some((property, placeholder.span));
            return;
        }
    }
    let message = format!("`{}` gets no key", draft.name.value);
    diagnostics.push(match set.by_key.first() {
        Some((placeholder, _)) => Diagnostic::warning("no-key", message)
            .at(placeholder.span, format!("no property is named `{}`", placeholder.value))
            .suggest(&placeholder.value, draft.properties.iter().map(|property| property.name.value.as_str())),
        None => Diagnostic::warning("no-key", message)
            .at(set.name.span, format!("no page has a path such as `{}/{{id}}`", set.name.value))
            .help("add the page that reads, changes or deletes one entity, or declare the key in metadata.xml"),
    });
}

fn property_named(placeholder: &str, draft: &EntityDraft) -> Option<String> {
    let bare = |name: &str| {
        name.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
            .to_lowercase()
    };
    let wanted = bare(placeholder);
    let owned_id = format!("{}id", bare(&draft.name.value));
    let named = draft
        .properties
        .iter()
        .find(|property| bare(&property.name.value) == wanted);
    let by_owner = || draft.find("id").filter(|_| wanted == owned_id);
    named
        .or_else(by_owner)
        .map(|property| property.name.value.clone())
}
