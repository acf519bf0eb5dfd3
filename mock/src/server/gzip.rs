//! Packed bodies, whole and broken (RFC 1952).

use std::io::{self, Write};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{CONTENT_ENCODING, HeaderValue, VARY};

use crate::{Canned, Mishap};

/// Packs the body where that is asked for.
pub(super) fn packed(mut canned: Canned) -> Canned {
    let pack = match canned.mishap {
        Some(Mishap::CorruptGzip) => corrupt,
        Some(Mishap::CutGzip) => cut,
        _ if canned.gzip => whole,
        _ => return canned,
    };
    if canned.body.is_empty() {
        return canned;
    }
    let Ok(bytes) = pack(&canned.body) else {
        return canned;
    };
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

fn whole(body: &[u8]) -> io::Result<Vec<u8>> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(body)?;
    gzip.finish()
}

/// The first half, and behind it what is no block (RFC 1951, 3.2.3: one of type 11). So what is unpacked before the fault is right: wrong bits
/// in a block would give wrong bytes, of which the checksum tells only at the end, when rows with them are long given.
fn corrupt(body: &[u8]) -> io::Result<Vec<u8>> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(body.get(..body.len() / 2).unwrap_or_default())?;
    gzip.flush()?;
    let mut bytes = gzip.get_ref().clone();
    bytes.extend([0xff; 8]);
    Ok(bytes)
}

/// Half of what is packed.
fn cut(body: &[u8]) -> io::Result<Vec<u8>> {
    let mut bytes = whole(body)?;
    bytes.truncate(bytes.len() / 2);
    Ok(bytes)
}
