//! The cases, read from the part of YAML that their files use.

use std::collections::BTreeMap;

/// A file of cases.
#[derive(Debug, Default)]
pub(super) struct Suite {
    /// What names can stand for, by rule; a rule that is not listed takes any name.
    pub(super) constraints: BTreeMap<String, Vec<String>>,
    pub(super) cases: Vec<Case>,
}

/// One case: the rule, the input and, where it must be refused, where.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) rule: String,
    pub(super) input: String,
    pub(super) fails_at: Option<usize>,
}

impl Suite {
    pub(super) fn read(yaml: &str) -> Suite {
        let lines: Vec<&str> = yaml.lines().filter(|line| !line.starts_with('#')).collect();
        let start = |head: &str| lines.iter().position(|line| line.starts_with(head));
        let cases = start("TestCases:").unwrap_or(lines.len());
        let constraints = start("Constraints:").unwrap_or(cases);
        Suite {
            constraints: read_constraints(lines.get(constraints..cases).unwrap_or_default()),
            cases: read_cases(lines.get(cases..).unwrap_or_default()),
        }
    }
}

/// Lists of names by rule.
fn read_constraints(lines: &[&str]) -> BTreeMap<String, Vec<String>> {
    let mut constraints: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut rule = String::new();
    for line in lines {
        let line = without_comment(line);
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            let item = read_scalar(&[item.trim()]);
            constraints.entry(rule.clone()).or_default().push(item);
        } else if let Some((key, _)) = line
            .strip_prefix("  ")
            .and_then(|line| line.split_once(':'))
        {
            rule = key.trim().to_owned();
            constraints.entry(rule.clone()).or_default();
        }
    }
    constraints
}

fn read_cases(lines: &[&str]) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = lines.iter().copied().peekable();
    while let Some(line) = lines.next() {
        let Some((key, first)) = split_key(line) else {
            continue;
        };
        let mut scalar = vec![first];
        while let Some(more) = lines.next_if(|line| split_key(line).is_none()) {
            scalar.push(more.trim());
        }
        let value = read_scalar(&scalar);
        if key == "Name" {
            cases.push(Case::default());
        }
        let Some(case) = cases.last_mut() else {
            continue;
        };
        match key {
            "Name" => case.name = value,
            "Rule" => case.rule = value,
            "Input" => case.input = value,
            "FailAt" => case.fails_at = without_comment(&value).trim().parse().ok(),
            _ => {}
        }
    }
    cases
}

fn split_key(line: &str) -> Option<(&str, &str)> {
    let line = line
        .strip_prefix("  - ")
        .or_else(|| line.strip_prefix("    "))?;
    let (key, value) = line.split_once(':')?;
    ["Name", "Rule", "Input", "FailAt", "Expect"]
        .contains(&key)
        .then_some((key, value.trim()))
}

fn without_comment(text: &str) -> &str {
    text.split(" #").next().unwrap_or_default().trim_end()
}

/// A plain or quoted scalar, whose lines are folded.
fn read_scalar(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines.iter().filter(|line| !line.is_empty()) {
        let joins = text.is_empty() || text.ends_with('\\');
        // A backslash at the end of a line joins it to the next without a space.
        text.truncate(text.trim_end_matches('\\').len());
        text.push_str(if joins { "" } else { " " });
        text.push_str(line);
    }
    let quoted = |quote| {
        text.strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
    };
    if let Some(inner) = quoted('"') {
        return inner
            .replace("\\r", "\r")
            .replace("\\\"", "\"")
            .replace("\\ ", " ")
            .replace("\\\\", "\\");
    }
    quoted('\'')
        .map(|inner| inner.replace("''", "'"))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_and_constraints_are_read() {
        let yaml = "# a file\nConstraints:\n  action: []\n  set:\n    - A # dynamic\n    - \"@B.C\"\n\nTestCases:\n  - Name: One\n    Rule: date\n    FailAt: 7  # here\n    Input:\n      \"'a\\\n      b'\"\n\n  - Name: 'It''s'\n    Rule: guid\n    Input: a\n      b\n    Expect:\n      - x:y\n";
        let suite = Suite::read(yaml);
        let constraints: Vec<(&str, usize)> = suite
            .constraints
            .iter()
            .map(|(rule, names)| (rule.as_str(), names.len()))
            .collect();
        assert_eq!(constraints, [("action", 0), ("set", 2)]);
        assert_eq!(suite.constraints["set"], ["A", "@B.C"]);
        let [one, two] = &suite.cases[..] else {
            panic!("two cases")
        };
        assert_eq!((one.input.as_str(), one.fails_at), ("'ab'", Some(7)));
        assert_eq!(
            (two.name.as_str(), two.input.as_str(), two.fails_at),
            ("It's", "a b", None)
        );
    }
}
