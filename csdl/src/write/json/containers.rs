//! Entity containers.

use super::Writer;
use super::types::flag;
use super::value::{Json, Object};
use crate::syntax::{
    EntityContainer, EntitySet, NavigationPropertyBinding, OperationImport, OperationKind,
    Singleton,
};

impl Writer<'_> {
    pub(super) fn entity_container(&mut self, container: &EntityContainer) -> Json {
        let mut object = Object::default();
        object.set("$Kind", Json::text("EntityContainer"));
        if let Some(extends) = &container.extends {
            object.set(
                "$Extends",
                Json::text(self.names.qualified(extends.as_str())),
            );
        }
        for one in &container.entity_sets {
            let value = self.entity_set(one);
            self.put(&mut object, one.name.value.clone(), value, one.span);
        }
        for one in &container.singletons {
            let value = self.singleton(one);
            self.put(&mut object, one.name.value.clone(), value, one.span);
        }
        for one in &container.operation_imports {
            let value = self.operation_import(one);
            self.put(&mut object, one.name.value.clone(), value, one.span);
        }
        self.annotations(&mut object, "", &container.annotations);
        Json::Object(object)
    }

    fn entity_set(&mut self, set: &EntitySet) -> Json {
        let mut object = Object::default();
        object.set("$Collection", Json::Bool(true));
        object.set(
            "$Type",
            Json::text(self.names.qualified(set.entity_type.as_str())),
        );
        if set.include_in_service_document == Some(false) {
            object.set("$IncludeInServiceDocument", Json::Bool(false));
        }
        self.bindings(&mut object, &set.navigation_property_bindings);
        self.annotations(&mut object, "", &set.annotations);
        Json::Object(object)
    }

    fn singleton(&mut self, singleton: &Singleton) -> Json {
        let mut object = Object::default();
        object.set(
            "$Type",
            Json::text(self.names.qualified(singleton.ty.as_str())),
        );
        flag(&mut object, "$Nullable", singleton.nullable == Some(true));
        self.bindings(&mut object, &singleton.navigation_property_bindings);
        self.annotations(&mut object, "", &singleton.annotations);
        Json::Object(object)
    }

    fn bindings(&mut self, object: &mut Object, bindings: &[NavigationPropertyBinding]) {
        if bindings.is_empty() {
            return;
        }
        let mut members = Object::default();
        for one in bindings {
            let path = self.names.path(one.path.as_str());
            let target = Json::text(self.path_to_set(one.target.as_str()));
            self.put(&mut members, path, target, one.span);
            for annotation in &one.annotations {
                self.lost(
                    "an annotation of a navigation property binding",
                    "a binding is a path there and nothing more",
                    annotation.span,
                );
            }
        }
        object.set("$NavigationPropertyBinding", Json::Object(members));
    }

    fn operation_import(&mut self, import: &OperationImport) -> Json {
        let mut object = Object::default();
        let (name, is_function) = match import.kind {
            OperationKind::Action => ("$Action", false),
            OperationKind::Function => ("$Function", true),
        };
        object.set(
            name,
            Json::text(self.names.qualified(import.operation.as_str())),
        );
        if let Some(set) = &import.entity_set {
            object.set("$EntitySet", Json::text(self.path_to_set(set.as_str())));
        }
        if import.include_in_service_document == Some(true) {
            match is_function {
                true => object.set("$IncludeInServiceDocument", Json::Bool(true)),
                false => self.lost(
                    "`IncludeInServiceDocument` of an action import",
                    "a service document does not list action imports",
                    import.span,
                ),
            }
        }
        self.annotations(&mut object, "", &import.annotations);
        Json::Object(object)
    }

    /// CSDL JSON 13.4.1: a set of the same container goes by its name alone.
    fn path_to_set(&self, target: &str) -> String {
        let target = self.names.path(target);
        let container = self.container.as_deref().unwrap_or_default();
        let container = self.names.qualified(container);
        let within = target
            .strip_prefix(&container)
            .and_then(|rest| rest.strip_prefix('/'));
        match within {
            Some(name) if !container.is_empty() => name.to_owned(),
            _ => target,
        }
    }
}
