//! The client of the service: one struct, one accessor for each entity set.

use std::borrow::Cow;

use odata_csdl::model::{EntitySet, Singleton};

use super::docs::{description, thousands};
use super::writer::{Writer, string};
use super::{Context, batch, bound, deprecated, entity_set, said};
use crate::names::Scope;
use crate::service::Service;

pub(super) fn emit(cx: &Context<'_, '_>, service: &Service, out: &mut Writer<'_>) {
    let name = &cx.names.service;
    out.blank();
    out.doc(&format!(
        "The service {}. Clones share one connection pool and one credential.",
        service.name.value
    ));
    let left_out = bound::left_out(cx, None);
    if !left_out.is_empty() {
        out.line("///");
        out.doc(&format!(
            "Functions and actions that are not generated: {}.",
            left_out.join(", ")
        ));
    }
    out.line("#[derive(Clone, Debug)]");
    out.open(&format!("pub struct {name} {{"));
    out.line("client: odata::Client,");
    out.close("}");
    out.blank();
    out.open(&format!("impl odata::Service for {name} {{"));
    out.open("const INFO: &'static odata::ServiceInfo = &odata::ServiceInfo {");
    out.line(&format!("name: {},", string(&service.name.value)));
    out.line(&format!("base_url: {},", string(&base_url(service))));
    out.array_field(
        "hosts",
        &service
            .hosts
            .iter()
            .map(|host| string(&host.value))
            .collect::<Vec<_>>(),
    );
    match &service.scope {
        Some(scope) => out.line(&format!("scope: Some({}),", string(scope))),
        None => out.line("scope: None,"),
    }
    let version = match cx.plan.model.version() {
        "4.01" => "V4_01",
        _ => "V4_0",
    };
    out.line(&format!("version: odata::ProtocolVersion::{version},"));
    out.close("};");
    out.blank();
    batch::emit(cx, out);
    out.open("fn from_client(client: odata::Client) -> Self {");
    out.line(&format!("{name} {{ client }}"));
    out.close("}");
    out.blank();
    out.open("fn client(&self) -> &odata::Client {");
    out.line("&self.client");
    out.close("}");
    out.close("}");
    out.blank();
    out.line("#[allow(dead_code)]");
    out.open(&format!("impl {name} {{"));
    out.doc("Sets up a client: root, credential, transport.");
    out.open("pub fn builder() -> odata::ClientBuilder<Self> {");
    out.line("odata::Service::builder()");
    out.close("}");
    let mut methods = cx.names.methods();
    for set in &cx.plan.sets {
        accessor(cx, set, &mut methods, out);
        if let Some(form) = super::form::of(cx, set) {
            form.method(cx, &mut methods, out);
        }
    }
    for one in &cx.plan.singletons {
        singleton(cx, one, &mut methods, out);
    }
    bound::imports(cx, out);
    out.close("}");
    bound::declare_imports(cx, out);
    for one in &cx.plan.singletons {
        entity_set::emit_singleton(cx, one, out);
    }
}

fn singleton(cx: &Context<'_, '_>, one: &Singleton, methods: &mut Scope, out: &mut Writer<'_>) {
    let Some(entity) = cx.names.structured(one.entity_type) else {
        return;
    };
    let method = methods.name(&one.name);
    let permissions = said::permissions(one.annotations.value(entity_set::READ));
    let list = said::list(&one.annotations, Some("Read"), &permissions);
    let said = description(&one.annotations);
    let mut docs = said.map_or_else(|| format!("The singleton `{}`.", one.name), Cow::into_owned);
    if !list.is_empty() {
        docs.push_str("\n\n");
        docs.push_str(&list.join("\n"));
    }
    out.blank();
    out.doc(&docs);
    deprecated::attribute(&one.annotations, out);
    out.signature(
        &format!("pub fn {method}"),
        &["&self".to_owned()],
        &format!(" -> odata::EntityQuery<{entity}> {{"),
    );
    let info = entity_set::singleton_name(cx, one);
    out.call(
        "odata::EntityQuery::singleton",
        &["&self.client".to_owned(), format!("&{info}")],
        "",
    );
    out.close("}");
}

/// The root, with the slash at its end that relative URLs need.
fn base_url(service: &Service) -> String {
    format!("{}/", service.base_url.value.trim_end_matches('/'))
}

fn accessor(cx: &Context<'_, '_>, set: &EntitySet, methods: &mut Scope, out: &mut Writer<'_>) {
    let Some(entity) = cx.names.structured(set.entity_type) else {
        return;
    };
    let method = methods.name(&set.name);
    out.blank();
    out.doc(&set_docs(set));
    deprecated::attribute(&set.annotations, out);
    out.signature(
        &format!("pub fn {method}"),
        &["&self".to_owned()],
        &format!(" -> odata::EntitySet<{entity}> {{"),
    );
    let info = entity_set::static_name(cx, set);
    out.call(
        "odata::EntitySet::new",
        &["&self.client".to_owned(), format!("&{info}")],
        "",
    );
    out.close("}");
}

/// What is said of the set: its description, who may read it, how often, and where that is written.
fn set_docs(set: &EntitySet) -> String {
    let mut docs = description(&set.annotations).map_or_else(
        || format!("The entity set `{}`.", set.name),
        Cow::into_owned,
    );
    let mut list = entity_set::said_of(set, "Read", entity_set::READ);
    if let Some(top) = entity_set::max_top(set) {
        list.push(format!(
            "- `$top`: at most {}.",
            thousands(i64::try_from(top).unwrap_or(i64::MAX))
        ));
    }
    if !list.is_empty() {
        docs.push_str("\n\n");
        docs.push_str(&list.join("\n"));
    }
    docs
}
