//! The table of request headers.

use odata_csdl::source::Spanned;

use super::outline::{Outline, Section};
use super::table::tables;

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
    if !section.key.contains("header") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for table in tables(outline, section)
        .iter()
        .filter(|table| table.begins_with(&["name", "header"]))
    {
        let described = table.column(&["description", "value"]);
        for row in &table.rows {
            let Some(name) = row.first().filter(|cell| !cell.text.value.is_empty()) else {
                continue;
            };
            let Some(description) = described.and_then(|at| row.get(at)) else {
                continue;
            };
            found.push(RequestHeader {
                name: name.text.clone(),
                description: description.text.clone(),
                required: required(&description.text.value),
            });
        }
    }
    found
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
