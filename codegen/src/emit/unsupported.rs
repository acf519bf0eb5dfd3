//! Requests that an entity set, or its container, says it does not take at all.

use odata_csdl::syntax::{Annotation, Expression};

use super::capability::{Capability, Resource, truth};
use super::writer::string;

const UPDATE: &str = "UpdateRestrictions";
const CONCURRENCY: &str = "Org.OData.Core.V1.OptimisticConcurrency";

/// A term, the property of it that is looked at, the value that restricts, and what that means.
struct Rule {
    usage: &'static str,
    term: &'static str,
    property: Option<&'static str>,
    restricts: bool,
    means: &'static str,
}

const fn rule(
    usage: &'static str,
    term: &'static str,
    property: Option<&'static str>,
    restricts: bool,
    means: &'static str,
) -> Rule {
    Rule {
        usage,
        term,
        property,
        restricts,
        means,
    }
}

const RULES: [Rule; 11] = [
    rule(
        "Top",
        "TopSupported",
        None,
        false,
        "does not support `$top`",
    ),
    rule(
        "Skip",
        "SkipSupported",
        None,
        false,
        "does not support `$skip`",
    ),
    rule(
        "Count",
        "CountRestrictions",
        Some("Countable"),
        false,
        "does not support `$count`",
    ),
    rule(
        "Search",
        "SearchRestrictions",
        Some("Searchable"),
        false,
        "does not support `$search`",
    ),
    rule(
        "WithoutFilter",
        "FilterRestrictions",
        Some("RequiresFilter"),
        true,
        "needs a `$filter`",
    ),
    rule(
        "Insert",
        "InsertRestrictions",
        Some("Insertable"),
        false,
        "lets nothing be inserted",
    ),
    rule(
        "Update",
        UPDATE,
        Some("Updatable"),
        false,
        "lets nothing be updated",
    ),
    rule(
        "Upsert",
        UPDATE,
        Some("Upsertable"),
        false,
        "inserts nothing that it is to update and does not find",
    ),
    rule(
        "Delete",
        "DeleteRestrictions",
        Some("Deletable"),
        false,
        "lets nothing be deleted",
    ),
    rule(
        "DeepInsert",
        "DeepInsertSupport",
        Some("Supported"),
        false,
        "inserts no related entities along with one",
    ),
    rule(
        "DeepUpdate",
        "DeepUpdateSupport",
        Some("Supported"),
        false,
        "updates no related entities along with one",
    ),
];

/// The usages, each with the words. Only what is said restricts.
pub(super) fn rows(
    resource: &Resource<'_>,
    document: impl Fn(&Annotation) -> String,
) -> Vec<[String; 2]> {
    let mut rows = Vec::new();
    for rule in &RULES {
        let capability = Capability::of(resource, rule.term);
        let said = match rule.property {
            Some(name) => capability.find(truth(name), &document),
            None => capability.find(Expression::as_bool, &document),
        };
        if let Some((said, words)) = said
            && said == rule.restricts
        {
            let means = rule.means;
            rows.push(row(rule.usage, &format!("the service {means}: {words}")));
        }
    }
    let update = Capability::of(resource, UPDATE);
    if let Some((methods, words)) = update.find(methods, &document) {
        for (usage, method) in [("Patch", "PATCH"), ("Put", "PUT")] {
            if !methods.is_empty() && !methods.contains(&method) {
                let others = methods.join(" and ");
                let why = format!("the service updates by {others} and not by {method}: {words}");
                rows.push(row(usage, &why));
            }
        }
    }
    if let Some(annotation) = resource.annotations.unqualified(CONCURRENCY) {
        let means = "the service takes no update and no deletion without an ETag";
        let document = document(annotation);
        let words = format!("`Core.OptimisticConcurrency` of {resource} says so: {document}");
        rows.push(row("WithoutETag", &format!("{means}: {words}")));
    }
    rows
}

/// By which methods an entity is updated (Capabilities.HttpMethod).
fn methods(value: &Expression) -> Option<Vec<&str>> {
    let methods = value.property("UpdateMethod")?;
    Some(methods.enum_members().collect())
}

/// Whether an update inserts what it does not find.
pub(super) fn upserts(resource: &Resource<'_>) -> bool {
    let update = Capability::of(resource, UPDATE);
    let said = update.find(truth("Upsertable"), |_| String::new());
    said.is_some_and(|(upserts, _)| upserts)
}

fn row(usage: &str, why: &str) -> [String; 2] {
    [format!("odata::Usage::{usage}"), string(why)]
}
