//! What a change brings: an entity as JSON, or a form.

use http::header::CONTENT_TYPE;
use odata_csdl::model::EntitySet;
use serde_json::Value as Json;

use crate::answer::{Asked, Fault};
use crate::form::FormReader;
use crate::shape::{self, Member};
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

fn content_type<'a>(asked: &'a Asked<'_>) -> &'a str {
    asked
        .request
        .header(CONTENT_TYPE.as_str())
        .unwrap_or_default()
}

/// Reads the entity, or the part of one, that was sent.
pub(super) fn body(asked: &Asked<'_>, set: &EntitySet) -> Result<Row, Fault> {
    let content_type = content_type(asked);
    let media = content_type.split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/json") {
        let message = format!("Content-Type is application/json here, not `{content_type}`");
        return Err(Fault::unsupported_media_type(message));
    }
    let row = object(serde_json::from_slice(&asked.request.body), "the body")?;
    for name in row.keys() {
        let property = name.strip_suffix("@odata.bind").unwrap_or(name);
        let model = &asked.service.model;
        let id = shape::actual_type(model, Some(set.entity_type), &row);
        let found = id.and_then(|id| shape::member(model, id, property));
        if matches!(found, Some(Member::Navigation(_))) {
            let message = "related entities are not inserted or linked by this service";
            return Err(Fault::not_implemented(message).target(property));
        }
    }
    Ok(row)
}

fn object(json: Result<Json, serde_json::Error>, what: &str) -> Result<Row, Fault> {
    match json {
        Ok(Json::Object(row)) => Ok(row),
        Ok(_) => Err(Fault::bad_request(format!("{what} is not a JSON object"))),
        Err(error) => Err(Fault::bad_request(format!("{what} is not JSON: {error}"))),
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
    let row = object(Ok(made.entity), "what the test made of the form")?;
    Ok((row, made.replace))
}
