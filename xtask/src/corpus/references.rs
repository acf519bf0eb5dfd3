//! Which documents of the folder a document refers to, by URI.

use std::path::PathBuf;

use odata_codegen::csdl::syntax::Document;

use super::expected::REFERENCES;
use super::found::Found;

/// The documents that others may refer to.
pub(crate) struct References {
    files: Vec<PathBuf>,
}

impl References {
    pub(crate) fn new(found: &[Found]) -> Self {
        References {
            files: found.iter().flat_map(|one| one.files.clone()).collect(),
        }
    }

    /// What `[references]` of a service.toml says: each URI whose document is at hand, and that document.
    ///
    /// A document is at hand when the folder of the same publisher has a file of the name that the URI ends with.
    pub(crate) fn of(&self, found: &Found, documents: &[Document]) -> Vec<(String, String)> {
        let mut known: Vec<(String, String)> = Vec::new();
        let uris = documents
            .iter()
            .flat_map(|document| &document.references)
            .map(|reference| reference.uri.value.as_str());
        // What a document leads to refers to others in turn, so that the whole folder is named.
        let uris: Vec<&str> = uris.collect();
        for uri in uris {
            if known.iter().any(|(named, _)| named == uri) || !uri.contains("://") {
                continue;
            }
            if let Some(file) = self.file(found, uri) {
                known.push((uri.to_owned(), file));
            }
        }
        known
    }

    fn file(&self, found: &Found, uri: &str) -> Option<String> {
        let own = found.files.first()?;
        let shown = |file: &PathBuf| file.display().to_string().replace('\\', "/");
        let listed = REFERENCES
            .iter()
            .find(|(document, named, _)| shown(own).ends_with(document) && *named == uri);
        if let Some((_, _, wanted)) = listed {
            return self
                .files
                .iter()
                .map(shown)
                .find(|file| file.ends_with(wanted));
        }
        let name = uri.split(['?', '#']).next()?.rsplit('/').next()?;
        let publisher = own.components().next()?;
        let same = |file: &&PathBuf| {
            file.components().next() == Some(publisher)
                && file.file_name().is_some_and(|own| own == name)
                && !found.files.contains(file)
        };
        self.files.iter().find(same).map(shown)
    }
}
