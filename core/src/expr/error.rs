//! What is wrong with a text that should be an expression, and where.

use std::fmt;
use std::ops::Range;

/// A text is not an expression, or not one that fits its names and types.
///
/// Its `Display` shows the text with a caret under the fault:
///
/// ```
/// use odata_core::expr::{parse, AnyName};
/// let error = parse("fileName eq", &AnyName).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "a value is missing after `eq`\n  fileName eq\n             ^",
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ExprError {
    text: Box<str>,
    range: Range<usize>,
    message: Box<str>,
    help: Option<Box<str>>,
}

impl ExprError {
    pub(crate) fn new(text: &str, range: Range<usize>, message: impl Into<Box<str>>) -> Self {
        // Marks may end one byte behind a sign that is longer than that.
        let whole = |at: &usize| text.is_char_boundary(*at);
        let end = (range.end..text.len()).find(whole).unwrap_or(text.len());
        let start = (0..=range.start.min(end)).rev().find(whole);
        let range = start.unwrap_or_default()..end;
        ExprError {
            text: text.into(),
            range,
            message: message.into(),
            help: None,
        }
    }

    /// One whose text is not known yet: it costs nothing to drop where something else is tried.
    pub(crate) fn placed(range: Range<usize>, message: impl Into<Box<str>>) -> Self {
        ExprError {
            text: "".into(),
            range,
            message: message.into(),
            help: None,
        }
    }

    pub(crate) fn help(mut self, help: Option<String>) -> Self {
        self.help = help.map(Into::into);
        self
    }

    /// The same fault, with its text.
    pub(crate) fn of(self, text: &str) -> Self {
        let range = self.range.clone();
        self.moved(text, range)
    }

    /// The same fault in another text.
    pub(crate) fn moved(self, text: &str, range: Range<usize>) -> Self {
        let help = self.help;
        ExprError {
            help,
            ..ExprError::new(text, range, self.message)
        }
    }

    /// The bytes of the text that are at fault.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// What is wrong, in one sentence.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it, if something is known.
    pub fn suggestion(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

/// How far to either side of the fault the text is shown.
const SHOWN: usize = 60;

/// The same as its `Display`, for programs whose `main` gives it back, and for `unwrap`.
impl fmt::Debug for ExprError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for ExprError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = self.text.get(..self.range.start).unwrap_or_default();
        let fault = self.text.get(self.range.clone()).unwrap_or_default();
        let after = self.text.get(self.range.end..).unwrap_or_default();
        let plain = |c: char| if c.is_control() { ' ' } else { c };
        let cut = before.chars().count().saturating_sub(SHOWN);
        let head: String = before.chars().skip(cut).map(plain).collect();
        let tail: String = after.chars().take(SHOWN).map(plain).collect();
        let fault: String = fault.chars().take(2 * SHOWN).map(plain).collect();
        let dots = if cut > 0 { "..." } else { "" };
        if self.text.trim().is_empty() {
            return f.write_str(&self.message);
        }
        writeln!(f, "{}", self.message)?;
        writeln!(f, "  {dots}{head}{fault}{tail}")?;
        let indent = 2 + dots.len() + head.chars().count();
        write!(
            f,
            "{:indent$}{}",
            "",
            "^".repeat(fault.chars().count().max(1))
        )?;
        match &self.help {
            Some(help) => write!(f, "\n{help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ExprError {}
