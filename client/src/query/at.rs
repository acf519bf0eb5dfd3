//! An entity of which no more is known than its path.

use std::sync::Arc;

use odata_core::url::QueryOptions;

use super::entity::EntityQuery;
use super::target::{One, Target};
use crate::client::Client;
use crate::decode::Structured;

/// The entity at that path below the root; not asked for if there is a reason.
pub(crate) fn entity_at<E: Structured>(
    client: &Client,
    path: String,
    wrong: Option<String>,
) -> EntityQuery<E> {
    let options = QueryOptions::default();
    EntityQuery::below(client, One::<E>::PLAIN, Arc::from(path), options.into()).wrong_if(wrong)
}
