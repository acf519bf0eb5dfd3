//! Tables of the values of an enumeration: `incidentStatus values`, or a page called `ownerType enum type`.

use odata_csdl::source::Spanned;

use super::layout::TableRole;
use super::outline::{Outline, Section};

/// The values of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedValues {
    /// The enumeration.
    pub name: Spanned<String>,
    /// Its values, in order.
    pub values: Vec<Spanned<String>>,
}

/// Every table of values; one below a heading that names nothing belongs to what the page is about.
pub(super) fn read_all(
    outline: &Outline<'_>,
    about: Option<&Spanned<String>>,
) -> Vec<ListedValues> {
    let mut found = Vec::new();
    for section in &outline.sections {
        for table in outline.tables(section) {
            if table.role != TableRole::Values {
                continue;
            }
            let name = named(outline, section).or_else(|| about.cloned());
            let values = table.sound_rows().map(|row| row.text(Some(0))).collect();
            found.extend(name.map(|name| ListedValues { name, values }));
        }
    }
    found
}

/// `incidentStatus values` and `Members of riskLevel` name the enumeration; `Members` does not.
fn named(outline: &Outline<'_>, section: &Section) -> Option<Spanned<String>> {
    let is_word = |word: &&str| {
        let lower = word.to_lowercase();
        !matches!(
            lower.as_str(),
            "values" | "members" | "of" | "the" | "enum" | "enumeration" | "possible" | "type"
        )
    };
    let words: Vec<&str> = section.title.split(' ').filter(is_word).collect();
    let place = outline.span(outline.trimmed(section.heading.clone()));
    (!words.is_empty()).then(|| Spanned::new(words.join(" "), place))
}
