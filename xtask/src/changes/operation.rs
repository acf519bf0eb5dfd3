//! One way to change data.

use std::pin::Pin;

use super::Failure;
use super::scene::{Scene, Server};

/// What comes of it: nothing, where all was as it must be.
pub(crate) type Checked = Result<(), Failure>;
pub(crate) type Running = Pin<Box<dyn Future<Output = Checked>>>;
pub(crate) type Run = fn(Scene) -> Running;

/// One way to change data, and how it is tried on each server whose model has what it takes.
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    runs: Vec<(Server, Run)>,
}

impl Operation {
    /// The same on all of them.
    pub(crate) fn everywhere(name: &'static str, run: Run) -> Self {
        let all = [Server::Cap, Server::Odatapy, Server::Mock];
        Operation {
            name,
            runs: all.map(|server| (server, run)).to_vec(),
        }
    }

    /// On these alone: the others have nothing of the kind in their models.
    pub(crate) fn only(name: &'static str, servers: &[Server], run: Run) -> Self {
        Operation {
            name,
            runs: servers.iter().map(|server| (*server, run)).collect(),
        }
    }

    /// Another way on one of them, whose model has it elsewhere.
    pub(crate) fn but(mut self, server: Server, run: Run) -> Self {
        self.runs.retain(|(one, _)| *one != server);
        self.runs.push((server, run));
        self
    }

    pub(crate) fn on(&self, server: Server) -> Option<Run> {
        let found = self.runs.iter().find(|(one, _)| *one == server);
        found.map(|(_, run)| *run)
    }
}

/// A run out of an `async fn`.
macro_rules! run {
    ($run:expr) => {
        |scene| Box::pin($run(scene))
    };
}
pub(crate) use run;

/// Fails unless the two are the same.
pub(crate) fn same<T: PartialEq + std::fmt::Debug>(what: &str, got: T, wanted: T) -> Checked {
    match got == wanted {
        true => Ok(()),
        false => Err(format!("{what} is {got:?} and not {wanted:?}").into()),
    }
}

/// Fails unless it holds.
pub(crate) fn holds(what: &str, holds: bool) -> Checked {
    match holds {
        true => Ok(()),
        false => Err(format!("{what}: it is not so").into()),
    }
}

/// The error of what must not succeed.
pub(crate) fn refused<T>(what: &str, result: odata::Result<T>) -> Result<odata::Error, Failure> {
    match result {
        Ok(_) => Err(format!("{what} was done").into()),
        Err(error) => Ok(error),
    }
}
