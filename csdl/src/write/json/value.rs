//! JSON values that keep the order of their members and the text of their numbers.

use std::collections::HashMap;

/// A JSON value.
#[derive(Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    /// In the notation of JSON already, so that a Decimal loses no digit.
    Number(String),
    String(String),
    Array(Vec<Json>),
    Object(Object),
}

/// Members in the order in which they came, each name once.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Object {
    members: Vec<(String, Json)>,
    /// By name: where it is.
    places: HashMap<String, usize>,
}

impl Object {
    /// Adds a member whose name cannot be there yet; of two, the first stands.
    pub(super) fn set(&mut self, name: &str, value: Json) {
        self.insert(name.to_owned(), value);
    }

    /// Adds a member; false when there is one of that name, which then stands.
    pub(super) fn insert(&mut self, name: String, value: Json) -> bool {
        let is_new = !self.places.contains_key(&name);
        if is_new {
            self.places.insert(name.clone(), self.members.len());
            self.members.push((name, value));
        }
        is_new
    }

    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The value of a member, made when it is not there.
    pub(super) fn entry(&mut self, name: &str, made: impl FnOnce() -> Json) -> Option<&mut Json> {
        if !self.places.contains_key(name) {
            self.insert(name.to_owned(), made());
        }
        let place = self.places.get(name)?;
        self.members.get_mut(*place).map(|(_, value)| value)
    }

    /// The object that is a member, made when it is not there; nothing when the member is no object.
    pub(super) fn object(&mut self, name: &str) -> Option<&mut Object> {
        match self.entry(name, || Json::Object(Object::default())) {
            Some(Json::Object(object)) => Some(object),
            _ => None,
        }
    }

    /// The array that is a member, made when it is not there; nothing when the member is no array.
    pub(super) fn array(&mut self, name: &str) -> Option<&mut Vec<Json>> {
        match self.entry(name, || Json::Array(Vec::new())) {
            Some(Json::Array(items)) => Some(items),
            _ => None,
        }
    }
}

impl Json {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Json::String(text.into())
    }

    /// An integer.
    pub(super) fn integer(number: impl Into<i128>) -> Self {
        Json::Number(number.into().to_string())
    }

    /// A number in any of XML's notations; what is none, such as `INF`, is text.
    pub(super) fn number(text: &str) -> Self {
        match as_json_number(text.trim()) {
            Some(number) => Json::Number(number),
            None => Json::text(text.trim()),
        }
    }

    /// Prints it with two blanks of indentation and a line break at the end.
    pub(super) fn print(&self) -> String {
        let mut out = String::new();
        self.print_into(&mut out, 0);
        out.push('\n');
        out
    }

    fn print_into(&self, out: &mut String, depth: usize) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Number(text) => out.push_str(text),
            Json::String(text) => quote(out, text),
            Json::Array(items) => {
                let items = items.iter().map(|item| (None, item));
                print_list(out, ['[', ']'], depth, items);
            }
            Json::Object(object) => {
                let members = object.members.iter();
                let members = members.map(|(name, value)| (Some(name.as_str()), value));
                print_list(out, ['{', '}'], depth, members);
            }
        }
    }
}

fn print_list<'a>(
    out: &mut String,
    [open, close]: [char; 2],
    depth: usize,
    items: impl Iterator<Item = (Option<&'a str>, &'a Json)>,
) {
    out.push(open);
    let mut is_empty = true;
    for (name, value) in items {
        out.push_str(if is_empty { "\n" } else { ",\n" });
        is_empty = false;
        indent(out, depth + 1);
        if let Some(name) = name {
            quote(out, name);
            out.push_str(": ");
        }
        value.print_into(out, depth + 1);
    }
    if !is_empty {
        out.push('\n');
        indent(out, depth);
    }
    out.push(close);
}

fn indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// XML writes `+1`, `.5`, `1.` and `007` too, which JSON does not.
fn as_json_number(text: &str) -> Option<String> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let is_negative = mantissa.starts_with('-');
    let mantissa = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let mut number = String::from(if is_negative { "-" } else { "" });
    number.push_str(if whole.is_empty() { "0" } else { whole });
    if !fraction.is_empty() {
        number.push('.');
        number.push_str(fraction);
    }
    if let Some(exponent) = exponent {
        let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if digits.is_empty() || !are_digits(digits) {
            return None;
        }
        number.push('e');
        number.push_str(exponent);
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_xml_become_numbers_of_json() {
        for (xml, json) in [
            ("42", "42"),
            ("+1", "1"),
            ("-0.50", "-0.50"),
            (".5", "0.5"),
            ("1.", "1"),
            ("007", "7"),
            ("1E+3", "1e+3"),
        ] {
            assert_eq!(as_json_number(xml).as_deref(), Some(json), "{xml}");
        }
        for none in ["", "-", ".", "INF", "-INF", "NaN", "1e", "0x10", "1 2"] {
            assert_eq!(as_json_number(none), None, "{none}");
        }
    }

    #[test]
    fn text_is_escaped() {
        let text = Json::text("\"a\\b\"\n\t\u{1}ü");
        assert_eq!(text.print(), "\"\\\"a\\\\b\\\"\\n\\t\\u0001ü\"\n");
    }

    #[test]
    fn members_keep_their_order_and_lists_may_be_empty() {
        let mut object = Object::default();
        object.set("b", Json::Array(vec![Json::integer(1), Json::Null]));
        object.set("a", Json::Object(Object::default()));
        assert!(!object.insert("b".to_owned(), Json::Null));
        let expected = "{\n  \"b\": [\n    1,\n    null\n  ],\n  \"a\": {}\n}\n";
        assert_eq!(Json::Object(object).print(), expected);
    }
}
