//! Strings and numbers of JSON (RFC 8259, 6 and 7).

use std::borrow::Cow;

/// What is wrong, and where from the first character.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) what: &'static str,
    /// The text ends too early.
    pub(super) is_end: bool,
}

fn fault<T>(at: usize, what: &'static str) -> Result<T, Fault> {
    let is_end = false;
    Err(Fault { at, what, is_end })
}

fn ends<T>(text: &str) -> Result<T, Fault> {
    Err(Fault {
        at: text.len(),
        what: "",
        is_end: true,
    })
}

/// The length of the number that the text begins with.
pub(super) fn number(text: &str) -> Result<usize, Fault> {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        from.saturating_add(count)
    };
    let some_digits = |from: usize| match digits(from) {
        end if end > from => Ok(end),
        _ if from >= bytes.len() => ends(text),
        _ => fault(from, "a digit is missing in this number"),
    };
    let first = usize::from(bytes.first() == Some(&b'-'));
    let mut end = some_digits(first)?;
    if bytes.get(first) == Some(&b'0') && end > first.saturating_add(1) {
        return fault(first, "a number does not begin with zeros");
    }
    if bytes.get(end) == Some(&b'.') {
        end = some_digits(end.saturating_add(1))?;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        end = end.saturating_add(1);
        if matches!(bytes.get(end), Some(b'+' | b'-')) {
            end = end.saturating_add(1);
        }
        end = some_digits(end)?;
    }
    Ok(end)
}

/// The string that the text begins with, its quotes included in the length.
pub(super) fn string(text: &str) -> Result<(Cow<'_, str>, usize), Fault> {
    let inner = text.strip_prefix('"').unwrap_or(text);
    let special = |byte: u8| byte == b'"' || byte == b'\\' || byte < b' ';
    let mut decoded = String::new();
    let mut from = 0_usize;
    loop {
        let rest = inner.get(from..).unwrap_or_default();
        let Some(length) = rest.bytes().position(special) else {
            return ends(text);
        };
        let at = from.saturating_add(length);
        let plain = rest.get(..length).unwrap_or_default();
        match rest.as_bytes().get(length) {
            Some(b'"') => {
                let whole = at.saturating_add(2);
                if from == 0 {
                    return Ok((Cow::Borrowed(plain), whole));
                }
                decoded.push_str(plain);
                return Ok((Cow::Owned(decoded), whole));
            }
            Some(b'\\') => {
                decoded.push_str(plain);
                let (c, length) = escape(inner.get(at..).unwrap_or_default()).map_err(|fault| {
                    let at = at.saturating_add(1).saturating_add(fault.at);
                    Fault { at, ..fault }
                })?;
                decoded.push(c);
                from = at.saturating_add(length);
            }
            _ => {
                let what = "a line break or control character inside a text; it is written `\\n` or `\\u00..`";
                return fault(at.saturating_add(1), what);
            }
        }
    }
}

/// The character that an escape stands for, and the length of it.
fn escape(text: &str) -> Result<(char, usize), Fault> {
    let c = match text.as_bytes().get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(text),
        Some(_) => return fault(0, "JSON has no such escape"),
        None => return ends(text),
    };
    Ok((c, 2))
}

fn unicode(text: &str) -> Result<(char, usize), Fault> {
    const LONE: &str = "half of a surrogate pair is no character";
    let code = |at: usize| match text.get(at..at.saturating_add(4)) {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            u32::from_str_radix(digits, 16).map_err(|_| Fault {
                at: 0,
                what: LONE,
                is_end: false,
            })
        }
        None if is_cut_hex(text.get(at..).unwrap_or_default()) => ends(text),
        _ => fault(0, "four hexadecimal digits have to stand behind `\\u`"),
    };
    let high = code(2)?;
    if let Some(c) = char::from_u32(high) {
        return Ok((c, 6));
    }
    if high > 0xDBFF {
        return fault(0, LONE);
    }
    match text.get(6..) {
        Some(rest) if rest.starts_with("\\u") => {}
        Some("" | "\\") => return ends(text),
        _ => return fault(0, LONE),
    }
    let low = code(8)?;
    if !(0xDC00..=0xDFFF).contains(&low) {
        return fault(0, LONE);
    }
    let bits = ((high & 0x3FF) << 10) | (low & 0x3FF);
    match char::from_u32(bits.saturating_add(0x1_0000)) {
        Some(c) => Ok((c, 12)),
        None => fault(0, LONE),
    }
}

fn is_cut_hex(rest: &str) -> bool {
    rest.len() < 4 && rest.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_json() {
        for (text, length) in [
            ("0", 1),
            ("-0,", 2),
            ("12]", 2),
            ("-1.50e+3 ", 8),
            ("1E9", 3),
        ] {
            assert_eq!(number(text), Ok(length), "{text}");
        }
        for (text, at) in [("01", 0), ("-01", 1), ("1.x", 2), ("-x", 1), ("1ex", 2)] {
            assert_eq!(number(text).unwrap_err().at, at, "{text}");
        }
        for text in ["-", "1.", "1e", "1e-"] {
            assert!(number(text).unwrap_err().is_end, "{text}");
        }
    }

    #[test]
    fn strings_are_decoded() {
        for (text, expected, length) in [
            (r#""""#, "", 2),
            (r#""ab" "#, "ab", 4),
            (r#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{c}\n\r\t", 19),
            (r#""\u00e9ü\ud83d\ude00""#, "éü😀", 22),
        ] {
            let (found, found_length) = string(text).unwrap();
            assert_eq!((found.as_ref(), found_length), (expected, length), "{text}");
        }
    }

    #[test]
    fn faults_of_strings_have_places() {
        for (text, at) in [
            ("\"a\nb\"", 2),
            (r#""ab\x""#, 3),
            (r#""\u12g4""#, 1),
            (r#""\u12""#, 1),
            (r#""\ud83d""#, 1),
            (r#""\ude00""#, 1),
            (r#""\ud83d\u0041""#, 1),
            (r#""\u+123""#, 1),
        ] {
            let fault = string(text).unwrap_err();
            assert_eq!((fault.at, fault.is_end), (at, false), "{text}");
        }
        for text in [
            "\"",
            "\"ab",
            "\"\\",
            "\"\\u12",
            "\"\\ud83d\\",
            "\"\\ud83d\\u1",
        ] {
            assert!(string(text).unwrap_err().is_end, "{text}");
        }
    }
}
