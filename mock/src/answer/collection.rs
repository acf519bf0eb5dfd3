//! Collections: filtered, searched, counted, ordered, cut into pages (Protocol 4.01, 11.2.6).

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::Response;
use odata_core::edm::DateTimeOffset;

use crate::answer::found::{Found, Kind, Tail};
use crate::answer::pipeline::at_most;
use crate::answer::query::Query;
use crate::answer::view::{Part, View};
use crate::answer::write::{Writer, quoted};
use crate::answer::{Asked, Fault, apply, crossed, delta, plain, reply};
use crate::eval::{Source, Value, items};

/// Answers a collection.
pub(super) fn collection<'s>(
    asked: &Asked<'_>,
    writer: &Writer<'s>,
    query: &Query<'s>,
    view: &View,
    found: Found<'s>,
) -> Result<Response<Bytes>, Fault> {
    let (config, format) = (&asked.service.config, writer.format);
    let set = match found.source {
        Some(Source::Set(set)) => Some(set),
        _ => None,
    };
    let set = set.filter(|_| found.owner.is_none());
    if let (Some(top), Some(set)) = (query.top, set)
        && let Some(most) = config.max_top.get(&set.name)
        && top > *most
    {
        let message = format!("`$top` of `{}` is at most {most}, not {top}", set.name);
        return Err(Fault::bad_request(message).target("$top"));
    }
    let (delivered, since) = asked.options.position()?;
    if asked.options.get("$deltatoken").is_some() {
        return delta::changes(asked, writer, query, view, &found);
    }
    // Changes are told from the first page on, since those that come while a client pages are not in it.
    let begins = asked.preferences.track_changes && delta::tracked(query, &found).is_some();
    let since = since.or_else(|| begins.then(|| writer.context.world.store.moment()));
    let list = items(writer.context.world.model, &found.value).unwrap_or_default();
    let evaluated = writer.context.evaluated(query, list)?;
    let rest = evaluated.items;

    let preferred = asked.preferences.page_size;
    let size = preferred.into_iter().chain(config.page_size).min();
    let start = at_most(delivered, rest.len());
    let end = size.map_or(rest.len(), |size| {
        start.saturating_add(size).min(rest.len())
    });
    let page = rest.get(start..end).unwrap_or_default();
    let is_last = end == rest.len();

    let mut members = Vec::new();
    if !format.is_none() {
        let name = match found.tail {
            Tail::References => "Collection($ref)".to_owned(),
            _ => {
                let selected = view.context(format.is_newer);
                let made = query.apply.and_then(apply::context);
                let made = made.filter(|_| selected.is_empty());
                format!("{}{}", found.context, made.unwrap_or(selected))
            }
        };
        let context = format!("{}$metadata#{name}", asked.root);
        members.push(format!(
            "\"{}\":{}",
            format.control("context"),
            quoted(&context)
        ));
    }
    if query.count {
        members.push(format!(
            "\"{}\":{}",
            format.control("count"),
            evaluated.count
        ));
    }
    let written = written(writer, view, &found, page)?;
    members.push(format!("\"value\":[{}]", written.join(",")));
    if !is_last {
        let next = quoted(&next_link(asked, writer, end, since));
        members.push(format!("\"{}\":{next}", format.control("nextLink")));
    }
    let mut applied = Vec::new();
    if let Some(preferred) = preferred.filter(|preferred| size == Some(*preferred)) {
        applied.push(format!("odata.maxpagesize={preferred}"));
    }
    if let Some(since) = since {
        applied.push("odata.track-changes".to_owned());
        if is_last {
            let link = quoted(&delta::link(asked, writer, since));
            members.push(format!("\"{}\":{link}", format.control("deltaLink")));
        }
    }
    let mut response = reply(&format.content_type(), format!("{{{}}}", members.join(",")));
    asked.apply_preferences(response.headers_mut(), applied);
    Ok(response)
}

/// Writes the items of a page.
fn written<'s>(
    writer: &Writer<'s>,
    view: &View,
    found: &Found<'s>,
    page: &[Value<'s>],
) -> Result<Vec<String>, Fault> {
    fn object<'v>(
        writer: &Writer<'v>,
        object: &crate::eval::Object<'v>,
        view: &'v View,
        head: Vec<String>,
    ) -> Result<String, Fault> {
        writer.object(object, view, None, head)
    }
    let mut written = Vec::with_capacity(page.len());
    for item in page {
        let text = match (item, &found.kind) {
            (Value::Object(row), Kind::CrossJoin(_)) => crossed::row(writer, row, view)?,
            (Value::Object(entity), _) if found.tail == Tail::References => {
                writer.reference(entity, Vec::new())?
            }
            (Value::Object(entity), Kind::All) => {
                object(writer, entity, view, writer.all_head(entity))?
            }
            (Value::Object(entity), _) => object(writer, entity, view, Vec::new())?,
            (other, _) => writer.value(other, &Part::default())?,
        };
        written.push(text);
    }
    Ok(written)
}

/// Answers `/$count`: a number, which paging and order do not change.
pub(super) fn count<'s>(
    writer: &Writer<'s>,
    query: &Query<'s>,
    found: Found<'s>,
) -> Result<Response<Bytes>, Fault> {
    let list = items(writer.context.world.model, &found.value).unwrap_or_default();
    Ok(plain(writer.context.found(query, list)?.len().to_string()))
}

/// The URL of the rows behind the first so many of what was asked for, and since when changes are tracked.
fn next_link(
    asked: &Asked<'_>,
    writer: &Writer<'_>,
    delivered: usize,
    since: Option<u64>,
) -> String {
    let token = match since {
        Some(since) => format!("{delivered}-{since}"),
        None => delivered.to_string(),
    };
    let options = asked.options.with_skip_token(&token);
    format!("{}{}?{options}", writer.link_root, asked.path)
}

/// The time of a request: all its rows are asked at the same one.
pub(crate) fn now() -> DateTimeOffset {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let picoseconds = i128::try_from(since.as_nanos()).unwrap_or_default() * 1000;
    DateTimeOffset::from_instant(picoseconds).unwrap_or_default()
}
