//! An answer that is still to come.

use std::fmt;
use std::time::Duration;

use odata_core::transport::RequestBody;
use url::Url;

use super::monitor::Monitor;
use super::waits::Waits;
use crate::error::{Error, Result};
use crate::request::Prepared;

/// An answer that is still to come: the service works on the request, and its status monitor tells when it is done
/// (Protocol 4.01, 11.6).
///
/// Nothing runs by itself: the monitor is asked by [`poll`](Self::poll) and [`wait`](Self::wait). The credential goes to a monitor on a host of the
/// service, and to no other. Dropping it leaves the service at work; [`cancel`](Self::cancel) does not.
///
/// # Example: a minute now, the rest another day
/// ```
/// # use odata::doc_example::{Defender, LibraryFile};
/// # async fn example(defender: &Defender) -> odata::Result<()> {
/// use std::time::Duration;
/// use odata::{AsyncAnswer, Changes, Request as _};
///
/// let file = Changes::new().set(LibraryFile::FILE_NAME, "collect.ps1");
/// let answer = defender.library_files().insert(&file).respond_async().send().await?;
/// match answer {
///     AsyncAnswer::Ready(file) => println!("{} at once", file.file_name),
///     AsyncAnswer::Pending(pending) => {
///         let mut pending = pending.longest(Duration::from_secs(60));
///         match pending.wait().await {
///             Ok(file) => println!("{}", file.file_name),
///             Err(error) if error.is_timeout() => println!("to be resumed: {}", pending.monitor()),
///             Err(error) => return Err(error),
///         }
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "the service is still at it: `wait` gives what comes of it"]
pub struct Pending<T> {
    /// How the answer is read; nothing when it was.
    prepared: Option<Box<Prepared<T>>>,
    monitor: Box<Monitor>,
    waits: Waits,
}

impl<T> Pending<T> {
    pub(super) fn new(mut prepared: Prepared<T>, monitor: Monitor) -> Self {
        // It was sent.
        prepared.outgoing.body = RequestBody::empty();
        Pending {
            prepared: Some(Box::new(prepared)),
            monitor: Box::new(monitor),
            waits: Waits::default(),
        }
    }

    /// Where the answer will be: the URL of the status monitor. Kept as text, it is what
    /// [`AsyncRequest::resume`](crate::AsyncRequest::resume) takes.
    pub fn monitor(&self) -> &Url {
        self.monitor.url()
    }

    /// How long the service asked to wait before it is asked again, the last time that it said so (`Retry-After`).
    pub fn retry_after(&self) -> Option<Duration> {
        self.monitor.retry_after()
    }

    /// How long [`wait`](Self::wait) waits at most, in all. An hour unless set.
    pub fn longest(mut self, time: Duration) -> Self {
        self.waits.in_all = time;
        self
    }

    /// How long [`wait`](Self::wait) waits before it asks again: the first time, and twice as long each time, up to the longest. From one
    /// second to 30 unless set. What the service asks for (`Retry-After`) is waited instead, and never less than the first.
    pub fn intervals(mut self, first: Duration, longest: Duration) -> Self {
        (self.waits.first, self.waits.longest) = (first, longest);
        self
    }

    /// Asks once; nothing while the service is still at work.
    ///
    /// # Errors
    /// Those of the request, when that is what came of it. When the monitor is no longer there (404, 410), moves to a host that is not the
    /// service's, redirects without end, cannot be reached: it can be asked again. When the answer was given already.
    pub async fn poll(&mut self) -> Result<Option<T>> {
        let Some(prepared) = &self.prepared else {
            return Err(Error::refused("the answer was given already"));
        };
        let asked = (
            prepared.outgoing.method.clone(),
            prepared.outgoing.url.clone(),
        );
        let Some(answer) = self.monitor.poll(&asked.1).await? else {
            return Ok(None);
        };
        let Some(prepared) = self.prepared.take() else {
            return Ok(None);
        };
        let answer = answer.map_err(|error| error.of_request(&asked.0, &asked.1));
        prepared.read(answer).map(Some)
    }

    /// Asks until the answer is there.
    ///
    /// # Errors
    /// Those of [`poll`](Self::poll); and one that [is a timeout](crate::Error::is_timeout) when it takes longer than
    /// [`longest`](Self::longest), or would because of what the service asks to wait. It can be waited for again then.
    pub async fn wait(&mut self) -> Result<T> {
        let mut waiting = self.waits.begin(self.monitor.client())?;
        loop {
            if let Some(answer) = self.poll().await? {
                return Ok(answer);
            }
            waiting.wait(self.monitor.retry_after()).await?;
        }
    }

    /// Asks the service to give it up: `DELETE` to the monitor. A service may take that, and still need a while (202).
    ///
    /// # Errors
    /// When the service does not let it be cancelled (405), or when the monitor is no longer there.
    pub async fn cancel(&self) -> Result<()> {
        self.monitor.cancel().await
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pending({})", self.monitor.url().path())
    }
}
