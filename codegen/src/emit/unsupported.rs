//! Requests that an entity set, or its container, says it does not take at all.

use odata_csdl::syntax::{Annotation, Expression};

use super::capability::{Capability, Resource, truth};
use super::writer::string;

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

const RULES: [Rule; 8] = [
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
        "UpdateRestrictions",
        Some("Updatable"),
        false,
        "lets nothing be updated",
    ),
    rule(
        "Delete",
        "DeleteRestrictions",
        Some("Deletable"),
        false,
        "lets nothing be deleted",
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
    if let Some(annotation) = resource.annotations.get(CONCURRENCY) {
        let means = "the service takes no update and no deletion without an ETag";
        let document = document(annotation);
        let words = format!("`Core.OptimisticConcurrency` of {resource} says so: {document}");
        rows.push(row("WithoutETag", &format!("{means}: {words}")));
    }
    rows
}

fn row(usage: &str, why: &str) -> [String; 2] {
    [format!("odata::Usage::{usage}"), string(why)]
}
