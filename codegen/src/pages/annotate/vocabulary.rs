//! The terms that are used, and the annotations by our own vocabulary.

use odata_csdl::source::{SourceId, Sources, Span, Spanned};
use odata_csdl::syntax::{Annotation, Expression, Include, Reference};

use super::catalog::{Operation, OperationKind, SetFacts};
use super::covering;
use super::expression::{annotation, boolean, collection, integer, property, record, string};
use crate::pages::OperationFacts;
use crate::pages::text::plain;
use crate::place::from_folder;

pub(super) const DESCRIPTION: &str = "Org.OData.Core.V1.Description";
const ALLOWED_VALUES: &str = "Org.OData.Validation.V1.AllowedValues";
const ALLOWED_VALUE: &str = "Org.OData.Validation.V1.AllowedValue";
pub(super) const PAGE: &str = "Rust.OData.Docs.V1.Page";
const RATE_LIMIT: &str = "Rust.OData.Docs.V1.RateLimit";
const RATE_LIMIT_TYPE: &str = "Rust.OData.Docs.V1.RateLimitType";
const FORM: &str = "Rust.OData.Docs.V1.Form";
const FORM_TYPE: &str = "Rust.OData.Docs.V1.FormType";
const FORM_PARAMETER: &str = "Rust.OData.Docs.V1.FormParameter";
const CONTEXT_NAME: &str = "Rust.OData.Docs.V1.ContextName";
pub(super) const CALL: &str = "Rust.OData.Docs.V1.Call";
pub(super) const CALL_TYPE: &str = "Rust.OData.Docs.V1.CallType";
pub(super) const QUERY_OPTION: &str = "Rust.OData.Docs.V1.QueryOption";
const STATEMENT: &str = "Rust.OData.Docs.V1.Statement";
const STATEMENT_PAGE: &str = "Rust.OData.Docs.V1.StatementPage";
const MAX_TOP: &str = "Rust.OData.Docs.V1.MaxTop";
const MAX_PAGE_SIZE: &str = "Rust.OData.Docs.V1.MaxPageSize";

/// Where the vocabularies are defined.
pub(super) fn references() -> Vec<Reference> {
    let oasis = [
        "Org.OData.Core.V1",
        "Org.OData.Capabilities.V1",
        "Org.OData.Validation.V1",
    ];
    let written = oasis.map(|name| {
        let folder = "https://oasis-tcs.github.io/odata-vocabularies/vocabularies";
        reference(format!("{folder}/{name}.xml"), name)
    });
    let ours = "Rust.OData.Docs.V1";
    written
        .into_iter()
        .chain([reference(format!("{ours}.xml"), ours)])
        .collect()
}

fn reference(uri: String, namespace: &str) -> Reference {
    Reference {
        uri: uri.as_str().into(),
        includes: vec![Include {
            namespace: namespace.into(),
            ..Include::default()
        }],
        ..Reference::default()
    }
}

/// The names of pages as annotations have them: relative to the folder of the service.
#[derive(Clone, Copy)]
pub(super) struct PageNames<'a> {
    pub(super) sources: &'a Sources,
    pub(super) folder: &'a str,
}

impl PageNames<'_> {
    pub(super) fn of(&self, page: SourceId) -> String {
        let name = self.sources.get(page).map_or("", |source| source.name());
        from_folder(self.folder, name)
    }
}

/// A name in OData's vocabulary of capabilities.
pub(super) fn capability(name: &str) -> String {
    format!("Org.OData.Capabilities.V1.{name}")
}

/// What OData's vocabularies have no term for.
pub(super) fn of(set: &SetFacts<'_>, names: &PageNames<'_>) -> Vec<Annotation> {
    let mut annotations = Vec::new();
    if let Some(context) = set.context_name() {
        annotations.push(annotation(
            CONTEXT_NAME,
            None,
            string(context.value, context.span),
        ));
    }
    if let Some(list) = set.list {
        annotations.extend(limits(list, names));
    }
    for (qualifier, one) in operations(set) {
        annotations.extend(rate_limit(Some(qualifier), one.facts));
        annotations.push(page(Some(qualifier), one, names));
    }
    annotations.extend(set.insert.and_then(|one| form(one.facts)));
    annotations
}

/// What limits a list, and the words in which the page says what can be filtered.
fn limits(list: &Operation<'_>, names: &PageNames<'_>) -> Vec<Annotation> {
    let limits = &list.facts.limits;
    let mut annotations = Vec::new();
    for (term, limit) in [
        (MAX_TOP, &limits.max_top),
        (MAX_PAGE_SIZE, &limits.max_page_size),
    ] {
        annotations.extend(
            limit
                .as_ref()
                .map(|limit| annotation(term, None, integer(limit.value, limit.span))),
        );
    }
    let listed = limits.filterable.iter().flatten().next();
    if let Some((text, place)) = listed.and_then(|name| statement(name.span, names)) {
        let span = covering(limits.filterable.iter().flatten().map(|name| name.span));
        annotations.push(annotation(STATEMENT, Some("Filter"), string(text, span)));
        annotations.push(annotation(
            STATEMENT_PAGE,
            Some("Filter"),
            string(place, span),
        ));
    }
    annotations
}

