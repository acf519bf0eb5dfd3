//! What types declare themselves: all that extend them have it too, and need not be looked through again.

use odata_csdl::model::{Model, StructuredType, StructuredTypeId};

/// The types that declare something of one sort.
#[derive(Default)]
pub(super) struct Declaring(Vec<bool>);

impl Declaring {
    pub(super) fn of(model: &Model, declares: impl Fn(&StructuredType) -> bool) -> Self {
        let all = model.structured_types();
        Declaring(all.map(|(_, ty)| declares(ty)).collect())
    }

    /// Whether a type has any, its own or inherited.
    pub(super) fn has(&self, model: &Model, id: StructuredTypeId) -> bool {
        let declares = |one: StructuredTypeId| self.0.get(one.index()) == Some(&true);
        model.lineage(id).any(declares)
    }
}
