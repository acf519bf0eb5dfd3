//! Tables of properties.

use odata_csdl::source::{Span, Spanned};

use super::kind::{DocumentedType, documented_type};
use super::layout::TableRole;
use super::outline::{Outline, Section};
use super::table::Table;
use super::values::allowed_values;

/// A table of properties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyTable {
    /// The heading it stands under.
    pub heading: String,
    /// The level of that heading.
    pub level: u8,
    /// Its rows.
    pub rows: Vec<DocumentedProperty>,
    /// All of it.
    pub span: Span,
}

/// A row of a [`PropertyTable`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentedProperty {
    /// The name as documented; the service may spell it in another case.
    pub name: Spanned<String>,
    /// The type cell as a reader sees it; empty when there is none.
    pub type_text: Spanned<String>,
    /// What the type cell means.
    pub documented: DocumentedType,
    /// What the page says about it.
    pub description: Spanned<String>,
    /// The headings, as anchors, that the description links to.
    pub links: Vec<String>,
    /// The values named behind a phrase such as `Possible values are`.
    pub allowed: Vec<Spanned<String>>,
}

pub(super) fn read_all(outline: &Outline<'_>) -> Vec<PropertyTable> {
    outline
        .sections
        .iter()
        .flat_map(|section| in_section(outline, section))
        .collect()
}

pub(super) fn in_section(outline: &Outline<'_>, section: &Section) -> Vec<PropertyTable> {
    let of_properties = outline
        .tables(section)
        .iter()
        .filter(|table| table.role == TableRole::Properties);
    of_properties
        .map(|table| PropertyTable {
            heading: section.title.clone(),
            level: section.level,
            rows: rows(outline, table),
            span: table.span,
        })
        .collect()
}

fn rows(outline: &Outline<'_>, table: &Table) -> Vec<DocumentedProperty> {
    let typed = table.column(&["type", "data type"]);
    let described = table.column(&["description"]);
    let rows = table.sound_rows().map(|row| {
        let name = row.text(Some(0));
        let bare = name.value.trim_end_matches("(optional)").trim_end();
        let type_text = row.text(typed);
        let raw = described
            .and_then(|at| row.cells.get(at))
            .map(|cell| cell.raw.clone());
        DocumentedProperty {
            name: Spanned::new(bare.to_owned(), name.span),
            documented: documented_type(&type_text.value),
            type_text,
            description: row.text(described),
            links: raw
                .clone()
                .map(|raw| anchors(outline.slice(raw)))
                .unwrap_or_default(),
            allowed: raw
                .map(|raw| allowed_values(outline, raw))
                .unwrap_or_default(),
        }
    });
    rows.collect()
}

/// The headings that a description links to: `[…](#authentication-parameters)`, `[…](page.md#…)`.
fn anchors(raw: &str) -> Vec<String> {
    let links = raw
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    links
        .filter_map(|target| target.split_once('#'))
        .map(|(_, anchor)| anchor.to_lowercase())
        .collect()
}
