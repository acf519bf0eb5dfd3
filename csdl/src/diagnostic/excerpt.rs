//! Diagnostics of texts without line breaks, such as JSON from a service: a whole line of megabytes is not laid out to
//! show a few words of it.

use std::fmt::Write;

use crate::diagnostic::{Diagnostic, Label};
use crate::source::{Sources, Span};

/// Longer lines are shown in part.
const LONG: usize = 4096;

/// How many characters are shown before a place, and behind where it begins.
const BEFORE: usize = 40;
const BEHIND: usize = 60;

/// Whether the line of a place is too long to be shown whole. Only what is near the place is looked at.
pub(super) fn is_in_long_line(sources: &Sources, span: Span) -> bool {
    let Some(source) = sources.get(span.source) else {
        return false;
    };
    let bytes = source.text().as_bytes();
    let at = (span.start as usize).min(bytes.len());
    let (before, behind) = bytes.split_at_checked(at).unwrap_or((bytes, &[]));
    let is_break = |byte: &u8| *byte == b'\n';
    let start = before.iter().rev().take(LONG).position(is_break);
    let end = behind.iter().take(LONG).position(is_break);
    let length = |found: Option<usize>, all: usize| found.unwrap_or(all.min(LONG));
    length(start, before.len()).saturating_add(length(end, behind.len())) >= LONG
}

/// The same picture as of shorter lines, with a part of each line.
pub(super) fn render(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let (level, code) = (diagnostic.severity.word(), diagnostic.code);
    let mut out = format!("{level}[{code}]: {}", diagnostic.message);
    for (at, label) in diagnostic.labels.iter().enumerate() {
        show(
            &mut out,
            sources,
            label,
            if at == 0 { "-->" } else { ":::" },
        );
    }
    for help in &diagnostic.help {
        let _ = write!(out, "\n  = help: {help}");
    }
    out
}

fn show(out: &mut String, sources: &Sources, label: &Label, arrow: &str) {
    let Some(source) = sources.get(label.span.source) else {
        return;
    };
    let range = super::within(source.text(), label.span.range());
    let before = source.text().get(..range.start).unwrap_or_default();
    let behind = source.text().get(range.start..).unwrap_or_default();
    let marked = source.text().get(range).unwrap_or_default();
    let on_line = |c: &char| *c != '\n' && *c != '\r';
    let mut shown: Vec<char> = before
        .chars()
        .rev()
        .take_while(on_line)
        .take(BEFORE)
        .collect();
    shown.reverse();
    let column = shown.len();
    shown.extend(behind.chars().take_while(on_line).take(BEHIND));
    let shown: String = shown
        .into_iter()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let line = source.position(label.span.start as usize).line.to_string();
    let margin = " ".repeat(line.len());
    let carets = "^".repeat(marked.chars().take(BEHIND).count().max(1));
    let _ = write!(
        out,
        "\n{margin}{arrow} {}\n{margin} |",
        sources.place(label.span)
    );
    let _ = write!(
        out,
        "\n{line} | ...{shown}...\n{margin} |    {}{carets}",
        " ".repeat(column)
    );
    if !label.text.is_empty() {
        let _ = write!(out, " {}", label.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_long_line_is_shown() {
        let mut sources = Sources::new();
        let text = format!(
            "{{\n{}\"name\": \"value\"{}",
            "x".repeat(5000),
            "y".repeat(5000)
        );
        let source = sources.add("long.json", text);
        let at = |start: usize, end: usize| Span::new(source, start, end);
        let one = Diagnostic::error("bad-value", "it is wrong")
            .at(at(5011, 5016), "here")
            .at(at(0, 1), "and there")
            .help("do it well");
        assert!(is_in_long_line(&sources, at(5011, 5016)));
        assert!(!is_in_long_line(&sources, at(0, 1)));
        let expected = r#"error[bad-value]: it is wrong
 --> long.json:2:5010
  |
2 | ...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"name": "value"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy...
  |                                            ^^^^^ here
 ::: long.json:1:1
  |
1 | ...{...
  |    ^ and there
  = help: do it well"#;
        assert_eq!(one.render(&sources), expected);
    }
}
