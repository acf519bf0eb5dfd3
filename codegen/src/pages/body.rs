//! The table of parameters in a request body.

use odata_csdl::source::Spanned;

use super::headers::required;
use super::kind::{DocumentedType, typed_as};
use super::layout::TableRole;
use super::outline::{Outline, Section};
use super::values::allowed_values;

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
    /// The values named behind a phrase such as `Possible values are`.
    pub allowed: Vec<Spanned<String>>,
}

pub(super) fn in_section(outline: &Outline<'_>, section: &Section) -> Vec<BodyParameter> {
    let mut found = Vec::new();
    for table in outline.tables(section) {
        if table.role != TableRole::Body {
            continue;
        }
        let (typed, described) = (table.types(), table.words());
        for row in table.sound_rows() {
            let (type_text, description) = (row.text(typed), row.text(described));
            let raw = described
                .and_then(|at| row.cells.get(at))
                .map(|cell| cell.raw.clone());
            let cell = typed.and_then(|at| row.cells.get(at));
            let type_raw = outline.slice(cell.map_or(0..0, |cell| cell.raw.clone()));
            let name = row.text(Some(0));
            found.push(BodyParameter {
                documented: typed_as(&name.value, &type_text.value, type_raw),
                name,
                required: required(&description.value).or_else(|| required(&type_text.value)),
                allowed: raw
                    .map(|raw| allowed_values(outline, raw))
                    .unwrap_or_default(),
                type_text,
                description,
            });
        }
    }
    found
}
