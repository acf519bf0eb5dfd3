//! What rustfmt lays out in one way where it fits on a line, and in another where it does not.

use super::parts::{Parts, columns};
use super::{WIDTH, Writer};

/// rustfmt's `fn_call_width`: longer argument lists stand one below the other.
const CALL_WIDTH: usize = 60;
/// rustfmt's `attr_fn_like_width`.
const ATTRIBUTE_WIDTH: usize = 70;
/// rustfmt's `array_width`.
const ARRAY_WIDTH: usize = 60;
/// rustfmt's `short_array_element_width_threshold`.
const SHORT_ITEM: usize = 10;

impl Writer<'_> {
    /// `impl Trait for Type {}`, as rustfmt lays it out.
    pub(in crate::emit) fn empty_impl<const N: usize>(&mut self, implemented: [&str; N], ty: &str) {
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

    /// `#[name(argument)]`, the argument on a line of its own where it is long.
    pub(in crate::emit) fn attribute(&mut self, name: &str, argument: &str) {
        if columns(argument) <= ATTRIBUTE_WIDTH {
            return self.line(["#[", name, "(", argument, ")]"]);
        }
        self.open(["#[", name, "("]);
        self.line(argument);
        self.close(")]");
    }

    /// `left = right;`, the right side on a line of its own where both do not fit on one.
    pub(in crate::emit) fn assign(&mut self, left: impl Parts, right: impl Parts) {
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
    pub(in crate::emit) fn some_text(&mut self, left: &str, text: &str) {
        let right = ["Some(", text, ")"];
        if self.indent() + 4 + right.columns() < WIDTH {
            return self.assign(left, right);
        }
        self.open([left, " = Some("]);
        self.line([text, ","]);
        self.close(");");
    }

    /// The head of a function, one parameter a line where it is long.
    pub(in crate::emit) fn signature(
        &mut self,
        name: &str,
        parameters: &[impl AsRef<str>],
        after: &str,
    ) {
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
    pub(in crate::emit) fn call(&mut self, name: &str, arguments: &[impl AsRef<str>], after: &str) {
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
    pub(in crate::emit) fn tuple_struct(&mut self, head: &str, ty: &str) {
        if self.indent() + columns(head) + columns(ty) + 3 <= WIDTH {
            return self.line([head, "(", ty, ");"]);
        }
        self.open([head, "("]);
        self.line([ty, ","]);
        self.close(");");
    }

    /// A chain of calls, each on a line of its own where they do not fit on one.
    pub(in crate::emit) fn chain(&mut self, first: &str, calls: &[String]) {
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
    pub(in crate::emit) fn array_field(&mut self, name: &str, items: &[impl AsRef<str>]) {
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
                self.line([item.as_ref(), ","]);
            }
        }
        self.close("],");
    }

    /// `name: &[(one, other)],` inside a struct.
    pub(in crate::emit) fn pairs_field(&mut self, name: &str, pairs: &[[String; 2]]) {
        let items: Vec<String> = pairs
            .iter()
            .map(|[one, other]| ["(", one, ", ", other, ")"].concat())
            .collect();
        let length = joined_columns(&items);
        if length <= ARRAY_WIDTH && self.indent() + name.len() + length + 6 <= WIDTH {
            return self.list_on_a_line([name, ": &["], &items, "],\n");
        }
        self.open([name, ": &["]);
        for (item, pair) in items.iter().zip(pairs) {
            self.pair(item, pair);
        }
        self.close("],");
    }

    /// `name = &[items];`, one item a line where they are long.
    pub(in crate::emit) fn array_const(&mut self, name: &str, items: &[impl AsRef<str>]) {
        let length = joined_columns(items);
        if length <= ARRAY_WIDTH && self.indent() + columns(name) + length + 7 <= WIDTH {
            return self.list_on_a_line([name, " = &["], items, "];\n");
        }
        self.open([name, " = &["]);
        for item in items {
            self.line([item.as_ref(), ","]);
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

    /// A pair in an array; a long one stands one part below the other.
    fn pair(&mut self, item: &str, [one, other]: &[String; 2]) {
        if columns(item) <= CALL_WIDTH + "()".len() {
            return self.line([item, ","]);
        }
        self.open("(");
        self.line([one, ","]);
        self.line([other, ","]);
        self.close("),");
    }
}

/// The width of items with a comma and a blank between them.
fn joined_columns(items: &[impl AsRef<str>]) -> usize {
    let items_alone: usize = items.iter().map(|item| columns(item.as_ref())).sum();
    items_alone + 2 * items.len().saturating_sub(1)
}
