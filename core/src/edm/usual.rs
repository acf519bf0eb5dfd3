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
    let marks = [head[4], head[7], head[10], head[13], head[16]];
    if marks != *b"--T::" {
        return None;
    }
    let two = |at: usize| {
        let (tens, ones) = (head[at].wrapping_sub(b'0'), head[at + 1].wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then(|| tens * 10 + ones)
    };
    let year = i32::from(two(0)?) * 100 + i32::from(two(2)?);
    let date = Date::new(year, two(5)?, two(8)?)?;
    let picosecond = fraction(rest)?;
    let time = TimeOfDay::new(two(11)?, two(14)?, two(17)?, picosecond)?;
    Some(DateTimeOffset::in_utc(date, time))
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
