//! Damaged pages: never a fact that the undamaged page does not state, never a panic, and what is lost is told.

mod corpora;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use odata_codegen::pages::{self, MICROSOFT, Page};
use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::Sources;
use proptest::prelude::*;

fn vendor_pages() -> Vec<PathBuf> {
    corpora::defender_docs().map_or_else(Vec::new, |docs| markdown_in(&docs.join("api")))
}

fn our_pages() -> Vec<PathBuf> {
    markdown_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/defender/docs"))
}

fn markdown_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut pages: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    pages.sort();
    pages
}

struct Reading {
    facts: BTreeSet<String>,
    /// How many diagnostics of each kind there are.
    told: Vec<(&'static str, String)>,
}

/// Every fact as text, and a check that each stands in the page where its span says.
fn read(text: &str) -> Reading {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let id = sources.add("page.md", text);
    let page = pages::read(id, &MICROSOFT, &sources, &mut diagnostics);
    let facts = facts(&page, &sources);
    let _ = diagnostics.render(&sources);
    let told = diagnostics
        .iter()
        .map(|one| (one.code, one.message.clone()))
        .collect();
    Reading { facts, told }
}

fn facts(page: &Page, sources: &Sources) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let mut add = |what: &str, value: &str, span: odata_csdl::source::Span| {
        // Marks, escapes and tags are taken out on the way; nothing is put in.
        let written = letters(sources.slice(span));
        let mut rest = written.chars();
        assert!(
            letters(value)
                .chars()
                .all(|wanted| rest.any(|c| c == wanted)),
            "{what} `{value}` was read from `{}`",
            sources.slice(span)
        );
        facts.insert(format!("{what} {value}"));
    };
    for one in &page.operations {
        let request = &one.request;
        add(
            &format!("{} request", request.method),
            &request.url.value,
            request.url.span,
        );
        for permission in &one.permissions {
            add(
                &format!("{} permission", permission.kind.as_str()),
                &permission.name.value,
                permission.name.span,
            );
        }
        for header in &one.headers {
            add("header", &header.name.value, header.name.span);
        }
        for parameter in &one.parameters {
            add("parameter", &parameter.name.value, parameter.name.span);
        }
        for parameter in &one.body {
            add("body", &parameter.name.value, parameter.name.span);
            add(
                &format!("type of {} in the body", parameter.name.value),
                &parameter.type_text.value,
                parameter.type_text.span,
            );
        }
        for rate in &one.limits.rates {
            add(
                &format!("calls per {}", rate.value.per.as_str()),
                &rate.value.calls.to_string(),
                rate.span,
            );
        }
        for name in one.limits.filterable.iter().flatten() {
            add("filter on", &name.value, name.span);
        }
        if let Some(top) = &one.limits.max_top {
            add("top", &top.value.to_string(), top.span);
        }
    }
    for table in &page.properties {
        for row in &table.rows {
            add("property", &row.name.value, row.name.span);
            add(
                &format!("type of {}", row.name.value),
                &row.type_text.value,
                row.type_text.span,
            );
            for value in &row.allowed {
                add(
                    &format!("value of {}", row.name.value),
                    &value.value,
                    value.span,
                );
            }
        }
    }
    facts
}

/// The numbers of the lines of tables, heads and separators left out.
fn rows(text: &str) -> Vec<usize> {
    let mut fenced = false;
    let lines: Vec<&str> = text.lines().collect();
    (2..lines.len())
        .filter(|&at| {
            fenced ^= lines[at].trim_start().starts_with("```");
            !fenced
                && lines[at].contains('|')
                && lines[at - 1].contains('|')
                && !lines[at].contains("--")
        })
        .collect()
}

/// Whether the head of the table around a line ends with a pipe.
fn closes_rows(text: &str, at: usize) -> bool {
    let before: Vec<&str> = text.lines().take(at).collect();
    let table = before.iter().rev().take_while(|line| line.contains('|'));
    table
        .last()
        .is_some_and(|head| head.trim_end().ends_with('|'))
}

/// The page with one line changed.
fn with_line(text: &str, at: usize, change: impl Fn(&str) -> String) -> String {
    let lines = text
        .lines()
        .enumerate()
        .map(|(number, line)| match number == at {
            true => change(line),
            false => line.to_owned(),
        });
    lines.collect::<Vec<_>>().join("\n")
}

fn swapped(line: &str, one: usize, other: usize) -> String {
    let bare = line.trim().trim_start_matches('|').trim_end_matches('|');
    let mut cells: Vec<&str> = bare.split('|').collect();
    if one < cells.len() && other < cells.len() {
        cells.swap(one, other);
    }
    format!("|{}|", cells.join("|"))
}

fn without_pipe(line: &str, which: usize) -> String {
    let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
    match inner.match_indices('|').nth(which) {
        Some((at, _)) => format!("|{} {}|", &inner[..at], &inner[at + 1..]),
        None => line.to_owned(),
    }
}

fn cut(line: &str) -> String {
    let middle = line.char_indices().nth(line.chars().count() / 2);
    line[..middle.map_or(0, |(at, _)| at)].to_owned()
}

type Change = fn(&str) -> String;

const CHANGES: [(&str, Change); 5] = [
    ("first two cells swapped", |line| swapped(line, 0, 1)),
    ("first and last cell swapped", |line| swapped(line, 0, 2)),
    ("first pipe dropped", |line| without_pipe(line, 0)),
    ("second pipe dropped", |line| without_pipe(line, 1)),
    ("half of the row cut", cut),
];

/// What a row that is damaged may still say is what it said before; what it no longer says is told, or is gone with the text.
#[test]
fn damaged_rows_state_nothing_new() {
    let mut pages = our_pages();
    pages.extend(vendor_pages());
    let mut wrong = Vec::new();
    for path in pages {
        let text = std::fs::read_to_string(&path).expect("readable");
        let whole = read(&text);
        for at in rows(&text) {
            for (name, change) in CHANGES {
                let damaged = with_line(&text, at, change);
                let reading = read(&damaged);
                let new: Vec<&String> = reading.facts.difference(&whole.facts).collect();
                // A shorter type or name is still verbatim; a new one that the row does not show is a lie.
                if !new.is_empty() {
                    wrong.push(format!(
                        "{}:{} {name}: {new:?} of {}",
                        path.file_name().expect("a name").display(),
                        at + 1,
                        damaged.lines().nth(at).unwrap_or_default()
                    ));
                }
                let lost = whole.facts.difference(&reading.facts).next().is_some();
                let is_told = reading.told.len() > whole.told.len() || reading.told != whole.told;
                // Where no row ends with a pipe, the rest of a row that was cut is not missed.
                let is_open = name.starts_with("half") && !closes_rows(&text, at);
                if lost && !is_told && !is_open {
                    wrong.push(format!(
                        "{}:{} {name}: lost in silence",
                        path.file_name().expect("a name").display(),
                        at + 1
                    ));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} lies:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Bytes flipped anywhere: whatever is read is what stands there, and nothing panics.
    #[test]
    fn flipped_bytes_are_read_as_they_stand(page in 0usize..200, flips in proptest::collection::vec((0usize..20_000, any::<u8>()), 1..8)) {
        let mut pages = our_pages();
        pages.extend(vendor_pages());
        let text = std::fs::read(&pages[page % pages.len()]).expect("readable");
        let mut bytes = text;
        for (at, byte) in flips {
            let length = bytes.len();
            bytes[at % length] = byte;
        }
        read(&String::from_utf8_lossy(&bytes));
    }
}
