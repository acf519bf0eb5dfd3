//! Documents, references and schemas.

use crate::diagnostic::Diagnostic;
use crate::source::Spanned;
use crate::syntax::{
    Document, ExternalAnnotations, Include, IncludeAnnotations, OperationKind, Reference, Schema,
    StructuredKind,
};
use crate::xml::element::{Element, Namespace};
use crate::xml::{Reader, guess};

const SCHEMA_CHILDREN: &[&str] = &[
    "EntityType",
    "ComplexType",
    "EnumType",
    "TypeDefinition",
    "Action",
    "Function",
    "Term",
    "EntityContainer",
    "Annotations",
    "Annotation",
];

impl Reader<'_> {
    pub(super) fn document(mut self, root: Element<'_>) -> Document {
        let mut document = Document {
            source: self.source,
            ..Document::default()
        };
        if root.namespace == Namespace::Edm {
            let message = "the root is a `Schema`; it should stand in an `edmx:Edmx` document";
            self.diagnostics.push(
                Diagnostic::warning("bare-schema", message).at(root.name_span, "read as it is"),
            );
            document.version = Spanned::new("4.0".to_owned(), root.name_span);
            document.schemas.extend(self.schema(root));
            return document;
        }
        self.known_attributes(root, &["Version"]);
        document.version = self.required(root, "Version").unwrap_or_default();
        if !matches!(document.version.as_str(), "" | "4.0" | "4.01") {
            let message = format!(
                "version `{}` of CSDL is not known; it is read as 4.01",
                document.version.value
            );
            self.diagnostics.push(
                Diagnostic::warning("unknown-version", message).at(document.version.span, ""),
            );
        }
        let mut has_services = false;
        for child in root.children() {
            match (&child.namespace, child.name) {
                (Namespace::Edmx, "Reference") => document.references.extend(self.reference(child)),
                (Namespace::Edmx, "DataServices") => {
                    has_services = true;
                    self.data_services(child, &mut document);
                }
                _ => self.unknown_child(root, child, &["Reference", "DataServices"]),
            }
        }
        if !has_services {
            let message = "`edmx:Edmx` has no `edmx:DataServices`".to_owned();
            self.error(
                "missing-element",
                message,
                root.name_span,
                "it holds the schemas",
            );
        }
        document
    }

    fn data_services(&mut self, services: Element<'_>, document: &mut Document) {
        self.known_attributes(services, &[]);
        for child in services.children() {
            match (&child.namespace, child.name) {
                (Namespace::Edm, "Schema") => document.schemas.extend(self.schema(child)),
                (Namespace::Other(uri), "Schema") => {
                    let message = match uri.as_str() {
                        "" => "this `Schema` is in no XML namespace".to_owned(),
                        old if guess::is_old(old) => {
                            format!("this `Schema` is of an older OData: `{uri}`")
                        }
                        _ => format!("this `Schema` is not OData's: its XML namespace is `{uri}`"),
                    };
                    let error = Diagnostic::error("old-odata", message).at(child.name_span, "");
                    let help =
                        "the namespace of OData V4 is `http://docs.oasis-open.org/odata/ns/edm`";
                    self.diagnostics.push(error.help(help));
                }
                _ => self.unknown_child(services, child, &["Schema"]),
            }
        }
    }

    fn reference(&mut self, element: Element<'_>) -> Option<Reference> {
        self.known_attributes(element, &["Uri"]);
        let mut reference = Reference {
            uri: self.required(element, "Uri")?,
            span: self.span(element),
            ..Reference::default()
        };
        for child in element.children() {
            match (&child.namespace, child.name) {
                (Namespace::Edmx, "Include") => reference.includes.extend(self.include(child)),
                (Namespace::Edmx, "IncludeAnnotations") => {
                    reference
                        .include_annotations
                        .extend(self.include_annotations(child));
                }
                (Namespace::Edm, "Annotation") => {
                    reference.annotations.extend(self.annotation(child))
                }
                _ => self.unknown_child(
                    element,
                    child,
                    &["Include", "IncludeAnnotations", "Annotation"],
                ),
            }
        }
        Some(reference)
    }

    fn include(&mut self, element: Element<'_>) -> Option<Include> {
        self.known_attributes(element, &["Namespace", "Alias"]);
        Some(Include {
            namespace: self.required(element, "Namespace")?,
            alias: element.optional("Alias"),
            annotations: self.only_annotations(element),
            span: self.span(element),
        })
    }

    fn include_annotations(&mut self, element: Element<'_>) -> Option<IncludeAnnotations> {
        self.known_attributes(element, &["TermNamespace", "Qualifier", "TargetNamespace"]);
        Some(IncludeAnnotations {
            term_namespace: self.required(element, "TermNamespace")?,
            qualifier: element.optional("Qualifier"),
            target_namespace: element.optional("TargetNamespace"),
            span: self.span(element),
        })
    }

    fn schema(&mut self, element: Element<'_>) -> Option<Schema> {
        self.known_attributes(element, &["Namespace", "Alias"]);
        let [entities, complex, enums, actions, functions, external] = element.count([
            "EntityType",
            "ComplexType",
            "EnumType",
            "Action",
            "Function",
            "Annotations",
        ]);
        let mut schema = Schema {
            namespace: self.required(element, "Namespace")?,
            alias: element.optional("Alias"),
            structured_types: Vec::with_capacity(entities.saturating_add(complex)),
            enum_types: Vec::with_capacity(enums),
            operations: Vec::with_capacity(actions.saturating_add(functions)),
            external_annotations: Vec::with_capacity(external),
            span: self.span(element),
            ..Schema::default()
        };
        for (name, child) in element.edm_children() {
            match name {
                "EntityType" => {
                    schema
                        .structured_types
                        .extend(self.structured_type(child, StructuredKind::Entity));
                }
                "ComplexType" => {
                    schema
                        .structured_types
                        .extend(self.structured_type(child, StructuredKind::Complex));
                }
                "EnumType" => schema.enum_types.extend(self.enum_type(child)),
                "TypeDefinition" => schema.type_definitions.extend(self.type_definition(child)),
                "Action" => schema
                    .operations
                    .extend(self.operation(child, OperationKind::Action)),
                "Function" => schema
                    .operations
                    .extend(self.operation(child, OperationKind::Function)),
                "Term" => schema.terms.extend(self.term(child)),
                "EntityContainer" => schema
                    .entity_containers
                    .extend(self.entity_container(child)),
                "Annotations" => schema
                    .external_annotations
                    .extend(self.external_annotations(child)),
                "Annotation" => schema.annotations.extend(self.annotation(child)),
                _ => self.unknown_child(element, child, SCHEMA_CHILDREN),
            }
        }
        Some(schema)
    }

    fn external_annotations(&mut self, element: Element<'_>) -> Option<ExternalAnnotations> {
        self.known_attributes(element, &["Target", "Qualifier"]);
        Some(ExternalAnnotations {
            target: self.required(element, "Target")?,
            qualifier: element.optional("Qualifier"),
            annotations: self.only_annotations(element),
            span: self.span(element),
        })
    }
}
