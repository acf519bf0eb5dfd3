//! From a request to an answer.

mod accept;
mod action;
mod apply;
mod cast;
mod change;
mod collection;
mod condition;
mod content;
mod crossed;
mod delta;
mod document;
mod entity;
mod expand;
mod fault;
mod found;
mod full;
mod heads;
mod imports;
mod key;
mod operation;
mod options;
mod path;
mod pipeline;
mod prefer;
mod query;
mod read;
mod restrictions;
mod segment;
mod select;
mod target;
mod through;
mod trees;
mod view;
mod write;
mod written;

use std::borrow::Cow;
use std::sync::PoisonError;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use http::{Method, Response};
use odata_core::edm::DateTimeOffset;

use crate::media::Pattern;
use crate::{Canned, MockService, SeenRequest, batch};
use accept::Format;
use change::Stop;
pub(crate) use collection::now;
pub(crate) use fault::Fault;
use options::Options;
use prefer::Preferences;

/// A request, taken apart as far as everything that answers needs it.
pub(crate) struct Asked<'s> {
    service: &'s MockService,
    request: &'s SeenRequest,
    /// The absolute URL of the service root, on the host that was asked.
    root: String,
    /// The path below the service root, as sent.
    path: &'s str,
    options: Options,
    preferences: Preferences,
    now: DateTimeOffset,
}

impl Asked<'_> {
    /// What links to this service begin with.
    ///
    /// Relative ones are relative to the context URL, and to the URL of the request where no context URL is written
    /// (OData JSON 4.01, 4.3).
    fn link_root(&self, format: Format) -> Cow<'_, str> {
        if !self.service.config.relative_next_links {
            return Cow::Borrowed(&self.root);
        }
        if !format.is_none() {
            return Cow::Borrowed("");
        }
        let is_query = is_query(self.request);
        let above = self.path.matches('/').count() + usize::from(is_query);
        Cow::Owned("../".repeat(above))
    }
}

/// Answers a request.
pub(crate) fn answer(service: &MockService, request: &SeenRequest) -> Canned {
    let mut response = match respond(service, request) {
        Ok(response) => response,
        Err(Stop::Fault(fault)) => match fault.into_canned() {
            Ok(canned) => return *canned,
            Err(fault) => fault.into_response(),
        },
        Err(Stop::Canned(canned)) => return *canned,
    };
    let version = if accept::is_newer(&request.headers) {
        "4.01"
    } else {
        "4.0"
    };
    response
        .headers_mut()
        .insert("odata-version", HeaderValue::from_static(version));
    if request.method == Method::HEAD {
        let made = response.extensions_mut().remove::<Pattern>();
        let length = made.map_or(response.body().len() as u64, |made| made.length);
        let length = HeaderValue::from(length);
        response.headers_mut().insert(CONTENT_LENGTH, length);
        *response.body_mut() = Bytes::new();
    }
    Canned::from(response)
}

/// The answer to who may not ask at all, if it is one.
pub(crate) fn refused(service: &MockService, request: &SeenRequest) -> Option<Canned> {
    let fault = authorize(service, request).err()?;
    Some(match fault.into_canned() {
        Ok(canned) => *canned,
        Err(fault) => Canned::from(fault.into_response()),
    })
}

fn respond(service: &MockService, request: &SeenRequest) -> Result<Response<Bytes>, Stop> {
    authorize(service, request)?;
    check_version(request)?;
    check_escapes(request)?;
    let (root_path, path) = split_at_root(service, request.path()).ok_or_else(|| {
        let message = format!(
            "`{}` is not below the service root `{}`",
            request.path(),
            service.config.root_path
        );
        Fault::not_found(message)
    })?;
    if path.trim_end_matches('/') == "$batch" {
        let answer = batch::answer(service, request, root_path)?;
        return Err(Stop::Canned(Box::new(answer)));
    }
    let (path, query) = match path.strip_suffix("/$query") {
        Some(path) if is_query(request) => (path, sent_query(request)?),
        _ => (path, request.query().to_owned()),
    };
    let by_name = imports::by_name(&service.model, path);
    let path = by_name.as_deref().unwrap_or(path);
    let asked = Asked {
        service,
        request,
        root: format!("{}{}/", request.origin, root_path.trim_end_matches('/')),
        path,
        options: Options::parse(&query, accept::is_newer(&request.headers))?,
        preferences: Preferences::of(&request.headers),
        now: collection::now(),
    };
    if request.method == Method::GET || request.method == Method::HEAD || is_query(request) {
        return Ok(read(&asked)?);
    }
    if request.method == Method::POST && action::may_be(&asked) {
        let store = service.store.read().unwrap_or_else(PoisonError::into_inner);
        let copy = store.clone();
        drop(store);
        if let Some(response) = action::action(&asked, &copy)? {
            return Ok(response);
        }
    }
    change::change(&asked)
}

fn read(asked: &Asked<'_>) -> Result<Response<Bytes>, Fault> {
    let service = asked.service;
    schema_version(asked)?;
    match asked.path.trim_end_matches('/') {
        "" => document::service(asked),
        "$metadata" => {
            let is_json = service.metadata.trim_start().starts_with('{');
            let media_type = if is_json {
                "application/json"
            } else {
                "application/xml"
            };
            Ok(reply(media_type, service.metadata.to_string()))
        }
        _ => {
            let store = service.store.read().unwrap_or_else(PoisonError::into_inner);
            if service.config.operations.is_empty() {
                return read::resource(asked, &store);
            }
            // A closure may ask the service itself, so the rows are not locked while it runs.
            let copy = store.clone();
            drop(store);
            read::resource(asked, &copy)
        }
    }
}

