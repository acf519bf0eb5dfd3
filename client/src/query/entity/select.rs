//! What is read of one entity (`$select`, URL conventions 5.1.4).

use std::marker::PhantomData;

use super::EntityQuery;
use crate::field::{As, Asked, Select, Selection};
use crate::query::restriction;
use crate::query::shape::Shape;

impl<E, T> EntityQuery<E, T> {
    /// Only this property, or these (`$select`), and what comes along: see [`Query::select`](crate::Query::select).
    pub fn select<S: Select<E, Output = U>, U>(self, selection: S) -> EntityQuery<E, U> {
        let mut asked = Asked::default();
        selection.ask(&mut asked);
        self.selecting::<S>(asked)
    }

    /// Only what the struct has, read as one: see [`Query::select_as`](crate::Query::select_as).
    pub fn select_as<U: Selection<E>>(self) -> EntityQuery<E, U> {
        self.select(As::<U>::ROWS)
    }

    fn selecting<S: Select<E>>(mut self, asked: Asked) -> EntityQuery<E, S::Output> {
        let (wrong, refused) =
            restriction::of_selection(self.info, self.cast, &self.options, &asked);
        self.is_wrong(wrong);
        self.refuse(refused);
        let mut options = self.options;
        let shape = Shape::selection::<E, S>(asked.into_options(&mut options));
        EntityQuery {
            client: self.client,
            info: self.info,
            path: self.path,
            options,
            etag: self.etag,
            unknown: self.unknown,
            shape,
            wishes: self.wishes,
            refusals: self.refusals,
            cast: self.cast,
            related: self.related,
            links: self.links,
            entity: PhantomData,
        }
    }
}
