//! Inserts, updates and deletions (Protocol 4.0, 11.4).

use std::sync::PoisonError;

use bytes::Bytes;
use http::{Response, StatusCode};
use odata_core::edm::Literal;
use odata_csdl::model::{EntitySet, StructuredTypeId};
use serde_json::Value as Json;

use crate::answer::sent::{Stop, body, read_form};
use crate::answer::written::{Preference, Written, empty};
use crate::answer::{Asked, Fault, cast, condition, entity};
use crate::eval::{Value, read};
use crate::shape;
use crate::store::{Refusal, Store, key_paths};

/// Answers a `POST` to a set.
pub(crate) fn insert(
    asked: &Asked<'_>,
    set: &EntitySet,
    cast: Option<StructuredTypeId>,
) -> Result<Response<Bytes>, Stop> {
    let service = asked.service;
    let written = Written::settle(asked, set)?;
    let form = service.config.forms.get(&set.name);
    // The closure may ask the service itself, so the rows are locked only afterwards.
    let (mut row, replace) = match form {
        Some(reader) => read_form(asked, reader)?,
        None => (body(asked, set)?, false),
    };
    if let Some(id) = cast
        && shape::stated_type(&row).is_none()
    {
        let name = &service.model.structured_type(id).name;
        row.insert("@odata.type".to_owned(), format!("#{name}").into());
    }
    if !cast::fits(&row, set, &service.model, cast) {
        let message = "the entity is not of the type that the URL ends with";
        return Err(Fault::bad_request(message).target("@odata.type").into());
    }
    let mut store = service
        .store
        .write()
        .unwrap_or_else(PoisonError::into_inner);
    let row = store
        .insert(&service.model, set, &row, replace)
        .map_err(|refusal| refused(set, refusal))?;
    Ok(if form.is_some() {
        written.entity(asked, &store, set, &row, StatusCode::OK)?
    } else {
        written.created(asked, &store, set, &row)?
    })
}

/// Answers a `PATCH` to an entity.
pub(crate) fn update(
    asked: &Asked<'_>,
    store: &mut Store,
    set: &EntitySet,
    key: &[Literal],
    cast: Option<StructuredTypeId>,
) -> Result<Response<Bytes>, Fault> {
    let (model, config) = (&asked.service.model, &asked.service.config);
    let headers = &asked.request.headers;
    let written = Written::settle(asked, set)?;
    let values: Vec<Value<'_>> = key
        .iter()
        .map(|literal| read::literal(model, literal))
        .collect();
    let position = store.position(model, set, &values);
    let found = store.find(model, set, &values);
    if found.is_some_and(|row| !cast::fits(row, set, model, cast)) {
        return Err(entity::missing(set, key));
    }
    let Some((at, old)) = position.zip(found) else {
        if !config.upsert || cast.is_some() {
            return Err(entity::missing(set, key));
        }
        condition::may_insert(headers)?;
        let mut row = body(asked, set)?;
        for (path, literal) in key_paths(model, set).iter().zip(key) {
            row.insert((*path).to_owned(), json_of(literal));
        }
        let row = store
            .insert(model, set, &row, false)
            .map_err(|refusal| refused(set, refusal))?;
        return written.created(asked, store, set, &row);
    };
    condition::may_change(headers, store.etag(set, old), config.require_if_match)?;
    let members = body(asked, set)?;
    let row = store
        .merge(model, set, at, &members)
        .map_err(|refusal| refused(set, refusal))?;
    Ok(match written.prefer {
        Some(Preference::Representation) => {
            written.entity(asked, store, set, &row, StatusCode::OK)?
        }
        _ => written.nothing(store, set, &row),
    })
}

/// Answers a `DELETE` of an entity.
pub(crate) fn delete(
    asked: &Asked<'_>,
    store: &mut Store,
    set: &EntitySet,
    key: &[Literal],
    cast: Option<StructuredTypeId>,
) -> Result<Response<Bytes>, Fault> {
    let (model, config) = (&asked.service.model, &asked.service.config);
    asked.options.allow(&[], "a deletion")?;
    let values: Vec<Value<'_>> = key
        .iter()
        .map(|literal| read::literal(model, literal))
        .collect();
    let found = store.find(model, set, &values);
    let Some(row) = found.filter(|row| cast::fits(row, set, model, cast)) else {
        return Err(entity::missing(set, key));
    };
    let etag = store.etag(set, row);
    condition::may_change(&asked.request.headers, etag, config.require_if_match)?;
    store.remove(model, set, &values);
    Ok(empty(StatusCode::NO_CONTENT))
}

fn refused(set: &EntitySet, refusal: Refusal) -> Fault {
    match refusal {
        Refusal::Misfit(misfit) => {
            let message = format!("`{}` {}", misfit.path, misfit.reason);
            Fault::bad_request(message).target(misfit.path)
        }
        Refusal::Taken(key) => {
            let message = format!("`{}` has an entity with the key {key} already", set.name);
            Fault::conflict(message)
        }
    }
}

/// A value of a key in a URL as it stands in JSON.
fn json_of(literal: &Literal) -> Json {
    match literal {
        Literal::Null | Literal::Geo { .. } => Json::Null,
        Literal::Boolean(value) => (*value).into(),
        Literal::Int(value) => (*value).into(),
        Literal::Double(value) => (*value).into(),
        Literal::Decimal(value) => value.to_string().into(),
        Literal::String(value) => value.as_str().into(),
        Literal::Guid(value) => value.to_string().into(),
        Literal::Date(value) => value.to_string().into(),
        Literal::TimeOfDay(value) => value.to_string().into(),
        Literal::DateTimeOffset(value) => value.to_string().into(),
        Literal::Duration(value) => value.to_string().into(),
        Literal::Binary(value) => value.to_string().into(),
        Literal::Enum { members, .. } => (**members).into(),
    }
}
