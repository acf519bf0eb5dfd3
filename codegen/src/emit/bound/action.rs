//! Actions: what changes something when it is called (Protocol 11.5.5).

use std::borrow::Cow;

use odata_csdl::model::{Parameter, StructuredTypeId, TypeKind};

use super::{Answer, answer, docs, info, on, parameters, value};
use crate::emit::Context;
use crate::emit::docs::description;
use crate::emit::writer::{Writer, string};
use crate::names::{CallNames, RustName, Scope};
use crate::plan::Function;

/// An action with its method, and the types that it has of its own.
pub(super) struct Method<'p, 'm> {
    one: &'p Function<'m>,
    name: &'p RustName,
    answer: Answer,
    /// What has to be given.
    required: Vec<Given<'m>>,
    /// What may be left out.
    optional: Vec<Given<'m>>,
    types: &'p CallNames,
}

/// A parameter.
struct Given<'m> {
    parameter: &'m Parameter,
    name: RustName,
    /// The type that the service takes.
    ty: String,
    /// The type of a field that holds it.
    held: String,
}

/// The actions of a type, or of the service.
pub(super) fn of<'p, 'm>(
    cx: &Context<'p, 'm>,
    owner: Option<StructuredTypeId>,
) -> Vec<Method<'p, 'm>> {
    let actions = cx.plan.actions_of(owner).iter();
    actions.filter_map(|one| method(cx, one)).collect()
}

pub(super) fn is_emitted(cx: &Context<'_, '_>, one: &Function<'_>) -> bool {
    method(cx, one).is_some()
}

/// None where a parameter or the answer is of a type that has no JSON.
fn method<'p, 'm>(cx: &Context<'p, 'm>, one: &'p Function<'m>) -> Option<Method<'p, 'm>> {
    let given = |parameter: &'m Parameter, names: &mut Scope| {
        let (ty, held) = types(cx, one, parameter)?;
        Some(Given {
            parameter,
            name: names.name(&parameter.name),
            ty,
            held,
        })
    };
    let mut fields = Scope::fields();
    let required = one.required().map(|one| given(one, &mut fields));
    let required = required.collect::<Option<_>>()?;
    let mut setters = Scope::call();
    let optional = one.optional().map(|one| given(one, &mut setters));
    Some(Method {
        one,
        name: cx.names.operation(one)?,
        answer: answer(cx, one)?,
        required,
        optional: optional.collect::<Option<_>>()?,
        types: cx.names.call(one),
    })
}

/// The type of a parameter's values, and of a field that holds one.
fn types(
    cx: &Context<'_, '_>,
    one: &Function<'_>,
    parameter: &Parameter,
) -> Option<(String, String)> {
    let ty = &parameter.ty;
    let listed = cx.plan.lists.taken(one.id, &parameter.name);
    let listed = listed.and_then(|owner| cx.names.list(owner));
    let (item, held) = match &ty.kind {
        TypeKind::Structured(id) => {
            let name = cx.names.structured(*id)?.to_string();
            let held = format!("odata::Changes<{name}>");
            (name, held)
        }
        _ => {
            let item = listed.map(RustName::to_string);
            let item = item.or_else(|| value(cx, ty))?;
            (item.clone(), item)
        }
    };
    let whole = |item: String| match (ty.collection, parameter.nullable) {
        (true, true) => format!("Vec<Option<{item}>>"),
        (true, false) => format!("Vec<{item}>"),
        (false, true) => format!("Option<{item}>"),
        (false, false) => item,
    };
    Some((whole(item), whole(held)))
}

impl Method<'_, '_> {
    fn is_import(&self) -> bool {
        self.one.binding.is_none()
    }

    /// The method that begins the call.
    pub(super) fn emit(&self, cx: &Context<'_, '_>, out: &mut Writer<'_>) {
        let required = self.required.iter().map(|given| given.parameter);
        let taken = match &self.types.parameters {
            Some(_) => Vec::new(),
            None => parameters(required),
        };
        docs(cx, self.one, "action", &taken, out);
        let mut taken: Vec<String> = Vec::new();
        if self.is_import() {
            taken.push("&self".to_owned());
        }
        match &self.types.parameters {
            Some(name) => taken.push(format!("parameters: {name}")),
            None => taken.extend(self.required.iter().map(Given::argument)),
        }
        let call = self.call("Self");
        let result = match &self.types.call {
            Some(name) => name.to_string(),
            None => call,
        };
        out.signature(
            &format!("pub fn {}", self.name),
            &taken,
            &format!(" -> {result} {{"),
        );
        let ty = match self.is_import() {
            true => format!("odata::ActionCall::<(), {}>", self.answer.written),
            false => "odata::ActionCall".to_owned(),
        };
        let new = match info(cx, self.one, self.answer.entity.as_deref(), false, out) {
            true => format!("{ty}::new(&INFO)"),
            false => format!("{ty}::plain({})", string(&super::call(self.one).0)),
        };
        let is_held = self.types.parameters.is_some();
        let chain = self.required.iter().map(|given| given.set(is_held));
        let mut chain: Vec<String> = chain.collect();
        if self.is_import() {
            chain.push(".at_root(&self.client)".to_owned());
        }
        if let Some(name) = &self.types.call {
            chain.push(format!(".held_by({name})"));
        }
        out.chain(&new, &chain);
        out.close("}");
    }

