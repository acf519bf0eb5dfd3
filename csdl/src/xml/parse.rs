//! From text to a tree of elements, without recursion and within limits.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::xml::MAX_DEPTH;
use crate::xml::element::{Attribute, Namespace, Node, Tree};
use crate::xml::entities;
use crate::xml::scan::{Fault, Inner, Mark, Scanner};

/// How many bytes of a text an element takes, and an attribute: a list that grows is copied.
const USUAL_ELEMENT: usize = 80;
const USUAL_ATTRIBUTE: usize = 40;

const REPEATED: &str = "an attribute that is already there";
const MAX_ATTRIBUTES: usize = 256;
const MAX_NAMESPACES: usize = 512;

/// Parses a whole document, or says the one error that makes it none.
pub(super) fn parse(source: SourceId, text: &str) -> Result<Tree<'_>, Diagnostic> {
    let mut parser = Parser {
        source,
        text,
        open: Vec::new(),
        bindings: Vec::new(),
        names: Vec::new(),
        tree: Tree {
            nodes: Vec::with_capacity(text.len() / USUAL_ELEMENT),
            attributes: Vec::with_capacity(text.len() / USUAL_ATTRIBUTE),
        },
    };
    let mut scanner = Scanner::new(text);
    loop {
        let start = scanner.at();
        let mark = scanner.next().map_err(|fault| parser.fault(fault))?;
        match mark {
            None => break,
            Some(Mark::Start(name)) => {
                if parser.open(name, start, &mut scanner)? {
                    parser.close(scanner.at());
                }
            }
            Some(Mark::End(name)) => {
                parser.matching(name, start, scanner.at())?;
                parser.close(scanner.at());
            }
            Some(Mark::Text(raw)) => parser.characters(raw, true)?,
            Some(Mark::CData(raw)) => parser.characters(raw, false)?,
            Some(Mark::DocType) => return Err(parser.dtd(start, scanner.at())),
            Some(Mark::Other) => {}
        }
    }
    parser.finish()
}

struct Open {
    /// The place of the element.
    at: usize,
    /// How many namespace bindings were in scope outside it.
    outer_bindings: usize,
}

struct Parser<'a> {
    source: SourceId,
    text: &'a str,
    open: Vec<Open>,
    bindings: Vec<(&'a str, Namespace)>,
    /// The names of a tag's attributes.
    names: Vec<&'a str>,
    tree: Tree<'a>,
}

