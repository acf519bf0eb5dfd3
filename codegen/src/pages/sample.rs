//! JSON samples in fences, with or without an HTTP head.

use std::ops::Range;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::{Span, Spanned};

use super::json::{self, JsonNode, Repair};
use super::outline::{Fence, Outline, Section, lines_of};
use super::request;

/// Which way a sample travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleRole {
    /// It is sent.
    Request,
    /// It is received.
    Response,
    /// The page does not say.
    Unknown,
}

/// A JSON sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Which way it travels.
    pub role: SampleRole,
    /// The status code of its HTTP head.
    pub status: Option<u16>,
    /// What was read; a part of it when the sample is incomplete.
    pub root: Option<JsonNode>,
    /// Whether it could be read to its end.
    pub complete: bool,
    /// What had to be repaired.
    pub repairs: Vec<Repair>,
    /// The JSON text.
    pub span: Span,
}

impl Sample {
    /// What stands behind `#` in `@odata.context`, such as `LibraryFiles`.
    pub fn context(&self) -> Option<Spanned<&str>> {
        let node = self.root.as_ref()?.value.get("@odata.context")?;
        let fragment = node.value.as_str()?.split_once('#')?.1;
        Some(Spanned::new(fragment.trim(), node.span))
    }

    /// The name of the entity set in `@odata.context`, when it names one: not a type, not a path.
    pub fn context_set(&self) -> Option<Spanned<&str>> {
        let context = self.context()?;
        let name = context
            .value
            .strip_suffix("/$entity")
            .unwrap_or(context.value);
        let name = name.split_once('(').map_or(name, |(name, _)| name);
        let is_name = name.starts_with(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        let is_set = is_name && name != "Collection";
        is_set.then(|| Spanned::new(name, context.span))
    }

    /// The objects it shows: the items of `value`, or the one at its root.
    pub fn items(&self) -> Vec<&JsonNode> {
        let Some(root) = &self.root else {
            return Vec::new();
        };
        match root
            .value
            .get("value")
            .and_then(|value| value.value.items())
        {
            Some(items) => items.iter().collect(),
            None => vec![root],
        }
    }

    /// Whether it shows a collection.
    pub fn is_collection(&self) -> bool {
        self.root
            .as_ref()
            .and_then(|root| root.value.get("value"))
            .is_some_and(|value| value.value.items().is_some())
    }
}

/// Every sample of a page; repairs and defects are reported.
pub(super) fn read_all(outline: &Outline<'_>, diagnostics: &mut Diagnostics) -> Vec<Sample> {
    let mut samples = Vec::new();
    for section in &outline.sections {
        for fence in &section.fences {
            let Some(head) = head(outline, fence) else {
                continue;
            };
            samples.push(sample(outline, section, head, diagnostics));
        }
    }
    samples
}

fn sample(
    outline: &Outline<'_>,
    section: &Section,
    head: Head,
    diagnostics: &mut Diagnostics,
) -> Sample {
    let reading = json::read(outline.source, outline.text, head.json.clone());
    diagnostics.extend(reading.repairs.iter().map(Repair::diagnostic));
    if let Some(failure) = &reading.failure {
        diagnostics.push(
            Diagnostic::warning(
                "sample-unreadable",
                format!("the sample cannot be read further: {}", failure.what),
            )
            .at(failure.span, "what stands before this was read"),
        );
    }
    let mut sample = Sample {
        role: head.role,
        status: head.status,
        complete: reading.failure.is_none(),
        root: reading.value,
        repairs: reading.repairs,
        span: outline.span(outline.trimmed(head.json)),
    };
    if sample.role == SampleRole::Unknown {
        let is_response = section.key.contains("response") || sample.context().is_some();
        let is_request = section.key.contains("request");
        sample.role = match (is_response, is_request) {
            (true, _) => SampleRole::Response,
            (false, true) => SampleRole::Request,
            (false, false) => SampleRole::Unknown,
        };
    }
    sample
}

/// What stands before the JSON of a fence.
struct Head {
    role: SampleRole,
    status: Option<u16>,
    json: Range<usize>,
}

/// None when the fence holds no JSON.
fn head(outline: &Outline<'_>, fence: &Fence) -> Option<Head> {
    let info = outline
        .slice(fence.info.clone())
        .trim()
        .to_ascii_lowercase();
    if !matches!(
        info.as_str(),
        "" | "json" | "http" | "https" | "json{" | "output"
    ) {
        return None;
    }
    let mut head = Head {
        role: SampleRole::Unknown,
        status: None,
        json: fence.body.clone(),
    };
    if info.ends_with('{') {
        head.json.start =
            fence.info.end - outline.slice(fence.info.clone()).trim_end().len().min(1);
        return Some(head);
    }
    for line in lines_of(outline.text, fence.body.clone()) {
        let text = outline.slice(line.clone()).trim();
        let brace = text.strip_prefix("json").unwrap_or(text);
        if brace.starts_with(['{', '[']) {
            head.json.start = line.end - outline.slice(line.clone()).trim_start().len()
                + (text.len() - brace.len());
            return Some(head);
        }
        if let Some(status) = text.strip_prefix("HTTP/") {
            head.role = SampleRole::Response;
            head.status = status
                .split_whitespace()
                .nth(1)
                .and_then(|code| code.parse().ok());
        } else if request::at_line(outline, line.start..fence.body.end, true).is_some() {
            head.role = SampleRole::Request;
        } else if !is_filler(text) {
            return None;
        }
    }
    None
}

/// A blank line, a header such as `Content-type: application/json`, a stray fence, a URL that goes on.
fn is_filler(line: &str) -> bool {
    let is_header = line.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    });
    line.is_empty()
        || is_header
        || line.starts_with("```")
        || line.starts_with("http")
        || line.eq_ignore_ascii_case("json")
}
