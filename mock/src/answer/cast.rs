//! Casts to derived types in paths (URL conventions 4.11).

use odata_csdl::model::{Model, StructuredTypeId};

use crate::answer::Fault;
use crate::shape;

/// The type that a segment casts to; nothing where it is no name of a type.
pub(super) fn of(
    segment: &str,
    model: &Model,
    base: StructuredTypeId,
) -> Result<Option<StructuredTypeId>, Fault> {
    let named = segment.contains('.');
    let Some(found) = named
        .then(|| shape::find_structured(model, segment))
        .flatten()
    else {
        return Ok(None);
    };
    if model.is_a(found, base) {
        return Ok(Some(found));
    }
    let base = &model.structured_type(base).name;
    let message = format!("`{segment}` is no type that extends {base}");
    Err(Fault::not_found(message).target(segment))
}

/// The type that a segment names, whatever it is cast from.
pub(super) fn any(segment: &str, model: &Model) -> Option<StructuredTypeId> {
    let named = segment.contains('.');
    named.then(|| shape::find_structured(model, segment))?
}
