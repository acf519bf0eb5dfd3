//! `[rename]` of `service.toml`: what its targets are, and whether the names can be names.

use std::collections::BTreeMap;

use odata_core::names::{nearest, pascal, snake};
use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::model::{EnumTypeId, Model, OperationId, StructuredTypeId, TypeKind};

use super::meant::by_simple_name;
use super::{TAKEN, scope};
use crate::plan::{ListOwner, Plan};
use crate::service::{Rename, Service};

/// The renames, by what they rename.
#[derive(Default)]
pub(super) struct Renames<'s>(BTreeMap<Target, &'s Rename>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Structured(StructuredTypeId),
    Enum(EnumTypeId),
    Property(StructuredTypeId, String),
    Operation(StructuredTypeId, String),
    Variant(EnumTypeId, String),
    /// One of the values that a property or a type definition lists.
    Value(ListOwner, String),
    /// An entity set, a singleton or an import.
    Child(String),
}

impl<'s> Renames<'s> {
    /// What is not there, or not generated, and what is no name is an error.
    pub(super) fn of(service: &'s Service, plan: &Plan<'_>, diagnostics: &mut Diagnostics) -> Self {
        let mut all = Renames::default();
        for rename in &service.renames {
            let target = match find(plan, rename) {
                Ok(target) => target,
                Err(error) => {
                    diagnostics.push(error);
                    continue;
                }
            };
            if !is_generated(&target, plan) {
                // What another service is generated from, or with more areas, is renamed there.
                if service.areas.is_some() || rename.target.span.source != service.source {
                    continue;
                }
                let message = format!("`{}` is not generated", rename.target.value);
                diagnostics.push(
                    Diagnostic::error("unmet-rename", message)
                        .at(rename.target.span, "renamed here")
                        .help(
                            "ask for it, for example in the list `types`, or leave the rename out",
                        ),
                );
            }
            if let Some(error) = fault(&target, rename, &service.name.value) {
                diagnostics.push(error);
            }
            if let Some(other) = all.0.insert(target, rename) {
                let message = format!("`{}` is renamed twice", rename.target.value);
                diagnostics.push(
                    Diagnostic::error("name-clash", message)
                        .at(rename.target.span, "here")
                        .at(other.target.span, "and here")
                        .help("leave one of them out"),
                );
            }
        }
        all
    }

    pub(super) fn structured(&self, id: StructuredTypeId) -> Option<&'s Rename> {
        self.0.get(&Target::Structured(id)).copied()
    }

    pub(super) fn enumeration(&self, id: EnumTypeId) -> Option<&'s Rename> {
        self.0.get(&Target::Enum(id)).copied()
    }

    /// Of a property that the type itself declares.
    pub(super) fn property(&self, owner: StructuredTypeId, name: &str) -> Option<&'s Rename> {
        self.get(|| Target::Property(owner, name.to_owned()))
    }

    pub(super) fn operation(&self, owner: StructuredTypeId, name: &str) -> Option<&'s Rename> {
        self.get(|| Target::Operation(owner, name.to_owned()))
    }

    pub(super) fn variant(&self, owner: EnumTypeId, name: &str) -> Option<&'s Rename> {
        self.get(|| Target::Variant(owner, name.to_owned()))
    }

    pub(super) fn value(&self, owner: &ListOwner, wire: &str) -> Option<&'s Rename> {
        self.get(|| Target::Value(owner.clone(), wire.to_owned()))
    }

    pub(super) fn child(&self, name: &str) -> Option<&'s Rename> {
        self.get(|| Target::Child(name.to_owned()))
    }

    fn get(&self, target: impl FnOnce() -> Target) -> Option<&'s Rename> {
        // Most services have none at all.
        let is_empty = self.0.is_empty();
        (!is_empty).then(|| self.0.get(&target()).copied())?
    }
}

fn is_generated(target: &Target, plan: &Plan<'_>) -> bool {
    let operations = || plan.functions.iter().chain(&plan.actions);
    match target {
        Target::Structured(id) | Target::Property(id, _) => {
            plan.types.contains(id) || plan.stubs.contains(id)
        }
        Target::Enum(id) | Target::Variant(id, _) => plan.enums.contains(id),
        Target::Value(owner, _) => plan.lists.get(owner).is_some(),
        Target::Operation(id, name) => operations()
            .any(|one| one.binding.is_some_and(|(owner, _)| owner == *id) && one.wire() == name),
        Target::Child(name) => {
            plan.sets.iter().any(|set| set.name == *name)
                || plan.singletons.iter().any(|one| one.name == *name)
                || operations().any(|one| one.import.is_some() && one.wire() == name)
        }
    }
}

