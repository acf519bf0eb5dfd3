//! From text to a tree of elements, without recursion and within limits.

use std::borrow::Cow;

use quick_xml::Reader as Events;
use quick_xml::errors::IllFormedError;
use quick_xml::events::{BytesStart, Event};

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::xml::MAX_DEPTH;
use crate::xml::element::{EDMX, Element, Namespace, Node, Tree};
use crate::xml::entities;

fn position(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

struct Open {
    /// The place of the element.
    at: usize,
    /// How many namespace bindings were in scope outside it.
    outer_bindings: usize,
    /// Whether its text so far is more than blanks; it is looked at once, and not at each child's end.
    has_text: bool,
}

/// Reads a document as far as it is asked to, or says the one error that makes it none.
///
/// What was read is forgotten before the next large part is: a whole document's elements take several times its length.
pub(super) struct Parser<'a> {
    source: SourceId,
    text: &'a str,
    events: Events<&'a [u8]>,
    open: Vec<Open>,
    pub(super) bindings: Vec<(&'a str, Namespace)>,
    /// The names of a tag's attributes.
    pub(super) names: Vec<&'a str>,
    pub(super) tree: Tree<'a>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(source: SourceId, text: &'a str) -> Self {
        Parser {
            source,
            text,
            events: Events::from_str(text),
            open: Vec::new(),
            bindings: Vec::new(),
            names: Vec::new(),
            tree: Tree::default(),
        }
    }

    /// An element that was read and not forgotten; the root is at zero.
    pub(super) fn element(&self, at: usize) -> Option<Element<'_>> {
        Element::at(&self.tree, at)
    }

    /// Reads up to the children of the root.
    pub(super) fn read_to_root(&mut self) -> Result<(), Diagnostic> {
        while self.tree.nodes.is_empty() {
            if !self.step()? {
                return self.check_end();
            }
        }
        Ok(())
    }

    /// Reads up to the children of the next child of an element; nothing where that has no more.
    pub(super) fn next_child(&mut self, parent: usize) -> Result<Option<usize>, Diagnostic> {
        let at = self.tree.nodes.len();
        while self.open.iter().any(|open| open.at == parent) && self.step()? {
            if self.tree.nodes.len() > at {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    /// Reads to the end of an element.
    pub(super) fn read_to_end(&mut self, at: usize) -> Result<(), Diagnostic> {
        if let Some(depth) = self.open.iter().position(|open| open.at == at) {
            while self.open.len() > depth && self.step()? {}
        }
        Ok(())
    }

    /// Forgets an element and all that it holds, unless the text ended before it did: then it is said what is open.
    pub(super) fn forget(&mut self, at: usize) {
        if self.open.last().is_some_and(|open| open.at >= at) {
            return;
        }
        if let Some(node) = self.tree.nodes.get(at) {
            self.tree.attributes.truncate(node.attributes.start);
        }
        self.tree.nodes.truncate(at);
    }

    /// Reads to the end of the document.
    pub(super) fn finish(&mut self) -> Result<(), Diagnostic> {
        while self.step()? {}
        self.check_end()
    }

    /// Reads on, if there is more.
    fn step(&mut self) -> Result<bool, Diagnostic> {
        let start = position(self.events.buffer_position());
        let event = self.events.read_event();
        let event = event.map_err(|error| self.ill_formed(&error))?;
        let end = position(self.events.buffer_position());
        match event {
            Event::Start(tag) => self.open(&tag, start, end)?,
            Event::Empty(tag) => {
                self.open(&tag, start, end)?;
                self.close(end);
            }
            Event::End(_) => self.close(end),
            Event::Text(_) => self.characters(start, end, true)?,
            Event::CData(_) => {
                self.characters(
                    start.saturating_add("<![CDATA[".len()),
                    end.saturating_sub(3),
                    false,
                )?;
            }
            Event::GeneralRef(_) => self.characters(start, end, true)?,
            Event::DocType(_) => return Err(self.dtd(start, end)),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => return Ok(false),
        }
        Ok(true)
    }

    fn ill_formed(&self, error: &quick_xml::Error) -> Diagnostic {
        let at = position(self.events.error_position());
        let message = error.to_string();
        let what = ["ill-formed document: ", "syntax error: "]
            .iter()
            .find_map(|prefix| message.strip_prefix(prefix))
            .unwrap_or(&message);
        let rest = self.text.get(at..).unwrap_or_default();
        match (error, self.open.last()) {
            (quick_xml::Error::IllFormed(IllFormedError::MismatchedEndTag { .. }), Some(open)) => {
                let tag = rest.find('>').map_or(1, |end| end.saturating_add(1));
                self.show_open(self.malformed(at, at.saturating_add(tag), what), open)
            }
            _ => self.malformed(at, at.saturating_add(1), what),
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start, end)
    }

    pub(super) fn malformed(
        &self,
        start: usize,
        end: usize,
        what: impl std::fmt::Display,
    ) -> Diagnostic {
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

    /// The part of the text that a slice of it covers.
    fn place(&self, part: &str) -> (usize, usize) {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        (start, start.saturating_add(part.len()))
    }

    pub(super) fn own(&self, part: &str) -> (&'a str, Span) {
        let (start, end) = self.place(part);
        (
            self.text.get(start..end).unwrap_or_default(),
            self.span(start, end),
        )
    }

    fn open(&mut self, tag: &BytesStart<'_>, start: usize, end: usize) -> Result<(), Diagnostic> {
        if self.open.len() >= MAX_DEPTH {
            let message = format!("the XML is nested more than {MAX_DEPTH} elements deep");
            return Err(Diagnostic::error("too-deep", message).at(self.span(start, end), ""));
        }
        if self.open.is_empty() && !self.tree.nodes.is_empty() {
            return Err(self.malformed(start, end, "a second element beside the root"));
        }
        let outer_bindings = self.bindings.len();
        let attributes = self.attributes(tag, start)?;
        let name = tag.name();
        let (qualified, span) = self.own(name.as_ref());
        let (prefix, local) = parts(qualified);
        let is_mark = |byte| matches!(byte, b'<' | b'"' | b'\'' | b'&' | b'=');
        if local.is_empty() || entities::has_byte(local, is_mark) {
            return Err(self.malformed(
                start,
                end,
                format!("`{qualified}` cannot be the name of an element"),
            ));
        }
        let mut bindings = self.bindings.iter().rev();
        let is_bound = |bound: &str| match prefix.is_empty() {
            true => bound.is_empty(),
            false => bound == prefix,
        };
        let namespace = bindings.find(|(bound, _)| is_bound(bound));
        if namespace.is_none() && !prefix.is_empty() {
            let what = format!("the prefix `{prefix}` is bound to no namespace");
            let error = self.malformed(span.start as usize, span.end as usize, what);
            return Err(match prefix {
                "edmx" => error.help(format!("the root has to say `xmlns:edmx=\"{EDMX}\"`")),
                _ => error,
            });
        }
        let namespace = match namespace {
            Some((_, namespace)) => namespace.clone(),
            None => Namespace::of(""),
        };
        self.open.push(Open {
            at: self.tree.nodes.len(),
            outer_bindings,
            has_text: false,
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
        Ok(())
    }

    fn characters(&mut self, start: usize, end: usize, escaped: bool) -> Result<(), Diagnostic> {
        let raw = self.text.get(start..end).unwrap_or_default();
        // Nearly all text between elements is a line's end and some blanks.
        let is_blank = raw.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n'));
        let text = match escaped && !is_blank {
            true => entities::decode(raw, false),
            false => Ok(raw.into()),
        };
        let text = text.map_err(|bad| {
            self.malformed(
                start.saturating_add(bad.start),
                start.saturating_add(bad.end),
                bad.message,
            )
        })?;
        let source = self.source;
        let open = self.open.last_mut().map(|open| {
            open.has_text = open.has_text || !(is_blank || text.trim().is_empty());
            open.at
        });
        match open.and_then(|at| self.tree.nodes.get_mut(at)) {
            Some(element) => {
                if element.text.is_empty() {
                    element.text_span = Span::new(source, start, end);
                    element.text = text;
                } else {
                    element.text.to_mut().push_str(&text);
                }
                element.text_span = element.text_span.to(Span::new(source, start, end));
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
        let Some(Open {
            at, outer_bindings, ..
        }) = self.open.pop()
        else {
            return;
        };
        self.bindings.truncate(outer_bindings);
        let end = self.span(end, end);
        let behind = self.tree.nodes.len();
        if let Some(node) = self.tree.nodes.get_mut(at) {
            node.span = node.span.to(end);
            node.end = behind;
        }
        let parent = self.open.last().filter(|open| !open.has_text);
        if let Some(parent) = parent.and_then(|open| self.tree.nodes.get_mut(open.at)) {
            // Blanks between children are nobody's value; kept, they would double the memory.
            parent.text = Cow::Borrowed("");
        }
    }

    fn check_end(&self) -> Result<(), Diagnostic> {
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
        Ok(())
    }
}

/// A prefix and a local name.
pub(super) fn parts(qualified: &str) -> (&str, &str) {
    let mut bytes = qualified.bytes();
    match bytes.position(|byte| byte == b':') {
        None => ("", qualified),
        Some(_) => qualified.split_once(':').unwrap_or(("", qualified)),
    }
}
