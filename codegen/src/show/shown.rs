//! All of what has a name: an entity set, a singleton, a type, an enumeration or an operation.

use std::fmt::Write;

use odata_csdl::model::{
    Annotations, EnumTypeId, Model, Operation, StructuredType, StructuredTypeId,
};
use odata_csdl::syntax::StructuredKind;

use super::table::Table;
use super::{Shown, words};
use crate::merge::DESCRIPTION;

/// What is called so, each; none where nothing is.
pub(super) fn of(shown: &Shown<'_>, name: &str) -> Option<String> {
    let model = shown.model;
    let mut parts: Vec<String> = Vec::new();
    let mut types: Vec<StructuredTypeId> = Vec::new();
    for container in model.service_containers() {
        if let Some(set) = container.entity_set(name) {
            let what = format!("entity set {name}");
            parts.push(of_type(shown, &what, &set.annotations, set.entity_type));
            types.push(set.entity_type);
        }
        if let Some(one) = container.singleton(name) {
            let what = format!("singleton {name}");
            parts.push(of_type(shown, &what, &one.annotations, one.entity_type));
            types.push(one.entity_type);
        }
        if let Some(import) = container.operation_import(name) {
            let overloads = import.operations.iter().map(|id| model.operation(*id));
            let what = format!("{} import {name}", words::kind(import.kind));
            parts.extend(overloads.map(|one| of_operation(model, &what, one)));
        }
    }
    for (id, ty) in model.structured_types() {
        // A type that a set or a singleton showed is not shown twice, where it was asked for by its name alone.
        let is_shown = types.contains(&id) && ty.name.name == name;
        if words::is_called(&ty.name, name) && !is_shown {
            parts.push(of_type(shown, "", &ty.annotations, id));
        }
    }
    let enums = model.enum_types();
    let enums = enums.filter(|(_, ty)| words::is_called(&ty.name, name));
    parts.extend(enums.map(|(id, _)| of_enumeration(shown, id)));
    let operations = model.operations().map(|(_, one)| one);
    let bound = operations.filter(|one| one.is_bound && words::is_called(&one.name, name));
    parts.extend(bound.map(|one| of_operation(model, "", one)));
    (!parts.is_empty()).then(|| parts.join("\n"))
}

/// All names that can be shown.
pub(super) fn names(model: &Model) -> Vec<String> {
    let mut names = Vec::new();
    for container in model.service_containers() {
        names.extend(container.entity_sets.iter().map(|one| one.name.clone()));
        names.extend(container.singletons.iter().map(|one| one.name.clone()));
        names.extend(
            container
                .operation_imports
                .iter()
                .map(|one| one.name.clone()),
        );
    }
    let types = model.structured_types().map(|(_, ty)| &ty.name);
    let enums = model.enum_types().map(|(_, ty)| &ty.name);
    let operations = model.operations().map(|(_, one)| &one.name);
    for name in types.chain(enums).chain(operations) {
        names.push(name.name.clone());
        names.push(String::from(name));
    }
    names
}

fn of_type(shown: &Shown<'_>, what: &str, said: &Annotations, id: StructuredTypeId) -> String {
    let (model, ty) = (shown.model, shown.model.structured_type(id));
    let mut out = String::new();
    if !what.is_empty() {
        let _ = writeln!(out, "{what}");
        describe(said, &mut out);
    }
    let _ = writeln!(out, "{}", type_head(shown, id, ty));
    describe(&ty.annotations, &mut out);
    properties(shown, id, &mut out);
    navigation(shown, id, &mut out);
    operations(model, id, &mut out);
    derived(model, id, &mut out);
    out
}

fn type_head(shown: &Shown<'_>, id: StructuredTypeId, ty: &StructuredType) -> String {
    let model = shown.model;
    let mut head = match ty.kind {
        StructuredKind::Entity => format!("entity type {}", ty.name),
        StructuredKind::Complex => format!("complex type {}", ty.name),
    };
    if let Some(base) = ty.base {
        let _ = write!(head, ", extends {}", model.structured_type(base).name);
    }
    let traits = [
        (ty.is_abstract, "abstract"),
        (ty.is_open, "open"),
        (ty.has_stream, "a media entity"),
    ];
    for (_, said) in traits.iter().filter(|(is, _)| *is) {
        let _ = write!(head, ", {said}");
    }
    let key = words::key(model, id);
    if !key.is_empty() {
        let _ = write!(head, ", key ({key})");
    }
    let chosen = shown
        .chosen
        .filter(|one| one.plan.types.binary_search(&id).is_ok());
    match (
        shown.chosen,
        chosen.and_then(|one| one.names.structured(id)),
    ) {
        (_, Some(rust)) => {
            let _ = write!(head, ", in Rust {}", rust.as_str());
        }
        (Some(_), None) => head.push_str(", not generated"),
        (None, None) => {}
    }
    head
}

/// The fields in Rust, by the names in the document.
fn fields(shown: &Shown<'_>, declared_by: StructuredTypeId) -> Vec<String> {
    let members = shown.chosen.map(|one| one.names.members(declared_by));
    let members = members.into_iter().flatten();
    members.map(|one| one.field.to_owned()).collect()
}

