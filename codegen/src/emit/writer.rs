//! Lines of code, laid out as rustfmt would lay them out.

use std::borrow::Cow;

use super::deprecated::Deprecated;

/// rustfmt's `max_width`.
const WIDTH: usize = 100;
/// rustfmt's `fn_call_width`: longer argument lists stand one below the other.
const CALL_WIDTH: usize = 60;
/// rustfmt's `attr_fn_like_width`.
const ATTRIBUTE_WIDTH: usize = 70;
/// rustfmt's `array_width`.
const ARRAY_WIDTH: usize = 60;
/// rustfmt's `short_array_element_width_threshold`.
const SHORT_ITEM: usize = 10;

/// More bytes than most types take: a text that grows is copied.
const LARGE_TYPE: usize = 4096;

/// A text, or several that follow each other: what formats its arguments would take most of the time of all the emitter.
pub(super) trait Parts {
    fn push_to(&self, text: &mut String);
    /// How many bytes they are: never less than columns, and told faster.
    fn bytes(&self) -> usize;
    /// How wide they are on a line.
    fn columns(&self) -> usize;
}

impl Parts for &str {
    fn bytes(&self) -> usize {
        self.len()
    }

    fn push_to(&self, text: &mut String) {
        text.push_str(self);
    }

    fn columns(&self) -> usize {
        columns(self)
    }
}

impl Parts for &String {
    fn bytes(&self) -> usize {
        self.len()
    }

    fn push_to(&self, text: &mut String) {
        text.push_str(self);
    }

    fn columns(&self) -> usize {
        columns(self)
    }
}

impl<const N: usize> Parts for [&str; N] {
    fn bytes(&self) -> usize {
        self.iter().map(|part| part.len()).sum()
    }

    fn push_to(&self, text: &mut String) {
        for part in self {
            text.push_str(part);
        }
    }

