//! The table of permissions, one of which a call needs.

use odata_csdl::source::Spanned;

use super::outline::{Outline, Section};
use super::table::tables;
use super::text::plain;

/// Who holds a permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PermissionType {
    /// A program by itself.
    Application,
    /// A program for a signed-in user.
    Delegated,
    /// Something else, as written.
    Other(String),
}

impl PermissionType {
    /// `Application`, `Delegated`, or as written.
    pub fn as_str(&self) -> &str {
        match self {
            PermissionType::Application => "Application",
            PermissionType::Delegated => "Delegated",
            PermissionType::Other(text) => text,
        }
    }
}

/// One permission that suffices for a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    /// Who holds it.
    pub kind: PermissionType,
    /// Its name, such as `Library.Manage`.
    pub name: Spanned<String>,
    /// What it is shown as.
    pub display: Spanned<String>,
}

pub(super) fn in_section(outline: &Outline<'_>, section: &Section) -> Vec<Permission> {
    let mut found = Vec::new();
    for table in tables(outline, section)
        .iter()
        .filter(|table| table.begins_with(&["permission type"]))
    {
        for row in &table.rows {
            let [kind, names, rest @ ..] = row.as_slice() else {
                continue;
            };
            let display = rest.first().map_or_else(
                || Spanned::new(String::new(), names.text.span),
                |cell| {
                    Spanned::new(
                        cell.text.value.trim_matches(['\'', '"']).to_owned(),
                        cell.text.span,
                    )
                },
            );
            for name in split_names(outline, names.raw.clone()) {
                found.push(Permission {
                    kind: permission_type(&kind.text.value),
                    name,
                    display: display.clone(),
                });
            }
        }
    }
    found
}

fn permission_type(text: &str) -> PermissionType {
    let lower = text.to_lowercase();
    if lower.starts_with("application") {
        PermissionType::Application
    } else if lower.starts_with("delegated") {
        PermissionType::Delegated
    } else {
        PermissionType::Other(text.to_owned())
    }
}

/// A cell may list several, with commas, blanks or `<br>` between.
fn split_names(outline: &Outline<'_>, cell: std::ops::Range<usize>) -> Vec<Spanned<String>> {
    let raw = outline.slice(cell.clone());
    let mut names = Vec::new();
    let mut at = cell.start;
    for piece in raw.split([' ', ',', ';', '<', '>']) {
        let name = plain(piece);
        let name = name.trim_matches(['"', '\'']);
        if name.contains('.')
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
        {
            names.push(Spanned::new(
                name.to_owned(),
                outline.span(at..at + piece.len()),
            ));
        }
        at += piece.len() + 1;
    }
    names
}
