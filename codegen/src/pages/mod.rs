//! A vendor's reference pages: Markdown in, facts with spans out, annotated CSDL from the facts.
//!
//! [`read`] takes one page apart; every fact keeps the [`Span`] of the text it was read from. Nothing is invented: what a page
//! does not say is absent, and what had to be repaired is reported.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod annotate;
mod body;
mod headers;
mod infer;
mod json;
mod kind;
mod layout;
mod limits;
mod listed;
mod lost;
mod methods;
mod operation;
mod outline;
mod parameters;
mod path;
mod permissions;
mod properties;
mod relationships;
mod request;
mod resource;
mod response;
mod row;
mod sample;
mod table;
mod tables;
mod text;
mod values;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::{SourceId, Sources, Span, Spanned};

pub(crate) use annotate::documented_names;
pub use annotate::{Naming, OperationKind, SurveyedOperation, survey, to_csdl};
pub use body::BodyParameter;
pub use headers::RequestHeader;
pub use infer::{Shape, ShapeProperty, infer};
pub use json::{JsonMember, JsonNode, JsonValue, Repair, RepairKind};
pub use kind::{DocumentedType, Kind, Primitive};
pub use layout::{GRAPH, Layout, MICROSOFT, TableRole};
pub use limits::{Limits, Per, RateLimit};
pub use listed::ListedValues;
pub use methods::MethodRow;
pub use operation::OperationFacts;
pub use parameters::Parameter;
pub use permissions::{Permission, PermissionType};
pub use properties::{DocumentedProperty, PropertyTable};
pub use relationships::Relationship;
pub use request::{Method, RequestLine, Segment, SegmentKind};
pub use resource::ResourceNote;
pub use response::{Response, Status, TypeLink};
pub use sample::{Sample, SampleRole};
pub use tables::TableUse;

/// What one reference page says.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The page's text.
    pub source: SourceId,
    /// Its first heading.
    pub title: Option<Spanned<String>>,
    /// The operations it defines, in order.
    pub operations: Vec<OperationFacts>,
    /// The tables of properties that stand outside any request body, in order.
    pub properties: Vec<PropertyTable>,
    /// Every JSON sample, in order.
    pub samples: Vec<Sample>,
    /// The type that the page is about, by its title: `Alert resource type`.
    pub type_name: Option<Spanned<String>>,
    /// What it says that this type is: the first sentence-like paragraph below its title.
    pub type_text: Option<Spanned<String>>,
    /// What its tables of methods say that other pages answer with.
    pub methods: Vec<MethodRow>,
    /// Where its type leads to.
    pub relationships: Vec<Relationship>,
    /// The values of enumerations that it lists in tables.
    pub values: Vec<ListedValues>,
    /// The namespace of its type, where a line such as `Namespace: microsoft.graph.security` says it.
    pub namespace: Option<Spanned<String>>,
    /// What a comment says about its type.
    pub resource: Option<ResourceNote>,
    /// Every table, and how much of it was read.
    pub tables: Vec<TableUse>,
    /// Every request line, of definitions and examples, in order.
    pub requests: Vec<RequestLine>,
}

impl Page {
    /// Whether the page defines no operation and documents no property.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
            && self.properties.is_empty()
            && self.values.is_empty()
            && self.relationships.is_empty()
    }

    /// Says that the page defines no operation, for a caller who named it as one.
    pub fn expect_operation(&self, diagnostics: &mut Diagnostics) {
        if !self.operations.is_empty() {
            return;
        }
        let place = self
            .title
            .as_ref()
            .map_or(Span::new(self.source, 0, 0), |title| title.span);
        diagnostics.push(
            Diagnostic::warning(
                "page-without-operation",
                "this page defines no operation and describes no type",
            )
                .at(
                    place,
                    "no request line such as `GET https://…/api/…` was found",
                )
                .help("name a page with an `HTTP request` section or a table such as `Property | Type | Description`, or leave this one out"),
        );
    }
}

/// Reads one page that is laid out so.
pub fn read(
    source: SourceId,
    layout: &'static Layout,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Page {
    let text = sources
        .get(source)
        .map(|one| one.text())
        .unwrap_or_default();
    let outline = outline::Outline::read(source, text, layout);
    lost::report(&outline, diagnostics);
    let tables = tables::uses(&outline, diagnostics);
    let samples = sample::read_all(&outline, diagnostics);
    let requests = request::in_page(&outline);
    let operations = operation::read_all(&outline, &samples, &requests, diagnostics);
    let properties = properties::read_all(&outline);
    let type_name = type_name(&outline);
    Page {
        source,
        type_text: type_name.as_ref().and_then(|_| type_text(&outline)),
        relationships: relationships::read_all(&outline),
        values: listed::read_all(&outline, type_name.as_ref()),
        namespace: namespace(&outline),
        resource: resource::read(&outline),
        type_name,
        title: outline.title(),
        methods: methods::read_all(&outline),
        operations,
        properties,
        samples,
        tables,
        requests,
    }
}

/// `Alert resource type` is about `Alert`.
fn type_name(outline: &outline::Outline<'_>) -> Option<Spanned<String>> {
    let title = outline.title()?;
    let endings = outline.layout.type_titles.iter();
    let name = endings
        .filter_map(|ending| title.value.strip_suffix(ending))
        .map(str::trim)
        .find(|name| !name.is_empty() && name.chars().all(char::is_alphanumeric))?;
    Some(Spanned::new(name.to_owned(), title.span))
}

/// `Namespace: microsoft.graph.security`, on a line of its own below the title.
fn namespace(outline: &outline::Outline<'_>) -> Option<Spanned<String>> {
    let section = outline.sections.iter().find(|section| section.level == 1)?;
    outline.prose_lines(section).into_iter().find_map(|line| {
        let text = outline.slice(line.clone());
        let name = text.strip_prefix("Namespace:")?.trim();
        let is_name = name
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_'));
        let place = outline.trimmed(line.start + "Namespace:".len()..line.end);
        is_name.then(|| Spanned::new(name.to_owned(), outline.span(place)))
    })
}

/// The first paragraph below the title that is prose: no quote, no list, no include, no line of links.
fn type_text(outline: &outline::Outline<'_>) -> Option<Spanned<String>> {
    let section = outline.sections.iter().find(|section| section.level == 1)?;
    let body = outline.slice(section.body.clone());
    let mut at = section.body.start;
    for paragraph in body.split("\n\n") {
        let place = outline.trimmed(at..at + paragraph.len());
        at += paragraph.len() + 2;
        let text = outline.slice(place.clone());
        if text.starts_with(char::is_alphanumeric) && text.ends_with('.') {
            return Some(Spanned::new(text::plain(text), outline.span(place)));
        }
    }
    None
}
