//! Bytes on their way to a service, and what they are.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use odata_core::transport::{ByteStream, MaybeSend, MaybeSync, RequestBody, TransportError};

use crate::error::{Error, Result};

const SLUG: HeaderName = HeaderName::from_static("slug");

/// Bytes for a media entity, a stream or a binary value: their media type, and where they come from, held or read piece by
/// piece.
///
/// # Example: a file that is never in memory as a whole
/// ```
/// # use std::io::{self, Read};
/// use futures_util::stream;
/// use odata::{Content, transport::TransportError};
/// fn video(path: std::path::PathBuf) -> io::Result<Content> {
///     let length = path.metadata()?.len();
///     // Opened anew for each try.
///     Ok(Content::streamed("video/mp4", length, move || {
///         let file = std::fs::File::open(&path);
///         Box::pin(stream::unfold(file, |file| async {
///             let piece = file.and_then(|mut file| {
///                 let mut piece = vec![0; 64 * 1024];
///                 let read = file.read(&mut piece)?;
///                 piece.truncate(read);
///                 Ok((piece, file))
///             });
///             match piece {
///                 Ok((piece, _)) if piece.is_empty() => None,
///                 Ok((piece, file)) => Some((Ok(piece.into()), Ok(file))),
///                 Err(error) => Some((
///                     Err(TransportError::other(error)),
///                     Err(io::ErrorKind::UnexpectedEof.into()),
///                 )),
///             }
///         }))
///     }))
/// }
/// ```
#[derive(Clone)]
pub struct Content {
    media_type: String,
    slug: Option<String>,
    body: RequestBody,
}

impl Content {
    /// Bytes that are at hand.
    pub fn bytes(media_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Content::of(media_type.into(), bytes.into().into())
    }

    /// So many bytes, which are read while they are sent; they are opened anew for each try. Where there turn out to be more
    /// or fewer, nothing of it counts as sent.
    pub fn streamed(
        media_type: impl Into<String>,
        length: u64,
        open: impl Fn() -> ByteStream + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        let open = move || exactly(length, open());
        Content::of(media_type.into(), RequestBody::streamed(Some(length), open))
    }

    /// The same, where nobody knows beforehand how many bytes there are. Some services do not take that.
    pub fn unmeasured(
        media_type: impl Into<String>,
        open: impl Fn() -> ByteStream + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        Content::of(media_type.into(), RequestBody::streamed(None, open))
    }

    fn of(media_type: String, body: RequestBody) -> Self {
        Content {
            media_type,
            slug: None,
            body,
        }
    }

    /// A name that the service may give to what it makes of them (`Slug`, RFC 5023, 9.7): SAP's services take file names so.
    #[must_use]
    pub fn slug(mut self, name: impl Into<String>) -> Self {
        self.slug = Some(name.into());
        self
    }

    /// Their media type, such as `image/png`.
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// How many there are, if that is known.
    pub fn length(&self) -> Option<u64> {
        self.body.length()
    }

    pub(super) fn body(&self) -> RequestBody {
        self.body.clone()
    }

    /// # Errors
    /// When no header can hold the media type.
    pub(super) fn write_headers(&self, headers: &mut HeaderMap) -> Result<()> {
        let media_type = HeaderValue::from_str(&self.media_type);
        let refused = |_| Error::refused(format!("{:?} is no media type", self.media_type));
        headers.insert(CONTENT_TYPE, media_type.map_err(refused)?);
        if let Some(name) = &self.slug
            && let Ok(name) = HeaderValue::from_str(&percent_encoded(name))
        {
            headers.insert(SLUG, name);
        }
        Ok(())
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "Content({}, {length} bytes)", self.media_type),
            None => write!(f, "Content({}, streamed)", self.media_type),
        }
    }
}

/// What is not printable ASCII as the bytes of its UTF-8 (RFC 5023, 9.7.1).
fn percent_encoded(name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b' '..=b'$' | b'&'..=b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// As many bytes as were announced, or an error.
pub(super) fn exactly(length: u64, pieces: ByteStream) -> ByteStream {
    Box::pin(Exactly {
        pieces: Some(pieces),
        left: length,
    })
}

struct Exactly {
    /// Nothing once they have ended.
    pieces: Option<ByteStream>,
    left: u64,
}

impl Stream for Exactly {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(pieces) = &mut self.pieces else {
            return Poll::Ready(None);
        };
        let piece = std::task::ready!(pieces.as_mut().poll_next(cx));
        let fault = match piece {
            Some(Ok(piece)) => match self.left.checked_sub(piece.len() as u64) {
                Some(left) => {
                    self.left = left;
                    return Poll::Ready(Some(Ok(piece)));
                }
                None => "the file is longer than it was said to be",
            },
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None if self.left > 0 => "the file is shorter than it was said to be",
            None => {
                self.pieces = None;
                return Poll::Ready(None);
            }
        };
        self.pieces = None;
        Poll::Ready(Some(Err(TransportError::other(fault))))
    }
}

#[cfg(test)]
mod tests {
    use super::percent_encoded;

    #[test]
    fn names_are_ascii_in_the_header() {
        for (name, encoded) in [
            ("a b.pdf", "a b.pdf"),
            ("100%.pdf", "100%25.pdf"),
            ("Köln\r\n", "K%C3%B6ln%0D%0A"),
        ] {
            assert_eq!(percent_encoded(name), encoded);
        }
    }
}
