use super::super::PrimitiveType;
use super::super::cursor::{Cursor, Reason};
use super::super::decimal::Decimal;
use super::error::LiteralError;
use super::read::identifier_length;
use std::fmt;

/// Reads the quoted text whose opening quote is at `open`: its content and the end of the literal.
pub(super) fn read_quoted(input: &str, open: usize) -> Result<(String, usize), LiteralError> {
    let mut content = String::new();
    let mut at = open + 1;
    while let Some((before, after)) = input.get(at..).and_then(|rest| rest.split_once('\'')) {
        content.push_str(before);
        at += before.len() + 1;
        if !after.starts_with('\'') {
            return Ok((content, at));
        }
        content.push('\'');
        at += 1;
    }
    Err(LiteralError::new(open, "this string has no closing quote"))
}

/// Prints a text in quotes, its own quotes doubled (`SQUOTE-in-string`).
pub(super) fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "'{}'", text.replace('\'', "''"))
}

/// Checks the content of an enumeration literal (`enumValue`).
pub(crate) fn check_members(members: &str) -> Result<(), Reason> {
    let known = members.split(',').all(|member| {
        (!member.is_empty() && identifier_length(member) == member.len())
            || member.parse::<i64>().is_ok()
    });
    known
        .then_some(())
        .ok_or("the members are names or integers with commas and no spaces between")
}

/// The names of the shapes in text and in type names (`geoLiteral`).
const SHAPES: [(&str, &str); 7] = [
    ("GeometryCollection", "Collection"),
    ("LineString", "LineString"),
    ("MultiLineString", "MultiLineString"),
    ("MultiPoint", "MultiPoint"),
    ("MultiPolygon", "MultiPolygon"),
    ("Point", "Point"),
    ("Polygon", "Polygon"),
];

/// Checks the content of a geography or geometry literal (`fullPointLiteral` and its like).
///
/// The numbers and the parentheses are checked, not which shape nests how many of them.
pub(crate) fn check_geo(content: &str) -> Result<(), Reason> {
    let (shape, coordinates) =
        split_geo(content).ok_or("a shape is written as in `SRID=4326;Point(142.1 64.1)`")?;
    let is_collection = shape == "Collection";
    let mut cursor = Cursor::new(coordinates);
    let mut depth = 0u32;
    while !cursor.rest().is_empty() {
        if cursor.eat("(") {
            depth += 1;
        } else if cursor.eat(")") {
            depth = depth
                .checked_sub(1)
                .ok_or("a parenthesis closes that was not opened")?;
            if depth == 0 && !cursor.rest().is_empty() {
                return Err("something follows the shape");
            }
        } else if !(cursor.eat(",") || cursor.eat(" ") || (is_collection && eat_shape(&mut cursor)))
        {
            Decimal::read(&mut cursor)?;
        }
    }
    if depth > 0 {
        Err("a parenthesis of the shape is not closed")
    } else {
        Ok(())
    }
}

fn eat_shape(cursor: &mut Cursor<'_>) -> bool {
    SHAPES.iter().any(|(shape, _)| {
        cursor
            .rest()
            .strip_prefix(shape)
            .is_some_and(|rest| rest.starts_with('('))
            && cursor.eat(shape)
    })
}

/// Splits `SRID=0;Point(1 2)` into the shape's name in type names and the coordinates.
fn split_geo(content: &str) -> Option<(&'static str, &str)> {
    let mut cursor = Cursor::new(content);
    let srid = "SRID=".chars().all(|letter| cursor.eat_letter(letter));
    if !srid || !(1..=5).contains(&cursor.digits().len()) || !cursor.eat(";") {
        return None;
    }
    let open = cursor.rest().find('(')?;
    let (name, coordinates) = cursor.rest().split_at_checked(open)?;
    let (_, shape) = SHAPES
        .iter()
        .find(|(shape, _)| shape.eq_ignore_ascii_case(name))?;
    Some((shape, coordinates))
}

/// The type of a whole geography or geometry literal.
pub(super) fn geo_type(text: &str) -> Option<PrimitiveType> {
    let (prefix, content) = text.split_once('\'')?;
    let family = ["Geography", "Geometry"]
        .into_iter()
        .find(|name| name.eq_ignore_ascii_case(prefix))?;
    let shape = split_geo(content).map_or("", |(shape, _)| shape);
    PrimitiveType::from_name(&format!("Edm.{family}{shape}"))
}
