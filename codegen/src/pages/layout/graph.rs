//! The reference pages of Microsoft Graph.

use super::{Layout, TableRole, TableRule};

/// Microsoft Graph: its tables of permissions have a column for the least privileged one and one for the others.
pub static GRAPH: Layout = Layout {
    name: "microsoft-graph",
    requests: &["http request"],
    tables: &[
        TableRule {
            section: &[],
            first: &["permission type"],
            role: TableRole::Permissions,
        },
        TableRule {
            section: &["request body"],
            first: &["property", "parameter"],
            role: TableRole::Body,
        },
        TableRule {
            section: &["header"],
            first: &["name", "header"],
            role: TableRole::Headers,
        },
        TableRule {
            section: &["function parameters", "query parameters", "path parameters"],
            first: &["parameter", "name"],
            role: TableRole::Parameters,
        },
        TableRule {
            section: &[],
            first: &["property"],
            role: TableRole::Properties,
        },
        TableRule {
            section: &[],
            first: &["method"],
            role: TableRole::Methods,
        },
        TableRule {
            section: &["relationships"],
            first: &["relationship"],
            role: TableRole::NotApi("what $metadata says of navigation"),
        },
        TableRule {
            section: &["values"],
            first: &["member", "value"],
            role: TableRole::NotApi("what the members of an enumeration mean"),
        },
    ],
    parameters: &["function parameters", "query parameters", "path parameters"],
    type_titles: &["resource type"],
    value_phrases: &["the possible values are", "possible values are"],
};
