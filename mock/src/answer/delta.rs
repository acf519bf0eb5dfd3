//! Delta links: what was added, changed and removed since (Protocol 4.01, 11.3; OData JSON 4.01, 15).

use bytes::Bytes;
use http::Response;
use odata_csdl::model::EntitySet;

use crate::answer::found::{Found, Kind, Tail};
use crate::answer::query::Query;
use crate::answer::view::View;
use crate::answer::write::{Writer, quoted};
use crate::answer::{Asked, Fault, reply};
use crate::eval::{Home, Object, Source, Value};
use crate::shape;
use crate::store::Change;

/// The set whose changes can be told for such a query: not where items are cut away, put together or expanded.
pub(super) fn tracked<'s>(query: &Query<'_>, found: &Found<'s>) -> Option<&'s EntitySet> {
    let Some(Source::Set(set)) = found.source else {
        return None;
    };
    let is_plain = found.kind == Kind::Entity
        && found.owner.is_none()
        && found.tail == Tail::Nothing
        && query.apply.is_none()
        && query.expand.is_empty()
        && query.top.is_none()
        && query.skip.is_none();
    is_plain.then_some(set)
}

/// The link that gives what happens from a moment on.
pub(super) fn link(asked: &Asked<'_>, writer: &Writer<'_>, moment: u64) -> String {
    let options = asked.options.with_delta_token(moment);
    format!("{}{}?{options}", writer.link_root, asked.path)
}

/// Answers a delta link. All changes come at once, however many there are.
pub(super) fn changes<'s>(
    asked: &Asked<'_>,
    writer: &Writer<'s>,
    query: &Query<'s>,
    view: &View,
    found: &Found<'s>,
) -> Result<Response<Bytes>, Fault> {
    let (world, format) = (writer.context.world, writer.format);
    let moment = asked.options.number("$deltatoken")?.unwrap_or(0);
    let Some(set) = tracked(query, found) else {
        let message = "changes of this resource, with these options, are not tracked";
        return Err(Fault::bad_request(message).target("$deltatoken"));
    };
    let Some(changes) = world.store.since(world.model, set, moment) else {
        let message = format!("`$deltatoken={moment}` is of no time that this service knows");
        return Err(Fault::gone(message).target("$deltatoken"));
    };
    let home = Home::of_set(set);
    let mut written = Vec::new();
    for change in changes {
        let (object, path) = match change {
            Change::Gone(path) => {
                written.push(removed(writer, set, &path, "deleted"));
                continue;
            }
            Change::Row(row, path) => {
                let ty = shape::actual_type(world.model, Some(set.entity_type), row);
                let object = Object {
                    home: Some(home.clone()),
                    ..Object::new(row, ty)
                };
                (object, path)
            }
        };
        let is_of_type = match (found.structured(), object.ty) {
            (Some(wanted), Some(own)) => world.model.is_a(own, wanted),
            _ => true,
        };
        let item = vec![Value::Object(object)];
        let kept = if is_of_type {
            writer.context.found(query, item)?
        } else {
            Vec::new()
        };
        match kept.first() {
            Some(Value::Object(object)) => written.push(entity(writer, object, view)?),
            // It may have been in the result before, and is not any more.
            _ => written.push(removed(writer, set, &path, "changed")),
        }
    }
    let mut members = Vec::new();
    if !format.is_none() {
        let selected = view.context(format.is_newer);
        let context = format!("{}$metadata#{}{selected}/$delta", asked.root, found.context);
        members.push(format!(
            "\"{}\":{}",
            format.control("context"),
            quoted(&context)
        ));
    }
    if query.count {
        members.push(format!("\"{}\":{}", format.control("count"), written.len()));
    }
    members.push(format!("\"value\":[{}]", written.join(",")));
    let link = quoted(&link(asked, writer, world.store.moment()));
    members.push(format!("\"{}\":{link}", format.control("deltaLink")));
    Ok(reply(
        &format.content_type(),
        format!("{{{}}}", members.join(",")),
    ))
}

/// Writes an entity that was added or changed, with its id (OData JSON 4.01, 15.2).
fn entity<'v>(writer: &Writer<'v>, object: &Object<'v>, view: &View) -> Result<String, Fault> {
    fn written<'w>(
        writer: &Writer<'w>,
        object: &Object<'w>,
        view: &'w View,
        head: Vec<String>,
    ) -> Result<String, Fault> {
        writer.object(object, view, None, head)
    }
    let format = writer.format;
    let mut head = Vec::new();
    if format.metadata == crate::answer::accept::Metadata::Minimal
        && let Some(path) = object.path(writer.context.world.model)
    {
        let id = quoted(&format!("{}{path}", writer.root));
        head.push(format!("\"{}\":{id}", format.control("id")));
    }
    written(writer, object, view, head)
}

/// Writes an entity that is gone, as 4.0 or as 4.01 has it (OData JSON 4.01, 15.3).
fn removed(writer: &Writer<'_>, set: &EntitySet, path: &str, reason: &str) -> String {
    let id = quoted(&format!("{}{path}", writer.root));
    if writer.format.is_newer {
        return format!("{{\"@removed\":{{\"reason\":\"{reason}\"}},\"@id\":{id}}}");
    }
    let context = quoted(&format!(
        "{}$metadata#{}/$deletedEntity",
        writer.root, set.name
    ));
    format!("{{\"@odata.context\":{context},\"id\":{id},\"reason\":\"{reason}\"}}")
}
