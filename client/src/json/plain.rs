//! How far text stands for itself in a string: looked at eight bytes at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;
const QUOTES: u64 = ONES * b'"' as u64;
const BACKSLASHES: u64 = ONES * b'\\' as u64;
const BLANKS: u64 = ONES * b' ' as u64;

/// The highest bit of each byte that is a quote, a backslash or a control character: what is less than one, or than a blank, borrows
/// from it. The lowest bit that is set is right; those above it may be borrowed from.
const fn marks(word: u64) -> u64 {
    let quotes = (word ^ QUOTES).wrapping_sub(ONES);
    let backslashes = (word ^ BACKSLASHES).wrapping_sub(ONES);
    let controls = word.wrapping_sub(BLANKS);
    (quotes | backslashes | controls) & !word & HIGHS
}

/// How many bytes from `start` on are neither a quote, nor a backslash, nor a control character.
#[inline]
pub(super) fn length(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let found = marks(u64::from_le_bytes(*word));
        if found != 0 {
            return at - start + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let plain = |byte: &&u8| **byte >= 0x20 && **byte != b'"' && **byte != b'\\';
    let rest = bytes.get(at..).unwrap_or_default();
    at.min(bytes.len().max(start)) - start + rest.iter().take_while(plain).count()
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn every_byte_at_every_place_is_told() {
        for stop in 0..=u8::MAX {
            let marked = stop < 0x20 || stop == b'"' || stop == b'\\';
            for before in 0..36 {
                for filler in [b'a', b' ', b'!', b'#', b'[', b']', 0x7f, 0x80, 0xff] {
                    let mut bytes = vec![filler; 40];
                    bytes[before] = stop;
                    let expected = if marked { before } else { 40 };
                    assert_eq!(
                        length(&bytes, 0),
                        expected,
                        "{stop} at {before} in {filler}"
                    );
                    assert_eq!(
                        length(&bytes, 3),
                        expected
                            .saturating_sub(3)
                            .max(if before < 3 { 37 } else { 0 }),
                        "{stop} at {before}"
                    );
                }
            }
        }
        assert_eq!(length(b"ab", 2), 0);
        assert_eq!(length(b"ab", 9), 0);
    }
}
