//! What `GET` answers: a path is followed, and what it leads to is written (Protocol 4.01, 11.2).

use bytes::Bytes;
use http::header::HeaderValue;
use http::{HeaderMap, Method, Response, StatusCode};
use odata_core::url::QueryOption;
use serde_json::Value as Json;

use crate::answer::accept::Format;
use crate::answer::found::{Found, Kind, Tail};
use crate::answer::path::Walker;
use crate::answer::pipeline::Context;
use crate::answer::query::Query;
use crate::answer::segment::segments;
use crate::answer::view::View;
use crate::answer::write::{Writer, quoted};
use crate::answer::{
    Asked, Fault, cast, collection, condition, content, entity, is_query, plain, reply,
    restrictions, trees,
};
use crate::eval::{Budget, Object, Value, World, read as values};
use crate::store::{self, Store};

/// The type of bytes of which nothing else is known.
const BYTES: &str = "application/octet-stream";

/// Answers a request for a resource of the service.
pub(crate) fn resource(asked: &Asked<'_>, store: &Store) -> Result<Response<Bytes>, Fault> {
    let budget = Budget::default();
    let aliases = asked.options.aliases()?;
    let context = Context {
        world: World {
            model: &asked.service.model,
            store,
            now: asked.now,
            budget: &budget,
            operations: &asked.service.config.operations,
        },
        aliases: &aliases,
        it: None,
    };
    let walker = Walker {
        asked,
        context: context.clone(),
        calls: true,
    };
    let segments = segments(asked.path)?;
    let found = match segments.split_first() {
        Some((first, rest)) if first == "$entity" => by_id(&walker, rest)?,
        _ => walker.walk(&segments)?,
    };
    answered(asked, context, found)
}

/// Answers with what was found, after what the options ask of it was done.
pub(super) fn answered<'a>(
    asked: &'a Asked<'_>,
    context: Context<'a>,
    found: Found<'a>,
) -> Result<Response<Bytes>, Fault> {
    if content::is_content(&found) {
        return content::content(asked, context.world.store, &found);
    }
    let (headers, wanted) = (&asked.request.headers, asked.options.get("$format"));
    let format = match (found.tail, &found.value) {
        (Tail::RawValue, Value::Binary(_)) => Format::negotiate_raw(headers, wanted, BYTES)?,
        (Tail::Count | Tail::RawValue, _) => Format::negotiate_raw(headers, wanted, "text/plain")?,
        _ => Format::negotiate(headers, wanted)?,
    };
    let trees = trees::read(asked, context.world.model, &found)?;
    restrictions::check(context.world.model, &found, &trees)?;
    let link_root = asked.link_root(format);
    let writer = Writer {
        context,
        format,
        preferences: &asked.preferences,
        root: &asked.root,
        link_root: &link_root,
        page_size: asked.service.config.expand_page_size,
        depth: 0,
    };
    // What is written from here on lives no longer than the options.
    shorter(asked, &writer, found, &trees)
}

fn shorter<'s>(
    asked: &Asked<'_>,
    writer: &Writer<'s>,
    found: Found<'s>,
    trees: &'s [QueryOption],
) -> Result<Response<Bytes>, Fault> {
    let query = Query::of(trees);
    let view = View::of(&query)?;
    let options = &asked.options;
    match (found.tail, found.declared.collection) {
        (Tail::Count, _) => {
            options.allow(
                &["$filter", "$search", "$top", "$skip", "$orderby", "$apply"],
                "a count",
            )?;
            collection::count(writer, &query, found)
        }
        (Tail::RawValue, _) => {
            options.allow(&["$format"], "a raw value")?;
            raw(writer, &found)
        }
        (Tail::References, false) => {
            options.allow(&["$format"], "a reference")?;
            reference(writer, &found)
        }
        (_, true) => collection::collection(asked, writer, &query, &view, found),
        (_, false) => {
            let allowed = [
                "$select",
                "$expand",
                "$compute",
                "$format",
                "$schemaversion",
                "$id",
            ];
            let what = match found.kind {
                Kind::Entity => "a single entity",
                _ => "a property",
            };
            options.allow(&allowed, what)?;
            single(asked, writer, &query, &view, found)
        }
    }
}

