//! Keys in paths: predicates and segments (URL conventions 4.3).

use std::collections::BTreeMap;

use odata_core::edm::{Literal, PrimitiveType};
use odata_core::expr::Expr;
use odata_csdl::model::{Model, StructuredTypeId};

use crate::answer::Fault;
use crate::eval::{Sort, Value, read};
use crate::shape::{self, Shape};
use crate::store;

/// The values of parameter aliases.
type Aliases = BTreeMap<String, Expr>;

/// Reads a key or an alternate key: values, each with the name of its property.
pub(crate) fn given(
    text: &str,
    model: &Model,
    ty: StructuredTypeId,
    aliases: &Aliases,
) -> Result<Vec<(Option<String>, Literal)>, Fault> {
    let values = values(text, aliases)?;
    let is_alternate = store::alternate_keys(model, ty).iter().any(|key| {
        key.len() == values.len()
            && values
                .iter()
                .all(|(name, _)| key.iter().any(|(own, _)| Some(*own) == *name))
    });
    if is_alternate {
        let named = values.into_iter();
        return Ok(named
            .map(|(name, value)| (name.map(str::to_owned), value))
            .collect());
    }
    let names = names(model, ty).into_iter().map(Some);
    Ok(names.zip(in_order(text, model, ty, values)?).collect())
}

/// The values of a predicate, with their names where they have any.
fn values<'t>(text: &'t str, aliases: &Aliases) -> Result<Vec<(Option<&'t str>, Literal)>, Fault> {
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
        let alias = alias(value);
        let found = match alias {
            "" => Literal::parse_prefix(value),
            alias => Ok(aliased(alias, aliases).map(|literal| (literal, alias.len()))),
        };
        let (literal, length) = match found {
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
    Ok(given)
}

/// A parameter alias at the beginning of a text; nothing where there is none.
fn alias(text: &str) -> &str {
    if !text.starts_with('@') {
        return "";
    }
    let end = text.find(',').unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end()
}

/// The value of an alias, if it is a literal.
fn aliased(alias: &str, aliases: &Aliases) -> Option<Literal> {
    match aliases.get(alias)? {
        Expr::Literal(literal) => Some(literal.clone()),
        Expr::Negate(inner) => match &**inner {
            Expr::Literal(Literal::Int(value)) => value.checked_neg().map(Literal::Int),
            _ => None,
        },
        _ => None,
    }
}

/// Values in the order of the key.
fn in_order(
    text: &str,
    model: &Model,
    ty: StructuredTypeId,
    given: Vec<(Option<&str>, Literal)>,
) -> Result<Vec<Literal>, Fault> {
    let names = names(model, ty);
    if let ([(None, only)], [_]) = (&given[..], &names[..]) {
        return fits(model, ty, vec![only.clone()]);
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
    fits(model, ty, in_order.ok_or_else(wanted)?)
}

/// Reads a key that stands as a segment of its own, decoded; only a key of one property can.
pub(crate) fn segment(
    text: &str,
    model: &Model,
    ty: StructuredTypeId,
    of: &str,
) -> Result<Vec<Literal>, Fault> {
    let missing = || Fault::not_found(format!("`{of}` has no entity `{text}`"));
    let value = store::key_segment(model, ty, text);
    let literal = value.and_then(|value| value.to_literal());
    Ok(vec![literal.ok_or_else(missing)?])
}

/// The names of the properties in key predicates.
pub(crate) fn names(model: &Model, ty: StructuredTypeId) -> Vec<String> {
    let key = model.key(ty).map_or(&[][..], |key| &key.properties);
    key.iter()
        .map(|property| property.name().to_owned())
        .collect()
}

/// The paths to the properties of the key.
fn paths(model: &Model, ty: StructuredTypeId) -> Vec<&str> {
    let key = model.key(ty).map_or(&[][..], |key| &key.properties);
    key.iter().map(|property| property.path.as_str()).collect()
}

fn broken(text: &str, reason: &str) -> Fault {
    Fault::bad_request(format!(
        "the key predicate `({text})` cannot be read: {reason}"
    ))
}

/// Refuses values of another sort than the key has.
fn fits(model: &Model, ty: StructuredTypeId, values: Vec<Literal>) -> Result<Vec<Literal>, Fault> {
    for ((path, name), literal) in paths(model, ty).iter().zip(names(model, ty)).zip(&values) {
        let value = read::literal(model, literal);
        let (fits, expected) = match shape::at(model, ty, path) {
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
