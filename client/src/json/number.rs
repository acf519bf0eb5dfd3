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
}
