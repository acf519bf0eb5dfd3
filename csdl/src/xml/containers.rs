//! The entity container and what is in it.

use crate::syntax::{
    Annotation, EntityContainer, EntitySet, NavigationPropertyBinding, OperationImport,
    OperationKind, Singleton,
};
use crate::xml::Reader;
use crate::xml::element::Element;

const CHILDREN: &[&str] = &[
    "EntitySet",
    "Singleton",
    "ActionImport",
    "FunctionImport",
    "Annotation",
];

impl Reader<'_> {
    pub(super) fn entity_container(&mut self, element: Element<'_>) -> Option<EntityContainer> {
        self.known_attributes(element, &["Name", "Extends"]);
        let mut container = EntityContainer {
            name: self.required(element, "Name")?,
            extends: element.optional("Extends"),
            span: self.span(element),
            ..EntityContainer::default()
        };
        for (name, child) in element.edm_children() {
            let imports = &mut container.operation_imports;
            match name {
                "EntitySet" => container.entity_sets.extend(self.entity_set(child)),
                "Singleton" => container.singletons.extend(self.singleton(child)),
                "ActionImport" => {
                    imports.extend(self.operation_import(child, OperationKind::Action))
                }
                "FunctionImport" => {
                    imports.extend(self.operation_import(child, OperationKind::Function))
                }
                "Annotation" => container.annotations.extend(self.annotation(child)),
                _ => self.unknown_child(element, child, CHILDREN),
            }
        }
        Some(container)
    }

    fn entity_set(&mut self, element: Element<'_>) -> Option<EntitySet> {
        self.known_attributes(element, &["Name", "EntityType", "IncludeInServiceDocument"]);
        let (navigation_property_bindings, annotations) = self.bindings_and_annotations(element);
        Some(EntitySet {
            name: self.required(element, "Name")?,
            entity_type: self.required(element, "EntityType")?,
            include_in_service_document: self.bool(element, "IncludeInServiceDocument"),
            navigation_property_bindings,
            annotations,
            span: self.span(element),
        })
    }

    fn singleton(&mut self, element: Element<'_>) -> Option<Singleton> {
        self.known_attributes(element, &["Name", "Type", "Nullable"]);
        let (navigation_property_bindings, annotations) = self.bindings_and_annotations(element);
        Some(Singleton {
            name: self.required(element, "Name")?,
            ty: self.required(element, "Type")?,
            nullable: self.bool(element, "Nullable"),
            navigation_property_bindings,
            annotations,
            span: self.span(element),
        })
    }

    fn bindings_and_annotations(
        &mut self,
        element: Element<'_>,
    ) -> (Vec<NavigationPropertyBinding>, Vec<Annotation>) {
        let (mut bindings, mut annotations) = (Vec::new(), Vec::new());
        for (name, child) in element.edm_children() {
            match name {
                "NavigationPropertyBinding" => bindings.extend(self.binding(child)),
                "Annotation" => annotations.extend(self.annotation(child)),
                _ => {
                    self.unknown_child(element, child, &["NavigationPropertyBinding", "Annotation"])
                }
            }
        }
        (bindings, annotations)
    }

    fn binding(&mut self, element: Element<'_>) -> Option<NavigationPropertyBinding> {
        self.known_attributes(element, &["Path", "Target"]);
        Some(NavigationPropertyBinding {
            path: self.required(element, "Path")?,
            target: self.required(element, "Target")?,
            annotations: self.only_annotations(element),
            span: self.span(element),
        })
    }

    fn operation_import(
        &mut self,
        element: Element<'_>,
        kind: OperationKind,
    ) -> Option<OperationImport> {
        let operation = match kind {
            OperationKind::Action => "Action",
            OperationKind::Function => "Function",
        };
        self.known_attributes(
            element,
            &["Name", operation, "EntitySet", "IncludeInServiceDocument"],
        );
        Some(OperationImport {
            kind,
            name: self.required(element, "Name")?,
            operation: self.required(element, operation)?,
            entity_set: element.optional("EntitySet"),
            include_in_service_document: self.bool(element, "IncludeInServiceDocument"),
            annotations: self.only_annotations(element),
            span: self.span(element),
        })
    }
}
