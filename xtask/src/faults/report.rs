//! The table, and what must hold.

use std::collections::HashSet;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

use super::ask::Outcome;
use super::case::Case;

const FILE: &str = "docs/faults.md";

#[derive(Default)]
pub(super) struct Report {
    rows: String,
    cases: usize,
    failed: usize,
}

impl Report {
    pub(super) fn add(&mut self, case: &Case, outcome: &Outcome) {
        let got = match (&outcome.error, outcome.rows.len()) {
            (None, 0) => "it is done".to_owned(),
            (None, 1) => "the entity".to_owned(),
            (None, rows) => format!("{rows} rows"),
            (Some(error), 0) => format!("`{error}`"),
            (Some(error), rows) => format!("{rows} rows, then `{error}`"),
        };
        let requests = match outcome.elsewhere {
            0 => outcome.requests.to_string(),
            other => format!("{} and {other} elsewhere", outcome.requests),
        };
        let cells = [case.fault, case.ask.shown(), &got, &requests];
        self.met(&cells, wrong(case, outcome));
    }

    /// A fault that was met: what is said of it, and what does not hold.
    pub(super) fn met(&mut self, cells: &[&str; 4], wrong: Vec<String>) {
        self.cases += 1;
        self.failed += usize::from(!wrong.is_empty());
        let row = format!(
            "| {} |",
            cells.map(|cell| cell.replace('|', "\\|")).join(" | ")
        );
        let _ = writeln!(self.rows, "{row}");
        println!("{}{row}", if wrong.is_empty() { "  " } else { "! " });
        for why in wrong {
            println!("      {why}");
        }
    }

    pub(super) fn end(self, write: bool) -> Result<ExitCode, Box<dyn Error>> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(FILE);
        let text = format!(
            "<!-- Written by `cargo xtask faults --write`, out of what happened. -->\n\n\
             # What comes of faults\n\n\
             A client as it comes, but for how long it waits, over TCP to a service of seven rows, three on a page, that fails in one way.\n\
             What a caller gets, and how many requests the service got; the report makes sure that no row was lost or came twice, that no change\n\
             was done twice, and that no other host saw the token. mock-sap is a server that nobody here wrote, with tokens of three seconds.\n\n\
             | fault | asked | what the caller gets | requests |\n|---|---|---|---|\n{}",
            self.rows
        );
        if write {
            std::fs::write(&path, &text)?;
        }
        let is_known = std::fs::read_to_string(&path).is_ok_and(|known| known == text);
        println!(
            "faults: cases={} held={} failed={}",
            self.cases,
            self.cases - self.failed,
            self.failed
        );
        if !is_known {
            eprintln!("{FILE} is stale: `cargo xtask faults --write` writes it");
        }
        Ok(match is_known && self.failed == 0 {
            true => ExitCode::SUCCESS,
            false => ExitCode::FAILURE,
        })
    }
}

/// What does not hold.
fn wrong(case: &Case, outcome: &Outcome) -> Vec<String> {
    let expected = &case.expected;
    let mut wrong = Vec::new();
    let mut hold = |holds: bool, what: String| {
        if !holds {
            wrong.push(what);
        }
    };
    let distinct: HashSet<&String> = outcome.rows.iter().collect();
    hold(
        distinct.len() == outcome.rows.len(),
        format!("rows came twice: {:?}", outcome.rows),
    );
    hold(
        outcome.rows.len() == expected.rows,
        format!("{} rows came, not {}", outcome.rows.len(), expected.rows),
    );
    let said = match (expected.error, &outcome.error) {
        (None, None) => true,
        (Some(expected), Some(error)) => error.contains(expected),
        _ => false,
    };
    hold(
        said,
        format!("the error is {:?}, not {:?}", outcome.error, expected.error),
    );
    hold(
        outcome.requests == expected.requests,
        format!("{} requests, not {}", outcome.requests, expected.requests),
    );
    hold(
        outcome.elsewhere == expected.elsewhere,
        format!(
            "{} requests elsewhere, not {}",
            outcome.elsewhere, expected.elsewhere
        ),
    );
    hold(!outcome.is_told, "another host saw the token".to_owned());
    hold(
        outcome.left == expected.left,
        format!(
            "the service has {} rows, not {}",
            outcome.left, expected.left
        ),
    );
    wrong
}
