//! Every row of a list. The lists of this service give no next link, or a wrong one, and stop at a number that their pages name.

use odata::{EntitySet, EntitySetInfo, Rows, Structured};

/// How many rows the service gives at once of that entity set, as its pages say; 10,000 where they say nothing else.
pub fn page_size(set: &EntitySetInfo) -> u64 {
    match set.name {
        // https://learn.microsoft.com/defender-endpoint/api/get-all-vulnerabilities
        "vulnerabilities" => 8_000,
        _ => 10_000,
    }
}

/// Every row of an entity set of this service.
pub trait EveryRow<E> {
    /// Every row, by `$top` and `$skip`. With `$top` the service gives no next link, and so neither the endless one of machines
    /// nor the missing one of devices' antivirus health ends the list too early or never: it ends at a page that is not full. Rows that are
    /// inserted or deleted meanwhile move the others.
    ///
    /// For a query, `query.stream_by_skip(page_size(set.info()))` does the same.
    ///
    /// # Example
    /// ```
    /// # #[cfg(feature = "machines")] {
    /// # use odata_defender::{Defender, EveryRow as _};
    /// # async fn example(defender: &Defender) -> odata_defender::odata::Result<()> {
    /// let mut machines = defender.machines().every_row();
    /// while let Some(machine) = machines.next().await {
    ///     println!("{}", machine?.id);
    /// }
    /// # Ok(())
    /// # }
    /// # }
    /// ```
    fn every_row(&self) -> Rows<E>;
}

impl<E: Structured> EveryRow<E> for EntitySet<E> {
    fn every_row(&self) -> Rows<E> {
        self.query().stream_by_skip(page_size(self.info()))
    }
}
