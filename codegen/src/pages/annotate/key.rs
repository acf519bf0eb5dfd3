//! The key of an entity type, from the placeholder in the path of one entity, or from a correction.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::Spanned;

use super::Naming;
use super::catalog::SetFacts;
use super::drafts::{PropertyDraft, TypeDraft};
use super::names::{is_simple_identifier, letters};
use crate::pages::Kind;

/// `libraryfiles/{fileName}` makes `fileName` the key; `machines/{machineId}` makes `id` the key of `Machine`. What no
/// sample and no table shows anything of has the placeholder as its only property, and as its key.
pub(super) fn choose(
    set: &SetFacts<'_>,
    draft: &mut TypeDraft,
    naming: &Naming,
    diagnostics: &mut Diagnostics,
) {
    if let Some(name) = naming.keys.get(&draft.name.value.name)
        && let Some(property) = draft.find(name)
    {
        draft.key = Some((property.name.value.clone(), property.name.span));
        return;
    }
    if draft.key.is_some() {
        return;
    }
    if draft.properties.is_empty() {
        draft.properties.extend(
            set.by_key
                .first()
                .and_then(|(placeholder, _)| from_path(placeholder)),
        );
    }
    for (placeholder, _) in &set.by_key {
        if let Some(property) = property_named(&placeholder.value, draft) {
            draft.key = Some((property, placeholder.span));
            return;
        }
    }
    if !set.is_singleton {
        diagnostics.push(no_key(set, draft));
    }
}

fn from_path(placeholder: &Spanned<String>) -> Option<PropertyDraft> {
    let name = first_name(&placeholder.value);
    is_simple_identifier(name).then(|| PropertyDraft {
        name: Spanned::new(name.to_owned(), placeholder.span),
        kind: Kind::String,
        only_null: false,
        is_shown: false,
        is_documented: false,
        description: None,
        allowed: Vec::new(),
        open: None,
    })
}

/// `id | userPrincipalName` may be either; the first is the key.
fn first_name(placeholder: &str) -> &str {
    placeholder.split('|').next().unwrap_or(placeholder).trim()
}

fn no_key(set: &SetFacts<'_>, draft: &TypeDraft) -> Diagnostic {
    let message = format!("`{}` gets no key", draft.name.value.name);
    match set.by_key.first() {
        Some((placeholder, _)) => Diagnostic::warning("no-key", message)
            .at(placeholder.span, format!("no property is named `{}`", placeholder.value))
            .suggest(&placeholder.value, draft.properties.iter().map(|property| property.name.value.as_str()))
            .help("`[[key]]` in the overlay names the property"),
        None => Diagnostic::warning("no-key", message)
            .at(set.name.span, format!("no page has a path such as `{}/{{id}}`", set.name.value))
            .help("add the page that reads, changes or deletes one entity, name the key with `[[key]]` in the overlay, or declare it in metadata.xml"),
    }
}

fn property_named(placeholder: &str, draft: &TypeDraft) -> Option<String> {
    let wanted = letters(first_name(placeholder));
    let owned_id = format!("{}id", letters(&draft.name.value.name));
    let named = draft
        .properties
        .iter()
        .find(|property| letters(&property.name.value) == wanted);
    let by_owner = || draft.find("id").filter(|_| wanted == owned_id);
    // `incidents/{id}`, of which the page calls the key `incidentId`.
    let by_id = || draft.find(&owned_id).filter(|_| wanted == "id");
    named
        .or_else(by_owner)
        .or_else(by_id)
        .map(|property| property.name.value.clone())
}
