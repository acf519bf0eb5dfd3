//! One entity, and properties of it.

use bytes::Bytes;
use http::header::{ETAG, HeaderValue};
use http::{HeaderMap, Response, StatusCode};
use odata_core::edm::Literal;
use odata_core::url::key_predicate;
use odata_csdl::model::{EntitySet, StructuredTypeId};
use serde_json::Value as Json;

use crate::answer::accept::Format;
use crate::answer::select::Select;
use crate::answer::target::Tail;
use crate::answer::write::{Writer, quoted};
use crate::answer::{Asked, Fault, cast, condition, plain, reply};
use crate::eval::{Value, read};
use crate::service::near_or_all;
use crate::shape::{self, Declared, Member, Shape};
use crate::store::{Row, Store};

/// Answers an entity, or what is at the end of a path in it.
pub(crate) fn entity(
    asked: &Asked<'_>,
    store: &Store,
    set: &EntitySet,
    key: &[Literal],
    cast: Option<StructuredTypeId>,
    path: &[String],
    tail: Tail,
) -> Result<Response<Bytes>, Fault> {
    let model = &*asked.service.model;
    let values: Vec<Value<'_>> = key
        .iter()
        .map(|literal| read::literal(model, literal))
        .collect();
    let found = store.find(model, set, &values);
    let Some(row) = found.filter(|row| cast::fits(row, set, model, cast)) else {
        return Err(missing(set, key));
    };
    if !path.is_empty() {
        return property(asked, set, row, key, path, tail);
    }
    asked
        .options
        .allow(&["$select", "$format"], "a single entity")?;
    let format = Format::negotiate(&asked.request.headers, asked.options.get("$format"))?;
    let select = match asked.options.get("$select") {
        Some(text) => Select::parse(text, model, cast.unwrap_or(set.entity_type))?,
        None => Select::default(),
    };
    let etag = store.etag(set, row);
    if condition::is_unchanged(&asked.request.headers, etag)? {
        let mut response = status(StatusCode::NOT_MODIFIED);
        add_etag(response.headers_mut(), etag);
        return Ok(response);
    }
    Ok(written(asked, store, set, cast, row, format, &select))
}

/// There is no entity with that key.
pub(crate) fn missing(set: &EntitySet, key: &[Literal]) -> Fault {
    let texts: Vec<String> = key.iter().map(Literal::to_string).collect();
    let message = format!(
        "`{}` has no entity with the key {}",
        set.name,
        texts.join(",")
    );
    Fault::not_found(message)
}

/// The entity as an answer.
pub(crate) fn written(
    asked: &Asked<'_>,
    store: &Store,
    set: &EntitySet,
    cast: Option<StructuredTypeId>,
    row: &Row,
    format: Format,
    select: &Select,
) -> Response<Bytes> {
    let model = &*asked.service.model;
    let context = format!(
        "{}$metadata#{}{}/$entity",
        asked.root,
        cast::context(set, model, cast),
        select.context()
    );
    let head = (!format.no_metadata).then(|| format!("\"@odata.context\":{}", quoted(&context)));
    let body = Writer { model, format }.object(Some(set.entity_type), row, select, head);
    let mut response = reply(format.content_type(), body);
    add_etag(response.headers_mut(), store.etag(set, row));
    response
}

/// Puts an ETag into its header.
pub(crate) fn add_etag(headers: &mut HeaderMap, etag: Option<&str>) {
    if let Some(etag) = etag.and_then(|etag| HeaderValue::from_str(etag).ok()) {
        headers.insert(ETAG, etag);
    }
}

