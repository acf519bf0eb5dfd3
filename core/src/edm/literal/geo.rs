//! Shapes: `SRID=4326;Point(142.1 64.1)` and its like.

use super::super::PrimitiveType;
use super::super::cursor::{Cursor, Reason};
use super::super::decimal::Decimal;

/// What stands in the parentheses of a shape.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Data {
    /// One position (pointData).
    Position,
    /// At least so many positions (lineStringData, ringLiteral).
    Positions(usize),
    /// Lists of these, at least so many.
    Lists(&'static Data, usize),
    /// Shapes of any kind.
    Shapes,
}

/// The shapes: their names in text and in type names, and what is in them (`geoLiteral`).
const SHAPES: [(&str, &str, Data); 7] = [
    ("GeometryCollection", "Collection", Data::Shapes),
    ("LineString", "LineString", Data::Positions(2)),
    (
        "MultiLineString",
        "MultiLineString",
        Data::Lists(&Data::Positions(2), 0),
    ),
    ("MultiPoint", "MultiPoint", Data::Lists(&Data::Position, 0)),
    (
        "MultiPolygon",
        "MultiPolygon",
        Data::Lists(&Data::Lists(&Data::Positions(1), 1), 0),
    ),
    ("Point", "Point", Data::Position),
    ("Polygon", "Polygon", Data::Lists(&Data::Positions(1), 1)),
];

/// How deep collections may be nested.
const MAX_DEPTH: usize = 32;

/// Checks the content of a geography or geometry literal (`fullPointLiteral` and its like).
pub(crate) fn check_geo(content: &str) -> Result<(), Reason> {
    let mut cursor = Cursor::new(content);
    let srid = "SRID=".chars().all(|letter| cursor.eat_letter(letter));
    if !srid || !(1..=5).contains(&cursor.digits().len()) || !cursor.eat(";") {
        return Err("a shape is written as in `SRID=4326;Point(142.1 64.1)`");
    }
    shape(&mut cursor, MAX_DEPTH)?;
    if cursor.rest().is_empty() {
        Ok(())
    } else {
        Err("something follows the shape")
    }
}

fn shape(cursor: &mut Cursor<'_>, depth: usize) -> Result<(), Reason> {
    let open = cursor.rest().find('(');
    let name = open.and_then(|open| cursor.rest().get(..open));
    let known = SHAPES
        .iter()
        .find(|(shape, ..)| name.is_some_and(|name| shape.eq_ignore_ascii_case(name)));
    let Some((name, _, content)) = known else {
        return Err("a shape is written as in `SRID=4326;Point(142.1 64.1)`");
    };
    for letter in name.chars() {
        cursor.eat_letter(letter);
    }
    data(cursor, content, depth)
}

/// Reads what stands in parentheses, and these.
fn data(cursor: &mut Cursor<'_>, content: &Data, depth: usize) -> Result<(), Reason> {
    let depth = depth.checked_sub(1).ok_or("shapes are nested too deep")?;
    if !cursor.eat("(") {
        return Err("a `(` is missing in the shape");
    }
    let least = match content {
        Data::Position | Data::Shapes => 1,
        Data::Positions(least) | Data::Lists(_, least) => *least,
    };
    let mut count = 0;
    if least == 0 && cursor.eat(")") {
        return Ok(());
    }
    loop {
        match content {
            Data::Position | Data::Positions(_) => position(cursor)?,
            Data::Lists(inner, _) => data(cursor, inner, depth)?,
            Data::Shapes => shape(cursor, depth)?,
        }
        count += 1;
        if *content == Data::Position || !cursor.eat(",") {
            break;
        }
    }
    if count < least {
        return Err("a line has two positions or more");
    }
    if cursor.eat(")") {
        Ok(())
    } else {
        Err("a parenthesis of the shape is not closed")
    }
}

/// Two to four numbers with blanks between (`positionLiteral`).
fn position(cursor: &mut Cursor<'_>) -> Result<(), Reason> {
    Decimal::read(cursor)?;
    if !cursor.eat(" ") {
        return Err("a position has two numbers or more, with a blank between");
    }
    Decimal::read(cursor)?;
    for _ in 0..2 {
        if !cursor.eat(" ") {
            break;
        }
        Decimal::read(cursor)?;
    }
    Ok(())
}

/// The type of a whole geography or geometry literal.
pub(super) fn geo_type(text: &str) -> Option<PrimitiveType> {
    let (prefix, content) = text.split_once('\'')?;
    let family = ["Geography", "Geometry"]
        .into_iter()
        .find(|name| name.eq_ignore_ascii_case(prefix))?;
    let name = content
        .split_once(';')
        .and_then(|(_, shape)| shape.split_once('('))
        .map_or("", |(name, _)| name);
    let shape = SHAPES
        .iter()
        .find(|(shape, ..)| shape.eq_ignore_ascii_case(name));
    PrimitiveType::from_name(&format!(
        "Edm.{family}{}",
        shape.map_or("", |(_, name, _)| name)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_nest_as_they_must() {
        for (content, is_shape) in [
            ("SRID=0;Point(1 2)", true),
            ("srid=4326;point(1 2 3 -4e5)", true),
            ("SRID=0;Point(1 2 3 4 5)", false),
            ("SRID=0;Point(1)", false),
            ("SRID=0;Point(1 2,3 4)", false),
            ("SRID=0;Point()", false),
            ("SRID=123456;Point(1 2)", false),
            ("SRID=0;LineString(1 2,3 4)", true),
            ("SRID=0;LineString(1 2)", false),
            ("SRID=0;LineString((1 2),(3 4))", false),
            ("SRID=0;MultiPoint()", true),
            ("SRID=0;MultiPoint((1 2),(3 4))", true),
            ("SRID=0;MultiPoint(1 2)", false),
            ("SRID=0;Polygon((1 1,2 2,1 1))", true),
            ("SRID=0;Polygon(1 1,2 2,1 1)", false),
            ("SRID=0;MultiPolygon(((1 1,1 1),(2 2)),((3 3)))", true),
            ("SRID=0;MultiLineString((1 1,2 2),(3 3))", false),
            (
                "SRID=0;GeometryCollection(Point(1 2),GeometryCollection(LineString(1 2,3 4)))",
                true,
            ),
            ("SRID=0;GeometryCollection()", false),
            ("SRID=0;Circle(1 2)", false),
            ("SRID=0;Point(1 2))", false),
            ("SRID=0;Point(1 2", false),
            ("Point(1 2)", false),
        ] {
            assert_eq!(check_geo(content).is_ok(), is_shape, "{content}");
        }
        let deep = format!("SRID=0;{}", "GeometryCollection(".repeat(100_000));
        assert!(check_geo(&deep).is_err());
    }
}
