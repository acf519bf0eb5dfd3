//! What came of the cases.

use std::collections::BTreeMap;
use std::process::ExitCode;

use odata_core::abnf;
use odata_core::expr::{AnyName, Scope};

use super::cases::{Case, Suite};
use super::names::Names;

/// What came of the cases of one rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) cases: usize,
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) unsupported: usize,
}

impl Row {
    fn add(&mut self, outcome: &Outcome) {
        self.cases += 1;
        match outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Failed(_) => self.failed += 1,
            Outcome::Unsupported => self.unsupported += 1,
        }
    }
}

#[derive(Debug)]
enum Outcome {
    Passed,
    /// Says why.
    Failed(String),
    /// The rule is not implemented.
    Unsupported,
}

/// What came of all cases, by rule.
#[derive(Debug, Default)]
pub(super) struct Report {
    rows: BTreeMap<String, Row>,
    pub(super) total: Row,
    pub(super) failures: Vec<String>,
}

impl Report {
    pub(super) fn add(&mut self, suite: &Suite) {
        let names = Names(&suite.constraints);
        let scope: &dyn Scope = if suite.constraints.is_empty() {
            &AnyName
        } else {
            &names
        };
        for case in &suite.cases {
            let outcome = try_case(case, scope);
            if let Outcome::Failed(why) = &outcome {
                let Case { name, rule, .. } = case;
                self.failures.push(format!("{rule}, {name}: {why}"));
            }
            self.rows
                .entry(case.rule.clone())
                .or_default()
                .add(&outcome);
            self.total.add(&outcome);
        }
    }

    pub(super) fn print(&self) -> ExitCode {
        println!(
            "{:<30} {:>6} {:>6} {:>6} {:>11}",
            "rule", "cases", "passed", "failed", "unsupported"
        );
        for (rule, row) in &self.rows {
            println!(
                "{rule:<30} {:>6} {:>6} {:>6} {:>11}",
                row.cases, row.passed, row.failed, row.unsupported
            );
        }
        for failure in &self.failures {
            println!("\n{failure}");
        }
        let Row {
            cases,
            passed,
            failed,
            unsupported,
        } = self.total;
        println!("abnf: cases={cases} passed={passed} failed={failed} unsupported={unsupported}");
        if failed == 0 && cases > 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// What must be read is read, and what is printed of it is read as the same. What must be refused is refused, and what
/// is marked as the fault takes in the place that OASIS gives, or ends there.
fn try_case(case: &Case, scope: &dyn Scope) -> Outcome {
    let read = |text: &str| abnf::read(&case.rule, text, scope);
    match (read(&case.input), case.fails_at) {
        (None, _) => Outcome::Unsupported,
        (Some(Ok(printed)), None) => match read(&printed) {
            Some(Ok(again)) if again == printed => Outcome::Passed,
            Some(Ok(again)) => Outcome::Failed(format!(
                "`{}` is printed as `{printed}`, which is read as `{again}`",
                case.input
            )),
            Some(Err(error)) => Outcome::Failed(format!(
                "`{}` is printed as `{printed}`, which is refused:\n{error}",
                case.input
            )),
            None => Outcome::Unsupported,
        },
        (Some(Ok(printed)), Some(at)) => Outcome::Failed(format!(
            "`{}` is read as `{printed}`, and is wrong at {at}",
            case.input
        )),
        (Some(Err(error)), None) => Outcome::Failed(format!("is refused:\n{error}")),
        (Some(Err(error)), Some(at)) => {
            let range = error.range();
            if (range.start..=range.end).contains(&at) {
                Outcome::Passed
            } else {
                Outcome::Failed(format!("is refused, but not at {at}:\n{error}"))
            }
        }
    }
}
