//! Reads CSDL JSON 4.01.
//!
//! ```
//! use odata_csdl::{diagnostic::Diagnostics, json, source::Sources};
//!
//! let mut sources = Sources::new();
//! let source = sources.add("metadata.json", r#"{"$Version": "4.01", "Demo": {"Name": {"$Kind": "Term"}}}"#);
//! let mut diagnostics = Diagnostics::new();
//! let document = json::read(source, &sources, &mut diagnostics).expect("it is CSDL JSON");
//! assert_eq!(document.schemas[0].terms[0].name.value, "Name");
//! assert!(diagnostics.is_empty());
//! ```

mod annotated;
mod annotations;
mod containers;
mod documents;
mod dynamic;
mod enums;
mod expected;
mod facets;
mod guess;
mod oasis;
mod operations;
mod parse;
mod scan;
mod types;
mod value;

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Sources, Span, Spanned};
use crate::syntax::Document;
use expected::Expected;
use value::{Data, Member, Value};

/// The deepest nesting of arrays and objects that is read; also that of annotations and their expressions.
pub const MAX_DEPTH: usize = 256;

/// How many kinds of unknown members are said; a document with more is not CSDL at heart.
const MAX_UNKNOWN_KINDS: usize = 100;

/// How many warnings are said of one document; errors are said all.
const MAX_WARNINGS: usize = 1_000;

/// Reads one document. What is wrong with it goes to the diagnostics; `None` when nothing could be made of it.
///
/// JSON says text where XML says a path, a date or a member of an enumeration. Where the term or the property of the
/// record is declared in the document, or is one of OASIS, its type tells which; else it stays text.
///
/// The time and memory it takes are bounded by the length of the text, whatever is in it.
pub fn read(
    source: SourceId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let text = sources.get(source)?.text();
    let root = match parse::parse(source, text, diagnostics) {
        Ok(root) => root,
        Err(malformed) => {
            diagnostics.push(malformed);
            return None;
        }
    };
    if let Some(other) = guess::from_root(&root) {
        diagnostics.push(other);
        return None;
    }
    let members = root.members()?;
    let reader = Reader {
        source,
        text,
        diagnostics,
        warned: HashSet::new(),
        expected: Expected::of(members),
        depth: 0,
        warnings: 0,
    };
    Some(reader.document(members))
}

/// Turns values into syntax; one method per kind of element, in the files beside this one.
struct Reader<'d> {
    source: SourceId,
    text: &'d str,
    diagnostics: &'d mut Diagnostics,
    warned: HashSet<(&'static str, String)>,
    expected: Expected,
    /// How many annotations and expressions are around what is read.
    depth: usize,
    warnings: usize,
}

impl Reader<'_> {
    fn error(&mut self, code: &'static str, message: String, span: Span, label: &str) {
        self.diagnostics
            .push(Diagnostic::error(code, message).at(span, label));
    }

    fn warn(&mut self, warning: Diagnostic) {
        self.warnings = self.warnings.saturating_add(1);
        if self.warnings <= MAX_WARNINGS {
            self.diagnostics.push(warning);
        }
    }

    /// Says once per kind that a member is not known there.
    fn unknown_member(&mut self, parent: &'static str, member: &Member<'_>, known: &[&str]) {
        let name: String = member.name.chars().take(200).collect();
        if self.warned.len() >= MAX_UNKNOWN_KINDS || !self.warned.insert((parent, name.clone())) {
            return;
        }
        let what = format!("`{name}` is not a member that CSDL JSON has in {parent}");
        let warning =
            Diagnostic::warning("unknown-attribute", what).at(member.name_span, "it is ignored");
        self.warn(warning.suggest(&name, known.iter().copied()));
    }

    /// Says that a member has another kind of value than it must have.
    fn wrong_value(&mut self, member: &Member<'_>, expected: &str) {
        let name: String = member.name.chars().take(200).collect();
        let message = format!(
            "`{name}` is {}; it has to be {expected}",
            member.value.what()
        );
        self.error("bad-value", message, member.value.span, "");
    }

    /// A text that is not empty.
    fn text(&mut self, member: &Member<'_>) -> Option<Spanned<String>> {
        match &member.value.data {
            Data::Text(text) if text.trim().is_empty() => {
                let message = format!("`{}` is empty", member.name);
                self.error("missing-attribute", message, member.value.span, "");
                None
            }
            Data::Text(text) => Some(Spanned::new(text.clone().into_owned(), member.value.span)),
            _ => {
                self.wrong_value(member, "a text");
                None
            }
        }
    }

    fn flag(&mut self, member: &Member<'_>) -> Option<bool> {
        if let Data::Bool(value) = member.value.data {
            return Some(value);
        }
        let lenient = match member.value.as_str() {
            Some("true") => true,
            Some("false") => false,
            _ => {
                self.wrong_value(member, "true or false");
                return None;
            }
        };
        let message = format!(
            "`{}` is the text \"{lenient}\"; CSDL JSON writes {lenient} without quotes",
            member.name
        );
        self.warn(Diagnostic::warning("bad-value", message).at(member.value.span, ""));
        Some(lenient)
    }

    /// A whole number, in quotes or not.
    fn number<T: std::str::FromStr>(&mut self, member: &Member<'_>, also: &str) -> Option<T> {
        let number = match &member.value.data {
            Data::Number(text) => text.parse().ok(),
            Data::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            let written: String = self.slice(member.value.span).chars().take(100).collect();
            let message = format!(
                "`{}` is `{written}`; it can be a whole number{also}",
                member.name
            );
            self.error("bad-value", message, member.value.span, "");
        }
        number
    }

    fn object<'v, 'a>(&mut self, member: &'v Member<'a>) -> Option<&'v [Member<'a>]> {
        let members = member.value.members();
        if members.is_none() {
            self.wrong_value(member, "an object");
        }
        members
    }

    fn array<'v, 'a>(&mut self, member: &'v Member<'a>) -> &'v [Value<'a>] {
        match &member.value.data {
            Data::Array(items) => items,
            _ => {
                self.wrong_value(member, "an array");
                &[]
            }
        }
    }

    /// The objects of an array.
    fn objects<'v, 'a>(&mut self, member: &'v Member<'a>) -> Vec<(&'v [Member<'a>], Span)> {
        let mut objects = Vec::new();
        for item in self.array(member) {
            match item.members() {
                Some(members) => objects.push((members, item.span)),
                None => {
                    let message = format!(
                        "an item of `{}` is {}; it has to be an object",
                        member.name,
                        item.what()
                    );
                    self.error("bad-value", message, item.span, "");
                }
            }
        }
        objects
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Hands a member's value on, or says at the owner that it is not there.
    fn required<T>(
        &mut self,
        found: Option<T>,
        was_there: bool,
        name: &str,
        owner: (&str, Span),
    ) -> Option<T> {
        if found.is_none() && !was_there {
            let message = format!("{} has no `{name}`", owner.0);
            let label = format!("`{name}` is required");
            self.error("missing-attribute", message, owner.1, &label);
        }
        found
    }
}