    /// What the runtime has for the call, said from that type or from elsewhere.
    fn call(&self, owner: &str) -> String {
        let answer = &self.answer.written;
        match self.is_import() {
            true => format!("odata::Action<{answer}>"),
            false => format!("odata::ActionCall<{}, {answer}>", on(self.one, owner)),
        }
    }

    /// The types that it has of its own.
    pub(super) fn declare(&self, cx: &Context<'_, '_>, out: &mut Writer<'_>) {
        if let Some(name) = &self.types.parameters {
            self.declare_parameters(name, out);
        }
        if let Some(name) = &self.types.call {
            self.declare_call(cx, name, out);
        }
    }

    fn declare_parameters(&self, name: &RustName, out: &mut Writer<'_>) {
        out.blank();
        out.doc(&format!(
            "What the action `{}` has to be given.",
            self.one.operation.name.name
        ));
        out.line("#[allow(dead_code)]");
        out.open(&format!("pub struct {name} {{"));
        for given in &self.required {
            out.doc(&given.docs());
            out.line(&format!("pub {}: {},", given.name, given.held));
        }
        out.close("}");
    }

    fn declare_call(&self, cx: &Context<'_, '_>, name: &RustName, out: &mut Writer<'_>) {
        let owner = self.one.binding.and_then(|(id, _)| cx.names.structured(id));
        let owner = owner.map(RustName::to_string).unwrap_or_default();
        let call = self.call(&owner);
        out.blank();
        out.doc(&format!(
            "A call of the action `{}`, and what can be said of it.",
            self.one.operation.name.name
        ));
        out.line("#[must_use = \"nothing is called before it is sent\"]");
        out.tuple_struct(&format!("pub struct {name}"), &call);
        out.blank();
        out.line("#[allow(dead_code)]");
        out.open(&format!("impl {name} {{"));
        for (at, given) in self.optional.iter().enumerate() {
            if at > 0 {
                out.blank();
            }
            out.doc(&given.docs());
            let value = format!("value: impl odata::Argument<{}>", given.ty);
            out.signature(
                &format!("pub fn {}", given.name),
                &["self".to_owned(), value],
                " -> Self {",
            );
            let wire = string(&given.parameter.name);
            let set = format!("self.0.set::<{}>", given.ty);
            out.call(&format!("Self({set}"), &[wire, "value".to_owned()], ")");
            out.close("}");
        }
        out.close("}");
        out.blank();
        match self.is_import() {
            true => {
                out.open(&format!("impl std::ops::Deref for {name} {{"));
                out.line(&format!("type Target = {call};"));
                out.blank();
                out.line("#[inline]");
                out.open("fn deref(&self) -> &Self::Target {");
                out.line("&self.0");
            }
            false => {
                let on = on(self.one, &owner);
                out.open(&format!("impl odata::Call<{on}> for {name} {{"));
                let asked = format!("odata::Action<{}>", self.answer.written);
                out.line(&format!("type Asked = {asked};"));
                out.blank();
                out.line("#[inline]");
                out.open("fn on(self, place: odata::Place) -> Self::Asked {");
                out.line("odata::Call::on(self.0, place)");
            }
        }
        out.close("}");
        out.close("}");
    }
}

impl Given<'_> {
    /// In the signature of a method.
    fn argument(&self) -> String {
        format!("{}: impl odata::Argument<{}>", self.name, self.ty)
    }

    /// How it is given to the call, from an argument or from a field.
    fn set(&self, is_held: bool) -> String {
        let Given {
            parameter,
            name,
            ty,
            ..
        } = self;
        let wire = string(&parameter.name);
        match is_held {
            true => format!(".set::<{ty}>({wire}, parameters.{name})"),
            false => format!(".set::<{ty}>({wire}, {name})"),
        }
    }

    fn docs(&self) -> String {
        let said = description(&self.parameter.annotations);
        let named = || format!("The parameter `{}`.", self.parameter.name);
        said.map_or_else(named, Cow::into_owned)
    }
}
