//! Lines of headers, as parts and the messages in them have them (RFC 2045, 3; RFC 9112, 5).

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};

/// The most bytes that the headers of one part may have.
const MOST_HEADERS: usize = 64 * 1024;

/// A line without its end, and where the next one begins. Lines may end with CRLF or with LF alone.
pub(super) fn line(body: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let rest = body.get(at..).filter(|rest| !rest.is_empty())?;
    let (line, next) = match rest.iter().position(|byte| *byte == b'\n') {
        Some(end) => (rest.get(..end)?, at + end + 1),
        None => (rest, body.len()),
    };
    Some((line.strip_suffix(b"\r").unwrap_or(line), next))
}

/// Where the first line is that is not empty.
pub(super) fn skip_empty(body: &[u8], mut at: usize) -> usize {
    while let Some((text, next)) = line(body, at) {
        if !text.is_empty() {
            break;
        }
        at = next;
    }
    at
}

/// Headers, and where what they are of begins.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) headers: HeaderMap,
    /// Behind the empty line that ends them, or where a line is that `ends` knows.
    pub(super) end: usize,
}

/// Reads headers up to an empty line, or to one that `ends` them. A line that begins with a blank goes on with the one before
/// (RFC 5322, 2.2.3).
///
/// # Errors
/// When a line is no header, and when there are too many.
pub(super) fn head(
    body: &[u8],
    start: usize,
    ends: &dyn Fn(usize) -> bool,
) -> Result<Head, String> {
    let mut unfolded: Vec<(&[u8], Vec<u8>)> = Vec::new();
    let mut at = start;
    while !ends(at)
        && let Some((text, next)) = line(body, at)
    {
        if next - start > MOST_HEADERS {
            return Err(format!("its headers have more than {MOST_HEADERS} bytes"));
        }
        at = next;
        if text.is_empty() {
            break;
        }
        match (text.first(), unfolded.last_mut()) {
            (Some(b' ' | b'\t'), Some((_, value))) => {
                value.push(b' ');
                value.extend_from_slice(text.trim_ascii());
            }
            _ => {
                let colon = text.iter().position(|byte| *byte == b':');
                let (name, value) = colon
                    .and_then(|colon| text.split_at_checked(colon))
                    .ok_or_else(|| format!("`{}` is no header", shown(text)))?;
                let value = value.get(1..).unwrap_or_default();
                unfolded.push((name.trim_ascii(), value.trim_ascii().to_vec()));
            }
        }
    }
    let mut headers = HeaderMap::new();
    for (name, value) in unfolded {
        let name = HeaderName::from_bytes(name);
        let value = HeaderValue::from_bytes(&value);
        match name.ok().zip(value.ok()) {
            Some((name, value)) => drop(headers.append(name, value)),
            None => return Err("a header has a name or a value that none can have".to_owned()),
        }
    }
    Ok(Head { headers, end: at })
}

/// How long it says that what follows is.
pub(super) fn content_length(headers: &HeaderMap) -> Option<usize> {
    let value = headers.get(http::header::CONTENT_LENGTH)?;
    value.to_str().ok()?.trim().parse().ok()
}

/// The beginning of a line, for showing.
pub(super) fn shown(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(line);
    let start = text.chars().take(60);
    start
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// A part of a body, which shares its bytes.
pub(super) fn slice(body: &Bytes, from: usize, to: usize) -> Bytes {
    let to = to.min(body.len());
    body.slice(from.min(to)..to)
}
