//! What a correction is about, by its name.

use odata_csdl::syntax::{Annotation, Document, Facets, Schema, TypeRef};

/// What is corrected.
pub(super) struct Target<'d> {
    /// Its type, of a property or a parameter.
    pub(super) typed: Option<(&'d mut TypeRef, &'d mut Facets)>,
    pub(super) annotations: &'d mut Vec<Annotation>,
}

/// Whether what is declared there so is meant: by its name alone, or with its namespace or the alias of that.
pub(super) fn is_named(schema: &Schema, name: &str, wanted: &str) -> bool {
    let alias = schema.alias.as_ref().map(|alias| alias.value.as_str());
    match wanted.rsplit_once('.') {
        Some((of, simple)) => simple == name && (of == schema.namespace.value || Some(of) == alias),
        None => wanted == name,
    }
}

/// `Type/property` of `Namespace.Type/property`.
pub(super) fn without_namespace(target: &str) -> &str {
    let owner = target.split('/').next().unwrap_or(target);
    let start = owner.rfind('.').map_or(0, |dot| dot + 1);
    target.get(start..).unwrap_or(target)
}

/// The full names of the types that have it, or are called so.
pub(super) fn owners(documents: &[Document], target: &str) -> Vec<String> {
    let (owner, property) = match target.split_once('/') {
        Some((owner, property)) => (owner, Some(property)),
        None => (target, None),
    };
    let mut found = Vec::new();
    for schema in documents.iter().flat_map(|document| &document.schemas) {
        let types = schema.structured_types.iter();
        let named = types.filter(|ty| is_named(schema, &ty.name.value, owner));
        let with = named.filter(|ty| {
            let mut own = ty.properties.iter();
            property.is_none_or(|name| own.any(|one| one.name.value == name))
        });
        let full = |name: &str| match property {
            Some(property) => format!("`{}.{name}/{property}`", schema.namespace.value),
            None => format!("`{}.{name}`", schema.namespace.value),
        };
        found.extend(with.map(|ty| full(&ty.name.value)));
    }
    found
}

/// Hands on what is meant: a property, or else the parameters of that name of all overloads; a type, or else an entity set.
/// Whether there is anything.
pub(super) fn each(
    documents: &mut [Document],
    target: &str,
    set: &mut dyn FnMut(Target<'_>),
) -> bool {
    let mut schemas: Vec<&mut Schema> = documents
        .iter_mut()
        .flat_map(|document| &mut document.schemas)
        .collect();
    match target.split_once('/') {
        Some((owner, name)) => {
            property(&mut schemas, owner, name, set) || parameters(&mut schemas, owner, name, set)
        }
        None => type_or_set(&mut schemas, target, set),
    }
}

fn property(
    schemas: &mut [&mut Schema],
    owner: &str,
    name: &str,
    set: &mut dyn FnMut(Target<'_>),
) -> bool {
    for schema in schemas {
        let at = schema.structured_types.iter().position(|ty| {
            let mut own = ty.properties.iter();
            is_named(schema, &ty.name.value, owner) && own.any(|one| one.name.value == name)
        });
        let ty = at.and_then(|at| schema.structured_types.get_mut(at));
        let mut properties = ty.into_iter().flat_map(|ty| &mut ty.properties);
        if let Some(one) = properties.find(|one| one.name.value == name) {
            set(Target {
                typed: Some((&mut one.ty, &mut one.facets)),
                annotations: &mut one.annotations,
            });
            return true;
        }
    }
    false
}

fn parameters(
    schemas: &mut [&mut Schema],
    operation: &str,
    name: &str,
    set: &mut dyn FnMut(Target<'_>),
) -> bool {
    let mut found = false;
    for schema in schemas {
        let (simple, is_meant) = match operation.rsplit_once('.') {
            Some((_, simple)) => (simple, is_named(schema, simple, operation)),
            None => (operation, true),
        };
        let overloads = schema.operations.iter_mut();
        let overloads = overloads.filter(|one| is_meant && one.name.value == simple);
        let parameters = overloads.flat_map(|one| &mut one.parameters);
        for one in parameters.filter(|one| one.name.value == name) {
            set(Target {
                typed: Some((&mut one.ty, &mut one.facets)),
                annotations: &mut one.annotations,
            });
            found = true;
        }
    }
    found
}

fn type_or_set(schemas: &mut [&mut Schema], name: &str, set: &mut dyn FnMut(Target<'_>)) -> bool {
    for schema in schemas {
        let at = schema
            .structured_types
            .iter()
            .position(|ty| is_named(schema, &ty.name.value, name));
        let ty = at.and_then(|at| schema.structured_types.get_mut(at));
        let mut sets = schema
            .entity_containers
            .iter_mut()
            .flat_map(|container| &mut container.entity_sets);
        let annotations = match ty {
            Some(ty) => Some(&mut ty.annotations),
            None => sets
                .find(|set| set.name.value == name)
                .map(|set| &mut set.annotations),
        };
        if let Some(annotations) = annotations {
            set(Target {
                typed: None,
                annotations,
            });
            return true;
        }
    }
    false
}

/// Everything that can be corrected, for a suggestion.
pub(super) fn all(documents: &[Document]) -> Vec<String> {
    let mut all = Vec::new();
    for schema in documents.iter().flat_map(|document| &document.schemas) {
        for ty in &schema.structured_types {
            all.push(ty.name.value.clone());
            all.extend(
                ty.properties
                    .iter()
                    .map(|property| format!("{}/{}", ty.name.value, property.name.value)),
            );
        }
        for one in &schema.operations {
            let parameters = one.parameters.iter();
            all.extend(parameters.map(|own| format!("{}/{}", one.name.value, own.name.value)));
        }
        let sets = schema
            .entity_containers
            .iter()
            .flat_map(|container| &container.entity_sets);
        all.extend(sets.map(|set| set.name.value.clone()));
    }
    all
}
