//! The values that a description lists.

use std::ops::Range;

use odata_csdl::source::Spanned;

use super::outline::Outline;

/// The phrases that introduce a list of values, in lower case.
const PHRASES: &[&str] = &[
    "possible values are",
    "allowed values are",
    "property values are",
    "possible values",
    "possible types are",
];

/// The marked words behind such a phrase, up to the end of its sentence; none when they are not marked alike.
pub(super) fn allowed_values(
    outline: &Outline<'_>,
    description: Range<usize>,
) -> Vec<Spanned<String>> {
    let text = outline.slice(description.clone());
    let lower = text.to_ascii_lowercase();
    let Some(after) = PHRASES
        .iter()
        .find_map(|phrase| Some(lower.find(phrase)? + phrase.len()))
    else {
        return Vec::new();
    };
    let list = text.get(after..).unwrap_or_default();
    let list = list.get(..sentence_end(list)).unwrap_or_default();
    let Some(mark) = list
        .find(['`', '\'', '"', '*'])
        .and_then(|at| list.get(at..at + 1))
    else {
        return Vec::new();
    };
    let mut values = Vec::new();
    let mut at = description.start + after;
    for (index, piece) in list.split(mark).enumerate() {
        let value = piece.trim();
        if index % 2 == 1 && !value.is_empty() && value.len() <= 80 {
            let start = at + piece.find(value).unwrap_or(0);
            values.push(Spanned::new(
                value.to_owned(),
                outline.span(start..start + value.len()),
            ));
        }
        at += piece.len() + mark.len();
    }
    values
}

/// At a full stop with a blank behind it, or at a layout tag.
fn sentence_end(text: &str) -> usize {
    let stop = text.find(". ").unwrap_or(text.len());
    stop.min(text.find("<br").unwrap_or(text.len()))
        .min(text.find("<p").unwrap_or(text.len()))
}
