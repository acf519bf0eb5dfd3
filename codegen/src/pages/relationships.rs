//! Tables of relationships: where a type leads to.

use odata_csdl::source::Spanned;

use super::kind::{DocumentedType, typed_as};
use super::layout::TableRole;
use super::outline::Outline;
use super::response::{self, TypeLink};

/// A row of a table of relationships.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relationship {
    /// The name of the navigation property.
    pub name: Spanned<String>,
    /// The type cell as a reader sees it.
    pub type_text: Spanned<String>,
    /// What the type cell means.
    pub documented: DocumentedType,
    /// The page of the type that it leads to, which the type cell links to, or the name.
    pub link: Option<TypeLink>,
    /// What the page says about it.
    pub description: Spanned<String>,
}

pub(super) fn read_all(outline: &Outline<'_>) -> Vec<Relationship> {
    let tables = outline
        .all_tables()
        .filter(|table| table.role == TableRole::Relationships);
    let mut found = Vec::new();
    for table in tables {
        let typed = table.types();
        for row in table.sound_rows() {
            let raw = |at: Option<usize>| {
                let cell = at.and_then(|at| row.cells.get(at));
                cell.map_or(0..0, |cell| cell.raw.clone())
            };
            let link = |at| response::links(outline, raw(at)).into_iter().next();
            let (name, type_text) = (row.text(Some(0)), row.text(typed));
            found.push(Relationship {
                // What stands in this column is a type, whatever it looks like.
                documented: typed_as(&type_text.value, &type_text.value, ""),
                link: link(typed).or_else(|| link(Some(0))),
                description: row.text(table.words()),
                name,
                type_text,
            });
        }
    }
    found
}
