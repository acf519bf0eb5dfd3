//! Actions: what changes something when it is called (Protocol 11.5.5).

use odata_csdl::model::{Parameter, StructuredTypeId, TypeKind};

use super::{Answer, answer, docs, info, on, parameters};
use crate::emit::Context;
use crate::emit::docs::description;
use crate::emit::rust_type::{Around, Item, RustType, unstructured};
use crate::emit::writer::{Writer, string};
use crate::names::{CallNames, RustName, Scope};
use crate::plan::Function;

/// An action with its method, and the types that it has of its own.
pub(super) struct Method<'p, 'm> {
    one: &'p Function<'m>,
    name: &'p RustName,
    answer: Answer<'p>,
    /// What has to be given.
    required: Vec<Given<'p, 'm>>,
    /// What may be left out.
    optional: Vec<Given<'p, 'm>>,
    types: &'p CallNames,
}

/// A parameter.
struct Given<'p, 'm> {
    parameter: &'m Parameter,
    name: RustName,
    /// The type that the service takes.
    ty: RustType<'p>,
    /// The type of a field that holds it.
    held: RustType<'p>,
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
    let mut taken = one.operation.own_parameters().iter();
    cx.names.operation(one).is_some()
        && answer(cx, one).is_some()
        && taken.all(|parameter| types(cx, one, parameter).is_some())
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
fn types<'p>(
    cx: &Context<'p, '_>,
    one: &Function<'_>,
    parameter: &Parameter,
) -> Option<(RustType<'p>, RustType<'p>)> {
    let ty = &parameter.ty;
    let listed = cx.plan.lists.taken(one.id, &parameter.name);
    let listed = listed.and_then(|owner| cx.names.list(owner));
    let (item, is_changes) = match (&ty.kind, listed) {
        (TypeKind::Structured(id), _) => (Item::Named(cx.names.structured(*id)?.as_str()), true),
        (_, Some(list)) => (Item::Named(list.as_str()), false),
        (kind, None) => (unstructured(cx, kind)?, false),
    };
    let (around, changes) = match (ty.collection, parameter.nullable) {
        (true, true) => (Around::VecOfOptions, Around::VecOfOptionChanges),
        (true, false) => (Around::Vec, Around::VecOfChanges),
        (false, true) => (Around::Option, Around::OptionChanges),
        (false, false) => (Around::Nothing, Around::Changes),
    };
    let held = if is_changes { changes } else { around };
    Some((RustType::new(around, item), RustType::new(held, item)))
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
        docs(self.one, "action", &taken, out);
        let mut taken: Vec<String> = Vec::new();
        if self.is_import() {
            taken.push("&self".to_owned());
        }
        match &self.types.parameters {
            Some(name) => taken.push(["parameters: ", name.as_str()].concat()),
            None => taken.extend(self.required.iter().map(Given::argument)),
        }
        let call = self.call("Self");
        let result = match &self.types.call {
            Some(name) => name.as_str().to_owned(),
            None => call,
        };
        out.signature(
            &["pub fn ", self.name.as_str()].concat(),
            &taken,
            &[" -> ", &result, " {"].concat(),
        );
        let ty = match self.is_import() {
            true => &self.answer.written.within("odata::ActionCall::<(), ", ">"),
            false => "odata::ActionCall",
        };
        let new = match info(cx, self.one, self.answer.entity, false, out) {
            true => [ty, "::new(&INFO)"].concat(),
            false => [ty, "::plain(", &string(&super::call(self.one).0), ")"].concat(),
        };
        let is_held = self.types.parameters.is_some();
        let chain = self.required.iter().map(|given| given.set(is_held));
        let mut chain: Vec<String> = chain.collect();
        if self.is_import() {
            chain.push(".at_root(&self.client)".to_owned());
        }
        if let Some(name) = &self.types.call {
            chain.push([".held_by(", name.as_str(), ")"].concat());
        }
        out.chain(&new, &chain);
        out.close("}");
    }

    /// What the runtime has for the call, said from that type or from elsewhere.
    fn call(&self, owner: &str) -> String {
        let answer = &self.answer.written;
        match self.is_import() {
            true => answer.within("odata::Action<", ">"),
            false => {
                let [before, after] = on(self.one);
                let on = ["odata::ActionCall<", before, owner, after, ", "].concat();
                answer.within(&on, ">")
            }
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
        let action = self.one.operation.name.name.as_str();
        out.doc_of(["What the action `", action, "` has to be given."]);
        out.line("#[allow(dead_code)]");
        out.open(["pub struct ", name.as_str(), " {"]);
        for given in &self.required {
            given.document(out);
            let [before, item, after] = given.held.parts();
            out.line(["pub ", given.name.as_str(), ": ", before, item, after, ","]);
        }
        out.close("}");
    }

    fn declare_call(&self, cx: &Context<'_, '_>, name: &RustName, out: &mut Writer<'_>) {
        let owner = self.one.binding.and_then(|(id, _)| cx.names.structured(id));
        let owner = owner.map_or("", RustName::as_str);
        let call = self.call(owner);
        let (name, action) = (name.as_str(), self.one.operation.name.name.as_str());
        out.blank();
        out.doc_of([
            "A call of the action `",
            action,
            "`, and what can be said of it.",
        ]);
        out.line("#[must_use = \"nothing is called before it is sent\"]");
        out.tuple_struct(&["pub struct ", name].concat(), &call);
        out.blank();
        out.line("#[allow(dead_code)]");
        out.open(["impl ", name, " {"]);
        for (at, given) in self.optional.iter().enumerate() {
            if at > 0 {
                out.blank();
            }
            given.document(out);
            let value = given.ty.within("value: impl odata::Argument<", ">");
            out.signature(
                &["pub fn ", given.name.as_str()].concat(),
                &["self", &value],
                " -> Self {",
            );
            let wire = string(&given.parameter.name);
            let set = given.ty.within("Self(self.0.set::<", ">");
            out.call(&set, &[&wire, "value"], ")");
            out.close("}");
        }
        out.close("}");
        out.blank();
        match self.is_import() {
            true => {
                out.open(["impl std::ops::Deref for ", name, " {"]);
                out.line(["type Target = ", &call, ";"]);
                out.blank();
                out.line("#[inline]");
                out.open("fn deref(&self) -> &Self::Target {");
                out.line("&self.0");
            }
            false => {
                let [before, after] = on(self.one);
                out.open(["impl odata::Called for ", name, " {"]);
                out.line(["type On = ", before, owner, after, ";"]);
                let [before, item, after] = self.answer.written.parts();
                out.line(["type Asked = odata::Action<", before, item, after, ">;"]);
                out.blank();
                out.line("#[inline]");
                out.open("fn on(self, place: odata::Place) -> Self::Asked {");
                out.line("odata::Called::on(self.0, place)");
            }
        }
        out.close("}");
        out.close("}");
    }
}

impl Given<'_, '_> {
    /// In the signature of a method.
    fn argument(&self) -> String {
        let name = [self.name.as_str(), ": impl odata::Argument<"].concat();
        self.ty.within(&name, ">")
    }

    /// How it is given to the call, from an argument or from a field.
    fn set(&self, is_held: bool) -> String {
        let wire = string(&self.parameter.name);
        let from = match is_held {
            true => ", parameters.",
            false => ", ",
        };
        let arguments = [">(", &wire, from, self.name.as_str(), ")"].concat();
        self.ty.within(".set::<", &arguments)
    }

    fn document(&self, out: &mut Writer<'_>) {
        match description(&self.parameter.annotations) {
            Some(said) => out.doc(&said),
            None => out.doc_of(["The parameter `", &self.parameter.name, "`."]),
        }
    }
}
