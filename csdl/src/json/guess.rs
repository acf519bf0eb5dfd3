//! What a JSON text is that is not CSDL.

use crate::diagnostic::Diagnostic;
use crate::json::value::{Data, Value};
use crate::xml::{AGAIN, shortened};

/// Looks at the root and, where it does not say its version, at what is in it.
pub(super) fn from_root(root: &Value<'_>) -> Option<Diagnostic> {
    let head = crate::source::Span {
        end: root.span.start.saturating_add(1),
        ..root.span
    };
    let error = |what: &str| Diagnostic::error("not-csdl", format!("this is {what}")).at(head, "");
    let ask = "ask the service for `$metadata` with `Accept: application/xml`";
    let Data::Object(members) = &root.data else {
        let what = format!("JSON, not CSDL: it is {}", root.what());
        return Some(error(&what).help(ask));
    };
    if members.iter().any(|member| member.name == "$Version") {
        return None;
    }
    let has = |name: &str| members.iter().any(|member| member.name == name);
    let is_schema = |value: &Value<'_>| {
        let inside = value.members().unwrap_or_default();
        inside.iter().any(|member| {
            let first = match &member.value.data {
                Data::Array(items) => items.first().unwrap_or(&member.value),
                _ => &member.value,
            };
            member.name == "$Alias" || first.get("$Kind").is_some()
        })
    };
    if has("$EntityContainer")
        || has("$Reference")
        || members.iter().any(|member| is_schema(&member.value))
    {
        return Some(
            Diagnostic::error("missing-attribute", "this CSDL JSON has no `$Version`")
                .at(head, "`$Version` is required")
                .help("add `\"$Version\": \"4.01\"` at its head"),
        );
    }
    if let Some(error_of) = root.get("error").or_else(|| root.get("odata.error")) {
        let is = error("an error that the service answered, not CSDL");
        let is = match said(error_of) {
            Some(said) => is.help(format!("it says {said}")),
            None => is,
        };
        return Some(is.help(AGAIN));
    }
    if is_service_document(root) {
        let is = error(
            "JSON, not CSDL: the service document, which lists what the service has and not what it is like",
        );
        return Some(is.help("`$metadata` stands below the same root: `.../$metadata`"));
    }
    let what = if has("openapi") || has("swagger") {
        "an OpenAPI description, not CSDL"
    } else if has("$schema") || has("definitions") {
        "a JSON Schema, not CSDL"
    } else if has("@odata.context") || has("@context") || has("odata.metadata") || has("value") {
        "JSON, not CSDL: data that an OData service answered, not its `$metadata`"
    } else if has("d") {
        "data of an OData service older than V4, not CSDL"
    } else {
        "JSON, not CSDL: it has no `$Version`"
    };
    Some(error(what).help(ask))
}

/// What an error says by its code and its message (OData JSON 4.01, 21.1; in V2 and V3 the message is an object).
fn said(error: &Value<'_>) -> Option<String> {
    let message = error.get("message");
    let message = message.map(|message| message.get("value").unwrap_or(message));
    let texts = [error.get("code"), message];
    let texts = texts.into_iter().flatten().filter_map(Value::as_str);
    let said: Vec<&str> = texts.filter(|text| !text.trim().is_empty()).collect();
    shortened(&said.join(": "))
}

/// Whether it lists entity sets and the like, each with its URL (OData JSON 4.01, 5).
fn is_service_document(root: &Value<'_>) -> bool {
    let Some(Value {
        data: Data::Array(items),
        ..
    }) = root.get("value")
    else {
        return false;
    };
    let is_listed = |item: &Value<'_>| item.get("url").is_some() && item.get("name").is_some();
    !items.is_empty() && items.iter().all(is_listed)
}
