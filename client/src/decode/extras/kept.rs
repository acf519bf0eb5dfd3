//! What extras hold where there are any.

use std::sync::Arc;

use odata_core::edm::Json;

use super::Extras;
use super::links::Links;
use super::references::Ids;
use crate::decode::derived::Whole;

/// [`Kept`] and nothing else, its type forgotten: what drops it would otherwise be compiled into each program, and there into
/// each part of it that drops an entity.
pub(super) trait Held: Send + Sync {
    fn kept(&self) -> &Kept;
    fn kept_mut(&mut self) -> &mut Kept;
}

impl Held for Kept {
    fn kept(&self) -> &Kept {
        self
    }

    fn kept_mut(&mut self) -> &mut Kept {
        self
    }
}

#[derive(Clone, Default, PartialEq)]
pub(super) struct Kept {
    pub(super) type_name: Option<Box<str>>,
    pub(super) etag: Option<Box<str>>,
    pub(super) id: Option<Box<str>>,
    pub(super) undeclared: Vec<(Box<str>, Json)>,
    pub(super) cut_short: Vec<(Box<str>, Box<str>)>,
    pub(super) counts: Vec<(Box<str>, u64)>,
    pub(super) references: Vec<(Box<str>, Ids)>,
    pub(super) links: Links,
    pub(super) whole: Option<Arc<Whole>>,
    pub(super) asked: Option<Box<Asked>>,
}

/// What is kept where it was asked for.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Asked {
    /// What an annotation is of, its term without `odata.`, and its value.
    pub(super) annotations: Vec<(Box<str>, Box<str>, Json)>,
    pub(super) present: Option<Vec<&'static str>>,
}

#[inline(never)]
#[allow(
    improper_ctypes_definitions,
    reason = "only how panics end is wanted of it"
)]
extern "C" fn dropped(held: Box<dyn Held>) {
    drop(held);
}

/// By one call, as a record in another one is.
impl Drop for Extras {
    #[inline]
    fn drop(&mut self) {
        if let Some(held) = self.0.take() {
            dropped(held);
        }
    }
}

impl Clone for Extras {
    fn clone(&self) -> Self {
        match self.kept() {
            Some(kept) => Extras(Some(Box::new(kept.clone()))),
            None => Extras(None),
        }
    }
}

impl PartialEq for Extras {
    fn eq(&self, other: &Self) -> bool {
        self.kept() == other.kept()
    }
}
