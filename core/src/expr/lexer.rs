//! Words, blanks and signs of an expression text.

use std::ops::Range;

/// A position in a text.
#[derive(Clone, Debug)]
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Lexer { text, at: 0 }
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn advance(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Blanks (BWS and RWS of the ABNF, after percent-decoding). Says whether there were any.
    pub(super) fn blanks(&mut self) -> bool {
        let rest = self.rest();
        let skipped = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        self.advance(skipped);
        skipped > 0
    }

    pub(super) fn eat(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(sign);
        if found {
            self.advance(sign.len_utf8());
        }
        found
    }

    /// The identifier at this position (odataIdentifier; a leading `$` or `@` is taken along).
    pub(super) fn identifier(&self) -> &'t str {
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

    /// The word at this position up to the next blank or sign, for showing it in a message.
    pub(super) fn shown_word(&self) -> Range<usize> {
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
