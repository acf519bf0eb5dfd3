//! The reader: a position in a text, and what can be read there.

use std::borrow::Cow;

use super::manner::Manner;
use super::order::Orders;
use super::{Fault, number, text};

/// How deep arrays and objects may be nested.
pub const MAX_DEPTH: usize = 128;

/// Reads one JSON text from front to back.
///
/// # Example: a small object
/// ```
/// use odata::json::Reader;
/// let mut reader = Reader::new(r#"{"name":"a\u0041","size":5}"#);
/// let mut seen = Vec::new();
/// reader.object(&mut |name, reader| {
///     seen.push((name.to_owned(), reader.raw()?.to_owned()));
///     Ok(())
/// })?;
/// reader.end()?;
/// assert_eq!(seen, [("name".into(), r#""a\u0041""#.into()), ("size".into(), "5".into())]);
/// # Ok::<(), odata::json::Fault>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reader<'j> {
    pub(super) text: &'j str,
    pub(super) at: usize,
    depth: usize,
    /// In which order the values that were read so far have their properties.
    pub(crate) orders: Orders,
    pub(crate) manner: Manner,
    /// What the context URL of the answer says whose items are read, if it stands before them.
    pub(crate) context: &'j str,
}

impl<'j> Reader<'j> {
    /// At the beginning of a text. A byte order mark is passed over.
    pub fn new(text: &'j str) -> Self {
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Reader {
            text,
            at,
            depth: 0,
            orders: Orders::default(),
            manner: Manner::default(),
            context: "",
        }
    }

    /// In the middle of a text, within so many arrays and objects.
    pub(crate) fn within(text: &'j str, at: usize, depth: usize) -> Self {
        Reader {
            text,
            at,
            depth,
            orders: Orders::default(),
            manner: Manner::default(),
            context: "",
        }
    }

    /// Another one at the same place, to look at what comes.
    pub(crate) fn ahead(&self) -> Self {
        Reader::within(self.text, self.at, self.depth)
    }

    /// How many bytes were read.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// A fault at this place.
    #[cold]
    pub fn fault(&self, reason: impl Into<Cow<'static, str>>) -> Fault {
        Fault::new(self.at, reason)
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// The first byte of the next value.
    #[inline]
    pub fn peek(&mut self) -> Option<u8> {
        match self.byte() {
            Some(byte) if byte > b' ' => Some(byte),
            _ => {
                self.blanks();
                self.byte()
            }
        }
    }

    /// What is expected here, said of what is there instead.
    #[cold]
    pub fn expected(&mut self, what: &str) -> Fault {
        let found = match self.peek() {
            None => "the end",
            Some(b'"') => "a string",
            Some(b'{') => "an object",
            Some(b'[') => "an array",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            Some(b'-' | b'0'..=b'9') => "a number",
            Some(b'<') => {
                return self.fault(format!(
                    "{what} is expected, and `<` is here, which is not JSON"
                ));
            }
            Some(_) => "something that is not JSON",
        };
        self.fault(format!("{what} is expected, and {found} is here"))
    }

    #[inline]
    fn word(&mut self, word: &str) -> bool {
        let found = self
            .text
            .as_bytes()
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(word.as_bytes()));
        if found {
            self.at += word.len();
        }
        found
    }

    /// Reads `null` if it is here.
    #[inline]
    pub fn null(&mut self) -> bool {
        self.peek() == Some(b'n') && self.word("null")
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// When neither is here.
    pub fn boolean(&mut self) -> Result<bool, Fault> {
        self.blanks();
        if self.word("true") {
            return Ok(true);
        }
        if self.word("false") {
            return Ok(false);
        }
        Err(self.expected("a boolean"))
    }

    /// Reads a whole number of few digits; nothing is read when something else is here, which may be a number all the same.
    pub(crate) fn small_integer<T>(&mut self, fits: fn(i64) -> Option<T>) -> Option<T> {
        self.peek();
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let (number, length) = number::small_integer(rest)?;
        let number = fits(number)?;
        self.at += length;
        Some(number)
    }

    /// Reads a number and gives its text.
    ///
    /// # Errors
    /// When none is here.
    pub fn number(&mut self) -> Result<&'j str, Fault> {
        self.blanks();
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = number::length(rest);
        if length == 0 {
            return Err(self.expected("a number"));
        }
        let start = self.at;
        self.at += length;
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    /// Reads a string that stands for itself; nothing is read when it has escapes, or when something else is here.
    #[inline]
    pub(crate) fn plain_string(&mut self) -> Option<&'j str> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let (string, end) = text::plain(self.text, self.at + 1)?;
        self.at = end;
        Some(string)
    }

