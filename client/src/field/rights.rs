//! What a service lets be done with a property.
//!
//! Generated code has a marker for each property that is restricted, and implements these traits for it under a
//! condition that is never met: the condition is a trait whose message has the words of the service.

/// The property may stand in a `$filter` over the entities of type `E`.
#[diagnostic::on_unimplemented(
    message = "the service does not support `$filter` on the property `{Self}`",
    label = "cannot be filtered",
    note = "the property's documentation says where the service says so; `.unchecked()` sends it all the same"
)]
pub trait Filterable<E> {}

/// The property may stand in an `$orderby` of the entities of type `E`.
#[diagnostic::on_unimplemented(
    message = "the service does not support `$orderby` on the property `{Self}`",
    label = "cannot be sorted by",
    note = "the property's documentation says where the service says so; `.unchecked()` sends it all the same"
)]
pub trait Sortable<E> {}

/// The property may stand in a `$select` from the entities of type `E`.
#[diagnostic::on_unimplemented(
    message = "only properties can be selected, not what is computed from them",
    label = "this is computed",
    note = "select the property itself and compute from the rows"
)]
pub trait Selectable<E>: Stored {}

/// It is a property itself, and not computed from one: it can be set.
#[diagnostic::on_unimplemented(
    message = "only properties can be set, not what is computed from them",
    label = "this is computed"
)]
pub trait Stored {}

/// The property can be set in the entities, or complex values, of type `E`.
///
/// A property that can be set in some requests only says so in its constants; the request is then refused before it is
/// sent.
#[diagnostic::on_unimplemented(
    message = "only properties can be set, not what is computed from them",
    label = "this is computed"
)]
pub trait Settable<E>: Stored {
    /// Why it cannot be set when an entity is inserted, if so.
    const NOT_INSERTED: Option<&'static str> = None;
    /// Why it cannot be set when an entity is updated, if so (Core.Immutable).
    const NOT_UPDATED: Option<&'static str> = None;
}

/// Nothing is restricted.
#[derive(Clone, Copy, Debug)]
pub struct Open;

#[diagnostic::do_not_recommend]
impl<E> Filterable<E> for Open {}
#[diagnostic::do_not_recommend]
impl<E> Sortable<E> for Open {}
#[diagnostic::do_not_recommend]
impl<E> Selectable<E> for Open {}
#[diagnostic::do_not_recommend]
impl Stored for Open {}
#[diagnostic::do_not_recommend]
impl<E> Settable<E> for Open {}

/// Computed from a property: it can be compared and sorted by where the property can, and not selected.
#[derive(Clone, Copy, Debug)]
pub struct Computed<R = Open>(std::marker::PhantomData<fn() -> R>);

impl<E, R: Filterable<E>> Filterable<E> for Computed<R> {}
impl<E, R: Sortable<E>> Sortable<E> for Computed<R> {}
