//! Functions and actions: what is called on an entity, a set, or the service.

mod action;
mod function;

use std::borrow::Cow;

use odata_csdl::model::{Operation, Parameter, StructuredTypeId, TypeKind};

use super::docs::description;
use super::entity_set::Info;
use super::rust_type::{Around, Item, RustType, unstructured};
use super::writer::Writer;
use super::{Context, deprecated, said};
use crate::names::RustName;
use crate::plan::Function;

const CALL: &str = "Rust.OData.Docs.V1.Call";
const OPERATION: &str = "Org.OData.Capabilities.V1.OperationRestrictions";

/// What is called on a type, in a block of its own.
pub(super) fn emit(cx: &Context<'_, '_>, owner: StructuredTypeId, out: &mut Writer<'_>) {
    let Some(name) = cx.names.structured(owner) else {
        return;
    };
    let functions = function::of(cx, Some(owner));
    let actions = action::of(cx, Some(owner));
    if functions.is_empty() && actions.is_empty() {
        return;
    }
    out.blank();
    out.line("#[allow(dead_code)]");
    out.open(["impl ", name.as_str(), " {"]);
    let mut first = true;
    let mut apart = |out: &mut Writer<'_>| {
        if !std::mem::take(&mut first) {
            out.blank();
        }
    };
    for one in &functions {
        apart(out);
        one.emit(cx, out);
    }
    for one in &actions {
        apart(out);
        one.emit(cx, out);
    }
    out.close("}");
    for one in &actions {
        one.declare(cx, out);
    }
}

/// The base types of which functions or actions are generated.
pub(super) fn inherited(cx: &Context<'_, '_>, id: StructuredTypeId) -> Vec<String> {
    let bases = cx.plan.model.lineage(id).filter(|base| *base != id);
    let called = bases.filter(|base| {
        let owner = Some(*base);
        let mut functions = cx.plan.functions_of(owner).iter();
        let mut actions = cx.plan.actions_of(owner).iter();
        functions.any(|one| function::is_emitted(cx, one))
            || actions.any(|one| action::is_emitted(cx, one))
    });
    let names = called.filter_map(|base| cx.names.structured(base));
    names.map(|name| format!("[`{name}`]")).collect()
}

/// The names of what is called on a type, or on the service, and takes or gives what cannot be written.
pub(super) fn left_out(cx: &Context<'_, '_>, owner: Option<StructuredTypeId>) -> Vec<String> {
    let functions = cx.plan.functions_of(owner).iter();
    let actions = cx.plan.actions_of(owner).iter();
    let name = |one: &Function<'_>| format!("`{}`", one.operation.name.name);
    let functions = functions
        .filter(|one| !function::is_emitted(cx, one))
        .map(name);
    let actions = actions.filter(|one| !action::is_emitted(cx, one)).map(name);
    let mut all: Vec<String> = functions.chain(actions).collect();
    if owner.is_none() {
        let adrift = cx.plan.adrift.iter();
        all.extend(adrift.map(|one| format!("`{}`", one.name.name)));
        all.dedup();
    }
    all
}

/// What is bound to nothing, as methods of the client.
pub(super) fn imports(cx: &Context<'_, '_>, out: &mut Writer<'_>) {
    for one in &function::of(cx, None) {
        out.blank();
        one.emit(cx, out);
    }
    for one in &action::of(cx, None) {
        out.blank();
        one.emit(cx, out);
    }
}

/// The types of what is bound to nothing.
pub(super) fn declare_imports(cx: &Context<'_, '_>, out: &mut Writer<'_>) {
    for one in &action::of(cx, None) {
        one.declare(cx, out);
    }
}

/// What stands around the name of the type that an operation is called on.
fn on(one: &Function<'_>) -> [&'static str; 2] {
    match one.binding {
        Some((_, true)) => ["odata::OnSet<", ">"],
        Some((_, false)) => ["odata::OnEntity<", ">"],
        None => ["()", ""],
    }
}

/// What comes back: as the runtime has it, and the type that has a table, if there is one.
struct Answer<'p> {
    written: RustType<'p>,
    entity: Option<&'p str>,
}

