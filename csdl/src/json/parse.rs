//! From text to a tree of values, without recursion and within limits (RFC 8259).

use std::borrow::Cow;
use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::json::MAX_DEPTH;
use crate::json::scan::{self, Fault};
use crate::json::value::{Data, Member, Value};
use crate::source::{SourceId, Span};

/// How many values a document may have; the largest published one has about a million.
const MAX_VALUES: usize = 8_000_000;

/// How many members that are there twice are told, each with both places.
const MAX_DUPLICATES: usize = 100;

/// An array or an object whose end is yet to come.
struct Open<'a> {
    start: usize,
    /// The name of the member that is read, when it is an object.
    name: Option<(Cow<'a, str>, Span)>,
    items: Vec<Value<'a>>,
    members: Vec<Member<'a>>,
    is_object: bool,
}

pub(super) struct Parser<'a, 'd> {
    source: SourceId,
    text: &'a str,
    at: usize,
    open: Vec<Open<'a>>,
    values: usize,
    duplicates: usize,
    diagnostics: &'d mut Diagnostics,
}

/// Parses a whole text, or says the one error that makes it no JSON. Members that are there twice are said, the first
/// one stands.
pub(super) fn parse<'a>(
    source: SourceId,
    text: &'a str,
    diagnostics: &mut Diagnostics,
) -> Result<Value<'a>, Diagnostic> {
    let mut parser = Parser {
        source,
        text,
        at: 0,
        open: Vec::new(),
        values: 0,
        duplicates: 0,
        diagnostics,
    };
    parser.document()
}

