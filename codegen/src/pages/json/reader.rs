use std::ops::Range;

use odata_csdl::source::{SourceId, Span, Spanned};

use super::repair::{Repair, RepairKind};
use super::{JsonMember, JsonNode, JsonValue};

const MAX_DEPTH: usize = 64;

/// What was read, and where reading had to stop.
pub(crate) struct Reading {
    pub(crate) value: Option<JsonNode>,
    pub(crate) repairs: Vec<Repair>,
    pub(crate) failure: Option<Failure>,
}

/// A defect that cannot be repaired.
pub(crate) struct Failure {
    pub(crate) span: Span,
    pub(crate) what: &'static str,
}

/// Reads the text of that range as one JSON value.
pub(crate) fn read(source: SourceId, text: &str, range: Range<usize>) -> Reading {
    let text = text.get(..range.end).unwrap_or_default();
    let mut reader = Reader {
        source,
        text,
        at: range.start,
        repairs: Vec::new(),
        failure: None,
    };
    let value = reader.value(0);
    if reader.failure.is_none() {
        reader.trailing();
    }
    Reading {
        value,
        repairs: reader.repairs,
        failure: reader.failure,
    }
}

pub(super) struct Reader<'a> {
    source: SourceId,
    text: &'a str,
    pub(super) at: usize,
    repairs: Vec<Repair>,
    failure: Option<Failure>,
}

/// What an object is that stands where a name is expected.
enum Stray {
    Listed,
    NextOfOuter,
    Unknown,
}

