//! Answers as JSON (OData JSON 4.01, 19.2).

use http::StatusCode;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use odata_core::edm::Binary;
use serde_json::Value as Json;

use super::BatchQuirk;
use super::part::{Done, Part};
use super::run::canned;
use crate::answer::Fault;
use crate::{Canned, random};

/// The answer to a batch, one object for each request that was answered.
pub(super) fn write(parts: &[Part], done: Vec<Done>, quirks: &[BatchQuirk]) -> Canned {
    let mut responses: Vec<String> = Vec::new();
    for one in done {
        match one {
            Done::One(part, answer) => responses.push(response(parts.get(part), &answer)),
            Done::Group(answers) => {
                let answers = answers.iter();
                responses.extend(answers.map(|(part, answer)| response(parts.get(*part), answer)));
            }
            // Each has failed, and one of them has a reason of its own.
            Done::Failed {
                parts: group,
                failed,
                answer,
            } => responses.extend(group.into_iter().map(|part| match part == failed {
                true => response(parts.get(part), &answer),
                false => {
                    let message = "another request of its group has failed";
                    let fault = Fault::failed_dependency(message);
                    response(parts.get(part), &canned(fault))
                }
            })),
        }
    }
    for quirk in quirks {
        match quirk {
            BatchQuirk::Fewer(many) => responses.truncate(*many),
            BatchQuirk::Shuffled(seed) => shuffle(&mut responses, *seed),
            _ => {}
        }
    }
    let body = format!("{{\"responses\":[{}]}}", responses.join(","));
    Canned::status(200)
        .header("content-type", "application/json")
        .body(body)
}

fn shuffle(responses: &mut [String], seed: u64) {
    for at in (1..responses.len()).rev() {
        let places = u64::try_from(at + 1).unwrap_or(u64::MAX);
        let other = random::number(seed, u64::try_from(at).unwrap_or_default()) % places;
        responses.swap(at, usize::try_from(other).unwrap_or_default());
    }
}

fn response(part: Option<&Part>, answer: &Canned) -> String {
    let quoted = |text: &str| Json::from(text).to_string();
    let mut members = Vec::new();
    if let Some(part) = part {
        let id = part.id.as_deref().unwrap_or_default();
        members.push(format!("\"id\":{}", quoted(id)));
        if let Some(group) = &part.group {
            members.push(format!("\"atomicityGroup\":{}", quoted(group)));
        }
    }
    members.push(format!("\"status\":{}", answer.status.as_u16()));
    let headers = answer.headers.iter();
    let headers = headers.filter(|(name, _)| *name != CONTENT_LENGTH);
    let headers = headers.map(|(name, value)| {
        let value = value.to_str().unwrap_or_default();
        format!("{}:{}", quoted(name.as_str()), quoted(value))
    });
    members.push(format!(
        "\"headers\":{{{}}}",
        headers.collect::<Vec<_>>().join(",")
    ));
    if !answer.body.is_empty() && answer.status != StatusCode::NO_CONTENT {
        members.push(format!("\"body\":{}", body(answer)));
    }
    format!("{{{}}}", members.join(","))
}

/// JSON as it is, text as a string, anything else in base64url.
fn body(answer: &Canned) -> String {
    let content_type = answer
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media = content_type.split(';').next().unwrap_or_default().trim();
    let text = std::str::from_utf8(&answer.body);
    match text {
        Ok(json) if media.ends_with("json") => json.to_owned(),
        Ok(text) if media.starts_with("text/") => Json::from(text).to_string(),
        _ => Json::from(Binary(answer.body.to_vec()).to_string()).to_string(),
    }
}
