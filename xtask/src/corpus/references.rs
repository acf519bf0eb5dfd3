//! Which documents of the folder a document refers to, by URI.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::expected::REFERENCES;
use super::found::Found;

/// What the documents refer to, and the names of their files.
pub(crate) struct References {
    /// The URIs of each file's references. A look at the text is enough for that.
    uris: BTreeMap<PathBuf, Vec<String>>,
    /// The files of each name, within the folder of one publisher.
    by_name: BTreeMap<(String, String), PathBuf>,
}

impl References {
    pub(crate) fn of(found: &[Found], copies: &Path) -> Self {
        let (mut uris, mut by_name) = (BTreeMap::new(), BTreeMap::new());
        for file in found.iter().flat_map(|one| &one.files) {
            // What could not be unpacked has no copy.
            let bytes = std::fs::read(copies.join(file)).unwrap_or_default();
            uris.insert(file.clone(), uris_in(&String::from_utf8_lossy(&bytes)));
            if let Some(name) = file.file_name() {
                let key = (publisher(file), name.to_string_lossy().into_owned());
                by_name.entry(key).or_insert_with(|| file.clone());
            }
        }
        References { uris, by_name }
    }

    /// What `[references]` of a service.toml says: each URI whose document is at hand, and that document; also what
    /// that one refers to.
    ///
    /// A document is at hand when the folder of the same publisher has a file of the name that the URI ends with.
    pub(crate) fn from(&self, found: &Found) -> BTreeMap<String, String> {
        let mut known = BTreeMap::new();
        let mut seen: BTreeSet<&Path> = found.files.iter().map(PathBuf::as_path).collect();
        let mut open: Vec<&Path> = seen.iter().copied().collect();
        while let Some(from) = open.pop() {
            for uri in self.uris.get(from).into_iter().flatten() {
                let Some(file) = self.file(from, uri) else {
                    continue;
                };
                known.insert(uri.clone(), shown(file));
                if seen.insert(file) {
                    open.push(file);
                }
            }
        }
        known
    }

    fn file(&self, from: &Path, uri: &str) -> Option<&Path> {
        let name = shown(from);
        let listed = REFERENCES
            .iter()
            .find(|(part, end, _)| name.contains(part) && uri.ends_with(end));
        if let Some((_, _, wanted)) = listed {
            let mut files = self.uris.keys().map(PathBuf::as_path);
            return files.find(|file| shown(file).ends_with(wanted));
        }
        // A relative one is found by the generator itself.
        if !uri.contains("://") {
            return None;
        }
        let name = uri.split(['?', '#']).next()?.rsplit('/').next()?;
        let file = self.by_name.get(&(publisher(from), name.to_owned()))?;
        Some(file.as_path()).filter(|file| *file != from)
    }
}

/// The first folder of a path; a document that lies in none shares nothing but that.
fn publisher(file: &Path) -> String {
    let mut components = file.components();
    let first = components.next();
    let first = first.filter(|_| components.next().is_some());
    first.map_or_else(String::new, |one| {
        one.as_os_str().to_string_lossy().into_owned()
    })
}

fn shown(file: &Path) -> String {
    file.display().to_string().replace('\\', "/")
}

fn uris_in(text: &str) -> Vec<String> {
    if text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('{')
    {
        return uris_in_json(text);
    }
    let elements = text.split('<').filter_map(|element| {
        let name = element.split(char::is_whitespace).next()?;
        (name.rsplit(':').next()? == "Reference").then_some(element)
    });
    elements
        .filter_map(|element| element.split("Uri=").nth(1))
        .filter_map(|value| {
            let quote = value.chars().next()?;
            value
                .split(quote)
                .nth(1)
                .map(|uri| uri.replace("&amp;", "&"))
        })
        .collect()
}

/// CSDL JSON 4.01, 4.2: the members of `$Reference` are named by their URIs.
fn uris_in_json(text: &str) -> Vec<String> {
    let document: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let references = document["$Reference"].as_object();
    references
        .into_iter()
        .flatten()
        .map(|(uri, _)| uri.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_of_references_are_found_in_both_notations() {
        let xml = "<edmx:Edmx><edmx:Reference\n  Uri='a.xml?b=1&amp;c=2'><Include Uri=\"no\"/></edmx:Reference>\
                   <Reference Uri=\"b.xml\"/><edmx:References Uri=\"no\"/></edmx:Edmx>";
        assert_eq!(uris_in(xml), ["a.xml?b=1&c=2", "b.xml"]);
        let json = r#"{"$Version": "4.0", "$Reference": {"a.json": {}, "b.json": {}}}"#;
        assert_eq!(uris_in(json), ["a.json", "b.json"]);
        assert!(uris_in("{").is_empty() && uris_in("<Reference Uri=").is_empty());
    }
}
