//! The content of a media entity or of a stream property, read (Protocol 4.01, 11.2.5).

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};

use crate::answer::found::{Found, Kind};
use crate::answer::read::status;
use crate::answer::{Asked, Fault, condition, entity};
use crate::eval::{Object, Value};
use crate::shape::Shape;
use crate::store::{Content, Media, Store};

/// Whether what was found is bytes that come by themselves.
pub(super) fn is_content(found: &Found<'_>) -> bool {
    let is_stream =
        found.declared.shape == Shape::Primitive(odata_core::edm::PrimitiveType::Stream);
    match found.tail {
        crate::answer::found::Tail::RawValue => is_stream || found.kind == Kind::Entity,
        crate::answer::found::Tail::Nothing => is_stream && !found.declared.collection,
        _ => false,
    }
}

/// Answers with a content.
pub(super) fn content(
    asked: &Asked<'_>,
    store: &Store,
    found: &Found<'_>,
) -> Result<Response<Bytes>, Fault> {
    asked.options.allow(&["$format"], "a content")?;
    let model = &asked.service.model;
    let path = match (&found.value, &found.owner, found.property) {
        (Value::Object(object), ..) if found.kind == Kind::Entity => object.path(model),
        (_, Some(owner), Some(property)) => {
            holder(model, owner).map(|path| format!("{path}/{property}"))
        }
        _ => None,
    };
    let media = path.and_then(|path| store.media(&path));
    let Some(media) = media else {
        // A stream that is null has no content; a media entity always has one.
        return match found.kind {
            Kind::Entity => Err(Fault::not_found("this entity has no content")),
            _ => Ok(status(StatusCode::NO_CONTENT)),
        };
    };
    if condition::is_unchanged(&asked.request.headers, Some(&media.etag))? {
        let mut response = status(StatusCode::NOT_MODIFIED);
        entity::add_etag(response.headers_mut(), Some(&media.etag));
        return Ok(response);
    }
    written(media)
}

/// The path of what a stream property is of.
fn holder(model: &odata_csdl::model::Model, owner: &Object<'_>) -> Option<String> {
    owner.path(model).or_else(|| {
        let home = owner.home.as_ref()?;
        Some(format!(
            "{}/{}",
            home.path,
            home.within.trim_end_matches('/')
        ))
    })
}

fn written(media: &Media) -> Result<Response<Bytes>, Fault> {
    let mut response = Response::new(Bytes::new());
    match &media.content {
        Content::Bytes(bytes) => *response.body_mut() = bytes.clone(),
        Content::Made(pattern) => {
            response.extensions_mut().insert(*pattern);
        }
        Content::Counted(sum) => {
            let message = format!(
                "{} bytes came and were not kept: MockService::discard_media says so",
                sum.length()
            );
            return Err(Fault::gone(message));
        }
    }
    let headers = response.headers_mut();
    if let Ok(content_type) = HeaderValue::from_str(&media.content_type) {
        headers.insert(CONTENT_TYPE, content_type);
    }
    entity::add_etag(headers, Some(&media.etag));
    Ok(response)
}
