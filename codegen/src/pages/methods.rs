//! Tables of the calls that work on a type: which page describes each, and what it gives back.

use super::layout::TableRole;
use super::outline::Outline;
use super::response::{TypeLink, links};

/// A row of a table of methods that links to the page of the call and to that of what it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodRow {
    /// The page of the call.
    pub page: String,
    /// What it gives.
    pub returns: TypeLink,
}

pub(super) fn read_all(outline: &Outline<'_>) -> Vec<MethodRow> {
    let mut found = Vec::new();
    for table in outline
        .all_tables()
        .filter(|table| table.role == TableRole::Methods)
    {
        let returned = table.column(&["return type", "data type"]);
        for row in &table.rows {
            let link = |at: Option<usize>| {
                let cell = at.and_then(|at| row.cells.get(at))?;
                links(outline, cell.raw.clone()).into_iter().next()
            };
            if let (Some(call), Some(returns)) = (link(Some(0)), link(returned)) {
                found.push(MethodRow {
                    page: call.page,
                    returns,
                });
            }
        }
    }
    found
}
