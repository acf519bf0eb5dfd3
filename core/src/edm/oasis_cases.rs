//! Runs the OASIS test cases of the rules that this module reads.

use super::literal::{check_geo, check_members};
use super::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Literal, TimeOfDay};
use std::path::PathBuf;

/// One case: the rule, the input, and whether the rule must refuse it.
#[derive(Debug, Default, PartialEq)]
struct Case {
    name: String,
    rule: String,
    input: String,
    fails: bool,
}

/// Reads the part of YAML that the file uses: a list of flat mappings with plain or quoted scalars.
fn read_cases(yaml: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = yaml
        .lines()
        .skip_while(|line| !line.starts_with("TestCases:"))
        .peekable();
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
            "FailAt" => case.fails = true,
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
    ["Name", "Rule", "Input", "FailAt"]
        .contains(&key)
        .then_some((key, value.trim()))
}

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

/// Whether the rule accepts the input; nothing for a rule that this module does not read.
fn accepts(rule: &str, input: &str) -> Option<bool> {
    let integer = |input: &str| {
        input
            .parse::<Decimal>()
            .is_ok_and(|number| number.to_i64().is_some())
    };
    Some(match rule {
        "booleanValue" => input.parse::<bool>().is_ok(),
        "dateValue" => input.parse::<Date>().is_ok(),
        "dateTimeOffsetValue" => input.parse::<DateTimeOffset>().is_ok(),
        "timeOfDayValue" => input.parse::<TimeOfDay>().is_ok(),
        "durationValue" => input.parse::<Duration>().is_ok(),
        "decimalValue" | "doubleValue" | "singleValue" => input.parse::<Decimal>().is_ok(),
        "byteValue" | "sbyteValue" | "int16Value" | "int32Value" | "int64Value" => integer(input),
        "enumValue" => check_members(input).is_ok(),
        "primitiveValue" => {
            [
                "booleanValue",
                "dateValue",
                "dateTimeOffsetValue",
                "timeOfDayValue",
                "durationValue",
            ]
            .iter()
            .chain(&["decimalValue", "enumValue"])
            .any(|rule| accepts(rule, input) == Some(true))
                || input.parse::<Guid>().is_ok()
                || input.parse::<Binary>().is_ok()
                || check_geo(input).is_ok()
        }
        _ => return accepts_literal(rule, input),
    })
}

fn accepts_literal(rule: &str, input: &str) -> Option<bool> {
    let decoded = percent_encoding::percent_decode_str(input)
        .decode_utf8()
        .ok()?;
    let read = Literal::parse_prefix(&decoded).ok().flatten();
    let literal = read
        .filter(|(_, length)| *length == decoded.len())
        .map(|(literal, _)| literal);
    // Without its prefix, a duration or an enumeration member reads as a string.
    let is_string = matches!(literal, Some(Literal::String(_)));
    let is_number = matches!(
        literal,
        Some(Literal::Int(_) | Literal::Decimal(_) | Literal::Double(_))
    );
    Some(match rule {
        "primitiveLiteral" => literal.is_some(),
        "null" => matches!(literal, Some(Literal::Null)),
        "boolean" => matches!(literal, Some(Literal::Boolean(_))),
        "guid" => matches!(literal, Some(Literal::Guid(_))),
        "date" => matches!(literal, Some(Literal::Date(_))),
        "timeOfDayLiteral" => matches!(literal, Some(Literal::TimeOfDay(_))),
        "dateTimeOffsetLiteral" | "dateTimeOffsetValueInUrl" => {
            matches!(literal, Some(Literal::DateTimeOffset(_)))
        }
        "decimalLiteral" | "doubleLiteral" | "singleLiteral" | "sbyteLiteral" | "int16Literal"
        | "int32Literal" | "int64Literal" => is_number,
        "stringLiteral" => is_string,
        "durationLiteral" => is_string || matches!(literal, Some(Literal::Duration(_))),
        "enumLiteral" => is_string || matches!(literal, Some(Literal::Enum { .. })),
        "binaryLiteral" => matches!(literal, Some(Literal::Binary(_))),
        rule if rule.starts_with("geography") || rule.starts_with("geometry") => {
            let of_rule = |literal: Literal| {
                literal
                    .primitive_type()
                    .map(|kind| kind.name().to_lowercase())
            };
            literal.and_then(of_rule) == Some(format!("edm.{}", rule.to_lowercase()))
        }
        _ => return None,
    })
}

#[test]
fn oasis_cases_are_accepted_and_refused() {
    let shared = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpora");
    let folder = std::env::var_os("ODATA_CORPORA").map_or(PathBuf::from(shared), PathBuf::from);
    let file = folder.join("abnf/odata-abnf-testcases.yaml");
    let Ok(yaml) = std::fs::read_to_string(&file) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "{} is missing",
            file.display()
        );
        eprintln!("skipped: {} is missing", file.display());
        return;
    };
    let mut run = 0;
    let mut wrong = Vec::new();
    for case in read_cases(&yaml) {
        if let Some(accepted) = accepts(&case.rule, &case.input) {
            run += 1;
            wrong.extend((accepted == case.fails).then_some(case));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {run} cases: {wrong:#?}",
        wrong.len()
    );
    assert!(run >= 120, "only {run} cases were found");
}

#[test]
fn cases_are_read_from_yaml() {
    let yaml = "Constraints:\n  a: b\nTestCases:\n  - Name: One\n    Rule: date\n    FailAt: 0\n    Input:\n      \"'a\\\n      b'\"\n\n  - Name: 'It''s'\n    Rule: guid\n    Input: a\n      b\n";
    let [one, two] = &read_cases(yaml)[..] else {
        panic!("two cases")
    };
    assert_eq!((one.input.as_str(), one.fails), ("'ab'", true));
    assert_eq!(
        (two.name.as_str(), two.input.as_str(), two.fails),
        ("It's", "a b", false)
    );
}
