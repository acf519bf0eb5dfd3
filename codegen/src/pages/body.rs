//! The table of parameters in a request body.

use odata_csdl::source::Spanned;

use super::headers::required;
use super::kind::{DocumentedType, documented_type};
use super::outline::{Outline, Section};
use super::table::tables;

/// A parameter of a request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyParameter {
    /// Its name, in the spelling the service wants.
    pub name: Spanned<String>,
    /// The type cell as a reader sees it.
    pub type_text: Spanned<String>,
    /// What the type cell means.
    pub documented: DocumentedType,
    /// What the page says about it.
    pub description: Spanned<String>,
    /// Whether it must be sent; absent when the page does not say.
    pub required: Option<bool>,
}

pub(super) fn in_section(outline: &Outline<'_>, section: &Section) -> Vec<BodyParameter> {
    if !is_body(section) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for table in &tables(outline, section) {
        if !table.begins_with(&["parameter", "parameters", "property", "name"]) {
            continue;
        }
        let typed = table.column(&["type", "data type"]);
        let described = table.column(&["description"]);
        for row in &table.rows {
            let Some(name) = row.first().filter(|cell| !cell.text.value.is_empty()) else {
                continue;
            };
            let empty = || Spanned::new(String::new(), name.text.span);
            let cell = |at: Option<usize>| {
                at.and_then(|at| row.get(at))
                    .map_or_else(empty, |cell| cell.text.clone())
            };
            let (type_text, description) = (cell(typed), cell(described));
            found.push(BodyParameter {
                name: name.text.clone(),
                documented: documented_type(&type_text.value),
                required: required(&description.value).or_else(|| required(&type_text.value)),
                type_text,
                description,
            });
        }
    }
    found
}

/// Whether a section is about the body of the request.
pub(super) fn is_body(section: &Section) -> bool {
    section.key.contains("request body")
}
