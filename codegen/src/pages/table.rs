//! Pipe tables, read from the lines themselves: the pages hold tables that strict GFM does not see.

use std::ops::Range;

use odata_csdl::source::{Span, Spanned};

use super::layout::TableRole;
use super::outline::{Outline, Section};
use super::row;
use super::text::plain;

/// A table with its header in lower case.
pub(super) struct Table {
    pub(super) role: TableRole,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Row>,
    pub(super) span: Span,
}

/// A row that is not empty, at least as long as the header.
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    pub(super) span: Span,
    /// Why nothing is read from it.
    pub(super) fault: Option<row::Fault>,
}

/// A cell: as written, and as a reader sees it.
pub(super) struct Cell {
    pub(super) raw: Range<usize>,
    pub(super) text: Spanned<String>,
}

impl Table {
    /// The column whose header is one of those.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        self.header
            .iter()
            .position(|header| names.contains(&header.as_str()))
    }

    /// The column of types.
    pub(super) fn types(&self) -> Option<usize> {
        self.column(&["type", "data type", "property type", "return type"])
    }

    /// The column of words.
    pub(super) fn words(&self) -> Option<usize> {
        self.column(&["description", "details"])
    }

    /// The rows that can be read.
    pub(super) fn sound_rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.fault.is_none())
    }
}

impl Row {
    /// The text of that column; empty, and placed at the row's end, where there is no such column.
    pub(super) fn text(&self, column: Option<usize>) -> Spanned<String> {
        match column.and_then(|at| self.cells.get(at)) {
            Some(cell) => cell.text.clone(),
            None => Spanned::new(
                String::new(),
                Span::new(
                    self.span.source,
                    self.span.range().end,
                    self.span.range().end,
                ),
            ),
        }
    }
}

/// The tables of a section, in order.
pub(super) fn read(outline: &Outline<'_>, section: &Section) -> Vec<Table> {
    let lines = outline.prose_lines(section);
    let mut tables = Vec::new();
    let mut at = 0;
    while let (Some(header), Some(delimiter)) = (lines.get(at), lines.get(at + 1)) {
        let is_table = outline.slice(header.clone()).contains('|')
            && is_delimiter(outline.slice(delimiter.clone()));
        if !is_table {
            at += 1;
            continue;
        }
        let rows = lines
            .iter()
            .skip(at + 2)
            .take_while(|line| outline.slice((*line).clone()).contains('|'));
        let rows: Vec<Range<usize>> = rows.cloned().collect();
        at += 2 + rows.len();
        tables.push(table(outline, section, header.clone(), &rows));
    }
    tables
}

fn table(
    outline: &Outline<'_>,
    section: &Section,
    header: Range<usize>,
    lines: &[Range<usize>],
) -> Table {
    let titles: Vec<String> = cells(outline, &header)
        .iter()
        .map(|cell| cell.text.value.to_lowercase())
        .collect();
    let end = lines.last().map_or(header.end, |line| line.end);
    let role = outline.layout.role(section, &titles);
    let mut table = Table {
        role,
        rows: Vec::new(),
        span: outline.span(header.start..end),
        header: titles,
    };
    let rows = lines.iter().filter(|line| {
        !outline
            .slice((*line).clone())
            .trim_matches(['|', ' ', '\t'])
            .is_empty()
    });
    for line in rows {
        let mut cells = cells(outline, line);
        let fault = row::fault(outline, &table, &cells);
        while cells.len() < table.header.len() {
            let empty = line.end..line.end;
            cells.push(Cell {
                text: Spanned::new(String::new(), outline.span(empty.clone())),
                raw: empty,
            });
        }
        table.rows.push(Row {
            cells,
            span: outline.span(outline.trimmed(line.clone())),
            fault,
        });
    }
    table
}

/// The cells of one line. Outer pipes are optional on every line by itself.
fn cells(outline: &Outline<'_>, line: &Range<usize>) -> Vec<Cell> {
    let mut inner = outline.trimmed(line.clone());
    let quoted = outline.slice(inner.clone()).trim_start_matches(['>', ' ']);
    inner.start = inner.end - quoted.len();
    let text = outline.slice(inner.clone());
    if text.starts_with('|') {
        inner.start += 1;
    }
    if text.len() > 1 && text.ends_with('|') && !text.ends_with("\\|") {
        inner.end -= 1;
    }
    let text = outline.slice(inner.clone());
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    let bytes = text.bytes().enumerate().map(|(at, byte)| (at, Some(byte)));
    for (at, byte) in bytes.chain(std::iter::once((text.len(), None))) {
        if byte.is_none() || (byte == Some(b'|') && !escaped) {
            let raw = outline.trimmed(inner.start + start..inner.start + at);
            let value = plain(outline.slice(raw.clone()));
            cells.push(Cell {
                text: Spanned::new(value, outline.span(raw.clone())),
                raw,
            });
            start = at + 1;
        }
        escaped = byte == Some(b'\\') && !escaped;
    }
    cells
}

/// Dashes with pipes or colons; the number of columns is the header's business.
fn is_delimiter(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ']).trim();
    line.contains('-')
        && line.contains('|')
        && line
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}