/// One entity, complex value or primitive value.
fn single<'s>(
    asked: &Asked<'_>,
    writer: &Writer<'s>,
    query: &Query<'s>,
    view: &View,
    found: Found<'s>,
) -> Result<Response<Bytes>, Fault> {
    fn object<'v>(
        writer: &Writer<'v>,
        object: &Object<'v>,
        view: &'v View,
        head: Vec<String>,
    ) -> Result<String, Fault> {
        writer.object(object, view, None, head)
    }
    let format = writer.format;
    let value = writer
        .context
        .computed(query.compute, found.value, "$compute")?;
    let is_entity = found.kind == Kind::Entity;
    let selected = view.context(format.is_newer);
    let context = match is_entity {
        true if found.source.is_some() || found.context.contains('/') => {
            let only = matches!(found.source, Some(crate::eval::Source::Singleton(_)))
                && found.owner.is_none();
            let end = if only { "" } else { "/$entity" };
            format!("{}{selected}{end}", found.context)
        }
        _ => format!("{}{selected}", found.context),
    };
    let head = match format.is_none() {
        true => Vec::new(),
        false => {
            let url = quoted(&format!("{}$metadata#{context}", asked.root));
            vec![format!("\"{}\":{url}", format.control("context"))]
        }
    };
    match value {
        // What is null has no content (Protocol 4.01, 11.2.4.1).
        Value::Null => Ok(status(StatusCode::NO_CONTENT)),
        Value::Object(one) => {
            let etag = entity::etag_of(writer, &one, is_entity);
            let is_read = asked.request.method != Method::POST || is_query(asked.request);
            let headers = &asked.request.headers;
            if is_read && condition::is_unchanged(headers, etag.as_deref())? && is_entity {
                let mut response = status(StatusCode::NOT_MODIFIED);
                entity::add_etag(response.headers_mut(), etag.as_deref());
                return Ok(response);
            }
            let body = object(writer, &one, view, head)?;
            let mut response = reply(&format.content_type(), body);
            entity::add_etag(response.headers_mut(), etag.as_deref());
            asked.apply_preferences(response.headers_mut(), Vec::new());
            Ok(response)
        }
        other => {
            let text =
                writer.stored_or(&other, found.owner.as_ref(), found.property, found.declared)?;
            let head = head
                .first()
                .map_or_else(String::new, |head| format!("{head},"));
            Ok(reply(
                &format.content_type(),
                format!("{{{head}\"value\":{text}}}"),
            ))
        }
    }
}

/// `/$ref` of one entity (Protocol 4.01, 11.2.9).
fn reference(writer: &Writer<'_>, found: &Found<'_>) -> Result<Response<Bytes>, Fault> {
    let Value::Object(object) = &found.value else {
        return Ok(status(StatusCode::NO_CONTENT));
    };
    let mut head = Vec::new();
    if !writer.format.is_none() {
        let url = quoted(&format!("{}$metadata#$ref", writer.root));
        head.push(format!("\"{}\":{url}", writer.format.control("context")));
    }
    let body = writer.reference(object, head)?;
    Ok(reply(&writer.format.content_type(), body))
}

/// The value itself, as text or as bytes (Protocol 4.01, 11.2.4.1).
fn raw(writer: &Writer<'_>, found: &Found<'_>) -> Result<Response<Bytes>, Fault> {
    let stored: Option<&Json> = found
        .owner
        .as_ref()
        .zip(found.property)
        .and_then(|(owner, name)| owner.members.get(name));
    match (&found.value, stored) {
        (Value::Null, _) => Ok(status(StatusCode::NO_CONTENT)),
        (Value::Binary(binary), _) => Ok(reply(BYTES, Vec::from(binary.clone()))),
        (Value::Collection { .. } | Value::List(_) | Value::Object(_), _) => {
            Err(Fault::bad_request("`$value` needs a single value"))
        }
        (_, Some(json)) => Ok(plain(
            json.as_str()
                .map_or_else(|| json.to_string(), str::to_owned),
        )),
        (value, None) => {
            let text = values::text_of(writer.context.world.model, value);
            Ok(plain(text.unwrap_or_default()))
        }
    }
}

/// `$entity?$id=...`, perhaps with a type (URL conventions 4.14).
fn by_id<'r>(walker: &Walker<'r, '_>, rest: &[String]) -> Result<Found<'r>, Fault> {
    let world = walker.context.world;
    let Some(id) = walker.asked.options.get("$id") else {
        return Err(Fault::bad_request("`$entity` needs `$id`").target("$id"));
    };
    let not_there = || Fault::not_found(format!("there is no entity `{id}`")).target("$id");
    let entity = store::entity_at(world, id).map_err(|error| Fault::evaluation(&error, "$id"))?;
    let entity = entity.ok_or_else(not_there)?;
    let path = entity.path(world.model).ok_or_else(not_there)?;
    let mut segments = segments(&path)?;
    segments.extend(rest.iter().cloned());
    if rest.len() > 1
        || rest
            .iter()
            .any(|cast| cast::any(cast, world.model).is_none())
    {
        return Err(Fault::not_found(
            "only the name of a type can follow `$entity`",
        ));
    }
    walker.walk(&segments)
}

pub(super) fn status(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

impl Asked<'_> {
    /// Says which preferences were heeded, those of paging and of changes before the others (Protocol 4.01, 8.3.7).
    pub(super) fn apply_preferences(&self, headers: &mut HeaderMap, mut applied: Vec<String>) {
        if self.preferences.omit_nulls {
            applied.push("omit-values=nulls".to_owned());
        }
        applied.extend(self.preferences.annotations_text.clone());
        if !applied.is_empty()
            && let Ok(value) = HeaderValue::from_str(&applied.join(", "))
        {
            headers.insert("preference-applied", value);
        }
    }
}
