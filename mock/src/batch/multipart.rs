//! Requests in `multipart/mixed` (Protocol 4.01, 11.7.3).

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST};
use http::{HeaderMap, Method};

use super::lines::{headers, line, sections};
use super::part::{Part, Sent};
use crate::answer::Fault;
use crate::multipart::boundary_of;

/// Reads all requests.
///
/// # Errors
/// Says what is wrong with the batch as a whole.
pub(super) fn read(body: &[u8], content_type: &str, most: usize) -> Result<Vec<Part>, String> {
    let boundary = boundary_of(content_type, "multipart/mixed")
        .ok_or("its Content-Type has no boundary that can be one")?;
    let mut parts = Vec::new();
    for (number, section) in sections(body, &boundary, most)?.into_iter().enumerate() {
        let (head, content) = headers(section)?;
        let said = text(&head, CONTENT_TYPE.as_str());
        match media(said) {
            media if media.eq_ignore_ascii_case("application/http") => {
                parts.push(part(&head, content, None));
            }
            media if media.eq_ignore_ascii_case("multipart/mixed") => {
                let group = format!("changeset {number}");
                change_set(content, said, &group, most - parts.len(), &mut parts)?;
            }
            other => {
                return Err(format!(
                    "part {number} is `{other}`, and parts are application/http or change sets"
                ));
            }
        }
        if parts.len() > most {
            return Err(format!("it has more than {most} requests"));
        }
    }
    Ok(parts)
}

fn change_set(
    content: &[u8],
    content_type: &str,
    group: &str,
    most: usize,
    parts: &mut Vec<Part>,
) -> Result<(), String> {
    let boundary =
        boundary_of(content_type, "multipart/mixed").ok_or("a change set has no boundary")?;
    for section in sections(content, &boundary, most)? {
        let (head, content) = headers(section)?;
        if !media(text(&head, CONTENT_TYPE.as_str())).eq_ignore_ascii_case("application/http") {
            return Err("a change set has parts of application/http and no others".to_owned());
        }
        let part = part(&head, content, Some(group));
        if let Ok(sent) = &part.sent
            && (sent.method == Method::GET || sent.method == Method::HEAD)
        {
            return Err("a change set has only changes in it, and no GET".to_owned());
        }
        parts.push(part);
    }
    Ok(())
}

fn part(head: &HeaderMap, content: &[u8], group: Option<&str>) -> Part {
    let sent = request(content);
    let own = text(head, "content-id");
    let inside = sent
        .as_ref()
        .map_or("", |sent| text(&sent.headers, "content-id"));
    let id = if own.is_empty() { inside } else { own };
    Part {
        id: (!id.is_empty()).then(|| id.to_owned()),
        group: group.map(str::to_owned),
        depends_on: Vec::new(),
        sent: sent
            .map_err(|reason| Fault::bad_request(format!("the request cannot be read: {reason}"))),
    }
}

/// A request of HTTP within a part.
fn request(content: &[u8]) -> Result<Sent, String> {
    let mut content = content;
    while let Some((b"", rest)) = line(content) {
        content = rest;
    }
    let (first, rest) = line(content).ok_or("it is empty")?;
    let first = std::str::from_utf8(first).map_err(|_| "its first line is not UTF-8")?;
    let words: Vec<&str> = first.split_ascii_whitespace().collect();
    let [method, url, version] = words.as_slice() else {
        return Err(format!("`{first}` is no request line"));
    };
    if !version.starts_with("HTTP/1.") {
        return Err(format!("`{first}` is no request line of HTTP/1.1"));
    }
    let (headers, body) = headers(rest)?;
    if url.starts_with('/') && !headers.contains_key(HOST) {
        return Err(format!("`{url}` is a path, and there is no Host"));
    }
    let body = match text(&headers, CONTENT_LENGTH.as_str()) {
        "" => body,
        length => {
            let length = length.parse().ok().and_then(|length| body.get(..length));
            length.ok_or("its Content-Length is not that of the body")?
        }
    };
    Ok(Sent {
        method: method
            .parse()
            .map_err(|_| format!("`{method}` is no method"))?,
        url: (*url).to_owned(),
        headers,
        body: Bytes::copy_from_slice(body),
    })
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().trim()
}

fn media(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}
