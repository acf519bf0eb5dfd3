//! What the model says cannot be changed (the vocabulary `Org.OData.Capabilities.V1`).

use http::Method;
use odata_csdl::model::Model;

use super::spot::Collection;
use crate::answer::restrictions::Said;
use crate::answer::{Asked, Fault};
use crate::eval::Source;
use crate::store::{Into, Place, Relation, Row, Store};

/// The set or the singleton whose restrictions count for a collection.
fn source<'m>(collection: &Collection<'m>) -> Option<Source<'m>> {
    match &collection.home {
        Some(Into::Set(set)) => Some(Source::Set(set)),
        _ => None,
    }
}

/// What the source of the owner says of a navigation property by a term, a flag of it.
fn by_navigation(
    model: &Model,
    store: &Store,
    relation: Option<&Relation<'_>>,
    term: &str,
    flag: &str,
) -> Option<bool> {
    let relation = relation?;
    let source = source_of(model, &relation.owner)?;
    let path = store.navigation_path(&relation.owner, &relation.property.name);
    Said::of(model, source).navigation_flag(&path, term, flag)
}

fn source_of<'m>(model: &'m Model, place: &Place) -> Option<Source<'m>> {
    let set = model.entity_set(&place.source).map(Source::Set);
    set.or_else(|| model.singleton(&place.source).map(Source::Singleton))
}

/// Refuses an insert into a collection that takes none.
pub(super) fn insert(
    model: &Model,
    collection: &Collection<'_>,
    store: &Store,
) -> Result<(), Fault> {
    let from = collection.from.as_ref();
    let of_path = by_navigation(model, store, from, "InsertRestrictions", "Insertable");
    let of_set = || {
        let said = Said::of(model, source(collection)?);
        said.flag("InsertRestrictions", "Insertable")
    };
    if of_path.or_else(of_set) == Some(false) {
        let message = "nothing can be inserted there: InsertRestrictions says so";
        return Err(Fault::method_not_allowed(message, "GET, HEAD"));
    }
    Ok(())
}

/// Refuses an entity with properties that cannot be inserted, or without those that are required.
pub(super) fn inserted(model: &Model, collection: &Collection<'_>, row: &Row) -> Result<(), Fault> {
    let Some(source) = source(collection) else {
        return Ok(());
    };
    let (said, term) = (Said::of(model, source), "InsertRestrictions");
    nested(model, &said, "DeepInsertSupport", collection.ty, row)?;
    for list in [
        "NonInsertableProperties",
        "NonInsertableNavigationProperties",
    ] {
        for path in said.paths(term, list) {
            if is_given(row, path) {
                let message = format!("`{path}` of `{}` cannot be inserted", said.name());
                return Err(Fault::bad_request(message).target(path));
            }
        }
    }
    for path in said.paths(term, "RequiredProperties") {
        if !is_given(row, path) {
            let message = format!("`{path}` is missing, and `{}` requires it", said.name());
            return Err(Fault::bad_request(message).target(path));
        }
    }
    Ok(())
}

/// Refuses entities within what is sent where the model says that none are taken.
fn nested(
    model: &Model,
    said: &Said<'_>,
    term: &str,
    ty: odata_csdl::model::StructuredTypeId,
    row: &Row,
) -> Result<(), Fault> {
    if said.flag(term, "Supported") != Some(false) {
        return Ok(());
    }
    let is_nested = |value: &serde_json::Value| match value {
        serde_json::Value::Array(items) => !items.is_empty(),
        other => other.is_object(),
    };
    let mut properties = model.navigation_properties(ty);
    let found = properties.find(|property| row.get(&property.name).is_some_and(is_nested));
    match found {
        Some(property) => {
            let message = format!(
                "`{}` takes no entities within one: {term} says so",
                said.name()
            );
            Err(Fault::not_implemented(message).target(property.name.as_str()))
        }
        None => Ok(()),
    }
}

/// Whether a body has a member under a path, or links by it.
fn is_given(row: &Row, path: &str) -> bool {
    let mut names = path.split('/');
    let first = names.next().unwrap_or_default();
    if row.contains_key(&format!("{first}@odata.bind")) {
        return true;
    }
    let found = row.get(first);
    names
        .try_fold(found, |at, name| Some(at?.get(name)))
        .flatten()
        .is_some()
}

