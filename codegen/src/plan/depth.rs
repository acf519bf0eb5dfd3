//! How deep types are nested in each other: rustc follows them when it works out how one is dropped, and when it
//! compiles what is generic, and gives up at a depth of 128, which is 32 types where each is in a collection of the one before.

use std::collections::BTreeMap;

use odata_csdl::model::{Model, StructuredTypeId, TypeKind};

/// So many types within each other are followed. No real document has half as many.
const MOST: usize = 24;

/// How far each type is from one that lies in no other.
#[derive(Default)]
pub(super) struct Depths(BTreeMap<StructuredTypeId, usize>);

impl Depths {
    pub(super) fn of(model: &Model, types: &[StructuredTypeId]) -> Self {
        let inner = |id: StructuredTypeId| {
            model
                .properties(id)
                .filter_map(|property| match property.ty.kind {
                    TypeKind::Structured(inner) => Some(inner),
                    _ => None,
                })
        };
        let held: std::collections::BTreeSet<StructuredTypeId> =
            types.iter().flat_map(|&id| inner(id)).collect();
        let outermost = types.iter().filter(|id| !held.contains(id));
        let mut depths = BTreeMap::new();
        // Types that hold each other in a circle and lie in no other are their own beginning.
        for &start in outermost.chain(types) {
            let mut level = vec![start];
            let mut depth = 0;
            while !level.is_empty() {
                level.retain(|&id| {
                    let is_new = !depths.contains_key(&id);
                    if is_new {
                        depths.insert(id, depth);
                    }
                    is_new
                });
                level = level.iter().flat_map(|&id| inner(id)).collect();
                depth += 1;
            }
        }
        Depths(depths)
    }

    pub(super) fn is_cut(&self, outer: StructuredTypeId, inner: StructuredTypeId) -> bool {
        match (self.0.get(&outer), self.0.get(&inner)) {
            (Some(outer), Some(inner)) => inner > outer && inner.is_multiple_of(MOST),
            _ => false,
        }
    }
}
