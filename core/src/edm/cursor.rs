/// Why a text cannot be read: a phrase in lower case with no full stop.
pub(crate) type Reason = &'static str;

/// Reads a text from its head, one small piece at a time.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    rest: &'a str,
    length: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            rest: text,
            length: text.len(),
        }
    }

    /// What has not been read yet.
    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    /// How many bytes have been read.
    pub(super) fn at(&self) -> usize {
        self.length - self.rest.len()
    }

    /// Reads this word if it comes next, in this case only.
    pub(super) fn eat(&mut self, word: &str) -> bool {
        let after = self.rest.strip_prefix(word);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Reads this ASCII letter if it comes next, in either case: the ABNF's quoted strings ignore case.
    pub(super) fn eat_letter(&mut self, letter: char) -> bool {
        let after = self
            .rest
            .strip_prefix(|c: char| c.eq_ignore_ascii_case(&letter));
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Reads the longest run of ASCII digits, perhaps none.
    pub(super) fn digits(&mut self) -> &'a str {
        let after = self.rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = self.rest.strip_suffix(after).unwrap_or_default();
        self.rest = after;
        digits
    }

    /// Reads exactly two ASCII digits.
    pub(super) fn two_digits(&mut self) -> Option<u8> {
        let (digits, after) = self.rest.split_at_checked(2)?;
        let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| all_digits)?;
        self.rest = after;
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_pieces_and_counts_bytes() {
        let mut cursor = Cursor::new("12345tXé");
        assert_eq!(cursor.two_digits(), Some(12));
        assert_eq!(cursor.digits(), "345");
        assert!(cursor.eat_letter('T') && !cursor.eat("x") && cursor.eat("X"));
        assert_eq!(
            (cursor.two_digits(), cursor.digits(), cursor.at()),
            (None, "", 7)
        );
        assert_eq!(cursor.rest(), "é");
        assert_eq!(Cursor::new("+1").two_digits(), None);
    }
}
