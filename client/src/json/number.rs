//! Numbers (RFC 8259, section 6).

/// How many bytes at the head of the text are a number; zero when none is there.
pub(super) fn length(bytes: &[u8]) -> usize {
    let digits = |from: usize| {
        bytes
            .iter()
            .skip(from)
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let at = |index: usize| bytes.get(index).copied();
    let mut end = usize::from(at(0) == Some(b'-'));
    let whole = if at(end) == Some(b'0') {
        1
    } else {
        digits(end)
    };
    if whole == 0 {
        return 0;
    }
    end += whole;
    if at(end) == Some(b'.') {
        let fraction = digits(end + 1);
        if fraction == 0 {
            return 0;
        }
        end += 1 + fraction;
    }
    if matches!(at(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(at(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + sign);
        if exponent == 0 {
            return 0;
        }
        end += 1 + sign + exponent;
    }
    end
}

/// The number at the head of the text, and its length, when it is a whole one of at most 18 digits and the text goes on behind
/// it with what stands behind values. Nothing is said of any other text.
pub(super) fn small_integer(bytes: &[u8]) -> Option<(i64, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let (mut number, start) = (0_i64, usize::from(negative));
    let mut end = start;
    while let Some(byte) = bytes.get(end) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 || end - start == 18 {
            break;
        }
        number = number * 10 + i64::from(digit);
        end += 1;
    }
    let leads = end - start > 1 && bytes.get(start) == Some(&b'0');
    let is_closed = matches!(
        bytes.get(end),
        Some(b',' | b'}' | b']' | b' ' | b'\r' | b'\n')
    );
    (end > start && !leads && is_closed).then_some((if negative { -number } else { number }, end))
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_json_numbers_count() {
        for (text, length) in [
            ("0,", 1),
            ("-12.50e+3]", 9),
            ("01", 1),
            ("1.", 0),
            (".5", 0),
            ("-", 0),
            ("1e", 0),
            ("99999999999999999999999999.5", 28),
            ("+1", 0),
        ] {
            assert_eq!(super::length(text.as_bytes()), length, "{text}");
        }
    }

    #[test]
    fn a_small_integer_is_what_the_grammar_says() {
        for (text, number) in [
            ("0,", Some((0, 1))),
            ("-12}", Some((-12, 3))),
            ("-0]", Some((0, 2))),
            ("999999999999999999 ", Some((999_999_999_999_999_999, 18))),
            ("9999999999999999999,", None),
            ("01,", None),
            ("-,", None),
            ("1.0,", None),
            ("1e2,", None),
            ("12", None),
            ("\"1\",", None),
            ("", None),
        ] {
            assert_eq!(super::small_integer(text.as_bytes()), number, "{text}");
        }
    }
}
