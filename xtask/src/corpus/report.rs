//! The table, and the line at its end.

use std::process::ExitCode;

use super::expected::{self, EXPECTED, Expected};
use super::found::Found;
use super::made::Made;
use super::payloads::Payload;

/// How a document ended.
pub(crate) enum Outcome {
    /// Code was generated.
    Generated,
    /// It stands on the list, and its error is the one that is listed.
    Expected(&'static str),
    /// It is damaged, so that nothing can be read from it.
    Damaged(&'static str),
    /// It is of an older OData, or no CSDL.
    NotSupported(&'static str),
    /// None of these.
    Failed(String),
}

/// What is said of a document.
pub(crate) struct Row {
    name: String,
    files: usize,
    producer: String,
    types: usize,
    operations: usize,
    millis: u128,
    outcome: Outcome,
    is_v4: bool,
    /// Whether code was generated without being told to go past an error.
    by_default: bool,
    /// Whether rustc took what was generated.
    compiled: Option<bool>,
    /// Rustc was not asked, since it is too much.
    left_out: bool,
    /// What is shown of a failure.
    detail: String,
}

impl Row {
    pub(crate) fn of(found: &Found, made: &Made, complaint: Option<&str>, at_most: usize) -> Row {
        let left_out = made.text.as_ref().is_some_and(|text| text.len() > at_most);
        let listed = expected::of(&found.name);
        let (outcome, detail) = match &made.refused {
            None => generated(listed, complaint),
            Some(refused) => {
                let first = refused.codes.first().copied().unwrap_or("unreadable");
                let outcome = match listed {
                    Some(listed) if listed.code == first => past(listed, made, complaint),
                    Some(listed) => {
                        Outcome::Failed(format!("{first}, and {} is listed", listed.code))
                    }
                    None if refused.is_not_supported() => Outcome::NotSupported(first),
                    None if refused.is_malformed() => Outcome::Damaged(first),
                    None => Outcome::Failed(refused.codes.join(", ")),
                };
                let detail = complaint.unwrap_or(&refused.rendered);
                (outcome, detail.to_owned())
            }
        };
        Row {
            name: found.name.clone(),
            files: found.files.len(),
            producer: found.producer.clone(),
            types: made.types,
            operations: made.operations,
            millis: made.time.as_millis(),
            outcome,
            is_v4: made.is_v4,
            by_default: made.refused.is_none(),
            compiled: (made.text.is_some() && !left_out).then_some(complaint.is_none()),
            left_out,
            detail,
        }
    }

    fn is_failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(_))
    }

    fn line(&self, width: usize) -> String {
        let name = match self.files {
            1 => self.name.clone(),
            files => format!("{} ({files} files)", self.name),
        };
        let outcome = match &self.outcome {
            Outcome::Generated => "generated".to_owned(),
            Outcome::Expected(code) if self.compiled.is_some() || self.left_out => {
                format!("expected error {code}, generated past it")
            }
            Outcome::Expected(code) => format!("expected error {code}"),
            Outcome::Damaged(code) => format!("cannot be read ({code})"),
            Outcome::NotSupported(code) => format!("not supported yet ({code})"),
            Outcome::Failed(why) => format!("FAILED: {why}"),
        };
        let compiled = match self.compiled {
            Some(true) => "yes",
            Some(false) => "NO",
            None if self.left_out => "left",
            None => "-",
        };
        format!(
            "{name:width$}  {:24.24}  {:>6}  {:>6}  {:>7}  {compiled:5}  {outcome}",
            self.producer, self.types, self.operations, self.millis
        )
    }
}

fn generated(listed: Option<&Expected>, complaint: Option<&str>) -> (Outcome, String) {
    match (listed, complaint) {
        (Some(listed), _) => (
            Outcome::Failed(format!("generated, and {} is listed", listed.code)),
            listed.why.to_owned(),
        ),
        (None, Some(complaint)) => (
            Outcome::Failed("rustc complains".to_owned()),
            complaint.to_owned(),
        ),
        (None, None) => (Outcome::Generated, String::new()),
    }
}

/// A listed document whose error is the listed one; where the generator can go on, it has to.
fn past(listed: &Expected, made: &Made, complaint: Option<&str>) -> Outcome {
    match (listed.goes_on(), &made.text, complaint) {
        (true, None, _) => Outcome::Failed(format!("{}, and nothing gets past it", listed.code)),
        (_, Some(_), Some(_)) => {
            Outcome::Failed(format!("{}, and rustc complains past it", listed.code))
        }
        _ => Outcome::Expected(listed.code),
    }
}

/// Every document.
pub(crate) struct Report {
    rows: Vec<Row>,
    missing: Vec<&'static Expected>,
    payloads: Vec<Payload>,
}

impl Report {
    pub(crate) fn new(rows: Vec<Row>) -> Self {
        Report {
            rows,
            missing: Vec::new(),
            payloads: Vec::new(),
        }
    }

    /// A line of the list that no document has is a mistake in the list.
    pub(crate) fn add_listed_and_not_there(&mut self) {
        let is_there = |one: &Expected| self.rows.iter().any(|row| one.is(&row.name));
        self.missing = EXPECTED.iter().filter(|one| !is_there(one)).collect();
    }

