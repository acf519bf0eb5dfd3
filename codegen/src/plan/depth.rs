//! How deep types are nested in each other: rustc follows them when it works out how one is dropped, and when it
//! compiles what is generic, and gives up at a depth of 128, which is 32 types where each is in a collection of the one before.

use odata_csdl::model::{Model, Property, StructuredTypeId, TypeKind};

use crate::by_id::ById;

/// So many types within each other are followed. No real document has half as many.
const MOST: usize = 24;

/// How far each type is from one that lies in no other.
pub(super) struct Depths(ById<StructuredTypeId, usize>);

impl Depths {
    pub(super) fn of(model: &Model, types: &[StructuredTypeId]) -> Self {
        // What a type declares itself; what its base types do comes with them.
        let own: Vec<Vec<StructuredTypeId>> = model
            .structured_types()
            .map(|(_, ty)| ty.properties.iter().filter_map(inner).collect())
            .collect();
        let inner = |id: StructuredTypeId| {
            let lineage = model.lineage(id);
            lineage.flat_map(|one| own.get(one.index()).into_iter().flatten().copied())
        };
        let mut held: ById<StructuredTypeId, ()> = ById::default();
        for one in types.iter().flat_map(|&id| inner(id)) {
            held.insert(one, ());
        }
        let outermost = types.iter().filter(|&&id| held.get(id).is_none());
        let mut depths = ById::default();
        let (mut level, mut next) = (Vec::new(), Vec::new());
        // Types that hold each other in a circle and lie in no other are their own beginning.
        for &start in outermost.chain(types) {
            level.push(start);
            let mut depth = 0;
            while !level.is_empty() {
                for id in level.drain(..) {
                    if depths.get(id).is_none() {
                        depths.insert(id, depth);
                        next.extend(inner(id));
                    }
                }
                std::mem::swap(&mut level, &mut next);
                depth += 1;
            }
        }
        Depths(depths)
    }

    pub(super) fn is_cut(&self, outer: StructuredTypeId, inner: StructuredTypeId) -> bool {
        match (self.0.get(outer), self.0.get(inner)) {
            (Some(outer), Some(inner)) => inner > outer && inner.is_multiple_of(MOST),
            _ => false,
        }
    }
}

fn inner(property: &Property) -> Option<StructuredTypeId> {
    match property.ty.kind {
        TypeKind::Structured(inner) => Some(inner),
        _ => None,
    }
}
