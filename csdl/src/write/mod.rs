//! Prints a syntax tree as CSDL XML 4.0 or as CSDL JSON 4.01: stable order, two blanks of indentation.

mod annotations;
mod containers;
mod json;
mod printer;
mod types;

use crate::syntax::{Document, ExternalAnnotations, Include, Reference, Schema};
pub use json::to_json;
use printer::Printer;

/// Prints the document. What was read prints and reads again to the same tree, but for the places.
///
/// ```
/// use odata_csdl::syntax::{Document, Schema};
///
/// let document = Document {
///     version: "4.0".into(),
///     schemas: vec![Schema { namespace: "Demo".into(), ..Schema::default() }],
///     ..Document::default()
/// };
/// assert!(odata_csdl::write::to_xml(&document).contains(r#"<Schema Namespace="Demo" "#));
/// ```
pub fn to_xml(document: &Document) -> String {
    let mut printer = Printer::new();
    let version = if document.version.value.is_empty() {
        "4.0"
    } else {
        document.version.as_str()
    };
    let namespace = "http://docs.oasis-open.org/odata/ns/edmx";
    printer
        .open("edmx:Edmx")
        .attribute("xmlns:edmx", namespace)
        .attribute("Version", version);
    for one in &document.references {
        reference(&mut printer, one);
    }
    printer.open("edmx:DataServices");
    for one in &document.schemas {
        schema(&mut printer, one);
    }
    printer.close();
    printer.close();
    printer.finish()
}

fn reference(printer: &mut Printer, reference: &Reference) {
    printer
        .open("edmx:Reference")
        .attribute("Uri", reference.uri.as_str());
    for one in &reference.includes {
        include(printer, one);
    }
    for one in &reference.include_annotations {
        printer
            .open("edmx:IncludeAnnotations")
            .attribute("TermNamespace", one.term_namespace.as_str())
            .optional("Qualifier", one.qualifier.as_ref())
            .optional("TargetNamespace", one.target_namespace.as_ref())
            .close();
    }
    printer.edm_annotations(&reference.annotations);
    printer.close();
}

fn include(printer: &mut Printer, include: &Include) {
    printer
        .open("edmx:Include")
        .attribute("Namespace", include.namespace.as_str())
        .optional("Alias", include.alias.as_ref());
    printer.edm_annotations(&include.annotations);
    printer.close();
}

fn schema(printer: &mut Printer, schema: &Schema) {
    printer
        .open("Schema")
        .attribute("Namespace", schema.namespace.as_str())
        .optional("Alias", schema.alias.as_ref())
        .attribute("xmlns", printer::EDM);
    for one in &schema.enum_types {
        printer.enum_type(one);
    }
    for one in &schema.type_definitions {
        printer.type_definition(one);
    }
    for one in &schema.structured_types {
        printer.structured_type(one);
    }
    for one in &schema.operations {
        printer.operation(one);
    }
    for one in &schema.terms {
        printer.term(one);
    }
    for one in &schema.entity_containers {
        printer.entity_container(one);
    }
    for one in &schema.external_annotations {
        external_annotations(printer, one);
    }
    printer.annotations(&schema.annotations);
    printer.close();
}

fn external_annotations(printer: &mut Printer, external: &ExternalAnnotations) {
    printer
        .open("Annotations")
        .attribute("Target", external.target.as_str())
        .optional("Qualifier", external.qualifier.as_ref());
    printer.annotations(&external.annotations);
    printer.close();
}
