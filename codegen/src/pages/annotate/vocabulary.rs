//! The terms that are used, and the annotations by our own vocabulary.

use odata_csdl::source::Sources;
use odata_csdl::syntax::{Annotation, Expression};

use super::catalog::{Documented, SetFacts};
use super::covering;
use super::expression::{annotation, boolean, collection, integer, property, record, string};
use super::restrictions::by_method;
use crate::pages::{Method, OperationFacts};

pub(super) const DESCRIPTION: &str = "Org.OData.Core.V1.Description";
pub(super) const ALLOWED_VALUES: &str = "Org.OData.Validation.V1.AllowedValues";
pub(super) const ALLOWED_VALUE: &str = "Org.OData.Validation.V1.AllowedValue";
pub(super) const PAGE: &str = "Rust.OData.Docs.V1.Page";
const RATE_LIMIT: &str = "Rust.OData.Docs.V1.RateLimit";
const RATE_LIMIT_TYPE: &str = "Rust.OData.Docs.V1.RateLimitType";
const FORM: &str = "Rust.OData.Docs.V1.Form";
const FORM_TYPE: &str = "Rust.OData.Docs.V1.FormType";
const FORM_PARAMETER: &str = "Rust.OData.Docs.V1.FormParameter";
const CONTEXT_NAME: &str = "Rust.OData.Docs.V1.ContextName";
const MAX_TOP: &str = "Rust.OData.Docs.V1.MaxTop";
const MAX_PAGE_SIZE: &str = "Rust.OData.Docs.V1.MaxPageSize";

/// A name in OData's vocabulary of capabilities.
pub(super) fn capability(name: &str) -> String {
    format!("Org.OData.Capabilities.V1.{name}")
}

/// What OData's vocabularies have no term for.
pub(super) fn of(set: &SetFacts<'_>, sources: &Sources) -> Vec<Annotation> {
    let mut annotations = Vec::new();
    if let Some(context) = set.context_name() {
        annotations.push(annotation(
            CONTEXT_NAME,
            None,
            string(context.value, context.span),
        ));
    }
    let limits = &set.list.facts.limits;
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
    for (qualifier, one) in operations(set) {
        annotations.extend(rate_limit(qualifier, one.facts));
        let name = sources.get(one.page).map_or("", |source| source.name());
        annotations.push(annotation(
            PAGE,
            Some(qualifier),
            string(name, one.facts.request.span()),
        ));
    }
    annotations.extend(set.insert.and_then(|one| form(one.facts)));
    annotations
}

/// The documented operations of a set, each with the qualifier of what is said about it.
fn operations<'a>(set: &SetFacts<'a>) -> Vec<(&'static str, Documented<'a>)> {
    let all = [
        ("Read", Some(set.list)),
        ("ReadByKey", by_method(set, &[Method::Get])),
        ("Insert", set.insert),
        ("Update", by_method(set, &[Method::Patch, Method::Put])),
        ("Delete", by_method(set, &[Method::Delete])),
    ];
    all.into_iter()
        .filter_map(|(qualifier, one)| Some((qualifier, one?)))
        .collect()
}

fn rate_limit(qualifier: &str, facts: &OperationFacts) -> Option<Annotation> {
    let rates = &facts.limits.rates;
    let records = rates.iter().map(|rate| {
        let properties = vec![
            property("Calls", integer(rate.value.calls, rate.span)),
            property("Per", string(rate.value.per.as_str(), rate.span)),
        ];
        record(RATE_LIMIT_TYPE, rate.span, properties)
    });
    let span = covering(rates.iter().map(|rate| rate.span));
    (!rates.is_empty()).then(|| {
        annotation(
            RATE_LIMIT,
            Some(qualifier),
            collection(records.collect(), span),
        )
    })
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
