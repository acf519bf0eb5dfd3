//! The defects that are repaired.

use std::fmt;

use odata_csdl::diagnostic::Diagnostic;
use odata_csdl::source::Span;

/// A defect of a sample, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Where.
    pub span: Span,
    /// What.
    pub what: RepairKind,
}

/// The defects that are repaired. There is no other guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairKind {
    /// `\@`: an escape of Markdown, not of JSON.
    UnknownEscape(char),
    /// A line end inside a string.
    LineBreak,
    /// A control character other than a line end inside a string.
    ControlCharacter,
    /// `"…""`.
    DoubledQuote,
    /// `,` before a closing bracket.
    TrailingComma,
    /// `...`
    Elision,
    /// Two members or items with nothing between them.
    MissingComma,
    /// A name or a value without quotes.
    UnquotedWord,
    /// `"name": "first" "second"`.
    SecondValue,
    /// A string whose line ends before its quote does, with a bracket on the next line.
    MissingQuote,
    /// What is open ends without its bracket.
    MissingBracket,
    /// `"name": {…}, {…}`: several values that begin alike, without brackets around them.
    ListWithoutBrackets,
    /// Text behind the end of the JSON.
    TrailingText,
}

impl Repair {
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        Diagnostic::note(
            "sample-repaired",
            format!("the sample is not JSON here: {}", self.what),
        )
        .at(self.span, "")
    }
}

impl fmt::Display for RepairKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            RepairKind::UnknownEscape(sign) => {
                return write!(f, "`\\{sign}` is no escape; the backslash was dropped");
            }
            RepairKind::LineBreak => "a line ends inside a string; the line break was removed",
            RepairKind::ControlCharacter => "a control character stands in a string; it was kept",
            RepairKind::DoubledQuote => "the closing quote is doubled; one was dropped",
            RepairKind::TrailingComma => {
                "a comma stands before the closing bracket; it was dropped"
            }
            RepairKind::Elision => "`...` stands for what was left out; it was dropped",
            RepairKind::MissingComma => "a comma is missing; it was put in before this",
            RepairKind::UnquotedWord => "this is without quotes; it was read as a string",
            RepairKind::SecondValue => "a second value follows; it was dropped",
            RepairKind::MissingQuote => {
                "the closing quote is missing; the string was ended with its line"
            }
            RepairKind::MissingBracket => "a closing bracket is missing; it was put in before this",
            RepairKind::ListWithoutBrackets => {
                "another value of the same form follows; they were read as an array"
            }
            RepairKind::TrailingText => "text follows the end; it was dropped",
        })
    }
}
