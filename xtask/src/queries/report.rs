//! The table, and the sum below it.

use std::process::ExitCode;

use super::Row;
use super::lacks::{self, Lack, Server, known};

/// In the table: the rows are those that were worked out by hand.
const AGREES: &str = "=";

/// In the table: a lack that is known.
const LACKS: &str = "lacks";

/// What a server did with a question.
pub(crate) enum Outcome {
    /// Its rows are those that were worked out by hand.
    Agrees,
    /// It has others.
    Differs(Vec<String>),
    /// It answers with an error, or with what cannot be read.
    Fails(String),
}

/// What has been found so far.
pub(crate) struct Report {
    names: Vec<String>,
    lines: Vec<String>,
    queries: Vec<String>,
    total: usize,
    agree: usize,
    lacks: usize,
    disagree: usize,
    /// Questions that a server which is not there was not asked: they agree with nothing.
    unasked: usize,
    /// Whether rows are shown by their numbers.
    is_numbered: bool,
}

impl Report {
    /// Nothing yet. The rows are numbered in the table.
    pub(crate) fn new(rows: &[Row]) -> Self {
        Report {
            names: rows.iter().map(|row| row.name.clone()).collect(),
            lines: Vec::new(),
            queries: Vec::new(),
            total: 0,
            agree: 0,
            lacks: 0,
            disagree: 0,
            unasked: 0,
            is_numbered: true,
        }
    }

    /// From here on, rows are shown as they are.
    pub(crate) fn without_numbers(&mut self) {
        self.is_numbered = false;
    }

    /// Adds a question and what each server did with it.
    pub(crate) fn add(
        &mut self,
        query: String,
        wanted: &[String],
        outcomes: Vec<(Server, Outcome)>,
    ) {
        let (mut cells, mut notes) = (Vec::new(), Vec::new());
        let (mut is_lacking, mut is_wrong, mut is_unasked) = (false, false, false);
        for (server, outcome) in [Server::Cap, Server::Odatapy, Server::Mock].map(|server| {
            let found = outcomes.iter().find(|(asked, _)| *asked == server);
            (server, found.map(|(_, outcome)| outcome))
        }) {
            let lack = known(server, &query);
            let (cell, note) = match outcome {
                None => ("-", None),
                Some(outcome) => self.cell(outcome, lack),
            };
            is_lacking |= cell == LACKS;
            is_unasked |= outcome.is_none();
            is_wrong |= ![AGREES, LACKS, "-"].contains(&cell);
            cells.push(format!("{cell:<8}"));
            notes.extend(note.map(|note| format!("{server:?}: {note}")));
        }
        let verdict = match (is_wrong, is_unasked, is_lacking) {
            (true, ..) => {
                self.disagree += 1;
                "DISAGREE"
            }
            (false, true, _) => {
                self.unasked += 1;
                "not asked"
            }
            (false, false, true) => {
                self.lacks += 1;
                "server lacks"
            }
            (false, false, false) => {
                self.agree += 1;
                "agree"
            }
        };
        self.total += 1;
        let (cells, wanted) = (cells.concat(), self.numbers(wanted));
        let line = format!("{query}\n    {cells}{verdict:<13} {wanted}");
        self.lines.push(line);
        self.lines
            .extend(notes.into_iter().map(|note| format!("        {note}")));
        self.queries.push(query);
    }

    /// What stands in the table for it, and what is said below. A lack counts only when it shows as it always did.
    fn cell(&self, outcome: &Outcome, lack: Option<Lack>) -> (&'static str, Option<String>) {
        let shows = match outcome {
            Outcome::Agrees => {
                return match lack {
                    None => (AGREES, None),
                    Some(lack) => ("=!", Some(format!("no longer lacking: {}", lack.reason))),
                };
            }
            Outcome::Differs(got) => self.numbers(got),
            Outcome::Fails(error) => error.replace('\n', " "),
        };
        match (outcome, lack) {
            (Outcome::Differs(_), Some(lack)) if shows == lack.shows => {
                (LACKS, Some(lack.reason.to_owned()))
            }
            (Outcome::Fails(_), Some(lack)) if shows.contains(lack.shows) => {
                (LACKS, Some(lack.reason.to_owned()))
            }
            (Outcome::Differs(_), _) => ("differs", Some(format!("has {shows}"))),
            _ => ("fails", Some(shows)),
        }
    }

    /// A lack of a query that is not asked is an error too.
    pub(crate) fn add_unknown_lacks(&mut self) {
        for Lack { server, query, .. } in lacks::all() {
            if !self.queries.iter().any(|asked| asked == query) {
                self.disagree += 1;
                let line = format!("{server:?} is said to lack a query that is not asked: {query}");
                self.lines.push(line);
            }
        }
    }

    /// Rows as their numbers in the fixture; what is no row stands as it is.
    fn numbers(&self, rows: &[String]) -> String {
        let number = |row: &String| {
            let place = self.names.iter().position(|name| name == row);
            let place = place.filter(|_| self.is_numbered);
            place.map_or_else(|| format!("`{row}`"), |place| (place + 1).to_string())
        };
        match rows.len() {
            0 => "none".to_owned(),
            _ => rows.iter().map(number).collect::<Vec<_>>().join(" "),
        }
    }

    /// Prints all of it; the last line is the sum.
    pub(crate) fn print(&self) -> ExitCode {
        println!("rows:");
        for (place, name) in self.names.iter().enumerate() {
            println!("    {:>2} {name}", place + 1);
        }
        println!(
            "\nquery\n    CAP     odatapy mock    verdict       expected rows, by their numbers"
        );
        for line in &self.lines {
            println!("{line}");
        }
        println!(
            "queries: total={} agree={} server_lacks={} disagree={} unasked={}",
            self.total, self.agree, self.lacks, self.disagree, self.unasked
        );
        if self.disagree == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}
