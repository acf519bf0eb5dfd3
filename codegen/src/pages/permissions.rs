//! The table of permissions, one of which a call needs.

use odata_csdl::source::Spanned;

use super::layout::TableRole;
use super::outline::{Outline, Section};
use super::text::plain;

/// Who holds a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PermissionType {
    /// A program by itself.
    Application,
    /// A program for a signed-in user.
    Delegated,
}

impl PermissionType {
    /// `Application` or `Delegated`.
    pub fn as_str(self) -> &'static str {
        match self {
            PermissionType::Application => "Application",
            PermissionType::Delegated => "Delegated",
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
    for table in outline.tables(section) {
        if table.role != TableRole::Permissions {
            continue;
        }
        for row in table.sound_rows() {
            let [kind, names, rest @ ..] = row.cells.as_slice() else {
                continue;
            };
            let Some(kind) = permission_type(&kind.text.value) else {
                continue;
            };
            // Microsoft Graph has a second column of permissions, and none of names to show.
            let more = rest.iter().filter(|_| {
                table
                    .header
                    .get(1)
                    .is_some_and(|header| header.contains("privileged"))
            });
            let display = match (more.clone().next(), rest.first()) {
                (None, Some(cell)) => Spanned::new(
                    cell.text.value.trim_matches(['\'', '"']).to_owned(),
                    cell.text.span,
                ),
                _ => Spanned::new(String::new(), names.text.span),
            };
            for name in std::iter::once(names)
                .chain(more)
                .flat_map(|cell| split_names(outline, cell.raw.clone()))
            {
                found.push(Permission {
                    kind,
                    name,
                    display: display.clone(),
                });
            }
        }
    }
    found
}

pub(super) fn permission_type(text: &str) -> Option<PermissionType> {
    let lower = text.to_lowercase();
    if lower.starts_with("application") {
        Some(PermissionType::Application)
    } else if lower.starts_with("delegated") {
        Some(PermissionType::Delegated)
    } else {
        None
    }
}

/// A cell may list several, with commas, blanks or `<br>` between.
pub(super) fn split_names(
    outline: &Outline<'_>,
    cell: std::ops::Range<usize>,
) -> Vec<Spanned<String>> {
    let raw = outline.slice(cell.clone());
    let mut names = Vec::new();
    let mut at = cell.start;
    for piece in raw.split([' ', ',', ';', '<', '>']) {
        let name = plain(piece);
        let name = name.trim_matches(['"', '\'']);
        // `Not supported.` ends a sentence; no permission ends so.
        if name.contains('.')
            && !name.ends_with('.')
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
