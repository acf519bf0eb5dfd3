//! What the runtime is told about an entity set.

use std::collections::BTreeSet;

use odata_csdl::model::EntitySet;
use odata_csdl::syntax::Expression;

use super::Context;
use super::docs::{records, thousands};
use super::writer::{Writer, string};
use crate::names::{Scope, set_words};

const RATE_LIMIT: &str = "Rust.OData.Docs.V1.RateLimit";
const PAGE: &str = "Rust.OData.Docs.V1.Page";
const MAX_TOP: &str = "Rust.OData.Docs.V1.MaxTop";
pub(super) const READ: &str = "Org.OData.Capabilities.V1.ReadRestrictions";

/// The name of the set's description.
pub(super) fn static_name(cx: &Context<'_, '_>, wanted: &EntitySet) -> String {
    let mut scope = Scope::constants();
    let mut name = String::new();
    // Names are given in the order of the plan, so that two sets of one name in screaming case stay apart.
    for set in &cx.plan.sets {
        name = scope.name(&set_words(set, cx.plan.model)).to_string();
        if std::ptr::eq(*set, wanted) {
            break;
        }
    }
    name
}

pub(super) fn emit(cx: &Context<'_, '_>, set: &EntitySet, out: &mut Writer) {
    let Some(entity) = cx.names.structured(set.entity_type) else {
        return;
    };
    out.blank();
    out.open(&format!(
        "static {}: odata::EntitySetInfo = odata::EntitySetInfo {{",
        static_name(cx, set)
    ));
    out.line(&format!("name: {},", string(&set.name)));
    out.line(&format!("entity: odata::type_info::<{entity}>,"));
    let permissions = permissions(set, READ).into_iter().map(|(scheme, scope)| {
        format!(
            "odata::Permission::new({}, {})",
            string(&scheme),
            string(&scope)
        )
    });
    out.array_field("permissions", &permissions.collect::<Vec<_>>());
    let limits = records(&set.annotations, RATE_LIMIT, Some("Read"))
        .iter()
        .filter_map(|limit| {
            let (calls, per) = (
                limit.property("Calls")?.as_i64()?,
                limit.property("Per")?.as_str()?,
            );
            let known =
                matches!(per, "second" | "minute" | "hour" | "day") && u32::try_from(calls).is_ok();
            known.then(|| format!("odata::RateLimit::per_{per}({calls})"))
        });
    out.array_field("rate_limits", &limits.collect::<Vec<_>>());
    match max_top(set) {
        Some(top) => out.line(&format!("max_top: Some({top}),")),
        None => out.line("max_top: None,"),
    }
    cx.restrictions.table(cx.plan.model, set, out);
    out.close("};");
}

/// What is said of one way to use a set: who may, how often, and where that is written.
pub(super) fn said_of(
    cx: &Context<'_, '_>,
    set: &EntitySet,
    usage: &str,
    restrictions: &str,
) -> Vec<String> {
    let mut list = Vec::new();
    let permissions = permissions(set, restrictions);
    for scope in permissions
        .iter()
        .map(|(_, scope)| scope)
        .collect::<BTreeSet<_>>()
    {
        let schemes = permissions
            .iter()
            .filter(|(_, one)| one == scope)
            .map(|(scheme, _)| scheme.as_str());
        list.push(format!(
            "- Permission: `{scope}` ({}).",
            schemes.collect::<Vec<_>>().join(", ")
        ));
    }
    let limits: Vec<String> = records(&set.annotations, RATE_LIMIT, Some(usage))
        .iter()
        .filter_map(|limit| {
            let (calls, per) = (
                limit.property("Calls")?.as_i64()?,
                limit.property("Per")?.as_str()?,
            );
            Some(format!("{} calls per {per}", thousands(calls)))
        })
        .collect();
    if !limits.is_empty() {
        list.push(format!("- Limits: {}.", limits.join(", ")));
    }
    if let Some(page) = page(cx, set, usage) {
        list.push(format!("- Documented in `{page}`."));
    }
    list
}

/// Who may use the set in that way: pairs of scheme and permission (Capabilities.ReadRestrictions and its kin).
fn permissions(set: &EntitySet, restrictions: &str) -> Vec<(String, String)> {
    let Some(restrictions) = set.annotations.value(restrictions) else {
        return Vec::new();
    };
    let permissions = restrictions
        .property("Permissions")
        .map_or(&[][..], Expression::items);
    let mut all = Vec::new();
    for permission in permissions {
        let scheme = permission
            .property("SchemeName")
            .and_then(Expression::as_str)
            .unwrap_or_default();
        for scope in permission
            .property("Scopes")
            .map_or(&[][..], Expression::items)
        {
            if let Some(scope) = scope.property("Scope").and_then(Expression::as_str) {
                all.push((scheme.to_owned(), scope.to_owned()));
            }
        }
    }
    all
}

pub(super) fn max_top(set: &EntitySet) -> Option<u64> {
    let top = set.annotations.value(MAX_TOP)?.as_i64()?;
    u64::try_from(top).ok()
}

/// The page that documents that use of the set, as `service.toml` names it.
fn page<'m>(cx: &Context<'_, '_>, set: &'m EntitySet, usage: &str) -> Option<&'m str> {
    let page = set
        .annotations
        .get_qualified(PAGE, Some(usage))?
        .expression
        .as_ref()?
        .as_str()?;
    let inside = page
        .strip_prefix(cx.folder)
        .map(|rest| rest.trim_start_matches('/'));
    Some(inside.unwrap_or(page))
}
