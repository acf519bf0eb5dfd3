//! Lines of code, laid out as rustfmt would lay them out.

/// rustfmt's `max_width`.
const WIDTH: usize = 100;
/// rustfmt's `fn_call_width`: longer argument lists stand one below the other.
const CALL_WIDTH: usize = 60;
/// rustfmt's `attr_fn_like_width`.
const ATTRIBUTE_WIDTH: usize = 70;
/// rustfmt's `array_width`.
/// rustfmt's `short_array_element_width_threshold`.
const SHORT_ITEM: usize = 10;
const ARRAY_WIDTH: usize = 60;

pub(super) struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    pub(super) fn new() -> Self {
        Writer {
            text: String::new(),
            depth: 0,
        }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    fn indent(&self) -> usize {
        self.depth * 4
    }

    /// Begins a line: what formats its arguments would take most of the time of all the emitter.
    fn start(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("    ");
        }
    }

    pub(super) fn line(&mut self, text: &str) {
        self.start();
        self.text.push_str(text);
        self.text.push('\n');
    }

    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A line that opens a block, such as `impl X {`.
    pub(super) fn open(&mut self, text: &str) {
        self.line(text);
        self.depth += 1;
    }

    /// `impl Trait for Type {}`, as rustfmt lays it out.
    pub(super) fn empty_impl(&mut self, implemented: &str, ty: &str) {
        let line = format!("impl {implemented} for {ty} {{}}");
        // What stands between the braces does not count.
        if self.indent() + columns(&line) <= WIDTH + 1 {
            return self.line(&line);
        }
        self.line(&format!("impl {implemented}"));
        self.line(&format!("    for {ty}"));
        self.line("{");
        self.line("}");
    }

    /// The line that closes it, such as `}`.
    pub(super) fn close(&mut self, text: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.line(text);
    }

    /// A doc comment, broken into lines.
    pub(super) fn doc(&mut self, text: &str) {
        for paragraph in text.lines() {
            if paragraph.trim().is_empty() {
                self.line("///");
                continue;
            }
            // What a list item goes on with stands below its text.
            let hang = if paragraph.starts_with("- ") {
                "  "
            } else {
                ""
            };
            self.start();
            self.text.push_str("///");
            let mut width = 3;
            for word in paragraph.split_whitespace() {
                let length = columns(word);
                if width > 3 && self.indent() + width + 1 + length > WIDTH {
                    self.text.push('\n');
                    self.start();
                    self.text.push_str("///");
                    self.text.push_str(hang);
                    width = 3 + hang.len();
                }
                self.text.push(' ');
                self.text.push_str(word);
                width += 1 + length;
            }
            self.text.push('\n');
        }
    }

    /// `#[name(argument)]`, the argument on a line of its own where it is long.
    pub(super) fn attribute(&mut self, name: &str, argument: &str) {
        if columns(argument) <= ATTRIBUTE_WIDTH {
            return self.line(&format!("#[{name}({argument})]"));
        }
        self.open(&format!("#[{name}("));
        self.line(argument);
        self.close(")]");
    }

    /// `left = right;`, the right side on a line of its own where both do not fit on one.
    pub(super) fn assign(&mut self, left: &str, right: &str) {
        if self.indent() + columns(left) + columns(right) + 4 <= WIDTH {
            self.line(&format!("{left} = {right};"));
            return;
        }
        self.line(&format!("{left} ="));
        self.depth += 1;
        self.line(&format!("{right};"));
        self.depth -= 1;
    }

    /// `left = Some(text);`, as rustfmt lays out a text that is long.
    pub(super) fn some_text(&mut self, left: &str, text: &str) {
        let right = format!("Some({text})");
        if self.indent() + 4 + columns(&right) < WIDTH {
            return self.assign(left, &right);
        }
        self.open(&format!("{left} = Some("));
        self.line(&format!("{text},"));
        self.close(");");
    }

    /// The head of a function, one parameter a line where it is long.
    pub(super) fn signature(&mut self, name: &str, parameters: &[String], after: &str) {
        let joined = parameters.join(", ");
        if self.indent() + name.len() + columns(&joined) + 2 + after.len() <= WIDTH {
            self.open(&format!("{name}({joined}){after}"));
            return;
        }
        if parameters.is_empty() {
            return self.signature_of_nothing(name, after);
        }
        self.open(&format!("{name}("));
        for parameter in parameters {
            self.line(&format!("{parameter},"));
        }
        self.close(&format!("){after}"));
        self.depth += 1;
    }

    /// Without parameters, what is returned stands on a line of its own, or the brace does.
    fn signature_of_nothing(&mut self, name: &str, after: &str) {
        let answer = after.trim_end_matches('{').trim();
        let line = format!("{name}() {answer}");
        if self.indent() + columns(&line) <= WIDTH {
            self.line(&line);
            self.open("{");
        } else {
            self.line(&format!("{name}()"));
            self.open(&format!("{answer} {{"));
        }
    }

    /// `name(arguments)` and what follows it, one argument a line where they are long.
    pub(super) fn call(&mut self, name: &str, arguments: &[String], after: &str) {
        let joined = arguments.join(", ");
        let length = columns(&joined);
        if length <= CALL_WIDTH && self.indent() + columns(name) + length + 2 + after.len() <= WIDTH
        {
            self.line(&format!("{name}({joined}){after}"));
            return;
        }
        self.open(&format!("{name}("));
        for argument in arguments {
            self.line(&format!("{argument},"));
        }
        self.close(&format!("){after}"));
    }

    /// A chain of calls, each on a line of its own where they do not fit on one.
    pub(super) fn chain(&mut self, first: &str, calls: &[String]) {
        let joined = format!("{first}{}", calls.concat());
        let length = columns(&joined);
        let width = if calls.len() > 1 {
            CALL_WIDTH
        } else {
            WIDTH - self.indent()
        };
        if length <= width && self.indent() + length <= WIDTH {
            self.line(&joined);
            return;
        }
        self.line(first);
        self.depth += 1;
        for call in calls {
            self.line(call);
        }
        self.depth -= 1;
    }

    /// `name: &[items],` inside a struct.
    pub(super) fn array_field(&mut self, name: &str, items: &[String]) {
        let joined = items.join(", ");
        let length = columns(&joined);
        if length <= ARRAY_WIDTH && self.indent() + name.len() + length + 6 <= WIDTH {
            self.line(&format!("{name}: &[{joined}],"));
            return;
        }
        self.open(&format!("{name}: &["));
        if items.iter().all(|item| item.chars().count() <= SHORT_ITEM) {
            self.fill(items);
        } else {
            for item in items {
                self.item(item);
            }
        }
        self.close("],");
    }

    /// `name = &[items];`, one item a line where they are long.
    pub(super) fn array_const(&mut self, name: &str, items: &[String]) {
        let joined = items.join(", ");
        let length = joined.chars().count();
        if length <= ARRAY_WIDTH && self.indent() + name.chars().count() + length + 7 <= WIDTH {
            return self.line(&format!("{name} = &[{joined}];"));
        }
        self.open(&format!("{name} = &["));
        for item in items {
            self.item(item);
        }
        self.close("];");
    }

    /// As many items on a line as fit.
    fn fill(&mut self, items: &[String]) {
        let mut line = String::new();
        for item in items {
            if self.indent() + line.chars().count() + item.chars().count() + 2 >= WIDTH {
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
            return self.line(&format!("{item},"));
        };
        self.open("(");
        self.line(&format!("{one},"));
        self.line(&format!("{other},"));
        self.close("),");
    }
}

/// The width of a text: most of it is ASCII, whose bytes need not be counted one by one.
fn columns(text: &str) -> usize {
    match text.is_ascii() {
        true => text.len(),
        false => text.chars().count(),
    }
}

/// A string literal.
pub(super) fn string(text: &str) -> String {
    format!("{text:?}")
}
