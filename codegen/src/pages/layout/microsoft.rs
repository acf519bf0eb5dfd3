//! The reference pages of Microsoft Defender for Endpoint, on Microsoft Learn.

use super::{Layout, RELATIONSHIPS, TYPE_TITLES, TableRole, VALUES, rule};

/// Microsoft Learn, as Defender for Endpoint uses it.
pub static MICROSOFT: Layout = Layout {
    name: "microsoft-learn",
    requests: &["http request", "url"],
    tables: &[
        rule(&[], &["permission type"], TableRole::Permissions),
        rule(
            &["request body"],
            &["parameter", "parameters", "property", "name"],
            TableRole::Body,
        ),
        rule(&["header"], &["name", "header"], TableRole::Headers),
        rule(
            &[
                "uri parameters",
                "query parameters",
                "function parameters",
                "url parameters",
            ],
            &["name", "parameter", "property"],
            TableRole::Parameters,
        ),
        rule(
            &[],
            &["property", "property (id)", "property id"],
            TableRole::Properties,
        ),
        rule(
            &[],
            &["property name", "field name", "field"],
            TableRole::Properties,
        ),
        rule(&["response"], &["name"], TableRole::Properties),
        rule(&[], &["method"], TableRole::Methods),
        RELATIONSHIPS,
        VALUES,
        rule(&["example"], &["name"], TableRole::Properties),
        rule(&[], &["topic"], TableRole::NotApi("an index of pages")),
        rule(
            &[],
            &["error code"],
            TableRole::NotApi("codes of errors, which every call can answer"),
        ),
        rule(
            &[],
            &["command type"],
            TableRole::NotApi("what the values of a command are for"),
        ),
        rule(
            &[],
            &["supported account types"],
            TableRole::NotApi("how an app is registered"),
        ),
        rule(
            &[],
            &[
                "gcc",
                "customer type",
                "os version",
                "spreadsheet of domains list",
                "endpoint type",
                "feature name",
            ],
            TableRole::NotApi("where and for whom the service runs"),
        ),
    ],
    parameters: &["parameters"],
    type_titles: TYPE_TITLES,
    value_phrases: &[
        "possible values are",
        "allowed values are",
        "property values are",
        "possible determination values",
        "possible values",
        "possible types are",
        "it can be",
    ],
};
