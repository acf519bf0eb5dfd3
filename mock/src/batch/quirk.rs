//! What a service does with batches that others do not.

/// How a service answers batches at its oddest: [`MockService::batch_quirk`](crate::MockService::batch_quirk).
///
/// ```
/// # const CSDL: &str = include_str!("../../tests/files.xml");
/// use odata_mock::{BatchQuirk, MockService};
/// let service = MockService::from_csdl(CSDL)?.batch_quirk(BatchQuirk::Fewer(2));
/// # let _ = service;
/// # Ok::<(), odata_mock::MockError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BatchQuirk {
    /// In JSON, the answers come in another order than the requests (OData JSON 4.01, 19.2), drawn from that seed.
    Shuffled(u64),
    /// Only so many answers are sent, though all requests are done. A change set is one of them in a multipart body.
    Fewer(usize),
    /// Lines of multipart bodies end with LF, and have no CR.
    LineFeeds,
    /// The boundary of multipart bodies is this one, also where it stands in what is sent: the lengths of the parts tell where they end.
    Boundary(String),
    /// The last boundary of a multipart body is not sent.
    NoEnd,
    /// The status lines of parts end with the number.
    NoReasons,
    /// Answers in multipart bodies say no length.
    NoLengths,
}
