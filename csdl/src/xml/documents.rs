//! Documents, references and schemas.

use crate::diagnostic::Diagnostic;
use crate::source::{Span, Spanned};
use crate::syntax::{
    Document, ExternalAnnotations, Include, IncludeAnnotations, OperationKind, Reference, Schema,
    StructuredKind,
};
use crate::xml::element::{Element, Namespace};
use crate::xml::parse::Parser;
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
    pub(super) fn document(
        &mut self,
        parser: &mut Parser<'_>,
    ) -> Result<Option<Document>, Diagnostic> {
        let Some(root) = parser.element(0) else {
            return Ok(None);
        };
        let mut document = Document {
            source: self.source,
            ..Document::default()
        };
        let name_span = root.name_span;
        if root.namespace == Namespace::Edm {
            let message = "the root is a `Schema`; it should stand in an `edmx:Edmx` document";
            self.diagnostics
                .push(Diagnostic::warning("bare-schema", message).at(name_span, "read as it is"));
            document.version = Spanned::new("4.0".to_owned(), name_span);
            document.schemas.extend(self.schema(parser, 0)?);
            return Ok(Some(document));
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
        let mut misspelt = None;
        while let Some(at) = parser.next_child(0)? {
            let is_services = parser.element(at).is_some_and(|child| {
                child.namespace == Namespace::Edmx && child.name == "DataServices"
            });
            if is_services {
                has_services = true;
                self.data_services(parser, at, &mut document)?;
            } else {
                parser.read_to_end(at)?;
                self.beside_services(parser, at, &mut document);
                misspelt = misspelt.or_else(|| meant_as_services(parser.element(at)?));
            }
            parser.forget(at);
        }
        if !has_services {
            let message = "`edmx:Edmx` has no `edmx:DataServices`".to_owned();
            let error = Diagnostic::error("missing-element", message);
            self.diagnostics.push(match misspelt {
                Some(span) => error
                    .at(span, "")
                    .help("is this meant to be `edmx:DataServices`, which holds the schemas?"),
                None => error.at(name_span, "it holds the schemas"),
            });
        }
        Ok(Some(document))
    }

    fn beside_services(&mut self, parser: &Parser<'_>, at: usize, document: &mut Document) {
        let (Some(root), Some(child)) = (parser.element(0), parser.element(at)) else {
            return;
        };
        match (&child.namespace, child.name) {
            (Namespace::Edmx, "Reference") => document.references.extend(self.reference(child)),
            _ => self.unknown_child(root, child, &["Reference", "DataServices"]),
        }
    }

    fn data_services(
        &mut self,
        parser: &mut Parser<'_>,
        services: usize,
        document: &mut Document,
    ) -> Result<(), Diagnostic> {
        if let Some(services) = parser.element(services) {
            self.known_attributes(services, &[]);
        }
        while let Some(at) = parser.next_child(services)? {
            let (Some(services), Some(child)) = (parser.element(services), parser.element(at))
            else {
                break;
            };
            match (&child.namespace, child.name) {
                (Namespace::Edm, "Schema") => document.schemas.extend(self.schema(parser, at)?),
                (Namespace::Other(uri), "Schema") => self.old_schema(child, uri),
                _ => self.unknown_child(services, child, &["Schema"]),
            }
            parser.read_to_end(at)?;
            parser.forget(at);
        }
        Ok(())
    }

    fn old_schema(&mut self, element: Element<'_>, uri: &str) {
        let message = match uri {
            "" => "this `Schema` is in no XML namespace".to_owned(),
            old if guess::is_old(old) => {
                format!("this `Schema` is of an older OData: `{uri}`")
            }
            _ => format!("this `Schema` is not OData's: its XML namespace is `{uri}`"),
        };
        let error = Diagnostic::error("old-odata", message).at(element.name_span, "");
        let help = "the namespace of OData V4 is `http://docs.oasis-open.org/odata/ns/edm`";
        self.diagnostics.push(error.help(help));
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

    /// A schema, one of its children after the other.
    fn schema(&mut self, parser: &mut Parser<'_>, at: usize) -> Result<Option<Schema>, Diagnostic> {
        let Some(element) = parser.element(at) else {
            return Ok(None);
        };
        self.known_attributes(element, &["Namespace", "Alias"]);
        let Some(namespace) = self.required(element, "Namespace") else {
            return Ok(None);
        };
        let mut schema = Schema {
            namespace,
            alias: element.optional("Alias"),
            ..Schema::default()
        };
        while let Some(child) = parser.next_child(at)? {
            parser.read_to_end(child)?;
            if let (Some(element), Some(child)) = (parser.element(at), parser.element(child)) {
                self.schema_child(element, child, &mut schema);
            }
            parser.forget(child);
        }
        schema.span = parser.element(at).map_or(schema.span, |one| one.span);
        Ok(Some(schema))
    }

    fn schema_child(&mut self, element: Element<'_>, child: Element<'_>, schema: &mut Schema) {
        let name = match child.namespace {
            Namespace::Edm => child.name,
            _ => "",
        };
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

/// Where an element stands that is called almost as what holds the schemas.
fn meant_as_services(element: Element<'_>) -> Option<Span> {
    let short = element.name.len() <= 2 * "DataServices".len();
    let name = short.then_some(element.name)?;
    odata_core::names::nearest(name, ["DataServices"])?;
    Some(element.name_span)
}
