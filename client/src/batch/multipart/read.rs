//! Which part of an answer is the answer to which request (Protocol 4.01, 11.7.4).

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap};

use super::boundary::boundary_of;
use super::message::message;
use super::parts::{Part, Parts, Read, parts};
use crate::batch::answered::Came;
use crate::batch::layout::{Step, request_of};
use crate::request::Message;

/// The answers come in the order of the requests; within a change set an id may say otherwise. A change set that failed is
/// answered by one part, which is then the answer to each of its requests.
///
/// # Errors
/// When it is no multipart body, and when it has answers to what was not asked.
pub(in crate::batch) fn read(body: &Bytes, boundary: &str, steps: &[Step]) -> Result<Came, String> {
    let requests = steps.last().map_or(0, |step| match step {
        Step::One(request) => request + 1,
        Step::Group(range) => range.end,
    });
    let mut came = Came::nothing(requests);
    let Parts {
        whole,
        begun,
        is_closed,
    } = parts(body, boundary, steps.len())?;
    let mut next = 0;
    for part in whole {
        let step = step_of(&part, steps, &came, next);
        let step = step.ok_or("an answer in it is to no request")?;
        next = step + 1;
        if let Some(step) = steps.get(step) {
            give(&mut came, step, part)?;
        }
    }
    if !is_closed {
        if let (Some(part), Some(step @ Step::Group(_))) = (begun, steps.get(next))
            && is_multipart(&part.headers)
        {
            give(&mut came, step, Ok(part))?;
        }
        came.cut = Some("its last boundary is missing".to_owned());
    }
    Ok(came)
}

/// Which step a part answers: that of its id, where it has one that is known, the next one otherwise.
fn step_of(part: &Read, steps: &[Step], came: &Came, next: usize) -> Option<usize> {
    let named = part.as_ref().ok().and_then(content_id);
    let named = named.and_then(|request| {
        let step = steps.get(next..)?.iter().position(|step| match step {
            Step::One(one) => *one == request,
            Step::Group(range) => range.contains(&request),
        });
        step.map(|step| next + step)
    });
    let step = named.unwrap_or(next);
    let is_free = steps.get(step).is_some_and(|step| match step {
        Step::One(one) => !came.is_answered(*one),
        Step::Group(range) => !range.clone().any(|request| came.is_answered(request)),
    });
    is_free.then_some(step)
}

fn give(came: &mut Came, step: &Step, part: Read) -> Result<(), String> {
    match step {
        Step::One(request) => came.give(*request, part.and_then(|part| message(&part))),
        Step::Group(range) => {
            if let Ok(part) = &part
                && is_multipart(&part.headers)
            {
                return change_set(came, range.clone(), part);
            }
            let answer = part.and_then(|part| message(&part));
            if range.len() > 1
                && answer
                    .as_ref()
                    .is_ok_and(|answer| answer.status.is_success())
            {
                return Err(format!(
                    "one answer of success stands for the {} requests of a change set",
                    range.len()
                ));
            }
            for request in range.clone() {
                came.give(request, answer.clone());
            }
        }
    }
    Ok(())
}

fn change_set(came: &mut Came, range: std::ops::Range<usize>, part: &Part) -> Result<(), String> {
    let content_type = part
        .headers
        .get(CONTENT_TYPE)
        .ok_or("a part says no type")?;
    let boundary = boundary_of(content_type)?;
    let inner = parts(&part.content, &boundary, range.len())
        .map_err(|reason| format!("a change set in it cannot be read: {reason}"))?;
    if !inner.is_closed {
        came.cut = Some("the last boundary of a change set is missing".to_owned());
    }
    let answers: Vec<(Option<usize>, Result<Message, String>)> = inner
        .whole
        .into_iter()
        .map(|part| match part {
            Ok(part) => {
                let answer = message(&part);
                let inside = answer.as_ref().ok().and_then(|it| id_in(&it.headers));
                (content_id(&part).or(inside), answer)
            }
            Err(reason) => (None, Err(reason)),
        })
        .collect();
    // Those that say whose answer they are come first, the others get what is left.
    let mut others = Vec::new();
    for (request, answer) in answers {
        match request.filter(|request| range.contains(request)) {
            Some(request) if came.is_answered(request) => {
                return Err(format!("request {} is answered twice", request + 1));
            }
            Some(request) => came.give(request, answer),
            None => others.push(answer),
        }
    }
    let mut others = others.into_iter();
    for request in range {
        if !came.is_answered(request)
            && let Some(answer) = others.next()
        {
            came.give(request, answer);
        }
    }
    Ok(())
}

fn content_id(part: &Part) -> Option<usize> {
    id_in(&part.headers)
}

fn id_in(headers: &HeaderMap) -> Option<usize> {
    let id = headers.get("content-id")?.to_str().ok()?.trim();
    request_of(id.trim_start_matches('<').trim_end_matches('>'))
}

fn is_multipart(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().get(..10).is_some_and(is_multipart_start))
}

fn is_multipart_start(start: &[u8]) -> bool {
    start.eq_ignore_ascii_case(b"multipart/")
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
