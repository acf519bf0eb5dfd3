//! The reference pages of Microsoft Graph.

use super::{Layout, RELATIONSHIPS, TYPE_TITLES, TableRole, VALUES, rule};

/// Microsoft Graph: its tables of permissions have a column for the least privileged one and one for the others.
pub static GRAPH: Layout = Layout {
    name: "microsoft-graph",
    requests: &["http request"],
    tables: &[
        rule(&[], &["permission type"], TableRole::Permissions),
        rule(
            &["request body"],
            &["property", "parameter"],
            TableRole::Body,
        ),
        rule(&["header"], &["name", "header"], TableRole::Headers),
        rule(PARAMETERS, &["parameter", "name"], TableRole::Parameters),
        rule(&[], &["property"], TableRole::Properties),
        rule(&[], &["method"], TableRole::Methods),
        RELATIONSHIPS,
        VALUES,
    ],
    parameters: PARAMETERS,
    type_titles: TYPE_TITLES,
    value_phrases: &["the possible values are", "possible values are"],
};

const PARAMETERS: &[&str] = &["function parameters", "query parameters", "path parameters"];
