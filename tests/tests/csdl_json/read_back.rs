//! The JSON that the npm package `odata-csdl` makes of every document of the corpus says, when we read it, what the XML
//! says: its types and their parts, sets, operations and annotations.

use std::collections::BTreeMap;

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model;
use odata_csdl::source::Sources;
use odata_tests::oracle;

use crate::documents::{REFUSED, REPEATED};
use crate::facts::{self, Difference, Facts};
use crate::{EVERYTHING, corpus};

/// A name, and whether a difference is of that kind.
type Known = (&'static str, fn(&Difference) -> bool);

/// Where the package writes something else than the XML says; `oracle::KNOWN` has the reasons.
const KNOWN: &[Known] = &[
    ("precision of durations and times of day", |one| {
        let types = ["(Duration)", "(TimeOfDay)"];
        types.iter().any(|ty| one.one.contains(ty))
            && one.one.replace("Some(0)", "Some(12)") == one.other
    }),
    ("Boolean in capitals", |one| {
        let all_false = |text: &str| text.replace("true", "false");
        one.one.contains("true") && all_false(&one.one) == all_false(&one.other)
    }),
    ("blanks around a path, line breaks in text", |one| {
        without_blanks(&one.one) == without_blanks(&one.other)
    }),
    ("more than two operands", |one| {
        one.one.contains("Or([]") && one.other.contains("Or([]")
    }),
];

/// The documents of `documents::REPEATED` that the package converts, with the facts of the XML that its JSON does not
/// have, or has otherwise.
const LOSSY: &[(&str, usize)] = &[
    ("azure-devops-analytics/v1.xml", 1),
    ("azure-devops-analytics/v2.xml", 1),
    ("azure-devops-analytics/v3.xml", 1),
    ("azure-devops-analytics/v4.xml", 1),
    ("msgraph/beta-USSec.csdl", 28),
    ("msgraph/clean-v1.0.xml.gz", 18),
    ("msgraph/davidmoten-msgraph-older.xml.gz", 28),
    ("msgraph/preprocess_csdl_test_input.xml", 14),
    ("msgraph/preprocess_csdl_test_output.xml", 24),
    ("msgraph/v1.0-Fairfax.csdl.gz", 18),
    ("msgraph/v1.0-Prod.csdl.gz", 28),
    ("olingo/fromdoc4-metadata.xml", 2),
    ("sap-fiori/v4-edmjson.xml", 0),
    ("sap-fiori/v4-rap-c_salesordermanage_sd.xml", 4),
];

fn without_blanks(text: &str) -> String {
    let mut text = text.to_owned();
    for escape in ["\\n", "\\r", "\\t"] {
        text = text.replace(escape, "");
    }
    text.retain(|c| !c.is_whitespace());
    text
}

/// What a document says, and what is said of it.
fn read(text: &str) -> Result<(Facts, Vec<String>), String> {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("document", text);
    match odata_csdl::read(source, &sources, &mut diagnostics) {
        Some(document) if !diagnostics.has_errors() => {
            let said = diagnostics.iter().map(|one| one.headline(&sources));
            let said = said.collect();
            let documents = [document];
            let model = model::resolve(&documents, &sources, &mut Diagnostics::new());
            Ok((facts::of(&model, &documents[0]), said))
        }
        _ => Err(diagnostics.render(&sources)),
    }
}

/// The package makes `.json` of the `.xml` in the addresses of two sites.
fn with_addresses_of_xml(facts: Facts) -> Facts {
    let address = |key: String| match key.contains("github.io/odata-vocabularies/") {
        true => key.replace(".json includes ", ".xml includes "),
        false => key,
    };
    let facts = facts.into_iter();
    facts.map(|(key, value)| (address(key), value)).collect()
}

#[test]
fn what_the_package_writes_says_the_same() {
    let Some(mut documents) = corpus::documents() else {
        return;
    };
    documents.push(("everything".to_owned(), EVERYTHING.to_owned()));
    documents.retain(|(_, text)| read(text).is_ok());
    let texts: Vec<String> = documents.iter().map(|(_, text)| text.clone()).collect();
    let Some(answers) = oracle::npm_texts(&texts) else {
        return;
    };
    let (mut refused, mut wrong, mut count) = (Vec::new(), Vec::new(), 0);
    let (mut seen, mut lossy) = (BTreeMap::new(), Vec::new());
    for ((name, xml), json) in documents.iter().zip(answers) {
        let Ok(json) = json else {
            refused.push(name.as_str());
            continue;
        };
        count += 1;
        let (ours, _) = read(xml).expect("it was read");
        let (theirs, said) = match read(&json) {
            Ok((theirs, said)) => (with_addresses_of_xml(theirs), said),
            Err(error) => {
                wrong.push(format!("{name}: {error}"));
                continue;
            }
        };
        let mut shown = said;
        for one in facts::differences(&ours, &theirs) {
            match KNOWN.iter().find(|(_, is)| is(&one)) {
                Some((known, _)) => *seen.entry(*known).or_insert(0) += 1,
                None => shown.push(one.to_string()),
            }
        }
        if REPEATED.iter().any(|(repeated, _)| repeated == name) {
            lossy.push((name.as_str(), shown.len()));
        } else if !shown.is_empty() {
            let some: Vec<_> = shown.iter().take(6).map(String::as_str).collect();
            wrong.push(format!("{name}: {}\n  {}", shown.len(), some.join("\n  ")));
        }
    }
    println!("{count} documents; {seen:#?}; {lossy:?}");
    let expected: Vec<_> = REFUSED.iter().map(|(name, _)| *name).collect();
    assert_eq!(refused, expected);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(lossy, LOSSY);
    assert_eq!(seen.len(), KNOWN.len(), "a known difference does not show");
}
