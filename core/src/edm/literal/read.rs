use super::super::cursor::{Cursor, Reason};
use super::super::{Date, DateTimeOffset, Decimal, Duration, Guid, PrimitiveType, TimeOfDay};
use super::Literal;
use super::error::LiteralError;
use super::geo::check_geo;
use super::quoted::{check_members, read_quoted};

/// A literal and its length, nothing if none begins here, or what is wrong with it.
type Found = Result<Option<(Literal, usize)>, LiteralError>;

pub(super) fn literal(input: &str) -> Found {
    let mut chars = input.chars();
    let first = chars.next();
    let digit_follows = chars.next().is_some_and(|c| c.is_ascii_digit());
    match first {
        Some('\'') => {
            let (text, end) = read_quoted(input, 0)?;
            Ok(Some((Literal::String(text), end)))
        }
        Some(c) if c.is_ascii_hexdigit() && starts_guid(input).is_some() => guid(input),
        Some('0'..='9') => number_or_time(input),
        Some('+' | '-') if digit_follows => number_or_time(input),
        Some('-') if input.starts_with("-INF") && ends_word(input, 4) => {
            Ok(Some((Literal::Double(f64::NEG_INFINITY), 4)))
        }
        Some('.') if digit_follows => Err(LiteralError::new(
            0,
            "a number begins with a digit: write 0 before the point",
        )),
        Some(_) => word(input),
        None => Ok(None),
    }
}

/// How many bytes at the head of a text are an `odataIdentifier`.
pub(super) fn identifier_length(text: &str) -> usize {
    if !text.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return 0;
    }
    text.find(|c| !continues_identifier(c))
        .unwrap_or(text.len())
}

