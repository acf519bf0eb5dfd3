//! Inserts, updates and deletions (Protocol 4.0, 11.4).

use std::sync::PoisonError;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use http::{HeaderMap, Response, StatusCode};
use odata_core::edm::Literal;
use odata_core::url::key_predicate;
use odata_csdl::model::EntitySet;
use serde_json::Value as Json;

use crate::answer::accept::Format;
use crate::answer::select::Select;
use crate::answer::{Asked, Fault, condition, entity};
use crate::eval::{Value, read};
use crate::form::FormReader;
use crate::shape::{self, Member};
use crate::store::{Refusal, Row, Store, key_values};
use crate::{Canned, multipart};

/// How an answer to a change is written; settled before anything is changed.
struct Written {
    format: Format,
    select: Select,
    prefer: Option<Preference>,
}

/// What the client wants to get back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Preference {
    Minimal,
    Representation,
}

/// Why a change is not answered as asked.
pub(crate) enum Stop {
    Fault(Fault),
    /// The closure that reads forms answers.
    Canned(Box<Canned>),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Stop::Fault(fault)
    }
}

/// Answers a `POST` to a set.
pub(crate) fn insert(asked: &Asked<'_>, set: &EntitySet) -> Result<Response<Bytes>, Stop> {
    let service = asked.service;
    let written = Written::settle(asked, set)?;
    let form = service.config.forms.get(&set.name);
    // The closure may ask the service itself, so the rows are locked only afterwards.
    let (row, replace) = match form {
        Some(reader) => read_form(asked, reader)?,
        None => (body(asked, set)?, false),
    };
    let mut store = service
        .store
        .write()
        .unwrap_or_else(PoisonError::into_inner);
    let row = store
        .insert(&service.model, set, &row, replace)
        .map_err(|refusal| refused(set, refusal))?;
    Ok(if form.is_some() {
        written.entity(asked, &store, set, &row, StatusCode::OK)
    } else {
        written.created(asked, &store, set, &row)
    })
}

/// Answers a `PATCH` to an entity.
pub(crate) fn update(
    asked: &Asked<'_>,
    store: &mut Store,
    set: &EntitySet,
    key: &[Literal],
) -> Result<Response<Bytes>, Fault> {
    let (model, config) = (&asked.service.model, &asked.service.config);
    let headers = &asked.request.headers;
    let written = Written::settle(asked, set)?;
    let values: Vec<Value<'_>> = key
        .iter()
        .map(|literal| read::literal(model, literal))
        .collect();
    let position = store.position(model, set, &values);
    let Some((at, old)) = position.zip(store.find(model, set, &values)) else {
        if !config.upsert {
            return Err(entity::missing(set, key));
        }
        condition::may_insert(headers)?;
        let mut row = body(asked, set)?;
        for (path, literal) in crate::store::key_paths(model, set).iter().zip(key) {
            row.insert((*path).to_owned(), json_of(literal));
        }
        let row = store
            .insert(model, set, &row, false)
            .map_err(|refusal| refused(set, refusal))?;
        return Ok(written.created(asked, store, set, &row));
    };
    condition::may_change(headers, store.etag(set, old), config.require_if_match)?;
    let members = body(asked, set)?;
    let row = store
        .merge(model, set, at, &members)
        .map_err(|refusal| refused(set, refusal))?;
    Ok(match written.prefer {
        Some(Preference::Representation) => written.entity(asked, store, set, &row, StatusCode::OK),
        _ => written.nothing(store, set, &row),
    })
}

/// Answers a `DELETE` of an entity.
pub(crate) fn delete(
    asked: &Asked<'_>,
    store: &mut Store,
    set: &EntitySet,
    key: &[Literal],
) -> Result<Response<Bytes>, Fault> {
    let (model, config) = (&asked.service.model, &asked.service.config);
    asked.options.allow(&[], "a deletion")?;
    let values: Vec<Value<'_>> = key
        .iter()
        .map(|literal| read::literal(model, literal))
        .collect();
    let Some(row) = store.find(model, set, &values) else {
        return Err(entity::missing(set, key));
    };
    let etag = store.etag(set, row);
    condition::may_change(&asked.request.headers, etag, config.require_if_match)?;
    store.remove(model, set, &values);
    Ok(empty(StatusCode::NO_CONTENT))
}

impl Written {
    fn settle(asked: &Asked<'_>, set: &EntitySet) -> Result<Self, Fault> {
        let options = &asked.options;
        options.allow(&["$select", "$format"], "a change")?;
        let headers = &asked.request.headers;
        Ok(Written {
            format: Format::negotiate(headers, options.get("$format"))?,
            select: match options.get("$select") {
                Some(text) => Select::parse(text, &asked.service.model, set.entity_type)?,
                None => Select::default(),
            },
            prefer: preference(headers),
        })
    }

