//! Conditions on ETags: `If-Match` and `If-None-Match` (Protocol 4.0, 8.2.4 and 8.2.5).

use http::HeaderMap;
use http::header::{HeaderName, IF_MATCH, IF_NONE_MATCH};

use crate::answer::Fault;

/// What a list of ETags says about an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Listed {
    /// There is no list.
    NotGiven,
    Yes,
    No,
}

/// Looks an ETag up. An asterisk lists every entity, also one without an ETag.
fn listed(headers: &HeaderMap, name: HeaderName, etag: Option<&str>) -> Listed {
    let mut lists = headers.get_all(name).iter().peekable();
    if lists.peek().is_none() {
        return Listed::NotGiven;
    }
    let is_listed = lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .any(|one| one == "*" || etag.is_some_and(|etag| opaque(one) == opaque(etag)));
    if is_listed { Listed::Yes } else { Listed::No }
}

/// The ETag but for its weakness: the service gives weak ones only.
fn opaque(etag: &str) -> &str {
    etag.strip_prefix("W/").unwrap_or(etag)
}

/// Whether an entity that is asked for is the one that the client has.
///
/// # Errors
/// 412 when the client wants another.
pub(crate) fn is_unchanged(headers: &HeaderMap, etag: Option<&str>) -> Result<bool, Fault> {
    if listed(headers, IF_MATCH, etag) == Listed::No {
        return Err(failed("If-Match", etag));
    }
    Ok(listed(headers, IF_NONE_MATCH, etag) == Listed::Yes)
}

/// Checks whether an entity that is there may be changed.
///
/// # Errors
/// 412 when it is not the one that the client knows, 428 when the client has to say which it knows and does not.
pub(crate) fn may_change(
    headers: &HeaderMap,
    etag: Option<&str>,
    required: bool,
) -> Result<(), Fault> {
    match listed(headers, IF_MATCH, etag) {
        Listed::No => return Err(failed("If-Match", etag)),
        Listed::NotGiven if required && etag.is_some() => {
            let message = "If-Match is required: the entity has an ETag";
            return Err(Fault::precondition_required(message));
        }
        Listed::Yes | Listed::NotGiven => {}
    }
    match listed(headers, IF_NONE_MATCH, etag) {
        Listed::Yes => Err(failed("If-None-Match", etag)),
        Listed::No | Listed::NotGiven => Ok(()),
    }
}

/// Checks whether an entity that is not there may be inserted in place of a change.
///
/// # Errors
/// 412 when the client wants to change one.
pub(crate) fn may_insert(headers: &HeaderMap) -> Result<(), Fault> {
    if headers.contains_key(IF_MATCH) {
        return Err(Fault::precondition_failed(
            "If-Match is given, and there is no such entity",
        ));
    }
    Ok(())
}

fn failed(condition: &str, etag: Option<&str>) -> Fault {
    let has = etag.map_or_else(|| "no ETag".to_owned(), |etag| format!("the ETag {etag}"));
    Fault::precondition_failed(format!("the entity has {has}, which {condition} excludes"))
}
