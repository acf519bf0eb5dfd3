//! Reads the text of a header from its head.

use super::HeaderError;

pub(super) struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Reader { text, at: 0 }
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest().is_empty()
    }

    pub(super) fn error(&self, expected: &'static str) -> HeaderError {
        HeaderError {
            offset: self.at,
            expected,
        }
    }

    /// Reads a word if it comes next, in any case.
    pub(super) fn eat(&mut self, word: &str) -> bool {
        let found = self
            .rest()
            .get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word));
        if found {
            self.at += word.len();
        }
        found
    }

    pub(super) fn expect(&mut self, sign: &'static str) -> Result<(), HeaderError> {
        if self.eat(sign) {
            Ok(())
        } else {
            Err(self.error(sign))
        }
    }

    /// OWS and BWS-h of the ABNF.
    pub(super) fn blanks(&mut self) {
        self.take(|c| matches!(c, ' ' | '\t'));
    }

    /// Reads what a test holds for, perhaps nothing.
    pub(super) fn take(&mut self, is_part: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    /// Reads at least one of what a test holds for.
    pub(super) fn some(
        &mut self,
        expected: &'static str,
        is_part: impl Fn(char) -> bool,
    ) -> Result<&'t str, HeaderError> {
        let found = self.take(is_part);
        if found.is_empty() {
            return Err(self.error(expected));
        }
        Ok(found)
    }

    pub(super) fn digits(&mut self) -> Result<&'t str, HeaderError> {
        self.some("a number", |c| c.is_ascii_digit())
    }

    /// odataIdentifier, perhaps nothing.
    pub(super) fn identifier(&mut self) -> &'t str {
        let begins = |c: char| c.is_alphabetic() || c == '_';
        if self.rest().starts_with(begins) {
            self.take(|c| c.is_alphanumeric() || c == '_')
        } else {
            ""
        }
    }
}
