//! Requests in JSON (OData JSON 4.01, 19.1).

use std::collections::BTreeSet;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Method};
use odata_core::edm::Binary;
use serde_json::{Map, Value as Json};

use super::part::{Part, Sent};
use crate::answer::Fault;

/// Reads all requests.
///
/// # Errors
/// Says what is wrong with the batch as a whole.
pub(super) fn read(body: &[u8], most: usize) -> Result<Vec<Part>, String> {
    let batch: Json =
        serde_json::from_slice(body).map_err(|error| format!("it is not JSON: {error}"))?;
    let requests = batch.get("requests").and_then(Json::as_array);
    let requests = requests.ok_or("it has no array `requests`")?;
    if requests.len() > most {
        return Err(format!("it has more than {most} requests"));
    }
    let mut parts: Vec<Part> = Vec::new();
    let (mut ids, mut groups) = (BTreeSet::new(), BTreeSet::new());
    for request in requests {
        let request = request.as_object().ok_or("a request is no object")?;
        let id = text(request, "id").ok_or("a request has no id")?;
        let group = text(request, "atomicityGroup");
        if !ids.insert(id.to_owned()) || groups.contains(id) {
            return Err(format!("the id `{id}` is given twice"));
        }
        if let Some(group) = group {
            let last = parts.last().and_then(|part| part.group.as_deref());
            if last != Some(group) && !groups.insert(group.to_owned()) {
                return Err(format!(
                    "the requests of the group `{group}` are not together"
                ));
            }
            if ids.contains(group) {
                return Err(format!("the id `{group}` is that of a group, too"));
            }
        }
        let depends_on = depends_on(request)?;
        let unknown = |name: &&String| !ids.contains(*name) && !groups.contains(*name);
        if let Some(name) = depends_on.iter().find(unknown) {
            return Err(format!(
                "`{id}` depends on `{name}`, which does not stand before it"
            ));
        }
        let unsaid = unsaid(request, &depends_on, &parts);
        let sent = match request.contains_key("if") {
            // To do it whatever the condition says would be wrong half of the time.
            true => Err(Fault::not_implemented("the mock does not evaluate `if`")),
            false => unsaid.and_then(|()| sent(request)).map_err(|reason| {
                Fault::bad_request(format!("the request cannot be read: {reason}"))
            }),
        };
        parts.push(Part {
            id: Some(id.to_owned()),
            group: group.map(str::to_owned),
            depends_on,
            sent,
        });
    }
    Ok(parts)
}

fn text<'j>(request: &'j Map<String, Json>, name: &str) -> Option<&'j str> {
    request.get(name)?.as_str()
}

fn depends_on(request: &Map<String, Json>) -> Result<Vec<String>, String> {
    let Some(names) = request.get("dependsOn") else {
        return Ok(Vec::new());
    };
    let names = names.as_array().ok_or("`dependsOn` is no array")?;
    let names = names.iter().map(|name| name.as_str().map(str::to_owned));
    names
        .collect::<Option<_>>()
        .ok_or_else(|| "`dependsOn` has what is no id".to_owned())
}

/// What a URL refers to has to be something that the request depends on.
fn unsaid(
    request: &Map<String, Json>,
    depends_on: &[String],
    before: &[Part],
) -> Result<(), String> {
    let name = text(request, "url").and_then(|url| url.strip_prefix('$'));
    let name = name.and_then(|url| url.split(['/', '?']).next());
    let mut before = before.iter();
    let meant = name.and_then(|name| before.find(|part| part.id.as_deref() == Some(name)));
    let Some((name, meant)) = name.zip(meant) else {
        return Ok(());
    };
    let is_said = |id: &String| Some(id) == meant.id.as_ref() || Some(id) == meant.group.as_ref();
    match depends_on.iter().any(is_said) {
        true => Ok(()),
        false => Err(format!(
            "its URL begins with `${name}`, and `{name}` is not in its `dependsOn`"
        )),
    }
}

fn sent(request: &Map<String, Json>) -> Result<Sent, String> {
    let method = text(request, "method").ok_or("it has no method")?;
    let method: Method = method
        .to_ascii_uppercase()
        .parse()
        .map_err(|_| format!("`{method}` is no method"))?;
    let url = text(request, "url").ok_or("it has no url")?;
    let mut headers = HeaderMap::new();
    let said = request.get("headers").and_then(Json::as_object);
    for (name, value) in said.into_iter().flatten() {
        let wrong = || format!("`{name}` is no header");
        let value = value.as_str().ok_or_else(wrong)?;
        headers.append(
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong())?,
            HeaderValue::from_str(value).map_err(|_| wrong())?,
        );
    }
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("application/json")
        .to_owned();
    let body = match request.get("body") {
        None => Bytes::new(),
        Some(body) => {
            headers
                .entry(CONTENT_TYPE)
                .or_insert(HeaderValue::from_static("application/json"));
            content(body, &content_type)?
        }
    };
    Ok(Sent {
        method,
        url: url.to_owned(),
        headers,
        body,
    })
}

/// JSON as it is, text as a string, anything else in base64url.
fn content(body: &Json, content_type: &str) -> Result<Bytes, String> {
    let media = content_type.split(';').next().unwrap_or_default().trim();
    let media = media.to_ascii_lowercase();
    if media == "application/json" || media.ends_with("+json") {
        return Ok(body.to_string().into());
    }
    let text = body.as_str().ok_or("its body is no string")?;
    if media.starts_with("text/") {
        return Ok(text.to_owned().into());
    }
    let bytes: Binary = text.parse().map_err(|_| "its body is not base64url")?;
    Ok(bytes.0.into())
}
