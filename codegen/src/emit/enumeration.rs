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
    let variants = named.map(|(member, name)| Variant {
        name: Cow::Borrowed(name.as_str()),
        wire: &member.name,
        doc: description(&member.annotations),
        deprecated: Some(&member.annotations),
    });
    let said = description(&ty.annotations);
    let shown = Shown {
        name: &name.to_string(),
        wire: Some(&full),
        listed: None,
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
    /// The qualified name of the enumeration type, or of the type of numbers; none where the values are texts.
    pub(super) wire: Option<&'a str>,
    /// The trait of listed values.
    pub(super) listed: Option<&'a str>,
    pub(super) doc: Cow<'a, str>,
    pub(super) deprecated: Option<&'a Annotations>,
    /// What its last variant holds.
    pub(super) other: &'a str,
}

pub(super) struct Variant<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) wire: &'a str,
    /// What is said of it, if anything is.
    pub(super) doc: Option<Cow<'a, str>>,
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
        match &member.doc {
            Some(said) => out.doc(said),
            None => out.doc_of(["The member `", member.wire, "`."]),
        }
        if let Some(annotations) = member.deprecated {
            deprecated::attribute(annotations, out);
        }
        out.line([&member.name, ","]);
    }
    out.doc(shown.other);
    out.line("Other(Box<str>),");
    out.close("}");
    if let Some(listed) = shown.listed {
        out.blank();
        out.empty_impl(["odata::field::", listed], name);
    }
    table(shown, members, out);
    traits(name, out);
}

/// What the runtime is told of an enumeration: one table, and which member is none of the schema's.
fn table(shown: &Shown<'_>, members: &[Variant<'_>], out: &mut Writer<'_>) {
    let name = shown.name;
    out.blank();
    out.open(["impl odata::Enumeration for ", name, " {"]);
    out.open("const INFO: &'static odata::EnumInfo<Self> = &odata::EnumInfo {");
    out.line(["name: ", &string(shown.wire.unwrap_or_default()), ","]);
    let pair = |one: &Variant<'_>| [string(one.wire), ["Self::", &one.name].concat()];
    let pairs: Vec<[String; 2]> = members.iter().map(pair).collect();
    out.pairs_field("members", &pairs);
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
    out.open(["impl odata::Value for ", name, " {"]);
    out.line("type Form = odata::decode::AsMember;");
    out.close("}");
}

/// What users expect of an enum, by what is compiled once for all of them.
fn traits(name: &str, out: &mut Writer<'_>) {
    for shown in ["Display", "Debug"] {
        out.item_of([
            "impl std::fmt::",
            shown,
            " for ",
            name,
            " {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(odata::Enumeration::member(self))
    }
}
",
        ]);
    }
    out.item_of([
        "impl PartialEq for ",
        name,
        " {
    fn eq(&self, other: &Self) -> bool {
        odata::decode::same_member(self, other)
    }
}
",
    ]);
    out.item_of(["impl Eq for ", name, " {}\n"]);
    out.item_of([
        "impl std::hash::Hash for ",
        name,
        " {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        odata::Enumeration::member(self).hash(state);
    }
}
",
    ]);
    out.item_of([
        "impl Default for ",
        name,
        " {
    fn default() -> Self {
        Self::Other(Box::default())
    }
}
",
    ]);
}
