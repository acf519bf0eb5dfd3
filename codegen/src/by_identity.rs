//! A table by which thing of a model it is, and not by what the thing says: two containers may have equal entity sets.

use std::collections::HashMap;
use std::marker::PhantomData;

/// What there is for some things of a model. While the model is borrowed, no two of them are in one place of memory, and none moves.
pub(crate) struct ByIdentity<'m, K, V> {
    all: HashMap<usize, V>,
    things: PhantomData<&'m K>,
}

impl<K, V> Default for ByIdentity<'_, K, V> {
    fn default() -> Self {
        ByIdentity {
            all: HashMap::new(),
            things: PhantomData,
        }
    }
}

impl<'m, K, V> ByIdentity<'m, K, V> {
    pub(crate) fn get(&self, thing: &K) -> Option<&V> {
        self.all.get(&place(thing))
    }

    /// What is there for the thing, or else nothing yet.
    pub(crate) fn or_default(&mut self, thing: &'m K) -> &mut V
    where
        V: Default,
    {
        self.all.entry(place(thing)).or_default()
    }
}

impl<'m, K, V> FromIterator<(&'m K, V)> for ByIdentity<'m, K, V> {
    fn from_iter<A: IntoIterator<Item = (&'m K, V)>>(all: A) -> Self {
        let all = all.into_iter();
        ByIdentity {
            all: all.map(|(thing, one)| (place(thing), one)).collect(),
            things: PhantomData,
        }
    }
}

fn place<K>(thing: &K) -> usize {
    std::ptr::from_ref(thing).addr()
}
