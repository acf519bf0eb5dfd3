use super::*;
use proptest::prelude::*;
use std::collections::HashSet;

pub(in super::super) fn any_decimal() -> impl Strategy<Value = Decimal> {
    let exponent = prop_oneof![Just(0), -20..20i64, -500..500i64, any::<i64>()];
    let finite = (any::<bool>(), "[0-9]{1,40}", exponent)
        .prop_map(|(negative, digits, exponent)| Decimal::from_parts(negative, &digits, exponent));
    let special = [Decimal::NAN, Decimal::INFINITY, Decimal::NEG_INFINITY];
    prop_oneof![10 => finite, 1 => proptest::sample::select(special.to_vec())]
}

fn read(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn texts_are_kept_to_the_last_digit() {
    for (text, printed) in [
        ("3.14", "3.14"),
        ("1.50", "1.50"),
        ("0.00", "0.00"),
        ("-0", "-0"),
        ("+42", "42"),
        ("007", "7"),
        ("-1.234567e3", "-1234.567"),
        ("1E+5", "100000"),
        ("0e5", "0"),
        ("15e-3", "0.015"),
        ("0.015", "0.015"),
        ("1e-101", "1e-101"),
        ("1.50e100", "1.50e100"),
        ("1e999999999", "1e999999999"),
        ("1e9223372036854775807", "1e9223372036854775807"),
        ("1.5e9223372036854775808", "1.5e9223372036854775808"),
        ("1e-9223372036854775808", "1e-9223372036854775808"),
        ("0e-9223372036854775808", "0e-9223372036854775808"),
        ("INF", "INF"),
        ("-INF", "-INF"),
        ("NaN", "NaN"),
        (
            "123456789012345678901234567890123456789012345678901234567890123456789.5",
            "123456789012345678901234567890123456789012345678901234567890123456789.5",
        ),
    ] {
        assert_eq!(read(text).to_string(), printed, "{text}");
    }
}

#[test]
fn broken_texts_are_refused() {
    for text in [
        "",
        "+",
        "-",
        "42.",
        ".1",
        "1e",
        "1e+",
        "0.314e1e2",
        "inf",
        "nan",
        "+INF",
        "-NaN",
        "1,5",
        " 1",
        "1 ",
        "1e9223372036854775808",
        "1e-9223372036854775809",
        "1.5e-9223372036854775808",
        "--1",
        "0x1",
        "１",
        "1e99999999999999999999999999999999999999999999",
    ] {
        assert!(text.parse::<Decimal>().is_err(), "{text}");
    }
}

#[test]
fn order_is_by_value_and_total() {
    let rising = [
        "-INF",
        "-1e400",
        "-10",
        "-9.99",
        "-1",
        "-0.001",
        "0",
        "1e-9223372036854775808",
        "0.001",
        "0.5",
        "1",
        "1.0000001",
        "9",
        "9.5",
        "10",
        "1e400",
        "9e9223372036854775807",
        "INF",
        "NaN",
    ];
    for (at, left) in rising.iter().enumerate() {
        for (other, right) in rising.iter().enumerate() {
            assert_eq!(
                read(left).cmp(&read(right)),
                at.cmp(&other),
                "{left} {right}"
            );
        }
    }
    let same: HashSet<Decimal> = ["1", "1.0", "1.00", "10e-1", "0.1e1", "+1"]
        .map(read)
        .into();
    assert_eq!(same.len(), 1);
    assert_eq!(read("0"), read("-0.00"));
}

#[test]
fn numbers_convert() {
    for (float, printed) in [
        (1.5, "1.5"),
        (0.1, "0.1"),
        (-0.0, "-0"),
        (1e21, "1000000000000000000000"),
        (5e-324, "5e-324"),
    ] {
        assert_eq!(Decimal::from(float).to_string(), printed);
    }
    assert_eq!(Decimal::from(0.1f32).to_string(), "0.1");
    assert_eq!(Decimal::from(i128::MIN).to_string(), i128::MIN.to_string());
    for (text, integer) in [
        ("9223372036854775807", Some(i64::MAX)),
        ("-9223372036854775808.000", Some(i64::MIN)),
        ("9223372036854775808", None),
        ("1e18", Some(1_000_000_000_000_000_000)),
        ("100e-2", Some(1)),
        ("1e-1", None),
        ("0e-999", Some(0)),
        ("1e9223372036854775807", None),
        ("NaN", None),
    ] {
        assert_eq!(read(text).to_i64(), integer, "{text}");
    }
    for (text, float) in [
        ("1e400", f64::INFINITY),
        ("-1e9223372036854775807", f64::NEG_INFINITY),
        ("1e-9223372036854775808", 0.0),
        ("0.1000", 0.1),
    ] {
        assert_eq!(read(text).to_f64(), float, "{text}");
    }
}

proptest! {
    #[test]
    fn printed_decimals_read_back(decimal in any_decimal()) {
        let text = decimal.to_string();
        prop_assert!(text.len() <= 64, "{}", text);
        prop_assert_eq!(text.parse(), Ok(decimal));
    }

    #[test]
    fn floats_survive(float in any::<f64>()) {
        let back = Decimal::from(float).to_f64();
        prop_assert!(back.to_bits() == float.to_bits() || (back.is_nan() && float.is_nan()));
    }

    #[test]
    fn integers_compare_as_integers(left in any::<i64>(), right in any::<i64>()) {
        prop_assert_eq!(Decimal::from(left).cmp(&Decimal::from(right)), left.cmp(&right));
        prop_assert_eq!(Decimal::from(left).to_i64(), Some(left));
    }

    #[test]
    fn no_text_panics(text in "[+-]?[0-9]{0,30}[.]?[0-9]{0,30}(e[+-]?[0-9]{0,45})?|.*") {
        if let Ok(decimal) = text.parse::<Decimal>() {
            prop_assert_eq!(decimal.to_string().parse(), Ok(decimal));
        }
    }
}
