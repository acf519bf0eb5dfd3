//! What OData asks of clients, clause by clause (Protocol 4.0, 13.2; Protocol 4.01, 13.3; JSON Format, 23): a test for each
//! clause that is met, called after it. `odata_tests::conformance` is the table of all clauses, and `cargo xtask conformance`
//! writes what came of them to CONFORMANCE.md.

mod basic;
mod checks;
mod delta;
mod json_consumer;
mod json_consumer_4_01;
mod json_producer;
mod later;
mod v4_0;
mod v4_01;
mod v4_01_clients;
mod wire;

use odata_tests::conformance::{CLAUSES, Outcome};

/// The tests of this binary that are called after a clause.
fn tests() -> Vec<String> {
    let this = std::env::current_exe().expect("this program");
    let listed = std::process::Command::new(this)
        .args(["--list", "--format", "terse"])
        .output()
        .expect("a list");
    let listed = String::from_utf8(listed.stdout).expect("text");
    let names = listed
        .lines()
        .filter_map(|line| line.strip_suffix(": test"));
    let names = names.filter(|name| name.contains("::"));
    names.map(str::to_owned).collect()
}

#[test]
fn every_test_is_of_a_clause_and_every_test_of_a_clause_is_there() {
    let tests = tests();
    assert!(tests.len() > 30, "{tests:?}");
    let mut named: Vec<&str> = CLAUSES
        .iter()
        .filter_map(|clause| match clause.outcome {
            Outcome::Test(name, _) => Some(name),
            _ => None,
        })
        .collect();
    for test in &tests {
        assert!(named.contains(&test.as_str()), "of no clause: {test}");
    }
    for name in &named {
        assert!(tests.iter().any(|test| test == name), "no test: {name}");
    }
    let count = named.len();
    named.sort_unstable();
    named.dedup();
    assert_eq!(named.len(), count, "a test is of one clause only");
}

#[test]
fn clauses_stand_in_their_order() {
    for list in odata_tests::conformance::LISTS {
        let items = CLAUSES.iter().filter(|clause| clause.list == list.id);
        let items: Vec<&str> = items.map(|clause| clause.item).collect();
        let mut sorted = items.clone();
        let parts = |item: &str| -> Vec<u32> {
            item.split('.')
                .map(|part| part.parse().expect("a number"))
                .collect()
        };
        sorted.sort_by_key(|item| parts(item));
        sorted.dedup();
        assert_eq!(items, sorted, "{}", list.id);
        assert!(!items.is_empty());
    }
}
