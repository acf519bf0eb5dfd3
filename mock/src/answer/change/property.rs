//! Single properties are changed (Protocol 4.01, 11.4.9).

use bytes::Bytes;
use http::{Method, Response};
use odata_core::edm::PrimitiveType;
use odata_csdl::model::Model;
use serde_json::Value as Json;

use super::spot::{Part, is_stream, with_walker};
use super::{body, changer, content, etag, forms, misfits, not_allowed, refused};
use crate::answer::restrictions::Said;
use crate::answer::segment::segments;
use crate::answer::written::{Preference, applied, empty, preference};
use crate::answer::{Asked, Fault, condition, entity, read};
use crate::eval::{Source, read as values};
use crate::shape::{Declared, Shape};
use crate::store::{self, Missing, Row, Store};

/// Answers a change of a property.
pub(super) fn change(
    asked: &Asked<'_>,
    store: &mut Store,
    part: &Part,
) -> Result<Response<Bytes>, Fault> {
    if is_stream(part.declared) {
        return content::change_stream(asked, store, part);
    }
    let is_complex =
        matches!(part.declared.shape, Shape::Structured(_)) && !part.declared.collection;
    let allowed = match (part.declared.collection, is_complex) {
        (true, _) => "GET, HEAD, POST, PUT, DELETE",
        (_, true) => "GET, HEAD, PATCH, PUT, DELETE",
        _ => "GET, HEAD, PATCH, PUT, DELETE",
    };
    let method = &asked.request.method;
    let value = match method.as_str() {
        "DELETE" => {
            may_change(asked, store, part)?;
            asked.options.allow(&[], "a deletion")?;
            Json::Null
        }
        "PUT" | "PATCH" if is_complex => {
            may_change(asked, store, part)?;
            let mut row = body::object(asked)?;
            match row.remove("value") {
                Some(value) if row.keys().all(|name| name.contains('@')) => value,
                Some(value) => {
                    row.insert("value".to_owned(), value);
                    Json::Object(members(row))
                }
                None => Json::Object(members(row)),
            }
        }
        "PUT" => {
            may_change(asked, store, part)?;
            wrapped(asked)?
        }
        "PATCH" if !part.declared.collection => {
            may_change(asked, store, part)?;
            wrapped(asked)?
        }
        "POST" if part.declared.collection => {
            may_change(asked, store, part)?;
            let added = wrapped_or_object(asked)?;
            let old = store
                .at(&part.owner)
                .and_then(|owner| owner.get(&part.name));
            let mut items = old.and_then(Json::as_array).cloned().unwrap_or_default();
            items.push(added);
            Json::Array(items)
        }
        _ => return Err(not_allowed(asked, allowed)),
    };
    let missing = if method == Method::PATCH {
        Missing::Stay
    } else {
        Missing::Reset
    };
    put(asked, store, part, value, missing)
}

/// Answers a change of the raw value of a property (Protocol 4.01, 11.4.9.1 and 11.4.9.2).
pub(super) fn change_raw(
    asked: &Asked<'_>,
    store: &mut Store,
    part: &Part,
) -> Result<Response<Bytes>, Fault> {
    if is_stream(part.declared) {
        return content::change_stream(asked, store, part);
    }
    let is_single =
        !part.declared.collection && !matches!(part.declared.shape, Shape::Structured(_));
    if !is_single {
        return Err(not_allowed(asked, "GET, HEAD"));
    }
    match asked.request.method.as_str() {
        "PUT" => {
            may_change(asked, store, part)?;
            let value = raw(asked, part)?;
            put(asked, store, part, value, Missing::Reset)
        }
        "DELETE" => {
            may_change(asked, store, part)?;
            put(asked, store, part, Json::Null, Missing::Reset)
        }
        _ => Err(not_allowed(asked, "GET, HEAD, PUT, DELETE")),
    }
}

/// A raw value as it stands in JSON: text, or the bytes themselves of what is binary.
fn raw(asked: &Asked<'_>, part: &Part) -> Result<Json, Fault> {
    let sent = &asked.request.body;
    if part.declared.shape == Shape::Primitive(PrimitiveType::Binary) {
        let binary = odata_core::edm::Binary::from(sent.to_vec());
        return Ok(binary.to_string().into());
    }
    let media = body::media_type(asked);
    if !media.is_empty() && !media.eq_ignore_ascii_case("text/plain") {
        let message = format!("Content-Type is text/plain for a raw value, not `{media}`");
        return Err(Fault::unsupported_media_type(message));
    }
    let text =
        std::str::from_utf8(sent).map_err(|_| Fault::bad_request("the body is not UTF-8"))?;
    match part.declared.shape {
        Shape::Primitive(PrimitiveType::String) | Shape::Unknown | Shape::Enum(_) => {
            Ok(text.into())
        }
        Shape::Primitive(primitive) => {
            let text = text.trim();
            values::from_text(primitive, text).map_err(|reason| {
                let message = format!("`{}` is `{text}`, {reason}", part.name);
                Fault::bad_request(message).target(part.name.as_str())
            })?;
            let is_bare = primitive.is_numeric() || primitive == PrimitiveType::Boolean;
            let json = is_bare.then(|| serde_json::from_str(text).ok()).flatten();
            Ok(json.unwrap_or_else(|| text.into()))
        }
        Shape::Structured(_) => Err(not_allowed(asked, "GET, HEAD")),
    }
}

