//! Who may do something, how often, and where that is written: for documentation, and for the runtime's tables.

use std::collections::BTreeSet;

use odata_csdl::model::Annotations;
use odata_csdl::syntax::Expression;

use super::docs::{records, thousands};
use super::writer::string;

const RATE_LIMIT: &str = "Rust.OData.Docs.V1.RateLimit";
const PAGE: &str = "Rust.OData.Docs.V1.Page";

/// Pairs of scheme and permission, of which one is needed, in `Permissions` of a restriction.
pub(super) fn permissions(restrictions: Option<&Expression>) -> Vec<(String, String)> {
    let permissions = restrictions
        .and_then(|restrictions| restrictions.property("Permissions"))
        .map_or(&[][..], Expression::items);
    let mut all = Vec::new();
    for permission in permissions {
        let scheme = permission
            .property("SchemeName")
            .and_then(Expression::as_str)
            .unwrap_or_default();
        let scopes = permission
            .property("Scopes")
            .map_or(&[][..], Expression::items);
        for scope in scopes {
            if let Some(scope) = scope.property("Scope").and_then(Expression::as_str) {
                all.push((scheme.to_owned(), scope.to_owned()));
            }
        }
    }
    all
}

/// The permissions as the runtime's table has them.
pub(super) fn permission_rows(permissions: &[(String, String)]) -> Vec<String> {
    let row = |(scheme, scope): &(String, String)| {
        format!(
            "odata::Permission::new({}, {})",
            string(scheme),
            string(scope)
        )
    };
    permissions.iter().map(row).collect()
}

/// How often it may be called, in calls per a unit of time.
fn limits(annotations: &Annotations, usage: Option<&str>) -> Vec<(i64, String)> {
    let records = records(annotations, RATE_LIMIT, usage);
    let read = |limit: &Expression| {
        let (calls, per) = (
            limit.property("Calls")?.as_i64()?,
            limit.property("Per")?.as_str()?,
        );
        Some((calls, per.to_owned()))
    };
    records.iter().filter_map(read).collect()
}

/// The limits on ways to use a set other than reading it, as the runtime's table has them.
pub(super) fn other_limit_rows(annotations: &Annotations) -> Vec<[String; 2]> {
    let usages = ["ReadByKey", "Insert", "Update", "Delete"];
    let rows = usages.into_iter().flat_map(|usage| {
        let rows = limit_rows(annotations, Some(usage)).into_iter();
        rows.map(move |limit| [format!("odata::Usage::{usage}"), limit])
    });
    rows.collect()
}

/// The limits as the runtime's table has them.
pub(super) fn limit_rows(annotations: &Annotations, usage: Option<&str>) -> Vec<String> {
    let known = |(calls, per): &(i64, String)| {
        matches!(per.as_str(), "second" | "minute" | "hour" | "day")
            && u32::try_from(*calls).is_ok()
    };
    limits(annotations, usage)
        .into_iter()
        .filter(known)
        .map(|(calls, per)| format!("odata::RateLimit::per_{per}({calls})"))
        .collect()
}

/// A list for documentation.
pub(super) fn list(
    annotations: &Annotations,
    usage: Option<&str>,
    permissions: &[(String, String)],
) -> Vec<String> {
    let mut list = Vec::new();
    for scope in permissions
        .iter()
        .map(|(_, scope)| scope)
        .collect::<BTreeSet<_>>()
    {
        let schemes = permissions.iter().filter(|(_, one)| one == scope);
        let schemes: Vec<&str> = schemes.map(|(scheme, _)| scheme.as_str()).collect();
        list.push(format!("- Permission: `{scope}` ({}).", schemes.join(", ")));
    }
    let limits: Vec<String> = limits(annotations, usage)
        .into_iter()
        .map(|(calls, per)| format!("{} calls per {per}", thousands(calls)))
        .collect();
    if !limits.is_empty() {
        list.push(format!("- Limits: {}.", limits.join(", ")));
    }
    let written = annotations.get_qualified(PAGE, usage);
    if let Some(page) = written.and_then(|one| one.expression.as_ref()?.as_str()) {
        list.push(format!("- Documented in `{page}`."));
    }
    list
}
