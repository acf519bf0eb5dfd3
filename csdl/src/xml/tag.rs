//! The attributes of a tag.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::events::BytesStart;
use quick_xml::events::attributes::AttrError;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::xml::element::{Attribute, Namespace};
use crate::xml::entities;
use crate::xml::parse::{Parser, parts};

const REPEATED: &str = "an attribute that is already there";
const MAX_ATTRIBUTES: usize = 256;
const MAX_NAMESPACES: usize = 512;

impl<'a> Parser<'a> {
    pub(super) fn attributes(
        &mut self,
        tag: &BytesStart<'_>,
        tag_start: usize,
    ) -> Result<Range<usize>, Diagnostic> {
        let first = self.tree.attributes.len();
        self.names.clear();
        // Names that stand there twice are looked for here, without a list of them for each tag.
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.bad_attribute(&error, tag_start))?;
            let (qualified, name_span) = self.own(attribute.key.as_ref());
            if self.names.contains(&qualified) {
                let at = name_span.start as usize;
                return Err(self.malformed(at, at.saturating_add(1), REPEATED));
            }
            self.names.push(qualified);
            let (raw, span) = self.own(attribute.value.as_ref());
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
        Ok(first..self.tree.attributes.len())
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

    fn bad_attribute(&self, error: &AttrError, tag_start: usize) -> Diagnostic {
        let (AttrError::ExpectedEq(at)
        | AttrError::ExpectedValue(at)
        | AttrError::UnquotedValue(at)
        | AttrError::ExpectedQuote(at, _)
        | AttrError::Duplicated(at, _)) = *error;
        let what = match error {
            AttrError::ExpectedEq(_) => "an attribute without `=`",
            AttrError::ExpectedValue(_) => "an attribute without a value",
            AttrError::UnquotedValue(_) => "an attribute value without quotes",
            AttrError::ExpectedQuote(..) => "an attribute value that no quote ends",
            AttrError::Duplicated(..) => REPEATED,
        };
        let at = tag_start.saturating_add(1).saturating_add(at);
        self.malformed(at, at.saturating_add(1), what)
    }
}