/// None where it cannot be read.
fn answer<'p>(cx: &Context<'p, '_>, one: &Function<'_>) -> Option<Answer<'p>> {
    let owner = one.binding.and_then(|(id, _)| cx.names.structured(id));
    let plain = |around, item| Answer {
        written: RustType::new(around, item),
        entity: owner.map(RustName::as_str),
    };
    let Some(answer) = &one.operation.return_type else {
        return Some(plain(Around::Nothing, Item::Named("odata::Nothing")));
    };
    let many = answer.ty.collection;
    if let TypeKind::Structured(id) = &answer.ty.kind {
        let name = cx.names.structured(*id)?.as_str();
        let around = if many { Around::Many } else { Around::One };
        return Some(Answer {
            written: RustType::new(around, Item::Named(name)),
            entity: Some(name),
        });
    }
    let Some(value) = unstructured(cx, &answer.ty.kind) else {
        // The only one that has no value is a stream.
        return (!many).then(|| plain(Around::Nothing, Item::Named("odata::Media")));
    };
    let around = match (many, cx.plan.may_be_null(one.id, answer)) {
        (true, true) => Around::JustVecOfOptions,
        (true, false) => Around::JustVec,
        (false, true) => Around::JustOption,
        (false, false) => Around::Just,
    };
    Some(plain(around, value))
}

/// What is said of an operation, and of those parameters of which its method is the place.
fn docs(one: &Function<'_>, what: &str, taken: &[String], out: &mut Writer<'_>) {
    let operation = one.operation;
    let said = description(&operation.annotations);
    let more = said::list(&operation.annotations, None, &permissions(operation));
    let name = operation.name.name.as_str();
    match (said, taken.is_empty() && more.is_empty()) {
        (Some(said), true) => out.doc(&said),
        (None, true) => out.doc_of(["The ", what, " `", name, "`."]),
        (said, false) => {
            let named = || ["The ", what, " `", name, "`."].concat();
            let mut docs = said.map_or_else(named, Cow::into_owned);
            docs.push('\n');
            for line in taken.iter().chain(&more) {
                docs.push('\n');
                docs.push_str(line);
            }
            out.doc(&docs);
        }
    }
    match deprecated::note(&operation.annotations) {
        Some(_) => deprecated::attribute(&operation.annotations, out),
        None => {
            if let Some(import) = one.import {
                deprecated::attribute(&import.annotations, out);
            }
        }
    }
}

fn permissions(operation: &Operation) -> Vec<(String, String)> {
    said::permissions(operation.annotations.value(OPERATION))
}

/// What the runtime is told about an operation, if there is anything to tell but its name.
fn info(
    cx: &Context<'_, '_>,
    one: &Function<'_>,
    entity: Option<&str>,
    is_needed: bool,
    out: &mut Writer<'_>,
) -> bool {
    let permissions = permissions(one.operation);
    let limits = said::limit_rows(&one.operation.annotations, None);
    if !is_needed && permissions.is_empty() && limits.is_empty() {
        return false;
    }
    let info = Info {
        name: "INFO",
        wire: &call(one).0,
        entity,
        permissions: &permissions,
        limits,
    };
    info.unrestricted(cx, out);
    true
}

/// The segment of the URL, and whether it has parentheses without arguments.
fn call(one: &Function<'_>) -> (String, bool) {
    let said = one.operation.annotations.value(CALL);
    let segment = said.and_then(|call| call.property("Segment")?.as_str());
    let parentheses = said.and_then(|call| call.property("Parentheses")?.as_bool());
    let name = match one.import {
        Some(import) => import.name.clone(),
        None => String::from(&one.operation.name),
    };
    (
        segment.map_or(name, str::to_owned),
        parentheses.unwrap_or(true),
    )
}

/// What is said of parameters.
fn parameters<'m>(own: impl Iterator<Item = &'m Parameter>) -> Vec<String> {
    own.filter_map(|one| {
        Some(format!(
            "- `{}`: {}",
            one.name,
            description(&one.annotations)?
        ))
    })
    .collect()
}
