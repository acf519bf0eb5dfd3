//! Without the feature `tracing` nobody looks.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};
use url::Url;

use super::observer::{Failure, Observed};
use crate::error::Error;

#[derive(Clone, Debug)]
pub(crate) struct Spanned;

#[derive(Debug, Default)]
pub(super) struct Ids {}

impl Ids {
    pub(super) fn sent(&mut self, _: &HeaderMap) {}
    pub(super) fn received(&mut self, _: &HeaderMap) {}
}

impl Spanned {
    pub(super) fn of_call(_: &Method, _: &Url, _: Option<&'static str>, _: Option<u64>) -> Self {
        Spanned
    }

    pub(super) fn none() -> Self {
        Spanned
    }

    pub(super) fn of_try(&self, _: u32) -> Self {
        Spanned
    }

    pub(super) fn is_seen(&self) -> bool {
        false
    }

    pub(crate) fn within<F: Future>(self, future: F) -> F {
        future
    }

    pub(super) fn at_once<T>(&self, work: impl FnOnce() -> T) -> T {
        work()
    }

    pub(super) fn tried(&self, _: &Observed<'_>, _: &Ids, _: Option<&str>) {}
    pub(super) fn called(&self, _: &Observed<'_>) {}
}

pub(crate) fn asked_for(_: &'static str, _: &str, _: Option<StatusCode>) {}
pub(super) fn redirected(_: StatusCode, _: &Url) {}
pub(super) fn waited(_: Duration) {}

pub(crate) fn waits(_: Duration, _: &Error) {}
pub(crate) fn broke_off(_: Option<u64>, _: &Url, _: u64, _: Failure) {}
