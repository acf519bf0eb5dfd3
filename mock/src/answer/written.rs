//! How changes are answered: with the entity, or with its id.

use bytes::Bytes;
use http::header::{HeaderValue, LOCATION};
use http::{HeaderMap, Response, StatusCode};
use odata_core::edm::Literal;
use odata_core::url::{QueryOption, key_predicate};
use odata_csdl::model::EntitySet;

use crate::answer::accept::Format;
use crate::answer::query::Query;
use crate::answer::view::View;
use crate::answer::{Asked, Fault, entity, trees};
use crate::eval::{Names, key_literal};
use crate::store::{Row, Store, key_values};

/// How an answer to a change is written; settled before anything is changed.
pub(super) struct Written {
    format: Format,
    view: View,
    pub(super) prefer: Option<Preference>,
}

/// What the client wants to get back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Preference {
    Minimal,
    Representation,
}

impl Written {
    pub(super) fn settle(asked: &Asked<'_>, set: &EntitySet) -> Result<Self, Fault> {
        let options = &asked.options;
        options.allow(&["$select", "$format"], "a change")?;
        let headers = &asked.request.headers;
        Ok(Written {
            format: Format::negotiate(headers, options.get("$format"))?,
            view: view(asked, set)?,
            prefer: preference(headers),
        })
    }

    /// 201 and the entity, or 204 and its id.
    pub(super) fn created(
        &self,
        asked: &Asked<'_>,
        store: &Store,
        set: &EntitySet,
        row: &Row,
    ) -> Result<Response<Bytes>, Fault> {
        let mut response = match self.prefer {
            Some(Preference::Minimal) => self.nothing(store, set, row),
            _ => self.entity(asked, store, set, row, StatusCode::CREATED)?,
        };
        if let Some(url) = url(asked, set, row) {
            let headers = response.headers_mut();
            headers.insert("odata-entityid", url.clone());
            headers.insert(LOCATION, url);
        }
        Ok(response)
    }

    /// The entity as it now is.
    pub(super) fn entity(
        &self,
        asked: &Asked<'_>,
        store: &Store,
        set: &EntitySet,
        row: &Row,
        status: StatusCode,
    ) -> Result<Response<Bytes>, Fault> {
        let mut response = entity::written(asked, store, set, row, self.format, &self.view)?;
        *response.status_mut() = status;
        if self.prefer == Some(Preference::Representation) {
            let applied = HeaderValue::from_static("return=representation");
            response.headers_mut().insert("preference-applied", applied);
        }
        Ok(response)
    }

    /// 204, with the ETag that the entity now has.
    pub(super) fn nothing(&self, store: &Store, set: &EntitySet, row: &Row) -> Response<Bytes> {
        let mut response = empty(StatusCode::NO_CONTENT);
        let headers = response.headers_mut();
        if self.prefer == Some(Preference::Minimal) {
            let applied = HeaderValue::from_static("return=minimal");
            headers.insert("preference-applied", applied);
        }
        entity::add_etag(headers, store.etag(set, row));
        response
    }
}

pub(super) fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

/// What of a change the client wants to see (Protocol 4.0, 8.2.8.7).
fn preference(headers: &HeaderMap) -> Option<Preference> {
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

/// What `$select` asks to be written of the entity.
fn view(asked: &Asked<'_>, set: &EntitySet) -> Result<View, Fault> {
    let model = &asked.service.model;
    let names = Names::new(model, set.entity_type);
    let options: Vec<QueryOption> = match asked.options.get("$select") {
        Some(text) => vec![trees::selected(text, model, set.entity_type, &names)?],
        None => Vec::new(),
    };
    View::of(&Query::of(&options))
}

/// The URL of an entity.
fn url(asked: &Asked<'_>, set: &EntitySet, row: &Row) -> Option<HeaderValue> {
    let model = &*asked.service.model;
    let values = key_values(model, set, row);
    let literals = values.iter().map(|value| key_literal(model, value));
    let literals: Option<Vec<Literal>> = literals.collect();
    let names = entity::key_names(asked, set);
    let pairs: Vec<(&str, Literal)> = names.into_iter().zip(literals?).collect();
    let url = format!("{}{}{}", asked.root, set.name, key_predicate(&pairs));
    HeaderValue::from_str(&url).ok()
}
