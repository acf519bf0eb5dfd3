//! The operations of a page, each with what the page says about it.

use std::collections::HashSet;
use std::ops::Range;

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::{Span, Spanned};

use super::body::{self, BodyParameter};
use super::headers::{self, RequestHeader};
use super::limits::{self, Limits};
use super::outline::{Outline, Section};
use super::parameters::{self, Parameter};
use super::permissions::{self, Permission};
use super::properties::{self, PropertyTable};
use super::request::{Method, RequestLine};
use super::response::{self, Response};
use super::sample::{Sample, SampleRole};
use super::text::{plain, words};

/// What a page says about one request.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationFacts {
    /// The request.
    pub request: RequestLine,
    /// The first paragraph of its description.
    pub description: Option<Spanned<String>>,
    /// The permissions, one of which it needs.
    pub permissions: Vec<Permission>,
    /// What limits it.
    pub limits: Limits,
    /// The headers it takes.
    pub headers: Vec<RequestHeader>,
    /// The parameters of its query string, and of the function it calls.
    pub parameters: Vec<Parameter>,
    /// The parameters of its body.
    pub body: Vec<BodyParameter>,
    /// What it answers.
    pub response: Response,
    /// The tables of properties in its part of the page.
    pub properties: Vec<PropertyTable>,
    /// The samples in its part of the page.
    pub samples: Vec<Sample>,
}

impl OperationFacts {
    /// Whether the body is `multipart/form-data`.
    pub fn is_form(&self) -> bool {
        self.headers.iter().any(|header| {
            header.name.value.eq_ignore_ascii_case("content-type")
                && header
                    .description
                    .value
                    .to_lowercase()
                    .contains("multipart/form-data")
        })
    }

    /// Whether a collection comes back: by the samples of answers, and by the text where there are none.
    pub fn returns_collection(&self) -> bool {
        let mut answers = self
            .samples
            .iter()
            .filter(|sample| sample.role == SampleRole::Response && sample.root.is_some());
        match answers.clone().next() {
            Some(_) => answers.any(Sample::is_collection),
            None => self.response.collection,
        }
    }
}

pub(super) fn read_all(
    outline: &Outline<'_>,
    samples: &[Sample],
    requests: &[RequestLine],
    diagnostics: &mut Diagnostics,
) -> Vec<OperationFacts> {
    let drafts = drafts(outline, requests);
    let shared: Vec<usize> = (0..outline.sections.len())
        .filter(|at| !drafts.iter().any(|draft| draft.part.contains(at)))
        .collect();
    let mut limits: Vec<Limits> = Vec::new();
    for section in &outline.sections {
        limits.push(limits::in_section(outline, section, diagnostics));
    }
    let page = PageView {
        outline,
        samples,
        requests,
        limits,
        shared,
    };
    drafts
        .iter()
        .map(|draft| page.operation(draft, &drafts))
        .collect()
}

/// A request, and the sections that speak of it.
struct Draft {
    request: RequestLine,
    part: Range<usize>,
    /// Whether it stands in an example on a page that defines other requests.
    is_aside: bool,
}

/// The requests that the page defines, then those that only its examples have.
fn drafts(outline: &Outline<'_>, requests: &[RequestLine]) -> Vec<Draft> {
    let mut defining: Vec<(usize, Vec<RequestLine>)> = Vec::new();
    let mut seen: HashSet<(Method, String)> = HashSet::new();
    for request in requests.iter().filter(|request| !request.from_example) {
        if !seen.insert((request.method, request.path_text())) {
            continue;
        }
        let at = section_of(outline, request.url.span);
        match defining.last_mut().filter(|(known, _)| *known == at) {
            Some((_, known)) => known.push(request.clone()),
            None => defining.push((at, vec![request.clone()])),
        }
    }
    let parts = parts(outline, &defining);
    let mut drafts: Vec<Draft> = Vec::new();
    for ((_, requests), part) in defining.into_iter().zip(parts) {
        drafts.extend(requests.into_iter().map(|request| Draft {
            request,
            part: part.clone(),
            is_aside: false,
        }));
    }
    let defined = drafts.len();
    for example in requests.iter().filter(|request| request.from_example) {
        if drafts
            .iter()
            .any(|known| known.request.is_shown_by(example))
        {
            continue;
        }
        let at = section_of(outline, example.url.span);
        let around = drafts
            .iter()
            .take(defined)
            .find(|draft| draft.part.contains(&at));
        let part = around.map_or(0..outline.sections.len(), |draft| draft.part.clone());
        drafts.push(Draft {
            request: example.with_placeholders(),
            part,
            is_aside: defined > 0,
        });
    }
    drafts
}

fn section_of(outline: &Outline<'_>, span: Span) -> usize {
    let start = span.range().start;
    outline
        .sections
        .iter()
        .rposition(|section| section.heading.start <= start)
        .unwrap_or(0)
}