fn find(plan: &Plan<'_>, rename: &Rename) -> Result<Target, Diagnostic> {
    let model = plan.model;
    let target = rename.target.value.as_str();
    let Some((owner, name)) = target.split_once('/') else {
        let child = children(model, None).find(|&one| one == target);
        if let Some(name) = child {
            return Ok(Target::Child(name.to_owned()));
        }
        return match model.find_type(target) {
            Some(TypeKind::Structured(id)) => Ok(Target::Structured(*id)),
            Some(TypeKind::Enum(id)) => Ok(Target::Enum(*id)),
            _ => {
                let known = children(model, None).map(str::to_owned);
                Err(unknown(model, rename, known.chain(types(model)).collect()))
            }
        };
    };
    if is_container(model, owner) {
        let mut all = children(model, Some(owner));
        return match all.find(|&one| one == name) {
            Some(_) => Ok(Target::Child(name.to_owned())),
            None => {
                let known = children(model, Some(owner));
                Err(unknown(
                    model,
                    rename,
                    known.map(|one| format!("{owner}/{one}")).collect(),
                ))
            }
        };
    }
    match model.find_type(owner) {
        Some(TypeKind::Structured(id)) => match name.split_once('/') {
            Some((property, value)) => {
                let owner = ListOwner::Property(*id, property.to_owned());
                listed(
                    plan,
                    owner,
                    value,
                    &format!("{}/{property}", model.structured_type(*id).name),
                    rename,
                )
            }
            None => member(model, *id, name, rename),
        },
        Some(TypeKind::Definition(id)) => {
            let full = model.type_definition(*id).name.to_string();
            listed(plan, ListOwner::Definition(*id), name, &full, rename)
        }
        Some(TypeKind::Enum(id)) => {
            let members = || model.enum_type(*id).members.iter().map(|one| &one.name);
            match members().any(|one| one == name) {
                true => Ok(Target::Variant(*id, name.to_owned())),
                false => Err(unknown(
                    model,
                    rename,
                    members().map(|one| format!("{owner}/{one}")).collect(),
                )),
            }
        }
        _ => {
            if let Some((parameter, value)) = name.split_once('/')
                && let Some(first) = model.operations_named(owner).first()
            {
                let full = format!("{owner}/{parameter}");
                let of = |id: &OperationId| ListOwner::Parameter(*id, parameter.to_owned());
                let overloads = model.operations_named(owner).iter().map(of);
                let mut listed_for = overloads.filter(|one| {
                    let list = plan.lists.get(one);
                    list.is_some_and(|list| list.values.iter().any(|one| one.wire == value))
                });
                let owner = listed_for.next().unwrap_or_else(|| of(first));
                return listed(plan, owner, value, &full, rename);
            }
            let containers = model.containers().iter().map(|one| one.name.name.clone());
            let lists = plan.lists.iter().map(|(owner, _)| list_name(model, owner));
            let known = types(model).chain(containers).chain(lists);
            let known = known.map(|one| format!("{one}/{name}"));
            // A near type says nothing of the member.
            let is_meant = by_simple_name(model, target).is_some();
            Err(unknown(
                model,
                rename,
                known.filter(|_| !is_meant).collect(),
            ))
        }
    }
}

/// One of the values that are listed for a property that the type declares itself, or for a type definition.
fn listed(
    plan: &Plan<'_>,
    owner: ListOwner,
    value: &str,
    full: &str,
    rename: &Rename,
) -> Result<Target, Diagnostic> {
    if let Some(list) = plan.lists.get(&owner) {
        let mut values = list.values.iter().map(|one| &*one.wire);
        if values.any(|wire| wire == value) {
            return Ok(Target::Value(owner, value.to_owned()));
        }
    }
    let all = plan.lists.iter().filter(|(_, list)| {
        let mut values = list.values.iter();
        values.any(|one| one.wire == value)
    });
    let known = all.map(|(owner, _)| format!("{}/{value}", list_name(plan.model, owner)));
    let own = plan.lists.get(&owner).into_iter();
    let own = own.flat_map(|list| &list.values);
    let own = own.map(|one| format!("{full}/{}", one.wire));
    Err(unknown(plan.model, rename, own.chain(known).collect()))
}

/// What lists values, as `[rename]` has it.
fn list_name(model: &Model, owner: &ListOwner) -> String {
    match owner {
        ListOwner::Property(id, property) => {
            format!("{}/{property}", model.structured_type(*id).name)
        }
        ListOwner::Definition(id) => model.type_definition(*id).name.to_string(),
        ListOwner::Parameter(id, parameter) => {
            format!("{}/{parameter}", model.operation(*id).name)
        }
    }
}

