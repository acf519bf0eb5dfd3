//! Answers that come later, and requests that come twice.

use std::sync::Arc;
use std::time::Duration;

use super::MockService;
use crate::later::{Monitors, Until};
use crate::repeated::Repeated;
use crate::{Canned, SeenRequest, answer};

impl MockService {
    /// Answers requests with `Prefer: respond-async` later (Protocol 4.01, 11.6): with 202 and the URL of a status monitor, which says that the
    /// service is still at work when it is asked so many times.
    ///
    /// The request is done when the monitor gives its answer, so that one that is cancelled by `DELETE` before changes nothing. The
    /// answer is within another one, `application/http`, where the monitor is asked for that or with `OData-MaxVersion: 4.0`, and has
    /// `AsyncResult` otherwise. It is given as often as it is asked for.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_core::transport::{RequestBody, Transport};
    /// use odata_mock::MockService;
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let service = MockService::from_csdl(CSDL)?.respond_async(1);
    /// let request = http::Request::get(format!("{}files", service.url()))
    ///     .header("prefer", "respond-async")
    ///     .body(RequestBody::empty())?;
    /// let accepted = service.transport().send(request).await?;
    /// assert_eq!(accepted.status(), 202);
    /// let monitor = accepted.headers()["location"].to_str()?;
    /// for status in [202, 200, 200] {
    ///     let poll = http::Request::get(monitor).body(RequestBody::empty())?;
    ///     assert_eq!(service.transport().send(poll).await?.status(), status);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    #[must_use]
    pub fn respond_async(self, polls: usize) -> Self {
        self.with_monitors(Until::Polls(polls))
    }

    /// The same, until so much time has passed; `Retry-After` says how much of it is left, in whole seconds, rounded up.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_mock::MockService;
    /// use std::time::Duration;
    /// let service = MockService::from_csdl(CSDL)?.respond_async_after(Duration::from_secs(2));
    /// # let _ = service;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    #[must_use]
    pub fn respond_async_after(self, time: Duration) -> Self {
        self.with_monitors(Until::Time(time))
    }

    fn with_monitors(mut self, until: Until) -> Self {
        self.config.monitors = Some(Arc::new(Monitors::new(until)));
        self
    }

    /// Does a change once, however often it comes with one `Repeatability-Request-ID` (OASIS Repeatable Requests 1.0): it is answered
    /// as the first time, with `Repeatability-Result: accepted`.
    ///
    /// One whose `Repeatability-First-Sent` is longer ago than that is refused with 412, since the service would not know any more
    /// whether it had been there; one whose headers are not right, or that is another request with the same id, with 400; one that comes while the first
    /// is at work, with 425. What failed with 5xx is done anew. All clones remember the same.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_mock::MockService;
    /// use std::time::Duration;
    /// let service = MockService::from_csdl(CSDL)?.repeatable(Duration::from_secs(300));
    /// # let _ = service;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    #[must_use]
    pub fn repeatable(mut self, remembered: Duration) -> Self {
        self.config.repeated = Some(Arc::new(Repeated::new(remembered)));
        self
    }

    /// Answers what did not come before.
    pub(super) fn once(&self, seen: &SeenRequest) -> Canned {
        match &self.config.repeated {
            Some(repeated) => repeated.once(seen, || self.now_or_later(seen)),
            None => self.now_or_later(seen),
        }
    }

    fn now_or_later(&self, seen: &SeenRequest) -> Canned {
        let Some(monitors) = &self.config.monitors else {
            return answer::answer(self, seen);
        };
        if let Some(refused) = answer::refused(self, seen) {
            return refused;
        }
        let root = format!("{}{}", seen.origin, self.config.root_path);
        let asked = monitors.answer(seen, &root, |request| answer::answer(self, request));
        asked.unwrap_or_else(|| answer::answer(self, seen))
    }
}
