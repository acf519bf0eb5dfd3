//! The report itself, and that it sees what is wrong.

use super::cases::Suite;
use super::report::{Report, Row};

#[test]
fn every_case_of_oasis_passes() {
    let Some(report) = super::report(None).expect("the cases can be read") else {
        return;
    };
    assert!(
        report.failures.is_empty(),
        "{}",
        report.failures.join("\n\n")
    );
    assert_eq!(report.total.unsupported, 0, "{report:?}");
    assert!(report.total.cases >= 1_000, "{:?}", report.total);
}

#[test]
fn what_is_wrong_is_counted() {
    let yaml = "TestCases:\n  - Name: well read\n    Rule: filter\n    Input: $filter=a eq 1\n  - Name: must be read\n    Rule: filter\n    Input: $filter=a eq\n  - Name: must be refused\n    Rule: filter\n    FailAt: 3\n    Input: $filter=a eq 1\n  - Name: elsewhere\n    Rule: filter\n    FailAt: 3\n    Input: $filter=a eq\n  - Name: what is that\n    Rule: noSuchRule\n    Input: a\n";
    let mut report = Report::default();
    report.add(&Suite::read(yaml));
    let wanted = Row {
        cases: 5,
        passed: 1,
        failed: 3,
        unsupported: 1,
    };
    assert_eq!((report.total, report.failures.len()), (wanted, 3));
}
