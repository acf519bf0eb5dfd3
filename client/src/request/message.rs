//! An answer within another one: what a status monitor holds (Protocol 11.6), a part of a batch (11.7.7.2).

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};
use http::{HeaderMap, StatusCode};

use super::chunked;
use crate::error::{Error, Result};

/// How long the head may be: what is longer is none.
const LONGEST_HEAD: usize = 256 * 1024;

/// A message of `application/http` that is an answer (RFC 9112, 10.2).
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Message {
    /// Reads it: a status line, headers, and behind an empty line the body. Lines may end without a carriage return.
    ///
    /// # Errors
    /// When it is no such message, or has fewer bytes than it says.
    pub(crate) fn parse(bytes: &Bytes) -> Result<Self> {
        let mut lines = Lines { bytes, at: 0 };
        let mut first = lines.next()?;
        while first.is_empty() && lines.at <= bytes.len() {
            first = lines.next()?;
        }
        let status = status(first)?;
        let mut fields: Vec<(&str, String)> = Vec::new();
        loop {
            let line = lines.next()?;
            if line.is_empty() {
                break;
            }
            match (line.starts_with([' ', '\t']), fields.last_mut()) {
                // A value that goes on in the next line (RFC 9112, 5.2).
                (true, Some((_, value))) => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                _ => {
                    let (name, value) = line
                        .split_once(':')
                        .ok_or_else(|| broken("has a header without a colon"))?;
                    fields.push((name.trim(), value.trim().to_owned()));
                }
            }
        }
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            let name = HeaderName::from_bytes(name.as_bytes());
            let pair = name.ok().zip(HeaderValue::from_str(&value).ok());
            let (name, value) = pair.ok_or_else(|| broken("has a header that is none"))?;
            headers.append(name, value);
        }
        let body = bytes.slice(lines.at.min(bytes.len())..);
        let joined = match in_pieces(&mut headers)? {
            true => chunked::joined(&body).transpose().map_err(broken)?,
            false => None,
        };
        let (body, length) = match joined {
            Some(joined) => (joined, None),
            None => (body, announced(&headers)),
        };
        let body = match length {
            Some(length) if length > body.len() => {
                return Err(broken(&format!(
                    "ends after {} of the {length} bytes of its body",
                    body.len()
                )));
            }
            Some(length) => body.slice(..length),
            None => body,
        };
        Ok(Message {
            status,
            headers,
            body,
        })
    }
}

/// Whether the body is in pieces. What the message says of that is of its way alone, and counts in place of a length (RFC 9112, 6.1 and 6.3).
///
/// # Errors
/// When it is packed as well.
fn in_pieces(headers: &mut HeaderMap) -> Result<bool> {
    let said = headers.remove(TRANSFER_ENCODING);
    let said = said.as_ref().and_then(|said| said.to_str().ok());
    let mut codings = said.unwrap_or_default().split(',').map(str::trim);
    let plain = ["", "chunked", "identity"];
    let packed = codings.find(|one| !plain.iter().any(|plain| one.eq_ignore_ascii_case(plain)));
    match packed {
        Some(packed) => Err(broken(&format!(
            "has a body that is sent as `{packed}`, which is not read"
        ))),
        None => Ok(said.is_some_and(|said| said.to_ascii_lowercase().contains("chunked"))),
    }
}

fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn status(line: &str) -> Result<StatusCode> {
    let mut words = line.split(' ').filter(|word| !word.is_empty());
    let version = words.next().unwrap_or_default();
    let is_http = version
        .get(..5)
        .is_some_and(|name| name.eq_ignore_ascii_case("HTTP/"));
    let status = words.next().and_then(|status| status.parse().ok());
    status
        .filter(|_| is_http)
        .ok_or_else(|| broken("does not begin with a status line"))
}

fn broken(what: &str) -> Error {
    Error::payload(format!("the answer within the answer {what}"))
}

/// The lines of a head.
struct Lines<'b> {
    bytes: &'b Bytes,
    at: usize,
}

