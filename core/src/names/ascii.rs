//! Names of ASCII, which nearly all are, told by their bytes.

use super::Case;

/// The same words, told by bytes: nearly all names are ASCII.
pub(super) fn each_word_of_ascii(name: &str, mut found: impl FnMut(&str)) {
    let mut word = |start: usize, end: usize| {
        if start < end {
            found(name.get(start..end).unwrap_or_default());
        }
    };
    let mut start = 0;
    each_byte_of_ascii(name, |at, _, sign| match sign {
        Sign::First => {
            word(start, at);
            start = at;
        }
        Sign::Within => {}
        Sign::Between => {
            word(start, at);
            start = at + 1;
        }
    });
    word(start, name.len());
}

/// Where a byte stands.
#[derive(Clone, Copy)]
enum Sign {
    /// It begins a word.
    First,
    /// It belongs to the word before it.
    Within,
    /// It belongs to none.
    Between,
}

/// Hands on each byte of a name of ASCII.
fn each_byte_of_ascii(name: &str, mut found: impl FnMut(usize, u8, Sign)) {
    let mut before = b'_';
    for (at, byte) in name.bytes().enumerate() {
        let sign = match (before, byte) {
            (_, b'a'..=b'z' | b'0'..=b'9') if before.is_ascii_alphanumeric() => Sign::Within,
            (_, b'a'..=b'z' | b'0'..=b'9') => Sign::First,
            (b'A'..=b'Z', b'A'..=b'Z') => {
                let next = name.as_bytes().get(at + 1);
                match next.is_some_and(u8::is_ascii_lowercase) {
                    true => Sign::First,
                    false => Sign::Within,
                }
            }
            (_, b'A'..=b'Z') => Sign::First,
            _ => Sign::Between,
        };
        found(at, byte, sign);
        before = byte;
    }
}

/// As [`pascal`](super::pascal) has it, legal or not.
pub(super) fn pascal_of_ascii(name: &str) -> String {
    let mut joined = Vec::with_capacity(name.len());
    each_byte_of_ascii(name, |_, byte, sign| match sign {
        Sign::First => {
            if byte.is_ascii_digit() && joined.last().is_some_and(u8::is_ascii_digit) {
                joined.push(b'_');
            }
            joined.push(byte.to_ascii_uppercase());
        }
        Sign::Within => joined.push(byte),
        Sign::Between => {}
    });
    String::from_utf8(joined).unwrap_or_default()
}

/// The words with underscores between them.
pub(super) fn joined_of_ascii(name: &str, case: Case) -> String {
    let mut joined = Vec::with_capacity(name.len() + name.len() / 4 + 1);
    let leads = name.starts_with('_');
    each_byte_of_ascii(name, |_, byte, sign| match sign {
        Sign::First => {
            if leads || !joined.is_empty() {
                joined.push(b'_');
            }
            joined.push(byte);
        }
        Sign::Within => joined.push(byte),
        Sign::Between => {}
    });
    // All letters at once.
    match case {
        Case::Small => joined.make_ascii_lowercase(),
        Case::Capitals => joined.make_ascii_uppercase(),
    }
    String::from_utf8(joined).unwrap_or_default()
}
