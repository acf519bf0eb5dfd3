//! Functions: what is asked by calling it (Protocol 11.5.4).

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{Parameter, StructuredTypeId, Type, TypeKind};
use odata_csdl::syntax::StructuredKind;

use super::{Answer, answer, call, docs, info, on, parameters};
use crate::emit::Context;
use crate::emit::rust_type::{Item, unstructured};
use crate::emit::writer::{Writer, string};
use crate::names::{RustName, Scope};
use crate::plan::{Function, OPTIONAL, is_structured};

/// How many parameters clippy lets pass: a function has as many as its service gives it.
const LINTED: usize = 7;

const QUERY_OPTION: &str = "Rust.OData.Docs.V1.QueryOption";

/// A function with its method.
pub(super) struct Method<'p, 'm> {
    one: &'p Function<'m>,
    name: &'p RustName,
    signature: Signature<'p>,
}

/// What stands in the signature of a function and in its call.
struct Signature<'p> {
    parameters: Vec<String>,
    arguments: Vec<String>,
    answer: Answer<'p>,
}

/// The functions of a type, or of the service.
pub(super) fn of<'p, 'm>(
    cx: &Context<'p, 'm>,
    owner: Option<StructuredTypeId>,
) -> Vec<Method<'p, 'm>> {
    let functions = cx.plan.functions_of(owner).iter();
    functions
        .filter_map(|one| {
            Some(Method {
                one,
                name: cx.names.operation(one)?,
                signature: signature(cx, one)?,
            })
        })
        .collect()
}

pub(super) fn is_emitted(cx: &Context<'_, '_>, one: &Function<'_>) -> bool {
    signature(cx, one).is_some()
}

/// None where a parameter or the answer is of a type that cannot be written in a URL, or read.
fn signature<'p>(cx: &Context<'p, '_>, one: &Function<'_>) -> Option<Signature<'p>> {
    one.operation.return_type.as_ref()?;
    let mut signature = Signature {
        parameters: Vec::new(),
        arguments: Vec::new(),
        answer: answer(cx, one)?,
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

/// The type of a parameter, and how it is handed on.
fn argument(
    cx: &Context<'_, '_>,
    parameter: &Parameter,
    name: &RustName,
) -> Option<(String, String)> {
    let tag = |term: &str| parameter.annotations.get_qualified(term, None).is_some();
    let wire = string(&parameter.name);
    let (in_query, is_optional) = (tag(QUERY_OPTION), tag(OPTIONAL));
    let Some(item) = literal(cx, &parameter.ty) else {
        return match in_query {
            true => None,
            false => aliased(cx, parameter, is_optional, &wire, name),
        };
    };
    let value = item.name();
    if parameter.nullable && !in_query {
        return Some(nullable(value, is_optional, &wire, name));
    }
    let plain = match item {
        Item::Primitive(PrimitiveType::String) => "&str",
        other => other.name(),
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

/// Of one value that may be null: the runtime knows what can be given for it, and how.
fn nullable(value: &str, is_optional: bool, wire: &str, name: &RustName) -> (String, String) {
    let call = match is_optional {
        true => "nullable_optional",
        false => "nullable",
    };
    (
        format!("impl odata::OrNull<{value}>"),
        format!(".{call}::<{value}>({wire}, {name})"),
    )
}

/// The type of a value that has a literal in URLs.
fn literal<'p>(cx: &Context<'p, '_>, ty: &Type) -> Option<Item<'p>> {
    let item = unstructured(cx, &ty.kind)?;
    (!ty.collection && !item.is_json()).then_some(item)
}

/// What has no literal is given as JSON, by an alias (Protocol 11.5.4.1.1).
fn aliased(
    cx: &Context<'_, '_>,
    parameter: &Parameter,
    is_optional: bool,
    wire: &str,
    name: &RustName,
) -> Option<(String, String)> {
    let ty = &parameter.ty;
    let item = match &ty.kind {
        TypeKind::Structured(id) => Item::Named(cx.names.structured(*id)?.as_str()),
        TypeKind::Untyped => Item::Json,
        // Any complex value, or any entity.
        TypeKind::Other(name) if is_structured(name) => Item::Json,
        // A geographic value is no JSON in a URL.
        kind => unstructured(cx, kind).filter(|item| !item.is_json())?,
    };
    let item = item.name();
    if parameter.nullable && !ty.collection {
        return Some(nullable(item, is_optional, wire, name));
    }
    Some(match (ty.collection, is_optional) {
        (true, false) if parameter.nullable => (
            format!("impl IntoIterator<Item = impl odata::ItemOrNull<{item}>>"),
            format!(".nullable_items::<{item}>({wire}, {name})"),
        ),
        (false, false) if is_entity(cx, ty) => (
            format!("impl odata::EntityArgument<{item}>"),
            format!(".entity::<{item}>({wire}, {name})"),
        ),
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

fn is_entity(cx: &Context<'_, '_>, ty: &Type) -> bool {
    match ty.kind {
        TypeKind::Structured(id) => {
            cx.plan.model.structured_type(id).kind == StructuredKind::Entity
        }
        _ => false,
    }
}

impl Method<'_, '_> {
    pub(super) fn emit(&self, cx: &Context<'_, '_>, out: &mut Writer<'_>) {
        let Method {
            one,
            name,
            signature,
        } = self;
        let taken = parameters(one.operation.own_parameters().iter());
        docs(one, "function", &taken, out);
        let is_import = one.binding.is_none();
        let written = &signature.answer.written;
        let answer = match is_import {
            true => written.within(" -> <", " as odata::Target>::Asked {"),
            false => {
                let [before, after] = on(one);
                let on = [" -> odata::FunctionCall<", before, "Self", after, ", "].concat();
                written.within(&on, "> {")
            }
        };
        let mut taken = signature.parameters.clone();
        if is_import {
            taken.insert(0, "&self".to_owned());
        }
        if taken.len() > LINTED {
            out.line("#[allow(clippy::too_many_arguments)]");
        }
        out.signature(&["pub fn ", name.as_str()].concat(), &taken, &answer);
        let (segment, parentheses) = call(one);
        let ty = match is_import {
            true => &written.within("odata::FunctionCall::<(), ", ">"),
            false => "odata::FunctionCall",
        };
        let entity = signature.answer.entity;
        let new = match info(cx, one, entity, cx.plan.key_as_segment, out) {
            true => format!("{ty}::new(&INFO, {parentheses})"),
            false => format!("{ty}::plain({}, {parentheses})", string(&segment)),
        };
        let mut chain = signature.arguments.clone();
        if is_import {
            chain.push(".at_root(&self.client)".to_owned());
        }
        out.chain(&new, &chain);
        out.close("}");
    }
}
