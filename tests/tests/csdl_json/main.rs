//! CSDL JSON of every document of the corpus, held against what the npm package `odata-csdl` makes of it.

mod corpus;

use odata_tests::oracle;
use serde_json::Value;

#[test]
fn every_document_becomes_the_same_json() {
    let Some(documents) = corpus::documents() else {
        return;
    };
    let (mut names, mut texts, mut ours) = (Vec::new(), Vec::new(), Vec::new());
    let mut lost = Vec::new();
    for (name, text) in documents {
        let Ok((json, codes)) = oracle::ours(&text) else {
            continue;
        };
        if codes.contains(&"lost-in-json") {
            lost.push(name.clone());
        }
        names.push(name);
        texts.push(text);
        ours.push(serde_json::from_str::<Value>(&json).expect("JSON"));
    }
    let Some(theirs) = oracle::npm(&texts) else {
        return;
    };
    let mut unknown = Vec::new();
    let mut seen = std::collections::BTreeMap::<&str, usize>::new();
    for ((name, ours), theirs) in names.iter().zip(&ours).zip(&theirs) {
        match theirs {
            Ok(theirs) => {
                let all = oracle::differences(ours, theirs);
                for one in &all {
                    match oracle::explain(one, &all) {
                        Some(known) => *seen.entry(known.name).or_default() += 1,
                        None => unknown.push(format!("{name}: {one}")),
                    }
                }
            }
            Err(error) => println!("{name}: {error}"),
        }
    }
    println!("{} documents, lost {lost:?}; {seen:?}", names.len());
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}
