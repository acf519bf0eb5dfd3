//! Actions and functions.

use crate::syntax::{Operation, OperationKind, Parameter, ReturnType};
use crate::xml::Reader;
use crate::xml::attributes::FACETS;
use crate::xml::element::Element;

impl Reader<'_> {
    pub(super) fn operation(
        &mut self,
        element: Element<'_>,
        kind: OperationKind,
    ) -> Option<Operation> {
        self.known_attributes(
            element,
            &["Name", "IsBound", "IsComposable", "EntitySetPath"],
        );
        let [parameters] = element.count(["Parameter"]);
        let mut operation = Operation {
            kind,
            name: self.required(element, "Name")?,
            is_bound: self.bool(element, "IsBound").unwrap_or(false),
            is_composable: self.bool(element, "IsComposable").unwrap_or(false),
            entity_set_path: element.optional("EntitySetPath"),
            parameters: Vec::with_capacity(parameters),
            span: self.span(element),
            ..Operation::default()
        };
        for (name, child) in element.edm_children() {
            match name {
                "Parameter" => operation.parameters.extend(self.parameter(child)),
                "ReturnType" if operation.return_type.is_some() => {
                    self.second(&operation.name.value, child);
                }
                "ReturnType" => operation.return_type = self.return_type(child),
                "Annotation" => operation.annotations.extend(self.annotation(child)),
                _ => self.unknown_child(element, child, &["Parameter", "ReturnType", "Annotation"]),
            }
        }
        Some(operation)
    }

    fn parameter(&mut self, element: Element<'_>) -> Option<Parameter> {
        self.known_attributes_and(element, &["Name", "Type"], FACETS);
        Some(Parameter {
            name: self.required(element, "Name")?,
            ty: self.type_ref(element, "Type")?,
            facets: self.facets(element),
            annotations: self.only_annotations(element),
            span: self.span(element),
        })
    }

    fn return_type(&mut self, element: Element<'_>) -> Option<ReturnType> {
        self.known_attributes_and(element, &["Type"], FACETS);
        Some(ReturnType {
            ty: self.type_ref(element, "Type")?,
            facets: self.facets(element),
            annotations: self.only_annotations(element),
            span: self.span(element),
        })
    }
}
