//! The values that a description lists.

use std::ops::Range;

use odata_csdl::source::Spanned;

use super::outline::Outline;

/// Marks that values stand between; the longer ones first.
const MARKS: &[&str] = &["**", "`", "'", "\"", "*"];

/// The values behind every phrase such as `Possible values are`. Where a value has a second spelling in parentheses,
/// `Malicious user activity` (MaliciousUserActivity), that one is the value.
pub(super) fn allowed_values(
    outline: &Outline<'_>,
    description: Range<usize>,
) -> Vec<Spanned<String>> {
    let text = outline.slice(description.clone());
    let lower = text.to_ascii_lowercase();
    let mut values: Vec<Spanned<String>> = Vec::new();
    let mut at = 0;
    while let Some((start, phrase)) = next_phrase(outline, &lower, at) {
        let from = start + phrase.len();
        let rest = text.get(from..).unwrap_or_default();
        // Values by classification stand in several sentences.
        let whole = phrase.contains("determination");
        let end = from
            + if whole {
                rest.len()
            } else {
                sentence_end(rest)
            };
        let list = description.start + from..description.start + end;
        for value in listed(outline, list) {
            if !values.iter().any(|known| known.value == value.value) {
                values.push(value);
            }
        }
        at = end.max(from);
    }
    values
}

fn next_phrase<'p>(outline: &Outline<'_>, lower: &str, from: usize) -> Option<(usize, &'p str)> {
    let rest = lower.get(from..)?;
    let found = outline
        .layout
        .value_phrases
        .iter()
        .filter_map(|phrase| Some((from + rest.find(phrase)?, *phrase)));
    found.min_by_key(|&(start, phrase)| (start, std::cmp::Reverse(phrase.len())))
}

fn listed(outline: &Outline<'_>, list: Range<usize>) -> Vec<Spanned<String>> {
    let text = outline.slice(list.clone());
    let first = MARKS
        .iter()
        .filter_map(|mark| Some((text.find(mark)?, *mark)))
        .min_by_key(|&(at, mark)| (at, std::cmp::Reverse(mark.len())));
    match first {
        Some((_, mark)) => marked(outline, list, mark),
        None => bare(outline, list),
    }
}

/// What stands between two marks each.
fn marked(outline: &Outline<'_>, list: Range<usize>, mark: &str) -> Vec<Spanned<String>> {
    let text = outline.slice(list.clone());
    let pieces: Vec<&str> = text.split(mark).collect();
    let mut values = Vec::new();
    let mut at = list.start;
    for (index, piece) in pieces.iter().enumerate() {
        let closed = index + 1 < pieces.len();
        if index % 2 == 1 && closed && !piece.trim().is_empty() && piece.len() <= 80 {
            let behind = pieces.get(index + 1).copied().unwrap_or_default();
            let behind_at = at + piece.len() + mark.len();
            values.push(
                second_spelling(outline, behind, behind_at)
                    .unwrap_or_else(|| trimmed(outline, piece, at)),
            );
        }
        at += piece.len() + mark.len();
    }
    values
}

/// `Name, Other name and Third` without marks, up to a parenthesis; none where a part is no name.
fn bare(outline: &Outline<'_>, list: Range<usize>) -> Vec<Spanned<String>> {
    let text = outline.slice(list.clone());
    let text = text
        .get(..text.find('(').unwrap_or(text.len()))
        .unwrap_or_default();
    let mut values = Vec::new();
    let mut at = list.start;
    for part in text.split(',') {
        let mut from = at;
        for piece in part.split(" and ").flat_map(|piece| piece.split(" or ")) {
            let lead = piece.len() - piece.trim_start_matches([':', ' ']).len();
            let start = from + outline.slice(from..list.end).find(piece).unwrap_or(0) + lead;
            let name = piece.trim_matches([':', ' ', '.']);
            let is_name = name.starts_with(|c: char| c.is_uppercase())
                && name.split(' ').count() <= 4
                && name
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            if !name.is_empty() && !is_name {
                return Vec::new();
            }
            if is_name {
                values.push(Spanned::new(
                    name.to_owned(),
                    outline.span(start..start + name.len()),
                ));
            }
            from = start + name.len();
        }
        at += part.len() + 1;
    }
    values
}

fn second_spelling(outline: &Outline<'_>, behind: &str, at: usize) -> Option<Spanned<String>> {
    let inside = behind.trim_start().strip_prefix('(')?;
    let name = inside.get(..inside.find(')')?)?;
    let is_name = !name.is_empty() && name.chars().all(char::is_alphanumeric);
    let start = at + (behind.len() - inside.len());
    is_name.then(|| Spanned::new(name.to_owned(), outline.span(start..start + name.len())))
}

fn trimmed(outline: &Outline<'_>, piece: &str, at: usize) -> Spanned<String> {
    let value = piece.trim();
    let start = at + piece.find(value).unwrap_or(0);
    Spanned::new(value.to_owned(), outline.span(start..start + value.len()))
}

/// At a full stop, at a layout tag, or where the text says whether the parameter is required.
fn sentence_end(text: &str) -> usize {
    let ends = [
        ". ",
        ".|",
        "<br",
        "<p",
        "**Required",
        "**Optional",
        " Required",
        " Optional",
        ". **",
    ];
    let first = ends.iter().filter_map(|end| text.find(end)).min();
    first.unwrap_or(text.len())
}