impl<'a> Parser<'a> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start, end)
    }

    fn malformed(&self, start: usize, end: usize, what: impl std::fmt::Display) -> Diagnostic {
        let error = Diagnostic::error("malformed-xml", format!("the XML is malformed: {what}"));
        let error = error.at(
            self.span(start.min(self.text.len()), end.min(self.text.len())),
            "",
        );
        match self.open.last() {
            Some(open) if start >= self.text.len() => self.show_open(error, open),
            _ => error,
        }
    }

    fn show_open(&self, error: Diagnostic, open: &Open) -> Diagnostic {
        match self.tree.nodes.get(open.at) {
            Some(node) => error.at(node.name_span, "this element is still open"),
            None => error,
        }
    }

    fn dtd(&self, start: usize, end: usize) -> Diagnostic {
        Diagnostic::error(
            "dtd",
            "a DTD is refused: CSDL has none, and entities can be made to grow without end",
        )
        .at(self.span(start, end), "")
        .help("remove the DOCTYPE declaration")
    }

    fn fault(&self, fault: Fault) -> Diagnostic {
        self.malformed(fault.at, fault.at.saturating_add(1), fault.what)
    }

    /// Where a slice of the text stands.
    fn place(&self, part: &str) -> Span {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        self.span(start, start.saturating_add(part.len()))
    }

    /// Holds an end tag against the element that is open.
    fn matching(&self, name: &str, start: usize, end: usize) -> Result<(), Diagnostic> {
        let Some(open) = self.open.last() else {
            let what = format!("`</{name}>` ends no element");
            return Err(self.malformed(start, end, what));
        };
        let node = self.tree.nodes.get(open.at);
        let expected = node.and_then(|node| self.text.get(node.name_span.range()));
        match expected {
            Some(expected) if expected != name => {
                let what = format!("expected `</{expected}>`, but `</{name}>` was found");
                Err(self.show_open(self.malformed(start, end, what), open))
            }
            _ => Ok(()),
        }
    }

    /// Takes in a start tag, and says whether it is an end too.
    fn open(
        &mut self,
        qualified: &'a str,
        start: usize,
        scanner: &mut Scanner<'a>,
    ) -> Result<bool, Diagnostic> {
        if self.open.len() >= MAX_DEPTH {
            let message = format!("the XML is nested more than {MAX_DEPTH} elements deep");
            let error = Diagnostic::error("too-deep", message);
            return Err(error.at(self.span(start, scanner.at()), ""));
        }
        if self.open.is_empty() && !self.tree.nodes.is_empty() {
            let what = "a second element beside the root";
            return Err(self.malformed(start, scanner.at(), what));
        }
        let span = self.place(qualified);
        let (prefix, local) = parts(qualified);
        if local.is_empty() {
            let what = format!("`{qualified}` cannot be the name of an element");
            return Err(self.malformed(start, scanner.at(), what));
        }
        let outer_bindings = self.bindings.len();
        let (attributes, is_empty) = self.attributes(scanner)?;
        let end = scanner.at();
        let mut bindings = self.bindings.iter().rev();
        let is_bound = |bound: &str| match prefix.is_empty() {
            true => bound.is_empty(),
            false => bound == prefix,
        };
        let namespace = bindings.find(|(bound, _)| is_bound(bound));
        if namespace.is_none() && !prefix.is_empty() {
            let what = format!("the prefix `{prefix}` is bound to no namespace");
            return Err(self.malformed(span.start as usize, span.end as usize, what));
        }
        let namespace = match namespace {
            Some((_, namespace)) => namespace.clone(),
            None => Namespace::of(""),
        };
        self.open.push(Open {
            at: self.tree.nodes.len(),
            outer_bindings,
        });
        self.tree.nodes.push(Node {
            name: local,
            namespace,
            name_span: span,
            span: self.span(start, end),
            attributes,
            end: 0,
            text: Cow::Borrowed(""),
            text_span: self.span(end, end),
        });
        Ok(is_empty)
    }

    /// The places of a tag's attributes, and whether it is an end too.
    fn attributes(
        &mut self,
        scanner: &mut Scanner<'a>,
    ) -> Result<(Range<usize>, bool), Diagnostic> {
        let first = self.tree.attributes.len();
        self.names.clear();
        loop {
            let (qualified, raw) = match scanner.inner().map_err(|fault| self.fault(fault))? {
                Inner::Attribute(name, value) => (name, value),
                end => return Ok((first..self.tree.attributes.len(), end == Inner::Empty)),
            };
            let name_span = self.place(qualified);
            if self.names.contains(&qualified) {
                let at = name_span.start as usize;
                return Err(self.malformed(at, at.saturating_add(1), REPEATED));
            }
            self.names.push(qualified);
            let span = self.place(raw);
            let value = match entities::is_plain(raw) {
                true => Cow::Borrowed(raw),
                false => self.value(raw, span)?,
            };
            let (prefix, local) = parts(qualified);
            if prefix == "xmlns" || qualified == "xmlns" {
                let bound = if prefix.is_empty() { "" } else { local };
                self.bindings.push((bound, Namespace::of(&value)));
            } else {
                self.tree.attributes.push(Attribute {
                    name: local,
                    foreign: !prefix.is_empty(),
                    name_span,
                    value,
                    span,
                });
            }
            let attributes = self.tree.attributes.len().saturating_sub(first);
            if attributes > MAX_ATTRIBUTES || self.bindings.len() > MAX_NAMESPACES {
                let (start, end) = (name_span.start as usize, name_span.end as usize);
                return Err(self.malformed(
                    start,
                    end,
                    "more attributes than any CSDL element has",
                ));
            }
        }
    }

    /// An attribute's value that has more in it than letters and blanks.
    fn value(&self, raw: &'a str, span: Span) -> Result<Cow<'a, str>, Diagnostic> {
        let at = |offset: usize| (span.start as usize).saturating_add(offset);
        let value = entities::decode(raw, true)
            .map_err(|bad| self.malformed(at(bad.start), at(bad.end), bad.message))?;
        match raw.find('<') {
            None => Ok(value),
            Some(found) => {
                let (start, end) = (at(found), at(found).saturating_add(1));
                Err(self.malformed(start, end, "`<` inside an attribute value"))
            }
        }
    }

    fn characters(&mut self, raw: &'a str, escaped: bool) -> Result<(), Diagnostic> {
        let place = self.place(raw);
        let start = place.start as usize;
        let text = if escaped {
            entities::decode(raw, false)
        } else {
            Ok(raw.into())
        };
        let text = text.map_err(|bad| {
            self.malformed(
                start.saturating_add(bad.start),
                start.saturating_add(bad.end),
                bad.message,
            )
        })?;
        let open = self.open.last();
        match open.and_then(|open| self.tree.nodes.get_mut(open.at)) {
            Some(element) => {
                if element.text.is_empty() {
                    element.text_span = place;
                    element.text = text;
                } else {
                    element.text.to_mut().push_str(&text);
                }
                element.text_span = element.text_span.to(place);
                Ok(())
            }
            None if text
                .trim_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
                .is_empty() =>
            {
                Ok(())
            }
            None => {
                let blank = raw.len().saturating_sub(raw.trim_start().len());
                let at = start.saturating_add(blank);
                Err(self.malformed(at, at.saturating_add(1), "text outside of the root element"))
            }
        }
    }

    fn close(&mut self, end: usize) {
        let Some(Open { at, outer_bindings }) = self.open.pop() else {
            return;
        };
        self.bindings.truncate(outer_bindings);
        let end = self.span(end, end);
        let behind = self.tree.nodes.len();
        if let Some(node) = self.tree.nodes.get_mut(at) {
            node.span = node.span.to(end);
            node.end = behind;
        }
        let parent = self.open.last();
        if let Some(parent) = parent.and_then(|open| self.tree.nodes.get_mut(open.at))
            && is_blank(&parent.text)
        {
            // Blanks between children are nobody's value; kept, they would double the memory.
            parent.text = Cow::Borrowed("");
        }
    }

    fn finish(self) -> Result<Tree<'a>, Diagnostic> {
        let end = self.text.trim_end().len();
        if let Some(open) = self.open.last() {
            let message = format!(
                "the document ends inside of `{}`: it is cut off",
                self.tree.nodes.get(open.at).map_or("", |node| node.name)
            );
            let error =
                Diagnostic::error("truncated", message).at(self.span(end, end), "it ends here");
            return Err(self.show_open(error, open));
        }
        if self.tree.nodes.is_empty() {
            return Err(Diagnostic::error(
                "not-csdl",
                "this is not CSDL: there is no XML element in it",
            )
            .at(self.span(0, end), ""));
        }
        Ok(self.tree)
    }
}

/// Nearly all text between elements is a line's end and some blanks.
fn is_blank(text: &str) -> bool {
    let mut bytes = text.bytes();
    match bytes.find(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
        None => true,
        Some(b'!'..=b'~') => false,
        Some(_) => text.trim().is_empty(),
    }
}

/// A prefix and a local name.
fn parts(qualified: &str) -> (&str, &str) {
    let mut bytes = qualified.bytes();
    match bytes.position(|byte| byte == b':') {
        None => ("", qualified),
        Some(_) => qualified.split_once(':').unwrap_or(("", qualified)),
    }
}
