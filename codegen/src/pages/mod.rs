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
mod limits;
mod operation;
mod outline;
mod permissions;
mod properties;
mod request;
mod response;
mod sample;
mod table;
mod text;
mod values;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::{SourceId, Sources, Span, Spanned};

pub use annotate::{Naming, to_csdl};
pub use body::BodyParameter;
pub use headers::RequestHeader;
pub use infer::{Shape, ShapeProperty, infer};
pub use json::{JsonMember, JsonNode, JsonValue, Repair, RepairKind};
pub use kind::{DocumentedType, Kind, Primitive};
pub use limits::{Limits, Per, RateLimit};
pub use operation::OperationFacts;
pub use permissions::{Permission, PermissionType};
pub use properties::{DocumentedProperty, PropertyTable};
pub use request::{Method, RequestLine, Segment, SegmentKind};
pub use response::{Response, Status};
pub use sample::{Sample, SampleRole};

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
}

impl Page {
    /// Whether the page defines no operation and documents no property.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty() && self.properties.is_empty()
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
            Diagnostic::warning("page-without-operation", "this page defines no operation")
                .at(
                    place,
                    "no request line such as `GET https://…/api/…` was found",
                )
                .help("name a page with an `HTTP request` section, or leave this one out"),
        );
    }
}

/// Reads one page.
pub fn read(source: SourceId, sources: &Sources, diagnostics: &mut Diagnostics) -> Page {
    let text = sources
        .get(source)
        .map(|one| one.shared_text())
        .unwrap_or_default();
    let outline = outline::Outline::read(source, &text);
    let samples = sample::read_all(&outline, diagnostics);
    let operations = operation::read_all(&outline, &samples, diagnostics);
    let properties = properties::read_all(&outline);
    Page {
        source,
        title: outline.title(),
        operations,
        properties,
        samples,
    }
}
