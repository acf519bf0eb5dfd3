//! Reads `multipart/form-data` bodies (RFC 2046, 5.1; RFC 7578).

use bytes::Bytes;
use odata_core::url::decode;

use crate::FormPart;

/// More parts than any form of these services has.
const MOST_PARTS: usize = 1000;
/// The most bytes that the headers of one part may have.
const MOST_HEADERS: usize = 16 * 1024;

/// The boundary that the content type of a form names; nothing when it is another type.
pub(crate) fn boundary(content_type: &str) -> Option<String> {
    boundary_of(content_type, "multipart/form-data")
}

/// The boundary that a content type names; nothing when it is not that media type.
pub(crate) fn boundary_of(content_type: &str, wanted: &str) -> Option<String> {
    let (media, parameters) = content_type.split_once(';')?;
    if !media.trim().eq_ignore_ascii_case(wanted) {
        return None;
    }
    let (_, boundary) = self::parameters(parameters)
        .into_iter()
        .find(|(name, _)| name == "boundary")?;
    (1..=70).contains(&boundary.len()).then_some(boundary)
}

/// Takes a body apart.
///
/// # Errors
/// Says what is wrong with it.
pub(crate) fn parts(body: &Bytes, boundary: &str) -> Result<Vec<FormPart>, String> {
    let delimiter = format!("--{boundary}");
    let delimiter = delimiter.as_bytes();
    let Some((_, mut at)) = next_delimiter(body, 0, delimiter) else {
        return Err(format!("the boundary `{boundary}` is nowhere in it"));
    };
    let mut parts = Vec::new();
    loop {
        let start = match at {
            After::Last => return Ok(parts),
            After::Part(start) => start,
        };
        if parts.len() == MOST_PARTS {
            return Err(format!("it has more than {MOST_PARTS} parts"));
        }
        let (content, headers) = headers(body, start, parts.len())?;
        // The headers end with a line break that may also be the one before the next delimiter.
        let from = content.saturating_sub(2);
        let Some((end, after)) = next_delimiter(body, from, delimiter) else {
            return Err(format!("part {} has no end", parts.len()));
        };
        let bytes = body.slice(content.min(end)..end.max(content.min(end)));
        parts.push(part(&headers, bytes, parts.len())?);
        at = after;
    }
}

/// What follows a delimiter.
enum After {
    /// A part that starts there.
    Part(usize),
    /// Nothing more.
    Last,
}

/// Finds a line that is a delimiter: where the line break before it is, and what follows.
///
/// A line that only begins like one belongs to the content.
fn next_delimiter(body: &[u8], from: usize, delimiter: &[u8]) -> Option<(usize, After)> {
    let mut at = from;
    loop {
        let found = at + find(body.get(at..)?, delimiter)?;
        let before = body.get(from.min(found)..found).unwrap_or_default();
        let is_line = found == 0 || before.ends_with(b"\r\n");
        if is_line && let Some(after) = after_delimiter(body, found + delimiter.len()) {
            return Some((found.saturating_sub(2), after));
        }
        at = found + 1;
    }
}

/// Reads the end of a delimiter's line: blanks and a line break, or the two dashes that close the form.
fn after_delimiter(body: &[u8], at: usize) -> Option<After> {
    let rest = body.get(at..)?;
    let (rest, closes) = match rest.strip_prefix(b"--") {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let text = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t'));
    let padding = text.unwrap_or(rest.len());
    let line_end = rest.get(padding..).unwrap_or_default();
    if closes {
        return (line_end.is_empty() || line_end.starts_with(b"\r\n")).then_some(After::Last);
    }
    line_end
        .starts_with(b"\r\n")
        .then_some(After::Part(at + padding + 2))
}

/// Reads the headers of a part: where its content starts, and names in lower case with their values.
fn headers(
    body: &[u8],
    start: usize,
    number: usize,
) -> Result<(usize, Vec<(String, String)>), String> {
    let rest = body.get(start..).unwrap_or_default();
    let within = rest.get(..MOST_HEADERS.min(rest.len())).unwrap_or_default();
    let (length, skip) = if rest.starts_with(b"\r\n") {
        (0, 2)
    } else {
        let end = find(within, b"\r\n\r\n");
        (
            end.ok_or_else(|| format!("the headers of part {number} have no end"))?,
            4,
        )
    };
    let text = std::str::from_utf8(rest.get(..length).unwrap_or_default())
        .map_err(|_| format!("the headers of part {number} are not UTF-8"))?;
    let mut headers = Vec::new();
    for line in text.split("\r\n").filter(|line| !line.is_empty()) {
        let Some((name, value)) = line.split_once(':') else {
            return Err(format!("part {number} has `{line}`, which is no header"));
        };
        headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    }
    Ok((start + length + skip, headers))
}

fn part(headers: &[(String, String)], bytes: Bytes, number: usize) -> Result<FormPart, String> {
    let header = |wanted: &str| {
        let found = headers.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_str())
    };
    let disposition = header("content-disposition")
        .ok_or_else(|| format!("part {number} has no Content-Disposition"))?;
    let (kind, rest) = disposition.split_once(';').unwrap_or((disposition, ""));
    if !kind.trim().eq_ignore_ascii_case("form-data") {
        return Err(format!("part {number} is `{kind}`, not form-data"));
    }
    let parameters = parameters(rest);
    let parameter = |wanted: &str| {
        let found = parameters.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.clone())
    };
    let extended = parameter("filename*").and_then(|value| {
        let (charset, value) = value.split_once('\'')?;
        let (_, encoded) = value.split_once('\'')?;
        charset
            .eq_ignore_ascii_case("utf-8")
            .then(|| decode(encoded).ok())?
    });
    Ok(FormPart {
        name: parameter("name").ok_or_else(|| format!("part {number} has no name"))?,
        filename: extended.or_else(|| parameter("filename")),
        content_type: header("content-type").map(str::to_owned),
        bytes,
    })
}

/// Reads `; name=value; name="value"`, names in lower case. In quotes, a backslash goes before a quote or a backslash.
fn parameters(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([';', ' ', '\t']);
        let Some((name, value)) = rest.split_once('=') else {
            return found;
        };
        let name = name.trim().to_ascii_lowercase();
        let value = value.trim_start();
        if let Some(quoted) = value.strip_prefix('"') {
            let mut text = String::new();
            let mut characters = quoted.char_indices().peekable();
            let mut end = quoted.len();
            while let Some((at, character)) = characters.next() {
                match (character, characters.peek()) {
                    ('"', _) => {
                        end = at + 1;
                        break;
                    }
                    ('\\', Some(&(_, escaped @ ('"' | '\\')))) => {
                        text.push(escaped);
                        characters.next();
                    }
                    (other, _) => text.push(other),
                }
            }
            found.push((name, text));
            rest = quoted.get(end..).unwrap_or_default();
        } else {
            let (value, after) = value.split_once(';').unwrap_or((value, ""));
            found.push((name, value.trim().to_owned()));
            rest = after;
        }
    }
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}
