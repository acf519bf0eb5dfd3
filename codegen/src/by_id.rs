//! A table by ids of a model: these count from zero, so that nothing has to be hashed.

use std::marker::PhantomData;

use odata_csdl::model::{EnumTypeId, StructuredTypeId};

/// An id of a model.
pub(crate) trait Id: Copy {
    /// Its place among those of its sort.
    fn place(self) -> usize;
}

impl Id for StructuredTypeId {
    fn place(self) -> usize {
        self.index()
    }
}

impl Id for EnumTypeId {
    fn place(self) -> usize {
        self.index()
    }
}

/// What there is for some of the ids.
pub(crate) struct ById<I, T> {
    all: Vec<Option<T>>,
    ids: PhantomData<I>,
}

impl<I, T> Default for ById<I, T> {
    fn default() -> Self {
        ById {
            all: Vec::new(),
            ids: PhantomData,
        }
    }
}

impl<I: Id, T> ById<I, T> {
    pub(crate) fn get(&self, id: I) -> Option<&T> {
        self.all.get(id.place())?.as_ref()
    }

    pub(crate) fn insert(&mut self, id: I, one: T) {
        let place = id.place();
        if place >= self.all.len() {
            self.all.resize_with(place + 1, || None);
        }
        if let Some(empty) = self.all.get_mut(place) {
            *empty = Some(one);
        }
    }

    /// Whether there is anything for one of the ids.
    pub(crate) fn has(&self, id: I) -> bool {
        self.get(id).is_some()
    }

    /// In the order of the ids.
    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.all.iter().flatten()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl<I: Id, T> FromIterator<(I, T)> for ById<I, T> {
    fn from_iter<A: IntoIterator<Item = (I, T)>>(all: A) -> Self {
        let mut table = ById::default();
        for (id, one) in all {
            table.insert(id, one);
        }
        table
    }
}
