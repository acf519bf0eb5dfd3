//! Changes that were not made since the entity is not as it was thought to be (Protocol 4.01, 11.4.1.1).

use std::fmt;

use crate::decode::Structured;
use crate::error::{Error, Result};
use crate::query::EntityQuery;

/// What came of a change: it was made, or somebody else was faster.
///
/// # Example: a change that goes on from what is there now
/// ```
/// # use odata::doc_example::{Defender, LibraryFile};
/// # async fn example(defender: &Defender, file: LibraryFile) -> odata::Result<()> {
/// use odata::{Changes, Written};
/// let mut query = defender.library_files().by_entity(&file);
/// let changes = Changes::new().set(LibraryFile::DESCRIPTION, "collects logs");
/// loop {
///     match query.update(&changes).try_send().await? {
///         Written::Done(saved) => break println!("{:?}", saved.etag()),
///         Written::Conflict(conflict) => match conflict.current().await? {
///             Some(current) if current.description.is_none() => query = conflict.resume(&current),
///             other => break println!("left as it is: {other:?}"),
///         },
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a change that met a conflict was not made"]
#[allow(
    clippy::large_enum_variant,
    reason = "what was made may hold an entity, which is as large"
)]
pub enum Written<E, S = crate::Saved<E>> {
    /// It was made.
    Done(S),
    /// It was not made.
    Conflict(Conflict<E>),
}

impl<E, S> Written<E, S> {
    /// What was made, and else the error.
    ///
    /// # Errors
    /// Where it was a conflict.
    pub fn done(self) -> Result<S> {
        match self {
            Written::Done(saved) => Ok(saved),
            Written::Conflict(conflict) => Err(conflict.into_error()),
        }
    }

    /// The conflict, if it was one.
    pub fn conflict(self) -> Option<Conflict<E>> {
        match self {
            Written::Done(_) => None,
            Written::Conflict(conflict) => Some(conflict),
        }
    }

    pub(super) fn of(result: Result<S>, at: &EntityQuery<E>) -> Result<Self>
    where
        E: Structured,
    {
        match result {
            Ok(saved) => Ok(Written::Done(saved)),
            Err(error) => Conflict::of(error, at).map(Written::Conflict),
        }
    }
}

/// A change that was not made: the entity has another ETag than it was to have, or is there though it was to be new, or is
/// not there (412); it is in a state that does not go with the change (409); or the service takes no change without an ETag
/// (428).
///
/// Where an earlier try of the request may have made the change, its condition may fail for that (412). Nobody knows, and it is an error
/// that says so, and no conflict.
pub struct Conflict<E> {
    error: Error,
    at: Box<EntityQuery<E>>,
}

impl<E: Structured> Conflict<E> {
    pub(crate) fn of(error: Error, at: &EntityQuery<E>) -> Result<Self> {
        let is_conflict =
            error.is_concurrency_conflict() || error.is_conflict() || error.needs_etag();
        match is_conflict {
            true => Ok(Conflict {
                error,
                at: Box::new(at.clone()),
            }),
            false => Err(error),
        }
    }

    /// The entity as it is now, with the ETag that it has now; nothing where there is none.
    ///
    /// # Errors
    /// As [`EntityQuery::send_optional`].
    pub fn current(&self) -> impl Future<Output = Result<Option<E>>> + use<E> {
        self.at.send_optional()
    }

    /// The entity on the condition that it still is as [`current`](Self::current) read it: to be changed, replaced or deleted
    /// then. One that came without an ETag is not changed, since that would overwrite what others do meanwhile.
    pub fn resume(&self, current: &E) -> EntityQuery<E> {
        let etag = current.extras().etag().map(str::to_owned);
        EntityQuery::clone(&self.at).with_known_etag(etag)
    }
}

impl<E> Conflict<E> {
    /// What the service said.
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// The same for keeps.
    pub fn into_error(self) -> Error {
        self.error
    }
}

impl<E> fmt::Debug for Conflict<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Conflict({})", self.error)
    }
}
