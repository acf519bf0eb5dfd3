//! Exports that the service writes to files: downloaded, unpacked, and read row by row.

mod error;
mod lines;
mod rows;
mod unpack;

pub use error::ExportError;
pub use lines::ExportLines;
pub use rows::ExportRows;

use odata::{Client, Service, Value};

use crate::{Defender, ExportFilesResponse};

impl ExportFilesResponse {
    /// The rows of all files, one after the other, as they are downloaded. The files are kept in a storage account, which never sees the
    /// token. What breaks off is gone on with where it did.
    ///
    /// # Example: how many vulnerabilities there are of each severity
    /// ```
    /// # use std::collections::BTreeMap;
    /// # use odata_defender::{AssetVulnerability, Defender, Machine};
    /// # async fn example(defender: &Defender) -> Result<(), Box<dyn std::error::Error>> {
    /// let export = Machine::software_vulnerabilities_export(None);
    /// let files = defender.machines().call(export).send().await?;
    /// let mut rows = files.rows::<AssetVulnerability>(defender);
    /// let mut counts = BTreeMap::new();
    /// while let Some(row) = rows.next().await {
    ///     *counts.entry(row?.vulnerability_severity_level).or_insert(0) += 1;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn rows<T: Value>(&self, defender: &Defender) -> ExportRows<T> {
        ExportRows::new(self.lines(defender))
    }

    /// The same as text: each line is the JSON of a row, as the service wrote it.
    pub fn lines(&self, defender: &Defender) -> ExportLines {
        let client: &Client = defender.client();
        ExportLines::new(client.clone(), self.export_files.clone())
    }
}
