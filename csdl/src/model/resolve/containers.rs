//! Entity containers, and what one takes from another.

use foldhash::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::model::resolve::targets::Externals;
use crate::model::resolve::versions::earlier;
use crate::model::resolve::{NOWHERE, Resolver, text};
use crate::model::{
    Annotations, EntityContainer, EntitySet, NavigationPropertyBinding, OperationId,
    OperationImport, QualifiedName, Singleton, StructuredTypeId, TypeKind,
};
use crate::source::{Span, Spanned};
use crate::syntax::{self, OperationKind, StructuredKind};

/// The longest chain of containers that extend each other.
const MAX_DEPTH: usize = 32;

impl<'a> Resolver<'a> {
    pub(super) fn containers(&mut self) {
        let mut extended: Vec<(usize, usize, &'a Spanned<String>)> = Vec::new();
        for (scope, schema) in self.schemas() {
            for container in &schema.entity_containers {
                let name = QualifiedName::new(schema.namespace.as_str(), container.name.as_str());
                if !self.declare_container(&name.to_string(), container.name.span) {
                    continue;
                }
                if let Some(base) = &container.extends {
                    extended.push((self.model.containers.len(), scope, base));
                }
                if scope >= self.given {
                    self.model
                        .foreign_containers
                        .push(self.model.containers.len());
                }
                let resolved = self.container(scope, name, container);
                self.model.containers.push(resolved);
            }
        }
        self.extend(&extended);
        self.stated_container();
    }

    /// The container that the first document to say so names.
    fn stated_container(&mut self) {
        let documents = self.documents.clone();
        for (scope, document) in documents.iter().enumerate() {
            let Some(stated) = &document.entity_container else {
                continue;
            };
            let full = self.full(scope, stated.as_str(), stated.span);
            let mut containers = self.model.containers.iter();
            match containers.position(|one| one.name.to_string() == full) {
                Some(at) => self.model.service_container = at,
                None => self.unknown(scope, "container", &full, stated),
            }
            return;
        }
    }

    fn container(
        &mut self,
        scope: usize,
        name: QualifiedName,
        container: &'a syntax::EntityContainer,
    ) -> EntityContainer {
        let full = name.to_string();
        let mut taken: HashMap<&str, Span> = HashMap::default();
        let sets = self.unique(&full, &mut taken, &container.entity_sets, |one| &one.name);
        let singletons = self.unique(&full, &mut taken, &container.singletons, |one| &one.name);
        let imports = self.unique(&full, &mut taken, &container.operation_imports, |one| {
            &one.name
        });
        EntityContainer {
            entity_sets: sets
                .into_iter()
                .filter_map(|one| self.entity_set(scope, &full, one))
                .collect(),
            singletons: singletons
                .into_iter()
                .filter_map(|one| self.singleton(scope, &full, one))
                .collect(),
            operation_imports: imports
                .into_iter()
                .filter_map(|one| self.operation_import(scope, &full, one))
                .collect(),
            extends: container
                .extends
                .as_ref()
                .map(|base| self.full(scope, base.as_str(), base.span).into_owned()),
            annotations: self.annotations(scope, container.annotations.clone(), &[&full]),
            name,
            span: container.name.span,
        }
    }

    fn entity_set(
        &mut self,
        scope: usize,
        owner: &str,
        set: &syntax::EntitySet,
    ) -> Option<EntitySet> {
        let annotations = self.annotations(
            scope,
            set.annotations.clone(),
            &[&format!("{owner}/{}", set.name.value)],
        );
        let entity_type = self.entity_type(scope, &set.entity_type)?;
        if self.model.key(entity_type).is_none()
            && !self.model.structured_type(entity_type).is_abstract
        {
            let message = format!(
                "the entity set `{}` has a type without a key",
                set.name.value
            );
            self.diagnostics.push(
                Diagnostic::warning("no-key", message)
                    .at(set.entity_type.span, "")
                    .at(self.model.structured_type(entity_type).span, "the type"),
            );
        }
        Some(EntitySet {
            name: set.name.value.clone(),
            entity_type,
            include_in_service_document: set.include_in_service_document.unwrap_or(true),
            navigation_property_bindings: self.bindings(scope, &set.navigation_property_bindings),
            annotations,
            span: set.name.span,
        })
    }

    fn singleton(
        &mut self,
        scope: usize,
        owner: &str,
        singleton: &syntax::Singleton,
    ) -> Option<Singleton> {
        let path = format!("{owner}/{}", singleton.name.value);
        let annotations = self.annotations(scope, singleton.annotations.clone(), &[&path]);
        Some(Singleton {
            name: singleton.name.value.clone(),
            entity_type: self.entity_type(scope, &singleton.ty)?,
            nullable: singleton.nullable.unwrap_or(false),
            navigation_property_bindings: self
                .bindings(scope, &singleton.navigation_property_bindings),
            annotations,
            span: singleton.name.span,
        })
    }

    fn entity_type(&mut self, scope: usize, name: &Spanned<String>) -> Option<StructuredTypeId> {
        match self.kind_of(scope, name) {
            TypeKind::Structured(id)
                if self.model.structured_type(id).kind == StructuredKind::Entity =>
            {
                Some(id)
            }
            TypeKind::Unknown(_) => None,
            _ => {
                let message = format!("`{}` is not an entity type", name.value);
                self.diagnostics
                    .push(Diagnostic::error("wrong-kind", message).at(name.span, ""));
                None
            }
        }
    }

    fn bindings(
        &mut self,
        scope: usize,
        bindings: &[syntax::NavigationPropertyBinding],
    ) -> Vec<NavigationPropertyBinding> {
        let all = bindings.iter().map(|one| NavigationPropertyBinding {
            path: self.full_path(scope, one.path.as_str(), one.path.span),
            target: self.full_path(scope, one.target.as_str(), one.target.span),
            annotations: self.annotations(scope, one.annotations.clone(), &NOWHERE),
            span: one.span,
        });
        all.collect()
    }

    fn operation_import(
        &mut self,
        scope: usize,
        owner: &str,
        import: &syntax::OperationImport,
    ) -> Option<OperationImport> {
        let path = format!("{owner}/{}", import.name.value);
        let annotations = self.annotations(scope, import.annotations.clone(), &[&path]);
        let operations = self.imported(scope, import)?;
        Some(OperationImport {
            kind: import.kind,
            name: import.name.value.clone(),
            operations,
            entity_set: text(import.entity_set.clone()),
            include_in_service_document: import.include_in_service_document.unwrap_or(false),
            annotations,
            span: import.name.span,
        })
    }

    fn imported(
        &mut self,
        scope: usize,
        import: &syntax::OperationImport,
    ) -> Option<Vec<OperationId>> {
        let full = self.full(scope, import.operation.as_str(), import.operation.span);
        let what = match import.kind {
            OperationKind::Action => "action",
            OperationKind::Function => "function",
        };
        let named = self.model.operations_named(&full);
        let fits = |id: &OperationId| {
            let operation = self.model.operation(*id);
            operation.kind == import.kind && !operation.is_bound
        };
        let seen = !self.is_hidden(scope, &full);
        let named = if seen { named } else { &[] };
        let fitting: Vec<OperationId> = named.iter().copied().filter(fits).collect();
        if !fitting.is_empty() {
            return Some(fitting);
        }
        match named.first() {
            None => self.unknown(scope, what, &full, &import.operation),
            Some(first) => {
                let message = format!("`{full}` cannot be imported: it is not an unbound {what}");
                let error = Diagnostic::error("wrong-kind", message).at(import.operation.span, "");
                self.diagnostics
                    .push(error.at(self.model.operation(*first).span, "declared here"));
            }
        }
        None
    }

    /// The container of that name in an earlier version of its namespace, where this version declares none: services of Redfish extend the
    /// version that they are of, and DMTF declares a container only where something was added.
    fn earlier_container(&mut self, full: &str, span: Span) -> Option<usize> {
        let (namespace, simple) = full.rsplit_once('.')?;
        if !self.namespaces.contains(namespace) {
            return None;
        }
        let containers = self.model.containers.iter();
        let so_called = containers.filter(|one| one.name.name == simple);
        let found = earlier(namespace, so_called.map(|one| one.name.namespace.as_str()))?;
        let found = format!("{found}.{simple}");
        let at = self
            .model
            .containers
            .iter()
            .position(|one| one.name.to_string() == found)?;
        let message = format!("there is no container `{full}`; `{found}` is extended");
        let declared = self.model.containers.get(at)?.span;
        self.diagnostics.push(
            Diagnostic::warning("earlier-container", message)
                .at(span, "")
                .at(declared, "the last one before it"),
        );
        Some(at)
    }

    /// Gives containers the children of those they extend.
    fn extend(&mut self, extended: &[(usize, usize, &'a Spanned<String>)]) {
        let by_name: HashMap<String, usize> = self
            .model
            .containers
            .iter()
            .enumerate()
            .map(|(at, one)| (one.name.to_string(), at))
            .collect();
        let mut base_of: HashMap<usize, (usize, Span)> = HashMap::default();
        for &(at, scope, base) in extended {
            let full = self.full(scope, base.as_str(), base.span);
            match by_name
                .get(full.as_ref())
                .filter(|_| !self.is_hidden(scope, &full))
            {
                Some(&found) => {
                    base_of.insert(at, (found, base.span));
                    // One that extends itself stays.
                    if found != at {
                        self.model.foreign_containers.push(found);
                    }
                }
                None => match self.earlier_container(&full, base.span) {
                    Some(found) => {
                        base_of.insert(at, (found, base.span));
                        self.model.foreign_containers.push(found);
                    }
                    None => self.unknown(scope, "container", &full, base),
                },
            }
        }
        let original = self.model.containers.clone();
        for &(at, _, written) in extended {
            let mut seen = HashSet::from_iter([at]);
            let mut next = base_of.get(&at);
            while let Some(&(base, _)) = next {
                if !seen.insert(base) || seen.len() > MAX_DEPTH {
                    let message = format!("`{}` leads in a circle, or too far", written.value);
                    self.diagnostics
                        .push(Diagnostic::error("inheritance-cycle", message).at(written.span, ""));
                    break;
                }
                if let (Some(container), Some(base)) =
                    (self.model.containers.get_mut(at), original.get(base))
                {
                    take_over(container, base, &mut self.externals);
                }
                next = base_of.get(&base);
            }
        }
    }
}

/// Gives a container the children of another; what is said about them there from outside is about them too.
fn take_over(container: &mut EntityContainer, base: &EntityContainer, externals: &mut Externals) {
    let own: HashSet<String> = (container.entity_sets.iter().map(|one| &one.name))
        .chain(container.singletons.iter().map(|one| &one.name))
        .chain(container.operation_imports.iter().map(|one| &one.name))
        .cloned()
        .collect();
    let name = container.name.to_string();
    let mut annotate = |child: &str, annotations: &mut Annotations| {
        let outside = externals.take(&format!("{name}/{child}"));
        if let Some(said) = outside {
            annotations.extend(said);
        }
    };
    let is_new = |name: &String| !own.contains(name);
    for one in base.entity_sets.iter().filter(|one| is_new(&one.name)) {
        let mut one = one.clone();
        annotate(&one.name, &mut one.annotations);
        container.entity_sets.push(one);
    }
    for one in base.singletons.iter().filter(|one| is_new(&one.name)) {
        let mut one = one.clone();
        annotate(&one.name, &mut one.annotations);
        container.singletons.push(one);
    }
    let imports = base.operation_imports.iter();
    for one in imports.filter(|one| is_new(&one.name)) {
        let mut one = one.clone();
        annotate(&one.name, &mut one.annotations);
        container.operation_imports.push(one);
    }
}