/// What a structured type has under that name: a property of its own, or an operation bound to it.
fn member(
    model: &Model,
    id: StructuredTypeId,
    name: &str,
    rename: &Rename,
) -> Result<Target, Diagnostic> {
    let declares = |one: StructuredTypeId| {
        let ty = model.structured_type(one);
        let mut structural = ty.properties.iter().map(|own| &own.name);
        let mut navigation = ty.navigation_properties.iter().map(|own| &own.name);
        structural.any(|own| own == name) || navigation.any(|own| own == name)
    };
    if declares(id) {
        return Ok(Target::Property(id, name.to_owned()));
    }
    let bound = || {
        let lists = [false, true].map(|many| model.operations_bound_to(id, many));
        lists
            .into_iter()
            .flatten()
            .map(|(_, one)| one.name.name.as_str())
    };
    if bound().any(|one| one == name) {
        return Ok(Target::Operation(id, name.to_owned()));
    }
    let owner = &model.structured_type(id).name;
    let mut lineage = model.lineage(id);
    if let Some(base) = lineage.find(|&one| declares(one)) {
        let base = &model.structured_type(base).name;
        let message = format!("`{name}` of `{owner}` is declared by `{base}`");
        return Err(Diagnostic::error("unmet-rename", message)
            .at(rename.target.span, "renamed here")
            .help(format!(
                "rename `{base}/{name}`: all types that have it call it the same"
            )));
    }
    let structural = model.properties(id).map(|one| one.name.as_str());
    let navigation = model.navigation_properties(id).map(|one| one.name.as_str());
    let known = structural.chain(navigation).chain(bound());
    Err(unknown(
        model,
        rename,
        known.map(|one| format!("{owner}/{one}")).collect(),
    ))
}

fn is_container(model: &Model, name: &str) -> bool {
    let mut containers = model.containers().iter();
    containers.any(|one| one.name.name == name || one.name.to_string() == name)
}

/// What the containers have, or one of them.
fn children<'m>(model: &'m Model, container: Option<&str>) -> impl Iterator<Item = &'m str> {
    let containers = model.containers().iter().filter(move |one| {
        container.is_none_or(|name| one.name.name == name || one.name.to_string() == name)
    });
    containers.flat_map(|one| {
        let sets = one.entity_sets.iter().map(|set| set.name.as_str());
        let singletons = one.singletons.iter().map(|one| one.name.as_str());
        let imports = one.operation_imports.iter().map(|one| one.name.as_str());
        sets.chain(singletons).chain(imports)
    })
}

/// The full names of what can be renamed.
fn types(model: &Model) -> impl Iterator<Item = String> {
    let structured = model.structured_types().map(|(_, ty)| ty.name.to_string());
    structured.chain(model.enum_types().map(|(_, ty)| ty.name.to_string()))
}

fn unknown(model: &Model, rename: &Rename, known: Vec<String>) -> Diagnostic {
    let message = format!("the service has no `{}` to rename", rename.target.value);
    let target = &rename.target.value;
    let near = nearest(target, known.iter().map(String::as_str)).map(str::to_owned);
    let near = near.or_else(|| by_simple_name(model, target));
    Diagnostic::error("unmet-rename", message)
        .at(rename.target.span, "renamed here")
        .suggest(near.as_deref().unwrap_or_default(), near.as_deref())
        .help("a full type name, `Full.Type/property`, `Full.Enum/Member`, `Full.Type/property/value`, or the name of an entity set, a singleton or an import is expected")
}

/// Whether the name can be one of that kind, written as Rust has it.
fn fault(target: &Target, rename: &Rename, service: &str) -> Option<Diagnostic> {
    let name = rename.name.value.as_str();
    let (what, written, reserved): (_, fn(&str) -> String, _) = match target {
        Target::Structured(_) | Target::Enum(_) => ("a type", pascal, TAKEN),
        Target::Variant(..) | Target::Value(..) => ("a variant", pascal, scope::VARIANTS),
        Target::Property(..) => ("a field", snake, scope::FIELDS),
        Target::Operation(..) => ("a function", snake, scope::FUNCTIONS),
        Target::Child(_) => ("a method of the client", snake, scope::METHODS),
    };
    let is_type = matches!(target, Target::Structured(_) | Target::Enum(_));
    let usual = written(name);
    let error = |text: String| {
        Diagnostic::error("bad-rename", text)
            .at(rename.name.span, format!("the name of {what} is expected"))
    };
    if reserved.contains(&name) || (is_type && pascal(service) == name) {
        let error = error(format!(
            "`{name}` is taken by what generated code uses itself"
        ));
        return Some(error.help("choose another name"));
    }
    if usual == name {
        return None;
    }
    let error = error(format!("`{name}` cannot be the name of {what}"));
    Some(match usual.starts_with("r#") || usual.ends_with('_') {
        true => error.help("it is a keyword of Rust: choose another name"),
        false => error.help(format!("Rust would write it `{usual}`")),
    })
}
