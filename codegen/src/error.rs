//! Why nothing was generated.

use std::fmt;
use std::path::PathBuf;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics, Severity};
use odata_csdl::source::Sources;

/// Nothing was generated.
pub struct Error(Kind);

enum Kind {
    /// The documents are at fault; each diagnostic shows where.
    Documents {
        sources: Box<Sources>,
        diagnostics: Diagnostics,
    },
    /// The output could not be written, or is not what is checked in.
    Output { path: PathBuf, reason: String },
}

/// What a function of this crate gives back.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn documents(sources: Sources, diagnostics: Diagnostics) -> Self {
        Error(Kind::Documents {
            sources: Box::new(sources),
            diagnostics,
        })
    }

    pub(crate) fn output(path: impl Into<PathBuf>, reason: impl Into<String>) -> Self {
        Error(Kind::Output {
            path: path.into(),
            reason: reason.into(),
        })
    }

    /// What was said about the documents; nothing when they are not what is at fault.
    pub fn diagnostics(&self) -> Option<&Diagnostics> {
        match &self.0 {
            Kind::Documents { diagnostics, .. } => Some(diagnostics),
            Kind::Output { .. } => None,
        }
    }

    /// The texts that the spans of the diagnostics point into.
    pub fn sources(&self) -> Option<&Sources> {
        match &self.0 {
            Kind::Documents { sources, .. } => Some(sources),
            Kind::Output { .. } => None,
        }
    }
}

/// The errors as rustc would show them: place, line, caret, help. Warnings and notes are left out.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Documents {
                sources,
                diagnostics,
            } => {
                let is_error = |one: &Diagnostic| one.severity == Severity::Error;
                f.write_str(&diagnostics.render_only(sources, is_error))
            }
            Kind::Output { path, reason } => write!(f, "{}: {reason}", path.display()),
        }
    }
}

/// The same as its `Display`, behind the `Error: ` that Rust writes before what `main` of a build script gives back.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Kind::Documents { .. } = &self.0 {
            f.write_str("nothing was generated\n")?;
        }
        write!(f, "{self}")
    }
}

impl std::error::Error for Error {}
