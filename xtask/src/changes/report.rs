//! The table, and the sum below it.

use std::process::ExitCode;

use super::lacks::{KNOWN, known};
use super::operation::Checked;
use super::scene::Server;

/// What has been found so far.
#[derive(Default)]
pub(crate) struct Report {
    lines: Vec<String>,
    names: Vec<&'static str>,
    /// How many were done on CAP, odatapy and the mock.
    done: [usize; 3],
    failed: usize,
}

const SERVERS: [Server; 3] = [Server::Cap, Server::Odatapy, Server::Mock];

impl Report {
    /// Adds an operation and what came of it on each server that is there: nothing where its model has no such thing.
    pub(crate) fn add(&mut self, name: &'static str, mut outcomes: Vec<(Server, Option<Checked>)>) {
        let (mut cells, mut notes) = (Vec::new(), Vec::new());
        let (mut is_done, mut is_wrong) = (false, self.names.contains(&name));
        for (server, done) in SERVERS.iter().zip(&mut self.done) {
            let at = outcomes.iter().position(|(one, _)| one == server);
            let outcome = at.and_then(|at| outcomes.swap_remove(at).1);
            let (cell, note) = match (outcome, known(*server, name)) {
                (None, None) => ("-", None),
                (None, Some(_)) => (
                    "WRONG",
                    Some("is said to lack it, and was not asked".into()),
                ),
                (Some(Ok(())), None) => ("done", None),
                (Some(Ok(())), Some(_)) => ("WRONG", Some("lacks nothing of it any more".into())),
                (Some(Err(error)), Some(lack)) if error.to_string().contains(lack.shows) => {
                    ("lacks", Some(lack.reason.to_owned()))
                }
                (Some(Err(error)), _) => ("WRONG", Some(error.to_string())),
            };
            *done += usize::from(cell == "done");
            is_done |= cell == "done";
            is_wrong |= cell == "WRONG";
            cells.push(format!("{cell:<8}"));
            notes.extend(note.map(|note| format!("        {server:?}: {note}")));
        }
        self.names.push(name);
        self.failed += usize::from(is_wrong || !is_done);
        self.lines.push(format!("{}{name}", cells.concat()));
        self.lines.extend(notes);
    }

    /// A lack of what is not tried is an error too.
    pub(crate) fn add_unknown_lacks(&mut self) {
        for lack in KNOWN {
            if !self.names.contains(&lack.operation) {
                self.failed += 1;
                let (server, operation) = (lack.server, lack.operation);
                let line = format!("{server:?} is said to lack what is not tried: {operation}");
                self.lines.push(line);
            }
        }
    }

    /// Prints all of it; the last line is the sum.
    pub(crate) fn print(&self) -> ExitCode {
        println!("CAP     odatapy mock    operation; `-` is what a server's model has nothing for");
        for line in &self.lines {
            println!("{line}");
        }
        let ([cap, odatapy, mock], operations) = (self.done, self.names.len());
        println!(
            "changes: operations={operations} cap={cap} odatapy={odatapy} mock={mock} failed={}",
            self.failed
        );
        match self.failed {
            0 => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        }
    }
}
