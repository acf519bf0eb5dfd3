//! What a change brings: JSON, with the names of control information as 4.0 has them.

use http::header::CONTENT_TYPE;
use odata_core::edm::Literal;
use serde_json::Value as Json;

use crate::answer::{Asked, Fault};
use crate::form::FormReader;
use crate::store::Row;
use crate::{Canned, multipart};

/// Why a change is not answered as asked.
pub(crate) enum Stop {
    Fault(Fault),
    /// The closure that reads forms answers.
    Canned(Box<Canned>),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Stop::Fault(fault)
    }
}

pub(super) fn content_type<'a>(asked: &'a Asked<'_>) -> &'a str {
    asked
        .request
        .header(CONTENT_TYPE.as_str())
        .unwrap_or_default()
}

/// The media type without its parameters.
pub(super) fn media_type<'a>(asked: &'a Asked<'_>) -> &'a str {
    let whole = content_type(asked);
    whole.split(';').next().unwrap_or_default().trim()
}

pub(super) fn is_json(asked: &Asked<'_>) -> bool {
    media_type(asked).eq_ignore_ascii_case("application/json")
}

/// Whether what is sent is of 4.01: all that does not say otherwise is (Protocol 4.01, 8.1.5).
pub(super) fn is_newer(asked: &Asked<'_>) -> bool {
    asked.request.header("odata-version") != Some("4.0")
}

/// Reads the JSON object that was sent.
pub(super) fn object(asked: &Asked<'_>) -> Result<Row, Fault> {
    if !is_json(asked) {
        let sent = content_type(asked);
        let message = format!("Content-Type is application/json here, not `{sent}`");
        return Err(Fault::unsupported_media_type(message));
    }
    let row = parsed(serde_json::from_slice(&asked.request.body), "the body")?;
    Ok(named(row, is_newer(asked)))
}

fn parsed(json: Result<Json, serde_json::Error>, what: &str) -> Result<Row, Fault> {
    match json {
        Ok(Json::Object(row)) => Ok(row),
        Ok(_) => Err(Fault::bad_request(format!("{what} is not a JSON object"))),
        Err(error) => Err(Fault::bad_request(format!("{what} is not JSON: {error}"))),
    }
}

/// Control information may lack `odata.` since 4.01 (OData JSON 4.01, 4.5).
fn named(row: Row, is_newer: bool) -> Row {
    let members = row.into_iter().map(|(name, json)| {
        let name = match name.split_once('@') {
            Some((of, control)) if is_newer && !control.contains('.') => {
                format!("{of}@odata.{control}")
            }
            _ => name,
        };
        (name, named_within(json, is_newer))
    });
    members.collect()
}

fn named_within(json: Json, is_newer: bool) -> Json {
    match json {
        Json::Object(row) => Json::Object(named(row, is_newer)),
        Json::Array(items) => {
            let items = items.into_iter();
            Json::Array(items.map(|item| named_within(item, is_newer)).collect())
        }
        other => other,
    }
}

/// Reads a form and lets the closure make an entity of it; says whether that replaces another.
pub(super) fn read_form(asked: &Asked<'_>, reader: &FormReader) -> Result<(Row, bool), Stop> {
    let content_type = content_type(asked);
    let Some(boundary) = multipart::boundary(content_type) else {
        let message = format!(
            "Content-Type is multipart/form-data with a boundary here, not `{content_type}`"
        );
        return Err(Fault::unsupported_media_type(message).into());
    };
    let parts = multipart::parts(&asked.request.body, &boundary)
        .map_err(|reason| Fault::bad_request(format!("the form cannot be read: {reason}")))?;
    let made = reader(&parts).map_err(Stop::Canned)?;
    let row = parsed(Ok(made.entity), "what the test made of the form")?;
    Ok((row, made.replace))
}

/// A value of a key in a URL as it stands in JSON.
pub(super) fn json_of(literal: &Literal) -> Json {
    match literal {
        Literal::Null | Literal::Geo { .. } => Json::Null,
        Literal::Boolean(value) => (*value).into(),
        Literal::Int(value) => (*value).into(),
        Literal::Double(value) => (*value).into(),
        Literal::Decimal(value) => value.to_string().into(),
        Literal::String(value) => value.as_str().into(),
        Literal::Guid(value) => value.to_string().into(),
        Literal::Date(value) => value.to_string().into(),
        Literal::TimeOfDay(value) => value.to_string().into(),
        Literal::DateTimeOffset(value) => value.to_string().into(),
        Literal::Duration(value) => value.to_string().into(),
        Literal::Binary(value) => value.to_string().into(),
        Literal::Enum { members, .. } => (**members).into(),
    }
}
