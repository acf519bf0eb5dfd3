//! Which of the clauses that OData asks of clients are met: runs the tests that are called after them and writes
//! CONFORMANCE.md, or makes sure that it is up to date.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::{Command, ExitCode};

use odata_tests::conformance::{CLAUSES, Clause, LISTS, Level, Outcome};

const FILE: &str = "CONFORMANCE.md";
/// The list whose clauses all have to be met where one of another list asks for a conforming consumer of JSON.
const JSON: &str = "json";

pub(crate) fn run(write: bool) -> ExitCode {
    match report(write) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("conformance: {error}");
            ExitCode::FAILURE
        }
    }
}

fn report(write: bool) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let results = Results(tests(&root)?);
    let path = root.join(FILE);
    let text = results.text();
    if write {
        std::fs::write(&path, &text).map_err(|error| format!("{FILE}: {error}"))?;
    }
    // Where it cannot be read it is stale too.
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    for clause in CLAUSES {
        if let Some(why) = results.failed(clause) {
            eprintln!("{} {}: {why}", clause.list, clause.item);
        }
    }
    println!("{}", results.last_line());
    match known == text {
        true => Ok(()),
        false => Err(format!(
            "{FILE} is stale: `cargo xtask conformance --write` writes it"
        )),
    }
}

/// The tests that ran, and whether each passed.
fn tests(root: &Path) -> Result<BTreeMap<String, bool>, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let ran = Command::new(cargo)
        .args([
            "test",
            "--locked",
            "-p",
            "odata-tests",
            "--test",
            "conformance",
            "--no-fail-fast",
        ])
        .current_dir(root)
        .env("CARGO_TERM_COLOR", "never")
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    let out = String::from_utf8_lossy(&ran.stdout);
    let results = read(&out);
    if results.is_empty() {
        let said = String::from_utf8_lossy(&ran.stderr);
        return Err(format!("the tests did not run\n{said}"));
    }
    Ok(results)
}

/// `test NAME ... ok`
fn read(out: &str) -> BTreeMap<String, bool> {
    let lines = out.lines().filter_map(|line| line.strip_prefix("test "));
    let results = lines.filter_map(|line| line.split_once(" ... "));
    let results = results.map(|(name, result)| (name.to_owned(), result == "ok"));
    results.collect()
}

struct Results(BTreeMap<String, bool>);

impl Results {
    /// Whether its own test passed.
    fn passed(&self, clause: &Clause) -> bool {
        match clause.outcome {
            Outcome::Test(name, _) => self.0.get(name) == Some(&true),
            _ => false,
        }
    }

    /// A conforming consumer meets all that the format demands of one.
    fn is_met(&self, clause: &Clause) -> bool {
        self.passed(clause) && (!needs_json(clause) || self.open_of_json().is_empty())
    }

