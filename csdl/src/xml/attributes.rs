//! Attribute values that are more than text.

use crate::diagnostic::Diagnostic;
use crate::source::{Span, Spanned};
use crate::syntax::{Facets, MaxLength, Scale, Srid, TypeRef};
use crate::xml::Reader;
use crate::xml::element::{Attribute, Element};

const COLLECTION: &str = "Collection";

pub(super) const FACETS: &[&str] = &[
    "Nullable",
    "MaxLength",
    "Precision",
    "Scale",
    "SRID",
    "Unicode",
];

impl Reader<'_> {
    pub(super) fn bool(&mut self, element: Element<'_>, name: &str) -> Option<bool> {
        let attribute = element.attribute(name)?;
        self.bool_text(name, &attribute.value, attribute.span)
    }

    pub(super) fn bool_text(&mut self, name: &str, text: &str, span: Span) -> Option<bool> {
        match text {
            "true" => return Some(true),
            "false" => return Some(false),
            _ => {}
        }
        let (lenient, code) = match text.trim().to_ascii_lowercase().as_str() {
            "true" => (true, "wrong-case"),
            "false" => (false, "wrong-case"),
            "1" => (true, "loose-boolean"),
            "0" => (false, "loose-boolean"),
            _ => {
                self.error(
                    "bad-value",
                    format!("`{name}` is `{text}`; it can be `true` or `false`"),
                    span,
                    "",
                );
                return None;
            }
        };
        if self.is_new_kind(name, text, true) {
            let message = format!("`{name}` is `{text}`; CSDL writes `{lenient}`");
            self.diagnostics
                .push(Diagnostic::warning(code, message).at(span, "read as that"));
        }
        Some(lenient)
    }

    fn number<T: std::str::FromStr>(&mut self, attribute: &Attribute<'_>, also: &str) -> Option<T> {
        let number = attribute.value.trim().parse().ok();
        if number.is_none() {
            let message = format!(
                "`{}` is `{}`; it can be a whole number{also}",
                attribute.name, attribute.value
            );
            self.error("bad-value", message, attribute.span, "");
        }
        number
    }

    pub(super) fn integer(&mut self, element: Element<'_>, name: &str) -> Option<i64> {
        element
            .attribute(name)
            .and_then(|attribute| self.number(attribute, ""))
    }

    /// Whether an attribute has that word for a value, if need be in another case, which is said.
    fn is_word(&mut self, attribute: &Attribute<'_>, word: &str) -> bool {
        let written = attribute.value.trim();
        if written != word
            && written.eq_ignore_ascii_case(word)
            && self.is_new_kind(attribute.name, written, true)
        {
            let message = format!("`{}` is `{written}`; CSDL writes `{word}`", attribute.name);
            self.diagnostics.push(
                Diagnostic::warning("wrong-case", message).at(attribute.span, "read as that"),
            );
        }
        written.eq_ignore_ascii_case(word)
    }

    pub(super) fn facets(&mut self, element: Element<'_>) -> Facets {
        let max_length = element.attribute("MaxLength").and_then(|attribute| {
            if self.is_word(attribute, "max") {
                return Some(MaxLength::Max);
            }
            self.number(attribute, " or `max`").map(MaxLength::Limit)
        });
        let precision = element
            .attribute("Precision")
            .and_then(|attribute| self.number(attribute, ""));
        let scale = element.attribute("Scale").and_then(|attribute| {
            if self.is_word(attribute, "variable") {
                return Some(Scale::Variable);
            }
            if self.is_word(attribute, "floating") {
                return Some(Scale::Floating);
            }
            self.number(attribute, ", `variable` or `floating`")
                .map(Scale::Digits)
        });
        let srid = element.attribute("SRID").and_then(|attribute| {
            if self.is_word(attribute, "variable") {
                return Some(Srid::Variable);
            }
            self.number(attribute, " or `variable`").map(Srid::Code)
        });
        Facets {
            nullable: self.bool(element, "Nullable"),
            max_length,
            precision,
            scale,
            srid,
            unicode: self.bool(element, "Unicode"),
        }
    }

    /// A required attribute that names a type, `Collection(…)` taken apart.
    pub(super) fn type_ref(&mut self, element: Element<'_>, attribute: &str) -> Option<TypeRef> {
        let written = self.required(element, attribute)?;
        let Some((collection, name)) = take_apart(&written) else {
            let message = format!("`{}` is not the name of a type", written.value);
            self.error(
                "bad-value",
                message,
                written.span,
                "a type, or `Collection(` type `)`",
            );
            return None;
        };
        if !collection {
            return Some(TypeRef::single(written));
        }
        let word = written.value.split('(').next().unwrap_or_default();
        if word != COLLECTION && self.is_new_kind(attribute, word, true) {
            let message = format!("`{word}` is written `{COLLECTION}`; it is read as that");
            self.diagnostics
                .push(Diagnostic::warning("wrong-case", message).at(written.span, ""));
        }
        let shift = u32::try_from("Collection(".len()).unwrap_or(0);
        let start = written.span.start.saturating_add(shift);
        let start = start.min(written.span.end);
        let span = Span {
            start,
            end: written.span.end.saturating_sub(1).max(start),
            ..written.span
        };
        Some(TypeRef::collection(Spanned::new(name.to_owned(), span)))
    }
}

/// Whether it is a collection, and of what.
fn take_apart(written: &Spanned<String>) -> Option<(bool, &str)> {
    let text = written.as_str();
    let (word, rest) = text.split_once('(').unwrap_or((text, ""));
    let is_collection = word.len() < text.len() && word.eq_ignore_ascii_case(COLLECTION);
    let inner = is_collection.then(|| rest.strip_suffix(')'));
    let (collection, name) = match inner {
        Some(inner) => (true, inner?),
        None => (false, text),
    };
    // FileMaker names tables with blanks, so they stand in the names of types, though not around them.
    let is_foreign = |c: char| c.is_whitespace() && c != ' ' || matches!(c, '(' | ')' | ',' | '/');
    let is_name = !name.is_empty() && name.trim() == name && !name.contains(is_foreign);
    is_name.then_some((collection, name))
}
