use super::super::date::tests::any_date;
use super::super::date_time_offset::tests::any_date_time_offset;
use super::super::decimal::tests::any_decimal;
use super::super::time_of_day::tests::any_time;
use super::*;
use proptest::prelude::*;

pub(crate) fn any_literal() -> impl Strategy<Value = Literal> {
    let members = "[A-Za-z_][A-Za-z0-9_]{0,8}(,-?[0-9]{1,18}|,[A-Za-z_é]{1,8}){0,3}";
    let enums =
        ("[A-Z][a-z]{0,5}([.][A-Z][a-z0-9_]{0,9}){1,2}", members).prop_map(|(name, members)| {
            Literal::Enum {
                type_name: Some(name.into()),
                members: members.into(),
            }
        });
    let points = (any::<bool>(), any::<f32>(), any::<f32>())
        .prop_filter("finite", |(_, x, y)| x.is_finite() && y.is_finite())
        .prop_map(|(round, x, y)| {
            let family = if round { "geography" } else { "geometry" };
            Literal::Geo {
                text: format!("{family}'SRID=4326;Point({x} {y})'").into(),
            }
        });
    prop_oneof![
        prop_oneof![Just(Literal::Null), any::<bool>().prop_map(Literal::from)],
        any::<i64>().prop_map(Literal::from),
        any::<f64>()
            .prop_filter("one NaN", |float| !float.is_nan())
            .prop_map(Literal::from),
        any_decimal().prop_map(Literal::from),
        any::<String>().prop_map(Literal::from),
        any::<[u8; 16]>().prop_map(|bytes| Literal::Guid(bytes.into())),
        any_date().prop_map(Literal::from),
        any_time().prop_map(Literal::from),
        any_date_time_offset().prop_map(Literal::from),
        any::<i128>().prop_map(|picoseconds| Duration::from_picoseconds(picoseconds).into()),
        any::<Vec<u8>>().prop_map(|bytes| Literal::Binary(bytes.into())),
        enums,
        points,
    ]
}

/// The value of a numeric literal, for decimals read back as the kind that their text shows.
fn as_decimal(literal: &Literal) -> Option<Decimal> {
    match literal {
        Literal::Int(integer) => Some(Decimal::from(*integer)),
        Literal::Double(double) => Some(Decimal::from(*double)),
        Literal::Decimal(decimal) => Some(decimal.clone()),
        _ => None,
    }
}

fn decimal(text: &str) -> Literal {
    Literal::Decimal(text.parse().unwrap())
}

fn enumeration(name: &str, members: &str) -> Literal {
    Literal::Enum {
        type_name: Some(name.into()),
        members: members.into(),
    }
}

