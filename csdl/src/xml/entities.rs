//! Character references and the five predefined entities, and nothing else: no entity can grow.

use std::borrow::Cow;

/// What is wrong with a reference, and where in the text that was decoded.
pub(super) struct BadReference {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) message: String,
}

/// Resolves references and normalises line ends; in attribute values blanks of any sort become spaces (XML 1.0, 3.3.3).
pub(super) fn decode(raw: &str, attribute: bool) -> Result<Cow<'_, str>, BadReference> {
    let special = |c: char| c == '&' || c == '\r' || (attribute && (c == '\n' || c == '\t'));
    // All of them are ASCII, and few values have one.
    if !has_byte(raw, |byte| special(char::from(byte))) {
        return Ok(Cow::Borrowed(raw));
    }
    let mut decoded = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, found)) = rest.find(special).and_then(|at| rest.split_at_checked(at)) {
        decoded.push_str(before);
        let start = raw.len().saturating_sub(found.len());
        rest = if let Some(behind) = found.strip_prefix('&') {
            let Some((name, behind)) = behind.split_once(';') else {
                let end = found
                    .find(char::is_whitespace)
                    .map_or(raw.len(), |n| start.saturating_add(n));
                let message =
                    "`&` begins a reference that no `;` ends; a plain `&` is written `&amp;`";
                return Err(BadReference {
                    start,
                    end,
                    message: message.to_owned(),
                });
            };
            let Some(meant) = resolve(name) else {
                let shown: String = name.chars().take(40).collect();
                let message =
                    format!("`&{shown};` is not a reference that a document without a DTD has");
                let end = start.saturating_add(name.len()).saturating_add(2);
                return Err(BadReference {
                    start,
                    end,
                    message,
                });
            };
            decoded.push(meant);
            behind
        } else {
            decoded.push(if attribute { ' ' } else { '\n' });
            found
                .strip_prefix("\r\n")
                .or_else(|| found.get(1..))
                .unwrap_or_default()
        };
    }
    decoded.push_str(rest);
    Ok(Cow::Owned(decoded))
}

/// Whether nothing in a text means anything but itself, within a value and outside of it.
pub(super) fn is_plain(text: &str) -> bool {
    !has_byte(text, |byte| byte < b' ' || byte == b'&' || byte == b'<')
}

/// Whether a byte of a text is one of those. It looks at all of them, so that the compiler can take many at a time.
pub(super) fn has_byte(text: &str, wanted: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |found, byte| found | wanted(byte))
}

/// The character that `&name;` stands for.
pub(super) fn resolve(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let (digits, radix) = number
                .strip_prefix('x')
                .map_or((number, 10), |hex| (hex, 16));
            if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
                return None;
            }
            let code = u32::from_str_radix(digits, radix).ok()?;
            char::from_u32(code).filter(|&c| c >= ' ' || matches!(c, '\t' | '\n' | '\r'))
        }
    }
}
