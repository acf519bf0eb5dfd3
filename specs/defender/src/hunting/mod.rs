//! Advanced hunting: queries in Kusto's language, whose rows have the columns that the query gives them.

mod kind;
mod row;

pub use kind::{ColumnKind, HuntingValue};
pub use row::{HuntingRow, RowError};

use std::time::Duration;

use odata::{Result, Service as _};
use serde::de::DeserializeOwned;

use crate::{Defender, QueryResponse};

/// How long an answer is waited for: what the service may take for a query, and some time for its way.
const PATIENCE: Duration = Duration::from_secs(240);

impl Defender {
    /// Runs an advanced hunting query over the last thirty days of events (`POST advancedqueries/run`).
    ///
    /// The service answers with 100,000 rows at most, and works on one query for 200 seconds at most; what `limit` or `project` leave out is
    /// not sent. The answer is waited for four minutes, whatever the transport does by itself; `patience` of the service says otherwise, as in the last
    /// example. A `within` or `call_timeout` that is shorter ends it all the same.
    ///
    /// # Errors
    /// When the service refuses the query (400, with Kusto's words) or has no more time for this tenant (429), and as
    /// [`Action::send`](odata::Action::send).
    ///
    /// # Example: rows of a struct of one's own
    /// ```
    /// # use odata_defender::Defender;
    /// # async fn example(defender: &Defender) -> Result<(), Box<dyn std::error::Error>> {
    /// #[derive(serde::Deserialize)]
    /// #[serde(rename_all = "PascalCase")]
    /// struct Started {
    ///     file_name: String,
    ///     device_id: String,
    /// }
    /// let found = defender.hunt("DeviceProcessEvents | project FileName, DeviceId | take 10").await?;
    /// for row in found.rows_as::<Started>()? {
    ///     println!("{} on {}", row.file_name, row.device_id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    /// # Example: columns that are not known before
    /// ```
    /// # use odata_defender::Defender;
    /// # async fn example(defender: &Defender, query: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let found = defender.hunt(query).await?;
    /// for row in found.rows() {
    ///     for (column, value) in row?.iter() {
    ///         println!("{} = {value}", column.name.as_deref().unwrap_or("?"));
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    /// # Example: someone waits for it
    /// ```
    /// # use odata_defender::Defender;
    /// # async fn example(defender: &Defender, query: &str) -> odata_defender::odata::Result<()> {
    /// use std::time::Duration;
    /// use odata_defender::odata::Service as _;
    /// let found = defender.patience(Duration::from_secs(20)).hunt(query).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn hunt(&self, query: &str) -> Result<QueryResponse> {
        let patient = Defender::from_client(self.client().patience_or(PATIENCE));
        patient.run_advanced_query(query).send().await
    }
}

impl QueryResponse {
    /// The rows, read as `T`: columns are its members by name.
    ///
    /// # Errors
    /// When a row does not fit: which one, and why.
    pub fn rows_as<T: DeserializeOwned>(&self) -> std::result::Result<Vec<T>, RowError> {
        let rows = self.results.iter().enumerate();
        rows.map(|(index, row)| {
            serde_json::from_str(row.text()).map_err(|error| RowError::new(index, error))
        })
        .collect()
    }

    /// The rows, each with its values by the columns that the answer says (`Schema`).
    pub fn rows(
        &self,
    ) -> impl ExactSizeIterator<Item = std::result::Result<HuntingRow<'_>, RowError>> {
        let rows = self.results.iter().enumerate();
        rows.map(|(index, row)| HuntingRow::read(&self.schema, index, row.text()))
    }
}
