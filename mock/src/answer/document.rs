//! The service document: what a client can begin with (OData JSON 4.01, 5).

use bytes::Bytes;
use http::Response;
use odata_csdl::syntax::OperationKind;

use crate::answer::accept::Format;
use crate::answer::write::quoted;
use crate::answer::{Asked, Fault, reply};

/// Lists the entity sets, singletons and functions.
pub(super) fn service(asked: &Asked<'_>) -> Result<Response<Bytes>, Fault> {
    asked.options.allow(&["$format"], "the service document")?;
    let format = Format::negotiate(&asked.request.headers, asked.options.get("$format"))?;
    let mut members = Vec::new();
    for container in asked.service.model.containers() {
        let sets = container.entity_sets.iter();
        let sets = sets.filter(|set| set.include_in_service_document);
        members.extend(sets.map(|set| (set.name.as_str(), "EntitySet")));
        let singletons = container.singletons.iter();
        members.extend(singletons.map(|singleton| (singleton.name.as_str(), "Singleton")));
        let imports = container.operation_imports.iter().filter(|import| {
            import.kind == OperationKind::Function && import.include_in_service_document
        });
        members.extend(imports.map(|import| (import.name.as_str(), "FunctionImport")));
    }
    let members: Vec<String> = members
        .into_iter()
        .map(|(name, kind)| {
            let name = quoted(name);
            format!("{{\"name\":{name},\"kind\":\"{kind}\",\"url\":{name}}}")
        })
        .collect();
    let head = if format.is_none() {
        String::new()
    } else {
        let context = quoted(&format!("{}$metadata", asked.root));
        format!("\"{}\":{context},", format.control("context"))
    };
    let body = format!("{{{head}\"value\":[{}]}}", members.join(","));
    Ok(reply(&format.content_type(), body))
}
