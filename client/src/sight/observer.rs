//! The hook for metrics.

use std::time::Duration;

use http::{Method, StatusCode};
use odata_core::transport::{MaybeSend, MaybeSync, TransportError};

use crate::error::{Error, Kind};

/// Is told of each try and each call when it is over; [`ClientBuilder::observe`](crate::ClientBuilder::observe) takes it.
///
/// A call is one request and its answer, and takes one try or several ([`Retry`](crate::Retry)). Where rows are streamed, each page
/// is a call of its own. A try is over when its answer is there, and where the answer is read while it arrives when its head is; the call is over
/// when all of the answer was read or nobody wants more of it.
///
/// It is called in the middle of the work, so it must be quick, and it must not panic. Where none is set, nothing is counted.
///
/// # Example: count by status
/// ```
/// use std::collections::BTreeMap;
/// use std::sync::{Arc, Mutex};
/// use odata::{Observed, Observer};
/// # use odata::doc_example::Defender;
/// # use odata_mock::{MockService, Trouble};
///
/// #[derive(Clone, Default)]
/// struct Statuses(Arc<Mutex<BTreeMap<u16, u64>>>);
///
/// impl Observer for Statuses {
///     fn tried(&self, seen: &Observed<'_>) {
///         let status = seen.status.map_or(0, |status| status.as_u16());
///         *self.0.lock().unwrap().entry(status).or_default() += 1;
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// # let csdl = include_str!("../../../specs/defender/metadata.xml");
/// # let service = MockService::from_csdl(csdl).unwrap().trouble_once(Trouble::too_many_requests(std::time::Duration::ZERO));
/// # let transport = service.transport();
/// let statuses = Statuses::default();
/// let defender = Defender::builder().transport(transport).observe(statuses.clone()).build()?;
/// defender.library_files().send().await?;     // asked once more, after a 429
/// assert_eq!(*statuses.0.lock().unwrap(), BTreeMap::from([(200, 1), (429, 1)]));
/// # Ok::<(), odata::Error>(()) }).unwrap();
/// ```
///
/// # Example: a histogram of how long calls take
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
/// use std::time::Duration;
/// use odata::{Observed, Observer};
///
/// /// Calls of up to 10 ms, up to 100 ms, up to a second, and longer ones.
/// #[derive(Default)]
/// struct Histogram([AtomicU64; 4]);
///
/// impl Observer for Histogram {
///     fn called(&self, seen: &Observed<'_>) {
///         let Some(time) = seen.duration else { return };
///         // What the service took, without what was waited before it was asked.
///         let time = time.saturating_sub(seen.waited + seen.waited_for_limits);
///         let bounds = [10, 100, 1_000].map(Duration::from_millis);
///         let bucket = bounds.iter().take_while(|bound| time > **bound).count();
///         self.0[bucket].fetch_add(1, Relaxed);
///     }
/// }
/// # let _ = odata::doc_example::Defender::builder().observe(Histogram::default());
/// ```
pub trait Observer: MaybeSend + MaybeSync + 'static {
    /// A try is over.
    fn tried(&self, seen: &Observed<'_>) {
        let _ = seen;
    }

    /// A call is over, with all its tries.
    fn called(&self, seen: &Observed<'_>) {
        let _ = seen;
    }
}

impl<T: Observer + ?Sized> Observer for std::sync::Arc<T> {
    fn tried(&self, seen: &Observed<'_>) {
        (**self).tried(seen);
    }

    fn called(&self, seen: &Observed<'_>) {
        (**self).called(seen);
    }
}

/// What was seen of a try or a call. No URL and no id is in it, so that all of it can be a label.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Observed<'a> {
    /// The entity set, singleton, navigation property or function that was asked, where it is known.
    pub set: Option<&'static str>,
    /// How it was asked.
    pub method: &'a Method,
    /// Which page of a stream it is, from 1 on; nothing where none is streamed.
    pub page: Option<u64>,
    /// Which try it is, from 1 on; of a call, how many there were.
    pub attempt: u32,
    /// The status of the (last) answer, where one came.
    pub status: Option<StatusCode>,
    /// How it failed; nothing where it did not. An answer may come and fail all the same, when it breaks off.
    pub failure: Option<Failure>,
    /// How long it took, with all that was waited, by the client's [`Clock`](crate::Clock); nothing where there is none.
    pub duration: Option<Duration>,
    /// How many bytes of the (last) answer's body were read, after decompression.
    pub bytes: u64,
    /// How long a call waited between its tries.
    pub waited: Duration,
    /// How long was waited because of limits on calls.
    pub waited_for_limits: Duration,
}

/// How a try or a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Failure {
    /// The service answered with an error.
    Status,
    /// No connection could be made.
    Connect,
    /// Time ran out.
    Timeout,
    /// The answer broke off.
    Body,
    /// The way to the service failed otherwise.
    Transport,
    /// The answer is not what was asked for, or too long.
    Payload,
    /// A redirect that is not followed.
    Link,
    /// No credential was to be had.
    Credential,
    /// A limit on calls would have made it wait longer than it may. Nothing was sent, so this is no try.
    Limit,
    /// Nobody wanted the answer, or the rest of it: the future or the stream was dropped.
    Dropped,
    /// Anything else.
    Other,
}

impl Failure {
    /// A word for it, such as `timeout`.
    ///
    /// ```
    /// assert_eq!(odata::Failure::Timeout.as_str(), "timeout");
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            Failure::Status => "status",
            Failure::Connect => "connect",
            Failure::Timeout => "timeout",
            Failure::Body => "body",
            Failure::Transport => "transport",
            Failure::Payload => "payload",
            Failure::Link => "link",
            Failure::Credential => "credential",
            Failure::Limit => "limit",
            Failure::Dropped => "dropped",
            Failure::Other => "other",
        }
    }

    pub(crate) fn of(error: &Error) -> Self {
        match error.kind() {
            Kind::Service { .. } => Failure::Status,
            Kind::Transport(error) => Failure::of_transport(error),
            Kind::Payload { .. } | Kind::Decode(_) => Failure::Payload,
            Kind::Link { .. } => Failure::Link,
            Kind::Credential { .. } => Failure::Credential,
            Kind::RateLimited { .. } => Failure::Limit,
            _ => Failure::Other,
        }
    }

    pub(super) fn of_transport(error: &TransportError) -> Self {
        match error {
            error if error.is_connect() => Failure::Connect,
            error if error.is_timeout() => Failure::Timeout,
            error if error.is_body() => Failure::Body,
            _ => Failure::Transport,
        }
    }
}