/// Refuses an update of what cannot be updated.
pub(super) fn update(
    asked: &Asked<'_>,
    model: &Model,
    store: &Store,
    place: &Place,
    relation: Option<&Relation<'_>>,
    source: Option<Source<'_>>,
) -> Result<(), Fault> {
    let term = "UpdateRestrictions";
    let said = source.map(|source| Said::of(model, source));
    let of_path = by_navigation(model, store, relation, term, "Updatable");
    let of_set = || said.as_ref()?.flag(term, "Updatable");
    if of_path.or_else(of_set) == Some(false) {
        let message = format!(
            "`{}` cannot be updated: UpdateRestrictions says so",
            place.source
        );
        return Err(Fault::method_not_allowed(message, "GET, HEAD"));
    }
    let methods = said.and_then(|said| said.members(term, "UpdateMethod"));
    let Some(methods) = methods.filter(|methods| !methods.is_empty()) else {
        return Ok(());
    };
    if methods
        .iter()
        .any(|one| *one == asked.request.method.as_str())
    {
        return Ok(());
    }
    let allowed = if asked.request.method == Method::PUT {
        "GET, HEAD, PATCH, DELETE"
    } else {
        "GET, HEAD, PUT, DELETE"
    };
    let message = format!("`{}` is updated by {}", place.source, methods.join(", "));
    Err(Fault::method_not_allowed(message, allowed))
}

/// Passes over the properties that cannot be updated (Protocol 4.01, 11.4.3).
///
/// # Errors
/// When entities are sent within one that takes none.
pub(super) fn updated(
    model: &Model,
    source: Option<Source<'_>>,
    ty: odata_csdl::model::StructuredTypeId,
    row: &mut Row,
) -> Result<(), Fault> {
    let Some(source) = source else { return Ok(()) };
    let said = Said::of(model, source);
    nested(model, &said, "DeepUpdateSupport", ty, row)?;
    let list = ["NonUpdatableProperties", "NonUpdatableNavigationProperties"];
    for path in list
        .iter()
        .flat_map(|list| said.paths("UpdateRestrictions", list))
    {
        drop_path(row, path);
    }
    Ok(())
}

fn drop_path(row: &mut Row, path: &str) {
    match path.split_once('/') {
        None => {
            row.remove(path);
            row.remove(&format!("{path}@odata.bind"));
        }
        Some((first, rest)) => {
            let inner = row.get_mut(first);
            if let Some(inner) = inner.and_then(serde_json::Value::as_object_mut) {
                drop_path(inner, rest);
            }
        }
    }
}

/// Whether an update of an entity that is not there inserts it.
pub(super) fn upsert(asked: &Asked<'_>, model: &Model, collection: &Collection<'_>) -> bool {
    let said = source(collection).map(|source| Said::of(model, source));
    let said = said.and_then(|said| said.flag("UpdateRestrictions", "Upsertable"));
    let is_content = model.structured_type(collection.ty).has_stream;
    said.unwrap_or(asked.service.config.upsert) && !is_content
}

/// Refuses relations that cannot be updated.
pub(super) fn relate(model: &Model, store: &Store, relation: &Relation<'_>) -> Result<(), Fault> {
    let Some(source) = source_of(model, &relation.owner) else {
        return Ok(());
    };
    let path = store.navigation_path(&relation.owner, &relation.property.name);
    let list = "NonUpdatableNavigationProperties";
    if Said::of(model, source).lists("UpdateRestrictions", list, &path) {
        let message = format!("`{path}` of `{}` cannot be updated", source.name());
        return Err(Fault::method_not_allowed(message, "GET, HEAD"));
    }
    Ok(())
}

/// Refuses contents that cannot be updated.
pub(super) fn content(model: &Model, source: Option<Source<'_>>) -> Result<(), Fault> {
    let said = source.map(|source| Said::of(model, source));
    let updatable = said.and_then(|said| said.flag("UpdateRestrictions", "Updatable"));
    if updatable == Some(false) {
        let message = "nothing can be updated there: UpdateRestrictions says so";
        return Err(Fault::method_not_allowed(message, "GET, HEAD"));
    }
    Ok(())
}

/// Refuses to delete what cannot be deleted.
pub(super) fn delete(
    model: &Model,
    store: &Store,
    relation: Option<&Relation<'_>>,
    source: Option<Source<'_>>,
) -> Result<(), Fault> {
    let term = "DeleteRestrictions";
    let of_path = by_navigation(model, store, relation, term, "Deletable");
    let of_set = || Said::of(model, source?).flag(term, "Deletable");
    if of_path.or_else(of_set) == Some(false) {
        let message = "nothing can be deleted there: DeleteRestrictions says so";
        return Err(Fault::method_not_allowed(message, "GET, HEAD, PATCH, PUT"));
    }
    Ok(())
}
