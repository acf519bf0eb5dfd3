//! Entities are inserted, changed, replaced and removed (Protocol 4.01, 11.4.2 to 11.4.5).

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use odata_csdl::model::StructuredTypeId;
use serde_json::Value as Json;

use super::spot::{Collection, Spot, name_of, spot};
use super::{allowed, body, changer, content, etag, refused};
use crate::answer::written::{Written, empty};
use crate::answer::{Asked, Fault, condition};
use crate::eval::Source;
use crate::shape;
use crate::store::{Into, Missing, Place, Relation, Row, Store, type_of};

/// Answers a `POST` to a collection of entities.
pub(super) fn insert(
    asked: &Asked<'_>,
    store: &mut Store,
    collection: &Collection<'_>,
) -> Result<Response<Bytes>, Fault> {
    let model = &*asked.service.model;
    allowed::insert(model, collection, store)?;
    if model.structured_type(collection.ty).has_stream && !body::is_json(asked) {
        return content::insert(asked, store, collection);
    }
    let row = body::object(asked)?;
    let written = Written::settle(asked, collection.ty, &row)?;
    allowed::inserted(model, collection, &row)?;
    let place = inserted(asked, store, collection, row)?;
    written.created(asked, store, &place)
}

/// Inserts what is sent into a collection.
pub(super) fn inserted(
    asked: &Asked<'_>,
    store: &mut Store,
    collection: &Collection<'_>,
    mut row: Row,
) -> Result<Place, Fault> {
    let model = &asked.service.model;
    if shape::stated_type(&row).is_none() && collection.was_cast {
        let name = &model.structured_type(collection.ty).name;
        row.insert("@odata.type".to_owned(), format!("#{name}").into());
    }
    let stated = shape::stated_type(&row).and_then(|name| shape::find_structured(model, name));
    if collection.was_cast && stated.is_some_and(|stated| !model.is_a(stated, collection.ty)) {
        let message = "the entity is not of the type that the URL ends with";
        return Err(Fault::bad_request(message).target("@odata.type"));
    }
    // A reference relates an entity that is there.
    if let (Some(relation), Some(id)) = (&collection.from, row.get("@odata.id").cloned())
        && !relation.property.contains_target
    {
        let mut changer = changer(asked, store);
        let found = changer
            .linked(&id, relation.property, "@odata.id")
            .map_err(refused)?;
        let related = changer.relate(&relation.owner, relation.property, &found);
        related.map_err(refused)?;
        return Ok(found);
    }
    let Some(home) = &collection.home else {
        let message = "this collection is of no entity set: nothing can be inserted there";
        return Err(Fault::not_implemented(message));
    };
    let declared = match home {
        Into::Set(set) => set.entity_type,
        Into::Contained(_, property) => type_of(property).unwrap_or(collection.ty),
    };
    let from = collection.from.as_ref();
    let mut changer = changer(asked, store);
    changer
        .insert(home, declared, row, from, "")
        .map_err(refused)
}

/// Answers a form with the entity that a closure of the test made of it.
pub(super) fn form(
    asked: &Asked<'_>,
    store: &mut Store,
    row: Row,
    replace: bool,
) -> Result<Response<Bytes>, Fault> {
    let model = &*asked.service.model;
    let Spot::Collection(collection) = spot(asked, model, store)? else {
        return Err(super::not_allowed(asked, "GET, HEAD"));
    };
    let written = Written::settle(asked, collection.ty, &Row::new())?;
    if replace && let Some(Into::Set(set)) = &collection.home {
        let values = crate::store::key_values(model, set, &row);
        if let Some(at) = store.position(model, set, &values) {
            let place = Place::of_row(&set.name, at);
            let done = changer(asked, store).update(&place, row, Missing::Reset, "");
            done.map_err(refused)?;
            return written.entity(asked, store, &place, StatusCode::OK);
        }
    }
    let place = inserted(asked, store, &collection, row)?;
    written.entity(asked, store, &place, StatusCode::OK)
}

