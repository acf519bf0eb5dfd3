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
    message = "the service does not support `$select` of the property `{Self}`",
    label = "cannot be selected",
    note = "the property's documentation says where the service says so; `.unchecked()` sends it all the same"
)]
pub trait Selectable<E> {}

/// The navigation property may stand in an `$expand` of the entities of type `E`.
#[diagnostic::on_unimplemented(
    message = "the service does not support `$expand` of the navigation property `{Self}`",
    label = "cannot be expanded",
    note = "the property's documentation says where the service says so; `.unchecked()` sends it all the same"
)]
pub trait Expandable<E> {}

/// The property can be set in the entities, or complex values, of type `E`.
///
/// A property that can be set in some requests only says so in its constants; the request is then refused before it is
/// sent.
#[diagnostic::on_unimplemented(
    message = "the property `{Self}` cannot be set",
    label = "cannot be set"
)]
pub trait Settable<E> {
    /// Why it cannot be set when an entity is inserted, if so.
    const NOT_INSERTED: Option<&'static str> = None;
    /// Why it cannot be set when an entity is updated, if so (Core.Immutable).
    const NOT_UPDATED: Option<&'static str> = None;
}

/// Nothing is restricted.
#[derive(Clone, Copy, Debug)]
pub struct Open;

/// What stands behind a navigation property, `$it`, `$this` or `$root`: it can be filtered and sorted by, and not be selected, since
/// `$select` leads through complex values only (URL conventions 5.1.4). What comes along is selected as such:
/// `Machine::ALERTS.select(...)`.
#[derive(Clone, Copy, Debug)]
pub struct BehindNavigation;

/// Nothing implements it.
#[diagnostic::on_unimplemented(
    message = "`$select` does not lead through a navigation property",
    label = "this stands behind one, or behind `$it` or `$root`",
    note = "what comes along is selected with what is asked of it: `Alert::MACHINE.select(Machine::OWNER)`",
    note = "where a struct derives `Select`, its field is a struct that derives it, too: `#[odata(expand = Alert::MACHINE)]`",
    note = "OData URL conventions 5.1.4"
)]
#[doc(hidden)]
pub trait LeadsThroughNavigation {}

impl<E: LeadsThroughNavigation> Selectable<E> for BehindNavigation {}

#[diagnostic::do_not_recommend]
impl<E> Filterable<E> for BehindNavigation {}
#[diagnostic::do_not_recommend]
impl<E> Sortable<E> for BehindNavigation {}

#[diagnostic::do_not_recommend]
impl<E> Filterable<E> for Open {}
#[diagnostic::do_not_recommend]
impl<E> Sortable<E> for Open {}
#[diagnostic::do_not_recommend]
impl<E> Selectable<E> for Open {}
#[diagnostic::do_not_recommend]
impl<E> Expandable<E> for Open {}
#[diagnostic::do_not_recommend]
impl<E> Settable<E> for Open {}
