//! A schema in both notations.

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model::{self, Model};
use odata_csdl::source::Sources;
use odata_csdl::syntax::Document;
use odata_csdl::write;

pub(crate) fn document(schema: &str) -> String {
    format!(
        r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
<edmx:Reference Uri="core.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/>
<edmx:IncludeAnnotations TermNamespace="t.erms" Qualifier="Tablet" TargetNamespace="A"/></edmx:Reference>
<edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="A" Alias="S">
{schema}
</Schema></edmx:DataServices></edmx:Edmx>"#
    )
}

pub(crate) fn read(name: &str, text: &str) -> (Document, Model) {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add(name, text);
    let read = odata_csdl::read(source, &sources, &mut diagnostics);
    let documents = [read.unwrap_or_else(|| panic!("{}", diagnostics.render(&sources)))];
    let model = model::resolve(&documents, &sources, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
    let [document] = documents;
    (document, model)
}

/// The model of the XML, then that of the JSON that is written of it; nothing may be said of either.
pub(crate) fn both(schema: &str) -> [Model; 2] {
    let (tree, model) = read("a.xml", &document(schema));
    let json = write::to_json(&tree, &mut Diagnostics::new());
    [model, read("a.json", &json).1]
}
