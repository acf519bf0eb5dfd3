//! The form of a date and time that nearly every service writes.

use super::{Date, DateTimeOffset, TimeOfDay};

/// Powers of ten that make picoseconds of a fraction of so many digits.
const SCALE: [u64; 13] = [
    1_000_000_000_000,
    100_000_000_000,
    10_000_000_000,
    1_000_000_000,
    100_000_000,
    10_000_000,
    1_000_000,
    100_000,
    10_000,
    1_000,
    100,
    10,
    1,
];

/// Reads `2024-08-15T14:55:03Z`, also with a fraction of up to twelve digits. Nothing comes of any other text, right or wrong: the
/// grammar is asked then. Payloads are full of these, and the grammar takes ten times as long.
pub(super) fn date_time_in_utc(text: &str) -> Option<DateTimeOffset> {
    let (head, rest) = text.as_bytes().split_first_chunk::<19>()?;
    let (date, _) = head.split_first_chunk()?;
    let (_, time) = head.split_last_chunk()?;
    let [century, _, year, _, _, month, ..] = pairs(*date, *b"0000-00-")?;
    let [hour, _, _, minute, _, _, second, _] = pairs(*time, *b"00:00:00")?;
    let [_, day, _, _] = pairs4([head[7], head[8], head[9], head[10]], *b"-00T")?;
    let year = i32::from(century) * 100 + i32::from(year);
    let date = Date::new(year, month, day)?;
    let picosecond = fraction(rest)?;
    let time = TimeOfDay::new(hour, minute, second, picosecond)?;
    Some(DateTimeOffset::in_utc(date, time))
}

/// The numbers of two digits that begin at each byte of a text, when it has a digit wherever the pattern has a zero, and is like the
/// pattern elsewhere.
fn pairs(text: [u8; 8], pattern: [u8; 8]) -> Option<[u8; 8]> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let zeros = pattern.map(|byte| u8::from(byte == b'0'));
    let zeros = u64::from_le_bytes(zeros);
    // Digits become their values, and what else is right becomes zero.
    let values = u64::from_le_bytes(text) ^ u64::from_le_bytes(pattern);
    let high = ONES * 0xf0;
    let wrong = values & (high | !(zeros * 0xff)) | (values.wrapping_add(zeros * 6)) & high;
    // A value has at most four bits here, so that nothing is carried into another byte.
    (wrong == 0).then(|| (values * 10 + (values >> 8)).to_le_bytes())
}

fn pairs4(text: [u8; 4], pattern: [u8; 4]) -> Option<[u8; 4]> {
    let widened = |[a, b, c, d]: [u8; 4]| [a, b, c, d, 0, 0, 0, 0];
    let [a, b, c, d, ..] = pairs(widened(text), widened(pattern))?;
    Some([a, b, c, d])
}

/// What stands behind the seconds: `Z`, or a fraction and `Z`.
fn fraction(rest: &[u8]) -> Option<u64> {
    match rest {
        [b'Z'] => Some(0),
        [b'.', digits @ .., b'Z'] if !digits.is_empty() => {
            let scale = SCALE.get(digits.len())?;
            let mut fraction = 0;
            for digit in digits {
                let digit = digit.wrapping_sub(b'0');
                if digit > 9 {
                    return None;
                }
                fraction = fraction * 10 + u64::from(digit);
            }
            Some(fraction * scale)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::cursor::Cursor;
    use super::*;
    use proptest::prelude::*;

    /// What the grammar makes of the whole text.
    fn by_grammar(text: &str) -> Option<DateTimeOffset> {
        let mut cursor = Cursor::new(text);
        let value = DateTimeOffset::read(&mut cursor).ok()?;
        cursor.rest().is_empty().then_some(value)
    }

    fn parts(value: DateTimeOffset) -> (Date, TimeOfDay, i16) {
        (value.date(), value.time(), value.offset_minutes())
    }

    #[test]
    fn the_usual_form_is_read_and_no_other() {
        for text in [
            "2024-08-15T14:55:03.7791856Z",
            "0000-02-29T23:59:59Z",
            "9999-12-31T00:00:60.000000000001Z",
        ] {
            let usual = date_time_in_utc(text).map(parts);
            assert!(usual.is_some(), "{text}");
            assert_eq!(usual, by_grammar(text).map(parts), "{text}");
        }
        for text in [
            "",
            "2024-08-15T14:55Z",
            "2024-08-15T14:55:03+00:00",
            "2024-08-15T14:55:03.Z",
            "2024-08-15T14:55:03.0000000000000Z",
            "2024-08-15T24:00:00Z",
            "2023-02-29T14:55:03Z",
            "2024-08-15t14:55:03z",
            "2024-08-15T14:55:0:Z",
            "2024-08-15T14:55:61Z",
            "20２-08-15T14:55:03Z",
        ] {
            assert_eq!(date_time_in_utc(text).map(parts), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_it_reads_the_grammar_reads_too(text in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9](\\.[0-9a]{0,13})?Z?") {
            if let Some(value) = date_time_in_utc(&text) {
                prop_assert_eq!(Some(parts(value)), by_grammar(&text).map(parts));
            }
        }
    }
}
