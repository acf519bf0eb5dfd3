//! What the runtime is told that an entity set or a singleton does not take: for the text of filters, and for properties
//! that other sets of the type leave open.

use odata_csdl::syntax::{Annotation, Expression};

use super::capability::{Capability, Resource, paths};
use super::writer::{Writer, string};
use super::{Context, repeatable, unsupported};

/// What is said of properties in a question: the field of the runtime's description, the term, its list, and what is so.
const PROPERTIES: [(&str, &str, &str, [&str; 2]); 3] = [
    (
        "ascending_only",
        "SortRestrictions",
        "AscendingOnlyProperties",
        ["sorts by", "ascending only"],
    ),
    (
        "descending_only",
        "SortRestrictions",
        "DescendingOnlyProperties",
        ["sorts by", "descending only"],
    ),
    (
        "required_in_filter",
        "FilterRestrictions",
        "RequiredProperties",
        ["needs", "in each `$filter`"],
    ),
];

/// What is said of navigation properties in a change: the field of the runtime's description, the term, its list, and what
/// cannot be done.
const NAVIGATION: [(&str, &str, &str, &str); 2] = [
    (
        "not_insertable",
        "InsertRestrictions",
        "NonInsertableNavigationProperties",
        "set when an entity is inserted",
    ),
    (
        "not_updatable",
        "UpdateRestrictions",
        "NonUpdatableNavigationProperties",
        "set when an entity is updated",
    ),
];

pub(super) fn emit(cx: &Context<'_, '_>, resource: &Resource<'_>, out: &mut Writer<'_>) {
    let restrictions = cx.restrictions;
    for (field, rows) in restrictions.rows(cx.plan.model, resource) {
        pairs(&field, &rows, out);
    }
    let document = |annotation: &Annotation| restrictions.in_document(annotation);
    let listed = |field: &str, term, list, why: &dyn Fn(&str) -> String, out: &mut Writer<'_>| {
        if let Some((paths, words)) = Capability::of(resource, term).find(paths(list), document) {
            let row = |path: &&str| [string(path), string(&format!("{}: {words}", why(path)))];
            let rows: Vec<[String; 2]> = paths.iter().map(row).collect();
            pairs(field, &rows, out);
        }
    };
    for (field, term, list, [does, how]) in PROPERTIES {
        let why = |path: &str| format!("the service {does} `{path}` {how}");
        listed(field, term, list, &why, out);
    }
    if let Some(why) = restrictions.not_selectable(resource) {
        out.call("not_selectable: Some", &[string(&why)], ",");
    }
    let mut not_supported = unsupported::rows(resource, document);
    let mut also = |usage: &str, why: String| {
        not_supported.push([format!("odata::Usage::{usage}"), string(&why)]);
    };
    let expand = Capability::of(resource, "ExpandRestrictions");
    if let Some((levels, words)) = expand.find(levels, document)
        // A negative number is no limit.
        && let Ok(levels) = u32::try_from(levels)
    {
        out.line(&format!("max_expand_levels: Some({levels}),"));
        let why = format!("the service expands no more than {levels} levels: {words}");
        also("MoreExpandLevels", why);
    }
    let functions = Capability::of(resource, "FilterFunctions");
    if let Some((names, words)) = functions.find(names, document)
        && !names.is_empty()
    {
        let names: Vec<String> = names.iter().map(|name| string(name)).collect();
        out.array_field("filter_functions", &names);
        let why = format!("the service does not support it in `$filter`: {words}");
        also("OtherFilterFunctions", why);
    }
    if unsupported::upserts(resource) {
        out.line("upserts: true,");
    }
    pairs("not_supported", &not_supported, out);
    let why = |path: &str| format!("the service needs `{path}` when an entity is inserted");
    listed(
        "required_on_insert",
        "InsertRestrictions",
        "RequiredProperties",
        &why,
        out,
    );
    repeatable::emit(resource, out);
    for (field, term, list, done) in NAVIGATION {
        let why = |path: &str| format!("the service does not let `{path}` be {done}");
        listed(field, term, list, &why, out);
    }
}

/// The list of what can stand in a filter; an empty one restricts nothing.
fn names(value: &Expression) -> Option<Vec<&str>> {
    match value {
        Expression::Collection(all) => {
            Some(all.items.iter().filter_map(Expression::as_str).collect())
        }
        _ => None,
    }
}

/// How deep it expands.
fn levels(value: &Expression) -> Option<i64> {
    value.property("MaxLevels")?.as_i64()
}

/// Pairs of long texts, as rustfmt lays them out: one alone shares its brackets with the array.
fn pairs(field: &str, rows: &[[String; 2]], out: &mut Writer<'_>) {
    let (first, last) = match rows.len() {
        0 => return,
        1 => ("&[(", ")],"),
        _ => ("&[", "],"),
    };
    out.open(&format!("{field}: {first}"));
    for row in rows {
        if rows.len() > 1 {
            out.open("(");
        }
        for text in row {
            out.line(&format!("{text},"));
        }
        if rows.len() > 1 {
            out.close("),");
        }
    }
    out.close(last);
}
