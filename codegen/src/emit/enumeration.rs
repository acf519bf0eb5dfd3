//! An enumeration type: its members, and one more variant for those that the service adds later.

use std::borrow::Cow;

use odata_csdl::model::{Annotations, EnumTypeId};

use super::docs::description;
use super::writer::{Writer, string};
use super::{Context, deprecated};

pub(super) fn emit(cx: &Context<'_, '_>, id: EnumTypeId, out: &mut Writer<'_>) {
    let Some(name) = cx.names.enumeration(id) else {
        return;
    };
    let ty = cx.plan.model.enum_type(id);
    let full = String::from(&ty.name);
    let named = ty.members.iter().zip(cx.names.variants(id));
    let variants = named.map(|(member, name)| {
        let said = description(&member.annotations);
        Variant {
            name: Cow::Borrowed(name.as_str()),
            wire: &member.name,
            doc: said.unwrap_or_else(|| ["The member `", &member.name, "`."].concat().into()),
            deprecated: Some(&member.annotations),
        }
    });
    let said = description(&ty.annotations);
    let shown = Shown {
        name: &name.to_string(),
        wire: Some(&full),
        doc: said.unwrap_or_else(|| format!("The enumeration type `{full}`.").into()),
        deprecated: Some(&ty.annotations),
        other: match ty.is_flags {
            true => {
                "Several members, separated by commas, or one that the schema does not declare."
            }
            false => "A member that the schema does not declare.",
        },
    };
    write(&shown, &variants.collect::<Vec<_>>(), out);
}

/// How an enum is shown.
pub(super) struct Shown<'a> {
    pub(super) name: &'a str,
    /// The qualified name of the enumeration type; none where the values are texts.
    pub(super) wire: Option<&'a str>,
    pub(super) doc: Cow<'a, str>,
    pub(super) deprecated: Option<&'a Annotations>,
    /// What its last variant holds.
    pub(super) other: &'a str,
}

pub(super) struct Variant<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) wire: &'a str,
    pub(super) doc: Cow<'a, str>,
    pub(super) deprecated: Option<&'a Annotations>,
}

pub(super) fn write(shown: &Shown<'_>, members: &[Variant<'_>], out: &mut Writer<'_>) {
    let name = shown.name;
    out.blank();
    out.doc(&shown.doc);
    if let Some(annotations) = shown.deprecated {
        deprecated::attribute(annotations, out);
    }
    out.line("#[derive(Clone)]");
    out.line("#[non_exhaustive]");
    out.line("#[allow(dead_code)]");
    out.open(["pub enum ", name, " {"]);
    for member in members {
        out.doc(&member.doc);
        if let Some(annotations) = member.deprecated {
            deprecated::attribute(annotations, out);
        }
        out.line([&member.name, ","]);
    }
    out.doc(shown.other);
    out.line("Other(Box<str>),");
    out.close("}");
    if shown.wire.is_none() {
        out.blank();
        out.line(["impl odata::field::Listed for ", name, " {}"]);
    }
    out.blank();
    out.open(["impl odata::Enumeration for ", name, " {"]);
    let wire = string(shown.wire.unwrap_or_default());
    out.assign("const NAME: &'static str", &wire);
    out.blank();
    let names: Vec<String> = members.iter().map(|one| string(one.wire)).collect();
    out.array_const("const MEMBERS: &'static [&'static str]", &names);
    out.blank();
    out.open(match members.is_empty() {
        true => "fn at(_index: usize, name: &str) -> Self {",
        false => "fn at(index: usize, name: &str) -> Self {",
    });
    if members.is_empty() {
        out.line("Self::Other(name.into())");
    } else {
        out.open("match index {");
        for (index, one) in members.iter().enumerate() {
            out.numbered(index, [" => Self::", &one.name, ","]);
        }
        out.line("_ => Self::Other(name.into()),");
        out.close("}");
    }
    out.close("}");
    out.blank();
    out.open("fn index(&self) -> Result<usize, &str> {");
    out.open("match self {");
    for (index, one) in members.iter().enumerate() {
        out.line(["Self::", &one.name, " => Ok(", &index.to_string(), "),"]);
    }
    out.line("Self::Other(name) => Err(name),");
    out.close("}");
    out.close("}");
    out.close("}");
    out.blank();
    out.open(["impl odata::Value for ", name, " {"]);
    out.open("fn read(&mut self, reader: &mut odata::json::Reader<'_>) -> Result<(), odata::json::Fault> {");
    out.line("odata::decode::read_member(self, reader)");
    out.close("}");
    out.blank();
    out.open("fn write(&self, json: &mut String) {");
    out.line("odata::decode::write_member(self, json);");
    out.close("}");
    out.blank();
    out.open("fn describe() -> odata::PropertyType {");
    out.line("odata::decode::describe_member::<Self>()");
    out.close("}");
    out.close("}");
    out.blank();
    out.open(["impl std::fmt::Display for ", name, " {"]);
    out.open("fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {");
    out.line("f.write_str(odata::Enumeration::member(self))");
    out.close("}");
    out.close("}");
    out.blank();
    out.open(["impl std::fmt::Debug for ", name, " {"]);
    out.open("fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {");
    out.line("f.write_str(odata::Enumeration::member(self))");
    out.close("}");
    out.close("}");
    out.blank();
    out.open(["impl PartialEq for ", name, " {"]);
    out.open("fn eq(&self, other: &Self) -> bool {");
    out.line("odata::Enumeration::index(self) == odata::Enumeration::index(other)");
    out.close("}");
    out.close("}");
    out.blank();
    out.line(["impl Eq for ", name, " {}"]);
    out.blank();
    out.open(["impl std::hash::Hash for ", name, " {"]);
    out.open("fn hash<H: std::hash::Hasher>(&self, state: &mut H) {");
    out.line("odata::Enumeration::index(self).hash(state);");
    out.close("}");
    out.close("}");
    out.blank();
    out.open(["impl Default for ", name, " {"]);
    out.open("fn default() -> Self {");
    out.line("Self::Other(Box::default())");
    out.close("}");
    out.close("}");
}
