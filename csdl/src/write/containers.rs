//! Entity containers.

use crate::syntax::{EntityContainer, NavigationPropertyBinding, OperationImport, OperationKind};
use crate::write::printer::Printer;

impl Printer {
    pub(super) fn entity_container(&mut self, container: &EntityContainer) {
        self.open("EntityContainer")
            .attribute("Name", container.name.as_str())
            .optional("Extends", container.extends.as_ref());
        for one in &container.entity_sets {
            self.open("EntitySet")
                .attribute("Name", one.name.as_str())
                .attribute("EntityType", one.entity_type.as_str())
                .stated("IncludeInServiceDocument", one.include_in_service_document)
                .bindings(&one.navigation_property_bindings)
                .annotations(&one.annotations);
            self.close();
        }
        for one in &container.singletons {
            self.open("Singleton")
                .attribute("Name", one.name.as_str())
                .attribute("Type", one.ty.as_str())
                .stated("Nullable", one.nullable)
                .bindings(&one.navigation_property_bindings)
                .annotations(&one.annotations);
            self.close();
        }
        for one in &container.operation_imports {
            self.operation_import(one);
        }
        self.annotations(&container.annotations);
        self.close();
    }

    fn bindings(&mut self, bindings: &[NavigationPropertyBinding]) -> &mut Self {
        for one in bindings {
            self.open("NavigationPropertyBinding")
                .attribute("Path", one.path.as_str())
                .attribute("Target", one.target.as_str())
                .annotations(&one.annotations);
            self.close();
        }
        self
    }

    fn operation_import(&mut self, import: &OperationImport) {
        let (element, operation) = match import.kind {
            OperationKind::Action => ("ActionImport", "Action"),
            OperationKind::Function => ("FunctionImport", "Function"),
        };
        self.open(element)
            .attribute("Name", import.name.as_str())
            .attribute(operation, import.operation.as_str())
            .optional("EntitySet", import.entity_set.as_ref())
            .stated(
                "IncludeInServiceDocument",
                import.include_in_service_document,
            )
            .annotations(&import.annotations);
        self.close();
    }
}