fn continues_identifier(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How many bytes at the head of a text are identifiers with points between.
fn qualified_length(text: &str) -> usize {
    let mut length = identifier_length(text);
    while length > 0 {
        let next = text.get(length..).and_then(|rest| rest.strip_prefix('.'));
        match next.map_or(0, identifier_length) {
            0 => break,
            more => length += 1 + more,
        }
    }
    length
}

fn starts_guid(input: &str) -> Option<Guid> {
    Guid::from_ascii(input.as_bytes().get(..Guid::TEXT_LENGTH)?)
}

fn guid(input: &str) -> Found {
    let Some(guid) = starts_guid(input) else {
        return Ok(None);
    };
    must_end(input, Guid::TEXT_LENGTH, PrimitiveType::Guid)?;
    Ok(Some((Literal::Guid(guid), Guid::TEXT_LENGTH)))
}

/// Whether a word that is `end` long stands alone and begins no path, call or quoted value.
fn ends_word(input: &str, end: usize) -> bool {
    let next = input.get(end..).and_then(|rest| rest.chars().next());
    !next.is_some_and(|c| continues_identifier(c) || matches!(c, '/' | '(' | '.' | '\''))
}

/// Refuses a value that runs into what follows it.
fn must_end(input: &str, end: usize, read: PrimitiveType) -> Result<(), LiteralError> {
    let next = input.get(end..).and_then(|rest| rest.chars().next());
    match next {
        Some(c) if continues_identifier(c) || matches!(c, '-' | '\'') => Err(LiteralError::new(
            end,
            format!("an {read} ends here, but `{c}` follows it"),
        )),
        _ => Ok(()),
    }
}

/// Whether the characters of a text match, one by one: `0` stands for any digit.
fn looks_like(text: &str, pattern: &str) -> bool {
    let mut bytes = text.bytes();
    pattern.bytes().all(|wanted| match bytes.next() {
        Some(byte) if wanted == b'0' => byte.is_ascii_digit(),
        byte => byte == Some(wanted),
    })
}

fn number_or_time(input: &str) -> Found {
    if looks_like(input, "00:00") {
        return value(
            input,
            PrimitiveType::TimeOfDay,
            TimeOfDay::read,
            Literal::TimeOfDay,
        );
    }
    let mut year = Cursor::new(input);
    year.eat("-");
    if year.digits().len() >= 4 && looks_like(year.rest(), "-00-") {
        return date(input);
    }
    number(input)
}

/// Reads a value whose kind is already known.
fn value<T>(
    input: &str,
    kind: PrimitiveType,
    read: fn(&mut Cursor<'_>) -> Result<T, Reason>,
    literal: fn(T) -> Literal,
) -> Found {
    let mut cursor = Cursor::new(input);
    let value = read(&mut cursor).map_err(|reason| broken(0, kind, reason))?;
    must_end(input, cursor.at(), kind)?;
    Ok(Some((literal(value), cursor.at())))
}

fn broken(offset: usize, kind: PrimitiveType, reason: Reason) -> LiteralError {
    LiteralError::new(offset, format!("not an {kind}: {reason}"))
}

fn date(input: &str) -> Found {
    let mut cursor = Cursor::new(input);
    let date = Date::read(&mut cursor).map_err(|reason| broken(0, PrimitiveType::Date, reason))?;
    match cursor.rest().as_bytes() {
        [b'T' | b't', ..] => value(
            input,
            PrimitiveType::DateTimeOffset,
            DateTimeOffset::read,
            Literal::DateTimeOffset,
        ),
        [b'Z' | b'z', ..] => Err(LiteralError::new(
            cursor.at(),
            format!("a date has no time zone: write {date}T00:00:00Z for a DateTimeOffset"),
        )),
        _ => value(input, PrimitiveType::Date, Date::read, Literal::Date),
    }
}

fn number(input: &str) -> Found {
    let mut cursor = Cursor::new(input);
    let decimal =
        Decimal::read(&mut cursor).map_err(|reason| LiteralError::new(cursor.at(), reason))?;
    let end = cursor.at();
    let text = input.get(..end).unwrap_or_default();
    match cursor.rest().chars().next() {
        Some('-') => {
            return Err(LiteralError::new(
                end,
                "a number ends here, but `-` follows it: a date is written as 2018-08-01",
            ));
        }
        Some(c)
            if matches!(c, 'L' | 'l' | 'M' | 'm' | 'D' | 'd' | 'F' | 'f')
                && ends_word(input, end + 1) =>
        {
            let message = format!("OData 4 numbers have no type suffix: write {text}");
            return Err(LiteralError::new(end, message));
        }
        _ => must_end(input, end, PrimitiveType::Decimal)?,
    }
    Ok(Some((classify(text, decimal), end)))
}

/// Chooses the narrowest kind of number that keeps every digit.
fn classify(text: &str, decimal: Decimal) -> Literal {
    if text.contains(['e', 'E']) {
        let double = decimal.to_f64();
        if Decimal::from(double) == decimal {
            return Literal::Double(double);
        }
    } else if let Ok(integer) = text.parse::<i64>() {
        // An integer has no sign at zero.
        if integer != 0 || !text.starts_with('-') {
            return Literal::Int(integer);
        }
    }
    Literal::Decimal(decimal)
}

fn word(input: &str) -> Found {
    let end = qualified_length(input);
    let name = input.get(..end).unwrap_or_default();
    if end > 0 && input.get(end..).is_some_and(|rest| rest.starts_with('\'')) {
        return prefixed(input, name).map(Some);
    }
    let literal = match name {
        "null" => Literal::Null,
        "INF" => Literal::Double(f64::INFINITY),
        "NaN" => Literal::Double(f64::NAN),
        _ if name.eq_ignore_ascii_case("true") => Literal::Boolean(true),
        _ if name.eq_ignore_ascii_case("false") => Literal::Boolean(false),
        _ => return Ok(None),
    };
    Ok(ends_word(input, end).then_some((literal, end)))
}

/// Reads `name'...'`.
fn prefixed(input: &str, name: &str) -> Result<(Literal, usize), LiteralError> {
    let open = name.len();
    let (content, end) = read_quoted(input, open)?;
    let broken_content = |kind, reason| broken(open + 1, kind, reason);
    let literal = match name.to_ascii_lowercase().as_str() {
        "duration" => Literal::Duration(
            content
                .parse::<Duration>()
                .map_err(|error| broken_content(PrimitiveType::Duration, error.reason()))?,
        ),
        "binary" => {
            Literal::Binary(content.parse().map_err(|error: super::super::ParseError| {
                broken_content(PrimitiveType::Binary, error.reason())
            })?)
        }
        family @ ("geography" | "geometry") => {
            let kind = if family == "geography" {
                PrimitiveType::Geography
            } else {
                PrimitiveType::Geometry
            };
            check_geo(&content).map_err(|reason| broken_content(kind, reason))?;
            Literal::Geo {
                text: input.get(..end).unwrap_or_default().into(),
            }
        }
        lower => {
            check_members(&content).map_err(|reason| match lower {
                "guid" | "datetime" | "datetimeoffset" | "time" | "x" => LiteralError::new(
                    0,
                    format!("OData 4 has no {lower}'...' literals: GUIDs, dates and times stand without quotes, bytes in binary'...'"),
                ),
                _ => LiteralError::new(open + 1, format!("not a value of {name}: {reason}")),
            })?;
            Literal::Enum {
                type_name: Some(name.into()),
                members: content.into(),
            }
        }
    };
    Ok((literal, end))
}
