//! What a service lets be done with a property.

/// The property may stand in a `$filter`.
#[diagnostic::on_unimplemented(
    message = "the service does not support `$filter` on the property `{Self}`",
    label = "cannot be filtered",
    note = "the property's documentation says where the service says so; `.unchecked()` sends it all the same"
)]
pub trait Filterable {}

/// The property may stand in an `$orderby`.
#[diagnostic::on_unimplemented(
    message = "the service does not support `$orderby` on the property `{Self}`",
    label = "cannot be sorted by",
    note = "the property's documentation says where the service says so; `.unchecked()` sends it all the same"
)]
pub trait Sortable {}

/// The property may stand in a `$select`.
#[diagnostic::on_unimplemented(
    message = "only properties can be selected, not what is computed from them",
    label = "this is computed",
    note = "select the property itself and compute from the rows"
)]
pub trait Selectable {}

/// Nothing is restricted.
#[derive(Clone, Copy, Debug)]
pub struct Open;

#[diagnostic::do_not_recommend]
impl Filterable for Open {}
#[diagnostic::do_not_recommend]
impl Sortable for Open {}
#[diagnostic::do_not_recommend]
impl Selectable for Open {}

/// Computed from properties, so that it can be compared and sorted by, and not selected.
#[derive(Clone, Copy, Debug)]
pub struct Computed;

#[diagnostic::do_not_recommend]
impl Filterable for Computed {}
#[diagnostic::do_not_recommend]
impl Sortable for Computed {}
