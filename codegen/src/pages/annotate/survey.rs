//! Every operation that the pages document, and what it answers with: for reports, and to hold sets of pages against each other.

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::{Sources, Span};

use super::Naming;
use super::answer::{Answer, responses};
use super::catalog::{self, OperationKind};
use super::known::Known;
use crate::pages::{Method, OperationFacts, Page};

/// An operation of the service.
#[derive(Clone, Debug)]
pub struct SurveyedOperation<'a> {
    /// How it is asked for.
    pub method: Method,
    /// Its path in lower case, keys left out: `machines/{}/alerts`.
    pub path: String,
    /// What it does.
    pub kind: OperationKind,
    /// What its page says.
    pub facts: &'a OperationFacts,
    /// What it answers with, such as `Collection(Alert)`; empty when nothing comes back.
    pub answer: String,
    /// Whether the pages say what it answers with, be it nothing.
    pub is_typed: bool,
    /// The samples of its answers.
    pub samples: Vec<Span>,
    /// Where other pages define it again, with an answer of their own.
    pub repeated: Vec<Span>,
}

/// Every operation of the pages, each once.
pub fn survey<'a>(
    pages: &'a [Page],
    naming: &Naming,
    sources: &Sources,
) -> Vec<SurveyedOperation<'a>> {
    let mut diagnostics = Diagnostics::new();
    let operations = catalog::operations(pages, &naming.base_url_path, &mut diagnostics);
    let known = Known::of(pages, &operations, naming, sources);
    let surveyed = operations.iter().map(|one| {
        let answer = known.answer(one, sources, &mut diagnostics);
        let (name, many) = match &answer {
            Answer::Nothing => (String::new(), false),
            Answer::Primitive { edm, many } => (edm.clone(), *many),
            Answer::Structured { ty, many } => (ty.value.name.clone(), *many),
        };
        SurveyedOperation {
            method: one.facts.request.method,
            path: one.route.path(),
            kind: one.kind,
            facts: one.facts,
            is_typed: answer != Answer::Nothing || known.says_nothing(one),
            answer: match many {
                true => format!("Collection({name})"),
                false => name,
            },
            samples: responses(one).map(|sample| sample.span).collect(),
            repeated: one.repeated.clone(),
        }
    });
    surveyed.collect()
}
