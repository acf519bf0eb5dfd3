//! Packed bodies, whole and broken (RFC 1952).

use std::io::Write;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{CONTENT_ENCODING, HeaderValue, VARY};

use crate::{Canned, Mishap};

/// Packs the body where that is asked for.
pub(super) fn packed(mut canned: Canned) -> Canned {
    let breaks = match canned.mishap {
        Some(Mishap::CorruptGzip) => Some((|bytes| corrupt(bytes)) as fn(&mut Vec<u8>)),
        Some(Mishap::CutGzip) => Some(cut as fn(&mut Vec<u8>)),
        _ if canned.gzip => None,
        _ => return canned,
    };
    if canned.body.is_empty() {
        return canned;
    }
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    let Ok(mut bytes) = gzip.write_all(&canned.body).and_then(|()| gzip.finish()) else {
        return canned;
    };
    if let Some(breaks) = breaks {
        breaks(&mut bytes);
    }
    let (plain, packed) = (canned.body.len(), bytes.len());
    // Where something happens to the body is the same share of it.
    let scaled = |at: usize| at.saturating_mul(packed).div_ceil(plain);
    canned.cut = canned.cut.map(scaled);
    canned.mishap = canned.mishap.map(|mishap| match mishap {
        Mishap::Length(at) => Mishap::Length(scaled(at)),
        Mishap::ResetAfter(at) => Mishap::ResetAfter(scaled(at)),
        Mishap::StopAfter(at) => Mishap::StopAfter(scaled(at)),
        other => other,
    });
    canned.body = Bytes::from(bytes);
    let headers = &mut canned.headers;
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    canned
}

/// The header of a member, and its checksum and length.
const HEADER: usize = 10;
const TRAILER: usize = 8;

/// Other bits in the middle of the data, and another checksum, so that it is noticed in any case.
fn corrupt(bytes: &mut [u8]) {
    let middle = HEADER + bytes.len().saturating_sub(HEADER + TRAILER) / 2;
    let checksum = bytes.len().saturating_sub(TRAILER);
    for at in [middle, checksum] {
        if let Some(byte) = bytes.get_mut(at) {
            *byte = !*byte;
        }
    }
}

/// Half of it.
fn cut(bytes: &mut Vec<u8>) {
    bytes.truncate(bytes.len() / 2);
}
