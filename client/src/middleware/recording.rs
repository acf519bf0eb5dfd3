//! What was asked and answered, as a text that people can read.

use std::fmt;
use std::io;
use std::path::Path;
use std::str::FromStr;

use super::exchange::Exchange;

/// Requests and what came of each, in the order in which they were sent; [`Recorder`](crate::Recorder) makes it, and
/// [`Replay`](crate::Replay) answers from it.
///
/// As text it is JSON, a line for each request (JSON Lines): `method`, `url`, `headers`, `body`, then `status`, `answer-headers`, `answer`.
/// A body that is no text is in `body-base64url` or `answer-base64url`. `end` says how it ended, if not well: `connect`, `timeout`, `transport` where no
/// answer came, `body` where one broke off, `dropped` where nobody waited for it, or for the rest of it. Lines that are empty are passed over.
///
/// # Example: an answer written by hand
/// ```
/// use odata::{Recording, Replay};
/// # use odata::doc_example::Defender;
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// let recording: Recording = r#"
/// {"method":"GET","url":"https://api.security.microsoft.com/api/libraryfiles/$count","status":200,"answer":"42"}
/// "#.parse()?;
/// let defender = Defender::builder().transport(Replay::of(recording)).build()?;
/// assert_eq!(defender.library_files().total().send().await?, 42);
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    pub(super) exchanges: Vec<Exchange>,
}

impl Recording {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, or is no recording.
    pub fn load(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let of_file = |kind, error: &dyn fmt::Display| {
            io::Error::new(kind, format!("{}: {error}", path.display()))
        };
        let text = std::fs::read_to_string(path).map_err(|error| of_file(error.kind(), &error))?;
        let parsed = text.parse();
        parsed.map_err(|error: RecordingError| of_file(io::ErrorKind::InvalidData, &error))
    }

    /// Writes a file, in place of one that is there.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let path = path.as_ref();
        let written = std::fs::write(path, self.to_string());
        written
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
    }

    /// How many requests there were.
    pub fn len(&self) -> usize {
        self.exchanges.len()
    }

    /// Whether there was none.
    pub fn is_empty(&self) -> bool {
        self.exchanges.is_empty()
    }

    /// What was asked, as `GET URL`.
    pub fn asked(&self) -> impl Iterator<Item = String> {
        self.exchanges.iter().map(Exchange::asked)
    }
}

impl fmt::Display for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for exchange in &self.exchanges {
            writeln!(f, "{}", exchange.to_line())?;
        }
        Ok(())
    }
}

impl FromStr for Recording {
    type Err = RecordingError;

    fn from_str(text: &str) -> Result<Self, RecordingError> {
        let mut exchanges = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if !line.trim().is_empty() {
                let read = Exchange::from_line(line);
                exchanges.push(read.map_err(|why| RecordingError(index + 1, why))?);
            }
        }
        Ok(Recording { exchanges })
    }
}

/// Why a text is no recording.
///
/// ```
/// let error = "\n{\"method\":1}".parse::<odata::Recording>().unwrap_err();
/// assert_eq!(error.to_string(), "line 2 of the recording: there is neither a `status` nor an `end`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordingError(usize, String);

impl fmt::Display for RecordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} of the recording: {}", self.0, self.1)
    }
}

impl std::error::Error for RecordingError {}