/// Answers a `PATCH` or a `PUT` of an entity.
pub(super) fn update(
    asked: &Asked<'_>,
    store: &mut Store,
    place: &Place,
    relation: Option<&Relation<'_>>,
    source: Option<Source<'_>>,
) -> Result<Response<Bytes>, Fault> {
    let (model, config) = (&*asked.service.model, &asked.service.config);
    allowed::update(asked, model, store, place, relation, source)?;
    let headers = &asked.request.headers;
    let own = etag(store, place).filter(|_| place.is_root());
    condition::may_change(headers, own.as_deref(), config.require_if_match)?;
    let ty = changer(asked, store).type_at(place);
    let mut row = body::object(asked)?;
    let ty = ty.ok_or_else(|| Fault::not_found("there is no entity there"))?;
    let written = Written::settle(asked, ty, &row)?;
    allowed::updated(model, source, ty, &mut row)?;
    let missing = missing_of(asked);
    let done = changer(asked, store).update(place, row, missing, "");
    done.map_err(refused)?;
    written.updated(asked, store, place)
}

/// How the members that are not sent are meant.
fn missing_of(asked: &Asked<'_>) -> Missing {
    if asked.request.method == Method::PUT {
        Missing::Reset
    } else {
        Missing::Stay
    }
}

/// Answers a `PATCH` or a `PUT` of an entity that is not there (Protocol 4.01, 11.4.4).
pub(super) fn upsert(
    asked: &Asked<'_>,
    store: &mut Store,
    collection: &Collection<'_>,
    key: Vec<(String, Json)>,
) -> Result<Response<Bytes>, Fault> {
    let model = &*asked.service.model;
    if !allowed::upsert(asked, model, collection) {
        return Err(missing(collection, &key));
    }
    condition::may_insert(&asked.request.headers)?;
    let mut row = body::object(asked)?;
    let written = Written::settle(asked, collection.ty, &row)?;
    for (path, value) in key {
        row.insert(path, value);
    }
    let place = inserted(asked, store, collection, row)?;
    written.created(asked, store, &place)
}

/// Answers a `PATCH` or a `PUT` of what a property leads to, where that is nothing: only a contained entity is inserted.
pub(super) fn upsert_related(
    asked: &Asked<'_>,
    store: &mut Store,
    relation: Relation<'_>,
    ty: StructuredTypeId,
) -> Result<Response<Bytes>, Fault> {
    let home = Into::Contained(relation.owner.clone(), relation.property);
    let collection = Collection {
        home: Some(home),
        ty,
        from: Some(relation.clone()),
        was_cast: false,
    };
    let is_possible = allowed::upsert(asked, &asked.service.model, &collection);
    if !relation.property.contains_target || !is_possible {
        return Err(unrelated(&relation));
    }
    condition::may_insert(&asked.request.headers)?;
    let row = body::object(asked)?;
    let written = Written::settle(asked, ty, &row)?;
    let place = inserted(asked, store, &collection, row)?;
    written.created(asked, store, &place)
}

/// Answers a `DELETE` of an entity.
pub(super) fn delete(
    asked: &Asked<'_>,
    store: &mut Store,
    place: &Place,
    relation: Option<&Relation<'_>>,
    source: Option<Source<'_>>,
) -> Result<Response<Bytes>, Fault> {
    asked.options.allow(&[], "a deletion")?;
    let (model, config) = (&*asked.service.model, &asked.service.config);
    allowed::delete(model, store, relation, source)?;
    let own = etag(store, place).filter(|_| place.is_root());
    condition::may_change(
        &asked.request.headers,
        own.as_deref(),
        config.require_if_match,
    )?;
    if let Some(relation) = relation
        && relation.property.contains_target
        && !relation.property.ty.collection
        && !relation.property.nullable
    {
        let message = format!("{} is never null", name_of(relation.property));
        return Err(Fault::bad_request(message).target(relation.property.name.as_str()));
    }
    changer(asked, store).delete(place).map_err(refused)?;
    Ok(empty(StatusCode::NO_CONTENT))
}

/// There is no entity with that key.
pub(super) fn missing(collection: &Collection<'_>, key: &[(String, Json)]) -> Fault {
    let name = match &collection.home {
        Some(Into::Set(set)) => set.name.as_str(),
        Some(Into::Contained(_, property)) => property.name.as_str(),
        None => "the collection",
    };
    let texts = key.iter().map(|(_, value)| match value {
        Json::String(text) => format!("'{}'", text.replace('\'', "''")),
        other => other.to_string(),
    });
    let texts: Vec<String> = texts.collect();
    Fault::not_found(format!(
        "`{name}` has no entity with the key {}",
        texts.join(",")
    ))
}

/// A property leads to nothing.
pub(super) fn unrelated(relation: &Relation<'_>) -> Fault {
    Fault::not_found(format!("{} leads to no entity", name_of(relation.property)))
}
