//! Changes since (Protocol 4.01, 11.3).

use bytes::Bytes;
use http::Response;

use crate::answer::found::Found;
use crate::answer::query::Query;
use crate::answer::view::View;
use crate::answer::write::Writer;
use crate::answer::{Asked, Fault};
use crate::store::Store;

pub(super) fn can_track(_query: &Query<'_>, _found: &Found<'_>) -> bool {
    false
}

pub(super) fn link(_asked: &Asked<'_>, _store: &Store) -> String {
    String::new()
}

pub(super) fn changes<'s>(
    _asked: &Asked<'_>,
    _writer: &Writer<'s>,
    _query: &Query<'s>,
    _view: &View,
    _found: &Found<'s>,
) -> Result<Response<Bytes>, Fault> {
    Err(
        Fault::not_implemented("`$deltatoken` is not supported by this service")
            .target("$deltatoken"),
    )
}
