//! What befalls an answer on its way.

use std::time::Duration;

/// Something that happens to an answer between the service and its client, below HTTP or within its framing.
///
/// Over HTTP the bytes on the socket are what it says. In process the client meets what a transport makes of it: the
/// error, or the body that never ends.
///
/// ```
/// use odata_mock::{Canned, Mishap};
/// let broken = Canned::json(&serde_json::json!({"value": []})).mishap(Mishap::ResetAfter(3));
/// assert_eq!(broken.mishap, Some(Mishap::ResetAfter(3)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mishap {
    /// `Content-Length` says so many bytes (RFC 9110, 8.6), whatever the body has.
    ///
    /// Where that is too many, the connection closes too early. Where it is too few, the rest of the body comes all the
    /// same and the connection stays open: it stands where the next answer should begin.
    Length(usize),
    /// The connection is reset (TCP RST) in place of an answer.
    Reset,
    /// The connection is reset after so many bytes of the body.
    ResetAfter(usize),
    /// Nothing comes, and the connection stays open until the client closes it.
    Silence,
    /// After so many bytes of the body nothing comes any more, and the connection stays open until the client closes it.
    StopAfter(usize),
    /// The head comes byte by byte, with a pause between two.
    DripHead(Duration),
    /// The body is packed (`Content-Encoding: gzip`), whether the client accepts it or not, and bytes of it are wrong.
    CorruptGzip,
    /// The body is packed, whether the client accepts it or not, and ends within the packed data; HTTP's framing is whole.
    CutGzip,
}
