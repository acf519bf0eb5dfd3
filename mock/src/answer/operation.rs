//! Functions and actions of the service, which closures of the test answer (URL conventions 4.5 and 4.6).

use std::collections::BTreeMap;

use odata_core::expr::{AnyName, Expr, parse_value};
use odata_csdl::model::{Model, Operation, OperationId};
use odata_csdl::syntax::OperationKind;
use serde_json::{Map, Value as Json};

use crate::answer::Fault;
use crate::answer::found::{Found, Kind, Tail};
use crate::answer::path::Walker;
use crate::eval::{Home, Object, Source, Value, call, made};
use crate::shape::{Declared, Shape};
use crate::{Call, store};

/// What the generator says of a parameter that a page has in the query string.
const QUERY_OPTION: &str = "Rust.OData.Docs.V1.QueryOption";

/// An import of a function, called.
pub(super) fn import<'r>(
    walker: &Walker<'r, '_>,
    name: &str,
    predicate: Option<&str>,
) -> Result<Option<Found<'r>>, Fault> {
    let model = walker.context.world.model;
    let container = model.containers().iter();
    let mut imports = container.filter_map(|container| container.operation_import(name));
    let Some(import) = imports.next() else {
        return Ok(None);
    };
    if import.kind == OperationKind::Action {
        let message = format!("`{name}` is an action, which POST calls");
        return Err(Fault::method_not_allowed(message, "POST"));
    }
    let mut given = parameters(walker, predicate)?;
    from_query(walker, &import.operations, &mut given)?;
    let operation = overload(model, &import.operations, &given, name)?;
    let set = import
        .entity_set
        .as_deref()
        .and_then(|set| model.entity_set(set));
    called(walker, operation, None, given, set.map(Source::Set)).map(Some)
}

/// A function that is bound to what was found, called; nothing where there is none of that name.
pub(super) fn bound<'r>(
    walker: &Walker<'r, '_>,
    at: &Found<'r>,
    name: &str,
    predicate: Option<&str>,
) -> Result<Option<Found<'r>>, Fault> {
    let model = walker.context.world.model;
    let overloads = overloads(model, at, name);
    let Some(first) = overloads.first() else {
        return Ok(None);
    };
    if model.operation(*first).kind == OperationKind::Action {
        let message = format!("`{name}` is an action, which POST calls");
        return Err(Fault::method_not_allowed(message, "POST"));
    }
    let mut given = parameters(walker, predicate)?;
    from_query(walker, &overloads, &mut given)?;
    let operation = overload(model, &overloads, &given, name)?;
    let source = match &operation.entity_set_path {
        // The path begins with the binding parameter; alone, it says that the same set is meant.
        Some(path) if !path.contains('/') => at.source,
        Some(path) => {
            let last = path
                .rsplit('/')
                .find(|name| !name.contains('.'))
                .unwrap_or_default();
            let owner = match &at.value {
                Value::Object(owner) => Some(owner),
                _ => None,
            };
            let property = at
                .structured()
                .and_then(|ty| model.navigation_property(ty, last));
            owner
                .zip(property)
                .and_then(|(owner, property)| store::related::target(model, owner, property))
        }
        None => None,
    };
    called(walker, operation, Some(at), given, source).map(Some)
}

/// The operations of a name that are bound to what was found.
pub(super) fn overloads(model: &Model, at: &Found<'_>, name: &str) -> Vec<OperationId> {
    call::bound(model, &at.value, at.declared, name)
}

/// The overload that takes these parameters.
pub(super) fn overload<'m>(
    model: &'m Model,
    overloads: &[OperationId],
    given: &BTreeMap<String, Json>,
    name: &str,
) -> Result<&'m Operation, Fault> {
    let found = call::overload(model, overloads, given);
    found.ok_or_else(|| {
        let names: Vec<&str> = given.keys().map(String::as_str).collect();
        let takes: Vec<String> = overloads
            .iter()
            .map(|id| {
                let own = model.operation(*id).own_parameters().iter();
                let own: Vec<&str> = own.map(|own| own.name.as_str()).collect();
                format!("({})", own.join(","))
            })
            .collect();
        let message = format!(
            "`{name}` takes {}, not ({})",
            takes.join(" or "),
            names.join(",")
        );
        Fault::bad_request(message).target(name)
    })
}

/// The parameters in parentheses, their aliases replaced by their values, as JSON.
fn parameters(
    walker: &Walker<'_, '_>,
    predicate: Option<&str>,
) -> Result<BTreeMap<String, Json>, Fault> {
    let mut given = BTreeMap::new();
    for part in parts(predicate.unwrap_or_default()) {
        let broken = || Fault::bad_request(format!("`{part}` is no parameter: name=value is"));
        let (name, text) = part.split_once('=').ok_or_else(broken)?;
        let value = parse_value(text.trim(), &AnyName)
            .map_err(|error| Fault::expression(&error, name.trim()))?;
        let json =
            json_of(walker, &value).map_err(|error| Fault::evaluation(&error, name.trim()))?;
        given.insert(name.trim().to_owned(), json);
    }
    Ok(given)
}