fn properties(shown: &Shown<'_>, id: StructuredTypeId, out: &mut String) {
    let model = shown.model;
    let mut table = Table::new(&["property", "type", "null", "facets", "in Rust", ""]);
    for one in model.lineage(id) {
        let fields = fields(shown, one);
        for (at, property) in model.structured_type(one).properties.iter().enumerate() {
            table.row([
                property.name.clone(),
                words::type_name(model, &property.ty),
                if property.nullable { "null" } else { "" }.to_owned(),
                words::facets(&property.facets).join(", "),
                fields.get(at).cloned().unwrap_or_default(),
                first_line(&property.annotations).to_owned(),
            ]);
        }
    }
    table.write(out);
}

fn navigation(shown: &Shown<'_>, id: StructuredTypeId, out: &mut String) {
    let model = shown.model;
    let mut table = Table::new(&[
        "navigation property",
        "leads to",
        "contained",
        "in Rust",
        "",
    ]);
    for one in model.lineage(id) {
        let ty = model.structured_type(one);
        let fields = fields(shown, one);
        for (at, property) in ty.navigation_properties.iter().enumerate() {
            let field = fields.get(ty.properties.len() + at).cloned();
            table.row([
                property.name.clone(),
                words::type_name(model, &property.ty),
                if property.contains_target {
                    "contained"
                } else {
                    ""
                }
                .to_owned(),
                field.unwrap_or_default(),
                first_line(&property.annotations).to_owned(),
            ]);
        }
    }
    table.write(out);
}

/// What is called on it, and on a collection of it, of its own and of its base types.
fn operations(model: &Model, id: StructuredTypeId, out: &mut String) {
    let mut table = Table::new(&["called on it", "", ""]);
    for collection in [false, true] {
        for one in model.lineage(id) {
            for (_, operation) in model.operations_bound_to(one, collection) {
                let place = if collection { "of a collection" } else { "" };
                let kind = words::kind(operation.kind);
                let signature = words::signature(model, operation);
                table.row([
                    format!("{kind} {}{signature}", operation.name.name),
                    place.to_owned(),
                    first_line(&operation.annotations).to_owned(),
                ]);
            }
        }
    }
    table.write(out);
}

fn derived(model: &Model, id: StructuredTypeId, out: &mut String) {
    let mut table = Table::new(&["extended by", ""]);
    for one in model.derived(id) {
        let ty = model.structured_type(*one);
        table.row([
            words::short(model, &ty.name),
            first_line(&ty.annotations).to_owned(),
        ]);
    }
    table.write(out);
}

fn of_enumeration(shown: &Shown<'_>, id: EnumTypeId) -> String {
    let ty = shown.model.enum_type(id);
    let flags = if ty.is_flags { ", flags" } else { "" };
    let mut out = format!("enumeration {}, {}{flags}", ty.name, ty.underlying);
    let chosen = shown.chosen.filter(|one| one.plan.enums.contains(&id));
    if let Some(rust) = chosen.and_then(|one| one.names.enumeration(id)) {
        let _ = write!(out, ", in Rust {}", rust.as_str());
    } else if shown.chosen.is_some() {
        out.push_str(", not generated");
    }
    out.push('\n');
    describe(&ty.annotations, &mut out);
    let mut table = Table::new(&["member", "value", "in Rust", ""]);
    let variants = chosen.map_or(&[][..], |one| one.names.variants(id));
    for (at, member) in ty.members.iter().enumerate() {
        let variant = variants.get(at).map(|name| name.as_str().to_owned());
        table.row([
            member.name.clone(),
            member.value.to_string(),
            variant.unwrap_or_default(),
            first_line(&member.annotations).to_owned(),
        ]);
    }
    table.write(&mut out);
    out
}

fn of_operation(model: &Model, what: &str, one: &Operation) -> String {
    let kind = words::kind(one.kind);
    let mut out = match (what, one.binding_parameter()) {
        ("", Some(on)) => {
            let on = words::type_name(model, &on.ty);
            format!("{kind} {}, called on {on}\n", one.name)
        }
        ("", None) => format!("{kind} {}\n", one.name),
        (what, _) => format!("{what} of {}\n", one.name),
    };
    describe(&one.annotations, &mut out);
    let mut table = Table::new(&["parameter", "type", "null", "facets", ""]);
    for parameter in one.own_parameters() {
        table.row([
            parameter.name.clone(),
            words::type_name(model, &parameter.ty),
            if parameter.nullable { "null" } else { "" }.to_owned(),
            words::facets(&parameter.facets).join(", "),
            first_line(&parameter.annotations).to_owned(),
        ]);
    }
    table.write(&mut out);
    if let Some(given) = &one.return_type {
        let _ = writeln!(out, "\nreturns {}", words::type_name(model, &given.ty));
    }
    out
}

/// What a document says of it, below its head.
fn describe(said: &Annotations, out: &mut String) {
    for line in said.str(DESCRIPTION).unwrap_or_default().lines() {
        let _ = writeln!(out, "  {}", line.trim());
    }
}

/// The beginning of what a document says of it, which fits beside it.
fn first_line(said: &Annotations) -> &str {
    let text = said.str(DESCRIPTION).unwrap_or_default();
    text.trim().lines().next().unwrap_or_default()
}
