//! Why an export is not read further.

use std::fmt;

/// Why an export is not read further: in which file, and in which of its lines.
#[derive(Debug)]
pub struct ExportError {
    pub(super) file: usize,
    pub(super) line: u64,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// It cannot be downloaded.
    Download(odata::Error),
    /// The link to it has expired.
    Expired(odata::Error),
    /// There is nothing in it, not even an end.
    Empty,
    /// It is not packed as it says, or ends before its end.
    Packed(String),
    /// A line is no row.
    Row(String),
}

impl ExportError {
    /// Which file it is, from 1 on.
    pub fn file(&self) -> usize {
        self.file
    }

    /// Which line of the file, from 1 on.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Whether the link has expired: the export has to be asked for once more. Links hold for some hours.
    pub fn is_expired(&self) -> bool {
        matches!(self.kind, Kind::Expired(_))
    }

    /// What the client said, where a download failed.
    pub fn download(&self) -> Option<&odata::Error> {
        match &self.kind {
            Kind::Download(error) | Kind::Expired(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "file {} of the export", self.file)?;
        match &self.kind {
            Kind::Download(error) => write!(f, ": {error}"),
            Kind::Expired(error) => write!(
                f,
                ": the link to it has expired, so that the export has to be asked for once more: {error}"
            ),
            Kind::Empty => f.write_str(" has nothing in it, not even an end"),
            Kind::Packed(why) => write!(f, ": {why}"),
            Kind::Row(why) => write!(f, ", line {}: {why}", self.line),
        }
    }
}

/// Its text has the causes, as that of [`odata::Error`] has: it has no source, and [`download`](ExportError::download) has what led to it.
impl std::error::Error for ExportError {}
