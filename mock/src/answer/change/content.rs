//! The content of media entities and of stream properties comes, changes and goes (Protocol 4.01, 11.4.7 and 11.4.8).

use bytes::Bytes;
use http::header::HeaderValue;
use http::{Response, StatusCode};
use serde_json::Value as Json;

use super::spot::{Collection, Part};
use super::{allowed, body, changer, entity as entities, not_allowed};
use crate::answer::written::{Preference, Written, applied, empty, preference};
use crate::answer::{Asked, Fault, condition, entity};
use crate::media::MediaSum;
use crate::store::{Content, Place, Row, Store, describe};

/// The type of bytes of which nothing else is known.
const BYTES: &str = "application/octet-stream";

/// Answers a `POST` of a content: it makes a media entity.
pub(super) fn insert(
    asked: &Asked<'_>,
    store: &mut Store,
    collection: &Collection<'_>,
) -> Result<Response<Bytes>, Fault> {
    let written = Written::settle(asked, collection.ty, &Row::new())?;
    let mut row = Row::new();
    // A client may propose a name (RFC 5023, 9.7); it is the key if that is the only text that there has to be.
    if let Some(name) = slug(asked, collection) {
        row.extend([name]);
    }
    let place = entities::inserted(asked, store, collection, row)?;
    put(asked, store, &place, "")?;
    written.created(asked, store, &place)
}

/// The key that a `Slug` header proposes, where the key is a single text.
fn slug(asked: &Asked<'_>, collection: &Collection<'_>) -> Option<(String, Json)> {
    let slug = odata_core::url::decode(asked.request.header("slug")?).ok()?;
    let model = &*asked.service.model;
    let [key] = &model.key(collection.ty)?.properties[..] else {
        return None;
    };
    let shape = crate::shape::at(model, collection.ty, &key.path);
    let text = crate::shape::Shape::Primitive(odata_core::edm::PrimitiveType::String);
    (shape == text).then(|| (key.path.clone(), slug.into()))
}

/// Answers a change of the content of a media entity.
pub(super) fn change(
    asked: &Asked<'_>,
    store: &mut Store,
    place: &Place,
) -> Result<Response<Bytes>, Fault> {
    let model = &*asked.service.model;
    let source = model
        .entity_set(&place.source)
        .map(crate::eval::Source::Set);
    match asked.request.method.as_str() {
        "PUT" | "DELETE" => {
            allowed::content(model, source)?;
            changed(asked, store, place, "")
        }
        _ => Err(not_allowed(asked, "GET, HEAD, PUT, DELETE")),
    }
}

/// Answers a change of a stream property.
pub(super) fn change_stream(
    asked: &Asked<'_>,
    store: &mut Store,
    part: &Part,
) -> Result<Response<Bytes>, Fault> {
    match asked.request.method.as_str() {
        "PUT" | "DELETE" => changed(asked, store, &part.owner, &part.name),
        _ => Err(not_allowed(asked, "GET, HEAD, PUT, DELETE")),
    }
}

fn changed(
    asked: &Asked<'_>,
    store: &mut Store,
    place: &Place,
    property: &str,
) -> Result<Response<Bytes>, Fault> {
    asked.options.allow(&[], "a content")?;
    let path = path(asked, store, place, property)?;
    let etag = store.media(&path).map(|media| media.etag.clone());
    let required = asked.service.config.require_if_match;
    condition::may_change(&asked.request.headers, etag.as_deref(), required)?;
    if asked.request.method == http::Method::DELETE {
        store.remove_media(&path);
        say(asked, store, place, property, &path);
        return Ok(empty(StatusCode::NO_CONTENT));
    }
    put(asked, store, place, property)?;
    let wanted = preference(&asked.request.headers);
    let written = Preference::Representation;
    let is_wanted = wanted == Some(written) && property.is_empty();
    let mut response = if is_wanted {
        let ty = changer(asked, store).type_at(place);
        let ty = ty.ok_or_else(|| Fault::not_found("there is no entity there"))?;
        let written = Written::settle(asked, ty, &Row::new())?;
        written.entity(asked, store, place, StatusCode::OK)?
    } else {
        empty(StatusCode::NO_CONTENT)
    };
    applied(
        response.headers_mut(),
        wanted.filter(|one| *one != written || is_wanted),
    );
    if !is_wanted {
        let etag = store.media(&path).map(|media| media.etag.as_str());
        entity::add_etag(response.headers_mut(), etag);
    }
    Ok(response)
}

/// The path by which the content of an entity, or of a property of it, is kept.
fn path(
    asked: &Asked<'_>,
    store: &mut Store,
    place: &Place,
    property: &str,
) -> Result<String, Fault> {
    let path = changer(asked, store).content_path(place, property);
    path.ok_or_else(|| Fault::not_found("there is nothing that could have a content"))
}

/// Keeps the content that was sent, as far as the service keeps any.
fn put(asked: &Asked<'_>, store: &mut Store, place: &Place, property: &str) -> Result<(), Fault> {
    let path = path(asked, store, place, property)?;
    let content_type = match body::content_type(asked) {
        "" => BYTES,
        given => given,
    };
    if HeaderValue::from_str(content_type).is_err() {
        return Err(Fault::unsupported_media_type("this is no media type"));
    }
    let content = match asked.request.counted {
        Some(sum) => Content::Counted(sum),
        None if asked.service.config.discard_media => {
            Content::Counted(MediaSum::of(&asked.request.body))
        }
        None => Content::Bytes(asked.request.body.clone()),
    };
    store.put_media(&path, content_type, content);
    say(asked, store, place, property, &path);
    Ok(())
}

/// Lets the entity say what its content is.
fn say(asked: &Asked<'_>, store: &mut Store, place: &Place, property: &str, path: &str) {
    let mut row = store.at(place).cloned().unwrap_or_default();
    describe(&mut row, property, store.media(path));
    store.put(&asked.service.model, place, row);
}
