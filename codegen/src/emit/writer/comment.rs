//! Comments, broken into lines.

use std::borrow::Cow;

use super::parts::Parts;
use super::{WIDTH, Writer};

impl Writer<'_> {
    /// A doc comment, broken into lines.
    pub(in crate::emit) fn doc(&mut self, text: &str) {
        self.doc_of([text]);
    }

    /// The same of several texts that follow each other.
    pub(in crate::emit) fn doc_of<const N: usize>(&mut self, parts: [&str; N]) {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        if self.indent() + "/// ".len() + length > WIDTH {
            return self.paragraphs(&parts.concat());
        }
        // Nearly all lines are written as they are: what was written is looked at in one go.
        let before = self.text.len();
        self.start();
        self.text.push_str("/// ");
        let start = self.text.len();
        parts.push_to(&mut self.text);
        if !self.text.get(start..).is_some_and(is_even) {
            self.text.truncate(before);
            return self.paragraphs(&parts.concat());
        }
        self.text.push('\n');
    }

    fn paragraphs(&mut self, text: &str) {
        for paragraph in text.lines() {
            let even = evenly_spaced(paragraph);
            if even.is_empty() {
                self.line("///");
                continue;
            }
            let mut lead = "/// ";
            let mut rest = Some(even.as_ref());
            while let Some(text) = rest {
                let room = WIDTH.saturating_sub(self.indent() + lead.len());
                let (line, after) = first_line(text, room);
                self.line([lead, line]);
                // What a list item goes on with stands below its text.
                if paragraph.starts_with("- ") {
                    lead = "///   ";
                }
                rest = after;
            }
        }
    }
}

/// One blank between words, and none around them.
fn evenly_spaced(text: &str) -> Cow<'_, str> {
    match is_even(text) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

/// Whether a text is one line of ASCII, with one blank between words and none around them.
fn is_even(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else {
        return false;
    };
    // All bytes are looked at, so that the compiler can take many at a time.
    let is_odd = |odd: bool, byte: &u8| odd | !matches!(byte, b' '..=b'~');
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let is_doubled =
        |found: bool, (one, other): (&u8, &u8)| found | ((*one == b' ') & (*other == b' '));
    first != b' '
        && last != b' '
        && !bytes.iter().fold(false, is_odd)
        && !pairs.fold(false, is_doubled)
}

/// The words that fit, at least one, and what follows them.
fn first_line(text: &str, room: usize) -> (&str, Option<&str>) {
    if text.len() <= room {
        return (text, None);
    }
    let mut end = None;
    for (column, (at, c)) in text.char_indices().enumerate() {
        if column > room && end.is_some() {
            break;
        }
        if c == ' ' {
            end = Some(at);
        }
    }
    let fits = text.chars().count() <= room;
    let words = end
        .filter(|_| !fits)
        .and_then(|end| text.split_at_checked(end));
    match words {
        Some((words, after)) => (words, after.get(1..)),
        None => (text, None),
    }
}