impl<'b> Lines<'b> {
    fn next(&mut self) -> Result<&'b str> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let head = rest
            .get(..LONGEST_HEAD.saturating_sub(self.at))
            .unwrap_or(rest);
        // A message without a body may end with its last header.
        let end = match head.iter().position(|byte| *byte == b'\n') {
            Some(end) => end,
            None if head.len() < rest.len() => return Err(broken("has no end of its headers")),
            None if self.at > self.bytes.len() => return Ok(""),
            None if rest.is_empty() && self.at == 0 => return Err(broken("is empty")),
            None => rest.len(),
        };
        self.at += end + 1;
        let line = head.get(..end).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        std::str::from_utf8(line).map_err(|_| broken("has headers that are no text"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Message> {
        Message::parse(&Bytes::copy_from_slice(text.as_bytes()))
    }

    #[test]
    fn a_message_has_a_status_headers_and_a_body() {
        for text in [
            "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nETag: W/\"1\"\r\n\r\n{\"a\":1}",
            "\r\n\r\nHTTP/1.1 201\nContent-type:application/json\netag:   W/\"1\"\n\n{\"a\":1}",
            "http/2 201 Made it\r\nContent-Type: application/\r\n json\r\nContent-Length: 7\r\nETag: W/\"1\"\r\n\r\n{\"a\":1}\r\n",
        ] {
            let message = parse(text).unwrap();
            assert_eq!(message.status, 201, "{text}");
            assert_eq!(message.headers["etag"], "W/\"1\"", "{text}");
            assert_eq!(message.body, "{\"a\":1}", "{text}");
        }
        for text in [
            "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n",
            "HTTP/1.1 204",
            "HTTP/1.1 204 No Content\r\nOData-Version: 4.0",
        ] {
            let message = parse(text).unwrap();
            assert_eq!(
                (message.status.as_u16(), message.body.len()),
                (204, 0),
                "{text}"
            );
        }
    }

    #[test]
    fn a_body_in_pieces_is_put_together() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nContent-Length: 99\r\n\r\n";
        for body in [
            "3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n",
            "3;name=\"x\"\r\n{\"a\r\n004 \r\n\":1}\r\n0\r\nETag: W/\"1\"\r\n\r\n",
            "7\n{\"a\":1}\n0\n",
        ] {
            let message = parse(&format!("{head}{body}")).unwrap();
            assert_eq!(message.body, "{\"a\":1}", "{body}");
            assert!(!message.headers.contains_key(TRANSFER_ENCODING));
        }
        let hexadecimal = format!("{head}A\r\n0123456789\r\n0\r\n\r\n");
        assert_eq!(parse(&hexadecimal).unwrap().body, "0123456789");
        // The header was copied, and the body is whole.
        let copied = head.replace("Content-Length: 99\r\n", "");
        assert_eq!(
            parse(&format!("{copied}{{\"a\":1}}")).unwrap().body,
            "{\"a\":1}"
        );
        for (body, why) in [
            ("3\r\n{\"", "ends within a piece of its body"),
            ("3\r\n{\"a", "ends within a piece of its body"),
            ("3\r\n{\"a\r\n", "ends within a piece of its body"),
            ("3\r\n{\"a\r\n4", "ends within a piece of its body"),
            ("2\r\n{\"a\r\n0\r\n", "that is longer than it says"),
            ("3\r\n{\"a\r\n+4\r\n\":1}\r\n", "whose length is none"),
            ("ffffffffffffffff\r\n{", "ends within a piece of its body"),
        ] {
            let error = parse(&format!("{head}{body}")).unwrap_err().to_string();
            assert!(error.ends_with(why), "{body}: {error}");
        }
        let packed = head.replace("Chunked", "gzip, chunked");
        let error = parse(&packed).unwrap_err().to_string();
        assert!(
            error.ends_with("sent as `gzip`, which is not read"),
            "{error}"
        );
    }

    #[test]
    fn what_is_no_message_is_said_to_be_none() {
        let long = format!("HTTP/1.1 200 OK\r\na: {}", "b".repeat(LONGEST_HEAD));
        for (text, why) in [
            ("", "is empty"),
            ("\r\n\r\n", "does not begin with a status line"),
            ("{\"a\":1}", "does not begin with a status line"),
            (
                "HTTP/1.1 99 Low\r\n\r\n",
                "does not begin with a status line",
            ),
            (
                "GET /a HTTP/1.1\r\n\r\n",
                "does not begin with a status line",
            ),
            (
                "HTTP/1.1 200 OK\r\nnothing\r\n\r\n",
                "has a header without a colon",
            ),
            (
                "HTTP/1.1 200 OK\r\nb\u{e4}d: 1\r\n\r\n",
                "has a header that is none",
            ),
            (
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
                "ends after 3 of the 9 bytes of its body",
            ),
            (&long, "has no end of its headers"),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.ends_with(why), "{text:.40}: {error}");
        }
    }
}
