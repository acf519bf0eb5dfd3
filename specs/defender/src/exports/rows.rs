//! The rows of an export.

use std::fmt;
use std::marker::PhantomData;

use odata::Value;

use super::ExportLines;
use super::error::{ExportError, Kind};

/// The rows of all files of an export. A line that is no row is an error, and the next one is read after it.
pub struct ExportRows<T> {
    lines: ExportLines,
    row: PhantomData<fn() -> T>,
}

impl<T: Value> ExportRows<T> {
    pub(super) fn new(lines: ExportLines) -> Self {
        ExportRows {
            lines,
            row: PhantomData,
        }
    }

    /// The next row; nothing after the last one.
    pub async fn next(&mut self) -> Option<Result<T, ExportError>> {
        let line = match self.lines.next().await? {
            Ok(line) => line,
            Err(error) => return Some(Err(error)),
        };
        let row = odata::from_json(&line);
        Some(row.map_err(|error| self.lines.told(Kind::Row(error.to_string()))))
    }

    /// Where reading stands.
    pub fn lines(&self) -> &ExportLines {
        &self.lines
    }
}

impl<T> fmt::Debug for ExportRows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExportRows({:?})", self.lines)
    }
}
