//! Limits on calls that are set.

use odata_core::descriptor::RateLimit;

use super::ClientBuilder;
use super::settings::Settings;
use crate::client::Service;
use crate::error::Error;
use crate::query::Counted;

const NOT_COUNTED: &str = "a rate limit is for what the service says nothing of, whose calls are not told from others; \
     `rate_limit` is for all calls";

impl<S: Service> ClientBuilder<S> {
    /// No more calls than that, whatever they ask, and beside what is documented: a call that would be one too many waits
    /// for its turn, first come, first served. More than one limit may be set; all of them hold. Clones of a client share
    /// them, and count together.
    ///
    /// A call counts from when it leaves until as long after its answer began to come, so that the service never sees more in
    /// any time of that length. Each try counts, and so does each redirect that is followed.
    ///
    /// # Example: a tenth of what the service allows, and no bursts
    /// ```
    /// # use odata::doc_example::Defender;
    /// # #[cfg(feature = "reqwest")] {
    /// use odata::RateLimit;
    /// let defender = Defender::builder()
    ///     .rate_limit(RateLimit::per_minute(10))
    ///     .rate_limit(RateLimit::per_second(1))
    ///     .build()?;
    /// # }
    /// # Ok::<(), odata::Error>(())
    /// ```
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.settings.limits.of_all.push(limit);
        self
    }

    /// No more calls than that, reading and changes together, of what is called by that name in the URL: an entity set, a
    /// singleton, a function or a navigation property. As [`rate_limit`](Self::rate_limit) for the rest.
    ///
    /// # Example: leave something to other programs of the tenant
    /// ```
    /// # use odata::doc_example::Defender;
    /// # #[cfg(feature = "reqwest")] {
    /// use odata::RateLimit;
    /// let defender = Defender::builder()
    ///     .rate_limit_of("libraryfiles", RateLimit::per_minute(50))
    ///     .build()?;
    /// # }
    /// # Ok::<(), odata::Error>(())
    /// ```
    ///
    /// A name that nothing is called by limits nothing, and nobody says so: [`rate_limit_on`](Self::rate_limit_on) takes what the
    /// compiler knows.
    pub fn rate_limit_of(mut self, name: impl Into<String>, limit: RateLimit) -> Self {
        self.settings.limits.of.push((name.into(), limit));
        self
    }

    /// The same, of what a method of the service gives: `Defender::library_files` for an entity set, `|_| Machine::ALERTS` for a navigation
    /// property.
    ///
    /// # Example: a set whose name is right
    /// ```
    /// # use odata::doc_example::Defender;
    /// # #[cfg(feature = "reqwest")] {
    /// use odata::RateLimit;
    /// let defender = Defender::builder()
    ///     .rate_limit_on(Defender::library_files, RateLimit::per_minute(50))
    ///     .build()?;
    /// # }
    /// # Ok::<(), odata::Error>(())
    /// ```
    pub fn rate_limit_on<C: Counted>(
        mut self,
        what: impl FnOnce(&S) -> C,
        limit: RateLimit,
    ) -> Self {
        let name = Settings::of_nobody()
            .client(S::INFO, S::BATCH)
            .and_then(|client| {
                let name = what(&S::from_client(client)).counted_as();
                name.ok_or_else(|| Error::setup(NOT_COUNTED))
            });
        match name {
            Ok(name) => self.rate_limit_of(name, limit),
            Err(error) => {
                self.settings.wrong.get_or_insert(error);
                self
            }
        }
    }

    /// Whether the limits that the service documents are kept, each operation's by itself
    /// ([`EntitySetInfo::rate_limits`](crate::EntitySetInfo::rate_limits)). They are unless set.
    ///
    /// Whatever is set, no call of an operation is sent before the time is up that the service asked for with 429 or 503 and
    /// `Retry-After` (RFC 9110, 10.2.3).
    ///
    /// # Example: a service that allows more than it documents
    /// ```
    /// # use odata::doc_example::Defender;
    /// # #[cfg(feature = "reqwest")] {
    /// use odata::RateLimit;
    /// let defender = Defender::builder()
    ///     .documented_limits(false)
    ///     .rate_limit(RateLimit::per_minute(500))
    ///     .build()?;
    /// # }
    /// # Ok::<(), odata::Error>(())
    /// ```
    pub fn documented_limits(mut self, keep: bool) -> Self {
        self.settings.limits.documented = keep;
        self
    }
}
