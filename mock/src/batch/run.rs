//! Doing what a batch asks for, in its order.

use std::collections::BTreeSet;

use http::header::AUTHORIZATION;

use super::atomic::atomically;
use super::part::{Done, Part, Sent, is_well};
use super::reference::Known;
use crate::answer::Fault;
use crate::{Canned, MockService, SeenRequest};

/// A batch that is being done.
pub(super) struct Run<'b> {
    pub(super) service: &'b MockService,
    pub(super) outer: &'b SeenRequest,
    pub(super) root_path: &'b str,
    pub(super) parts: &'b [Part],
    pub(super) go_on: bool,
}

/// What the parts of a batch came to so far.
#[derive(Clone, Default)]
struct State {
    known: Known,
    /// Ids and groups of what failed.
    failed: BTreeSet<String>,
}

impl Run<'_> {
    /// The answers, up to the first failure unless it is to go on.
    pub(super) fn all(&self) -> Vec<Done> {
        let (mut all, mut state) = (Vec::new(), State::default());
        let mut at = 0;
        while let Some(part) = self.parts.get(at) {
            let done = match &part.group {
                None => {
                    let answer = self.one(self.service, part, &mut state);
                    at += 1;
                    Done::One(at - 1, answer)
                }
                Some(group) => {
                    let rest = self.parts.get(at..).unwrap_or_default().iter();
                    let many = rest
                        .take_while(|part| part.group.as_ref() == Some(group))
                        .count();
                    let range: Vec<usize> = (at..at + many).collect();
                    at += many;
                    self.group(group, range, &mut state)
                }
            };
            let is_well = done.is_well();
            all.push(done);
            if !is_well && !self.go_on {
                break;
            }
        }
        all
    }

    fn one(&self, service: &MockService, part: &Part, state: &mut State) -> Canned {
        let answer = self.answer(service, part, state);
        if !is_well(&answer) {
            state.failed.extend(part.id.clone());
        }
        answer
    }

    fn answer(&self, service: &MockService, part: &Part, state: &mut State) -> Canned {
        let needed = part.depends_on.iter().find(|id| state.failed.contains(*id));
        if let Some(needed) = needed {
            let message = format!("`{needed}`, which it depends on, has failed");
            return canned(Fault::failed_dependency(message));
        }
        let sent = match &part.sent {
            Ok(sent) => sent,
            Err(fault) => return canned(fault.clone()),
        };
        let seen = match self.seen(sent, &state.known) {
            Ok(seen) => seen,
            Err(reason) => return canned(Fault::bad_request(reason)),
        };
        if seen.path().trim_end_matches('/').ends_with("/$batch") {
            return canned(Fault::bad_request("a batch has no batch in it").target("$batch"));
        }
        let answer = service.handle_part(&seen);
        if answer.made.is_some() {
            let message =
                "content that is made while it is sent is asked for alone, and not in a batch";
            return canned(Fault::not_implemented(message));
        }
        if answer.status.is_success() {
            state.known.keep(part.id.as_deref(), &seen, &answer);
        }
        answer
    }

    /// The request as if it had come alone. What proves who is asking is said once, by the batch.
    fn seen(&self, sent: &Sent, known: &Known) -> Result<SeenRequest, String> {
        let mut headers = known.headers(sent)?;
        if let Some(proof) = self.outer.headers.get(AUTHORIZATION) {
            headers.entry(AUTHORIZATION).or_insert(proof.clone());
        }
        Ok(SeenRequest {
            method: sent.method.clone(),
            target: known.target(self.root_path, sent)?,
            body: known.body(sent)?,
            headers,
            ..self.outer.clone()
        })
    }

    /// A change set: all of it, or nothing.
    fn group(&self, group: &str, range: Vec<usize>, state: &mut State) -> Done {
        let done = atomically(self.service, |service| {
            let mut inner = state.clone();
            let mut answers = Vec::new();
            for &number in &range {
                let Some(part) = self.parts.get(number) else {
                    continue;
                };
                let answer = self.one(service, part, &mut inner);
                if !is_well(&answer) {
                    return Err(Box::new((number, answer)));
                }
                answers.push((number, answer));
            }
            Ok((answers, inner))
        });
        match done {
            Ok((answers, inner)) => {
                *state = inner;
                Done::Group(answers)
            }
            Err(failed) => {
                let busy = || {
                    let fault = Fault::conflict("others change the rows all the time");
                    Box::new((range.first().copied().unwrap_or_default(), canned(fault)))
                };
                let (number, answer) = *failed.unwrap_or_else(busy);
                state.failed.insert(group.to_owned());
                let ids = range.iter().filter_map(|part| self.parts.get(*part));
                state.failed.extend(ids.filter_map(|part| part.id.clone()));
                Done::Failed {
                    parts: range,
                    failed: number,
                    answer,
                }
            }
        }
    }
}

pub(super) fn canned(fault: Fault) -> Canned {
    match fault.into_canned() {
        Ok(canned) => *canned,
        Err(fault) => Canned::from(fault.into_response()),
    }
}
