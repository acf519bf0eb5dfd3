//! Where a service says that an action is called (OData JSON 4.01, 17).

use url::Url;

use super::Action;

impl<R> Action<R> {
    /// Sends it where the service says that it is called (`target`; OData JSON 4.01, 17), and not where that follows from what
    /// it is called on. The target is relative to the root of the service, or absolute; the host has to be one that the client
    /// trusts, or nothing is sent. [`Extras::operation`](crate::Extras::operation) has it.
    ///
    /// # Example: an action of Redfish, whose clients are to use the target (DSP0266)
    /// ```
    /// # use odata::{Action, Extras, Nothing};
    /// # async fn example(reset: Action<Nothing>, actions: &Extras) -> odata::Result<()> {
    /// if let Some(target) = actions.operation("ComputerSystem.Reset").and_then(|offered| offered.target) {
    ///     reset.to_target(&target).send().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_target(mut self, target: &str) -> Self {
        match self.client.linked_url(self.client.root(), target, "target") {
            Ok(url) => self.target = Some(url),
            Err(error) => {
                self.wrong.get_or_insert_with(|| error.to_string());
            }
        }
        self
    }
}

/// The options of the call, behind those that the target has.
pub(super) fn with_query(mut url: Url, options: &str) -> Url {
    match url.query().filter(|query| !query.is_empty()) {
        _ if options.is_empty() => {}
        Some(query) => {
            let query = format!("{query}&{options}");
            url.set_query(Some(&query));
        }
        None => url.set_query(Some(options)),
    }
    url
}
