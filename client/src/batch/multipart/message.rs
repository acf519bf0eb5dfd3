//! An answer within a part: `application/http` (Protocol 4.01, 11.7.4; RFC 9112, 2).

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http::header::{HeaderMap, HeaderName, TRANSFER_ENCODING};

use super::head::{content_length, head, line, shown, skip_empty, slice};
use super::parts::Part;
use crate::request::Message;

const CONTENT_TRANSFER_ENCODING: HeaderName = HeaderName::from_static("content-transfer-encoding");

/// Reads the answer in a part.
///
/// # Errors
/// Says what is wrong with it.
pub(super) fn message(part: &Part) -> Result<Message, String> {
    check_encoding(&part.headers)?;
    let content = &part.content;
    let (text, behind) = line(content, skip_empty(content, 0)).ok_or("it is empty")?;
    let status = status(text)?;
    let head = head(content, behind, &|_| false)?;
    let mut body = slice(content, head.end, content.len());
    if let Some(length) = content_length(&head.headers)
        && body
            .get(length..)
            .is_some_and(|rest| rest.iter().all(u8::is_ascii_whitespace))
    {
        body.truncate(length);
    }
    if is_chunked(&head.headers)
        && let Some(whole) = unchunked(&body)
    {
        body = whole;
    }
    Ok(Message {
        status,
        headers: head.headers,
        body,
    })
}

/// `HTTP/1.1 200 OK`; the words may be missing.
fn status(line: &[u8]) -> Result<StatusCode, String> {
    let wrong = || format!("it begins with `{}`, which is no status", shown(line));
    let text = std::str::from_utf8(line).map_err(|_| wrong())?;
    let mut words = text.split_ascii_whitespace();
    let version = words.next().unwrap_or_default();
    if !version
        .get(..5)
        .is_some_and(|start| start.eq_ignore_ascii_case("HTTP/"))
    {
        return Err(wrong());
    }
    let status = words.next().and_then(|status| status.parse().ok());
    let status = status.and_then(|status: u16| StatusCode::from_u16(status).ok());
    status.ok_or_else(wrong)
}

/// Messages stand in parts as they are (OData 4.0 says `binary`).
fn check_encoding(headers: &HeaderMap) -> Result<(), String> {
    let Some(encoding) = headers.get(CONTENT_TRANSFER_ENCODING) else {
        return Ok(());
    };
    let encoding = encoding.to_str().unwrap_or_default().trim();
    let is_plain = ["binary", "8bit", "7bit", ""];
    match is_plain
        .iter()
        .any(|plain| encoding.eq_ignore_ascii_case(plain))
    {
        true => Ok(()),
        false => Err(format!(
            "its Content-Transfer-Encoding is `{encoding}`, and only `binary` is read"
        )),
    }
}

fn is_chunked(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(TRANSFER_ENCODING).iter();
    codings.any(|coding| {
        let coding = coding.to_str().unwrap_or_default();
        coding.to_ascii_lowercase().contains("chunked")
    })
}

/// The chunks as one (RFC 9112, 7.1); nothing where the header says so and the body is as it is.
fn unchunked(body: &Bytes) -> Option<Bytes> {
    let mut whole = BytesMut::new();
    let mut at = 0;
    loop {
        let (size, behind) = line(body, at)?;
        let size = std::str::from_utf8(size).ok()?;
        let size = size.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            return Some(whole.freeze());
        }
        let end = behind.checked_add(size)?;
        whole.extend_from_slice(body.get(behind..end)?);
        let (rest, next) = line(body, end)?;
        if !rest.is_empty() {
            return None;
        }
        at = next;
    }
}
