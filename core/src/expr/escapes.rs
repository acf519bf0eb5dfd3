//! Percent-encoding undone, with the way back: which characters stood encoded, and where.

use std::ops::Range;

use crate::expr::ExprError;

/// One character that stood percent-encoded.
#[derive(Clone, Copy, Debug)]
struct Escape {
    /// Where it is in the decoded text, and how long there.
    at: usize,
    length: usize,
    /// Where it was in the encoded text, and how long there.
    from: usize,
    width: usize,
}

/// The characters of a decoded text that stood percent-encoded, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Escapes(Vec<Escape>);

impl Escapes {
    pub(crate) const NONE: &'static Escapes = &Escapes(Vec::new());

    /// Whether the character at this place of the decoded text stood percent-encoded.
    pub(crate) fn has(&self, at: usize) -> bool {
        self.0.binary_search_by_key(&at, |escape| escape.at).is_ok()
    }

    /// The place in the encoded text that a place in the decoded one came from.
    fn source(&self, at: usize) -> usize {
        let before = self.0.partition_point(|escape| escape.at < at);
        match before.checked_sub(1).and_then(|last| self.0.get(last)) {
            Some(last) => last.from + last.width + at.saturating_sub(last.at + last.length),
            None => at,
        }
    }
}

/// A part of a URL, decoded.
#[derive(Debug)]
pub(crate) struct Decoded<'w> {
    whole: &'w str,
    start: usize,
    pub(crate) text: String,
    pub(crate) escapes: Escapes,
}

impl<'w> Decoded<'w> {
    /// Decodes a part of a text; `+` stays a plus.
    ///
    /// # Errors
    /// When a `%` is not followed by two hexadecimal digits, and when what is encoded is not UTF-8.
    pub(crate) fn new(whole: &'w str, part: Range<usize>) -> Result<Self, ExprError> {
        let raw = whole.get(part.clone()).unwrap_or_default();
        let mut decoded = Decoded {
            whole,
            start: part.start,
            text: String::with_capacity(raw.len()),
            escapes: Escapes::default(),
        };
        let mut rest = raw;
        while let Some(at) = rest.find('%') {
            let (plain, encoded) = rest.split_at(at);
            decoded.text.push_str(plain);
            rest = decoded.run(raw, encoded)?;
        }
        decoded.text.push_str(rest);
        Ok(decoded)
    }

    /// Decodes the encoded bytes that stand side by side: together they are characters.
    fn run(&mut self, raw: &str, encoded: &'w str) -> Result<&'w str, ExprError> {
        let from = raw.len() - encoded.len();
        let mut bytes = Vec::new();
        let mut rest = encoded;
        while let Some(behind) = rest.strip_prefix('%') {
            let byte = behind
                .get(..2)
                .filter(|pair| pair.bytes().all(|digit| digit.is_ascii_hexdigit()))
                .and_then(|pair| u8::from_str_radix(pair, 16).ok());
            let Some(byte) = byte else {
                let at = self.start + raw.len() - rest.len();
                let message = "`%` is followed by two hexadecimal digits";
                return Err(ExprError::new(self.whole, at..at + 1, message));
            };
            bytes.push(byte);
            rest = behind.get(2..).unwrap_or_default();
        }
        let characters = String::from_utf8(bytes).map_err(|error| {
            let at = self.start + from + 3 * error.utf8_error().valid_up_to();
            ExprError::new(self.whole, at..at + 3, "what is encoded here is not UTF-8")
        })?;
        let mut source = from;
        for character in characters.chars() {
            let length = character.len_utf8();
            self.escapes.0.push(Escape {
                at: self.text.len(),
                length,
                from: source,
                width: 3 * length,
            });
            self.text.push(character);
            source += 3 * length;
        }
        Ok(rest)
    }

    /// The same fault, shown in the whole text as it came.
    pub(crate) fn shown(&self, error: ExprError) -> ExprError {
        let range = error.range();
        let source = |at| self.start + self.escapes.source(at);
        error.moved(self.whole, source(range.start)..source(range.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_again() {
        let whole = "x=a%20b%C3%A9c+%27";
        let decoded = Decoded::new(whole, 2..whole.len()).expect("well encoded");
        assert_eq!(decoded.text, "a béc+'");
        assert!(decoded.escapes.has(1) && !decoded.escapes.has(2) && decoded.escapes.has(3));
        let places: Vec<usize> = decoded
            .text
            .char_indices()
            .map(|(at, _)| decoded.escapes.source(at))
            .collect();
        assert_eq!(places, [0, 1, 4, 5, 11, 12, 13]);
        assert_eq!(decoded.escapes.source(decoded.text.len()), 16);
    }

    #[test]
    fn what_is_badly_encoded_is_shown() {
        for (whole, range) in [
            ("a%2", 1..2),
            ("%zz", 0..1),
            ("a%FFb", 1..4),
            ("%C3%28", 0..3),
        ] {
            let error = Decoded::new(whole, 0..whole.len()).expect_err(whole);
            assert_eq!(error.range(), range, "{whole}");
        }
    }
}
