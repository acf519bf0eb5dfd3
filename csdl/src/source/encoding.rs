//! From bytes to text.

/// Bytes that are no text.
pub(super) struct Bad {
    /// What stands before the first of them.
    pub(super) before: String,
    /// The offset of the first of them.
    pub(super) offset: usize,
}

/// UTF-8, or UTF-16 that begins with a byte order mark.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Bad> {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => String::from_utf8(bytes).map_err(|error| {
            let offset = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..offset).unwrap_or_default();
            Bad {
                before: String::from_utf8_lossy(before).into_owned(),
                offset,
            }
        }),
    }
}

/// What follows the mark.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Bad> {
    let mut pairs = bytes.chunks_exact(2);
    let units = pairs.by_ref().filter_map(|pair| match pair {
        [first, second] => Some(unit([*first, *second])),
        _ => None,
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut offset = "\u{feff}".encode_utf16().count() * 2;
    for one in char::decode_utf16(units) {
        match one {
            Ok(one) => {
                text.push(one);
                offset += one.len_utf16() * 2;
            }
            Err(_) => {
                return Err(Bad {
                    before: text,
                    offset,
                });
            }
        }
    }
    match pairs.remainder() {
        [] => Ok(text),
        _ => Err(Bad {
            before: text,
            offset,
        }),
    }
}
