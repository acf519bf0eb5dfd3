//! Whether fixtures fit the model.

use std::collections::HashMap;

use odata_core::names::nearest;
use odata_csdl::model::{EntitySet, Model, Singleton, StructuredTypeId};
use serde_json::Value as Json;

use crate::MockError;
use crate::eval::{Object, Value, read};
use crate::service::near_or_all;
use crate::shape::{self, Declared, Member};
use crate::store::{self, Row};

/// What does not fit, and where.
#[derive(Debug)]
pub(crate) struct Misfit {
    /// The path to it.
    pub(crate) path: String,
    /// A phrase that follows the path.
    pub(crate) reason: String,
}

impl Misfit {
    pub(super) fn new(path: &str, reason: impl Into<String>) -> Self {
        Misfit {
            path: path.to_owned(),
            reason: reason.into(),
        }
    }

    /// The same within what is at a path.
    pub(super) fn below(self, path: &str) -> Self {
        Misfit {
            path: join(path, &self.path),
            ..self
        }
    }
}

/// Checks that the rows are objects whose keys are there and differ, and whose values fit what is declared.
///
/// A property may be absent: it is answered as absent, and evaluates as null.
pub(super) fn rows(model: &Model, set: &EntitySet, rows: Json) -> Result<Vec<Row>, MockError> {
    let not_rows = |reason: String| MockError::NotRows {
        set: set.name.clone(),
        reason,
    };
    let Json::Array(items) = rows else {
        return Err(not_rows(format!("this is {}", kind_of(&rows))));
    };
    let mut taken = HashMap::new();
    let mut checked = Vec::with_capacity(items.len());
    for (at, item) in items.into_iter().enumerate() {
        let Json::Object(row) = item else {
            return Err(not_rows(format!("row {at} is {}", kind_of(&item))));
        };
        let misfit = |misfit: Misfit| MockError::Row {
            set: set.name.clone(),
            row: at,
            property: misfit.path,
            reason: misfit.reason,
        };
        object(model, set.entity_type, &row, "").map_err(misfit)?;
        let key = key(model, set, &row).map_err(misfit)?;
        if let Some(first) = taken.insert(key, at) {
            let path = store::key_paths(model, set).join(",");
            return Err(misfit(Misfit::new(
                &path,
                format!("is the same as in row {first}"),
            )));
        }
        checked.push(row);
    }
    Ok(checked)
}

/// Checks the entity that a singleton is.
pub(super) fn only(model: &Model, singleton: &Singleton, row: Json) -> Result<Row, MockError> {
    let Json::Object(row) = row else {
        return Err(MockError::NotRows {
            set: singleton.name.clone(),
            reason: format!("this is {}", kind_of(&row)),
        });
    };
    object(model, singleton.entity_type, &row, "").map_err(|misfit| MockError::Row {
        set: singleton.name.clone(),
        row: 0,
        property: misfit.path,
        reason: misfit.reason,
    })?;
    Ok(row)
}

fn kind_of(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "a truth value",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "an array",
        Json::Object(_) => "an object",
    }
}

/// The key as text, by which rows are told apart.
pub(super) fn key(model: &Model, set: &EntitySet, row: &Row) -> Result<String, Misfit> {
    let paths = store::key_paths(model, set);
    if paths.is_empty() {
        return Err(Misfit::new(&set.name, "has a type without a key"));
    }
    let values = store::key_values(model, set, row);
    for (path, value) in paths.iter().zip(&values) {
        if value.is_null() {
            return Err(Misfit::new(path, "is part of the key and is missing"));
        }
    }
    let texts: Vec<String> = values
        .iter()
        .map(|value| match value {
            Value::Enum(_, number) => number.to_string(),
            other => other
                .to_literal()
                .map(|literal| literal.to_string())
                .unwrap_or_default(),
        })
        .collect();
    Ok(texts.join(","))
}

/// Checks the members of an object, and what is in them.
pub(super) fn object(
    model: &Model,
    declared: StructuredTypeId,
    members: &Row,
    at: &str,
) -> Result<(), Misfit> {
    if let Some(stated) = shape::stated_type(members) {
        let found = shape::find_structured(model, stated);
        if !found.is_some_and(|found| model.is_a(found, declared)) {
            let base = &model.structured_type(declared).name;
            let reason = format!("says `{stated}`, which is not a type that extends {base}");
            return Err(Misfit::new(&join(at, "@odata.type"), reason));
        }
    }
    let id = shape::actual_type(model, Some(declared), members).unwrap_or(declared);
    for (name, json) in members {
        if let Some(property) = bound(name) {
            links(model, id, property, json, &join(at, name))?;
        }
        if name.contains('@') {
            continue;
        }
        let path = join(at, name);
        match shape::member(model, id, name) {
            Some(Member::Property(declared) | Member::Navigation(declared)) => {
                value(model, json, declared, &path)?;
            }
            Some(Member::Dynamic) => {}
            None => {
                let known = shape::member_names(model, id);
                let near = nearest(name, known.iter().map(String::as_str));
                let help = match near {
                    Some(near) => format!(": did you mean `{near}`?"),
                    None => format!(": it has {}", known.join(", ")),
                };
                let ty = &model.structured_type(id).name;
                return Err(Misfit::new(&path, format!("is no property of {ty}{help}")));
            }
        }
    }
    Ok(())
}

/// The navigation property that an annotation links to something.
fn bound(name: &str) -> Option<&str> {
    let property = name.strip_suffix("@odata.bind");
    property.or_else(|| name.strip_suffix("@bind"))
}

/// Checks links; what they lead to may come later.
fn links(
    model: &Model,
    id: StructuredTypeId,
    property: &str,
    json: &Json,
    path: &str,
) -> Result<(), Misfit> {
    let Some(found) = model.navigation_property(id, property) else {
        let known = model.navigation_properties(id);
        let known: Vec<&str> = known.map(|property| property.name.as_str()).collect();
        let help = near_or_all(property, &known);
        let ty = &model.structured_type(id).name;
        let reason = format!("links by no navigation property of {ty}: {help}");
        return Err(Misfit::new(path, reason));
    };
    let are_texts = match json {
        Json::Array(items) => found.ty.collection && items.iter().all(Json::is_string),
        Json::String(_) => !found.ty.collection,
        Json::Null => true,
        _ => false,
    };
    if are_texts {
        return Ok(());
    }
    let wanted = if found.ty.collection {
        "an array of URLs"
    } else {
        "a URL"
    };
    Err(Misfit::new(
        path,
        format!("is {json}, and should be {wanted}"),
    ))
}

/// Checks a value, and what is in it.
pub(crate) fn value(
    model: &Model,
    json: &Json,
    declared: Declared,
    path: &str,
) -> Result<(), Misfit> {
    match read::json(model, json, declared) {
        Err(reason) => Err(Misfit::new(path, format!("is {reason}"))),
        Ok(Value::Null) if !declared.nullable => Err(Misfit::new(path, "is null and must not be")),
        Ok(Value::Object(Object {
            members,
            ty: Some(id),
            ..
        })) => object(model, id, members, path),
        Ok(Value::Collection { items, item }) => {
            let single = Declared {
                shape: item,
                collection: false,
                nullable: declared.nullable,
            };
            let mut numbered = items.iter().enumerate();
            numbered.try_for_each(|(at, json)| value(model, json, single, &format!("{path}/{at}")))
        }
        Ok(_) => Ok(()),
    }
}

pub(super) fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}/{name}")
    }
}