    fn open_of_json(&self) -> Vec<&'static str> {
        let open = CLAUSES.iter().filter(|one| {
            one.list == JSON && one.level == Level::Must && is_asked(one) && !self.passed(one)
        });
        open.map(|one| one.item).collect()
    }

    /// Why a clause that has a test is not met.
    fn failed(&self, clause: &Clause) -> Option<String> {
        let Outcome::Test(name, _) = clause.outcome else {
            return None;
        };
        match self.0.get(name) {
            Some(true) => None,
            Some(false) => Some(format!("`{name}` fails")),
            None => Some(format!("`{name}` did not run")),
        }
    }

    /// How many of those that ask that much are met, and how many there are.
    fn score(&self, level: Level, list: Option<&str>) -> (usize, usize) {
        let asked = CLAUSES
            .iter()
            .filter(|one| one.level == level && is_asked(one))
            .filter(|one| list.is_none_or(|list| one.list == list));
        let (mut met, mut all) = (0, 0);
        for clause in asked {
            all += 1;
            met += usize::from(self.is_met(clause));
        }
        (met, all)
    }

    fn last_line(&self) -> String {
        let shown = |(met, all): (usize, usize)| format!("{met}/{all}");
        format!(
            "conformance: must_met={} should_met={} may_met={}",
            shown(self.score(Level::Must, None)),
            shown(self.score(Level::Should, None)),
            shown(self.score(Level::May, None))
        )
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "<!-- Written by `cargo xtask conformance --write` from tests/src/conformance.rs and the tests that it names. -->\n\n\
             # Conformance\n\n\
             What OData asks of clients, clause by clause, and whether this one does it. A clause is met while its test passes\n\
             (`cargo test -p odata-tests --test conformance`); the sentences are ours. What asks nothing of a client has a dash and\n\
             does not count.\n\n\
             | list | MUST | SHOULD | MAY |\n|---|---|---|---|\n",
        );
        let row = |name: &str, list: Option<&str>| {
            let of = |level| match self.score(level, list) {
                (_, 0) => "–".to_owned(),
                (met, all) => format!("{met} of {all}"),
            };
            let (must, should, may) = (of(Level::Must), of(Level::Should), of(Level::May));
            format!("| {name} | {must} | {should} | {may} |\n")
        };
        for list in LISTS {
            text += &row(list.title, Some(list.id));
        }
        text += &row("all", None);
        for list in LISTS {
            // Writing into a String does not fail.
            let _ = write!(
                text,
                "\n## {}\n\n{}.\n\n| item | level | met | what it asks | test, and what it shows |\n|---|---|---|---|---|\n",
                list.title, list.from
            );
            for clause in CLAUSES.iter().filter(|one| one.list == list.id) {
                text += &self.row(clause);
            }
        }
        text
    }

    fn row(&self, clause: &Clause) -> String {
        let met = match (is_asked(clause), self.is_met(clause)) {
            (false, _) => "–",
            (true, true) => "yes",
            (true, false) => "no",
        };
        let mut shows = match clause.outcome {
            Outcome::Test(name, shows) => {
                let name = name.rsplit("::").next().unwrap_or(name);
                format!("`{name}`: {shows}")
            }
            Outcome::NotMet(why) | Outcome::NotAsked(why) => why.to_owned(),
        };
        if let Some(why) = self.failed(clause) {
            shows = format!("{why}. {shows}");
        } else if needs_json(clause) && !self.open_of_json().is_empty() {
            let open = self.open_of_json().join(", ");
            shows += &format!(" Open there: {open}.");
        }
        let level = match clause.level {
            Level::Must => "MUST",
            Level::Should => "SHOULD",
            Level::May => "MAY",
        };
        let Clause { item, says, .. } = clause;
        format!("| {item} | {level} | {met} | {says} | {shows} |\n")
    }
}

fn is_asked(clause: &Clause) -> bool {
    !matches!(clause.outcome, Outcome::NotAsked(_))
}

/// Item 3 of both lists of the protocol.
fn needs_json(clause: &Clause) -> bool {
    matches!(clause.list, "v4.0" | "v4.01") && clause.item == "3"
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use odata_tests::conformance::{CLAUSES, Level, Outcome};

    use super::{Results, read};

    fn all(passed: bool) -> BTreeMap<String, bool> {
        let names = CLAUSES.iter().filter_map(|one| match one.outcome {
            Outcome::Test(name, _) => Some((name.to_owned(), passed)),
            _ => None,
        });
        names.collect()
    }

    #[test]
    fn results_are_read() {
        let out = "running 2 tests\ntest a::b ... ok\ntest c ... FAILED\n\ntest result: FAILED. 1 passed\n";
        let read = read(out);
        assert_eq!(
            read.into_iter().collect::<Vec<_>>(),
            [("a::b".to_owned(), true), ("c".to_owned(), false)]
        );
    }

    #[test]
    fn only_what_passed_is_met() {
        let none = Results(all(false));
        assert_eq!(none.score(Level::Must, None).0, 0);
        assert!(!none.text().contains("| yes |"));
        let mut most = all(true);
        let name = "v4_0::v4_0_13_2_item_07_updates_by_patch";
        let before = Results(most.clone()).score(Level::Must, None).0;
        most.remove(name);
        let results = Results(most);
        assert_eq!(results.score(Level::Must, None).0, before - 1);
        assert!(results.text().contains(&format!("`{name}` did not run.")));
    }

    #[test]
    fn a_gap_in_the_format_is_a_gap_in_the_protocol() {
        let mut results = all(true);
        let name = "json_consumer::json_23_item_02_accepts_full_metadata";
        let json = |results: &BTreeMap<String, bool>| {
            let results = Results(results.clone());
            let clauses = CLAUSES
                .iter()
                .filter(|one| one.item == "3" && one.list.starts_with('v'));
            clauses.map(|one| results.is_met(one)).collect::<Vec<_>>()
        };
        results.insert(name.to_owned(), false);
        assert_eq!(json(&results), [false, false]);
        let open = Results(results).text();
        assert!(open.contains(&format!("`{name}` fails.")), "{open}");
    }
}