impl<'a> Parser<'a, '_> {
    fn document(&mut self) -> Result<Value<'a>, Diagnostic> {
        loop {
            self.blanks();
            let Some(value) = self.value()? else {
                continue;
            };
            if let Some(root) = self.attach(value)? {
                self.blanks();
                return match self.peek() {
                    None => Ok(root),
                    Some(_) => Err(self.malformed("something stands behind the end of the JSON")),
                };
            }
        }
    }

    /// One value; nothing when an array or an object was opened that has something in it.
    fn value(&mut self) -> Result<Option<Value<'a>>, Diagnostic> {
        self.values = self.values.saturating_add(1);
        if self.values > MAX_VALUES {
            let message = format!("the JSON has more than {MAX_VALUES} values");
            let error = Diagnostic::error("too-large", message).at(self.here(1), "");
            return Err(error.help("no service publishes so large a model; is this its data?"));
        }
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let data = match self.peek() {
            Some(b'{') => return self.open_one(true),
            Some(b'[') => return self.open_one(false),
            Some(b'"') => {
                let (text, span) = self.string()?;
                return Ok(Some(Value {
                    data: Data::Text(text),
                    span,
                }));
            }
            Some(b'-' | b'0'..=b'9') => {
                let length = scan::number(rest).map_err(|fault| self.faulty(&fault))?;
                self.at = start.saturating_add(length);
                Data::Number(rest.get(..length).unwrap_or_default())
            }
            Some(_) => {
                let length = rest.find(|c: char| !c.is_alphanumeric());
                let word = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
                self.at = start.saturating_add(word.len());
                match word {
                    "true" => Data::Bool(true),
                    "false" => Data::Bool(false),
                    "null" => Data::Null,
                    _ => {
                        self.at = start;
                        let cut = ["true", "false", "null"]
                            .iter()
                            .any(|one| !word.is_empty() && one.starts_with(word));
                        if cut && start.saturating_add(word.len()) == self.text.len() {
                            return Err(self.truncated());
                        }
                        return Err(self.malformed("a value is missing here"));
                    }
                }
            }
            None => return Err(self.truncated()),
        };
        let span = Span::new(self.source, start, self.at);
        Ok(Some(Value { data, span }))
    }

    fn open_one(&mut self, is_object: bool) -> Result<Option<Value<'a>>, Diagnostic> {
        if self.open.len() >= MAX_DEPTH {
            let message = format!("the JSON is nested more than {MAX_DEPTH} values deep");
            return Err(Diagnostic::error("too-deep", message).at(self.here(1), ""));
        }
        self.open.push(Open {
            start: self.at,
            name: None,
            items: Vec::new(),
            members: Vec::new(),
            is_object,
        });
        self.step();
        self.blanks();
        match (self.peek(), is_object) {
            (Some(b'}'), true) | (Some(b']'), false) => Ok(self.close()),
            (_, true) => self.name().map(|()| None),
            (_, false) => Ok(None),
        }
    }

    /// Gives a value to what it stands in, and closes what ends behind it. The root is handed back.
    fn attach(&mut self, value: Value<'a>) -> Result<Option<Value<'a>>, Diagnostic> {
        let mut value = value;
        loop {
            let Some(open) = self.open.last_mut() else {
                return Ok(Some(value));
            };
            match open.name.take() {
                Some((name, name_span)) => open.members.push(Member {
                    name,
                    name_span,
                    value,
                }),
                None => open.items.push(value),
            }
            let is_object = open.is_object;
            self.blanks();
            match (self.peek(), is_object) {
                (Some(b','), _) => {
                    self.step();
                    self.blanks();
                    if is_object {
                        self.name()?;
                    }
                    return Ok(None);
                }
                (Some(b'}'), true) | (Some(b']'), false) => match self.close() {
                    Some(closed) => value = closed,
                    None => return Ok(None),
                },
                (None, _) => return Err(self.truncated()),
                (_, true) => return Err(self.malformed("`,` or `}` is missing here")),
                (_, false) => return Err(self.malformed("`,` or `]` is missing here")),
            }
        }
    }

    fn close(&mut self) -> Option<Value<'a>> {
        let open = self.open.pop()?;
        self.step();
        let data = match open.is_object {
            true => Data::Object(self.each_once(open.members)),
            false => Data::Array(open.items),
        };
        let span = Span::new(self.source, open.start, self.at);
        Some(Value { data, span })
    }

    /// The name of a member and its colon.
    fn name(&mut self) -> Result<(), Diagnostic> {
        match self.peek() {
            Some(b'"') => {}
            None => return Err(self.truncated()),
            Some(_) => return Err(self.malformed("the name of a member in quotes is missing here")),
        }
        let name = self.string()?;
        self.blanks();
        match self.peek() {
            Some(b':') => self.step(),
            None => return Err(self.truncated()),
            Some(_) => return Err(self.malformed("`:` is missing here")),
        }
        if let Some(open) = self.open.last_mut() {
            open.name = Some(name);
        }
        Ok(())
    }

    fn string(&mut self) -> Result<(Cow<'a, str>, Span), Diagnostic> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let (text, length) = scan::string(rest).map_err(|fault| self.faulty(&fault))?;
        let end = self.at.saturating_add(length);
        let inner = self.at.saturating_add(1);
        let span = Span::new(self.source, inner, end.saturating_sub(1));
        self.at = end;
        Ok((text, span))
    }

    /// The first member of each name; the others are said.
    fn each_once(&mut self, members: Vec<Member<'a>>) -> Vec<Member<'a>> {
        let mut first: HashMap<&str, Span> = HashMap::with_capacity(members.len());
        let mut repeated = Vec::new();
        for (at, member) in members.iter().enumerate() {
            match first.get(member.name.as_ref()) {
                Some(&span) => repeated.push((at, span)),
                None => drop(first.insert(member.name.as_ref(), member.name_span)),
            }
        }
        if repeated.is_empty() {
            return members;
        }
        let mut repeated = repeated.into_iter().peekable();
        let mut kept = Vec::with_capacity(members.len());
        for (at, member) in members.into_iter().enumerate() {
            match repeated.next_if(|(one, _)| *one == at) {
                Some((_, first)) => self.twice(&member, first),
                None => kept.push(member),
            }
        }
        kept
    }

    fn twice(&mut self, member: &Member<'_>, first: Span) {
        self.duplicates = self.duplicates.saturating_add(1);
        if self.duplicates > MAX_DUPLICATES {
            return;
        }
        let shown: String = member.name.chars().take(200).collect();
        let message = format!("an object has `{shown}` twice; the first one counts");
        let error = Diagnostic::error("duplicate-name", message)
            .at(member.name_span, "said again")
            .at(first, "first said here");
        self.diagnostics
            .push(error.help("a name stands once in an object of JSON: remove one of the two"));
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.step();
        }
    }

    fn here(&self, length: usize) -> Span {
        Span::new(self.source, self.at, self.at.saturating_add(length))
    }

    fn malformed(&self, what: &str) -> Diagnostic {
        let message = format!("the JSON is malformed: {what}");
        self.show_open(Diagnostic::error("malformed-json", message).at(self.here(1), ""))
            .help("it has to be JSON as RFC 8259 has it: names in quotes, no comments, no comma at the end")
    }

    fn faulty(&self, fault: &Fault) -> Diagnostic {
        if fault.is_end {
            return self.truncated();
        }
        let start = self.at.saturating_add(fault.at);
        let span = Span::new(self.source, start, start.saturating_add(1));
        let message = format!("the JSON is malformed: {}", fault.what);
        Diagnostic::error("malformed-json", message).at(span, "")
    }

    fn truncated(&self) -> Diagnostic {
        let end = self.text.trim_end().len();
        let span = Span::new(self.source, end, end);
        let message = "the JSON ends before all of it is closed: it is cut off";
        let error = Diagnostic::error("truncated", message).at(span, "it ends here");
        self.show_open(error)
            .help("save the document again; it has to come whole")
    }

    fn show_open(&self, error: Diagnostic) -> Diagnostic {
        match self.open.last() {
            Some(open) => {
                let span = Span::new(self.source, open.start, open.start.saturating_add(1));
                error.at(span, "this is still open")
            }
            None => error,
        }
    }
}
