//! `tests/cost/ledger.md`: what each of some services costs, by the way in which cargo is run.

use std::process::Command;

use super::budget::aligned;
use super::checking;
use super::documents::Document;
use super::recorder::Usage;
use super::scratch::{Crate, Mode, Scratch};
use super::twin;

const HEAD: [&str; 9] = [
    "service",
    "types by",
    "lines",
    "bytes",
    "check CPU s",
    "build CPU s",
    "release CPU s",
    "check MiB",
    "release MiB",
];

/// Measures some services, both sides of each, and gives the table, and what checking both sides of the last one took.
pub(crate) fn measure(
    scratch: &Scratch,
    documents: &[Document],
) -> Result<(String, (Usage, Usage)), String> {
    let mut rows = vec![HEAD.map(str::to_owned)];
    let mut last = (Usage::default(), Usage::default());
    for &document in documents {
        let code = document.code(scratch)?;
        let twin = twin::of(&code)?;
        let ours = checking::ours(scratch, document, code);
        let theirs = checking::theirs(document, twin);
        for (side, one, checked) in [
            ("odata", ours, &mut last.0),
            ("serde derives", theirs, &mut last.1),
        ] {
            println!("{}, {side} ...", document.title());
            let mut taken = [Usage::default(); 3];
            for (taken, mode) in taken.iter_mut().zip(Mode::ALL) {
                *taken = scratch.measure(&one, mode)?;
            }
            *checked = taken[0];
            rows.push(row(document, side, &one, taken));
        }
    }
    Ok((aligned(&rows, 2), last))
}

fn row(
    document: Document,
    side: &str,
    one: &Crate,
    [check, build, release]: [Usage; 3],
) -> [String; 9] {
    let lines: usize = one.files.iter().map(|(_, text)| text.lines().count()).sum();
    let bytes: usize = one.files.iter().map(|(_, text)| text.len()).sum();
    let seconds = |usage: Usage| format!("{:.2}", usage.cpu);
    let memory = |usage: Usage| format!("{:.0}", usage.memory);
    [
        document.title().to_owned(),
        side.to_owned(),
        lines.to_string(),
        bytes.to_string(),
        seconds(check),
        seconds(build),
        seconds(release),
        memory(check),
        memory(release),
    ]
}

/// The whole file.
pub(crate) fn page(budgets: &str, services: &str) -> Result<String, String> {
    Ok(format!(
        "# What generated code costs\n\n\
         Written by `cargo xtask cost --write` on {}, with {}. The machine is shared: only ratios within one run\n\
         are worth keeping.\n\n\
         ## Budgets\n\n{budgets}\n\
         How each is measured stands in `xtask/src/cost.rs`. What the crate `odata-defender` takes, with one feature and with all, is in\n\
         [installed.md](installed.md).\n\n\
         ## Services\n\n\
         One library crate for each service, its dependencies built before: CPU seconds and peak memory are those of the one\n\
         rustc that compiles it, from nothing (`CARGO_INCREMENTAL=0`). Beside it the same structs, fields, enumerations and\n\
         documentation with serde derives of both directions and nothing else: no constants, no tables, no requests, no\n\
         undeclared properties.\n\n{services}",
        said(Command::new("date").args(["-u", "+%Y-%m-%d"]))?,
        said(Command::new("rustc").arg("--version"))?,
    ))
}

/// The file on the crate that is installed.
pub(crate) fn installed_page(table: &str) -> Result<String, String> {
    Ok(format!(
        "# What `odata-defender` costs\n\n\
         Written by `cargo xtask cost installed --write` on {}, with {}. CPU seconds and peak memory are those of the one rustc\n\
         that compiles each crate, what it depends on built before (`CARGO_INCREMENTAL=0`). The machine is shared: only ratios within one\n\
         run are worth keeping. A program pays for the features that it names, and for `odata` once; the build script that generates the code\n\
         is not in it.\n\n{table}",
        said(Command::new("date").args(["-u", "+%Y-%m-%d"]))?,
        said(Command::new("rustc").arg("--version"))?,
    ))
}

fn said(command: &mut Command) -> Result<String, String> {
    let output = command
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
