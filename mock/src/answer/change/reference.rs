//! References are added, set and removed (Protocol 4.01, 11.4.6).

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::Value as Json;

use super::spot::name_of;
use super::{allowed, body, changer, etag, not_allowed, refused};
use crate::answer::written::empty;
use crate::answer::{Asked, Fault, condition, entity};
use crate::store::{Place, Relation, Store};

/// Answers a change of a relation.
pub(super) fn change(
    asked: &Asked<'_>,
    store: &mut Store,
    relation: &Relation<'_>,
    item: Option<Place>,
) -> Result<Response<Bytes>, Fault> {
    let is_many = relation.property.ty.collection;
    let allowed = match (is_many, &item) {
        (true, None) => "GET, HEAD, POST, PUT, DELETE",
        (true, Some(_)) => "GET, HEAD, DELETE",
        (false, _) => "GET, HEAD, PUT, DELETE",
    };
    let method = asked.request.method.as_str();
    let is_known = match (method, is_many) {
        ("POST", true) | ("PUT", _) => item.is_none(),
        ("DELETE", _) => true,
        _ => false,
    };
    if !is_known || relation.property.contains_target {
        return Err(not_allowed(
            asked,
            if relation.property.contains_target {
                "GET, HEAD"
            } else {
                allowed
            },
        ));
    }
    let config = &asked.service.config;
    let headers = &asked.request.headers;
    condition::may_change(
        headers,
        etag(store, &relation.owner).as_deref(),
        config.require_if_match,
    )?;
    allowed::relate(&asked.service.model, store, relation)?;
    match method {
        "DELETE" => remove(asked, store, relation, item)?,
        "PUT" if is_many => replace(asked, store, relation)?,
        _ => {
            asked.options.allow(&[], "a reference that is set")?;
            let id = sent(asked)?;
            add(asked, store, relation, &id)?;
        }
    }
    let mut response = empty(StatusCode::NO_CONTENT);
    let etag = etag(store, &relation.owner);
    entity::add_etag(response.headers_mut(), etag.as_deref());
    Ok(response)
}

/// The id in the body: `{"@odata.id": "..."}`.
fn sent(asked: &Asked<'_>) -> Result<Json, Fault> {
    let mut row = body::object(asked)?;
    row.remove("@odata.id")
        .ok_or_else(|| Fault::bad_request("the body has no `@odata.id`").target("@odata.id"))
}

fn add(
    asked: &Asked<'_>,
    store: &mut Store,
    relation: &Relation<'_>,
    id: &Json,
) -> Result<(), Fault> {
    let mut changer = changer(asked, store);
    let target = changer
        .linked(id, relation.property, "@odata.id")
        .map_err(refused)?;
    let done = changer.relate(&relation.owner, relation.property, &target);
    done.map_err(refused)
}

/// Puts a collection of references, in `{"value": [...]}`, in the place of those that are there (4.01).
fn replace(asked: &Asked<'_>, store: &mut Store, relation: &Relation<'_>) -> Result<(), Fault> {
    let mut row = body::object(asked)?;
    let Some(Json::Array(items)) = row.remove("value") else {
        let message = "the body has no `value` with references";
        return Err(Fault::bad_request(message).target("value"));
    };
    let mut done = changer(asked, store);
    done.unrelate_all(&relation.owner, relation.property)
        .map_err(refused)?;
    for item in items {
        let id = item.get("@odata.id").cloned().unwrap_or(Json::Null);
        add(asked, store, relation, &id)?;
    }
    Ok(())
}

/// Removes the reference that the path, `$id` or the property itself names.
fn remove(
    asked: &Asked<'_>,
    store: &mut Store,
    relation: &Relation<'_>,
    item: Option<Place>,
) -> Result<(), Fault> {
    asked
        .options
        .allow(&["$id"], "a reference that is removed")?;
    let mut changer = changer(asked, store);
    let id = asked.options.get("$id");
    let target = match (item, id) {
        (Some(_), Some(_)) => {
            let message = "`$id` is for a collection of references, not for one of them";
            return Err(Fault::bad_request(message).target("$id"));
        }
        (Some(item), None) => Some(item),
        (None, Some(id)) => {
            let found = changer.resolve(id).map_err(refused)?;
            let found = found.ok_or_else(|| {
                Fault::not_found(format!("`{id}` leads to no entity")).target("$id")
            })?;
            Some(found)
        }
        (None, None) if relation.property.ty.collection => {
            let message = format!(
                "which of {} is removed has to be said by its key or by `$id`",
                name_of(relation.property)
            );
            return Err(Fault::bad_request(message).target("$id"));
        }
        (None, None) => None,
    };
    let related = changer.related_by(relation).map_err(refused)?;
    let targets = match target {
        Some(target) if related.contains(&target) => vec![target],
        Some(_) => {
            let message = format!(
                "{} does not lead to that entity",
                name_of(relation.property)
            );
            return Err(Fault::not_found(message).target("$id"));
        }
        None => {
            if !relation.property.nullable {
                let message = format!("{} is never null", name_of(relation.property));
                return Err(Fault::bad_request(message).target(relation.property.name.as_str()));
            }
            related
        }
    };
    for target in &targets {
        let done = changer.unrelate(&relation.owner, relation.property, target);
        done.map_err(refused)?;
    }
    Ok(())
}
