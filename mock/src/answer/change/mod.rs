//! Changes (Protocol 4.01, 11.4): each is one step, done as a whole or not at all.

mod allowed;
mod body;
mod content;
mod entity;
mod forms;
mod property;
mod reference;
mod spot;

use std::sync::PoisonError;

use bytes::Bytes;
use http::{Method, Response};

use crate::answer::segment::segments;
use crate::answer::{Asked, Fault};
use crate::eval::{Budget, Source};
use crate::store::{Changer, Misfit, Place, Refusal, Row, Store};
pub(crate) use body::Stop;
pub(super) use forms::check as check_forms;
use spot::Spot;

/// Answers a change. Nothing else is read or written meanwhile.
pub(super) fn change(asked: &Asked<'_>) -> Result<Response<Bytes>, Stop> {
    let service = asked.service;
    // The closure may ask the service itself, so the rows are locked only afterwards.
    let form = form(asked)?;
    let mut store = service
        .store
        .write()
        .unwrap_or_else(PoisonError::into_inner);
    let response = store.attempt(|store| match form {
        Some((row, replace)) => entity::form(asked, store, row, replace),
        None => answered(asked, store),
    })?;
    Ok(response)
}

/// What a closure of the test made of a form, where the set takes forms.
fn form(asked: &Asked<'_>) -> Result<Option<(Row, bool)>, Stop> {
    if asked.request.method != Method::POST {
        return Ok(None);
    }
    match &segments(asked.path)?[..] {
        [set] => match asked.service.config.forms.get(set) {
            Some(reader) => body::read_form(asked, reader).map(Some),
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

fn answered(asked: &Asked<'_>, store: &mut Store) -> Result<Response<Bytes>, Fault> {
    if matches!(asked.path.trim_end_matches('/'), "" | "$metadata") {
        return Err(not_allowed(asked, "GET, HEAD"));
    }
    let model = &*asked.service.model;
    let method = asked.request.method.as_str();
    let spot = spot::spot(asked, model, store)?;
    // Only an update can become an insert.
    if let Spot::Nobody(collection, key) = &spot
        && !matches!(method, "PATCH" | "PUT")
    {
        return Err(entity::missing(collection, key));
    }
    match (spot, method) {
        (Spot::Collection(collection), "POST") => entity::insert(asked, store, &collection),
        (Spot::Collection(_), _) => Err(not_allowed(asked, "GET, HEAD, POST")),
        (Spot::Entity(place, relation, source), "PATCH" | "PUT") => {
            entity::update(asked, store, &place, relation.as_ref(), source)
        }
        (Spot::Entity(place, relation, source), "DELETE")
            if !matches!(source, Some(Source::Singleton(_))) =>
        {
            entity::delete(asked, store, &place, relation.as_ref(), source)
        }
        (Spot::Entity(_, _, Some(Source::Singleton(_))), _) => {
            Err(not_allowed(asked, "GET, HEAD, PATCH, PUT"))
        }
        (Spot::Entity(..), _) => Err(not_allowed(asked, "GET, HEAD, PATCH, PUT, DELETE")),
        (Spot::Nobody(collection, key), _) => entity::upsert(asked, store, &collection, key),
        (Spot::Unrelated(relation, ty), "PATCH" | "PUT") => {
            entity::upsert_related(asked, store, relation, ty)
        }
        (Spot::Unrelated(relation, _), _) => Err(entity::unrelated(&relation)),
        (Spot::Property(part), _) => property::change(asked, store, &part),
        (Spot::RawValue(part), _) => property::change_raw(asked, store, &part),
        (Spot::Content(place), _) => content::change(asked, store, &place),
        (Spot::References(relation, item), _) => reference::change(asked, store, &relation, item),
        (Spot::Other, _) => Err(not_allowed(asked, "GET, HEAD")),
    }
}

/// What changes the rows by one request.
fn changer<'c>(asked: &'c Asked<'_>, store: &'c mut Store) -> Changer<'c> {
    Changer {
        model: &asked.service.model,
        store,
        now: asked.now,
        is_newer: body::is_newer(asked),
        budget: Budget::default(),
    }
}

/// The ETag of the row that a place is in.
fn etag(store: &Store, place: &Place) -> Option<String> {
    let row = store.at(&place.root())?;
    store.etag(&place.source, row).map(str::to_owned)
}

fn not_allowed(asked: &Asked<'_>, allowed: &'static str) -> Fault {
    let method = &asked.request.method;
    let message = format!("{method} is not answered there: {allowed} are");
    Fault::method_not_allowed(message, allowed)
}

fn refused(refusal: Refusal) -> Fault {
    match refusal {
        Refusal::Misfit(misfit) => misfits(misfit),
        Refusal::Taken(set, key) => {
            let message = format!("`{set}` has an entity with the key {key} already");
            Fault::conflict(message)
        }
        Refusal::Conflict(message) => Fault::conflict(message),
        Refusal::Evaluation(error) => Fault::evaluation(&error, "the body"),
    }
}

fn misfits(misfit: Misfit) -> Fault {
    let message = format!("`{}` {}", misfit.path, misfit.reason);
    Fault::bad_request(message).target(misfit.path)
}