fn property(
    asked: &Asked<'_>,
    set: &EntitySet,
    row: &Row,
    key: &[Literal],
    path: &[String],
    tail: Tail,
) -> Result<Response<Bytes>, Fault> {
    asked.options.allow(&["$format"], "a property")?;
    let model = &*asked.service.model;
    let mut declared = Declared {
        shape: Shape::Structured(set.entity_type),
        collection: false,
        nullable: false,
    };
    let mut owner = Some(row);
    let mut found: Option<&Json> = None;
    for segment in path {
        declared = declared_below(asked, declared, owner, segment)?;
        found = owner
            .and_then(|owner| owner.get(segment))
            .filter(|json| !json.is_null());
        owner = found.and_then(Json::as_object);
    }
    let Some(json) = found else {
        // A property that is null has no content.
        return Ok(status(StatusCode::NO_CONTENT));
    };
    match tail {
        Tail::Count => match json {
            Json::Array(items) if declared.collection => Ok(plain(items.len().to_string())),
            _ => Err(Fault::bad_request("`$count` needs a collection")),
        },
        Tail::RawValue => raw(asked, json, declared),
        Tail::Nothing => {
            let format = Format::negotiate(&asked.request.headers, asked.options.get("$format"))?;
            let names = key_names(asked, set);
            let pairs: Vec<(&str, Literal)> = names.into_iter().zip(key.iter().cloned()).collect();
            let context = format!(
                "{}$metadata#{}{}/{}",
                asked.root,
                set.name,
                key_predicate(&pairs),
                path.join("/")
            );
            let writer = Writer { model, format };
            let head =
                (!format.no_metadata).then(|| format!("\"@odata.context\":{}", quoted(&context)));
            let body = match (json, declared.shape) {
                (Json::Object(members), Shape::Structured(id)) if !declared.collection => {
                    writer.object(Some(id), members, Select::ALL, head)
                }
                _ => {
                    let value = writer.value(json, declared, Select::ALL);
                    let head = head.map_or_else(String::new, |head| head + ",");
                    format!("{{{head}\"value\":{value}}}")
                }
            };
            Ok(reply(format.content_type(), body))
        }
    }
}

/// The names of the properties of the key in key predicates.
pub(crate) fn key_names<'m>(asked: &Asked<'m>, set: &EntitySet) -> Vec<&'m str> {
    let key = asked
        .service
        .model
        .key(set.entity_type)
        .map_or(&[][..], |key| &key.properties);
    key.iter()
        .map(odata_csdl::model::KeyProperty::name)
        .collect()
}

/// What is declared of a property of an object.
fn declared_below(
    asked: &Asked<'_>,
    of: Declared,
    owner: Option<&Row>,
    name: &str,
) -> Result<Declared, Fault> {
    let model = &*asked.service.model;
    let id = match (of.shape, of.collection) {
        (Shape::Structured(id), false) => id,
        (Shape::Unknown, _) => return Ok(Declared::UNKNOWN),
        _ => {
            return Err(Fault::not_found(format!(
                "there is no property `{name}` below that"
            )));
        }
    };
    let id = owner
        .and_then(|owner| shape::actual_type(model, Some(id), owner))
        .unwrap_or(id);
    match shape::member(model, id, name) {
        Some(Member::Property(declared)) => Ok(declared),
        Some(Member::Dynamic) => Ok(Declared::UNKNOWN),
        Some(Member::Navigation(_)) => {
            let message = format!("`{name}` leads elsewhere, and this service does not follow it");
            Err(Fault::not_implemented(message))
        }
        None => {
            let names = shape::member_names(model, id);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let ty = &model.structured_type(id).name;
            let help = near_or_all(name, &names);
            let message = format!("{ty} has no property `{name}`: {help}");
            Err(Fault::not_found(message).target(name))
        }
    }
}

/// The value itself, as text or as bytes.
fn raw(asked: &Asked<'_>, json: &Json, declared: Declared) -> Result<Response<Bytes>, Fault> {
    match read::json(&asked.service.model, json, declared) {
        Ok(Value::Binary(binary)) => Ok(reply("application/octet-stream", Vec::from(binary))),
        Ok(Value::Collection { .. } | Value::Object { .. }) => {
            Err(Fault::bad_request("`$value` needs a single value"))
        }
        _ => Ok(plain(
            json.as_str()
                .map_or_else(|| json.to_string(), str::to_owned),
        )),
    }
}

fn status(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}
