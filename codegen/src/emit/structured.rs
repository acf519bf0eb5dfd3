//! An entity or complex type: a struct, a constant for each property, the table that the runtime reads it by.

use odata_csdl::model::StructuredTypeId;
use odata_csdl::syntax::StructuredKind;

use super::docs::description;
use super::member::{self, Declared, Member};
use super::navigation;
use super::writer::Writer;
use super::{Context, alternate_key, deprecated, facets, key, stream, table};
use crate::names::RustName;

pub(super) fn emit(cx: &Context<'_, '_>, id: StructuredTypeId, out: &mut Writer<'_>) {
    let Some(name) = cx.names.structured(id) else {
        return;
    };
    let members = member::of(cx, id);
    fields(cx, id, name, &members, out);
    constants(cx, id, name, &members, out);
    table::emit(cx, id, name, &members, out);
    navigation::descriptions(cx, id, name, &members, out);
}

/// An entity type that something leads to and that is not generated: all that it has is kept as it came. It is a name and
/// nothing else, so that a program does not pay for it.
pub(super) fn emit_stub(cx: &Context<'_, '_>, id: StructuredTypeId, out: &mut Writer<'_>) {
    let Some(name) = cx.names.structured(id) else {
        return;
    };
    let wire = &cx.plan.model.structured_type(id).name;
    out.blank();
    out.doc(&format!(
        "The entity type `{wire}`, which is not generated: what a payload has of it is in `odata`."
    ));
    out.line(["pub type ", name.as_str(), " = odata::AnyEntity;"]);
}

fn open_struct(name: &RustName, out: &mut Writer<'_>) {
    out.line("#[non_exhaustive]");
    out.line("#[allow(dead_code)]");
    out.open(["pub struct ", name.as_str(), " {"]);
}

fn extras_field(out: &mut Writer<'_>) {
    out.doc("What a payload held besides: ETag, type, undeclared properties.");
    out.line("pub odata: odata::Extras,");
}

fn fields(
    cx: &Context<'_, '_>,
    id: StructuredTypeId,
    name: &RustName,
    members: &[Member<'_, '_>],
    out: &mut Writer<'_>,
) {
    let ty = cx.plan.model.structured_type(id);
    out.blank();
    let kind = match ty.kind {
        StructuredKind::Entity => "entity",
        StructuredKind::Complex => "complex",
    };
    match description(&ty.annotations) {
        Some(said) => out.doc(&said),
        None => {
            let (namespace, name) = (&ty.name.namespace, &ty.name.name);
            out.doc_of(["The ", kind, " type `", namespace, ".", name, "`."]);
        }
    }
    let left_out = super::bound::left_out(cx, Some(id));
    if !left_out.is_empty() {
        out.line("///");
        out.doc(&format!(
            "Functions and actions that are not generated: {}.",
            left_out.join(", ")
        ));
    }
    let inherited = super::bound::inherited(cx, id);
    if !inherited.is_empty() {
        out.line("///");
        out.doc(&format!(
            "What is called on {} is called on it too.",
            inherited.join(" or ")
        ));
    }
    let nowhere = navigation::left_out(cx, id);
    if !nowhere.is_empty() {
        out.line("///");
        out.doc(&format!(
            "Navigation properties that are not generated: {}.",
            nowhere.join(", ")
        ));
    }
    let streams = stream::left_out(cx, id);
    if !streams.is_empty() {
        out.line("///");
        out.doc(&format!(
            "Collections of streams that are not generated: {}.",
            streams.join(", ")
        ));
    }
    if let Some(path) = key::left_out(cx, id, members) {
        out.line("///");
        out.doc(&format!(
            "Its key leads where no field does: `{path}`. Its entities cannot be asked for one by one."
        ));
    }
    deprecated::attribute(&ty.annotations, out);
    open_struct(name, out);
    for member in members {
        document(cx, id, member, out);
        deprecated::of_member(member, out);
        let [before, item, after] = member.ty.parts();
        out.line(["pub ", member.names.field, ": ", before, item, after, ","]);
    }
    extras_field(out);
    out.close("}");
}

fn document(
    cx: &Context<'_, '_>,
    id: StructuredTypeId,
    member: &Member<'_, '_>,
    out: &mut Writer<'_>,
) {
    let (annotations, what) = match member.declared {
        Declared::Property(property) => (&property.annotations, "property"),
        Declared::Navigation { property, .. } => (&property.annotations, "navigation property"),
    };
    let more = match member.declared {
        Declared::Property(_) if member.is_key => " (Key.)",
        Declared::Property(_) => "",
        Declared::Navigation { to_stub: true, .. } => {
            " (Where it is expanded; its type is not generated.)"
        }
        Declared::Navigation { .. } => " (Where it is expanded.)",
    };
    let kept_to = match member.declared {
        Declared::Property(property) => facets::sentence(cx, property),
        Declared::Navigation { .. } => String::new(),
    };
    let nearer = cx.targets.inherited(id, member.wire);
    let said = nearer.and_then(description);
    match said.or_else(|| description(annotations)) {
        Some(said) if more.is_empty() && kept_to.is_empty() => out.doc(&said),
        Some(said) => {
            let is_open = !kept_to.is_empty() && said.ends_with(char::is_alphanumeric);
            let end = if is_open { "." } else { "" };
            out.doc_of([&said, end, more, &kept_to]);
        }
        None => out.doc_of(["The ", what, " `", member.wire, "`.", more, &kept_to]),
    }
}

fn constants(
    cx: &Context<'_, '_>,
    id: StructuredTypeId,
    name: &RustName,
    members: &[Member<'_, '_>],
    out: &mut Writer<'_>,
) {
    let streams = stream::of(cx, id);
    if members.is_empty() && streams.is_empty() {
        return;
    }
    out.blank();
    out.line("/// For queries.");
    out.line("#[allow(dead_code, missing_docs)]");
    out.open(["impl ", name.as_str(), " {"]);
    for member in members {
        match member.declared {
            Declared::Property(_) => {
                deprecated::of_member(member, out);
                let [before, item, after] = member.ty.parts();
                let left = [
                    "pub const ",
                    member.names.constant,
                    ": odata::Field<Self, ",
                    before,
                    item,
                    after,
                    &cx.restrictions.parameter(id, member.wire),
                    ">",
                ];
                out.assign(left, ["odata::field(", member.names.literal, ")"]);
            }
            Declared::Navigation { .. } => navigation::constant(cx, id, name, member, out),
        }
    }
    stream::constants(&streams, out);
    alternate_key::constants(cx, id, members, &streams, out);
    out.close("}");
}
