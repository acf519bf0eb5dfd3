//! Tables of properties.

use odata_csdl::source::{Span, Spanned};

use super::kind::{DocumentedType, typed_as};
use super::layout::TableRole;
use super::outline::{Outline, Section};
use super::response::{self, TypeLink};
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
    /// The page that the type cell links to: `[recipient](recipient.md)`.
    pub type_link: Option<TypeLink>,
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
    let typed = table.types();
    let described = table.words();
    let rows = table.sound_rows().map(|row| {
        let name = row.text(Some(0));
        let bare = name.value.trim_end_matches("(optional)").trim_end();
        let type_text = row.text(typed);
        let type_cell = typed
            .and_then(|at| row.cells.get(at))
            .map_or(0..0, |cell| cell.raw.clone());
        let raw = described
            .and_then(|at| row.cells.get(at))
            .map(|cell| cell.raw.clone());
        DocumentedProperty {
            name: Spanned::new(bare.to_owned(), name.span),
            documented: typed_as(bare, &type_text.value, outline.slice(type_cell.clone())),
            type_text,
            type_link: response::links(outline, type_cell).into_iter().next(),
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
