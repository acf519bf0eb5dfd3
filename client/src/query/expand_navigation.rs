//! `$expand` with options, begun at a navigation property.

use odata_core::expr::Search;

use super::expand::{Expand, HowMany, IntoExpand, References, Related};
use super::navigation::Navigation;
use super::target::Many;
use crate::field::{As, IntoFilter, IntoOrder, Select, Selection};

/// The methods of [`Expand`], from the navigation property on.
impl<E, T, R> Navigation<E, Many<T>, R> {
    /// It, expanded with only those that the filter is true for: [`Expand::filter`].
    pub fn filter(self, filter: impl IntoFilter<T>) -> Expand<E, Many<T>, R> {
        Expand::from(self).filter(filter)
    }

    /// It, expanded in that order: [`Expand::order_by`].
    pub fn order_by(self, order: impl IntoOrder<T>) -> Expand<E, Many<T>, R> {
        Expand::from(self).order_by(order)
    }

    /// It, expanded with no more than so many: [`Expand::top`].
    pub fn top(self, top: u64) -> Expand<E, Many<T>, R> {
        Expand::from(self).top(top)
    }

    /// It, expanded without the first so many: [`Expand::skip`].
    pub fn skip(self, skip: u64) -> Expand<E, Many<T>, R> {
        Expand::from(self).skip(skip)
    }

    /// It, expanded with how many there are in all: [`Expand::count`].
    pub fn count(self) -> Expand<E, Many<T>, R> {
        Expand::from(self).count()
    }

    /// It, expanded with only those that the words are found in: [`Expand::search`].
    pub fn search(self, words: impl Into<Search>) -> Expand<E, Many<T>, R> {
        Expand::from(self).search(words)
    }

    /// How many it leads to, expanded: [`Expand::how_many`].
    pub fn how_many(self) -> HowMany<E, T, R> {
        Expand::from(self).how_many()
    }
}

/// The methods of [`Expand`], from the navigation property on.
impl<E, T: Related, R> Navigation<E, T, R> {
    /// It, expanded with what its own navigation properties lead to: [`Expand::expand`].
    pub fn expand(self, further: impl IntoExpand<T::Entity>) -> Expand<E, T, R> {
        Expand::from(self).expand(further)
    }

    /// It, expanded, and of each only these properties: [`Expand::select`].
    pub fn select<U: Select<T::Entity>>(self, selection: U) -> Expand<E, T, R, U> {
        Expand::from(self).select(selection)
    }

    /// It, expanded, and of each only what the struct has: [`Expand::select_as`].
    pub fn select_as<U: Selection<T::Entity>>(self) -> Expand<E, T, R, As<U>> {
        Expand::from(self).select_as()
    }

    /// References to what it leads to, expanded: [`Expand::references`].
    pub fn references(self) -> References<E, T, R> {
        Expand::from(self).references()
    }

    /// It, expanded so many levels deep: [`Expand::levels`].
    pub fn levels(self, levels: u64) -> Expand<E, T, R> {
        Expand::from(self).levels(levels)
    }

    /// It, expanded as deep as it leads: [`Expand::all_levels`].
    pub fn all_levels(self) -> Expand<E, T, R> {
        Expand::from(self).all_levels()
    }
}
