//! A walk along base types.

use crate::model::{Model, StructuredTypeId};

/// Real chains of base types are no longer; what is longer needs memory.
const NEAR: usize = 8;

/// A type after all that it extends, the outermost base first.
pub(super) struct Lineage {
    /// The type, its base and so on.
    near: [StructuredTypeId; NEAR],
    /// How many of them are still to come.
    left: usize,
    far: Vec<StructuredTypeId>,
}

impl Lineage {
    pub(super) fn of(model: &Model, id: StructuredTypeId) -> Self {
        let mut lineage = Lineage {
            near: [id; NEAR],
            left: 0,
            far: Vec::new(),
        };
        let mut next = Some(id);
        while let Some(one) = next {
            match lineage.near.get_mut(lineage.left) {
                Some(place) => {
                    *place = one;
                    lineage.left = lineage.left.saturating_add(1);
                }
                None => lineage.far.push(one),
            }
            next = model.structured_type(one).base;
        }
        lineage
    }
}

impl Iterator for Lineage {
    type Item = StructuredTypeId;

    fn next(&mut self) -> Option<StructuredTypeId> {
        self.far.pop().or_else(|| {
            self.left = self.left.checked_sub(1)?;
            self.near.get(self.left).copied()
        })
    }
}