impl<'a> Reader<'a> {
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text_at(self.at)
    }

    pub(super) fn text_at(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start, end)
    }

    pub(super) fn repair(&mut self, start: usize, end: usize, what: RepairKind) {
        self.repairs.push(Repair {
            span: self.span(start, end),
            what,
        });
    }

    pub(super) fn fail(&mut self, start: usize, what: &'static str) {
        let length = self
            .text
            .get(start..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        let span = self.span(start, start + length);
        self.failure.get_or_insert(Failure { span, what });
    }

    fn failed(&self) -> bool {
        self.failure.is_some()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Blanks and `...`; whether there was a `...`.
    fn skip_elisions(&mut self) -> bool {
        let mut found = false;
        loop {
            self.skip_blanks();
            let rest = self.rest();
            let length = match rest.strip_prefix('…') {
                Some(_) => '…'.len_utf8(),
                None => rest.len() - rest.trim_start_matches('.').len(),
            };
            if length < 2 {
                return found;
            }
            self.repair(self.at, self.at + length, RepairKind::Elision);
            self.at += length;
            found = true;
        }
    }

    /// None when there is nothing but an elision, or nothing that could be read.
    fn value(&mut self, depth: usize) -> Option<JsonNode> {
        let elided = self.skip_elisions();
        let start = self.at;
        if depth > MAX_DEPTH {
            self.fail(start, "the sample is nested more than 64 deep");
            return None;
        }
        let value = match self.peek() {
            Some(b'{') => JsonValue::Object(self.members(depth)),
            Some(b'[') => JsonValue::Array(self.items(depth)),
            Some(b'"') => JsonValue::String(self.string()?),
            Some(b',' | b'}' | b']') if elided => return None,
            None => {
                self.fail(start, "the sample ends here, before it is complete");
                return None;
            }
            Some(_) => self.word()?,
        };
        Some(Spanned::new(value, self.span(start, self.at)))
    }

    fn items(&mut self, depth: usize) -> Vec<JsonNode> {
        let mut items = Vec::new();
        self.at += 1;
        let mut comma = None;
        loop {
            let elided = self.skip_elisions();
            if self.eat(b']') {
                self.note_trailing_comma(comma, elided);
                return items;
            }
            if self.ends_early(b'}', !items.is_empty()) {
                return items;
            }
            if elided && self.eat(b',') {
                comma = Some(self.at - 1);
                continue;
            }
            if comma.is_none() && !items.is_empty() && !elided {
                self.note_missing_comma();
            }
            items.extend(self.value(depth + 1));
            if self.failed() {
                return items;
            }
            comma = self.separator();
        }
    }

    fn members(&mut self, depth: usize) -> Vec<JsonMember> {
        let mut members = Vec::new();
        self.at += 1;
        let mut comma = None;
        loop {
            let elided = self.skip_elisions();
            if self.eat(b'}') {
                self.note_trailing_comma(comma, elided);
                return members;
            }
            if self.ends_early(b']', !members.is_empty()) {
                return members;
            }
            if elided && self.eat(b',') {
                comma = Some(self.at - 1);
                continue;
            }
            if self.peek() == Some(b'{') {
                match self.object_without_name(&mut members, depth) {
                    Stray::Listed => {
                        comma = self.separator();
                        continue;
                    }
                    Stray::NextOfOuter => return members,
                    Stray::Unknown => {
                        self.fail(self.at, "no member begins here");
                        return members;
                    }
                }
            }
            let start = self.at;
            let missing = comma.is_none() && !members.is_empty() && !elided;
            let Some(name) = self.name() else {
                return members;
            };
            self.skip_blanks();
            if missing && matches!(self.peek(), Some(b',' | b'}')) {
                self.repair(start, self.at, RepairKind::SecondValue);
                comma = self.separator();
                continue;
            }
            if missing {
                self.repair(start, start + 1, RepairKind::MissingComma);
            }
            if !self.eat(b':') {
                self.fail(self.at, "a colon is missing here");
                return members;
            }
            if let Some(value) = self.value(depth + 1) {
                members.push(JsonMember { name, value });
            }
            if self.failed() {
                return members;
            }
            comma = self.separator();
        }
    }

    /// Whether what is open ends here without its bracket: at the bracket of what is around it, or where the text ends.
    fn ends_early(&mut self, outer: u8, begun: bool) -> bool {
        let ends = begun && self.peek().is_none_or(|byte| byte == outer);
        if ends {
            self.repair(self.at, self.at, RepairKind::MissingBracket);
        }
        ends
    }

    /// An object where a name is expected. When it begins as the value before it does, the values are a list without
    /// brackets; when it begins as the object does that is open, that one lacks its bracket.
    fn object_without_name(&mut self, members: &mut [JsonMember], depth: usize) -> Stray {
        let Some(first) = self.first_name() else {
            return Stray::Unknown;
        };
        let own = members
            .first()
            .is_some_and(|member| member.name.value == first);
        let begins_so = |node: &JsonNode| {
            node.value
                .members()
                .first()
                .is_some_and(|member| member.name.value == first)
        };
        let Some(last) = members.last_mut() else {
            return Stray::Unknown;
        };
        let listed = match &last.value.value {
            JsonValue::Array(items) => items.first().is_some_and(begins_so),
            _ => begins_so(&last.value),
        };
        if !listed {
            if own {
                self.repair(self.at, self.at, RepairKind::MissingBracket);
                return Stray::NextOfOuter;
            }
            return Stray::Unknown;
        }
        self.repair(self.at, self.at + 1, RepairKind::ListWithoutBrackets);
        let Some(next) = self.value(depth + 1) else {
            return Stray::Unknown;
        };
        let span = last.value.span.to(next.span);
        match &mut last.value.value {
            JsonValue::Array(items) => items.push(next),
            _ => {
                let one = last.value.clone();
                last.value.value = JsonValue::Array(vec![one, next]);
            }
        }
        last.value.span = span;
        Stray::Listed
    }

    /// The first name of the object that begins here.
    fn first_name(&self) -> Option<String> {
        let inside = self
            .rest()
            .strip_prefix('{')?
            .trim_start()
            .strip_prefix('"')?;
        inside.get(..inside.find(['"', '\n'])?).map(str::to_owned)
    }

    /// The comma behind an item, if there is one.
    fn separator(&mut self) -> Option<usize> {
        self.skip_elisions();
        let at = self.at;
        self.eat(b',').then_some(at)
    }

    fn note_trailing_comma(&mut self, comma: Option<usize>, elided: bool) {
        if let (Some(at), false) = (comma, elided) {
            self.repair(at, at + 1, RepairKind::TrailingComma);
        }
    }

    fn note_missing_comma(&mut self) {
        if matches!(self.peek(), Some(byte) if !matches!(byte, b',' | b'}' | b':')) {
            self.repair(self.at, self.at + 1, RepairKind::MissingComma);
        }
    }

    fn name(&mut self) -> Option<Spanned<String>> {
        let start = self.at;
        if self.peek() == Some(b'"') {
            let text = self.string()?;
            return Some(Spanned::new(text, self.span(start, self.at)));
        }
        let rest = self.rest();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '.' | '-' | '$');
        let length = rest.len() - rest.trim_start_matches(is_part).len();
        if length == 0 {
            let what = if rest.is_empty() {
                "the sample ends here, before it is complete"
            } else {
                "no member begins here"
            };
            self.fail(start, what);
            return None;
        }
        self.at += length;
        self.repair(start, self.at, RepairKind::UnquotedWord);
        if self.rest().starts_with("\":") {
            self.at += 1;
        }
        Some(Spanned::new(
            rest.get(..length).unwrap_or_default().to_owned(),
            self.span(start, self.at),
        ))
    }

    /// A number, `true`, `false`, `null`, or text without quotes.
    fn word(&mut self) -> Option<JsonValue> {
        let start = self.at;
        let rest = self.rest();
        let line = rest
            .get(..rest.find([',', '}', ']', '\n', '"']).unwrap_or(rest.len()))
            .unwrap_or_default()
            .trim_end();
        let known = match line {
            "true" => Some(JsonValue::Bool(true)),
            "false" => Some(JsonValue::Bool(false)),
            "null" => Some(JsonValue::Null),
            number if is_number(number) => Some(JsonValue::Number(number.to_owned())),
            _ => None,
        };
        if line.is_empty()
            || !line.starts_with(|c: char| c.is_alphanumeric() || "-_<*/".contains(c))
        {
            self.fail(start, "no value begins here");
            return None;
        }
        self.at += line.len();
        if known.is_none() {
            self.repair(start, self.at, RepairKind::UnquotedWord);
        }
        Some(known.unwrap_or_else(|| JsonValue::String(line.to_owned())))
    }

    fn trailing(&mut self) {
        self.skip_elisions();
        let text = self.rest().trim_end();
        if !text.is_empty() {
            let (start, end) = (self.at, self.at + text.len());
            self.repair(start, end, RepairKind::TrailingText);
        }
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}