/// The line around a place as a reader sees it, and the page and the line's number.
fn statement(span: Span, names: &PageNames<'_>) -> Option<(String, String)> {
    let source = names.sources.get(span.source)?;
    let start = span.range().start;
    let (before, behind) = (source.text().get(..start)?, source.text().get(start..)?);
    let line = before.rsplit('\n').next()?.len();
    let end = behind.find('\n').unwrap_or(behind.len());
    let text = source.text().get(start - line..start + end)?;
    let text = plain(without_mark(text));
    let place = format!("{}:{}", names.of(span.source), source.position(start).line);
    Some((text.trim().to_owned(), place))
}

/// A line without the mark of a list: `- `, `* `, `3. `.
fn without_mark(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['-', '*', ' ']);
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    match digits.strip_prefix(". ") {
        Some(text) if digits.len() < line.len() => text,
        _ => line,
    }
}

/// What is said of an operation that is a navigation property, a function or an action: its words, page and rate limits.
pub(super) fn of_operation(one: &Operation<'_>, names: &PageNames<'_>) -> Vec<Annotation> {
    let text = one
        .facts
        .description
        .iter()
        .filter(|text| !text.value.is_empty());
    let mut annotations: Vec<Annotation> = text
        .map(|text| annotation(DESCRIPTION, None, string(text.value.clone(), text.span)))
        .collect();
    annotations.extend(rate_limit(None, one.facts));
    annotations.push(page(None, one, names));
    annotations
}

fn page(qualifier: Option<&str>, one: &Operation<'_>, names: &PageNames<'_>) -> Annotation {
    annotation(
        PAGE,
        qualifier,
        string(names.of(one.page), one.facts.request.span()),
    )
}

/// The documented operations of a set, each with the qualifier of what is said about it.
fn operations<'a>(set: &SetFacts<'a>) -> Vec<(&'static str, &'a Operation<'a>)> {
    let all = [
        ("Read", set.list),
        ("ReadByKey", set.on_entity(OperationKind::Get)),
        ("Insert", set.insert),
        ("Update", set.on_entity(OperationKind::Update)),
        ("Delete", set.on_entity(OperationKind::Delete)),
    ];
    all.into_iter()
        .filter_map(|(qualifier, one)| Some((qualifier, one?)))
        .collect()
}

fn rate_limit(qualifier: Option<&str>, facts: &OperationFacts) -> Option<Annotation> {
    let rates = &facts.limits.rates;
    let records = rates.iter().map(|rate| {
        let properties = vec![
            property("Calls", integer(rate.value.calls, rate.span)),
            property("Per", string(rate.value.per.as_str(), rate.span)),
        ];
        record(RATE_LIMIT_TYPE, rate.span, properties)
    });
    let span = covering(rates.iter().map(|rate| rate.span));
    (!rates.is_empty())
        .then(|| annotation(RATE_LIMIT, qualifier, collection(records.collect(), span)))
}

/// The parts of a `multipart/form-data` body.
fn form(facts: &OperationFacts) -> Option<Annotation> {
    if !facts.is_form() || facts.body.is_empty() {
        return None;
    }
    let parameters: Vec<Expression> = facts
        .body
        .iter()
        .map(|parameter| {
            let mut properties = vec![property(
                "Name",
                string(parameter.name.value.clone(), parameter.name.span),
            )];
            let named = parameter
                .documented
                .kind
                .map_or("Edm.String", |kind| kind.edm_name());
            properties.push(property("Type", string(named, parameter.type_text.span)));
            let text = &parameter.description;
            properties.extend(
                parameter
                    .required
                    .map(|required| property("Required", boolean(required, text.span))),
            );
            properties.push(property(
                "Description",
                string(text.value.clone(), text.span),
            ));
            record(FORM_PARAMETER, parameter.name.span, properties)
        })
        .collect();
    let span = covering(parameters.iter().map(Expression::span));
    let mut properties = vec![property("Parameters", collection(parameters, span))];
    let size = facts.limits.max_file_size.as_ref();
    properties.extend(size.map(|size| property("MaxFileSize", integer(size.value, size.span))));
    Some(annotation(FORM, None, record(FORM_TYPE, span, properties)))
}

/// The values that a page lists for a property or a parameter.
pub(super) fn allowed_values(values: &[Spanned<String>]) -> Option<Annotation> {
    let span = covering(values.iter().map(|value| value.span));
    let items = values.iter().map(|value| {
        let value = property("Value", string(value.value.clone(), value.span));
        let span = value.span;
        record(ALLOWED_VALUE, span, vec![value])
    });
    let items = collection(items.collect(), span);
    (!values.is_empty()).then(|| annotation(ALLOWED_VALUES, None, items))
}
