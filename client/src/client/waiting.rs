//! How long calls may take, and what is waited between them.

use std::time::Duration;

use super::Client;
use crate::error::{Error, Result};

impl Client {
    /// Waits so long, by the clock that the client waits by: for what is asked for again until it is done.
    ///
    /// # Errors
    /// When there is no clock to wait by ([`ClientBuilder::clock`](crate::ClientBuilder::clock)).
    ///
    /// # Example
    /// ```
    /// # use std::time::Duration;
    /// # async fn example(client: &odata::Client) -> odata::Result<()> {
    /// client.sleep(Duration::from_secs(10)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn sleep(&self, time: Duration) -> Result<()> {
        match self.shared.waiting_clock() {
            Some(clock) => {
                clock.sleep(time).await;
                Ok(())
            }
            None => Err(Error::refused("there is no clock by which to wait")),
        }
    }

    /// The same, for calls that take no longer than that, with all their tries and what is waited between them.
    ///
    /// A call is one request and its answer. Where rows are streamed, each page is a call of its own, until its head is there.
    pub fn within(&self, time: Duration) -> Self {
        Client {
            within: Some(time),
            ..self.clone()
        }
    }

    /// The same, for calls whose answers are waited for so long: [`Service::patience`](crate::Service::patience).
    #[must_use]
    pub fn patience(&self, time: Duration) -> Self {
        Client {
            patience: Some(time),
            ..self.clone()
        }
    }

    /// The same, for calls whose answers are waited for so long, unless it was said already how long they are.
    ///
    /// # Example: what a crate knows of a service that works for minutes
    /// ```
    /// use std::time::Duration;
    /// use odata::Service as _;
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let slow = Defender::from_client(defender.client().patience_or(Duration::from_secs(240)));
    /// let all = slow.library_files().all().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn patience_or(&self, time: Duration) -> Self {
        self.patience(self.patience.unwrap_or(time))
    }

    /// Waits as long as that one does, if that is longer.
    pub(crate) fn as_patient_as(&mut self, other: &Client) {
        self.patience = self.patience.max(other.patience);
    }
}
