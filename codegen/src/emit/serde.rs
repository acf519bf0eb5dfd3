//! The impls for serde, where `service.toml` asks for them: the runtime has a macro for them, which says what it needs where its
//! feature is off.

use super::Context;
use super::writer::Writer;
use crate::names::RustName;

pub(super) fn emit(cx: &Context<'_, '_>, out: &mut Writer<'_>) {
    let records = cx.plan.types.iter();
    let records = records.filter_map(|&id| cx.names.structured(id));
    let enums = cx.plan.enums.iter();
    let enums = enums.filter_map(|&id| cx.names.enumeration(id));
    let lists = cx.plan.lists.iter();
    let lists = lists.filter_map(|(owner, _)| cx.names.list(owner));
    out.blank();
    out.open("odata::serde_for! {");
    names(records, out);
    out.line(";");
    names(enums.chain(lists), out);
    out.close("}");
}

fn names<'n>(names: impl Iterator<Item = &'n RustName>, out: &mut Writer<'_>) {
    for name in names {
        out.line(name.as_str());
    }
}
