//! Keys in paths: predicates and segments (URL conventions 4.3).

use odata_core::edm::{Literal, PrimitiveType};
use odata_csdl::model::{EntitySet, Model};

use crate::answer::Fault;
use crate::eval::{Sort, Value, read};
use crate::shape::{self, Member, Shape};
use crate::store;

/// Reads what stands between the parentheses, decoded: values in the order of the key.
pub(crate) fn predicate(text: &str, model: &Model, set: &EntitySet) -> Result<Vec<Literal>, Fault> {
    let mut given: Vec<(Option<&str>, Literal)> = Vec::new();
    let mut rest = text.trim();
    loop {
        let (name, value) = match Literal::parse_prefix(rest) {
            Ok(None) => match rest.split_once('=') {
                Some((name, value)) => (Some(name.trim()), value.trim_start()),
                None => (None, rest),
            },
            _ => (None, rest),
        };
        let (literal, length) = match Literal::parse_prefix(value) {
            Ok(Some(found)) => found,
            Ok(None) => return Err(broken(text, &format!("`{value}` is not a value"))),
            Err(error) => return Err(broken(text, &error.message)),
        };
        given.push((name, literal));
        rest = value.get(length..).unwrap_or_default().trim_start();
        match rest.strip_prefix(',') {
            Some(more) => rest = more.trim_start(),
            None if rest.is_empty() => break,
            None => return Err(broken(text, &format!("`{rest}` follows the value"))),
        }
    }
    let names = names(model, set);
    if let ([(None, only)], [_]) = (&given[..], &names[..]) {
        return fits(model, set, vec![only.clone()]);
    }
    let wanted = || {
        broken(
            text,
            &format!("the key is {}, each with its name", names.join(", ")),
        )
    };
    if given.len() != names.len() {
        return Err(wanted());
    }
    let in_order: Option<Vec<Literal>> = names
        .iter()
        .map(|name| {
            let found = given
                .iter()
                .find(|(given, _)| given == &Some(name.as_str()));
            found.map(|(_, literal)| literal.clone())
        })
        .collect();
    fits(model, set, in_order.ok_or_else(wanted)?)
}

/// Reads a key that stands as a segment of its own, decoded; only a key of one property can.
pub(crate) fn segment(text: &str, model: &Model, set: &EntitySet) -> Result<Vec<Literal>, Fault> {
    let missing = || Fault::not_found(format!("`{}` has no entity `{text}`", set.name));
    let paths = store::key_paths(model, set);
    let [path] = paths[..] else {
        return Err(missing());
    };
    let literal = match shape_at(model, set, path) {
        Shape::Primitive(primitive) => read::from_text(primitive, text)
            .ok()
            .and_then(|value| value.to_literal()),
        _ => Some(Literal::String(text.to_owned())),
    };
    Ok(vec![literal.ok_or_else(missing)?])
}

/// The names of the properties in key predicates.
fn names(model: &Model, set: &EntitySet) -> Vec<String> {
    let key = model
        .key(set.entity_type)
        .map_or(&[][..], |key| &key.properties);
    key.iter()
        .map(|property| property.name().to_owned())
        .collect()
}

fn broken(text: &str, reason: &str) -> Fault {
    Fault::bad_request(format!(
        "the key predicate `({text})` cannot be read: {reason}"
    ))
}

/// Refuses values of another sort than the key has.
fn fits(model: &Model, set: &EntitySet, values: Vec<Literal>) -> Result<Vec<Literal>, Fault> {
    for ((path, name), literal) in store::key_paths(model, set)
        .iter()
        .zip(names(model, set))
        .zip(&values)
    {
        let value = read::literal(model, literal);
        let (fits, expected) = match shape_at(model, set, path) {
            Shape::Primitive(primitive) => (
                value.sort() == Sort::of(primitive),
                primitive.name().to_owned(),
            ),
            Shape::Enum(id) => (
                matches!(&value, Value::Enum(of, _) if *of == id) || value.sort() == Sort::Text,
                model.enum_type(id).name.to_string(),
            ),
            Shape::Structured(_) | Shape::Unknown => (!value.is_null(), "a value".to_owned()),
        };
        if !fits {
            let quotes = match expected.as_str() {
                text if text == PrimitiveType::String.name() => ": text stands in single quotes",
                _ => "",
            };
            let message = format!("the key `{name}` is {expected}, and {literal} is not{quotes}");
            return Err(Fault::bad_request(message).target(name));
        }
    }
    Ok(values)
}

/// The declared type at the end of a path.
fn shape_at(model: &Model, set: &EntitySet, path: &str) -> Shape {
    path.split('/')
        .fold(Shape::Structured(set.entity_type), |at, segment| {
            let Shape::Structured(id) = at else {
                return Shape::Unknown;
            };
            match shape::member(model, id, segment) {
                Some(Member::Property(declared) | Member::Navigation(declared)) => declared.shape,
                Some(Member::Dynamic) | None => Shape::Unknown,
            }
        })
}
