//! Actions and functions.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::model::resolve::{Resolver, text};
use crate::model::{Operation, OperationId, Parameter, QualifiedName, ReturnType};
use crate::syntax::{self, OperationKind};

impl<'a> Resolver<'a> {
    pub(super) fn operations(&mut self) {
        for (scope, schema) in self.schemas() {
            for operation in &schema.operations {
                let resolved = self.operation(scope, schema.namespace.as_str(), operation);
                let id = OperationId::at(self.model.operations.len());
                self.model.operations_by_name.entry(resolved.name.to_string()).or_default().push(id);
                self.model.operations.push(resolved);
            }
        }
    }

    fn operation(&mut self, scope: usize, namespace: &str, operation: &'a syntax::Operation) -> Operation {
        let name = QualifiedName::new(namespace, operation.name.as_str());
        if operation.is_bound && operation.parameters.is_empty() {
            let message = format!("`{name}` is bound, but has no parameter to be bound to");
            let error = Diagnostic::error("no-binding-parameter", message).at(operation.name.span, "");
            self.diagnostics.push(error.help("the first parameter is the binding one"));
        }
        if operation.kind == OperationKind::Function && operation.return_type.is_none() {
            let message = format!("the function `{name}` has no return type");
            self.diagnostics.push(Diagnostic::warning("no-return-type", message).at(operation.name.span, ""));
        }
        let overload = self.overload(scope, &name, operation);
        let paths = [overload, name.to_string()];
        let what = format!("`{name}`");
        let parameters = self
            .unique(&what, &mut HashMap::new(), &operation.parameters, |one| &one.name)
            .into_iter()
            .map(|one| self.parameter(scope, &paths, one))
            .collect();
        Operation {
            kind: operation.kind,
            is_bound: operation.is_bound,
            is_composable: operation.is_composable,
            entity_set_path: text(operation.entity_set_path.as_ref()),
            parameters,
            return_type: operation.return_type.as_ref().map(|returned| self.return_type(scope, &paths, returned)),
            annotations: self.annotations(scope, &operation.annotations, &paths.each_ref().map(String::as_str)),
            name,
            span: operation.name.span,
        }
    }

    /// The target path of one overload: an action tells its binding type, a function all of its types.
    fn overload(&mut self, scope: usize, name: &QualifiedName, operation: &syntax::Operation) -> String {
        let told = match operation.kind {
            OperationKind::Action => usize::from(operation.is_bound),
            OperationKind::Function => operation.parameters.len(),
        };
        let types = operation.parameters.iter().take(told).map(|one| {
            let full = self.full(scope, one.ty.name.as_str(), one.ty.name.span);
            if one.ty.collection { format!("Collection({full})") } else { full }
        });
        let types: Vec<String> = types.collect();
        format!("{name}({})", types.join(","))
    }

    fn parameter(&mut self, scope: usize, paths: &[String; 2], parameter: &syntax::Parameter) -> Parameter {
        let [overload, all] = paths.each_ref().map(|path| format!("{path}/{}", parameter.name.value));
        Parameter {
            name: parameter.name.value.clone(),
            ty: self.type_of(scope, &parameter.ty),
            nullable: parameter.facets.nullable.unwrap_or(!parameter.ty.collection),
            facets: parameter.facets,
            annotations: self.annotations(scope, &parameter.annotations, &[&overload, &all]),
            span: parameter.name.span,
        }
    }

    fn return_type(&mut self, scope: usize, paths: &[String; 2], returned: &syntax::ReturnType) -> ReturnType {
        let [overload, all] = paths.each_ref().map(|path| format!("{path}/$ReturnType"));
        ReturnType {
            ty: self.type_of(scope, &returned.ty),
            nullable: returned.facets.nullable.unwrap_or(!returned.ty.collection),
            facets: returned.facets,
            annotations: self.annotations(scope, &returned.annotations, &[&overload, &all]),
        }
    }
}
