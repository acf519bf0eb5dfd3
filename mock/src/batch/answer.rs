//! From a batch to its answer.

use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, Method};

use super::part::Part;
use super::run::Run;
use super::{json, json_answer, multipart, multipart_answer};
use crate::answer::Fault;
use crate::{Canned, MockService, SeenRequest};

/// Answers a request to `$batch` below that root.
pub(crate) fn answer(
    service: &MockService,
    request: &SeenRequest,
    root_path: &str,
) -> Result<Canned, Fault> {
    if request.method != Method::POST {
        let message = format!("{} is not answered there: POST is", request.method);
        return Err(Fault::method_not_allowed(message, "POST"));
    }
    let content_type = request.header(CONTENT_TYPE.as_str()).unwrap_or_default();
    let media = content_type.split(';').next().unwrap_or_default().trim();
    let is_json = match media.to_ascii_lowercase().as_str() {
        "multipart/mixed" => false,
        "application/json" => true,
        _ => {
            let message = format!(
                "Content-Type is multipart/mixed with a boundary or application/json here, not `{content_type}`"
            );
            return Err(Fault::unsupported_media_type(message));
        }
    };
    let most = service.config.most_batch_parts;
    let read = match is_json {
        true => json::read(&request.body, most),
        false => multipart::read(&request.body, content_type, most),
    };
    let parts: Vec<Part> = read.map_err(|reason| {
        let message = format!("the batch cannot be read: {reason}");
        Fault::bad_request(message).target("$batch")
    })?;
    let go_on = goes_on(&request.headers);
    let run = Run {
        service,
        outer: request,
        root_path,
        parts: &parts,
        go_on,
    };
    let done = run.all();
    let quirks = &service.config.batch_quirks;
    let mut canned = match answers_json(&request.headers, is_json) {
        true => json_answer::write(&parts, done, quirks),
        false => multipart_answer::write(&parts, done, quirks),
    };
    let version = match request.header("odata-maxversion") {
        Some("4.0") => "4.0",
        _ => "4.01",
    };
    canned
        .headers
        .insert("odata-version", HeaderValue::from_static(version));
    if go_on {
        let applied = HeaderValue::from_static("odata.continue-on-error");
        canned.headers.insert("preference-applied", applied);
    }
    Ok(canned)
}

/// The format of the answer is that of the request, unless another one is asked for (Protocol 4.01, 11.7.4).
fn answers_json(headers: &HeaderMap, is_json: bool) -> bool {
    let accepted = headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let takes = |media: &str| accepted.split(',').any(|one| one.trim().starts_with(media));
    match (takes("application/json"), takes("multipart/mixed")) {
        (true, false) => true,
        (false, true) => false,
        _ => is_json,
    }
}

/// `Prefer: continue-on-error`, with the prefix of 4.0 or without.
fn goes_on(headers: &HeaderMap) -> bool {
    let values = headers.get_all("prefer").iter();
    let values = values.filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split([',', ';'])).any(|one| {
        let one = one.trim().to_ascii_lowercase();
        let name = one.strip_prefix("odata.").unwrap_or(&one);
        matches!(name, "continue-on-error" | "continue-on-error=true")
    })
}
