//! What stands on a page in a form that is not read, so that nothing is passed over in silence.

use std::ops::Range;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};

use super::outline::{Outline, Section, lines_of};

/// Parts of titles of sections whose facts stand in tables.
const HOLDS_A_TABLE: &[&str] = &["permissions", "properties", "relationships", "parameters"];

/// Tables in HTML, tables in other files, and pages in another language than that of the layout.
pub(super) fn report(outline: &Outline<'_>, diagnostics: &mut Diagnostics) {
    diagnostics.extend(language(outline));
    diagnostics.extend(html_tables(outline));
    for section in &outline.sections {
        diagnostics.extend(included(outline, section));
        headless(outline, section, diagnostics);
    }
}

/// `ms.contentlocale: de-DE` at the head of a page: headings, headers and names of types are other words there.
fn language(outline: &Outline<'_>) -> Option<Diagnostic> {
    let end = outline.sections.first()?.heading.start;
    let line = lines_of(outline.text, 0..end)
        .find(|line| outline.slice(line.clone()).starts_with("ms.contentlocale:"))?;
    let (_, language) = outline.slice(line.clone()).split_once(':')?;
    let language = language.trim();
    let is_english = language
        .get(..2)
        .is_some_and(|start| start.eq_ignore_ascii_case("en"));
    let is_other = !is_english && !language.is_empty();
    is_other.then(|| {
        let message = format!(
            "this page is in another language ({language}): what stands below translated headings is not read"
        );
        Diagnostic::warning("page-language", message)
            .at(outline.span(outline.trimmed(line)), "said here")
            .help("take the English page: sections, tables and types are known by their English names")
    })
}

fn html_tables(outline: &Outline<'_>) -> Option<Diagnostic> {
    let is_table = |line: &Range<usize>| {
        let text = outline.slice(line.clone()).trim_start();
        text.get(..6)
            .is_some_and(|start| start.eq_ignore_ascii_case("<table"))
    };
    let sections = outline.sections.iter();
    let lines = sections.flat_map(|section| outline.prose_lines(section));
    let tables: Vec<Range<usize>> = lines.filter(is_table).collect();
    let first = tables.first()?;
    let message = match tables.len() {
        1 => "nothing was read from this table, which is HTML".to_owned(),
        many => format!(
            "nothing was read from this table and {} more, which are HTML",
            many - 1
        ),
    };
    Some(
        Diagnostic::warning("html-table", message)
            .at(outline.span(outline.trimmed(first.clone())), "")
            .help("write it with `|` between the cells, or declare in metadata.xml what it says"),
    )
}

/// Lines with pipes that are in no table: what makes a table of them is gone.
fn headless(outline: &Outline<'_>, section: &Section, diagnostics: &mut Diagnostics) {
    let mut tables = outline.tables(section).iter().peekable();
    let mut block: Vec<Range<usize>> = Vec::new();
    let mut blocks: Vec<Vec<Range<usize>>> = Vec::new();
    for line in outline.prose_lines(section) {
        while tables
            .next_if(|table| table.span.range().end < line.start)
            .is_some()
        {}
        let is_read = tables
            .peek()
            .is_some_and(|table| table.span.range().start <= line.start);
        match !is_read && outline.slice(line.clone()).matches('|').count() > 1 {
            true => block.push(line),
            false => blocks.push(std::mem::take(&mut block)),
        }
    }
    blocks.push(block);
    for block in blocks {
        if let [first, _, ..] = block.as_slice() {
            let message = format!(
                "nothing was read from these {} lines, which look like the rows of a table",
                block.len()
            );
            diagnostics.push(
                Diagnostic::warning("unread-table", message)
                    .at(outline.span(outline.trimmed(first.clone())), "from here on")
                    .help("a table begins with a line of headers and a line such as `|---|---|`"),
            );
        }
    }
}

/// `[!INCLUDE [permissions](../includes/permissions.md)]` where the table would be.
fn included(outline: &Outline<'_>, section: &Section) -> Option<Diagnostic> {
    let is_named = HOLDS_A_TABLE.iter().any(|part| section.key.contains(part));
    let awaits = is_named && section.level > 1;
    if !awaits || !outline.tables(section).is_empty() {
        return None;
    }
    let line = outline.prose_lines(section).into_iter().find(|line| {
        let text = outline.slice(line.clone()).trim_start();
        text.get(..9)
            .is_some_and(|start| start.eq_ignore_ascii_case("[!include"))
    })?;
    let message = format!(
        "what stands below `{}` is in another file, which is not read",
        section.title
    );
    Some(
        Diagnostic::warning("not-included", message)
            .at(outline.span(outline.trimmed(line)), "included here")
            .help("put the text of that file in the place of this line"),
    )
}
