//! Functions: what is called on an entity, a set, or the service.

use std::borrow::Cow;

use odata_csdl::model::{Operation, Parameter, StructuredTypeId, Type, TypeKind};

use super::docs::description;
use super::entity_set::Info;
use super::rust_type::rust_primitive;
use super::writer::{Writer, string};
use super::{Context, deprecated, said};
use crate::names::{RustName, Scope};
use crate::plan::Function;

const JSON: &str = "odata::Json";
const CALL: &str = "Rust.OData.Docs.V1.Call";
const QUERY_OPTION: &str = "Rust.OData.Docs.V1.QueryOption";
const OPTIONAL: &str = "Org.OData.Core.V1.OptionalParameter";
const OPERATION: &str = "Org.OData.Capabilities.V1.OperationRestrictions";

/// The functions that are called on a type, in a block of their own.
pub(super) fn emit(cx: &Context<'_, '_>, owner: StructuredTypeId, out: &mut Writer<'_>) {
    let Some(name) = cx.names.structured(owner) else {
        return;
    };
    let functions = cx.plan.functions_of(Some(owner)).iter();
    let functions: Vec<(&Function<'_>, &RustName, Signature)> = functions
        .filter_map(|one| Some((one, cx.names.operation(one)?, signature(cx, one)?)))
        .collect();
    if functions.is_empty() {
        return;
    }
    out.blank();
    out.line("#[allow(dead_code)]");
    out.open(&format!("impl {name} {{"));
    for (at, (one, method, signature)) in functions.iter().enumerate() {
        if at > 0 {
            out.blank();
        }
        let on = match one.binding {
            Some((_, true)) => "odata::OnSet<Self>",
            _ => "odata::OnEntity<Self>",
        };
        function(cx, one, signature, method, on, out);
    }
    out.close("}");
}

/// The names of functions of a type, or of the service, that take or give what cannot be written yet.
pub(super) fn left_out(cx: &Context<'_, '_>, owner: Option<StructuredTypeId>) -> Vec<String> {
    let all = cx.plan.functions_of(owner).iter();
    all.filter(|one| signature(cx, one).is_none())
        .map(|one| format!("`{}`", one.operation.name.name))
        .collect()
}

/// Functions that are bound to nothing, as methods of the client.
pub(super) fn imports(cx: &Context<'_, '_>, out: &mut Writer<'_>) {
    for one in cx.plan.functions_of(None) {
        let (Some(signature), Some(method)) = (signature(cx, one), cx.names.operation(one)) else {
            continue;
        };
        out.blank();
        function(cx, one, &signature, method, "()", out);
    }
}

/// What stands in the signature of a function and in its call.
struct Signature {
    parameters: Vec<String>,
    arguments: Vec<String>,
    answer: String,
    /// A type that has a table, for the runtime's description of what comes back.
    entity: String,
}

/// None where a parameter or the answer is of a type that cannot be written in a URL, or read.
fn signature(cx: &Context<'_, '_>, one: &Function<'_>) -> Option<Signature> {
    let answer = &one.operation.return_type.as_ref()?;
    let many = answer.ty.collection;
    let (written, entity) = match &answer.ty.kind {
        TypeKind::Structured(id) => {
            let name = cx.names.structured(*id)?.to_string();
            let wrap = if many { "Many" } else { "One" };
            (format!("odata::{wrap}<{name}>"), Some(name))
        }
        _ => {
            let value = value(cx, &answer.ty)?;
            let value = match (many, answer.nullable) {
                (true, true) => format!("Vec<Option<{value}>>"),
                (true, false) => format!("Vec<{value}>"),
                (false, true) => format!("Option<{value}>"),
                (false, false) => value,
            };
            (format!("odata::Just<{value}>"), None)
        }
    };
    let owner = one.binding.and_then(|(id, _)| cx.names.structured(id));
    let entity = entity.or_else(|| owner.map(RustName::to_string));
    let mut signature = Signature {
        parameters: Vec::new(),
        arguments: Vec::new(),
        answer: written,
        entity: entity?,
    };
    let mut names = Scope::fields();
    for parameter in one.operation.own_parameters() {
        let name = names.name(&parameter.name);
        let (ty, argument) = argument(cx, parameter, &name)?;
        signature.parameters.push(format!("{name}: {ty}"));
        signature.arguments.push(argument);
    }
    Some(signature)
}

/// A primitive, enumerated or untyped value.
fn value(cx: &Context<'_, '_>, ty: &Type) -> Option<String> {
    match &ty.kind {
        TypeKind::Primitive(primitive) => Some(rust_primitive(*primitive)?.to_owned()),
        TypeKind::Definition(id) => {
            let underlying = cx.plan.model.type_definition(*id).underlying;
            Some(rust_primitive(underlying)?.to_owned())
        }
        TypeKind::Enum(id) => Some(cx.names.enumeration(*id)?.to_string()),
        TypeKind::Untyped => Some(JSON.to_owned()),
        _ => None,
    }
}

/// The type of a parameter, and how it is handed on.
fn argument(
    cx: &Context<'_, '_>,
    parameter: &Parameter,
    name: &RustName,
) -> Option<(String, String)> {
    let tag = |term: &str| parameter.annotations.get_qualified(term, None).is_some();
    let wire = string(&parameter.name);
    let (in_query, is_optional) = (tag(QUERY_OPTION), tag(OPTIONAL));
    let Some(value) = literal(cx, &parameter.ty) else {
        return match in_query {
            true => None,
            false => aliased(cx, &parameter.ty, is_optional, &wire, name),
        };
    };
    let plain = match value.as_str() {
        "String" => "&str",
        other => other,
    };
    // Which optional parameters are given picks the overload.
    Some(match (in_query, is_optional) {
        (true, true) => (
            format!("Option<{plain}>"),
            format!(".optional::<{value}>({wire}, {name})"),
        ),
        (true, false) => (
            format!("impl odata::IntoKey<{value}>"),
            format!(".option::<{value}>({wire}, {name})"),
        ),
        (false, true) => (
            format!("Option<{plain}>"),
            format!(".inline_optional::<{value}>({wire}, {name})"),
        ),
        (false, false) => (
            format!("impl odata::IntoKey<{value}>"),
            format!(".inline::<{value}>({wire}, {name})"),
        ),
    })
}

/// The type of a value that has a literal in URLs.
fn literal(cx: &Context<'_, '_>, ty: &Type) -> Option<String> {
    let value = value(cx, ty).filter(|_| !ty.collection)?;
    (value != JSON).then_some(value)
}

/// What has no literal is given as JSON, by an alias (Protocol 11.5.4.1.1).
fn aliased(
    cx: &Context<'_, '_>,
    ty: &Type,
    is_optional: bool,
    wire: &str,
    name: &RustName,
) -> Option<(String, String)> {
    let item = match &ty.kind {
        TypeKind::Structured(id) => cx.names.structured(*id)?.to_string(),
        TypeKind::Untyped => JSON.to_owned(),
        // A geographic value is no JSON in a URL.
        _ => value(cx, ty).filter(|value| value != JSON)?,
    };
    Some(match (ty.collection, is_optional) {
        (false, false) => (format!("&{item}"), format!(".alias({wire}, {name})")),
        (false, true) => (
            format!("Option<&{item}>"),
            format!(".alias_optional({wire}, {name})"),
        ),
        (true, false) => (
            format!("impl IntoIterator<Item = impl Into<{item}>>"),
            format!(".alias_items::<{item}>({wire}, {name})"),
        ),
        (true, true) => (
            format!("Option<Vec<{item}>>"),
            format!(".alias_optional({wire}, {name}.as_ref())"),
        ),
    })
}

fn function(
    cx: &Context<'_, '_>,
    one: &Function<'_>,
    signature: &Signature,
    method: &RustName,
    on: &str,
    out: &mut Writer<'_>,
) {
    let operation = one.operation;
    let said = description(&operation.annotations);
    let named = || format!("The function `{}`.", operation.name.name);
    let mut docs = said.map_or_else(named, Cow::into_owned);
    let mut list = parameters(operation);
    let permissions = said::permissions(operation.annotations.value(OPERATION));
    list.extend(said::list(cx, &operation.annotations, None, &permissions));
    if !list.is_empty() {
        docs.push_str("\n\n");
        docs.push_str(&list.join("\n"));
    }
    out.doc(&docs);
    match deprecated::note(&operation.annotations) {
        Some(_) => deprecated::attribute(&operation.annotations, out),
        None => {
            if let Some(import) = one.import {
                deprecated::attribute(&import.annotations, out);
            }
        }
    }
    let is_import = on == "()";
    let answer = match is_import {
        true => format!(" -> <{} as odata::Target>::Asked {{", signature.answer),
        false => format!(" -> odata::FunctionCall<{on}, {}> {{", signature.answer),
    };
    let mut taken = signature.parameters.clone();
    if is_import {
        taken.insert(0, "&self".to_owned());
    }
    out.signature(&format!("pub fn {method}"), &taken, &answer);
    let (segment, parentheses) = call(one);
    let ty = match is_import {
        true => format!("odata::FunctionCall::<(), {}>", signature.answer),
        false => "odata::FunctionCall".to_owned(),
    };
    let limits = said::limit_rows(&operation.annotations, None);
    let is_plain = !cx.plan.key_as_segment && permissions.is_empty() && limits.is_empty();
    let new = if is_plain {
        format!("{ty}::plain({}, {parentheses})", string(&segment))
    } else {
        let info = Info {
            name: "INFO",
            wire: &segment,
            entity: &signature.entity,
            permissions: &permissions,
            limits,
        };
        info.unrestricted(cx, out);
        format!("{ty}::new(&INFO, {parentheses})")
    };
    let mut chain = signature.arguments.clone();
    if is_import {
        chain.push(".at_root(&self.client)".to_owned());
    }
    out.chain(&new, &chain);
    out.close("}");
}

/// The segment of the URL, and whether it has parentheses without arguments.
fn call(one: &Function<'_>) -> (String, bool) {
    let said = one.operation.annotations.value(CALL);
    let segment = said.and_then(|call| call.property("Segment")?.as_str());
    let parentheses = said.and_then(|call| call.property("Parentheses")?.as_bool());
    let name = match one.import {
        Some(import) => import.name.clone(),
        None => one.operation.name.to_string(),
    };
    (
        segment.map_or(name, str::to_owned),
        parentheses.unwrap_or(true),
    )
}

fn parameters(operation: &Operation) -> Vec<String> {
    let own = operation.own_parameters().iter();
    own.filter_map(|one| {
        Some(format!(
            "- `{}`: {}",
            one.name,
            description(&one.annotations)?
        ))
    })
    .collect()
}
