//! An enumeration type: its members, and one more variant for those that the service adds later.

use odata_csdl::model::{Annotations, EnumTypeId};

use super::docs::description;
use super::writer::{Writer, string};
use super::{Context, deprecated};
use crate::names::RustName;

pub(super) fn emit(cx: &Context<'_, '_>, id: EnumTypeId, out: &mut Writer) {
    let Some(name) = cx.names.enumeration(id) else {
        return;
    };
    let ty = cx.plan.model.enum_type(id);
    let mut scope = cx.names.members(id);
    let variants = ty.members.iter().map(|member| {
        let said = description(&member.annotations);
        Variant {
            name: scope.name(&member.name),
            wire: &member.name,
            doc: said.unwrap_or_else(|| format!("The member `{}`.", member.name)),
            deprecated: Some(&member.annotations),
        }
    });
    let said = description(&ty.annotations);
    let shown = Shown {
        name: &name.to_string(),
        wire: Some(&ty.name.to_string()),
        listed: None,
        doc: said.unwrap_or_else(|| format!("The enumeration type `{}`.", ty.name)),
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
    /// The qualified name of the enumeration type, or of the type of numbers; none where the values are texts.
    pub(super) wire: Option<&'a str>,
    /// The trait of listed values.
    pub(super) listed: Option<&'a str>,
    pub(super) doc: String,
    pub(super) deprecated: Option<&'a Annotations>,
    /// What its last variant holds.
    pub(super) other: &'a str,
}

pub(super) struct Variant<'a> {
    pub(super) name: RustName,
    pub(super) wire: &'a str,
    pub(super) doc: String,
    pub(super) deprecated: Option<&'a Annotations>,
}

pub(super) fn write(shown: &Shown<'_>, members: &[Variant<'_>], out: &mut Writer) {
    let name = shown.name;
    out.blank();
    out.doc(&shown.doc);
    if let Some(annotations) = shown.deprecated {
        deprecated::attribute(annotations, out);
    }
    out.line("#[derive(Clone)]");
    out.line("#[non_exhaustive]");
    out.line("#[allow(dead_code)]");
    out.open(&format!("pub enum {name} {{"));
    for member in members {
        out.doc(&member.doc);
        if let Some(annotations) = member.deprecated {
            deprecated::attribute(annotations, out);
        }
        out.line(&format!("{},", member.name));
    }
    out.doc(shown.other);
    out.line("Other(Box<str>),");
    out.close("}");
    if let Some(listed) = shown.listed {
        out.blank();
        out.empty_impl(&format!("odata::field::{listed}"), name);
    }
    out.blank();
    table(shown, members, out);
    traits(name, out);
}

/// What the runtime is told of an enumeration: one table, and which member is none of the schema's.
fn table(shown: &Shown<'_>, members: &[Variant<'_>], out: &mut Writer) {
    let name = shown.name;
    out.open(&format!("impl odata::Enumeration for {name} {{"));
    out.open("const INFO: &'static odata::EnumInfo<Self> = &odata::EnumInfo {");
    out.line(&format!(
        "name: {},",
        string(shown.wire.unwrap_or_default())
    ));
    let pairs = members
        .iter()
        .map(|one| format!("({}, Self::{})", string(one.wire), one.name));
    out.array_field("members", &pairs.collect::<Vec<_>>());
    out.line("other: Self::Other,");
    out.close("};");
    out.blank();
    out.open("fn other(&self) -> Option<&str> {");
    out.open("match self {");
    out.line("Self::Other(name) => Some(name),");
    if !members.is_empty() {
        out.line("_ => None,");
    }
    out.close("}");
    out.close("}");
    out.close("}");
    out.blank();
    out.open(&format!("impl odata::Value for {name} {{"));
    out.line("type Form = odata::decode::AsMember;");
    out.close("}");
}

/// What users expect of an enum, by what is compiled once for all of them.
fn traits(name: &str, out: &mut Writer) {
    out.blank();
    out.open(&format!("impl std::fmt::Display for {name} {{"));
    out.open("fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {");
    out.line("f.write_str(odata::Enumeration::member(self))");
    out.close("}");
    out.close("}");
    out.blank();
    out.open(&format!("impl std::fmt::Debug for {name} {{"));
    out.open("fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {");
    out.line("f.write_str(odata::Enumeration::member(self))");
    out.close("}");
    out.close("}");
    out.blank();
    out.open(&format!("impl PartialEq for {name} {{"));
    out.open("fn eq(&self, other: &Self) -> bool {");
    out.line("odata::decode::same_member(self, other)");
    out.close("}");
    out.close("}");
    out.blank();
    out.line(&format!("impl Eq for {name} {{}}"));
    out.blank();
    out.open(&format!("impl std::hash::Hash for {name} {{"));
    out.open("fn hash<H: std::hash::Hasher>(&self, state: &mut H) {");
    out.line("odata::Enumeration::member(self).hash(state);");
    out.close("}");
    out.close("}");
    out.blank();
    out.open(&format!("impl Default for {name} {{"));
    out.open("fn default() -> Self {");
    out.line("Self::Other(Box::default())");
    out.close("}");
    out.close("}");
}