#[test]
fn heads_are_read_to_their_end() {
    let guid = "a1b2c3d4-0000-1111-2222-333344445555";
    let digits_guid = "01234567-89ab-cdef-0123-456789abcdef";
    let geo = "geography'SRID=0;Point(142.1 64.1)'";
    for (input, literal, length) in [
        ("null", Literal::Null, 4),
        ("null)", Literal::Null, 4),
        ("tRUe and", true.into(), 4),
        ("false:1", false.into(), 5),
        ("5", 5.into(), 1),
        ("5)", 5.into(), 1),
        ("+5 add", 5.into(), 2),
        ("-5,6", (-5).into(), 2),
        ("-9223372036854775808", i64::MIN.into(), 20),
        ("9223372036854775808", decimal("9223372036854775808"), 19),
        ("1.50;", decimal("1.50"), 4),
        ("1.5e-3", 0.0015.into(), 6),
        ("-1.5E3 ", (-1500.0).into(), 6),
        ("1e400", decimal("1e400"), 5),
        (
            "1.23456789012345678901e0",
            decimal("1.23456789012345678901"),
            24,
        ),
        ("INF", f64::INFINITY.into(), 3),
        ("-INF)", f64::NEG_INFINITY.into(), 4),
        ("NaN", f64::NAN.into(), 3),
        ("10:1", 10.into(), 2),
        ("''", "".into(), 2),
        ("'2018-08-01'", "2018-08-01".into(), 12),
        ("'O''Neil' eq", "O'Neil".into(), 9),
        ("'é','b'", "é".into(), 4),
        (
            "2018-08-01",
            Literal::Date("2018-08-01".parse().unwrap()),
            10,
        ),
        (
            "-10000-04-01)",
            Literal::Date("-10000-04-01".parse().unwrap()),
            12,
        ),
        ("11:22 ", Literal::TimeOfDay("11:22".parse().unwrap()), 5),
        (
            "11:22:33.44)",
            Literal::TimeOfDay("11:22:33.44".parse().unwrap()),
            11,
        ),
        (
            "2018-08-01t00:00z and",
            Literal::DateTimeOffset("2018-08-01T00:00:00Z".parse().unwrap()),
            17,
        ),
        (guid, Literal::Guid(guid.parse().unwrap()), 36),
        (digits_guid, Literal::Guid(digits_guid.parse().unwrap()), 36),
        (
            "Duration'P1D' ",
            Literal::Duration("P1D".parse().unwrap()),
            13,
        ),
        ("binary'Zm8'", Literal::Binary(b"fo".to_vec().into()), 11),
        (
            "Ns.Color'Red,Blue' ",
            enumeration("Ns.Color", "Red,Blue"),
            18,
        ),
        ("Color'-4'", enumeration("Color", "-4"), 9),
        (geo, Literal::Geo { text: geo.into() }, geo.len()),
    ] {
        assert_eq!(
            Literal::parse_prefix(input),
            Ok(Some((literal, length))),
            "{input}"
        );
    }
}

#[test]
fn other_texts_begin_no_literal() {
    for input in [
        "",
        " 5",
        "(",
        ")",
        "-",
        "-Price",
        "-(5)",
        "--5",
        "-INFO",
        "-NaN",
        "+x",
        ".",
        ".x",
        "/",
        "@p",
        "$it",
        "\"a\"",
        "Name",
        "nullable",
        "null/x",
        "null(",
        "true_",
        "INFx",
        "NaN.x",
        "Null",
        "inf",
        "true.x",
        "añb",
        "é",
        "Ns.f(1)",
        "duration",
        "duration('x')",
        "a1b2c3d4",
        "_x eq 1",
        "[1]",
        "{}",
        "%27",
        "null.'a'",
    ] {
        assert_eq!(Literal::parse_prefix(input), Ok(None), "{input}");
    }
}

#[test]
fn broken_literals_are_explained() {
    for (input, offset, message) in [
        ("'Bobby", 0, "this string has no closing quote"),
        ("'O''Neil''", 0, "this string has no closing quote"),
        ("duration'P1D", 8, "this string has no closing quote"),
        ("2018-13-01", 0, "a month is 01 to 12"),
        ("2018-02-30", 0, "that month has no such day"),
        (
            "2018-08-01Z",
            10,
            "write 2018-08-01T00:00:00Z for a DateTimeOffset",
        ),
        ("2018-08-01T00:00:00", 0, "%2B02:00"),
        ("2018-08-01T25:00Z", 0, "an hour is 00 to 23"),
        ("2018-08-01T00:00Zx", 17, "`x` follows it"),
        ("2018-8-1", 4, "a date is written as 2018-08-01"),
        ("24:00", 0, "an hour is 00 to 23"),
        ("01234567-89ab-cdef-456789abcdef", 8, "`-` follows it"),
        (
            "a1b2c3d4-0000-1111-2222-333344445555a",
            36,
            "an Edm.Guid ends here",
        ),
        ("5L", 1, "no type suffix: write 5"),
        ("1.5f ", 3, "no type suffix: write 1.5"),
        ("12abc", 2, "`a` follows it"),
        ("42.", 3, "a decimal point needs a digit after it"),
        (".1", 0, "write 0 before the point"),
        ("1e", 2, "an exponent needs a digit"),
        ("1e99999999999999999999", 22, "the exponent is too large"),
        ("duration'P1Y'", 9, "no years or months"),
        ("binary'Z'", 7, "not base64"),
        ("X'1a2B3c4D'", 0, "bytes in binary'...'"),
        (
            "guid'a1b2c3d4-0000-1111-2222-333344445555'",
            0,
            "without quotes",
        ),
        ("Ns.Color''", 9, "not a value of Ns.Color"),
        ("Ns.Color'Red, Blue'", 9, "no spaces"),
        ("geography'Point(1 2)'", 10, "SRID=4326"),
        ("geometry'SRID=0;Point(1 2'", 9, "not closed"),
        (
            "geometry'SRID=0;Point(1 x)'",
            9,
            "a number begins with a digit",
        ),
    ] {
        let error = Literal::parse_prefix(input).expect_err(input);
        assert_eq!(error.offset, offset, "{input}: {error}");
        assert!(error.message.contains(message), "{input}: {error}");
    }
}

