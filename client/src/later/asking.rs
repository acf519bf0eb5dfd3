//! Asking in a way that lets the service answer later.

use std::fmt;
use std::time::Duration;

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::Pending;
use super::monitor::Monitor;
use crate::error::{Error, Result};
use crate::request::{Prepared, Request};

const PREFER: HeaderName = HeaderName::from_static("prefer");

/// A request that lets the service answer later: it is sent with `Prefer: respond-async`
/// (Protocol 4.01, 8.2.8.8 and 11.6).
///
/// [`Request::respond_async`] makes it. A service that does not do so for this request answers at once.
#[must_use = "nothing is sent before `send`"]
pub struct AsyncRequest<R> {
    request: R,
    wait: Option<Duration>,
}

/// What came of a request that lets the service answer later.
#[derive(Debug)]
pub enum AsyncAnswer<T> {
    /// The answer came at once.
    Ready(T),
    /// The service works on it, and says where its answer will be.
    Pending(Pending<T>),
}

impl<R: Request> AsyncRequest<R> {
    pub(crate) fn new(request: R) -> Self {
        AsyncRequest {
            request,
            wait: None,
        }
    }

    /// How long the service may try to answer at once, in whole seconds, rounded up (`Prefer: wait`, 8.2.8.9).
    pub fn prefer_wait(mut self, time: Duration) -> Self {
        self.wait = Some(time);
        self
    }

    /// Sends it.
    ///
    /// # Errors
    /// Those of the request itself where the service answers at once; and when the service accepts the request (202) and does not
    /// say where its answer will be.
    pub async fn send(self) -> Result<AsyncAnswer<R::Output>> {
        let mut prepared = self.request.prepare()?;
        prefer(&mut prepared.outgoing.headers, self.wait)?;
        let answer = prepared.client.send(prepared.outgoing.clone()).await;
        match Monitor::of(&prepared.client, &prepared.outgoing, &answer)? {
            Some(monitor) => Ok(AsyncAnswer::Pending(Pending::new(prepared, monitor))),
            None => prepared.read(answer).map(AsyncAnswer::Ready),
        }
    }

    /// Sends nothing: the service was asked before, by this process or another one, and this is where it said its answer would be,
    /// as [`Pending::monitor`] gave it. The request says how the answer is read.
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender, kept: &str) -> odata::Result<()> {
    /// use odata::{Changes, Request as _};
    ///
    /// let file = Changes::new().set(LibraryFile::FILE_NAME, "collect.ps1");
    /// let mut pending = defender.library_files().insert(&file).respond_async().resume(kept)?;
    /// println!("{}", pending.wait().await?.file_name);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When it is no URL that can be asked, or the request is one that would be refused.
    pub fn resume(self, monitor: &str) -> Result<Pending<R::Output>> {
        let prepared: Prepared<_> = self.request.prepare()?;
        let monitor = Monitor::at(&prepared.client, &prepared.outgoing, monitor)?;
        Ok(Pending::new(prepared, monitor))
    }
}

impl<T> AsyncAnswer<T> {
    /// The answer: it is waited for where it comes later, as [`Pending::wait`] does unless told otherwise.
    ///
    /// # Errors
    /// As [`Pending::wait`]. What is pending is given up with it; match on the answer to keep it.
    pub async fn wait(self) -> Result<T> {
        match self {
            AsyncAnswer::Ready(answer) => Ok(answer),
            AsyncAnswer::Pending(mut pending) => pending.wait().await,
        }
    }
}

/// Adds the preference to those that are there.
fn prefer(headers: &mut HeaderMap, wait: Option<Duration>) -> Result<()> {
    let mut all: Vec<String> = headers
        .get_all(PREFER)
        .iter()
        .filter_map(|value| value.to_str().ok().map(str::to_owned))
        .collect();
    all.push("respond-async".to_owned());
    if let Some(wait) = wait {
        let seconds = wait
            .as_secs()
            .saturating_add(u64::from(wait.subsec_nanos() > 0));
        all.push(format!("wait={seconds}"));
    }
    let value = HeaderValue::from_str(&all.join(", "))
        .map_err(|_| Error::refused("what is preferred holds what no header can"))?;
    headers.insert(PREFER, value);
    Ok(())
}

impl<R: fmt::Debug> fmt::Debug for AsyncRequest<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AsyncRequest").field(&self.request).finish()
    }
}