/// The value in `{"value": ...}`.
fn wrapped(asked: &Asked<'_>) -> Result<Json, Fault> {
    let mut row = body::object(asked)?;
    let value = row.remove("value").ok_or_else(|| {
        Fault::bad_request("the body has no `value`: a property is sent as {\"value\": ...}")
            .target("value")
    })?;
    match row.keys().find(|name| !name.contains('@')) {
        None => Ok(value),
        Some(other) => {
            let message = format!("the body of a property has `value`, and not `{other}`");
            Err(Fault::bad_request(message).target(other.as_str()))
        }
    }
}

/// An item of a collection, in `{"value": ...}` or, if it is an object, as it is.
fn wrapped_or_object(asked: &Asked<'_>) -> Result<Json, Fault> {
    let row = body::object(asked)?;
    let others = row.keys().filter(|name| !name.contains('@'));
    if others.eq(["value"]) {
        return wrapped(asked);
    }
    Ok(Json::Object(members(row)))
}

/// The members of a complex value, and its type.
fn members(row: Row) -> Row {
    let keep = |name: &String| !name.starts_with('@') || name == "@odata.type";
    row.into_iter().filter(|(name, _)| keep(name)).collect()
}

/// Refuses a change of what only the service gives a value, or of what the client does not know.
pub(super) fn may_change(asked: &Asked<'_>, store: &Store, part: &Part) -> Result<(), Fault> {
    let (model, config) = (&*asked.service.model, &asked.service.config);
    let etag = etag(store, &part.owner);
    condition::may_change(
        &asked.request.headers,
        etag.as_deref(),
        config.require_if_match,
    )?;
    if let Some(reason) = fixed(model, store, part) {
        let message = format!("`{}` {reason}", part.name);
        return Err(Fault::bad_request(message).target(part.name.as_str()));
    }
    let set = model.entity_set(&part.owner.source).map(Source::Set);
    let source = set.or_else(|| model.singleton(&part.owner.source).map(Source::Singleton));
    let said = source.map(|source| Said::of(model, source));
    let updatable = said.and_then(|said| said.flag("UpdateRestrictions", "Updatable"));
    if updatable == Some(false) {
        let message = format!("`{}` cannot be updated", part.owner.source);
        return Err(Fault::method_not_allowed(message, "GET, HEAD"));
    }
    Ok(())
}

/// Why the value of a property cannot be changed.
fn fixed(model: &Model, store: &Store, part: &Part) -> Option<&'static str> {
    let property = model.property(part.ty, &part.name)?;
    let key = model.key(part.ty).map_or(&[][..], |key| &key.properties);
    if key.iter().any(|one| one.path == part.name) {
        return Some("is the key and cannot be changed");
    }
    if store::is_read_only(property) {
        return Some("is computed by the service");
    }
    if store::is_immutable(property) {
        return Some("cannot be changed once the entity is there");
    }
    let set = model.entity_set(&part.owner.source).map(Source::Set);
    let source = set.or_else(|| model.singleton(&part.owner.source).map(Source::Singleton))?;
    let path = store.navigation_path(&part.owner, &part.name);
    let said = Said::of(model, source);
    said.lists("UpdateRestrictions", "NonUpdatableProperties", &path)
        .then_some("cannot be updated")
}

/// Puts a value in the place of the one of a property, and answers with it if the client wants it.
fn put(
    asked: &Asked<'_>,
    store: &mut Store,
    part: &Part,
    value: Json,
    missing: Missing,
) -> Result<Response<Bytes>, Fault> {
    let model = &*asked.service.model;
    let declared = match (part.declared.shape, model.property(part.ty, &part.name)) {
        (_, Some(property)) => Declared::new(model, &property.ty, property.nullable),
        _ => part.declared,
    };
    if value.is_null() && (declared.collection || !declared.nullable) {
        let message = format!("`{}` is null and must not be", part.name);
        return Err(Fault::bad_request(message).target(part.name.as_str()));
    }
    forms::check_value(asked, declared, &value, &part.name)?;
    store::fits(model, &value, declared, &part.name).map_err(misfits)?;
    let mut changer = changer(asked, store);
    let done = changer.set_property(&part.owner, &part.name, value, missing);
    done.map_err(refused)?;
    let etag = etag(store, &part.owner);
    let wanted = preference(&asked.request.headers);
    let mut response = match wanted {
        Some(Preference::Representation) => {
            let path = segments(asked.path)?;
            with_walker(asked, store, |walker| {
                let found = walker.walk(&path)?;
                read::answered(asked, walker.context.clone(), found)
            })?
        }
        _ => empty(http::StatusCode::NO_CONTENT),
    };
    applied(response.headers_mut(), wanted);
    entity::add_etag(response.headers_mut(), etag.as_deref());
    Ok(response)
}
