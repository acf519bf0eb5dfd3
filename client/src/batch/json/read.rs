//! The answers in one object (OData JSON 4.01, 19.2), in whatever order.

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use odata_core::edm::Binary;

use super::write::Kind;
use crate::batch::answered::Came;
use crate::batch::ids::RequestId;
use crate::batch::layout::{Layout, Members};
use crate::json::{Fault, Reader};
use crate::request::Message;

/// An answer to a group.
type OfGroup<'l> = (&'l Members, Result<Message, String>);

/// One answer, and whose it is.
#[derive(Default)]
struct Response<'j> {
    id: Option<String>,
    status: Option<u16>,
    headers: HeaderMap,
    body: Option<&'j str>,
}

/// # Errors
/// When it is no answer to a batch, and when it has two answers to one request, or one to what was not asked.
pub(in crate::batch) fn read(body: &Bytes, layout: &Layout) -> Result<Came, String> {
    let mut came = Came::nothing(layout.requests());
    let text = std::str::from_utf8(body).map_err(|_| "it is not UTF-8")?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (mut wrong, mut has_responses) = (None, false);
    let mut of_groups = Vec::new();
    let mut reader = Reader::new(text);
    let read = reader
        .object(&mut |name, reader| {
            if name != "responses" || wrong.is_some() {
                return reader.skip();
            }
            has_responses = true;
            reader
                .array(&mut |_, reader| {
                    let response = response(reader)?;
                    if wrong.is_none() {
                        let answered = take(&mut came, layout, response, body);
                        match answered {
                            Ok(of_group) => of_groups.extend(of_group),
                            Err(reason) => wrong = Some(reason),
                        }
                    }
                    Ok(())
                })
                .map_err(|fault| fault.within(name))
        })
        .and_then(|()| reader.end());
    if let Some(wrong) = wrong {
        return Err(wrong);
    }
    for (members, answer) in of_groups {
        for request in members.each() {
            if !came.is_answered(request) {
                came.give(request, answer.clone());
            }
        }
    }
    match read {
        Err(fault) if came.count() == 0 => return Err(fault.to_string()),
        Err(fault) => came.cut = Some(fault.to_string()),
        Ok(()) if !has_responses => return Err("there is no `responses` in it".to_owned()),
        Ok(()) => {}
    }
    Ok(came)
}

fn response<'j>(reader: &mut Reader<'j>) -> Result<Response<'j>, Fault> {
    let mut response = Response::default();
    reader.object(&mut |name, reader| {
        match name {
            "id" if reader.peek() == Some(b'"') => {
                response.id = Some(reader.string()?.into_owned())
            }
            "id" => response.id = Some(reader.raw()?.to_owned()),
            "status" => {
                // Some write it as a text.
                let text = reader.raw()?.trim_matches('"');
                response.status = text.parse().ok();
            }
            "headers" if reader.peek() == Some(b'{') => {
                reader.object(&mut |name, reader| header(&mut response.headers, name, reader))?;
            }
            "body" => response.body = Some(reader.raw()?),
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    Ok(response)
}

fn header(headers: &mut HeaderMap, name: &str, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let value = match reader.peek() {
        Some(b'"') => reader.string()?.into_owned(),
        _ => reader.raw()?.to_owned(),
    };
    let name = HeaderName::from_bytes(name.as_bytes());
    let value = HeaderValue::from_bytes(value.as_bytes());
    // What no header can be is nothing that anybody looks for.
    if let Some((name, value)) = name.ok().zip(value.ok()) {
        headers.append(name, value);
    }
    Ok(())
}

/// Gives an answer to the request that it belongs to. What belongs to a group is for those of it that have no answer of their own, which is
/// known at the end.
fn take<'l>(
    came: &mut Came,
    layout: &'l Layout,
    response: Response<'_>,
    whole: &Bytes,
) -> Result<Option<OfGroup<'l>>, String> {
    let id = response.id.clone().ok_or("an answer in it has no id")?;
    let answered = answered(response, whole);
    if let Some(request) = RequestId::parse(&id).filter(|request| came.has(*request)) {
        if came.is_answered(request) {
            return Err(format!("request {id} is answered twice"));
        }
        came.give(request, answered);
        return Ok(None);
    }
    let group = layout.groups().find(|(group, _)| group.to_string() == id);
    let Some((_, members)) = group else {
        let shown: String = id.chars().take(60).collect();
        return Err(format!("there is no request `{shown}`, and it is answered"));
    };
    Ok(Some((members, answered)))
}

fn answered(response: Response<'_>, whole: &Bytes) -> Result<Message, String> {
    let Response {
        status,
        mut headers,
        body,
        ..
    } = response;
    let status = status
        .and_then(|status| StatusCode::from_u16(status).ok())
        .ok_or("it has no status")?;
    let said = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let body = match body.map(str::trim) {
        None | Some("null") => Bytes::new(),
        Some(json) => {
            let is_string = json.starts_with('"');
            let kind = match said {
                Some(content_type) => Kind::of(content_type),
                None if is_string => Kind::Text,
                None => Kind::Json,
            };
            if said.is_none() && kind == Kind::Json {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            }
            match kind {
                Kind::Json if !is_string => whole.slice_ref(json.as_bytes()),
                _ if !is_string => whole.slice_ref(json.as_bytes()),
                kind => of_string(kind, json)?,
            }
        }
    };
    Ok(Message {
        status,
        headers,
        body,
    })
}

/// A body that is a string: a text, or bytes in base64url. Some services pack JSON so, too, or write it as a text.
fn of_string(kind: Kind, json: &str) -> Result<Bytes, String> {
    let text = Reader::new(json).string();
    let text = text.map_err(|fault| fault.to_string())?;
    let unpacked = || text.parse::<Binary>().ok().map(|Binary(bytes)| bytes);
    match kind {
        Kind::Text => Ok(text.into_owned().into()),
        Kind::Bytes => unpacked()
            .map(Bytes::from)
            .ok_or_else(|| "its body is not base64url".to_owned()),
        Kind::Json => {
            let is_object =
                |bytes: &Vec<u8>| matches!(bytes.trim_ascii().first(), Some(b'{' | b'['));
            match unpacked().filter(is_object) {
                Some(bytes) => Ok(bytes.into()),
                None if text.trim_start().starts_with(['{', '[']) => Ok(text.into_owned().into()),
                None => Ok(json.to_owned().into()),
            }
        }
    }
}
