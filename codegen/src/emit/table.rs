//! What the runtime is told of a type, and the traits that it implements by that.

use odata_core::edm::PrimitiveType;
use odata_csdl::model::StructuredTypeId;

use super::Context;
use super::member::{Declared, Member};
use super::rust_type::{Around, Item};
use super::writer::{Writer, is_plain, string};
use super::{key, settable};
use crate::names::RustName;

pub(super) fn emit(
    cx: &Context<'_, '_>,
    id: StructuredTypeId,
    name: &RustName,
    members: &[Member<'_, '_>],
    out: &mut Writer<'_>,
) {
    structured(cx, id, name, members, out);
    if let Some(key) = key::of(cx, id, members) {
        key.emit(name, out);
    }
    bases(cx, id, name, out);
    default(name, members, out);
    once_for_all(name, out);
}

/// What a cast leads from: all base types.
fn bases(cx: &Context<'_, '_>, id: StructuredTypeId, name: &RustName, out: &mut Writer<'_>) {
    let lineage = cx.plan.model.lineage(id);
    let bases = lineage.filter(|&one| one != id);
    for base in bases.filter_map(|one| cx.names.structured(one)) {
        out.blank();
        out.empty_impl(["odata::DerivedFrom<", base.as_str(), ">"], name.as_str());
    }
}

fn structured(
    cx: &Context<'_, '_>,
    id: StructuredTypeId,
    name: &RustName,
    members: &[Member<'_, '_>],
    out: &mut Writer<'_>,
) {
    let ty = cx.plan.model.structured_type(id);
    out.blank();
    out.open(["impl odata::Structured for ", name.as_str(), " {"]);
    out.open("const INFO: &'static odata::TypeInfo = &odata::TypeInfo {");
    let (namespace, simple) = (ty.name.namespace.as_str(), ty.name.name.as_str());
    match is_plain(namespace) && is_plain(simple) {
        true => out.line(["name: \"", namespace, ".", simple, "\","]),
        false => out.line(["name: ", &string(&String::from(&ty.name)), ","]),
    }
    let names: Vec<&str> = members.iter().map(|one| one.names.literal).collect();
    out.array_field("properties", &names);
    let key = cx.plan.model.key(id);
    let key = key.map_or_else(Vec::new, |key| {
        let names = key.properties.iter().map(|one| string(one.name()));
        names.collect()
    });
    out.array_field("key", &key);
    out.line(["open: ", if ty.is_open { "true" } else { "false" }, ","]);
    out.line("describe: odata::decode::describe::<Self>,");
    out.close("};");
    let derived: Vec<String> = cx
        .plan
        .derived(id)
        .filter_map(|one| cx.names.structured(one))
        .map(|name| ["odata::Derived::of::<", name.as_str(), ">()"].concat())
        .collect();
    if !derived.is_empty() {
        out.array_const("const DERIVED: &'static [odata::Derived]", &derived);
    }
    let defaulted = members.iter().filter(|member| is_defaulted(member));
    let defaulted: Vec<&str> = defaulted.map(|member| member.names.literal).collect();
    if !defaulted.is_empty() {
        out.array_const("const DEFAULTED: &'static [&'static str]", &defaulted);
    }
    out.blank();
    if members.is_empty() {
        out.open("fn slot(&self, _index: usize) -> &dyn odata::Slot {");
        out.line("&self.odata");
    } else {
        out.open("fn slot(&self, index: usize) -> &dyn odata::Slot {");
        out.open("match index {");
        for (index, member) in members.iter().enumerate() {
            out.numbered(index, [" => &self.", member.names.field, ","]);
        }
        out.line("_ => &self.odata,");
        out.close("}");
    }
    out.close("}");
    out.close("}");
}

/// Whether it is never null and need not be set all the same.
fn is_defaulted(member: &Member<'_, '_>) -> bool {
    let Declared::Property(property) = member.declared else {
        return false;
    };
    let is_nullable = member.ty.is_option() || property.ty.collection;
    !is_nullable && (property.default_value.is_some() || settable::is_made(property))
}

/// Nothing, null, false and zero.
fn default(name: &RustName, members: &[Member<'_, '_>], out: &mut Writer<'_>) {
    out.blank();
    out.open(["impl Default for ", name.as_str(), " {"]);
    out.open("fn default() -> Self {");
    if members.is_empty() {
        out.open([name.as_str(), " {"]);
    } else {
        out.open("Self {");
    }
    for member in members {
        let value = match (member.ty.around, member.ty.item) {
            (Around::Nothing, Item::Primitive(primitive)) => zero(primitive),
            (Around::Vec | Around::VecOfOptions, _) => "Vec::new()",
            _ if member.ty.is_option() => "None",
            _ => DEFAULT,
        };
        out.line([member.names.field, ": ", value, ","]);
    }
    out.line("odata: odata::Extras::NONE,");
    out.close("}");
    out.close("}");
    out.close("}");
}

const DEFAULT: &str = "Default::default()";

/// What takes rustc least.
fn zero(primitive: PrimitiveType) -> &'static str {
    use PrimitiveType as P;
    match primitive {
        P::String => "String::new()",
        P::Boolean => "false",
        P::Byte | P::SByte | P::Int16 | P::Int32 | P::Int64 => "0",
        _ => DEFAULT,
    }
}

/// Derives would be compiled for each type; these call what is compiled once.
fn once_for_all(name: &RustName, out: &mut Writer<'_>) {
    out.item_of([
        "impl Clone for ",
        name.as_str(),
        " {
    fn clone(&self) -> Self {
        odata::decode::copied(self)
    }
}
",
    ]);
    out.item_of([
        "impl PartialEq for ",
        name.as_str(),
        " {
    fn eq(&self, other: &Self) -> bool {
        odata::decode::equal(self, other)
    }
}
",
    ]);
    out.item_of([
        "impl std::fmt::Debug for ",
        name.as_str(),
        " {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        odata::decode::shown(self, f)
    }
}
",
    ]);
}
