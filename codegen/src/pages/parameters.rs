//! Parameters of a query string or of a function: in tables, and in lists such as `- pageSize (default = 50,000): …`.

use odata_csdl::source::Spanned;

use super::headers::required;
use super::kind::{DocumentedType, documented_type};
use super::layout::TableRole;
use super::outline::{Outline, Section};
use super::text::plain;

/// A parameter of a query string or of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: Spanned<String>,
    /// What its type cell means; absent where a list has it, which has no types.
    pub documented: Option<DocumentedType>,
    /// What the page says about it.
    pub description: Spanned<String>,
    /// Whether it must be sent; absent when the page does not say.
    pub required: Option<bool>,
    /// Its default, when that is a number.
    pub default: Option<u64>,
}

pub(super) fn in_section(outline: &Outline<'_>, section: &Section) -> Vec<Parameter> {
    let mut found = in_tables(outline, section);
    if outline.layout.lists_parameters(section) {
        found.extend(in_list(outline, section));
    }
    found
}

fn in_tables(outline: &Outline<'_>, section: &Section) -> Vec<Parameter> {
    let mut found = Vec::new();
    for table in outline.tables(section) {
        if table.role != TableRole::Parameters {
            continue;
        }
        let (typed, described) = (table.types(), table.words());
        for row in table.sound_rows() {
            let (type_text, description) = (row.text(typed), row.text(described));
            found.push(Parameter {
                name: row.text(Some(0)),
                documented: typed.map(|_| documented_type(&type_text.value)),
                required: required(&description.value),
                default: None,
                description,
            });
        }
    }
    found
}

fn in_list(outline: &Outline<'_>, section: &Section) -> Vec<Parameter> {
    let mut found = Vec::new();
    for line in outline.prose_lines(section) {
        let text = outline.slice(line.clone());
        let Some(item) = text.trim_start().strip_prefix(['-', '*']) else {
            continue;
        };
        let name = item
            .trim_start_matches([' ', '`', '\\', '*'])
            .split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$')
            .next()
            .unwrap_or_default();
        let at = text.find(name).unwrap_or(0);
        let behind = text.get(at + name.len()..).unwrap_or_default();
        let head = plain(behind.split(':').next().unwrap_or_default());
        let is_item =
            !name.is_empty() && behind.contains(':') && (head.is_empty() || head.starts_with('('));
        if !is_item {
            continue;
        }
        let description = plain(behind.split_once(':').map_or("", |(_, text)| text));
        let place = outline.trimmed(line.start + at + name.len()..line.end);
        found.push(Parameter {
            name: Spanned::new(
                name.to_owned(),
                outline.span(line.start + at..line.start + at + name.len()),
            ),
            documented: None,
            required: required(&description).or_else(|| required(&head)),
            default: default(&head),
            description: Spanned::new(description, outline.span(place)),
        });
    }
    found
}

/// `(default = 50,000)`.
fn default(head: &str) -> Option<u64> {
    let (_, number) = head.split_once('=')?;
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}
