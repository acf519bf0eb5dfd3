//! How a vendor lays its pages out: which sections define requests, and what each table is for. A layout is data: another
//! vendor's is another constant in a small module of its own.

mod graph;
mod microsoft;

use std::fmt;

use super::outline::Section;

pub use graph::GRAPH;
pub use microsoft::MICROSOFT;

/// The layout of a vendor's pages.
#[derive(Debug)]
pub struct Layout {
    /// What `service.toml` calls it.
    pub name: &'static str,
    /// Beginnings of the titles, in lower case and without numbers, of sections that define requests.
    pub(super) requests: &'static [&'static str],
    /// What tables are for; the first rule that fits decides.
    pub(super) tables: &'static [TableRule],
    /// Parts of titles of sections that list parameters of the query string or of a function.
    pub(super) parameters: &'static [&'static str],
    /// What the title of a page about a type ends with: `Alert resource type`.
    pub(super) type_titles: &'static [&'static str],
    /// Phrases that introduce the values of a property, in lower case.
    pub(super) value_phrases: &'static [&'static str],
}

/// Tables that say where a type leads to.
const RELATIONSHIPS: TableRule = rule(
    &[],
    &["relationship", "navigation", "navigation property"],
    TableRole::Relationships,
);

/// Tables of the values of an enumeration.
const VALUES: TableRule = rule(
    &["values", "members"],
    &["member", "value", "name"],
    TableRole::Values,
);

/// What the title of a page about a type ends with.
const TYPE_TITLES: &[&str] = &[
    "resource type",
    "complex type",
    "entity type",
    "enum type",
    "enumeration type",
];

const fn rule(
    section: &'static [&'static str],
    first: &'static [&'static str],
    role: TableRole,
) -> TableRule {
    TableRule {
        section,
        first,
        role,
    }
}

/// When a table is for what.
#[derive(Debug)]
pub(super) struct TableRule {
    /// Parts of the titles of sections it stands in; any when there are none.
    pub(super) section: &'static [&'static str],
    /// The first column's header, in lower case; any when there are none.
    pub(super) first: &'static [&'static str],
    pub(super) role: TableRole,
}

/// What a table is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TableRole {
    /// Which permissions a call needs.
    Permissions,
    /// The headers of a request.
    Headers,
    /// The parameters of a query string or of a function.
    Parameters,
    /// The parameters of a body.
    Body,
    /// The properties of a type.
    Properties,
    /// Where a type leads to.
    Relationships,
    /// The values of an enumeration.
    Values,
    /// The calls that work on a type.
    Methods,
    /// Nothing of the API: why.
    NotApi(&'static str),
    /// No rule of the layout fits.
    Unknown,
}

impl fmt::Display for TableRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TableRole::Permissions => "permissions",
            TableRole::Headers => "headers",
            TableRole::Parameters => "parameters",
            TableRole::Body => "body",
            TableRole::Properties => "properties",
            TableRole::Relationships => "relationships",
            TableRole::Values => "values",
            TableRole::Methods => "methods",
            TableRole::NotApi(_) => "not API",
            TableRole::Unknown => "unknown",
        })
    }
}

impl Layout {
    const ALL: [&'static Layout; 2] = [&MICROSOFT, &GRAPH];

    /// The layout of that name.
    pub fn named(name: &str) -> Option<&'static Layout> {
        Self::ALL.into_iter().find(|layout| layout.name == name)
    }

    /// The names of all layouts.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().map(|layout| layout.name)
    }

    pub(super) fn defines_requests(&self, section: &Section) -> bool {
        let key = section.key.as_str();
        self.requests.iter().any(|start| {
            key == *start
                || key
                    .strip_prefix(start)
                    .is_some_and(|rest| rest.starts_with(" ("))
        })
    }

    pub(super) fn lists_parameters(&self, section: &Section) -> bool {
        self.parameters
            .iter()
            .any(|part| section.key.contains(part))
    }

    /// What a table in that section with those headers is for.
    pub(super) fn role(&self, section: &Section, header: &[String]) -> TableRole {
        let first = header.first().map_or("", String::as_str);
        let fits = |rule: &&TableRule| {
            let here = rule.section.is_empty()
                || rule.section.iter().any(|part| section.key.contains(part));
            here && (rule.first.is_empty() || rule.first.contains(&first))
        };
        self.tables
            .iter()
            .find(fits)
            .map_or(TableRole::Unknown, |rule| rule.role)
    }
}
