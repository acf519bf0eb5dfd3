//! What the runtime is told about an entity set.

use odata_csdl::model::{Annotations, EntitySet, Singleton};

use super::capability::Resource;
use super::writer::{Writer, string};
use super::{Context, refused, said};

const MAX_TOP: &str = "Rust.OData.Docs.V1.MaxTop";
pub(super) const READ: &str = "Org.OData.Capabilities.V1.ReadRestrictions";

/// The name of the set's description. Containers may each have a set of one name.
pub(super) fn static_name(cx: &Context<'_, '_>, set: &EntitySet) -> String {
    let namesakes = cx.sets.get(set).map_or(0, |known| known.namesakes);
    format!("{}{}", cx.names.static_of(&set.name), "_".repeat(namesakes))
}

pub(super) fn emit<'m>(cx: &Context<'_, 'm>, set: &'m EntitySet, out: &mut Writer<'_>) {
    let Some(entity) = cx.names.structured(set.entity_type) else {
        return;
    };
    out.blank();
    let info = Info {
        name: &static_name(cx, set),
        wire: &set.name,
        entity: Some(entity.as_str()),
        permissions: &said::permissions(set.annotations.value(READ)),
        limits: said::limit_rows(&set.annotations, Some("Read")),
    };
    info.open(out);
    other_limits(&set.annotations, out);
    if let Some(top) = max_top(set) {
        out.line(&format!("max_top: Some({top}),"));
    }
    key_as_segment(cx, out);
    refused::emit(cx, &Resource::set(cx.sets, set), out);
    out.line("..odata::EntitySetInfo::REST");
    out.close("};");
}

/// Two underscores, so that it is called like no set.
pub(super) fn singleton_name(cx: &Context<'_, '_>, one: &Singleton) -> String {
    format!("SINGLETON__{}", cx.names.static_of(&one.name))
}

/// The description of a singleton.
pub(super) fn emit_singleton(cx: &Context<'_, '_>, one: &Singleton, out: &mut Writer<'_>) {
    let Some(entity) = cx.names.structured(one.entity_type) else {
        return;
    };
    out.blank();
    let info = Info {
        name: &singleton_name(cx, one),
        wire: &one.name,
        entity: Some(entity.as_str()),
        permissions: &said::permissions(one.annotations.value(READ)),
        limits: said::limit_rows(&one.annotations, Some("Read")),
    };
    info.open(out);
    other_limits(&one.annotations, out);
    out.line("is_singleton: true,");
    key_as_segment(cx, out);
    refused::emit(cx, &Resource::singleton(one), out);
    out.line("..odata::EntitySetInfo::REST");
    out.close("};");
}

/// What is said of one way to use a set: who may, how often, and where that is written.
pub(super) fn said_of(set: &EntitySet, usage: &str, restrictions: &str) -> Vec<String> {
    let permissions = said::permissions(set.annotations.value(restrictions));
    said::list(&set.annotations, Some(usage), &permissions)
}

pub(super) fn max_top(set: &EntitySet) -> Option<u64> {
    let top = set.annotations.value(MAX_TOP)?.as_i64()?;
    u64::try_from(top).ok()
}

/// How often it may be used in other ways than reading it.
fn other_limits(annotations: &Annotations, out: &mut Writer<'_>) {
    let rows = said::other_limit_rows(annotations);
    match rows.as_slice() {
        [] => {}
        // One alone shares its brackets with the array.
        [row] => out.call("rate_limits_of: &[", row, "],"),
        rows => {
            out.open("rate_limits_of: &[");
            for row in rows {
                out.call("", row, ",");
            }
            out.close("],");
        }
    }
}

fn key_as_segment(cx: &Context<'_, '_>, out: &mut Writer<'_>) {
    if cx.plan.key_as_segment {
        out.line("key_as_segment: true,");
    }
}

/// What the runtime is told about anything that answers with entities or values.
pub(super) struct Info<'a> {
    /// The name of the static.
    pub(super) name: &'a str,
    /// The name in the path.
    pub(super) wire: &'a str,
    /// The type of what comes back, or of what it is called on; none where neither has a table.
    pub(super) entity: Option<&'a str>,
    pub(super) permissions: &'a [(String, String)],
    pub(super) limits: Vec<String>,
}

impl Info<'_> {
    /// Up to what restricts it.
    fn open(&self, out: &mut Writer<'_>) {
        let name = self.name;
        out.open(&format!(
            "static {name}: odata::EntitySetInfo = odata::EntitySetInfo {{"
        ));
        out.line(&format!("name: {},", string(self.wire)));
        if let Some(entity) = self.entity {
            out.line(&format!("entity: odata::type_info::<{entity}>,"));
        }
        out.array_field("permissions", &said::permission_rows(self.permissions));
        out.array_field("rate_limits", &self.limits);
    }

    /// All of it, when nothing is said against anything.
    pub(super) fn unrestricted(&self, cx: &Context<'_, '_>, out: &mut Writer<'_>) {
        self.open(out);
        key_as_segment(cx, out);
        out.line("..odata::EntitySetInfo::REST");
        out.close("};");
    }
}