    fn columns(&self) -> usize {
        self.iter().map(|part| columns(part)).sum()
    }
}

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

    /// `impl Trait for Type {}`, as rustfmt lays it out.
    pub(super) fn empty_impl<const N: usize>(&mut self, implemented: [&str; N], ty: &str) {
        let length = implemented.columns() + columns(ty) + "impl  for  {}".len();
        self.start();
        self.text.push_str("impl ");
        implemented.push_to(&mut self.text);
        // What stands between the braces does not count.
        if self.indent() + length <= WIDTH + 1 {
            self.text.push_str(" for ");
            self.text.push_str(ty);
            self.text.push_str(" {}\n");
            return;
        }
        self.text.push('\n');
        self.line(["    for ", ty]);
        self.line("{");
        self.line("}");
    }

    /// The line that closes it, such as `}`.
    pub(super) fn close(&mut self, parts: impl Parts) {
        self.depth = self.depth.saturating_sub(1);
        self.line(parts);
    }

    /// A doc comment, broken into lines.
    pub(super) fn doc(&mut self, text: &str) {
        self.doc_of([text]);
    }

    /// The same of several texts that follow each other.
    pub(super) fn doc_of<const N: usize>(&mut self, parts: [&str; N]) {
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

    /// `#[name(argument)]`, the argument on a line of its own where it is long.
    pub(super) fn attribute(&mut self, name: &str, argument: &str) {
        if columns(argument) <= ATTRIBUTE_WIDTH {
            return self.line(["#[", name, "(", argument, ")]"]);
        }
        self.open(["#[", name, "("]);
        self.line(argument);
        self.close(")]");
    }

    /// `left = right;`, the right side on a line of its own where both do not fit on one.
    pub(super) fn assign(&mut self, left: impl Parts, right: impl Parts) {
        let around = self.indent() + 4;
        let fits = around + left.bytes() + right.bytes() <= WIDTH
            || around + left.columns() + right.columns() <= WIDTH;
        self.start();
        left.push_to(&mut self.text);
        self.text.push_str(if fits { " = " } else { " =\n" });
        if !fits {
            self.depth += 1;
            self.start();
            self.depth -= 1;
        }
        right.push_to(&mut self.text);
        self.text.push_str(";\n");
    }

    /// `left = Some(text);`, as rustfmt lays out a text that is long.
    pub(super) fn some_text(&mut self, left: &str, text: &str) {
        let right = ["Some(", text, ")"];
        if self.indent() + 4 + right.columns() < WIDTH {
            return self.assign(left, right);
        }
        self.open([left, " = Some("]);
        self.line([text, ","]);
        self.close(");");
    }

    /// The head of a function, one parameter a line where it is long.
    pub(super) fn signature(&mut self, name: &str, parameters: &[impl AsRef<str>], after: &str) {
        if self.indent() + name.len() + joined_columns(parameters) + 2 + after.len() <= WIDTH {
            self.list_on_a_line([name, "("], parameters, [")", after, "\n"]);
            self.depth += 1;
            return;
        }
        if parameters.is_empty() {
            return self.signature_of_nothing(name, after);
        }
        self.open([name, "("]);
        for parameter in parameters {
            self.line([parameter.as_ref(), ","]);
        }
        self.close([")", after]);
        self.depth += 1;
    }

    /// Without parameters, what is returned stands on a line of its own, or the brace does.
    fn signature_of_nothing(&mut self, name: &str, after: &str) {
        let answer = after.trim_end_matches('{').trim();
        let line = [name, "() ", answer];
        if self.indent() + line.columns() <= WIDTH {
            self.line(line);
            self.open("{");
        } else {
            self.line([name, "()"]);
            self.open([answer, " {"]);
        }
    }

    /// `name(arguments)` and what follows it, one argument a line where they are long.
    pub(super) fn call(&mut self, name: &str, arguments: &[impl AsRef<str>], after: &str) {
        let length = joined_columns(arguments);
        if length <= CALL_WIDTH && self.indent() + columns(name) + length + 2 + after.len() <= WIDTH
        {
            return self.list_on_a_line([name, "("], arguments, [")", after, "\n"]);
        }
        self.open([name, "("]);
        for argument in arguments {
            self.line([argument.as_ref(), ","]);
        }
        self.close([")", after]);
    }

    /// `head(ty);`, the type on a line of its own where both do not fit on one.
    pub(super) fn tuple_struct(&mut self, head: &str, ty: &str) {
        if self.indent() + columns(head) + columns(ty) + 3 <= WIDTH {
            return self.line([head, "(", ty, ");"]);
        }
        self.open([head, "("]);
        self.line([ty, ","]);
        self.close(");");
    }

    /// A chain of calls, each on a line of its own where they do not fit on one.
    pub(super) fn chain(&mut self, first: &str, calls: &[String]) {
        let length = columns(first) + calls.iter().map(|call| columns(call)).sum::<usize>();
        let width = if calls.len() > 1 {
            CALL_WIDTH
        } else {
            WIDTH - self.indent()
        };
        if length <= width && self.indent() + length <= WIDTH {
            self.start();
            self.text.push_str(first);
            calls.iter().for_each(|call| self.text.push_str(call));
            return self.text.push('\n');
        }
        self.line(first);
        self.depth += 1;
        for call in calls {
            self.line(call);
        }
        self.depth -= 1;
    }

    /// `name: &[items],` inside a struct.
    pub(super) fn array_field(&mut self, name: &str, items: &[impl AsRef<str>]) {
        let length = joined_columns(items);
        if length <= ARRAY_WIDTH && self.indent() + name.len() + length + 6 <= WIDTH {
            return self.list_on_a_line([name, ": &["], items, "],\n");
        }
        self.open([name, ": &["]);
        if items
            .iter()
            .all(|item| columns(item.as_ref()) <= SHORT_ITEM)
        {
            self.fill(items);
        } else {
            for item in items {
                self.item(item.as_ref());
            }
        }
        self.close("],");
    }

    /// `name = &[items];`, one item a line where they are long.
    pub(super) fn array_const(&mut self, name: &str, items: &[impl AsRef<str>]) {
        let length = joined_columns(items);
        if length <= ARRAY_WIDTH && self.indent() + columns(name) + length + 7 <= WIDTH {
            return self.list_on_a_line([name, " = &["], items, "];\n");
        }
        self.open([name, " = &["]);
        for item in items {
            self.item(item.as_ref());
        }
        self.close("];");
    }

    fn list_on_a_line(&mut self, before: impl Parts, items: &[impl AsRef<str>], after: impl Parts) {
        self.start();
        before.push_to(&mut self.text);
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.text.push_str(", ");
            }
            self.text.push_str(item.as_ref());
        }
        after.push_to(&mut self.text);
    }

    /// As many items on a line as fit.
    fn fill(&mut self, items: &[impl AsRef<str>]) {
        let mut line = String::new();
        for item in items.iter().map(AsRef::as_ref) {
            if self.indent() + columns(&line) + columns(item) + 2 >= WIDTH {
                self.line(&line);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(item);
            line.push(',');
        }
        self.line(&line);
    }

    /// An item of an array; a long pair stands one part below the other.
    fn item(&mut self, item: &str) {
        let inner = item
            .strip_prefix('(')
            .and_then(|item| item.strip_suffix(')'));
        let pair = inner.filter(|inner| columns(inner) > CALL_WIDTH);
        let Some((one, other)) = pair.and_then(|pair| pair.split_once(", ")) else {
            return self.line([item, ","]);
        };
        self.open("(");
        self.line([one, ","]);
        self.line([other, ","]);
        self.close("),");
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

/// The width of a text: most of it is ASCII, whose bytes need not be counted one by one.
fn columns(text: &str) -> usize {
    match text.is_ascii() {
        true => text.len(),
        false => text.chars().count(),
    }
}

/// The width of items with a comma and a blank between them.
fn joined_columns(items: &[impl AsRef<str>]) -> usize {
    let items_alone: usize = items.iter().map(|item| columns(item.as_ref())).sum();
    items_alone + 2 * items.len().saturating_sub(1)
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
