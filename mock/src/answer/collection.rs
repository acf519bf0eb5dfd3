//! Entity sets: filtered, searched, counted, ordered, cut into pages (Protocol 4.01, 11.2.6).

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::Response;
use http::header::HeaderValue;
use odata_core::edm::DateTimeOffset;
use odata_core::expr::{parse, parse_order_by, parse_search};
use odata_csdl::model::{EntitySet, StructuredTypeId};

use crate::answer::accept::{Format, preferred_page_size};
use crate::answer::select::Select;
use crate::answer::write::{Writer, quoted};
use crate::answer::{Asked, Fault, cast, plain, reply};
use crate::eval::{self, Evaluator, Names, Value};
use crate::store::{self, Row, Store};

/// Answers an entity set.
pub(crate) fn collection<'s>(
    asked: &Asked<'s>,
    store: &'s Store,
    set: &EntitySet,
    cast: Option<StructuredTypeId>,
) -> Result<Response<Bytes>, Fault> {
    let (service, options) = (asked.service, &asked.options);
    let format = Format::negotiate(&asked.request.headers, options.get("$format"))?;
    let select = match options.get("$select") {
        Some(text) => Select::parse(text, &service.model, cast.unwrap_or(set.entity_type))?,
        None => Select::default(),
    };
    let skip = options.number("$skip")?;
    let top = options.number("$top")?;
    if let (Some(top), Some(most)) = (top, service.config.max_top.get(&set.name))
        && top > *most
    {
        let message = format!("`$top` of `{}` is at most {most}, not {top}", set.name);
        return Err(Fault::bad_request(message).target("$top"));
    }
    let rows = found(asked, store, set, cast)?;
    let count = options.flag("$count")?.then_some(rows.len());
    let rows = ordered(asked, set, cast, rows)?;
    let rest = rows
        .get(at_most(skip.unwrap_or(0), rows.len())..)
        .unwrap_or_default();
    let rest = rest
        .get(..at_most(top.unwrap_or(u64::MAX), rest.len()))
        .unwrap_or_default();

    let preferred = preferred_page_size(&asked.request.headers);
    let size = preferred.into_iter().chain(service.config.page_size).min();
    let start = at_most(options.number("$skiptoken")?.unwrap_or(0), rest.len());
    let end = size.map_or(rest.len(), |size| {
        start.saturating_add(size).min(rest.len())
    });
    let page = rest.get(start..end).unwrap_or_default();

    let writer = Writer {
        model: &service.model,
        format,
    };
    let mut members = Vec::new();
    if !format.no_metadata {
        let name = cast::context(set, &service.model, cast);
        let context = format!("{}$metadata#{name}{}", asked.root, select.context());
        members.push(format!("\"@odata.context\":{}", quoted(&context)));
    }
    members.extend(count.map(|count| format!("\"@odata.count\":{count}")));
    let written: Vec<String> = page
        .iter()
        .filter_map(|row| match row {
            Value::Object { members, ty } => Some(writer.object(*ty, members, &select, None)),
            _ => None,
        })
        .collect();
    members.push(format!("\"value\":[{}]", written.join(",")));
    if end < rest.len() {
        let next = quoted(&next_link(asked, end));
        members.push(format!("\"@odata.nextLink\":{next}"));
    }
    let mut response = reply(format.content_type(), format!("{{{}}}", members.join(",")));
    if let Some(applied) = preferred.filter(|preferred| size == Some(*preferred))
        && let Ok(value) = HeaderValue::from_str(&format!("odata.maxpagesize={applied}"))
    {
        response.headers_mut().insert("preference-applied", value);
    }
    Ok(response)
}

/// Answers `/$count`: a number, which paging and order do not change.
pub(crate) fn count(
    asked: &Asked<'_>,
    store: &Store,
    set: &EntitySet,
    cast: Option<StructuredTypeId>,
) -> Result<Response<Bytes>, Fault> {
    asked.options.allow(
        &["$filter", "$search", "$top", "$skip", "$orderby"],
        "a count",
    )?;
    Ok(plain(found(asked, store, set, cast)?.len().to_string()))
}

fn at_most(wanted: u64, there_are: usize) -> usize {
    usize::try_from(wanted).unwrap_or(usize::MAX).min(there_are)
}

/// The rows that `$filter` and `$search` find, in the order of the store.
fn found<'s>(
    asked: &Asked<'s>,
    store: &'s Store,
    set: &EntitySet,
    cast: Option<StructuredTypeId>,
) -> Result<Vec<Value<'s>>, Fault> {
    let model = &*asked.service.model;
    let search = match asked.options.get("$search") {
        Some(text) => {
            Some(parse_search(text).map_err(|error| Fault::expression(&error, "$search"))?)
        }
        None => None,
    };
    let names = Names {
        model,
        root: cast.unwrap_or(set.entity_type),
    };
    let filter = match asked.options.get("$filter") {
        Some(text) => {
            Some(parse(text, &names).map_err(|error| Fault::expression(&error, "$filter"))?)
        }
        None => None,
    };
    let aliases = asked.options.aliases()?;
    let holds = |row: &'s Row| -> Result<bool, Fault> {
        let row = store::value_of(model, set, row);
        if search
            .as_ref()
            .is_some_and(|search| !eval::matches(model, &row, search))
        {
            return Ok(false);
        }
        let Some(filter) = &filter else {
            return Ok(true);
        };
        let mut evaluator = Evaluator::new(model, asked.now, row).with_aliases(&aliases);
        let truth = evaluator.evaluate(filter);
        let truth = truth.map_err(|error| Fault::evaluation(&error, "$filter"))?;
        Ok(truth.truth() == Some(true))
    };
    let mut rows = Vec::new();
    for row in store.rows(&set.name) {
        if cast::fits(row, set, model, cast) && holds(row)? {
            rows.push(store::value_of(model, set, row));
        }
    }
    Ok(rows)
}

/// The rows in the order that `$orderby` asks for.
fn ordered<'s>(
    asked: &Asked<'s>,
    set: &EntitySet,
    cast: Option<StructuredTypeId>,
    rows: Vec<Value<'s>>,
) -> Result<Vec<Value<'s>>, Fault> {
    let Some(text) = asked.options.get("$orderby") else {
        return Ok(rows);
    };
    let model = &*asked.service.model;
    let by = parse_order_by(
        text,
        &Names {
            model,
            root: cast.unwrap_or(set.entity_type),
        },
    )
    .map_err(|error| Fault::expression(&error, "$orderby"))?;
    let aliases = asked.options.aliases()?;
    let evaluator = |row| Evaluator::new(model, asked.now, row).with_aliases(&aliases);
    eval::sort(model, evaluator, rows, &by, &store::key_paths(model, set))
        .map_err(|error| Fault::evaluation(&error, "$orderby"))
}

/// The URL of the rows behind the first so many of what was asked for.
fn next_link(asked: &Asked<'_>, delivered: usize) -> String {
    let root = if asked.service.config.relative_next_links {
        ""
    } else {
        &asked.root
    };
    format!(
        "{root}{}?{}",
        asked.path,
        asked.options.with_skip_token(delivered)
    )
}

/// The time of a request: all its rows are asked at the same one.
pub(crate) fn now() -> DateTimeOffset {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let picoseconds = i128::try_from(since.as_nanos()).unwrap_or_default() * 1000;
    DateTimeOffset::from_instant(picoseconds).unwrap_or_default()
}
