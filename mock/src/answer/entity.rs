//! One entity: how it is written, and its ETag.

use bytes::Bytes;
use http::header::{ETAG, HeaderValue};
use http::{HeaderMap, Response};
use odata_core::edm::Literal;
use odata_csdl::model::EntitySet;

use crate::answer::accept::Format;
use crate::answer::pipeline::Context;
use crate::answer::view::View;
use crate::answer::write::{Writer, quoted};
use crate::answer::{Asked, Fault, found, reply};
use crate::eval::{Budget, Home, Object, Source, World};
use crate::shape;
use crate::store::{Row, Store};

/// There is no entity with that key.
pub(crate) fn missing(set: &EntitySet, key: &[Literal]) -> Fault {
    found::missing(&set.name, key)
}

/// An entity that was changed, as an answer.
pub(crate) fn written(
    asked: &Asked<'_>,
    store: &Store,
    set: &EntitySet,
    row: &Row,
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
    let mut head = Vec::new();
    if !format.is_none() {
        let selected = view.context(format.is_newer);
        let context = format!("{}$metadata#{}{selected}/$entity", asked.root, set.name);
        head.push(format!(
            "\"{}\":{}",
            format.control("context"),
            quoted(&context)
        ));
    }
    let entity = Object {
        home: Some(Home::of_set(set)),
        ..Object::new(row, shape::actual_type(model, Some(set.entity_type), row))
    };
    let body = writer.object(&entity, view, None, head)?;
    let mut response = reply(&format.content_type(), body);
    add_etag(response.headers_mut(), store.etag(set, row));
    Ok(response)
}

/// The ETag of an entity, if it has one.
pub(super) fn etag_of(writer: &Writer<'_>, object: &Object<'_>, is_entity: bool) -> Option<String> {
    let home = object.home.as_ref().filter(|_| is_entity)?;
    match home.source {
        Source::Set(set) if home.path == set.name => {
            let etag = writer.context.world.store.etag(set, object.members);
            etag.map(str::to_owned)
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
