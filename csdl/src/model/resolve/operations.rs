//! Actions and functions.

use foldhash::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::model::resolve::{Of, Resolver, are_few_and_differ, text, without};
use crate::model::{
    Annotations, Operation, OperationId, Parameter, QualifiedName, ReturnType, TypeKind,
};
use crate::syntax::{self, Annotation, OperationKind};

/// The overloads of one name where the first of them is: CSDL JSON has no other order.
fn overloads_together(operations: Vec<syntax::Operation>) -> Vec<syntax::Operation> {
    let mut first: HashMap<&str, usize> = HashMap::default();
    let places: Vec<usize> = operations
        .iter()
        .enumerate()
        .map(|(at, one)| *first.entry(one.name.as_str()).or_insert(at))
        .collect();
    if places.is_sorted() {
        return operations;
    }
    let mut ordered: Vec<_> = places.into_iter().zip(operations).collect();
    ordered.sort_by_key(|(first, _)| *first);
    ordered.into_iter().map(|(_, one)| one).collect()
}

impl Resolver<'_> {
    pub(super) fn operations(&mut self, operations: Vec<Of<Vec<syntax::Operation>>>) {
        let count = operations.iter().map(|one| one.what.len()).sum();
        self.model.operations.reserve_exact(count);
        for of_schema in operations {
            for operation in overloads_together(of_schema.what) {
                let resolved = self.operation(of_schema.scope, &of_schema.namespace, operation);
                let id = OperationId::at(self.model.operations.len());
                self.model
                    .operations_by_name
                    .entry(String::from(&resolved.name))
                    .or_default()
                    .push(id);
                if let Some(parameter) = resolved.binding_parameter()
                    && let TypeKind::Structured(to) = parameter.ty.kind
                {
                    let binding = (to, parameter.ty.collection);
                    let bound = &mut self.model.operations_by_binding;
                    bound.entry(binding).or_default().push(id);
                }
                self.model.operations.push(resolved);
            }
        }
    }

    fn operation(
        &mut self,
        scope: usize,
        namespace: &str,
        operation: syntax::Operation,
    ) -> Operation {
        let name = QualifiedName::new(namespace, operation.name.as_str());
        if operation.is_bound && operation.parameters.is_empty() {
            let message = format!("`{name}` is bound, but has no parameter to be bound to");
            let error =
                Diagnostic::error("no-binding-parameter", message).at(operation.name.span, "");
            self.diagnostics
                .push(error.help("the first parameter is the binding one"));
        }
        if operation.kind == OperationKind::Function && operation.return_type.is_none() {
            let message = format!("the function `{name}` has no return type");
            self.diagnostics
                .push(Diagnostic::warning("no-return-type", message).at(operation.name.span, ""));
        }
        let full = String::from(&name);
        let paths = self.paths(scope, &full, &operation);
        let names = operation.parameters.iter().map(|one| &one.name);
        let repeated = match are_few_and_differ(names.clone().map(|one| &one.value)) {
            true => HashSet::default(),
            false => self.repeated(&full, &mut HashMap::default(), names),
        };
        let parameters = without(operation.parameters, &repeated)
            .into_iter()
            .map(|one| self.parameter(scope, &paths, one))
            .collect();
        Operation {
            kind: operation.kind,
            is_bound: operation.is_bound,
            is_composable: operation.is_composable,
            entity_set_path: text(operation.entity_set_path),
            parameters,
            return_type: operation
                .return_type
                .map(|returned| self.return_type(scope, &paths, returned)),
            annotations: self.annotated(scope, operation.annotations, &paths, ""),
            name,
            span: operation.name.span,
        }
    }

    /// The target paths that lead to one overload: by its types, and by its name alone.
    ///
    /// An action is told by its binding type and a function by all of its types; Microsoft Graph tells actions by all.
    fn paths(&mut self, scope: usize, name: &str, operation: &syntax::Operation) -> Vec<String> {
        let is_target = self.externals.are_about(name);
        let types = operation.parameters.iter().map(|one| {
            let full = self.full(scope, one.ty.name.as_str(), one.ty.name.span);
            match one.ty.collection {
                _ if !is_target => String::new(),
                true => format!("Collection({full})"),
                false => full.into_owned(),
            }
        });
        let types: Vec<String> = types.collect();
        if !is_target {
            return Vec::new();
        }
        let mut paths = vec![format!("{name}({})", types.join(","))];
        if operation.kind == OperationKind::Action {
            let binding = types
                .first()
                .filter(|_| operation.is_bound)
                .map_or("", String::as_str);
            paths.push(format!("{name}({binding})"));
        }
        paths.push(name.to_owned());
        paths
    }

    fn annotated(
        &mut self,
        scope: usize,
        inline: Vec<Annotation>,
        paths: &[String],
        part: &str,
    ) -> Annotations {
        let paths: Vec<String> = paths.iter().map(|path| format!("{path}{part}")).collect();
        self.annotations(scope, inline, &paths)
    }

    fn parameter(
        &mut self,
        scope: usize,
        paths: &[String],
        parameter: syntax::Parameter,
    ) -> Parameter {
        let part = match paths.is_empty() {
            true => String::new(),
            false => format!("/{}", parameter.name.value),
        };
        Parameter {
            name: parameter.name.value,
            ty: self.type_of(scope, &parameter.ty),
            nullable: parameter
                .facets
                .nullable
                .unwrap_or(!parameter.ty.collection),
            facets: parameter.facets,
            annotations: self.annotated(scope, parameter.annotations, paths, &part),
            span: parameter.name.span,
        }
    }

    fn return_type(
        &mut self,
        scope: usize,
        paths: &[String],
        returned: syntax::ReturnType,
    ) -> ReturnType {
        ReturnType {
            ty: self.type_of(scope, &returned.ty),
            nullable: returned.facets.nullable.unwrap_or(!returned.ty.collection),
            facets: returned.facets,
            annotations: self.annotated(scope, returned.annotations, paths, "/$ReturnType"),
        }
    }
}
