//! All that a service has, a line for each entity set, singleton, operation and type.

use odata_csdl::model::{EntitySet, Model, OperationImport, Singleton, StructuredTypeId};
use odata_csdl::syntax::StructuredKind;

use super::table::Table;
use super::{Chosen, Shown, words};
use crate::plan::reach;

pub(super) fn of(shown: &Shown<'_>) -> String {
    let model = shown.model;
    let mut out = head(shown);
    let mut methods = shown.chosen.map(|chosen| chosen.names.methods());
    let mut accessor = |name: &str| {
        let method = methods.as_mut().map(|methods| methods.name(name));
        method.map(|method| format!("{}()", method.as_str()))
    };
    let mut sets = Table::new(&[
        "entity sets",
        "of",
        "key",
        "properties",
        "navigation",
        "types",
        "in Rust",
    ]);
    let mut singletons = Table::new(&[
        "singletons",
        "of",
        "properties",
        "navigation",
        "types",
        "in Rust",
    ]);
    let mut imports = Table::new(&["operations", "", "in Rust"]);
    for container in model.service_containers() {
        for set in &container.entity_sets {
            let method = is_chosen_set(shown, set).then(|| accessor(&set.name));
            let name = marked(shown, method.is_some(), &set.name);
            let mut row = vec![name, type_of(model, set.entity_type)];
            row.push(words::key(model, set.entity_type));
            row.extend(size(model, set.entity_type));
            row.push(method.flatten().unwrap_or_default());
            sets.row(row);
        }
        for one in &container.singletons {
            let method = is_chosen_singleton(shown, one).then(|| accessor(&one.name));
            let name = marked(shown, method.is_some(), &one.name);
            let mut row = vec![name, type_of(model, one.entity_type)];
            row.extend(size(model, one.entity_type));
            row.push(method.flatten().unwrap_or_default());
            singletons.row(row);
        }
        for import in &container.operation_imports {
            let method = is_chosen_import(shown, import).then(|| accessor(&import.name));
            let name = marked(shown, method.is_some(), &import.name);
            let overloads = import.operations.iter();
            let mut called = overloads.map(|id| words::signature(model, model.operation(*id)));
            let kind = words::kind(import.kind);
            let first = format!("{kind} {}", called.next().unwrap_or_default());
            imports.row([name, first, method.flatten().unwrap_or_default()]);
            for other in called {
                imports.row([String::new(), format!("{kind} {other}"), String::new()]);
            }
        }
    }
    sets.write(&mut out);
    singletons.write(&mut out);
    imports.write(&mut out);
    types(shown, StructuredKind::Entity, "entity types", &mut out);
    types(shown, StructuredKind::Complex, "complex types", &mut out);
    enumerations(shown, &mut out);
    out.push_str("\n`properties` and `navigation` count inherited ones; `types` are those that a value may consist of, which are generated with it.\n");
    out.push_str("`--show NAME` shows all of one: its properties and what is called on it.\n");
    out
}

fn head(shown: &Shown<'_>) -> String {
    let model = shown.model;
    let sets: usize = model
        .service_containers()
        .map(|one| one.entity_sets.len())
        .sum();
    let singletons: usize = model
        .service_containers()
        .map(|one| one.singletons.len())
        .sum();
    let types = model
        .structured_types()
        .filter(|(id, _)| model.is_own_type(*id));
    let enums = model.enum_types().filter(|(id, _)| model.is_own_enum(*id));
    let counts = [
        words::counted(sets, "entity set"),
        words::counted(singletons, "singleton"),
        words::counted(types.count(), "structured type"),
        words::counted(enums.count(), "enumeration"),
        words::counted(model.operations().count(), "operation"),
    ];
    let mut text = format!(
        "{}: OData {}, {}\n",
        shown.title,
        model.version(),
        counts.join(", ")
    );
    if shown.chosen.is_some() {
        text.push_str("`+` is generated.\n");
    }
    text
}

/// A name behind the sign that it is generated.
fn marked(shown: &Shown<'_>, chosen: bool, name: &str) -> String {
    match (shown.chosen, chosen) {
        (None, _) => name.to_owned(),
        (Some(_), true) => format!("+ {name}"),
        (Some(_), false) => format!("  {name}"),
    }
}

fn type_of(model: &Model, id: StructuredTypeId) -> String {
    words::short(model, &model.structured_type(id).name)
}

/// How many properties and navigation properties it has, and of how many types its values may consist.
fn size(model: &Model, id: StructuredTypeId) -> [String; 3] {
    let types = reach(model, id);
    [
        model.properties(id).count().to_string(),
        model.navigation_properties(id).count().to_string(),
        types.to_string(),
    ]
}

fn is_chosen_set(shown: &Shown<'_>, set: &EntitySet) -> bool {
    let sets = shown.chosen.map(|chosen| &chosen.plan.sets);
    sets.is_some_and(|sets| sets.iter().any(|one| one.name == set.name))
}

fn is_chosen_singleton(shown: &Shown<'_>, one: &Singleton) -> bool {
    let all = shown.chosen.map(|chosen| &chosen.plan.singletons);
    all.is_some_and(|all| all.iter().any(|known| known.name == one.name))
}

fn is_chosen_import(shown: &Shown<'_>, import: &OperationImport) -> bool {
    let is_it = |chosen: Chosen<'_>| {
        let all = chosen.plan.functions.iter().chain(&chosen.plan.actions);
        let mut imports = all.filter_map(|one| one.import);
        imports.any(|known| known.name == import.name)
    };
    shown.chosen.is_some_and(is_it)
}

fn types(shown: &Shown<'_>, kind: StructuredKind, title: &str, out: &mut String) {
    let model = shown.model;
    let mut table = Table::new(&[title, "extends", "properties", "navigation", "in Rust"]);
    let all = model.structured_types();
    for (id, ty) in all.filter(|(_, ty)| ty.kind == kind) {
        let chosen = shown
            .chosen
            .filter(|one| one.plan.types.binary_search(&id).is_ok());
        let rust = chosen.and_then(|chosen| chosen.names.structured(id));
        table.row([
            marked(
                shown,
                chosen.is_some(),
                &words::short(shown.model, &ty.name),
            ),
            ty.base.map(|base| type_of(model, base)).unwrap_or_default(),
            model.properties(id).count().to_string(),
            model.navigation_properties(id).count().to_string(),
            rust.map(|name| name.as_str().to_owned())
                .unwrap_or_default(),
        ]);
    }
    table.write(out);
}

fn enumerations(shown: &Shown<'_>, out: &mut String) {
    let mut table = Table::new(&["enumerations", "members", "in Rust"]);
    for (id, ty) in shown.model.enum_types() {
        let chosen = shown.chosen.filter(|one| one.plan.enums.contains(&id));
        let rust = chosen.and_then(|chosen| chosen.names.enumeration(id));
        table.row([
            marked(
                shown,
                chosen.is_some(),
                &words::short(shown.model, &ty.name),
            ),
            ty.members.len().to_string(),
            rust.map(|name| name.as_str().to_owned())
                .unwrap_or_default(),
        ]);
    }
    table.write(out);
}