    /// Reads a string; it is borrowed unless it holds escapes.
    ///
    /// # Errors
    /// When none is here, when it has no end, and for escapes that JSON does not know.
    pub fn string(&mut self) -> Result<Cow<'j, str>, Fault> {
        match self.plain_string() {
            Some(string) => Ok(Cow::Borrowed(string)),
            None => self.unusual_string(),
        }
    }

    #[cold]
    fn unusual_string(&mut self) -> Result<Cow<'j, str>, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.expected("a string"));
        }
        let (string, end) = text::read(self.text, self.at + 1)?;
        self.at = end;
        Ok(string)
    }

    pub(super) fn enter(&mut self) -> Result<(), Fault> {
        if self.depth == MAX_DEPTH {
            return Err(self.fault(format!("nested deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
        self.at += 1;
    }

    /// Reads an object, calling back for each member; the callback must read its value.
    ///
    /// # Errors
    /// When no object is here, when it is not well formed, and what the callback says.
    pub fn object(
        &mut self,
        member: &mut dyn FnMut(&str, &mut Reader<'j>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut more = self.begin_object()?;
        while more {
            let name = self.name()?;
            member(&name, self)?;
            more = self.goes_on()?;
        }
        Ok(())
    }

    /// Reads the bracket that an array begins with, and nothing more of it.
    pub(crate) fn begin_array(&mut self) -> Result<(), Fault> {
        if self.peek() != Some(b'[') {
            return Err(self.expected("an array"));
        }
        self.at += 1;
        Ok(())
    }

    /// Reads an array, calling back for each item with its index; the callback must read it.
    ///
    /// # Errors
    /// When no array is here, when it is not well formed, and what the callback says.
    pub fn array(
        &mut self,
        item: &mut dyn FnMut(usize, &mut Reader<'j>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if self.peek() != Some(b'[') {
            return Err(self.expected("an array"));
        }
        self.enter()?;
        if self.peek() == Some(b']') {
            self.leave();
            return Ok(());
        }
        for index in 0.. {
            item(index, self).map_err(|fault| fault.at_index(index))?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.leave();
                    break;
                }
                _ => return Err(self.expected("a comma or the end of the array")),
            }
        }
        Ok(())
    }

    /// Passes over a value.
    ///
    /// # Errors
    /// When it is not well formed.
    pub fn skip(&mut self) -> Result<(), Fault> {
        match self.peek() {
            Some(b'"') if self.plain_string().is_some() => Ok(()),
            Some(b'"') => self.string().map(drop),
            Some(b'{') => {
                let mut more = self.begin_object()?;
                while more {
                    self.name()?;
                    self.skip()?;
                    more = self.goes_on()?;
                }
                Ok(())
            }
            Some(b'[') => self.array(&mut |_, reader| reader.skip()),
            Some(b't' | b'f') => self.boolean().map(drop),
            Some(b'n') if self.null() => Ok(()),
            Some(b'-' | b'0'..=b'9') => self.number().map(drop),
            _ => Err(self.expected("a value")),
        }
    }

    /// Reads a value of whatever kind and gives its text as it stands.
    ///
    /// # Errors
    /// When it is not well formed.
    pub fn raw(&mut self) -> Result<&'j str, Fault> {
        self.blanks();
        let start = self.at;
        self.skip()?;
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    /// Makes sure that nothing but blanks is left.
    ///
    /// # Errors
    /// When something is.
    pub fn end(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.fault("the end is expected here, and more text follows")),
        }
    }
}
