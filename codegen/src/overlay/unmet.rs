//! Corrections of answers, keys and rows that fit nothing: most often a path or a name is misspelt.

use std::collections::BTreeSet;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::Sources;
use odata_csdl::syntax::Document;

use super::{Overlay, at, file_name, targets};
use crate::pages::Page;

impl Overlay {
    /// Tells which rows that are to be ignored no page has. A page that is one of another copy need not be there.
    pub(crate) fn tell_unmet_rows(
        &self,
        pages: &[Page],
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(source) = self.source else { return };
        for ignored in &self.ignore {
            let (page, property) = (ignored.page.get_ref(), ignored.property.get_ref());
            let called_so = pages.iter().filter(|one| file_name(one, sources) == page);
            let tables = called_so.clone().flat_map(|one| &one.properties);
            let mut rows = tables
                .flat_map(|table| &table.rows)
                .map(|row| row.name.value.as_str());
            if rows.clone().any(|name| name == property) {
                continue;
            }
            let is_read = called_so.count() > 0;
            if !is_read && ignored.may_be_absent {
                continue;
            }
            let said = match is_read {
                true => {
                    let message = format!(
                        "the overlay ignores `{property}` of {page}, which has no such row"
                    );
                    Diagnostic::warning("unmet-correction", message)
                        .at(
                            at(source, &ignored.property),
                            "no table of properties has it",
                        )
                        .suggest(property, rows.by_ref())
                }
                false => {
                    let message = format!(
                        "the overlay ignores `{property}` of {page}, and no page that is read is called so"
                    );
                    let names = pages.iter().map(|one| file_name(one, sources));
                    Diagnostic::warning("unmet-correction", message)
                        .at(at(source, &ignored.page), "there is no such page")
                        .suggest(page, names)
                        .help("`may-be-absent = true` says that it is a page of another copy of the documents")
                }
            };
            diagnostics.push(said);
        }
    }

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
