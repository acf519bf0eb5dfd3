//! What the model does not allow.

use odata_core::url::QueryOption;
use odata_csdl::model::Model;

use crate::answer::Fault;
use crate::answer::found::Found;

pub(super) fn check(
    _model: &Model,
    _found: &Found<'_>,
    _trees: &[QueryOption],
) -> Result<(), Fault> {
    Ok(())
}
