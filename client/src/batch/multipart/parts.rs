//! A multipart body, taken apart (RFC 2046, 5.1).

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap};

use super::head::{Head, content_length, head, line, skip_empty, slice};

/// A part as it came.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) headers: HeaderMap,
    pub(super) content: Bytes,
}

/// A part that cannot be read is told in its place.
pub(super) type Read = Result<Part, String>;

/// What a body has in it.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) whole: Vec<Read>,
    /// A part that has begun and does not end.
    pub(super) begun: Option<Part>,
    /// Whether the body ends as it has to.
    pub(super) is_closed: bool,
}

/// What follows a delimiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// A part that begins there.
    Part(usize),
    /// Nothing more.
    Close,
}

/// Takes a body apart, once from its beginning to its end. What stands before the first part and behind the last is passed over.
///
/// # Errors
/// When nothing in it is a delimiter, and when it has more parts than `most`.
pub(super) fn parts(body: &Bytes, boundary: &str, most: usize) -> Result<Parts, String> {
    let delimiter = format!("--{boundary}");
    let delimiter = delimiter.as_bytes();
    let mut found = Parts::default();
    let Some((_, mut after)) = next(body, 0, delimiter) else {
        return Err(format!("the boundary `{boundary}` is nowhere in it"));
    };
    loop {
        let start = match after {
            After::Part(start) => start,
            After::Close => {
                found.is_closed = true;
                return Ok(found);
            }
        };
        if skip_empty(body, start) == body.len() {
            return Ok(found);
        }
        if found.whole.len() == most {
            return Err(format!("it has more than {most} parts"));
        }
        let is_delimiter = |at: usize| follows(body, at, delimiter).is_some();
        let read = head(body, start, &is_delimiter);
        // A part whose headers are wrong ends where the next one begins.
        let content = read.as_ref().map_or(start, |head| head.end);
        let said = read
            .as_ref()
            .ok()
            .and_then(|head| ends_as_said(body, head, delimiter));
        let Some((end, behind)) = said.or_else(|| next(body, content, delimiter)) else {
            found.begun = read.ok().map(|head| Part {
                headers: head.headers,
                content: slice(body, head.end, body.len()),
            });
            return Ok(found);
        };
        found.whole.push(read.map(|head| Part {
            content: slice(body, head.end, end),
            headers: head.headers,
        }));
        after = behind;
    }
}

/// Where the content ends, where its length is said and a delimiter, or nothing at all, stands behind it: what is in it may look like a
/// delimiter then.
fn ends_as_said(body: &Bytes, part: &Head, delimiter: &[u8]) -> Option<(usize, After)> {
    let own = content_length(&part.headers).and_then(|length| part.end.checked_add(length));
    own.and_then(|end| ends_at(body, end, delimiter))
        .or_else(|| {
            let end = message_end(body, part, delimiter)?;
            ends_at(body, end, delimiter)
        })
}

/// Where the message in a part ends by what it says of itself.
fn message_end(body: &Bytes, part: &Head, delimiter: &[u8]) -> Option<usize> {
    let content_type = part.headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let is_message = content_type
        .get(..16)
        .is_some_and(|start| start.eq_ignore_ascii_case("application/http"));
    if !is_message {
        return None;
    }
    let (_, headers) = line(body, skip_empty(body, part.end))?;
    let is_delimiter = |at: usize| follows(body, at, delimiter).is_some();
    let inner = head(body, headers, &is_delimiter).ok()?;
    content_length(&inner.headers)?.checked_add(inner.end)
}

fn ends_at(body: &[u8], end: usize, delimiter: &[u8]) -> Option<(usize, After)> {
    let rest = body.get(end..)?;
    // Some write an empty line more than they have to.
    let breaks: [&[u8]; 5] = [b"\r\n", b"\n", b"\r\n\r\n", b"\n\n", b""];
    for line_break in breaks {
        if rest.starts_with(line_break)
            && let Some(after) = follows(body, end + line_break.len(), delimiter)
        {
            return Some((end, after));
        }
    }
    (skip_empty(body, end) == body.len()).then_some((end, After::Part(body.len())))
}

/// The next line that is a delimiter, from the beginning of a line on: where the content before it ends, and what follows.
fn next(body: &[u8], from: usize, delimiter: &[u8]) -> Option<(usize, After)> {
    let mut at = from;
    // The line break before a delimiter belongs to it.
    let mut end = from;
    loop {
        if let Some(after) = follows(body, at, delimiter) {
            return Some((end, after));
        }
        let (text, behind) = line(body, at)?;
        end = at + text.len();
        at = behind;
    }
}

/// What follows the line there, if it is a delimiter: blanks may stand at its end. One that only begins like one is none.
fn follows(body: &[u8], at: usize, delimiter: &[u8]) -> Option<After> {
    let rest = body.get(at..)?.strip_prefix(delimiter)?;
    let (rest, closes) = match rest.strip_prefix(b"--") {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let blanks = rest
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    let end = rest.get(blanks..).unwrap_or_default();
    let is_line = end.is_empty() || end.starts_with(b"\n") || end.starts_with(b"\r\n");
    let (_, behind) = line(body, at)?;
    is_line.then_some(match closes {
        true => After::Close,
        false => After::Part(behind),
    })
}
