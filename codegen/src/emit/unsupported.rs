//! Requests that an entity set says it does not take at all.

use odata_csdl::model::EntitySet;
use odata_csdl::syntax::{Annotation, Expression};

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
pub(super) fn rows(set: &EntitySet, document: impl Fn(&Annotation) -> String) -> Vec<[String; 2]> {
    let mut rows = Vec::new();
    for rule in &RULES {
        let term = format!("Org.OData.Capabilities.V1.{}", rule.term);
        let Some(annotation) = set.annotations.get(&term) else {
            continue;
        };
        let said = match rule.property {
            Some(name) => {
                let value = annotation.expression.as_ref();
                value.and_then(|value| value.property(name)?.as_bool())
            }
            None => annotation.expression.as_ref().and_then(Expression::as_bool),
        };
        if said == Some(rule.restricts) {
            let said = words(
                set,
                &format!("Capabilities.{}", rule.term),
                &document(annotation),
            );
            rows.push(row(
                rule.usage,
                &format!("the service {}: {said}", rule.means),
            ));
        }
    }
    if let Some(annotation) = set.annotations.get(CONCURRENCY) {
        let said = words(set, "Core.OptimisticConcurrency", &document(annotation));
        let means = "the service takes no update and no deletion without an ETag";
        rows.push(row("WithoutETag", &format!("{means}: {said}")));
    }
    rows
}

fn row(usage: &str, why: &str) -> [String; 2] {
    [format!("odata::Usage::{usage}"), string(why)]
}

fn words(set: &EntitySet, term: &str, document: &str) -> String {
    format!("`{term}` of entity set `{}` says so: {document}", set.name)
}
