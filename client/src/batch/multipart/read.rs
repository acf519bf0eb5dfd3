//! Which part of an answer is the answer to which request (Protocol 4.01, 11.7.4).

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap};

use super::boundary::boundary_of;
use super::message::message;
use super::parts::{Part, Parts, Read, parts};
use crate::batch::answered::Came;
use crate::batch::ids::RequestId;
use crate::batch::layout::{Layout, Members, Step};
use crate::request::Message;

/// The answers come in the order of the requests; within a change set an id may say otherwise. A change set that failed is
/// answered by one part, which is then the answer to each of its requests.
///
/// # Errors
/// When it is no multipart body, and when it has answers to what was not asked.
pub(in crate::batch) fn read(
    body: &Bytes,
    boundary: &str,
    layout: &Layout,
) -> Result<Came, String> {
    let mut came = Came::nothing(layout.requests());
    let Parts {
        whole,
        begun,
        is_closed,
    } = parts(body, boundary, layout.steps().len())?;
    let mut unanswered = layout.steps();
    for part in whole {
        let (step, behind) =
            answered_by(&part, unanswered).ok_or("an answer in it is to no request")?;
        unanswered = behind;
        give(&mut came, step, part)?;
    }
    if !is_closed {
        if let (Some(part), Some(step @ Step::Group(..))) = (begun, unanswered.first())
            && is_multipart(&part.headers)
        {
            give(&mut came, step, Ok(part))?;
        }
        came.cut = Some("its last boundary is missing".to_owned());
    }
    Ok(came)
}

/// Which step a part answers, and those behind it: that of its id, where it has one of these, the first one otherwise.
fn answered_by<'s>(part: &Read, unanswered: &'s [Step]) -> Option<(&'s Step, &'s [Step])> {
    let named = part.as_ref().ok().and_then(content_id);
    let named = named.and_then(|request| unanswered.iter().position(|step| step.has(request)));
    unanswered.get(named.unwrap_or(0)..)?.split_first()
}

fn give(came: &mut Came, step: &Step, part: Read) -> Result<(), String> {
    match step {
        Step::One(request) => came.give(*request, part.and_then(|part| message(&part))),
        Step::Group(_, members) => {
            if let Ok(part) = &part
                && is_multipart(&part.headers)
            {
                return change_set(came, members, part);
            }
            let answer = part.and_then(|part| message(&part));
            if members.count() > 1
                && answer
                    .as_ref()
                    .is_ok_and(|answer| answer.status.is_success())
            {
                return Err(format!(
                    "one answer of success stands for the {} requests of a change set",
                    members.count()
                ));
            }
            for request in members.each() {
                came.give(request, answer.clone());
            }
        }
    }
    Ok(())
}

fn change_set(came: &mut Came, members: &Members, part: &Part) -> Result<(), String> {
    let content_type = part
        .headers
        .get(CONTENT_TYPE)
        .ok_or("a part says no type")?;
    let boundary = boundary_of(content_type)?;
    let inner = parts(&part.content, &boundary, members.count())
        .map_err(|reason| format!("a change set in it cannot be read: {reason}"))?;
    if !inner.is_closed {
        came.cut = Some("the last boundary of a change set is missing".to_owned());
    }
    let answers: Vec<(Option<RequestId>, Result<Message, String>)> = inner
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
        match request.filter(|request| members.has(*request)) {
            Some(request) if came.is_answered(request) => {
                return Err(format!("request {request} is answered twice"));
            }
            Some(request) => came.give(request, answer),
            None => others.push(answer),
        }
    }
    let mut others = others.into_iter();
    for request in members.each() {
        if !came.is_answered(request)
            && let Some(answer) = others.next()
        {
            came.give(request, answer);
        }
    }
    Ok(())
}

fn content_id(part: &Part) -> Option<RequestId> {
    id_in(&part.headers)
}

fn id_in(headers: &HeaderMap) -> Option<RequestId> {
    let id = headers.get("content-id")?.to_str().ok()?.trim();
    RequestId::parse(id.trim_start_matches('<').trim_end_matches('>'))
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
