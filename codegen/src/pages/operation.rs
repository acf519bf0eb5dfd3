//! The operations of a page, each with what the page says about it.

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::{Span, Spanned};

use super::body::{self, BodyParameter};
use super::headers::{self, RequestHeader};
use super::limits::{self, Limits};
use super::outline::{Outline, Section};
use super::permissions::{self, Permission};
use super::properties::{self, PropertyTable};
use super::request::{self, RequestLine};
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
    diagnostics: &mut Diagnostics,
) -> Vec<OperationFacts> {
    let definitions = definitions(outline);
    let parts = parts(outline, &definitions);
    let shared: Vec<usize> = (0..outline.sections.len())
        .filter(|at| !parts.iter().any(|part| part.contains(at)))
        .collect();
    let mut limits: Vec<Limits> = Vec::new();
    for section in &outline.sections {
        limits.push(limits::in_section(outline, section, diagnostics));
    }
    let page = PageView {
        outline,
        samples,
        limits,
        shared,
    };
    let mut operations = Vec::new();
    for ((_, requests), part) in definitions.into_iter().zip(parts) {
        operations.extend(
            requests
                .into_iter()
                .map(|request| page.operation(request, part.clone())),
        );
    }
    operations
}

/// The sections that define requests; when there are none, the first example.
fn definitions(outline: &Outline<'_>) -> Vec<(usize, Vec<RequestLine>)> {
    let sections = || outline.sections.iter().enumerate();
    let mut found: Vec<(usize, Vec<RequestLine>)> = sections()
        .filter(|(_, section)| defines(section))
        .map(|(at, section)| (at, request::in_section(outline, section, false)))
        .filter(|(_, requests)| !requests.is_empty())
        .collect();
    if found.is_empty() {
        found = sections()
            .map(|(at, section)| {
                (
                    at,
                    request::in_section(outline, section, section.key.contains("example")),
                )
            })
            .filter(|(_, requests)| !requests.is_empty())
            .take(1)
            .collect();
        found
            .iter_mut()
            .for_each(|(_, requests)| requests.truncate(1));
    }
    found
}

fn defines(section: &Section) -> bool {
    section.key == "http request" || section.key == "url" || section.key.starts_with("url (")
}

/// The part of the page around each definition: the largest section that holds no other one.
fn parts(
    outline: &Outline<'_>,
    definitions: &[(usize, Vec<RequestLine>)],
) -> Vec<std::ops::Range<usize>> {
    if definitions.len() <= 1 {
        return definitions
            .iter()
            .map(|_| 0..outline.sections.len())
            .collect();
    }
    let alone = |part: &std::ops::Range<usize>| {
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
        .map(|&(at, _)| around(at).unwrap_or(at..at + 1))
        .collect()
}

struct PageView<'a> {
    outline: &'a Outline<'a>,
    samples: &'a [Sample],
    limits: Vec<Limits>,
    shared: Vec<usize>,
}

impl PageView<'_> {
    fn operation(&self, request: RequestLine, part: std::ops::Range<usize>) -> OperationFacts {
        let outline = self.outline;
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
            request,
            description: description.and_then(|section| first_paragraph(outline, section)),
            permissions,
            limits: own_limits
                .chain(shared_limits)
                .cloned()
                .fold(Limits::default(), Limits::or),
            headers: own()
                .flat_map(|one| headers::in_section(outline, one))
                .collect(),
            body: own()
                .flat_map(|one| body::in_section(outline, one))
                .collect(),
            response: own()
                .map(|one| response::in_section(outline, one))
                .fold(Response::default(), Response::and),
            properties: own()
                .filter(|one| !body::is_body(one))
                .flat_map(|one| properties::in_section(outline, one))
                .collect(),
            samples: self.samples_in(&part),
        }
    }

    fn samples_in(&self, part: &std::ops::Range<usize>) -> Vec<Sample> {
        let sections = self.outline.sections.get(part.clone()).unwrap_or_default();
        let start = sections.first().map_or(0, |section| section.heading.start);
        let end = sections.last().map_or(0, |section| section.body.end);
        let inside = |span: Span| span.range().start >= start && span.range().end <= end;
        self.samples
            .iter()
            .filter(|sample| inside(sample.span))
            .cloned()
            .collect()
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
