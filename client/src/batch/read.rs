//! The answers within an answer.

use http::header::{CONTENT_TYPE, HeaderValue};
use odata_core::transport::TransportError;

use super::answered::Came;
use super::ids::RequestId;
use super::json::{self, is_json};
use super::layout::Layout;
use super::multipart;
use super::part::Part;
use crate::client::Answer;
use crate::error::{Error, Result};

/// One answer for each request, by what the answer to the batch says that it is.
///
/// # Errors
/// When it is no answer to these requests.
pub(super) fn answers(
    parts: &[Part],
    answer: Answer,
    end: Option<Error>,
) -> Result<Vec<Option<Result<Answer>>>> {
    let layout = Layout::of(parts.iter().map(|part| part.group));
    let content_type = answer.headers().get(CONTENT_TYPE).cloned();
    let body = answer.into_bytes();
    let came = match content_type {
        Some(content_type) if is_json(&content_type) => json::read(&body, &layout),
        content_type => {
            let none = HeaderValue::from_static("no type");
            multipart::boundary_of(&content_type.unwrap_or(none))
                .and_then(|boundary| multipart::read(&body, &boundary, &layout))
        }
    };
    let came = match (came, end) {
        (Ok(mut came), end) => {
            came.fail_together(&layout);
            Came {
                cut: end.map(|end| end.to_string()).or(came.cut),
                ..came
            }
        }
        // What came was too little to be anything.
        (Err(_), Some(end)) => return Err(end),
        (Err(reason), None) => {
            let said = format!("the answer to the batch cannot be read: {reason}");
            return Err(Error::payload(said));
        }
    };
    let missing = Missing {
        answered: came.count(),
        asked: parts.len(),
        cut: came.cut,
    };
    let answers = RequestId::all().zip(parts).zip(came.answers);
    Ok(answers
        .map(|((request, part), answer)| {
            let (method, url) = (&part.outgoing.method, &part.outgoing.url);
            let judged = match answer {
                Some(Ok(message)) => part.client.answer_within(url, message),
                Some(Err(reason)) => Err(Error::payload(format!(
                    "the answer to request {request} of the batch cannot be read: {reason}"
                ))),
                None => Err(missing.error()),
            };
            Some(judged.map_err(|error| error.of_request(method, url)))
        })
        .collect())
}

/// Why a request has no answer.
struct Missing {
    answered: usize,
    asked: usize,
    /// How the answer broke off, if it did.
    cut: Option<String>,
}

impl Missing {
    fn error(&self) -> Error {
        let Missing {
            answered,
            asked,
            cut,
        } = self;
        let many = format!("{answered} of the {asked} requests of the batch were answered");
        match cut {
            Some(cut) => {
                let said = format!("{many}, and not this one, before it did: {cut}");
                TransportError::body(said).into()
            }
            None => Error::unanswered(format!(
                "{many}, and not this one: the service stopped at one that failed, or passed it over"
            )),
        }
    }
}
