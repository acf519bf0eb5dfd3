//! The requests as one object (OData JSON 4.01, 19.1).

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap};
use odata_core::edm::Binary;

use crate::batch::ids::RequestId;
use crate::batch::part::{Part, PartUrls};
use crate::batch::references::referenced;
use crate::change::write_string;
use crate::client::Client;
use crate::error::{Error, Result};
use crate::json::Reader;

/// # Errors
/// When a request cannot be in a batch.
pub(in crate::batch) fn write(client: &Client, parts: &[Part], urls: PartUrls) -> Result<Bytes> {
    let mut json = String::from("{\"requests\":[");
    for (request, part) in RequestId::all().zip(parts) {
        if request.index() > 0 {
            json.push(',');
        }
        json.push_str("{\"id\":");
        write_string(&request.to_string(), &mut json);
        if let Some(group) = part.group {
            json.push_str(",\"atomicityGroup\":");
            write_string(&group.to_string(), &mut json);
        }
        depends_on(client, parts, part, &mut json);
        json.push_str(",\"method\":");
        write_string(part.outgoing.method.as_str(), &mut json);
        json.push_str(",\"url\":");
        write_string(&part.target(client.root(), urls)?.text, &mut json);
        let sent = part.headers(client)?;
        headers(&sent, &mut json)?;
        let Some(content) = part.outgoing.body.as_bytes() else {
            return Err(Error::refused(
                "a body that is streamed cannot be in a batch: it is sent by itself",
            ));
        };
        if !content.is_empty() {
            json.push_str(",\"body\":");
            body(&sent, content, &mut json);
        }
        json.push('}');
    }
    json.push_str("]}");
    Ok(json.into())
}

/// What must have been done before. A request of another group is named by its group.
fn depends_on(client: &Client, parts: &[Part], part: &Part, json: &mut String) {
    let mut names: Vec<String> = Vec::new();
    let mut before = referenced(client, part);
    before.extend(&part.after);
    for request in before {
        let group = parts.get(request.index()).and_then(|other| other.group);
        let name = match group {
            Some(group) if part.group != Some(group) => group.to_string(),
            _ => request.to_string(),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return;
    }
    json.push_str(",\"dependsOn\":[");
    for (at, name) in names.iter().enumerate() {
        if at > 0 {
            json.push(',');
        }
        write_string(name, json);
    }
    json.push(']');
}

fn headers(headers: &HeaderMap, json: &mut String) -> Result<()> {
    json.push_str(",\"headers\":{");
    for (at, name) in headers.keys().enumerate() {
        if at > 0 {
            json.push(',');
        }
        write_string(name.as_str(), json);
        json.push(':');
        let values = headers.get_all(name).iter().map(|value| {
            std::str::from_utf8(value.as_bytes()).map_err(|_| {
                Error::refused(format!(
                    "the header `{name}` is no text, and a batch in JSON has only texts"
                ))
            })
        });
        let values: Vec<&str> = values.collect::<Result<_>>()?;
        write_string(&values.join(", "), json);
    }
    json.push('}');
    Ok(())
}

/// JSON as it is, text as a string, anything else in base64url.
fn body(headers: &HeaderMap, content: &Bytes, json: &mut String) {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    match (
        Kind::of(content_type),
        std::str::from_utf8(content.as_ref()),
    ) {
        (Kind::Json, Ok(text)) if is_whole(text) => json.push_str(text.trim()),
        (Kind::Text, Ok(text)) => write_string(text, json),
        _ => write_string(&Binary(content.to_vec()).to_string(), json),
    }
}

fn is_whole(text: &str) -> bool {
    let mut reader = Reader::new(text);
    reader.skip().and_then(|()| reader.end()).is_ok()
}

/// How a body of some media type stands in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Json,
    Text,
    Bytes,
}

impl Kind {
    pub(super) fn of(content_type: &str) -> Kind {
        let media = content_type.split(';').next().unwrap_or_default().trim();
        let media = media.to_ascii_lowercase();
        match &*media {
            "application/json" | "text/json" => Kind::Json,
            json if json.ends_with("+json") => Kind::Json,
            text if text.starts_with("text/") => Kind::Text,
            _ => Kind::Bytes,
        }
    }
}
