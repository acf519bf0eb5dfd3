//! Batches as JSON (OData JSON 4.01, 19).

mod read;
mod write;

use http::HeaderValue;

pub(super) use read::read;
pub(super) use write::write;

/// Whether a content type is that of JSON.
pub(super) fn is_json(content_type: &HeaderValue) -> bool {
    let kind = content_type.to_str().map(write::Kind::of);
    kind.is_ok_and(|kind| kind == write::Kind::Json)
}