/// The parameters of functions that are documented to stand in the query string, as they stand: a text has no quotes there.
fn from_query(
    walker: &Walker<'_, '_>,
    overloads: &[OperationId],
    given: &mut BTreeMap<String, Json>,
) -> Result<(), Fault> {
    let model = walker.context.world.model;
    let own = overloads
        .iter()
        .flat_map(|id| model.operation(*id).own_parameters());
    for own in own.filter(|own| own.annotations.tag(QUERY_OPTION) == Some(true)) {
        let Some(text) = walker.asked.options.custom(&own.name) else {
            continue;
        };
        let declared = Declared::new(model, &own.ty, own.nullable);
        let json = match declared.shape {
            Shape::Primitive(primitive) if primitive.name() == "Edm.String" => Json::from(text),
            _ => {
                let value = parse_value(text, &AnyName)
                    .map_err(|error| Fault::expression(&error, &own.name))?;
                json_of(walker, &value).map_err(|error| Fault::evaluation(&error, &own.name))?
            }
        };
        given.entry(own.name.clone()).or_insert(json);
    }
    Ok(())
}

/// What stands between commas that are in no text and in no brackets.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut quote) = (0, 0_usize, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                parts.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// The value of an expression as JSON.
fn json_of(walker: &Walker<'_, '_>, value: &Expr) -> Result<Json, crate::eval::EvalError> {
    let context = &walker.context;
    let mut evaluator =
        crate::eval::Evaluator::new(context.world, Value::Null).with_aliases(context.aliases);
    let value = evaluator.evaluate(value)?;
    Ok(made::json(context.world.model, &value))
}

/// Calls the closure, and makes a resource of what it gives.
fn called<'r>(
    walker: &Walker<'r, '_>,
    operation: &'r Operation,
    on: Option<&Found<'r>>,
    parameters: BTreeMap<String, Json>,
    source: Option<Source<'r>>,
) -> Result<Found<'r>, Fault> {
    let model = walker.context.world.model;
    if !walker.calls {
        let message = "nothing is changed by what a function gives";
        return Err(Fault::not_implemented(message).target(operation.name.name.as_str()));
    }
    let answer = run(
        walker.asked.service,
        model,
        operation,
        on.map(|on| &on.value),
        parameters,
    )?;
    Ok(result(model, operation, answer, source))
}

/// Calls the closure that answers an operation.
///
/// # Errors
/// 501 where there is none; else what the closure gives as an error.
pub(super) fn run(
    service: &crate::MockService,
    model: &Model,
    operation: &Operation,
    on: Option<&Value<'_>>,
    parameters: BTreeMap<String, Json>,
) -> Result<Json, Fault> {
    let name = operation.name.to_string();
    for own in operation.own_parameters() {
        let Some(json) = parameters.get(&own.name) else {
            continue;
        };
        let declared = Declared::new(model, &own.ty, own.nullable);
        store::fits(model, json, declared, &own.name).map_err(|misfit| {
            let message = format!("the parameter `{}` {}", misfit.path, misfit.reason);
            Fault::bad_request(message).target(own.name.as_str())
        })?;
    }
    let Some(closure) = service.config.operations.get(&name) else {
        let message =
            format!("the test has no closure for `{name}`: MockService::operation takes one");
        return Err(Fault::not_implemented(message).target(name));
    };
    let call = Call {
        bound: on.map(|on| made::json(model, on)),
        parameters: parameters.into_iter().collect::<Map<String, Json>>(),
    };
    closure(&call).map_err(Fault::canned)
}

/// What an operation gives, as a resource.
pub(super) fn result<'r>(
    model: &'r Model,
    operation: &'r Operation,
    answer: Json,
    source: Option<Source<'r>>,
) -> Found<'r> {
    let declared = match &operation.return_type {
        Some(returned) => Declared::new(model, &returned.ty, returned.nullable),
        None => Declared::UNKNOWN,
    };
    let mut value = made::value(model, &answer, declared);
    if let Some(Source::Set(set)) = source {
        let home = Home::of_set(set);
        let at_home = |value| match value {
            Value::Object(object) => Value::Object(Object {
                home: Some(home.clone()),
                ..object
            }),
            other => other,
        };
        value = match value {
            Value::List(list) => Value::List(list.into_iter().map(at_home).collect()),
            single => at_home(single),
        };
    }
    let name = match declared.shape {
        Shape::Primitive(primitive) => primitive.name().to_owned(),
        Shape::Enum(id) => model.enum_type(id).name.to_string(),
        Shape::Structured(id) => model.structured_type(id).name.to_string(),
        Shape::Unknown => "Edm.Untyped".to_owned(),
    };
    let context = match (source, declared.collection) {
        (Some(source), _) => source.name().to_owned(),
        (None, true) => format!("Collection({name})"),
        (None, false) => name,
    };
    let kind = match source {
        Some(_) => Kind::Entity,
        None => Found::sort_of(model, declared.shape),
    };
    Found {
        value,
        declared,
        kind,
        context,
        source,
        was_cast: false,
        owner: None,
        property: None,
        tail: Tail::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn parameters_are_told_apart() {
        assert_eq!(parts("a=1,b='x,(y'',z)',c=[1,2],d={\"e\":\",\"}").len(), 4);
        assert_eq!(parts(""), Vec::<&str>::new());
    }
}
