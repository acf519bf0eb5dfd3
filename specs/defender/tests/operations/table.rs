//! docs/defender-operations.md.

use std::fmt;
use std::path::Path;

use crate::row::Row;

/// What came of a row.
pub(crate) struct Line {
    pub(crate) row: &'static Row,
    pub(crate) call: String,
    /// What the request was compared with.
    pub(crate) basis: &'static str,
    pub(crate) decoded_as: String,
    pub(crate) values: usize,
    pub(crate) answered: &'static str,
    /// Whether the sample is that of another operation.
    pub(crate) borrowed: bool,
}

/// How many came out how; a row that fails makes no table.
pub(crate) struct Summary {
    operations: usize,
    equal: usize,
    differ: usize,
}

impl Summary {
    pub(crate) fn of(lines: &[Line]) -> Self {
        let is_equal = |line: &&Line| line.row.differs.is_empty();
        let equal = lines.iter().filter(is_equal).count();
        Summary {
            operations: lines.len(),
            equal,
            differ: lines.len() - equal,
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "operations={} equal={} differ_allowed={} failed=0",
            self.operations, self.equal, self.differ
        )
    }
}

/// The page is what the test found; `UPDATE=1` writes it.
pub(crate) fn hold(lines: &[Line], summary: &Summary) {
    let mut page = String::from(HEAD);
    for line in lines {
        page += &line.to_string();
    }
    page += &format!("\n{summary}\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/defender-operations.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &page).expect("written");
    }
    let found = std::fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(
        found == page,
        "docs/defender-operations.md is stale: UPDATE=1 cargo test -p odata-defender --test operations"
    );
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = self.row;
        let differs: Vec<String> = row
            .differs
            .iter()
            .map(|(what, why)| format!("{what}: {why}"))
            .collect();
        let values = match self.values {
            0 => String::new(),
            1 => ", 1 value".to_owned(),
            many => format!(", {many} values"),
        };
        let sample = match self.borrowed {
            true => "; sample of another call that gives the same",
            false => "",
        };
        let answered = match self.values {
            0 => String::new(),
            _ => format!("{}{sample}", self.answered),
        };
        let body = match row.body {
            None => String::new(),
            Some(body) => format!(
                " `{}`",
                body.split_whitespace().collect::<Vec<_>>().join(" ")
            ),
        };
        let cells = [
            row.number.to_string(),
            format!("`{}`{body}", row.request),
            row.page.to_owned(),
            format!("`{}`", self.call),
            self.basis.to_owned(),
            differs.join("; "),
            format!("{}{values}", self.decoded_as),
            answered,
        ];
        let cells = cells.map(|cell| cell.replace('|', "\\|"));
        writeln!(f, "| {} |", cells.join(" | "))
    }
}

const HEAD: &str = "\
# Operations of Microsoft Defender for Endpoint

<!-- Made by `UPDATE=1 cargo test -p odata-defender --test operations`, from the rows below specs/defender/tests/operations/areas. -->

Each operation of the vendor's reference pages (as of 2025-08-04), in the order of their names, called through the typed client of
`odata-defender` against `odata-mock`. What was sent, its method, URL, headers and body, is compared with the example on the
vendor's page, or where a page has no example of the request, with the line that defines it. The client is given the host of the
example where that is one of the service; percent-encoding, the order of query options and that of members of a body say nothing.
Whatever else differs stands in the row with its reason, and a difference that is not listed, or is no longer there, fails the
test. The answer is the sample of our own page; nothing of it may be lost, and every member at its top is declared.

Two rows are one call: `InfoGatheringExport` is on two pages of the vendor's, once as the export of antivirus health (14) and once
as that of information gathering (39). Our pages have it once.

| # | request, and its body | page | typed call | compared with | what differs, and why | decoded as | answered by |
|---|---|---|---|---|---|---|---|
";