/// The part of the page around each definition: the largest section that holds no other one.
fn parts(outline: &Outline<'_>, definitions: &[(usize, Vec<RequestLine>)]) -> Vec<Range<usize>> {
    if definitions.len() <= 1 {
        return definitions
            .iter()
            .map(|_| 0..outline.sections.len())
            .collect();
    }
    let alone = |part: &Range<usize>| {
        definitions
            .iter()
            .filter(|(at, _)| part.contains(at))
            .count()
            == 1
    };
    let around = |at: usize| {
        let above = std::iter::once(at).chain(outline.ancestors(at));
        above
            .map(|above| outline.subtree(above))
            .take_while(alone)
            .last()
    };
    definitions
        .iter()
        .map(|&(at, _)| numbered_on(outline, at, around(at).unwrap_or(at..at + 1)))
        .collect()
}

/// `1.6 Example` behind the part around `1.3 URL` belongs to it, whatever the level of its heading.
fn numbered_on(outline: &Outline<'_>, at: usize, part: Range<usize>) -> Range<usize> {
    let number = |at: usize| {
        let title = outline.sections.get(at)?.title.as_str();
        let (first, behind) = title.split_once('.')?;
        let is_numbered = behind.starts_with(|c: char| c.is_ascii_digit());
        first.trim().parse::<u8>().ok().filter(|_| is_numbered)
    };
    let Some(own) = number(at) else {
        return part;
    };
    let behind = (part.end..outline.sections.len()).take_while(|&next| number(next) == Some(own));
    part.start..part.end + behind.count()
}

struct PageView<'a> {
    outline: &'a Outline<'a>,
    samples: &'a [Sample],
    requests: &'a [RequestLine],
    limits: Vec<Limits>,
    shared: Vec<usize>,
}

impl PageView<'_> {
    fn operation(&self, draft: &Draft, all: &[Draft]) -> OperationFacts {
        let outline = self.outline;
        let part = draft.part.clone();
        let own = || part.clone().filter_map(|at| outline.sections.get(at));
        let shared = || {
            self.shared
                .iter()
                .filter_map(|&at| outline.sections.get(at))
        };
        let own_limits = part.clone().filter_map(|at| self.limits.get(at));
        let shared_limits = self.shared.iter().filter_map(|&at| self.limits.get(at));
        let description = own()
            .chain(shared())
            .find(|section| is_description(section));
        let permissions: Vec<Permission> = own()
            .flat_map(|one| permissions::in_section(outline, one))
            .collect();
        let permissions = match permissions.is_empty() {
            true => shared()
                .flat_map(|one| permissions::in_section(outline, one))
                .collect(),
            false => permissions,
        };
        OperationFacts {
            request: draft.request.clone(),
            description: description.and_then(|section| first_paragraph(outline, section)),
            permissions,
            limits: own_limits
                .chain(shared_limits)
                .cloned()
                .fold(Limits::default(), Limits::or),
            headers: own()
                .flat_map(|one| headers::in_section(outline, one))
                .collect(),
            parameters: own()
                .flat_map(|one| parameters::in_section(outline, one))
                .collect(),
            body: own()
                .filter(|_| !draft.is_aside)
                .flat_map(|one| body::in_section(outline, one))
                .collect(),
            response: own()
                .map(|one| response::in_section(outline, one))
                .fold(Response::default(), Response::and),
            properties: own()
                .flat_map(|one| properties::in_section(outline, one))
                .collect(),
            samples: self.samples_of(draft, all),
        }
    }

    /// The samples of its part whose request, the last one before the sample, is this one; samples with no known request
    /// before them belong to the request that is defined.
    fn samples_of(&self, draft: &Draft, all: &[Draft]) -> Vec<Sample> {
        let sections = self
            .outline
            .sections
            .get(draft.part.clone())
            .unwrap_or_default();
        let start = sections.first().map_or(0, |section| section.heading.start);
        let end = sections.last().map_or(0, |section| section.body.end);
        let belongs = |sample: &&Sample| {
            let at = sample.span.range().start;
            if at < start || at > end {
                return false;
            }
            let mut before = self
                .requests
                .iter()
                .rev()
                .filter(|line| (start..=at).contains(&line.url.span.range().start));
            let known =
                before.find_map(|line| all.iter().find(|one| one.request.is_shown_by(line)));
            known.map_or(!draft.is_aside, |known| std::ptr::eq(known, draft))
        };
        self.samples.iter().filter(belongs).cloned().collect()
    }
}

fn is_description(section: &Section) -> bool {
    section.key.contains("description") && !section.key.contains("example")
}

fn first_paragraph(outline: &Outline<'_>, section: &Section) -> Option<Spanned<String>> {
    let words = words(outline, section);
    let first = words.first()?;
    let last = words
        .iter()
        .take_while(|word| word.paragraph == first.paragraph)
        .last()?;
    let range = first.start..last.range().end;
    Some(Spanned::new(
        plain(outline.slice(range.clone())),
        outline.span(range),
    ))
}
