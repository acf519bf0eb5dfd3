//! What became of every table of a page, so that nothing is passed over in silence.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::Span;

use super::layout::TableRole;
use super::outline::Outline;
use super::table::{Row, Table};

/// A table, and how much of it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableUse {
    /// What it is for.
    pub role: TableRole,
    /// All of it.
    pub span: Span,
    /// Its rows that are not empty.
    pub rows: usize,
    /// Those that say what the columns promise.
    pub read: usize,
}

/// Reports tables that no rule of the layout knows, and rows that were not read.
pub(super) fn uses(outline: &Outline<'_>, diagnostics: &mut Diagnostics) -> Vec<TableUse> {
    let mut uses = Vec::new();
    for table in outline.all_tables() {
        if table.role == TableRole::Unknown {
            diagnostics.push(
                Diagnostic::warning("unknown-table", unknown(table))
                    .at(first_line(outline, table.span), "these headers say nothing to the reader")
                    .help("headers such as `Property | Type | Description` are expected; see the layout that service.toml names"),
            );
        }
        for row in &table.rows {
            diagnostics.extend(unread(table, row));
            diagnostics.extend(unclosed(outline, table, row));
        }
        let read = match table.role {
            TableRole::Unknown => 0,
            _ => table.sound_rows().count(),
        };
        uses.push(TableUse {
            role: table.role,
            span: table.span,
            rows: table.rows.len(),
            read,
        });
    }
    uses
}

fn unknown(table: &Table) -> String {
    let shown: Vec<String> = table
        .header
        .iter()
        .take(4)
        .map(|one| shortened(one))
        .collect();
    format!(
        "nothing was read from this table: its headers are `{}`",
        shown.join(" | ")
    )
}

fn shortened(text: &str) -> String {
    const SHOWN: usize = 40;
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn unread(table: &Table, row: &Row) -> Option<Diagnostic> {
    let fault = row.fault?;
    let place = row
        .cells
        .get(fault.cell(table))
        .map(|cell| cell.text.span)
        .filter(|span| !span.range().is_empty())
        .unwrap_or(row.span);
    Some(
        Diagnostic::warning(
            "unread-row",
            format!(
                "nothing was read from this row of a table: {}",
                fault.describe()
            ),
        )
        .at(place, "")
        .help("mend the row in a copy of the page, or declare in metadata.xml what it says"),
    )
}

/// A row that ends without the pipe that its header ends with may have been cut.
fn unclosed(outline: &Outline<'_>, table: &Table, row: &Row) -> Option<Diagnostic> {
    let closes = |span: Span| outline.slice(span.range()).trim_end().ends_with('|');
    let is_cut = closes(first_line(outline, table.span)) && !closes(row.span);
    is_cut.then(|| {
        Diagnostic::note(
            "unclosed-row",
            "this row has no `|` at its end, as its header has",
        )
        .at(row.span, "what it says was read; is all of it there?")
    })
}

fn first_line(outline: &Outline<'_>, span: Span) -> Span {
    let range = span.range();
    let text = outline.slice(range.clone());
    outline.span(range.start..range.start + text.find('\n').unwrap_or(text.len()))
}
