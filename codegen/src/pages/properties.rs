//! Tables of properties.

use odata_csdl::source::{Span, Spanned};

use super::body::is_body;
use super::kind::{DocumentedType, documented_type};
use super::outline::{Outline, Section};
use super::table::{Table, tables};
use super::values::allowed_values;

/// A table of properties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyTable {
    /// The heading it stands under.
    pub heading: String,
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
    /// The values named behind a phrase such as `Possible values are`.
    pub allowed: Vec<Spanned<String>>,
}

pub(super) fn read_all(outline: &Outline<'_>) -> Vec<PropertyTable> {
    let sections = outline.sections.iter().filter(|section| !is_body(section));
    sections
        .flat_map(|section| in_section(outline, section))
        .collect()
}

pub(super) fn in_section(outline: &Outline<'_>, section: &Section) -> Vec<PropertyTable> {
    const NAMES: &[&str] = &["property", "property (id)", "property id"];
    let tables = tables(outline, section);
    let of_properties = tables.iter().filter(|table| table.begins_with(NAMES));
    of_properties
        .map(|table| PropertyTable {
            heading: section.title.clone(),
            rows: rows(outline, table),
            span: table.span,
        })
        .collect()
}

fn rows(outline: &Outline<'_>, table: &Table) -> Vec<DocumentedProperty> {
    let typed = table.column(&["type", "data type"]);
    let described = table.column(&["description"]);
    let mut rows = Vec::new();
    for row in &table.rows {
        let Some(name) = row.first().filter(|cell| !cell.text.value.is_empty()) else {
            continue;
        };
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at));
        let text = |at| {
            cell(at).map_or_else(
                || Spanned::new(String::new(), name.text.span),
                |cell| cell.text.clone(),
            )
        };
        let bare = name.text.value.trim_end_matches("(optional)").trim_end();
        let type_text = text(typed);
        rows.push(DocumentedProperty {
            name: Spanned::new(bare.to_owned(), name.text.span),
            documented: documented_type(&type_text.value),
            type_text,
            description: text(described),
            allowed: cell(described)
                .map(|cell| allowed_values(outline, cell.raw.clone()))
                .unwrap_or_default(),
        });
    }
    rows
}