    /// 201 and the entity, or 204 and its id.
    fn created(
        &self,
        asked: &Asked<'_>,
        store: &Store,
        set: &EntitySet,
        row: &Row,
    ) -> Response<Bytes> {
        let mut response = match self.prefer {
            Some(Preference::Minimal) => self.nothing(store, set, row),
            _ => self.entity(asked, store, set, row, StatusCode::CREATED),
        };
        if let Some(url) = url(asked, set, row) {
            let headers = response.headers_mut();
            headers.insert("odata-entityid", url.clone());
            headers.insert(LOCATION, url);
        }
        response
    }

    /// The entity as it now is.
    fn entity(
        &self,
        asked: &Asked<'_>,
        store: &Store,
        set: &EntitySet,
        row: &Row,
        status: StatusCode,
    ) -> Response<Bytes> {
        let mut response = entity::written(asked, store, set, row, self.format, &self.select);
        *response.status_mut() = status;
        if self.prefer == Some(Preference::Representation) {
            let applied = HeaderValue::from_static("return=representation");
            response.headers_mut().insert("preference-applied", applied);
        }
        response
    }

    /// 204, with the ETag that the entity now has.
    fn nothing(&self, store: &Store, set: &EntitySet, row: &Row) -> Response<Bytes> {
        let mut response = empty(StatusCode::NO_CONTENT);
        let headers = response.headers_mut();
        if self.prefer == Some(Preference::Minimal) {
            let applied = HeaderValue::from_static("return=minimal");
            headers.insert("preference-applied", applied);
        }
        entity::add_etag(headers, store.etag(set, row));
        response
    }
}

fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

/// What of a change the client wants to see (Protocol 4.0, 8.2.8.7).
fn preference(headers: &HeaderMap) -> Option<Preference> {
    let values = headers
        .get_all("prefer")
        .iter()
        .filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).find_map(|one| {
        let one = one.split(';').next().unwrap_or_default();
        match one.trim().to_ascii_lowercase().as_str() {
            "return=minimal" => Some(Preference::Minimal),
            "return=representation" => Some(Preference::Representation),
            _ => None,
        }
    })
}

fn content_type<'a>(asked: &'a Asked<'_>) -> &'a str {
    asked
        .request
        .header(CONTENT_TYPE.as_str())
        .unwrap_or_default()
}

/// Reads the entity, or the part of one, that was sent.
fn body(asked: &Asked<'_>, set: &EntitySet) -> Result<Row, Fault> {
    let content_type = content_type(asked);
    let media = content_type.split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/json") {
        let message = format!("Content-Type is application/json here, not `{content_type}`");
        return Err(Fault::unsupported_media_type(message));
    }
    let row = object(serde_json::from_slice(&asked.request.body), "the body")?;
    for name in row.keys() {
        let property = name.strip_suffix("@odata.bind").unwrap_or(name);
        let model = &asked.service.model;
        let id = shape::actual_type(model, Some(set.entity_type), &row);
        let found = id.and_then(|id| shape::member(model, id, property));
        if matches!(found, Some(Member::Navigation(_))) {
            let message = "related entities are not inserted or linked by this service";
            return Err(Fault::not_implemented(message).target(property));
        }
    }
    Ok(row)
}

fn object(json: Result<Json, serde_json::Error>, what: &str) -> Result<Row, Fault> {
    match json {
        Ok(Json::Object(row)) => Ok(row),
        Ok(_) => Err(Fault::bad_request(format!("{what} is not a JSON object"))),
        Err(error) => Err(Fault::bad_request(format!("{what} is not JSON: {error}"))),
    }
}

/// Reads a form and lets the closure make an entity of it; says whether that replaces another.
fn read_form(asked: &Asked<'_>, reader: &FormReader) -> Result<(Row, bool), Stop> {
    let content_type = content_type(asked);
    let Some(boundary) = multipart::boundary(content_type) else {
        let message = format!(
            "Content-Type is multipart/form-data with a boundary here, not `{content_type}`"
        );
        return Err(Fault::unsupported_media_type(message).into());
    };
    let parts = multipart::parts(&asked.request.body, &boundary)
        .map_err(|reason| Fault::bad_request(format!("the form cannot be read: {reason}")))?;
    let made = reader(&parts).map_err(Stop::Canned)?;
    let row = object(Ok(made.entity), "what the test made of the form")?;
    Ok((row, made.replace))
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

/// The URL of an entity.
fn url(asked: &Asked<'_>, set: &EntitySet, row: &Row) -> Option<HeaderValue> {
    let model = &*asked.service.model;
    let values = key_values(model, set, row);
    let literals = values.iter().map(|value| match value {
        // In the type's own words, since the value alone does not say which type it is.
        Value::Enum(id, number) => Some(Literal::Enum {
            type_name: Some(model.enum_type(*id).name.to_string().into()),
            members: number.to_string().into(),
        }),
        other => other.to_literal(),
    });
    let literals: Option<Vec<Literal>> = literals.collect();
    let names = entity::key_names(asked, set);
    let pairs: Vec<(&str, Literal)> = names.into_iter().zip(literals?).collect();
    let url = format!("{}{}{}", asked.root, set.name, key_predicate(&pairs));
    HeaderValue::from_str(&url).ok()
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
