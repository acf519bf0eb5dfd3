//! A value as JSON text by itself: for files, caches, and tests.

use super::Value;
use crate::error::{Error, Result};
use crate::json::Reader;

/// Reads a value, an entity for example, from its JSON, as it stands in a payload.
///
/// # Errors
/// When it is no JSON, or of another type; the error says where.
///
/// # Example: a line of a file
/// ```
/// # use odata::doc_example::LibraryFile;
/// let line = r#"{"fileName":"a.ps1","hasParameters":false,"creationTime":"2026-11-30T17:00:00Z","lastUpdatedTime":"2026-11-30T17:00:00Z"}"#;
/// let file: LibraryFile = odata::from_json(line)?;
/// assert_eq!(file.file_name, "a.ps1");
/// # Ok::<(), odata::Error>(())
/// ```
pub fn from_json<T: Value>(text: &str) -> Result<T> {
    let mut reader = Reader::new(text);
    let mut value = T::default();
    value.read(&mut reader).map_err(Error::from)?;
    reader.end().map_err(Error::from)?;
    Ok(value)
}

/// Writes a value as JSON, on one line; what was kept of properties that the schema does not know is in it.
///
/// # Example
/// ```
/// # use odata::doc_example::LibraryFile;
/// let file = LibraryFile::default();
/// assert_eq!(odata::from_json::<LibraryFile>(&odata::to_json(&file))?, file);
/// # Ok::<(), odata::Error>(())
/// ```
pub fn to_json<T: Value>(value: &T) -> String {
    let mut json = String::new();
    value.write(&mut json);
    json
}
