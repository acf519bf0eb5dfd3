//! Words, blanks and signs of an expression text.

use std::ops::Range;

use crate::expr::escapes::{Decoded, Escapes};

/// A position in a text.
#[derive(Clone, Debug)]
pub(crate) struct Lexer<'t> {
    text: &'t str,
    escapes: &'t Escapes,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Lexer {
            text,
            escapes: Escapes::NONE,
            at: 0,
        }
    }

    /// Over a decoded text, whose signs are told from the same characters encoded.
    pub(crate) fn over(decoded: &'t Decoded<'_>) -> Self {
        Lexer {
            escapes: &decoded.escapes,
            ..Lexer::new(&decoded.text)
        }
    }

    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn advance(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Blanks (BWS and RWS of the ABNF, after percent-decoding). Says whether there were any.
    pub(crate) fn blanks(&mut self) -> bool {
        let rest = self.rest();
        let skipped = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        self.advance(skipped);
        skipped > 0
    }

    pub(crate) fn eat(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(sign);
        if found {
            self.advance(sign.len_utf8());
        }
        found
    }

    /// As [`eat`](Self::eat), for signs that stand for themselves when they are percent-encoded, as a slash does.
    pub(crate) fn eat_plain(&mut self, sign: char) -> bool {
        !self.escapes.has(self.at) && self.eat(sign)
    }

    /// Whether the character at a place stood percent-encoded.
    pub(crate) fn is_escaped(&self, at: usize) -> bool {
        self.escapes.has(at)
    }

    /// A word that comes next, in any case, and is not the beginning of a longer one.
    pub(crate) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.identifier().eq_ignore_ascii_case(word);
        if found {
            self.advance(word.len());
        }
        found
    }

    /// Decimal digits.
    pub(crate) fn digits(&mut self) -> &'t str {
        let rest = self.rest();
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = rest.get(..rest.len() - behind.len()).unwrap_or_default();
        self.advance(digits.len());
        digits
    }

    /// Goes back, or on, to a place that was seen before.
    pub(crate) fn seek(&mut self, at: usize) {
        self.at = at.min(self.text.len());
    }

    /// The text from a place to here.
    pub(crate) fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The identifier at this position (odataIdentifier; a leading `$` or `@` is taken along).
    pub(crate) fn identifier(&self) -> &'t str {
        let rest = self.rest();
        let mut end = 0;
        for (at, c) in rest.char_indices() {
            let part = c == '_'
                || c.is_alphabetic()
                || (at > 0 && c.is_numeric())
                || (at > 0 && is_mark(c));
            if !part && !(at == 0 && (c == '$' || c == '@')) {
                break;
            }
            end = at + c.len_utf8();
        }
        rest.get(..end).unwrap_or_default()
    }

    /// Identifiers joined by dots: a qualified name.
    pub(crate) fn qualified(&self) -> &'t str {
        let mut ahead = self.clone();
        let mut length = ahead.identifier().len();
        ahead.advance(length);
        while length > 0 && ahead.eat('.') {
            let more = ahead.identifier().len();
            if more == 0 || matches!(ahead.peek(), Some('$' | '@')) {
                break;
            }
            ahead.advance(more);
            length = ahead.at() - self.at;
        }
        self.rest().get(..length).unwrap_or_default()
    }

    /// A term with its `@`, and with its qualifier if it has one (annotationInQuery).
    pub(crate) fn term(&self) -> &'t str {
        let mut ahead = self.clone();
        let name = ahead.qualified();
        ahead.advance(name.len());
        if name.len() > 1 && ahead.eat('#') {
            let qualifier = ahead.identifier();
            if !qualifier.is_empty() {
                ahead.advance(qualifier.len());
                return ahead.since(self.at);
            }
        }
        name
    }

    /// The word at this position up to the next blank or sign, for showing it in a message.
    pub(crate) fn shown_word(&self) -> Range<usize> {
        let rest = self.rest();
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';'))
            .unwrap_or(rest.len());
        let length = length.max(rest.chars().next().map_or(0, char::len_utf8));
        self.at..self.at + length
    }
}

/// Marks that may continue an identifier: combining marks and joiners (Unicode Mn, Mc, Cf, Pc).
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{203f}' | '\u{2040}'
    )
}
