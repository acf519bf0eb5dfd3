//! How changes are answered: with the entity, or with its id.

use bytes::Bytes;
use http::header::{HeaderValue, LOCATION};
use http::{HeaderMap, Response, StatusCode};
use odata_core::url::QueryOption;
use odata_csdl::model::{Model, StructuredTypeId, TypeKind};
use serde_json::Value as Json;

use crate::answer::accept::Format;
use crate::answer::change::check_forms;
use crate::answer::query::Query;
use crate::answer::view::View;
use crate::answer::{Asked, Fault, entity, trees};
use crate::eval::{Names, World};
use crate::shape;
use crate::store::{Place, Row, Store, object_at};

/// How an answer to a change is written; settled before anything is changed.
pub(super) struct Written {
    format: Format,
    view: View,
    prefer: Option<Preference>,
    /// Whether the entity is asked for by `$select` or `$expand`.
    is_asked_for: bool,
}

/// What the client wants to get back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Preference {
    Minimal,
    Representation,
}

impl Written {
    /// What the client asks to be written of an entity, and, where that is not said, what of it was sent.
    pub(super) fn settle(
        asked: &Asked<'_>,
        ty: StructuredTypeId,
        sent: &Row,
    ) -> Result<Self, Fault> {
        let options = &asked.options;
        options.allow(&["$select", "$expand", "$format"], "a change")?;
        check_forms(asked, ty, sent)?;
        let headers = &asked.request.headers;
        let asked_for = ["$select", "$expand"];
        Ok(Written {
            format: Format::negotiate(headers, options.get("$format"))?,
            view: view(asked, ty, sent)?,
            prefer: preference(headers),
            is_asked_for: asked_for.iter().any(|name| options.get(name).is_some()),
        })
    }

    /// 201 and the entity, or 204 and its id (Protocol 4.01, 11.4.2).
    pub(super) fn created(
        &self,
        asked: &Asked<'_>,
        store: &Store,
        place: &Place,
    ) -> Result<Response<Bytes>, Fault> {
        let mut response = match self.prefer {
            Some(Preference::Minimal) if !self.is_asked_for => self.nothing(store, place),
            _ => self.entity(asked, store, place, StatusCode::CREATED)?,
        };
        if let Some(url) = url(asked, store, place) {
            let headers = response.headers_mut();
            headers.insert("odata-entityid", url.clone());
            headers.insert(LOCATION, url);
        }
        Ok(response)
    }

    /// 204, or 200 and the entity for who wants it (Protocol 4.01, 11.4.3).
    pub(super) fn updated(
        &self,
        asked: &Asked<'_>,
        store: &Store,
        place: &Place,
    ) -> Result<Response<Bytes>, Fault> {
        match self.prefer {
            Some(Preference::Representation) => self.entity(asked, store, place, StatusCode::OK),
            _ if self.is_asked_for => self.entity(asked, store, place, StatusCode::OK),
            _ => Ok(self.nothing(store, place)),
        }
    }

    /// The entity as it now is.
    pub(super) fn entity(
        &self,
        asked: &Asked<'_>,
        store: &Store,
        place: &Place,
        status: StatusCode,
    ) -> Result<Response<Bytes>, Fault> {
        let mut response = entity::written(asked, store, place, self.format, &self.view)?;
        *response.status_mut() = status;
        let is_wanted = self.prefer == Some(Preference::Representation);
        let applied = is_wanted.then(|| "return=representation".to_owned());
        asked.apply_preferences(response.headers_mut(), applied.into_iter().collect());
        Ok(response)
    }

    /// 204, with the ETag that the entity now has.
    fn nothing(&self, store: &Store, place: &Place) -> Response<Bytes> {
        let mut response = empty(StatusCode::NO_CONTENT);
        applied(response.headers_mut(), self.prefer);
        if place.is_root()
            && let Some(row) = store.at(place)
        {
            entity::add_etag(response.headers_mut(), store.etag(&place.source, row));
        }
        response
    }
}

/// Says which preference was heeded.
pub(super) fn applied(headers: &mut HeaderMap, preference: Option<Preference>) {
    let text = match preference {
        Some(Preference::Minimal) => "return=minimal",
        Some(Preference::Representation) => "return=representation",
        None => return,
    };
    headers.insert("preference-applied", HeaderValue::from_static(text));
}

pub(super) fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

/// What of a change the client wants to see (Protocol 4.0, 8.2.8.7).
pub(super) fn preference(headers: &HeaderMap) -> Option<Preference> {
    let values = headers
        .get_all("prefer")
        .iter()
        .filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).find_map(|one| {
        let one = one.split(';').next().unwrap_or_default();
        match one.trim().to_ascii_lowercase().as_str() {
            "return=minimal" => Some(Preference::Minimal),
            "return=representation" => Some(Preference::Representation),
            _ => None,
        }
    })
}

/// What is written of the entity: what `$select` and `$expand` ask for, and as deep as it was sent.
fn view(asked: &Asked<'_>, ty: StructuredTypeId, sent: &Row) -> Result<View, Fault> {
    let model = &asked.service.model;
    let ty = shape::actual_type(model, Some(ty), sent).unwrap_or(ty);
    let names = Names::new(model, ty);
    let mut options: Vec<QueryOption> = Vec::new();
    if let Some(text) = asked.options.get("$select") {
        options.push(trees::selected(text, model, ty, &names)?);
    }
    let given = asked.options.get("$expand").map(str::to_owned);
    if let Some(text) = given.or_else(|| nested(model, ty, &[sent])) {
        options.push(trees::expanded(&text, model, ty, &names)?);
    }
    View::of(&Query::of(&options))
}

/// `$expand` for the entities within what is sent (Protocol 4.01, 11.4.2.2); nothing where there are none.
fn nested(model: &Model, ty: StructuredTypeId, sent: &[&Row]) -> Option<String> {
    let mut expanded = Vec::new();
    for property in model.navigation_properties(ty) {
        let TypeKind::Structured(to) = property.ty.kind else {
            continue;
        };
        let name = &property.name;
        let names = [name.clone(), format!("{name}@odata.delta")];
        let values = sent
            .iter()
            .flat_map(|row| names.iter().filter_map(|name| row.get(name)));
        let mut is_sent = false;
        let mut within: Vec<&Row> = Vec::new();
        for value in values {
            is_sent = true;
            match value {
                Json::Array(items) => within.extend(items.iter().filter_map(Json::as_object)),
                Json::Object(row) => within.push(row),
                _ => {}
            }
        }
        if is_sent {
            expanded.push(match nested(model, to, &within) {
                Some(deeper) => format!("{name}($expand={deeper})"),
                None => name.clone(),
            });
        }
    }
    (!expanded.is_empty()).then(|| expanded.join(","))
}

/// The URL of an entity.
fn url(asked: &Asked<'_>, store: &Store, place: &Place) -> Option<HeaderValue> {
    let budget = crate::eval::Budget::default();
    let world = World {
        model: &asked.service.model,
        store,
        now: asked.now,
        budget: &budget,
        operations: &asked.service.config.operations,
    };
    let path = object_at(world, place)?.path(&asked.service.model)?;
    HeaderValue::from_str(&format!("{}{path}", asked.root)).ok()
}
