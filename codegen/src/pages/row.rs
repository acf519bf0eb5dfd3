//! Which rows of a table say what their columns promise. A row that does not gives no fact: a pipe may be lost, or two
//! cells may have changed places.

use super::headers::header_name;
use super::kind::{is_type, typed_as};
use super::layout::TableRole;
use super::outline::Outline;
use super::permissions::{permission_type, split_names};
use super::table::{Cell, Table};

/// Why nothing is read from a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    TooFewCells,
    TooManyCells,
    NoPermissionType,
    NoPermission,
    NoName,
    TypeInsteadOfName,
    NoType,
}

impl Fault {
    pub(super) fn describe(self) -> &'static str {
        match self {
            Fault::TooFewCells => "it has fewer cells than the header has columns",
            Fault::TooManyCells => "it has more cells than the header has columns",
            Fault::NoPermissionType => "its first cell is neither `Application` nor `Delegated`",
            Fault::NoPermission => {
                "no permission such as `Machine.Read.All` stands where one is expected"
            }
            Fault::NoName => "its first cell is no name",
            Fault::TypeInsteadOfName => "a type stands where the name is expected",
            Fault::NoType => "no type stands where one is expected",
        }
    }

    /// The cell that is wrong.
    pub(super) fn cell(self, table: &Table) -> usize {
        match self {
            Fault::NoPermission => 1,
            Fault::NoType => table.types().unwrap_or(0),
            _ => 0,
        }
    }
}

pub(super) fn fault(outline: &Outline<'_>, table: &Table, cells: &[Cell]) -> Option<Fault> {
    match table.role {
        TableRole::Methods | TableRole::NotApi(_) | TableRole::Unknown => None,
        _ if cells.len() < table.header.len() => Some(Fault::TooFewCells),
        _ if cells.len() > table.header.len() => Some(Fault::TooManyCells),
        TableRole::Permissions => of_permission(outline, cells),
        TableRole::Headers if cells.first().is_some_and(|cell| is_type(&cell.text.value)) => {
            Some(Fault::TypeInsteadOfName)
        }
        TableRole::Headers | TableRole::Relationships => cells
            .first()
            .filter(|cell| !is_name(header_name(&cell.text.value)))
            .map(|_| Fault::NoName),
        TableRole::Values => cells
            .first()
            .filter(|cell| cell.text.value.is_empty())
            .map(|_| Fault::NoName),
        TableRole::Properties | TableRole::Body | TableRole::Parameters => {
            of_property(outline, table, cells)
        }
    }
}

fn of_permission(outline: &Outline<'_>, cells: &[Cell]) -> Option<Fault> {
    let [kind, names, ..] = cells else {
        return Some(Fault::TooFewCells);
    };
    if permission_type(&kind.text.value).is_none() {
        return Some(Fault::NoPermissionType);
    }
    let none = split_names(outline, names.raw.clone()).is_empty()
        && !names.text.value.starts_with("Not supported");
    none.then_some(Fault::NoPermission)
}

fn of_property(outline: &Outline<'_>, table: &Table, cells: &[Cell]) -> Option<Fault> {
    let name = cells.first().map_or("", |cell| cell.text.value.as_str());
    if !is_name(name.trim_end_matches("(optional)").trim_end()) {
        return Some(Fault::NoName);
    }
    // `Export files` may be a name; where the description is a name and nothing else, the two changed places.
    let described = table.words().and_then(|at| cells.get(at));
    let behind = described.map_or("", |cell| cell.text.value.as_str());
    if name.contains(' ') && !name.ends_with(')') && is_name(behind) && !behind.contains(' ') {
        return Some(Fault::NoName);
    }
    let cell = table.types().and_then(|at| cells.get(at))?;
    let ty = cell.text.value.as_str();
    let is_empty = ty.chars().all(|c| !c.is_alphanumeric());
    if name.ends_with(" collection") {
        return Some(Fault::TypeInsteadOfName);
    }
    let documented = typed_as(name, ty, outline.slice(cell.raw.clone()));
    // `AlertRelatedUser | relatedUser`: names of properties begin small where those of types do not.
    let is_swapped = documented.object.as_ref().is_some_and(|object| {
        let starts_low = object.starts_with(char::is_lowercase);
        is_type(name) || (starts_low && name.starts_with(char::is_uppercase))
    });
    if is_empty || (documented.understood && !is_swapped) {
        return None;
    }
    Some(if is_type(name) {
        Fault::TypeInsteadOfName
    } else {
        Fault::NoType
    })
}

/// A name on the wire, or two or three words that stand for one: `fileName`, `@odata.type`, `Export files`.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@' | '$');
    words.len() <= 3
        && text.starts_with(|c: char| c.is_alphabetic() || c == '@' || c == '$' || c == '_')
        && words
            .iter()
            .all(|word| !word.is_empty() && word.chars().all(is_part))
        && !text.ends_with('.')
}
