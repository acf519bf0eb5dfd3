//! Headers that OData defines, and the preferences of `Prefer` (Protocol 8).

use std::fmt::{self, Display, Formatter};

mod parse;
mod print;
mod reader;
#[cfg(test)]
mod tests;

/// A header that OData defines (header of the ABNF).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Header {
    /// `AsyncResult`: the status of what was asked asynchronously (8.3.1).
    AsyncResult(u16),
    /// `Content-ID`: what a request of a batch is called (11.7.7.1).
    ContentId(Box<str>),
    /// `Isolation: snapshot` (8.2.4).
    Isolation,
    /// `OData-EntityID` (8.3.4).
    EntityId(Box<str>),
    /// `OData-Error`: an error behind a body that was begun already (8.3.6).
    Error(Box<str>),
    /// `OData-MaxVersion` (8.2.7).
    MaxVersion(Box<str>),
    /// `OData-Version` (8.1.5).
    Version(Box<str>),
    /// `Prefer` (8.2.8).
    Prefer(Vec<Preference>),
}

/// A preference (Protocol 8.2.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preference {
    /// `allow-entityreferences`
    AllowEntityReferences,
    /// `callback` with its URL
    Callback(Box<str>),
    /// `continue-on-error`
    ContinueOnError(bool),
    /// `include-annotations`
    IncludeAnnotations(Vec<AnnotationPattern>),
    /// `maxpagesize`
    MaxPageSize(u64),
    /// `omit-values=defaults`
    OmitDefaults,
    /// `omit-values=nulls`
    OmitNulls,
    /// `respond-async`
    RespondAsync,
    /// `return=minimal`
    ReturnMinimal,
    /// `return=representation`
    ReturnRepresentation,
    /// `track-changes`
    TrackChanges,
    /// `wait`, in seconds
    Wait(u64),
}

/// Which annotations are asked for, or not (Protocol 8.2.8.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnotationPattern {
    /// Whether these are left out.
    pub exclude: bool,
    /// A term, all terms of a namespace (`Namespace.*`), or all (`*`).
    pub terms: Box<str>,
    /// Only those with this qualifier.
    pub qualifier: Option<Box<str>>,
}

impl Header {
    /// Reads a line of a header, name and value; names are known in any case.
    ///
    /// # Errors
    /// When it is not one that OData defines, or its value is not what it should be.
    ///
    /// ```
    /// use odata_core::header::{Header, Preference};
    /// let header = Header::parse("prefer: odata.maxpagesize=20,return=minimal")?;
    /// let Header::Prefer(preferences) = &header else { panic!("a preference") };
    /// assert_eq!(preferences[0], Preference::MaxPageSize(20));
    /// assert_eq!(header.to_string(), "Prefer: maxpagesize=20, return=minimal");
    /// # Ok::<(), odata_core::header::HeaderError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, HeaderError> {
        parse::header(text)
    }
}

impl Preference {
    /// Reads one preference; the prefix `odata.` of OData 4.0 may be there.
    ///
    /// # Errors
    /// When it is none that OData defines.
    pub fn parse(text: &str) -> Result<Self, HeaderError> {
        parse::whole(text, parse::preference)
    }
}

/// A header is not what OData says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderError {
    /// The byte in the text where it goes wrong.
    pub offset: usize,
    /// What is expected there.
    pub expected: &'static str,
}

impl Display for HeaderError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "at byte {}: {} is expected", self.offset, self.expected)
    }
}

impl std::error::Error for HeaderError {}
