//! The table of request headers.

use odata_csdl::source::Spanned;

use super::layout::TableRole;
use super::outline::{Outline, Section};

/// A request header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestHeader {
    /// Its name.
    pub name: Spanned<String>,
    /// What the page says about it, such as `Bearer {token}. Required.`
    pub description: Spanned<String>,
    /// Whether it must be sent; absent when the page does not say.
    pub required: Option<bool>,
}

pub(super) fn in_section(outline: &Outline<'_>, section: &Section) -> Vec<RequestHeader> {
    let mut found = Vec::new();
    for table in outline.tables(section) {
        if table.role != TableRole::Headers {
            continue;
        }
        let described = table.column(&["description", "value"]);
        for row in table.sound_rows() {
            let description = row.text(described);
            let name = row.text(Some(0));
            found.push(RequestHeader {
                name: Spanned::new(header_name(&name.value).to_owned(), name.span),
                required: required(&description.value),
                description,
            });
        }
    }
    found
}

/// `Prefer: outlook.body-content-type` is the header `Prefer`, with what may stand in it.
pub(super) fn header_name(cell: &str) -> &str {
    cell.split_once(": ").map_or(cell, |(name, _)| name)
}

/// What the words `Required` and `Optional` in a description say.
pub(super) fn required(description: &str) -> Option<bool> {
    let mut words = description
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.find_map(|word| match word {
        "Required" => Some(true),
        "Optional" => Some(false),
        _ => None,
    })
}
