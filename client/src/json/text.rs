//! Strings (RFC 8259, section 7).

use std::borrow::Cow;

use super::{Fault, plain};

/// Reads a string without escapes whose opening quote stands right before `start`; gives it and the offset behind its closing quote.
#[inline]
pub(super) fn plain(text: &str, start: usize) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let end = start + plain::length(bytes, start);
    match bytes.get(end) {
        Some(b'"') => Some((text.get(start..end)?, end + 1)),
        _ => None,
    }
}

/// Reads a string whose opening quote stands right before `start`; gives it and the offset behind its closing quote.
pub(super) fn read(text: &str, start: usize) -> Result<(Cow<'_, str>, usize), Fault> {
    let bytes = text.as_bytes();
    let plain = plain::length(bytes, start);
    match bytes.get(start + plain) {
        Some(b'"') => {
            let string = text.get(start..start + plain).unwrap_or_default();
            Ok((Cow::Borrowed(string), start + plain + 1))
        }
        Some(b'\\') => unescape(text, start, start + plain),
        stop => Err(no_string(stop.is_some(), start, start + plain)),
    }
}

#[cold]
fn no_string(goes_on: bool, start: usize, at: usize) -> Fault {
    match goes_on {
        true => Fault::new(at, "a control character stands in a string"),
        false => Fault::new(start.saturating_sub(1), "a string has no end"),
    }
}

#[cold]
fn unescape(text: &str, start: usize, first_escape: usize) -> Result<(Cow<'_, str>, usize), Fault> {
    let bytes = text.as_bytes();
    let mut string = text.get(start..first_escape).unwrap_or_default().to_owned();
    let mut at = first_escape;
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok((Cow::Owned(string), at + 1)),
            Some(b'\\') => at = escape(bytes, at, &mut string)?,
            Some(0x00..=0x1f) => {
                return Err(Fault::new(at, "a control character stands in a string"));
            }
            Some(_) => {
                let plain = plain::length(bytes, at);
                string.push_str(text.get(at..at + plain).unwrap_or_default());
                at += plain;
            }
            None => return Err(Fault::new(start.saturating_sub(1), "a string has no end")),
        }
    }
}

/// Reads the escape at `at` and gives the offset behind it.
fn escape(bytes: &[u8], at: usize, string: &mut String) -> Result<usize, Fault> {
    let simple = match bytes.get(at + 1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(bytes, at, string),
        _ => return Err(Fault::new(at, "JSON knows no such escape")),
    };
    string.push(simple);
    Ok(at + 2)
}

fn unicode(bytes: &[u8], at: usize, string: &mut String) -> Result<usize, Fault> {
    let lone = || Fault::new(at, "half of a surrogate pair stands alone");
    let first = hex4(bytes, at)?;
    let (code, end) = match first {
        0xd800..=0xdbff => {
            if bytes.get(at + 6) != Some(&b'\\') || bytes.get(at + 7) != Some(&b'u') {
                return Err(lone());
            }
            let second = hex4(bytes, at + 6)?;
            if !(0xdc00..=0xdfff).contains(&second) {
                return Err(lone());
            }
            (
                0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00),
                at + 12,
            )
        }
        plain => (plain, at + 6),
    };
    string.push(char::from_u32(code).ok_or_else(lone)?);
    Ok(end)
}

/// The four hexadecimal digits of the `\u` at `at`.
fn hex4(bytes: &[u8], at: usize) -> Result<u32, Fault> {
    let digits = bytes.get(at + 2..at + 6).unwrap_or_default();
    let valid = digits.len() == 4 && digits.iter().all(u8::is_ascii_hexdigit);
    if !valid {
        return Err(Fault::new(
            at,
            "four hexadecimal digits are expected behind `\\u`",
        ));
    }
    Ok(digits.iter().fold(0, |code, &digit| {
        code * 16 + char::from(digit).to_digit(16).unwrap_or(0)
    }))
}
