//! Calls of actions (Protocol 4.01, 11.5.5).

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Response, StatusCode};
use odata_csdl::model::{Model, OperationId};
use odata_csdl::syntax::OperationKind;
use serde_json::Value as Json;

use crate::answer::found::{Found, Kind};
use crate::answer::path::Walker;
use crate::answer::pipeline::Context;
use crate::answer::segment::segments;
use crate::answer::{Asked, Fault, condition, operation, read};
use crate::eval::{Budget, Source, Value, World};
use crate::store::Store;

/// Answers a `POST` to a path that ends with an action; nothing where it ends with something else.
pub(super) fn action(asked: &Asked<'_>, store: &Store) -> Result<Option<Response<Bytes>>, Fault> {
    let model = &*asked.service.model;
    let segments = segments(asked.path)?;
    let Some((name, before)) = segments.split_last() else {
        return Ok(None);
    };
    let budget = Budget::default();
    let aliases = asked.options.aliases()?;
    let context = Context {
        world: World {
            model,
            store,
            now: asked.now,
            budget: &budget,
            operations: &asked.service.config.operations,
        },
        aliases: &aliases,
        it: None,
    };
    let (overloads, bound, source) = if before.is_empty() {
        let containers = model.containers().iter();
        let mut imports = containers.filter_map(|container| container.operation_import(name));
        let Some(import) = imports.next() else {
            return Ok(None);
        };
        let set = import.entity_set.as_deref();
        let set = set.and_then(|set| model.entity_set(set)).map(Source::Set);
        (import.operations.clone(), None, set)
    } else {
        if !is_action(model, name) {
            return Ok(None);
        }
        let walker = Walker {
            asked,
            context: context.clone(),
            calls: true,
        };
        let found = walker.walk(before)?;
        let overloads = operation::overloads(model, &found, name);
        let source = found.source;
        (overloads, Some(found), source)
    };
    let is_action = |id: &OperationId| model.operation(*id).kind == OperationKind::Action;
    if !overloads.iter().any(is_action) {
        return Ok(None);
    }
    let given = parameters(asked)?;
    let called = operation::overload(model, &overloads, &given, name)?;
    let value = bound.as_ref().map(|found: &Found<'_>| &found.value);
    if let Some(etag) = bound.as_ref().and_then(|found| etag_of(store, found)) {
        // A condition is on what it is called on, and not on what it gives (Protocol 4.01, 11.5.5.1).
        condition::may_change(&asked.request.headers, Some(etag), false)?;
    }
    let answer = operation::run(asked.service, model, called, value, given)?;
    if called.return_type.is_none() {
        return Ok(Some(read::status(StatusCode::NO_CONTENT)));
    }
    // What is bound and has a path gives entities of the same set.
    let source = source.filter(|_| bound.is_none() || called.entity_set_path.is_some());
    let result = operation::result(model, called, answer, source);
    read::answered(asked, context, result).map(Some)
}

/// The ETag of an entity of a set.
fn etag_of<'s>(store: &'s Store, found: &Found<'s>) -> Option<&'s str> {
    let Value::Object(one) = &found.value else {
        return None;
    };
    let home = one.home.as_ref().filter(|_| found.kind == Kind::Entity)?;
    let source = home.source.name();
    (home.path == source).then(|| store.etag(source, one.members))?
}

/// Whether a path could end with an action: the name of one stands there.
pub(super) fn may_be(asked: &Asked<'_>) -> bool {
    let model = &*asked.service.model;
    let Ok(segments) = segments(asked.path) else {
        return false;
    };
    match &segments[..] {
        [only] => {
            let mut containers = model.containers().iter();
            containers.any(|container| container.operation_import(only).is_some())
        }
        [.., last] => is_action(model, last),
        [] => false,
    }
}

/// Whether the model has a bound action of that name.
fn is_action(model: &Model, name: &str) -> bool {
    let simple = name.rsplit('.').next().unwrap_or(name);
    model.operations().any(|(_, operation)| {
        operation.kind == OperationKind::Action
            && operation.is_bound
            && operation.name.name == simple
    })
}

/// The parameters in the body, a JSON object; none where there is no body.
fn parameters(asked: &Asked<'_>) -> Result<BTreeMap<String, Json>, Fault> {
    let body = &asked.request.body;
    if body.is_empty() {
        return Ok(BTreeMap::new());
    }
    let content_type = asked
        .request
        .header(CONTENT_TYPE.as_str())
        .unwrap_or_default();
    let media = content_type.split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/json") {
        let message = format!("Content-Type is application/json here, not `{content_type}`");
        return Err(Fault::unsupported_media_type(message));
    }
    match serde_json::from_slice(body) {
        Ok(Json::Object(members)) => Ok(members
            .into_iter()
            .filter(|(name, _)| !name.contains('@'))
            .collect()),
        Ok(_) => Err(Fault::bad_request("the body is not a JSON object")),
        Err(error) => Err(Fault::bad_request(format!("the body is not JSON: {error}"))),
    }
}