/// Refuses versions of the schema that are not the one there is (Protocol 4.01, 11.2.12).
fn schema_version(asked: &Asked<'_>) -> Result<(), Fault> {
    let Some(wanted) = asked.options.get("$schemaversion") else {
        return Ok(());
    };
    let containers = asked.service.model.schemas().iter();
    let mut own =
        containers.filter_map(|schema| schema.annotations.str("Org.OData.Core.V1.SchemaVersion"));
    if wanted == "*" || own.any(|own| own == wanted) {
        return Ok(());
    }
    let message = format!("this service has no version `{wanted}` of its schema");
    Err(Fault::not_found(message).target("$schemaversion"))
}

/// Whether a query is asked by `POST` (URL conventions 4.17).
pub(super) fn is_query(request: &SeenRequest) -> bool {
    request.method == Method::POST && request.path().ends_with("/$query")
}

/// The options that stand in the body of a `POST` to `/$query`, and those of the URL (URL conventions 4.17).
fn sent_query(request: &SeenRequest) -> Result<String, Fault> {
    let content_type = request.header(CONTENT_TYPE.as_str()).unwrap_or_default();
    let media = content_type.split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("text/plain") {
        let message = format!("Content-Type is text/plain behind `/$query`, not `{content_type}`");
        return Err(Fault::unsupported_media_type(message));
    }
    let sent = std::str::from_utf8(&request.body)
        .map_err(|_| Fault::bad_request("the body is not UTF-8"))?;
    let both = [request.query(), sent.trim()];
    let both: Vec<&str> = both.into_iter().filter(|one| !one.is_empty()).collect();
    Ok(both.join("&"))
}

/// The service root at the head of a path, and what is below it.
fn split_at_root<'p>(service: &MockService, path: &'p str) -> Option<(&'p str, &'p str)> {
    let root = service.config.root_path.as_str();
    if path == root.trim_end_matches('/') {
        return Some((path, ""));
    }
    let below_root = || {
        path.starts_with(root)
            .then(|| path.split_at_checked(root.len()))
    };
    if !service.config.any_root || path == root {
        return below_root().flatten();
    }
    let sets = service.set_names();
    let is_resource = |segment: &str| {
        let name = segment.split('(').next().unwrap_or_default();
        let is_system = ["$metadata", "$all", "$entity", "$crossjoin", "$batch"].contains(&name);
        let container = || service.model.containers().iter();
        is_system
            || sets.contains(&name)
            || container().any(|one| one.singleton(name).is_some())
            || container().any(|one| one.operation_import(name).is_some())
    };
    let mut start = 1;
    for segment in path.get(1..)?.split('/') {
        if is_resource(segment) {
            return path.split_at_checked(start);
        }
        start += segment.len() + 1;
    }
    below_root().flatten()
}

fn authorize(service: &MockService, request: &SeenRequest) -> Result<(), Fault> {
    let config = &service.config;
    if config.token.is_none() && config.tokens.is_none() {
        return Ok(());
    }
    let given = request
        .headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let bearer = given
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some((_, token)) = bearer else {
        return Err(Fault::unauthorized(if given.is_some() {
            "this token is not the one that is required"
        } else {
            "a token is required: Authorization: Bearer ..."
        }));
    };
    if config
        .token
        .as_ref()
        .is_some_and(|required| required != token)
    {
        return Err(Fault::unauthorized(
            "this token is not the one that is required",
        ));
    }
    match &config.tokens {
        Some(tokens) if !tokens.holds(token) => Err(Fault::invalid_token(
            "this token was not given out, or does not hold any more",
        )),
        _ => Ok(()),
    }
}

/// Refuses a URL with a `%` that two hexadecimal digits do not follow (RFC 3986, 2.1 and 2.4): one that stands for itself is `%25`.
fn check_escapes(request: &SeenRequest) -> Result<(), Fault> {
    for part in [request.path(), request.query()] {
        for (at, _) in part.match_indices('%') {
            let digits = part.as_bytes().get(at + 1..at + 3);
            if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                let rest: String = part.chars().take(80).collect();
                let message =
                    format!("`{rest}` has a `%` that is no escape: it is written as `%25`");
                return Err(Fault::bad_request(message));
            }
        }
    }
    Ok(())
}

/// Refuses a client that does not know OData 4 (Protocol 4.0, 8.2.7), and what is sent in another version (8.1.5).
fn check_version(request: &SeenRequest) -> Result<(), Fault> {
    if let Some(other) = request
        .header("odata-version")
        .filter(|one| !matches!(*one, "4.0" | "4.01"))
    {
        let message = format!("this service is OData 4.0 and 4.01, and OData-Version is `{other}`");
        return Err(Fault::bad_request(message).target("OData-Version"));
    }
    match request.header("odata-maxversion") {
        None | Some("4.0" | "4.01") => Ok(()),
        Some(newer) if newer.parse().is_ok_and(|version: f32| version >= 4.0) => Ok(()),
        Some(other) => {
            let message = format!("this service is OData 4.0, and OData-MaxVersion is `{other}`");
            Err(Fault::bad_request(message).target("OData-MaxVersion"))
        }
    }
}

fn reply(content_type: &str, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    if let Ok(content_type) = HeaderValue::from_str(content_type) {
        response.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    response
}

fn plain(text: String) -> Response<Bytes> {
    reply("text/plain;charset=utf-8", text)
}
