//! What the vendor's pages say of how often and how much may be asked, our pages say too.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::vendor;

/// The pages of a folder, by their names in lower case.
fn pages(folder: &Path) -> BTreeMap<String, String> {
    let files = std::fs::read_dir(folder).expect("a folder");
    let paths = files.map(|file| file.expect("a file").path());
    let pages = paths.filter(|path| path.extension().is_some_and(|end| end == "md"));
    pages
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            let text = std::fs::read_to_string(&path).expect("a page");
            (name.to_lowercase(), text)
        })
        .collect()
}

/// `100 calls per minute`, `1,500 API calls per hour`.
fn rates(text: &str) -> BTreeSet<(u64, &'static str)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut rates = BTreeSet::new();
    for (at, word) in words.iter().enumerate() {
        let unit = match words.get(at + 2) {
            Some(unit) if unit.starts_with("minute") => "minute",
            Some(unit) if unit.starts_with("hour") => "hour",
            _ => continue,
        };
        if !matches!(*word, "calls" | "requests") || words[at + 1] != "per" {
            continue;
        }
        let before = words[..at].iter().rev().find(|word| **word != "API");
        let number = before.and_then(|number| number.replace(',', "").parse().ok());
        rates.insert((number.expect("a number of calls"), unit));
    }
    rates
}

/// For how many hours the links of an export may be asked for.
fn hours(text: &str) -> BTreeSet<u64> {
    let lines = text.lines().filter(|line| line.contains("sasValidHours"));
    let lines = lines.filter(|line| line.contains("aximum") || line.contains("at most"));
    lines
        .map(|line| {
            let digits = |c: char| !c.is_ascii_digit();
            let number = line.split(digits).find(|number| !number.is_empty());
            number.expect("a number of hours").parse().expect("hours")
        })
        .collect()
}

#[test]
fn limits_are_those_of_the_vendor() {
    let Some(folder) = vendor::folder() else {
        return;
    };
    let theirs = pages(&folder);
    let ours = pages(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs"));
    let mut differ = Vec::new();
    let mut compared = 0;
    for (name, page) in &ours {
        let Some(vendors) = theirs.get(name) else {
            continue;
        };
        compared += 1;
        let (rates, hours) = ((rates(page), rates(vendors)), (hours(page), hours(vendors)));
        if rates.0 != rates.1 {
            differ.push(format!(
                "{name}: {:?}, and the vendor's {:?}",
                rates.0, rates.1
            ));
        }
        // The page of antivirus health has an export that is on another page of ours.
        if hours.0 != hours.1 && !hours.0.is_empty() {
            differ.push(format!(
                "{name}: {:?} hours, and the vendor's {:?}",
                hours.0, hours.1
            ));
        }
    }
    assert!(compared > 100, "{compared} pages");
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
