//! One entity: how it is written, and its ETag.

use bytes::Bytes;
use http::header::{ETAG, HeaderValue};
use http::{HeaderMap, Response};

use crate::answer::accept::Format;
use crate::answer::pipeline::Context;
use crate::answer::view::View;
use crate::answer::write::{Writer, quoted};
use crate::answer::{Asked, Fault, reply};
use crate::eval::{Budget, Object, World};
use crate::store::{Place, Store, object_at};

/// An entity that was changed, as an answer.
pub(crate) fn written(
    asked: &Asked<'_>,
    store: &Store,
    place: &Place,
    format: Format,
    view: &View,
) -> Result<Response<Bytes>, Fault> {
    let model = &*asked.service.model;
    let budget = Budget::default();
    let aliases = asked.options.aliases()?;
    let link_root = asked.link_root(format);
    let writer = Writer {
        context: Context {
            world: World {
                model,
                store,
                now: asked.now,
                budget: &budget,
                operations: &asked.service.config.operations,
            },
            aliases: &aliases,
            it: None,
        },
        format,
        preferences: &asked.preferences,
        root: &asked.root,
        link_root: &link_root,
        page_size: asked.service.config.expand_page_size,
        depth: 0,
    };
    let entity = object_at(writer.context.world, place)
        .ok_or_else(|| Fault::not_found("there is no entity there"))?;
    let mut head = Vec::new();
    if !format.is_none() {
        let selected = view.context(format.is_newer);
        let home = entity.home.as_ref();
        let end = match home.is_some_and(|home| home.is_only && !home.path.contains('/')) {
            true => "",
            false => "/$entity",
        };
        let path = home.map_or("", |home| home.path.as_str());
        let context = format!("{}$metadata#{path}{selected}{end}", asked.root);
        head.push(format!(
            "\"{}\":{}",
            format.control("context"),
            quoted(&context)
        ));
    }
    let body = writer.object(&entity, view, None, head)?;
    let mut response = reply(&format.content_type(), body);
    let etag = etag_of(&writer, &entity, true);
    add_etag(response.headers_mut(), etag.as_deref());
    Ok(response)
}

/// The ETag of an entity, if it has one.
pub(super) fn etag_of(writer: &Writer<'_>, object: &Object<'_>, is_entity: bool) -> Option<String> {
    let home = object.home.as_ref().filter(|_| is_entity)?;
    match home.source {
        source if home.path == source.name() => {
            let store = writer.context.world.store;
            store.etag(source.name(), object.members).map(str::to_owned)
        }
        _ => None,
    }
}

/// Puts an ETag into its header.
pub(crate) fn add_etag(headers: &mut HeaderMap, etag: Option<&str>) {
    if let Some(etag) = etag.and_then(|etag| HeaderValue::from_str(etag).ok()) {
        headers.insert(ETAG, etag);
    }
}
