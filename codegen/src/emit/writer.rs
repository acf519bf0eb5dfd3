//! Lines of code, laid out as rustfmt would lay them out.

mod comment;
mod layout;
mod parts;

use super::deprecated::Deprecated;
pub(super) use parts::Parts;

/// rustfmt's `max_width`.
const WIDTH: usize = 100;

/// More bytes than most types take: a text that grows is copied.
const LARGE_TYPE: usize = 4096;

pub(super) struct Writer<'d> {
    text: String,
    depth: usize,
    /// Where the item begins that is being written.
    item: usize,
    deprecated: &'d Deprecated,
    /// Whether what is written can use something deprecated.
    is_watched: bool,
}

impl<'d> Writer<'d> {
    /// What uses something deprecated of these is allowed to. So many types are about to be written.
    pub(super) fn new(deprecated: &'d Deprecated, types: usize) -> Self {
        Writer {
            text: String::with_capacity(types.saturating_mul(LARGE_TYPE)),
            depth: 0,
            item: 0,
            deprecated,
            is_watched: true,
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.end_item();
        self.text
    }

    /// Whether what follows is looked through for what is deprecated.
    pub(super) fn watch(&mut self, is_watched: bool) {
        self.end_item();
        self.is_watched = is_watched;
    }

    /// Items stand apart by a blank line; inside of one, what follows a blank line is indented.
    fn end_item(&mut self) {
        let item = self.text.get(self.item..).filter(|_| self.is_watched);
        if let Some(at) = item.and_then(|item| self.deprecated.used_at(item)) {
            let allowed = "#[allow(deprecated)]\n";
            self.text.insert_str(self.item + at, allowed);
        }
        self.item = self.text.len();
    }

    fn indent(&self) -> usize {
        self.depth * 4
    }

    /// Begins a line.
    fn start(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("    ");
        }
    }

    pub(super) fn line(&mut self, parts: impl Parts) {
        self.start();
        parts.push_to(&mut self.text);
        self.text.push('\n');
    }

    /// A line that begins with a number.
    pub(super) fn numbered(&mut self, number: usize, parts: impl Parts) {
        self.start();
        push_number(&mut self.text, number);
        parts.push_to(&mut self.text);
        self.text.push('\n');
    }

    pub(super) fn blank(&mut self) {
        self.text.push('\n');
        if self.depth == 0 {
            self.end_item();
        }
    }

    /// An item whose lines are laid out already; it stands apart from what is before it.
    pub(super) fn item_of<const N: usize>(&mut self, parts: [&str; N]) {
        self.blank();
        parts.push_to(&mut self.text);
    }

    /// A line that opens a block, such as `impl X {`.
    pub(super) fn open(&mut self, parts: impl Parts) {
        self.line(parts);
        self.depth += 1;
    }

    /// The line that closes it, such as `}`.
    pub(super) fn close(&mut self, parts: impl Parts) {
        self.depth = self.depth.saturating_sub(1);
        self.line(parts);
    }
}

/// What formats would take longer than all else of a line.
fn push_number(text: &mut String, number: usize) {
    let digit = |digit: usize| char::from_digit(u32::try_from(digit).unwrap_or(0), 10);
    match number {
        0..10 => text.extend(digit(number)),
        10..100 => text.extend(
            [digit(number / 10), digit(number % 10)]
                .into_iter()
                .flatten(),
        ),
        _ => text.push_str(&number.to_string()),
    }
}

/// Whether a text stands in a literal as it is.
pub(super) fn is_plain(text: &str) -> bool {
    let is_plain = |byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    text.bytes().all(is_plain)
}

/// A string literal.
pub(super) fn string(text: &str) -> String {
    match is_plain(text) {
        true => ["\"", text, "\""].concat(),
        false => format!("{text:?}"),
    }
}