#[test]
fn literals_are_printed_for_a_url() {
    for (literal, printed) in [
        (Literal::from(None::<i32>), "null"),
        (Literal::from(u64::MAX), "18446744073709551615"),
        (Literal::from(1.0), "1e0"),
        (Literal::from(-0.0), "-0e0"),
        (Literal::from(f64::NEG_INFINITY), "-INF"),
        (decimal("1.50"), "1.50"),
        (decimal("1e2"), "100"),
        (decimal("1e500"), "1e500"),
        (Literal::Duration("P1D".parse().unwrap()), "duration'P1D'"),
        (Literal::Binary(b"fo".to_vec().into()), "binary'Zm8='"),
        (enumeration("Ns.Color", "Red,Blue"), "Ns.Color'Red,Blue'"),
        (
            Literal::Enum {
                type_name: None,
                members: "Red".into(),
            },
            "'Red'",
        ),
    ] {
        assert_eq!(literal.to_string(), printed);
    }
}

#[test]
fn shapes_know_their_type() {
    for (text, primitive) in [
        (
            "geography'SRID=0;Point(1 2)'",
            Some(PrimitiveType::GeographyPoint),
        ),
        (
            "Geometry'SRID=0;geometrycollection(Point(1 2))'",
            Some(PrimitiveType::GeometryCollection),
        ),
        ("geometry'?'", Some(PrimitiveType::Geometry)),
        ("other", None),
    ] {
        assert_eq!(
            Literal::Geo { text: text.into() }.primitive_type(),
            primitive,
            "{text}"
        );
    }
    assert_eq!(Literal::Null.primitive_type(), None);
    assert_eq!(
        Literal::from(5).primitive_type(),
        Some(PrimitiveType::Int64)
    );
}

proptest! {
    #[test]
    fn printed_literals_read_back(literal in any_literal(), after in prop_oneof![Just(""), Just(" eq 1"), Just(")"), Just(",5")]) {
        let text = literal.to_string();
        let (back, length) = Literal::parse_prefix(&format!("{text}{after}")).unwrap().unwrap();
        prop_assert_eq!(length, text.len());
        match &literal {
            Literal::Decimal(decimal) => prop_assert_eq!(as_decimal(&back), Some(decimal.clone())),
            _ => prop_assert_eq!(&back, &literal),
        }
    }

    #[test]
    fn decimals_with_a_fraction_stay_decimals(decimal in any_decimal()) {
        let literal = Literal::Decimal(decimal);
        if literal.to_string().contains('.') && !literal.to_string().contains('e') {
            let length = literal.to_string().len();
            prop_assert_eq!(Literal::parse_prefix(&literal.to_string()), Ok(Some((literal, length))));
        }
    }

    #[test]
    fn lengths_are_within_any_text(text in "[-+0-9a-fA-Z:.'é,( ]{0,40}|(duration|binary|geography|Ns.C)'.*'?|.*") {
        if let Ok(Some((_, length))) = Literal::parse_prefix(&text) {
            prop_assert!(length > 0 && text.is_char_boundary(length));
        }
    }
}
