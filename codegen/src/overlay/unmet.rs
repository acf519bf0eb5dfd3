//! Corrections of answers and keys that fit nothing: most often a path or a name is misspelt.

use std::collections::BTreeSet;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::syntax::Document;

use super::{Overlay, at, targets};

impl Overlay {
    /// Tells which they are. `paths` are those of the operations that pages document, in lower case.
    pub(crate) fn tell_unmet(
        &self,
        paths: &BTreeSet<String>,
        documents: &[Document],
        diagnostics: &mut Diagnostics,
    ) {
        let Some(source) = self.source else { return };
        for one in &self.answer {
            let path = one.path.get_ref();
            if paths.contains(&path.to_lowercase()) {
                continue;
            }
            let message =
                format!("the overlay says what `{path}` answers with, and no page has it");
            diagnostics.push(
                Diagnostic::warning("unmet-correction", message)
                    .at(at(source, &one.path), "no operation has this path")
                    .suggest(path, paths.iter().map(String::as_str))
                    .help("a path leaves keys out, and the method: `machines/{}/tags`"),
            );
        }
        for one in &self.key {
            let target = format!("{}/{}", one.r#type.get_ref(), one.property);
            if !targets::owners(documents, &target).is_empty() {
                continue;
            }
            let message =
                format!("the overlay makes `{target}` a key, and there is no such property");
            diagnostics.push(
                Diagnostic::warning("unmet-correction", message)
                    .at(at(source, &one.r#type), "it is the key of nothing")
                    .suggest(&target, targets::all(documents).iter().map(String::as_str)),
            );
        }
    }
}
