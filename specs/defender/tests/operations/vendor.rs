//! The vendor's pages: the example of a request that a page has, or else the line that defines the request.

use std::path::{Path, PathBuf};

use odata_codegen::csdl::diagnostic::Diagnostics;
use odata_codegen::csdl::source::Sources;
use odata_codegen::pages::{MICROSOFT, Page, RequestLine, SampleRole, read};
use serde_json::{Map, Value};

use crate::ours::json;

/// The folder of the vendor's pages; None, said, when it is not there, which is an error under CI.
pub(crate) fn folder() -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora");
    let root = std::env::var_os("ODATA_CORPORA").map_or(default, PathBuf::from);
    let folder = root.join("defender-docs/api");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "no corpus at {}",
        folder.display()
    );
    eprintln!(
        "not compared with the vendor's pages: no corpus at {}; set ODATA_CORPORA",
        folder.display()
    );
    None
}

/// A request as a page shows it.
pub(crate) struct Shown {
    /// Whether it is an example; the line that defines the request otherwise.
    pub(crate) is_example: bool,
    /// Absent when the example is an URL alone.
    pub(crate) method: Option<String>,
    pub(crate) url: String,
    pub(crate) body: Option<Value>,
    /// What had to be mended in the body to read it.
    pub(crate) repairs: usize,
    /// The headers that the page documents, with what is said of them.
    pub(crate) headers: Vec<(String, String)>,
}

/// All that a page shows of a request: its examples, or the lines that define it where it has none.
pub(crate) fn shown(folder: &Path, name: &str, method: &str) -> Vec<Shown> {
    let text = std::fs::read_to_string(folder.join(name)).expect("a page");
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add(name, &text);
    let page = read(source, &MICROSOFT, &sources, &mut diagnostics);
    let mut shown = Vec::new();
    for line in page
        .requests
        .iter()
        .filter(|line| line.method.as_str() == method)
    {
        let start = line.url.span.range().start;
        let body = body(&page, &text, start);
        shown.push(Shown {
            is_example: line.from_example,
            method: Some(method.to_owned()),
            url: url(&text, line),
            repairs: body.as_ref().map_or(0, |(_, repairs)| *repairs),
            body: body.map(|(body, _)| body),
            headers: headers(&page, line),
        });
    }
    // An example that is an URL and no more.
    for line in text
        .lines()
        .filter(|line| line.trim().starts_with("https://"))
    {
        let url = line.trim();
        let is_known = shown.iter().any(|one| one.url == url);
        if url.contains("/api/") && !is_known {
            let headers = shown.first().map(|one| one.headers.clone());
            shown.push(Shown {
                is_example: true,
                method: None,
                url: url.to_owned(),
                body: None,
                repairs: 0,
                headers: headers.unwrap_or_default(),
            });
        }
    }
    shown
}

/// The URL with what stands behind a blank in it, such as ` &sinceTime=…`.
fn url(text: &str, line: &RequestLine) -> String {
    let start = line.url.span.range().start;
    let rest = text.get(start..).unwrap_or_default();
    // A line that was broken inside of braces.
    let closes = rest.find('}').filter(|_| {
        let first = rest.lines().next().unwrap_or_default();
        first.matches('{').count() > first.matches('}').count()
    });
    let end = rest[closes.unwrap_or(0)..]
        .find('\n')
        .map_or(rest.len(), |at| at + closes.unwrap_or(0));
    rest[..end]
        .trim_end_matches(['`', '*', ' '])
        .replace('\n', " ")
        .replace('\\', "")
}

/// The JSON that follows a request before the next one, and how many repairs it took.
fn body(page: &Page, text: &str, start: usize) -> Option<(Value, usize)> {
    let next = page
        .requests
        .iter()
        .map(|line| line.url.span.range().start)
        .filter(|other| *other > start)
        .min()
        .unwrap_or(text.len());
    let sample = page.samples.iter().find(|sample| {
        let place = sample.span.range().start;
        place > start && place < next
    });
    if let Some(sample) = sample.filter(|one| one.role != SampleRole::Response) {
        assert!(sample.complete, "a body that cannot be read");
        let root = sample.root.as_ref()?;
        return Some((json(&root.value), sample.repairs.len()));
    }
    form(text)
}

/// The fields of `curl … -F "name=value"`.
fn form(text: &str) -> Option<(Value, usize)> {
    let (_, rest) = text.split_once("curl -X POST")?;
    let command = rest.split("```").next()?;
    let fields = command.split("-F").skip(1).filter_map(|field| {
        let field = field.split('"').nth(1)?;
        let (name, value) = field.split_once('=')?;
        let value = value.trim_start_matches(['\\', '@']).replace('\n', " ");
        Some((name.to_owned(), Value::from(value)))
    });
    Some((Value::Object(fields.collect::<Map<_, _>>()), 0))
}

/// The headers of the part of the page that the request belongs to, or else of its first part.
fn headers(page: &Page, line: &RequestLine) -> Vec<(String, String)> {
    let own = page
        .operations
        .iter()
        .find(|one| one.request.is_same(line, "/api/"));
    let of = own.or(page.operations.first());
    let headers = of.into_iter().flat_map(|one| &one.headers);
    headers
        .map(|one| (one.name.value.clone(), one.description.value.clone()))
        .collect()
}
