//! CSDL JSON of every document of the corpus, held against what the npm package `odata-csdl` makes of it, and some of it
//! against odatapy and roxmltree.

mod corpus;
mod documents;
#[path = "../../../csdl/tests/facts/mod.rs"]
mod facts;
mod read_back;

use std::collections::{BTreeMap, BTreeSet};

use documents::{REFUSED, REPEATED};
use odata_tests::oracle;
use serde_json::Value;

/// One of each thing that CSDL has.
const EVERYTHING: &str = include_str!("../../specs/csdl/everything.xml");
const DEFENDER: &str = include_str!("../../../specs/defender/metadata.xml");

#[test]
fn every_document_becomes_the_same_json() {
    let Some(mut documents) = corpus::documents() else {
        return;
    };
    documents.push(("everything".to_owned(), EVERYTHING.to_owned()));
    let (mut names, mut texts, mut ours) = (Vec::new(), Vec::new(), Vec::new());
    let mut repeated = BTreeMap::new();
    for (name, text) in documents {
        let Ok((json, codes)) = oracle::ours(&text) else {
            continue;
        };
        if codes.contains(&"lost-in-json") {
            repeated.insert(name.clone(), 0);
        }
        names.push(name);
        texts.push(text);
        ours.push(serde_json::from_str::<Value>(&json).expect("JSON"));
    }
    let Some(theirs) = oracle::npm(&texts) else {
        return;
    };
    let (mut refused, mut unknown, mut seen) = (Vec::new(), Vec::new(), BTreeMap::new());
    for ((name, ours), theirs) in names.iter().zip(&ours).zip(&theirs) {
        let Ok(theirs) = theirs else {
            refused.push(name.as_str());
            continue;
        };
        let all = oracle::differences(ours, theirs);
        for one in &all {
            match (oracle::explain(one, &all), repeated.get_mut(name)) {
                (Some(known), _) => *seen.entry(known.name).or_insert(0) += 1,
                (None, Some(count)) => *count += 1,
                (None, None) => unknown.push(format!("{name}: {one}")),
            }
        }
    }
    println!("{} documents; {seen:#?}; {repeated:#?}", names.len());
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
    let expected: Vec<_> = REFUSED.iter().map(|(name, _)| *name).collect();
    assert_eq!(refused, expected);
    let expected = REPEATED
        .iter()
        .map(|(name, count)| ((*name).to_owned(), *count));
    assert_eq!(repeated, expected.collect());
    let seen: BTreeSet<_> = seen.into_keys().collect();
    let expected: BTreeSet<_> = oracle::KNOWN.iter().map(|known| known.name).collect();
    assert_eq!(
        seen, expected,
        "a known difference does not show, or is known twice"
    );
}

#[test]
fn the_readers_agree_on_everything_and_on_defender() {
    for (name, text) in [("everything", EVERYTHING), ("Defender", DEFENDER)] {
        let (json, codes) = oracle::ours(text).expect("it reads");
        assert!(!codes.contains(&"lost-in-json"), "{name}: {codes:?}");
        let complaints = oracle::complaints(text, &json);
        assert!(complaints.is_empty(), "{name}: {}", complaints.join("\n"));
    }
    let exported = include_str!("../../../specs/defender/metadata.json");
    let complaints = oracle::complaints(DEFENDER, exported);
    assert!(
        complaints.is_empty(),
        "metadata.json: {}",
        complaints.join("\n")
    );
}

#[test]
fn the_readers_count_the_same_in_documents_of_the_corpus() {
    let Some(documents) = corpus::documents() else {
        return;
    };
    let chosen = [
        "trippin/",
        "northwind/",
        "odata-demo/",
        "oasis-vocabularies/vocabularies/",
    ];
    let mut pairs = Vec::new();
    for (name, xml) in documents {
        if !chosen.iter().any(|folder| name.starts_with(folder)) {
            continue;
        }
        if let Ok((json, _)) = oracle::ours(&xml) {
            let complaints = oracle::roxmltree(&xml);
            assert!(complaints.is_empty(), "{name}: {complaints:?}");
            pairs.push((name, xml, json));
        }
    }
    assert!(pairs.len() > 15, "{} documents", pairs.len());
    let texts: Vec<_> = pairs
        .iter()
        .map(|(_, xml, json)| (xml.clone(), json.clone()))
        .collect();
    let Some(answers) = oracle::odatapy(&texts) else {
        return;
    };
    for ((name, ..), complaints) in pairs.iter().zip(answers) {
        assert!(complaints.is_empty(), "{name}: {complaints:?}");
    }
}

#[test]
fn a_reader_that_disagrees_complains() {
    let (json, _) = oracle::ours(DEFENDER).expect("it reads");
    let other = json.replacen("\"$Kind\": \"EntityType\"", "\"$Kind\": \"ComplexType\"", 1);
    assert_ne!(json, other);
    let complaints = oracle::complaints(DEFENDER, &other);
    let by = |reader: &str| complaints.iter().filter(|one| one.contains(reader)).count();
    if oracle::npm(&[]).is_some() {
        assert_eq!(by("$Kind: ours \"ComplexType\""), 1, "{complaints:?}");
    }
    if oracle::odatapy(&[]).is_some() {
        assert!(by("odatapy, json") > 0, "{complaints:?}");
        assert_eq!(by("odatapy, xml"), 0, "{complaints:?}");
    }
    assert!(!oracle::roxmltree("<broken").is_empty());
}
