//! Markdown spans to plain text, and prose to words.

use std::ops::Range;

use super::outline::{Outline, Section};

/// Tags of HTML that only lay text out.
const LAYOUT_TAGS: &[&str] = &[
    "br", "p", "li", "ul", "ol", "b", "i", "em", "strong", "code", "div", "span", "a", "sup", "sub",
];

/// The text a reader sees: no emphasis, code marks, link targets, layout tags, escapes or entities.
pub(super) fn plain(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(c) = rest.chars().next() {
        let next = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '\\' => match next.chars().next().filter(char::is_ascii_punctuation) {
                Some(escaped) => {
                    out.push(escaped);
                    next.get(1..).unwrap_or_default()
                }
                None => {
                    out.push('\\');
                    next
                }
            },
            '*' | '`' => next,
            '[' => match link(next) {
                Some((label, behind)) => {
                    out.push_str(&plain(label));
                    behind
                }
                None => {
                    out.push('[');
                    next
                }
            },
            '<' => match layout_tag(next) {
                Some(behind) => {
                    out.push(' ');
                    behind
                }
                None => {
                    out.push('<');
                    next
                }
            },
            '&' => match entity(next) {
                Some((sign, behind)) => {
                    out.push(sign);
                    behind
                }
                None => {
                    out.push('&');
                    next
                }
            },
            _ => {
                out.push(if c.is_whitespace() { ' ' } else { c });
                next
            }
        };
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `label](target)…` split into the label and what stands behind the link.
fn link(text: &str) -> Option<(&str, &str)> {
    let label = text.get(..text.find([']', '['])?)?;
    let target = text.get(label.len()..)?.strip_prefix("](")?;
    Some((label, target.get(target.find(')')? + 1..)?))
}

fn layout_tag(text: &str) -> Option<&str> {
    let (tag, behind) = text.split_at_checked(text.find(['>', '<', ' ', '\n'])?)?;
    let name = tag.trim_matches('/').to_ascii_lowercase();
    if !LAYOUT_TAGS.contains(&name.as_str()) {
        return None;
    }
    // `<a name="properties">`, `<br />`; a tag that is not closed on its line is none.
    let end = behind.find(['>', '<', '\n'])?;
    behind.get(end..)?.strip_prefix('>')
}

fn entity(text: &str) -> Option<(char, &str)> {
    const NAMED: &[(&str, char)] = &[
        ("lt;", '<'),
        ("gt;", '>'),
        ("amp;", '&'),
        ("quot;", '"'),
        ("nbsp;", ' '),
        ("#124;", '|'),
        ("#39;", '\''),
    ];
    NAMED
        .iter()
        .find_map(|&(name, sign)| text.strip_prefix(name).map(|behind| (sign, behind)))
}

/// A word of prose, with the paragraph or list item it stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) paragraph: usize,
}

impl Word<'_> {
    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// The word without code marks and punctuation around it, in lower case.
    pub(super) fn bare(&self) -> String {
        self.text
            .trim_matches(|c: char| !c.is_alphanumeric() && c != '$')
            .to_lowercase()
    }

    /// Whether it ends a sentence.
    pub(super) fn ends_sentence(&self) -> bool {
        self.text
            .trim_end_matches(['*', '`', ')', '"'])
            .ends_with(['.', '!', '?'])
    }

    /// A whole number, with or without commas between the thousands.
    pub(super) fn number(&self) -> Option<u64> {
        let text = self
            .text
            .trim_matches(['`', '*', '.', ',', ';', ':', '(', ')']);
        let digits: String = text.chars().filter(|&c| c != ',').collect();
        (text.starts_with(|c: char| c.is_ascii_digit()))
            .then(|| digits.parse().ok())
            .flatten()
    }
}

/// The words of a section's prose, tables left out. A sentence may run over line ends; a blank line, a list mark and a
/// `<br>` at the head of a line begin a new paragraph.
pub(super) fn words<'a>(outline: &Outline<'a>, section: &Section) -> Vec<Word<'a>> {
    let mut words = Vec::new();
    let mut paragraph = 0;
    let mut end = section.body.start;
    for line in outline.prose_lines(section) {
        let text = outline.slice(line.clone());
        let content = text.trim_start_matches([' ', '\t', '>']);
        if content.is_empty() || line.start > end + 2 || begins_item(content) {
            paragraph += 1;
        }
        end = line.end;
        let is_row = content.contains('|');
        let mut at = line.start;
        for piece in text.split([' ', '\t', '\u{a0}']) {
            let (word, lead) = match piece.strip_prefix("<br>") {
                Some(word) => (word, 4),
                None => (piece, 0),
            };
            if !word.is_empty() && !is_row {
                words.push(Word {
                    text: word,
                    start: at + lead,
                    paragraph,
                });
            }
            let blank = outline
                .slice(at + piece.len()..line.end)
                .chars()
                .next()
                .map_or(0, char::len_utf8);
            at += piece.len() + blank;
        }
    }
    words
}

fn begins_item(content: &str) -> bool {
    let digits = content.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < content.len() && digits.starts_with(". ");
    numbered || content.starts_with("- ") || content.starts_with("* ") || content.starts_with("<br")
}