    /// What was read with the generated code.
    pub(crate) fn add_payloads(&mut self, payloads: Vec<Payload>) {
        self.payloads = payloads;
    }

    pub(crate) fn print(&self) -> ExitCode {
        let width = self.rows.iter().map(|row| row.name.chars().count()).max();
        let width = width.unwrap_or(0).min(72);
        println!(
            "{:width$}  {:24}  {:>6}  {:>6}  {:>7}  {:5}  outcome",
            "document", "producer", "types", "operations", "ms", "check"
        );
        for row in &self.rows {
            println!("{}", row.line(width));
        }
        for row in self.rows.iter().filter(|row| row.is_failed()) {
            println!("\n{}:\n{}", row.name, first_lines(&row.detail));
        }
        for one in &self.missing {
            println!("\n{}: listed ({}), and not there", one.document, one.why);
        }
        if !self.payloads.is_empty() {
            println!("\n{}", Payload::head());
        }
        for payload in &self.payloads {
            println!("{}", payload.line());
        }
        let count = |is: &dyn Fn(&Row) -> bool| self.rows.iter().filter(|row| is(row)).count();
        let unread = self.payloads.iter().filter(|one| one.is_failed()).count();
        let failed = count(&Row::is_failed) + self.missing.len() + unread;
        let left_out = match count(&|row| row.left_out) {
            0 => String::new(),
            some => format!(" left_out={some}"),
        };
        println!(
            "corpus: documents={} v4={} generated={} compiled={} as_expected={} failed={failed}{left_out}",
            self.rows.len(),
            count(&|row| row.is_v4),
            count(&|row| row.by_default),
            count(&|row| row.by_default && row.compiled == Some(true)),
            count(&|row| matches!(
                row.outcome,
                Outcome::Expected(_) | Outcome::Damaged(_) | Outcome::NotSupported(_)
            )),
        );
        match failed {
            0 => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        }
    }
}

/// Enough of a message to see what it is about.
fn first_lines(text: &str) -> String {
    const SHOWN: usize = 24;
    let mut lines: Vec<&str> = text.lines().take(SHOWN).collect();
    if text.lines().count() > SHOWN {
        lines.push("...");
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::made::Refused;
    use super::*;

    /// The outcome of a document of that name, which was refused for these reasons or generated.
    fn outcome(name: &str, codes: &[&'static str], past: bool, complaint: Option<&str>) -> String {
        let found = Found {
            name: name.to_owned(),
            producer: String::new(),
            files: vec![name.into()],
        };
        let made = Made {
            is_v4: true,
            types: 0,
            operations: 0,
            time: std::time::Duration::ZERO,
            text: (codes.is_empty() || past).then(String::new),
            refused: (!codes.is_empty()).then(|| Refused {
                codes: codes.to_vec(),
                rendered: String::new(),
                errors: codes.len(),
            }),
        };
        let line = Row::of(&found, &made, complaint, usize::MAX).line(1);
        line.rsplit("  ").next().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_document_ends_as_it_should_or_fails() {
        assert_eq!(outcome("a.xml", &[], false, None), "generated");
        assert_eq!(
            outcome("a.xml", &[], false, Some("no")),
            "FAILED: rustc complains"
        );
        assert_eq!(
            outcome("a.xml", &["unknown-type", "bad-value"], false, None),
            "FAILED: unknown-type, bad-value"
        );
        assert_eq!(
            outcome("a.xml", &["malformed-xml"], false, None),
            "cannot be read (malformed-xml)"
        );
        assert_eq!(
            outcome("a.xml", &["old-odata"], false, None),
            "not supported yet (old-odata)"
        );
        // One clear diagnostic is wanted, not two.
        assert_eq!(
            outcome("a.xml", &["old-odata", "malformed-xml"], false, None),
            "FAILED: old-odata, malformed-xml"
        );
    }

    #[test]
    fn a_listed_document_has_its_listed_error_and_is_gone_past() {
        let name = "odata-samples/School.xml";
        let code = "unknown-key-property";
        assert_eq!(
            outcome(name, &[code], true, None),
            "expected error unknown-key-property, generated past it"
        );
        assert_eq!(
            outcome(name, &[code], false, None),
            "FAILED: unknown-key-property, and nothing gets past it"
        );
        assert_eq!(
            outcome(name, &[code], true, Some("no")),
            "FAILED: unknown-key-property, and rustc complains past it"
        );
        assert_eq!(
            outcome(name, &["no-key"], true, None),
            "FAILED: no-key, and unknown-key-property is listed"
        );
        assert_eq!(
            outcome(name, &[], false, None),
            "FAILED: generated, and unknown-key-property is listed"
        );
        // Only whole names are meant.
        assert_eq!(
            outcome("my-odata-samples/School.xml", &[], false, None),
            "generated"
        );
        let archived =
            "redfish/dmtf-mockup-metadata.tar.gz!/mockups/public-oem-examples/$metadata/index.xml";
        assert_eq!(
            outcome(archived, &["missing-document"], true, None),
            "expected error missing-document, generated past it"
        );
    }
}
