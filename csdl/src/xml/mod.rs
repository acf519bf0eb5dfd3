//! Reads CSDL XML 4.0 and 4.01.
//!
//! ```
//! use odata_csdl::{diagnostic::Diagnostics, source::Sources, xml};
//!
//! let mut sources = Sources::new();
//! let source = sources.add(
//!     "metadata.xml",
//!     r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
//!          <edmx:DataServices>
//!            <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Demo"/>
//!          </edmx:DataServices>
//!        </edmx:Edmx>"#,
//! );
//! let mut diagnostics = Diagnostics::new();
//! let document = xml::read(source, &sources, &mut diagnostics).expect("it is well-formed");
//! assert_eq!(document.schemas[0].namespace.value, "Demo");
//! assert!(diagnostics.is_empty());
//! ```

mod annotations;
mod attributes;
mod containers;
mod documents;
mod element;
mod entities;
mod guess;
pub(crate) use guess::{AGAIN, shortened};
mod operations;
mod parse;
mod tag;
mod types;

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Sources, Span, Spanned};
use crate::syntax::Document;
use element::{Element, Namespace};
use parse::Parser;

/// The deepest nesting of elements that is read.
pub const MAX_DEPTH: usize = 256;

/// How many kinds of unknown elements and attributes are said; a document with more is not CSDL at heart.
const MAX_UNKNOWN_KINDS: usize = 100;

/// Reads one document. What is wrong with it goes to the diagnostics; `None` when nothing could be made of it.
///
/// The time and memory it takes are bounded by the length of the text, whatever is in it.
pub fn read(
    source: SourceId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let text = sources.get(source)?.text();
    if let Some(other) = guess::before_parsing(source, text) {
        diagnostics.push(other);
        return None;
    }
    // Of what is malformed nothing else is said.
    let mut said = Diagnostics::new();
    let mut reader = Reader {
        source,
        diagnostics: &mut said,
        warned: HashSet::new(),
    };
    match reader.read(&mut Parser::new(source, text)) {
        Ok(document) => {
            diagnostics.extend(said);
            document
        }
        Err(malformed) => {
            diagnostics.push(malformed);
            None
        }
    }
}

/// Turns elements into syntax; one method per kind of element, in the files beside this one.
struct Reader<'d> {
    source: SourceId,
    diagnostics: &'d mut Diagnostics,
    warned: HashSet<(String, String, bool)>,
}

impl Reader<'_> {
    fn read(&mut self, parser: &mut Parser<'_>) -> Result<Option<Document>, Diagnostic> {
        parser.read_to_root()?;
        if parser.element(0).and_then(guess::from_root).is_some() {
            parser.finish()?;
            let other = parser.element(0).and_then(guess::from_root);
            self.diagnostics.extend(other);
            return Ok(None);
        }
        let document = self.document(parser)?;
        parser.finish()?;
        Ok(document)
    }

    fn error(&mut self, code: &'static str, message: String, span: Span, label: &str) {
        self.diagnostics
            .push(Diagnostic::error(code, message).at(span, label));
    }

    /// Says that an element is there again that can be there once.
    fn second(&mut self, owner: &str, child: Element<'_>) {
        let message = format!("`{owner}` has a second `{}`", child.name);
        let label = "only the first one counts";
        self.error("duplicate-name", message, child.name_span, label);
    }

    fn is_new_kind(&mut self, parent: &str, name: &str, is_attribute: bool) -> bool {
        self.warned.len() < MAX_UNKNOWN_KINDS
            && self
                .warned
                .insert((parent.to_owned(), name.to_owned(), is_attribute))
    }

    /// Says once per kind that a child element is not known there.
    fn unknown_child(&mut self, parent: Element<'_>, child: Element<'_>, known: &[&str]) {
        if !self.is_new_kind(parent.name, child.name, false) {
            return;
        }
        let what = format!(
            "`{}` is not an element that CSDL has in `{}`",
            child.name, parent.name
        );
        let mut warning =
            Diagnostic::warning("unknown-element", what).at(child.name_span, "ignored");
        match &child.namespace {
            Namespace::Other(uri) => {
                warning = warning.help(format!("its XML namespace is `{uri}`"))
            }
            _ => warning = warning.suggest(child.name, known.iter().copied()),
        }
        self.diagnostics.push(warning);
    }

    /// Says once per kind which attributes are not known there.
    fn known_attributes(&mut self, element: Element<'_>, known: &[&str]) {
        self.known_attributes_and(element, known, &[]);
    }

    /// The same with two lists, which are not put together for each of ten thousand properties.
    fn known_attributes_and(&mut self, element: Element<'_>, known: &[&str], also: &[&str]) {
        for attribute in element.attributes() {
            let name = &attribute.name;
            if !attribute.foreign && (known.contains(name) || also.contains(name)) {
                continue;
            }
            if !self.is_new_kind(element.name, attribute.name, true) {
                continue;
            }
            let what = format!(
                "`{}` is not an attribute that CSDL has on `{}`",
                attribute.name, element.name
            );
            let mut warning =
                Diagnostic::warning("unknown-attribute", what).at(attribute.name_span, "ignored");
            if !attribute.foreign {
                let all = known.iter().chain(also).copied();
                warning = warning.suggest(attribute.name, all);
            }
            self.diagnostics.push(warning);
        }
    }

    fn span(&self, element: Element<'_>) -> Span {
        element.span
    }

    /// An attribute that has to be there; an error is said when it is not.
    fn required(&mut self, element: Element<'_>, name: &str) -> Option<Spanned<String>> {
        match element.attribute(name) {
            Some(attribute) if !attribute.value.trim().is_empty() => Some(attribute.spanned()),
            Some(attribute) => {
                let message = format!("`{name}` of `{}` is empty", element.name);
                self.error("missing-attribute", message, attribute.span, "");
                None
            }
            None => {
                let message = format!("`{}` has no `{name}`", element.name);
                let attributes = element.attributes().iter().map(|one| one.name);
                let error = Diagnostic::error("missing-attribute", message)
                    .at(element.name_span, format!("`{name}` is required"));
                let misspelt = odata_core::names::nearest(name, attributes);
                self.diagnostics.push(match misspelt {
                    Some(near) => error.help(format!("is `{near}` meant to be `{name}`?")),
                    None => error,
                });
                None
            }
        }
    }
}
