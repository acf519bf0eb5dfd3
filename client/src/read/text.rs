//! The part of an answer that is being read, as text.

use simdutf8::compat::from_utf8;

use crate::error::{Error, Result};

/// How much was read at least before it leaves the window.
const GOES: usize = 28 * 1024;

/// A window on the text of an answer. What was read leaves it in front, what arrives joins it behind.
#[derive(Debug, Default)]
pub(crate) struct Text {
    text: String,
    /// How much of it was read.
    at: usize,
    /// How many bytes left it in front.
    gone: usize,
    /// The bytes of a character that is not whole yet.
    begun: Vec<u8>,
}

impl Text {
    /// What has not been read.
    pub(crate) fn unread(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// All of the window, and where in it reading goes on.
    pub(crate) fn window(&self) -> (&str, usize) {
        (&self.text, self.at)
    }

    /// How many bytes of the answer stand before the window.
    pub(crate) fn gone(&self) -> usize {
        self.gone
    }

    /// Goes on from there, in the window.
    pub(crate) fn read_to(&mut self, at: usize) {
        self.at = at;
    }

    /// Whether a character was begun and not ended.
    pub(crate) fn is_cut(&self) -> bool {
        !self.begun.is_empty()
    }

    /// Takes more in, as far as it is text.
    ///
    /// # Errors
    /// When it is not UTF-8 (OData JSON 4.1, RFC 8259, section 8.1).
    pub(crate) fn push(&mut self, mut piece: &[u8]) -> Result<()> {
        // What is left is moved to the front, so that it has to be little beside what goes.
        let left = self.text.len() - self.at;
        if left == 0 || self.at >= left.max(GOES) {
            self.text.drain(..self.at);
            self.gone += std::mem::take(&mut self.at);
        }
        while !self.begun.is_empty() && !piece.is_empty() {
            let (first, rest) = piece.split_at(1);
            self.begun.extend_from_slice(first);
            piece = rest;
            match from_utf8(&self.begun) {
                Ok(character) => {
                    self.text.push_str(character);
                    self.begun.clear();
                }
                Err(error) if error.error_len().is_some() => return Err(self.not_utf8()),
                Err(_) => {}
            }
        }
        match from_utf8(piece) {
            Ok(text) => self.text.push_str(text),
            Err(error) => {
                let (valid, rest) = piece.split_at(error.valid_up_to());
                // Checked once more, and that only where a piece ends within a character.
                self.text.push_str(from_utf8(valid).unwrap_or_default());
                if error.error_len().is_some() {
                    return Err(self.not_utf8());
                }
                self.begun.extend_from_slice(rest);
            }
        }
        Ok(())
    }

    #[cold]
    fn not_utf8(&self) -> Error {
        Error::payload(format!(
            "the answer is not UTF-8 from byte {} on",
            self.gone + self.text.len()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    /// The text in pieces of so many bytes, each read as soon as it is there.
    fn in_pieces(bytes: &[u8], length: usize) -> Result<String, String> {
        let (mut text, mut read) = (Text::default(), String::new());
        for piece in bytes.chunks(length) {
            text.push(piece).map_err(|error| error.to_string())?;
            read.push_str(text.unread());
            let end = text.window().0.len();
            text.read_to(end);
        }
        assert_eq!(text.gone() + text.window().0.len(), read.len());
        if text.is_cut() {
            Err("cut".to_owned())
        } else {
            Ok(read)
        }
    }

    #[test]
    fn characters_may_be_cut_anywhere() {
        let whole = "aé€😀z".repeat(3);
        for length in 1..whole.len() {
            assert_eq!(in_pieces(whole.as_bytes(), length).as_deref(), Ok(&*whole));
        }
        assert_eq!(
            in_pieces("a€".as_bytes().split_last().unwrap().1, 2).unwrap_err(),
            "cut"
        );
    }

    #[test]
    fn what_is_no_text_is_told_by_its_byte() {
        for length in 1..6 {
            let error = in_pieces(b"a\xe2\x82\xac\xe2\x28\xa1b", length).unwrap_err();
            assert!(
                error.contains("not UTF-8 from byte 4 on"),
                "{length}: {error}"
            );
        }
    }
}
