//! Lines and headers of multipart bodies (RFC 2046, 5.1; RFC 5322, 2.2).

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

/// The most bytes that the headers of one part may have.
const MOST_HEADERS: usize = 16 * 1024;

/// A line without its end, and what follows.
pub(super) fn line(text: &[u8]) -> Option<(&[u8], &[u8])> {
    if text.is_empty() {
        return None;
    }
    let end = text.iter().position(|byte| *byte == b'\n');
    let (line, rest) = match end {
        Some(end) => (text.get(..end)?, text.get(end + 1..)?),
        None => (text, &[][..]),
    };
    Some((line.strip_suffix(b"\r").unwrap_or(line), rest))
}

/// Headers up to an empty line, and what follows.
pub(super) fn headers(text: &[u8]) -> Result<(HeaderMap, &[u8]), String> {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some((one, behind)) = line(rest) {
        rest = behind;
        if one.is_empty() {
            break;
        }
        if text.len() - rest.len() > MOST_HEADERS {
            return Err(format!("the headers have more than {MOST_HEADERS} bytes"));
        }
        let one = std::str::from_utf8(one).map_err(|_| "the headers are not UTF-8")?;
        match lines.last_mut() {
            Some(last) if one.starts_with([' ', '\t']) => {
                last.push(' ');
                last.push_str(one.trim());
            }
            _ => lines.push(one.to_owned()),
        }
    }
    let mut headers = HeaderMap::new();
    for one in lines {
        let wrong = || format!("`{one}` is no header");
        let (name, value) = one.split_once(':').ok_or_else(wrong)?;
        let name = HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| wrong())?;
        let value = HeaderValue::from_str(value.trim()).map_err(|_| wrong())?;
        headers.append(name, value);
    }
    Ok((headers, rest))
}

/// The sections between the lines that are boundaries.
///
/// # Errors
/// When there is none, when the last one is missing, and when there are more than `most`.
pub(super) fn sections<'b>(
    body: &'b [u8],
    boundary: &str,
    most: usize,
) -> Result<Vec<&'b [u8]>, String> {
    let (part, last) = (format!("--{boundary}"), format!("--{boundary}--"));
    let mut sections = Vec::new();
    let (mut start, mut at) = (None, 0);
    while let Some((one, behind)) = body.get(at..).and_then(line) {
        let text = one.trim_ascii_end();
        let is_last = text == last.as_bytes();
        let next = body.len() - behind.len();
        if is_last || text == part.as_bytes() {
            if let Some(start) = start {
                if sections.len() == most {
                    return Err(format!("it has more than {most} parts"));
                }
                // The line break before a boundary belongs to it.
                let section = body.get(start..at.max(start)).unwrap_or_default();
                let section = section.strip_suffix(b"\n").unwrap_or(section);
                sections.push(section.strip_suffix(b"\r").unwrap_or(section));
            }
            if is_last {
                return Ok(sections);
            }
            start = Some(next);
        }
        at = next;
    }
    Err(match start {
        Some(_) => format!("the last boundary, `{last}`, is missing"),
        None => format!("the boundary `{boundary}` is nowhere in it"),
    })
}
