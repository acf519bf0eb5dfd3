//! What a text is that is not CSDL of a version that is read.

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::xml::element::{EDMX, Element, Namespace};

/// Looks at the first characters: XML is only parsed when it is XML.
pub(super) fn before_parsing(source: SourceId, text: &str) -> Option<Diagnostic> {
    let body = text.trim_start();
    let start = text.len().saturating_sub(body.len());
    let line = body.lines().next().unwrap_or_default().len();
    let span = Span::new(source, start, start.saturating_add(line));
    if body.starts_with(['{', '[']) {
        return Some(
            Diagnostic::error("not-csdl", "this is JSON, not CSDL XML")
                .at(span, "")
                .help("CSDL JSON is read by `odata_csdl::read` and `odata_csdl::json::read`"),
        );
    }
    let head: String = body
        .chars()
        .take(15)
        .collect::<String>()
        .to_ascii_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return Some(html(span));
    }
    if body.is_empty() {
        return Some(Diagnostic::error("not-csdl", "this is not CSDL: it is empty").at(span, ""));
    }
    (!body.starts_with('<')).then(|| {
        Diagnostic::error("not-csdl", "this is not CSDL: it does not begin with `<`").at(span, "")
    })
}

/// What to do about an answer of the service that is none to `$metadata`.
pub(crate) const AGAIN: &str = "ask for `.../$metadata` again with the credential that the service wants, and save the answer only when its status is 200 \
     (`curl --fail`)";

/// What was said, on one line and no longer than a line is read.
pub(crate) fn shortened(text: &str) -> Option<String> {
    const LONGEST: usize = 200;
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let dots = match line.chars().nth(LONGEST) {
        Some(_) => "...",
        None => "",
    };
    let line: String = line.chars().take(LONGEST).collect();
    (!line.is_empty()).then(|| format!("`{line}{dots}`"))
}

fn html(span: Span) -> Diagnostic {
    Diagnostic::error("not-csdl", "this is an HTML page, not CSDL")
        .at(span, "")
        .help("a sign-in or error page may have been saved in place of `$metadata`")
        .help(AGAIN)
}

/// Looks at the root element, and for older versions at what is below it.
pub(super) fn from_root(root: Element<'_>) -> Option<Diagnostic> {
    let span = root.name_span;
    let not = |what: &str| {
        Some(
            Diagnostic::error("not-csdl", format!("this is {what}, not CSDL"))
                .at(span, "the root element"),
        )
    };
    match (&root.namespace, root.name) {
        (Namespace::Edmx, "Edmx") | (Namespace::Edm, "Schema") => None,
        (Namespace::Other(uri), "Edmx" | "Schema") if is_old(uri) => Some(old_version(root)),
        (_, name) if name.eq_ignore_ascii_case("html") => Some(html(span)),
        (_, "rss") => not("an RSS feed"),
        (_, "feed" | "entry") => not("an Atom feed"),
        (_, "service") => not("an OData service document").map(|is| {
            is.help("it lists what the service has; `$metadata` stands below the same root: `.../$metadata`")
        }),
        (_, "Envelope") => not("a SOAP message"),
        (_, "error" | "Error") => not("an error that the service answered").map(|is| {
            let said = root.children().filter(|child| {
                matches!(&*child.name.to_ascii_lowercase(), "code" | "message")
            });
            let said: Vec<String> = said.map(|child| child.spanned_text().value).collect();
            let said = shortened(&said.join(": "));
            let is = said.into_iter().fold(is, |is, said| is.help(format!("it says {said}")));
            is.help(AGAIN)
        }),
        (_, "definitions" | "schema" | "application") => {
            not("another kind of schema (WSDL, XSD or WADL)")
        }
        (_, "Edmx") => Some(
            Diagnostic::error(
                "not-csdl",
                "the root `Edmx` is not in the XML namespace of OData V4",
            )
            .at(span, "")
            .help(format!("the namespace is `{EDMX}`")),
        ),
        (_, name) => Some(
            Diagnostic::error(
                "not-csdl",
                format!("this is not CSDL: its root element is `{name}`"),
            )
            .at(span, "the root of CSDL is `Edmx`"),
        ),
    }
}

/// Whether an XML namespace is one of those Microsoft used before OData V4.
pub(super) fn is_old(uri: &str) -> bool {
    uri.starts_with("http://schemas.microsoft.com/ado/")
}

fn old_version(root: Element<'_>) -> Diagnostic {
    if let Some(runtime) = root.children().find(|child| child.name == "Runtime") {
        let message = "this is a model of Entity Framework, not the metadata of a service";
        return Diagnostic::error("not-csdl", message)
            .at(runtime.name_span, "how types are stored in tables")
            .help("save what the service answers at `$metadata`");
    }
    let services = root.children().find(|child| child.name == "DataServices");
    let stated = |name: &str| {
        let mut attributes = services?.attributes().iter();
        let found = attributes.find(|one| one.name == name)?;
        Some(found.value.trim())
    };
    let schema = services
        .unwrap_or(root)
        .children()
        .find(|child| child.name == "Schema");
    let is_third = schema.is_some_and(
        |schema| matches!(&schema.namespace, Namespace::Other(uri) if uri.contains("/2009/11/")),
    );
    // The version that the document itself needs is 1.0 in most of V2 and in some of V3.
    let version = match stated("DataServiceVersion") {
        Some("3.0") => "V3",
        _ if is_third || stated("MaxDataServiceVersion") == Some("3.0") => "V3",
        Some("2.0") => "V2",
        _ => "V1 or V2",
    };
    Diagnostic::error(
        "old-odata",
        format!("this is metadata of OData {version}, which is not supported yet"),
    )
    .at(root.name_span, "its XML namespace is older than OData V4")
    .help("many services offer V4 too, under another URL: its `Edmx` says Version=\"4.0\"")
}
