//! Changes that are made together or not at all.

use std::fmt;

use super::Batch;
use super::handle::Handle;
use super::ids::GroupId;
use super::refers::Refers;
use crate::query::{EntityQuery, Reference};
use crate::request::Request;

/// A change set, or atomicity group, that is being filled: [`Batch::atomic`] gives it.
pub struct Group<'b> {
    pub(super) batch: &'b mut Batch,
    pub(super) group: GroupId,
}

impl Group<'_> {
    /// Adds a change: [`Batch::add`].
    pub fn add<R: Request>(&mut self, request: &R) -> Handle<R::Output> {
        self.batch.put(request, Some(self.group))
    }

    /// The entity that a request before makes, in the URLs of changes: [`Batch::below`].
    pub fn below<T: Refers>(&self, handle: &Handle<T>) -> EntityQuery<T::Entity> {
        self.batch.below(handle)
    }

    /// The entity that a request before makes, as the target of a link: [`Batch::reference`].
    pub fn reference<T: Refers>(&self, handle: &Handle<T>) -> Reference<T::Entity> {
        self.batch.reference(handle)
    }
}

impl fmt::Debug for Group<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Group({})", self.group)
    }
}
