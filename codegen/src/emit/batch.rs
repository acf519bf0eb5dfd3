//! What the runtime is told of batches: what the container says of them.

use odata_csdl::model::EntityContainer;
use odata_csdl::syntax::Expression;

use super::Context;
use super::writer::{Writer, string};

const SUPPORT: &str = "Org.OData.Capabilities.V1.BatchSupport";
const SUPPORTED: &str = "Org.OData.Capabilities.V1.BatchSupported";

/// Nothing where nothing restricts them.
pub(super) fn emit(cx: &Context<'_, '_>, out: &mut Writer<'_>) {
    let said: Vec<&EntityContainer> = cx.plan.model.service_containers().collect();
    let mut fields: Vec<(&str, String)> = Vec::new();
    let not_supported = why(cx, &said, "takes no batches", |container| {
        denied(container, "Supported").or_else(|| {
            let tag = container.annotations.value(SUPPORTED)?;
            (tag.as_bool() == Some(false)).then_some(SUPPORTED)
        })
    });
    fields.extend(not_supported.map(|why| ("not_supported", why)));
    let goes_on = "goes on behind no request of a batch that fails";
    let not_continued = why(cx, &said, goes_on, |container| {
        denied(container, "ContinueOnErrorSupported")
    });
    fields.extend(not_continued.map(|why| ("not_continued", why)));
    let json = said.iter().find_map(|container| is_json(container));
    fields.extend(json.map(|json| ("json", json.to_string())));
    if fields.is_empty() {
        return;
    }
    out.open("const BATCH: odata::BatchInfo = odata::BatchInfo {");
    for (field, value) in &fields {
        match *field {
            "json" => out.line(&format!("json: Some({value}),")),
            field => out.call(&format!("{field}: Some"), &[string(value)], ","),
        }
    }
    out.line("..odata::BatchInfo::REST");
    out.close("};");
    out.blank();
}

/// The words of the first container that says so.
fn why(
    cx: &Context<'_, '_>,
    containers: &[&EntityContainer],
    what: &str,
    says: impl Fn(&EntityContainer) -> Option<&'static str>,
) -> Option<String> {
    let mut all = containers.iter();
    let (container, term) = all.find_map(|one| Some((*one, says(one)?)))?;
    let annotation = container.annotations.unqualified(term)?;
    let term = term.rsplit('.').next().unwrap_or(term);
    let document = cx.restrictions.in_document(annotation);
    Some(format!(
        "the service {what}: `Capabilities.{term}` of entity container `{}` says so: {document}",
        container.name.name
    ))
}

fn denied(container: &EntityContainer, property: &str) -> Option<&'static str> {
    let said = container.annotations.value(SUPPORT)?.property(property)?;
    (said.as_bool() == Some(false)).then_some(SUPPORT)
}

/// Which of the two forms it takes, where it is just one.
fn is_json(container: &EntityContainer) -> Option<bool> {
    let said = container.annotations.value(SUPPORT)?;
    let formats = said.property("SupportedFormats")?.items();
    let has = |form: &str| {
        let mut formats = formats.iter().filter_map(Expression::as_str);
        formats.any(|format| {
            let format = format.split(';').next().unwrap_or(format).trim();
            format.eq_ignore_ascii_case(form)
        })
    };
    match (has("application/json"), has("multipart/mixed")) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}
