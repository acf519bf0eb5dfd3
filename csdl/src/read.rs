//! Either notation of CSDL, told apart by its first character.

use crate::diagnostic::Diagnostics;
use crate::source::{SourceId, Sources};
use crate::syntax::Document;
use crate::{json, xml};

/// Reads one document, CSDL XML or CSDL JSON: what begins with `{` or `[` is JSON.
///
/// What is wrong with it goes to the diagnostics; `None` when nothing could be made of it.
///
/// ```
/// use odata_csdl::{diagnostic::Diagnostics, source::Sources};
///
/// let mut sources = Sources::new();
/// let xml = r#"<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Demo"/>"#;
/// for (name, text) in [("a.xml", xml), ("a.json", r#"{"$Version": "4.01", "Demo": {}}"#)] {
///     let source = sources.add(name, text);
///     let document = odata_csdl::read(source, &sources, &mut Diagnostics::new());
///     assert_eq!(document.expect("it is CSDL").schemas[0].namespace.value, "Demo");
/// }
/// ```
pub fn read(
    source: SourceId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let text = sources.get(source)?.text().trim_start();
    match text.starts_with(['{', '[']) {
        true => json::read(source, sources, diagnostics),
        false => xml::read(source, sources, diagnostics),
    }
}
