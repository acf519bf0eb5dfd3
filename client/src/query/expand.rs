//! What is asked of the entities that come along (`$expand`, URL conventions 5.1.3 and Protocol 11.2.5.2).

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

use odata_core::descriptor::TypeInfo;
use odata_core::expr::{ExprError, Search};
use odata_core::url::{ExpandItem, Expanded as What, QueryOptions};

use super::navigation::Navigation;
use super::options::sort_items;
use super::restriction;
use super::target::{Many, One, Target};
use crate::decode::{Columns, Structured};
use crate::field::{
    As, Asked, DerivedFrom, Expandable, IntoFilter, IntoOrder, Open, Select, Selection, Standing,
    Whole,
};

/// A navigation property on its way into an `$expand`, and what is asked of the entities that it leads to.
///
/// It begins with a navigation property: `Machine::ALERTS.filter(...).top(3)`. Rows that are whole entities are read into the
/// entity's field of that name; with a selection of its own ([`select`](Self::select)) it stands in the selection of a query.
///
/// # Example
/// ```
/// # use odata::{Field, Many, Navigation, Query, Structured};
/// # async fn example<Machine: Structured, Alert: Structured>(
/// #     machines: Query<Machine>, id: Field<Machine, String>, alerts: Navigation<Machine, Many<Alert>>,
/// #     title: Field<Alert, String>, severity: Field<Alert, String>,
/// # ) -> odata::Result<()> {
/// // Machine::ALERTS.filter(Alert::SEVERITY.eq("High")).top(3) in a generated client
/// let whole = machines.clone().expand(alerts.filter(severity.eq("High")).top(3)).send().await?;
/// let parts = machines.select((id, alerts.select((title, severity)))).send().await?;
/// for (id, alerts) in parts {
///     println!("{id}: {} alerts, first {:?}", alerts.len(), alerts.first());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "it does nothing before it is given to `expand` or `select`"]
pub struct Expand<E, T, R = Open, S = Whole> {
    pub(super) item: ExpandItem,
    pub(super) options: QueryOptions,
    pub(super) columns: Columns,
    pub(super) standing: Standing,
    types: Types<E, T, R, S>,
}

type Types<E, T, R, S> = PhantomData<fn() -> (E, T, R, S)>;

/// How many entities a navigation property leads to, on its way into an `$expand`: see [`Expand::how_many`].
#[must_use = "it does nothing before it is given to `expand` or `select`"]
pub struct HowMany<E, T, R>(pub(super) Expand<E, Many<T>, R>);

/// References to the entities that a navigation property leads to, on their way into an `$expand`: see
/// [`Expand::references`].
#[must_use = "it does nothing before it is given to `select`"]
pub struct References<E, T, R>(pub(super) Expand<E, T, R>);

/// What comes along.
#[doc(hidden)]
#[derive(Debug)]
pub struct Coming {
    pub(crate) item: ExpandItem,
    pub(crate) standing: Standing,
}

/// What a query can have come along: a navigation property of `E`, and what is asked of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be expanded in a query of `{E}`",
    label = "expected a navigation property of `{E}`",
    note = "an expansion with a `select` of its own stands in the `select` of the query",
    note = "several navigation properties are several calls of `expand`"
)]
pub trait IntoExpand<E> {
    #[doc(hidden)]
    fn into_expand(self) -> Coming;
}

impl<E, T: Target, R: Expandable<E>> IntoExpand<E> for Navigation<E, T, R> {
    fn into_expand(self) -> Coming {
        Coming {
            item: ExpandItem::new(self.name()),
            standing: Standing::of(self.unchecked),
        }
    }
}

impl<E, T: Target, R: Expandable<E>> IntoExpand<E> for Expand<E, T, R, Whole> {
    fn into_expand(self) -> Coming {
        self.into_coming()
    }
}

impl<E, T, R: Expandable<E>> IntoExpand<E> for HowMany<E, T, R> {
    fn into_expand(self) -> Coming {
        self.0.into_coming()
    }
}

impl<E, T, R> From<Navigation<E, T, R>> for Expand<E, T, R> {
    fn from(navigation: Navigation<E, T, R>) -> Self {
        Expand {
            item: ExpandItem::new(navigation.name()),
            options: QueryOptions::default(),
            columns: Columns::default(),
            standing: Standing::of(navigation.unchecked),
            types: PhantomData,
        }
    }
}

impl<E, T, R, S> Expand<E, T, R, S> {
    fn into_coming(self) -> Coming {
        let item = ExpandItem {
            options: self.options.into_options(),
            ..self.item
        };
        Coming {
            item,
            standing: self.standing,
        }
    }

    fn is_wrong(&mut self, why: Option<String>) {
        self.standing.is_wrong(why);
    }

    /// Something in it stands so.
    fn stands(&mut self, standing: Standing) {
        self.standing = std::mem::take(&mut self.standing).and(standing);
    }

    fn selecting<U>(mut self, selection: Asked) -> Expand<E, T, R, U> {
        self.stands(selection.standing.clone());
        if let Some(item) = self.options.expand.first() {
            self.is_wrong(Some(restriction::expanded_for_nothing(item)));
        }
        if self.options.levels.is_some() {
            self.is_wrong(Some(NO_LEVELS.to_owned()));
        }
        let mut options = self.options;
        Expand {
            item: self.item,
            standing: self.standing,
            columns: selection.into_options(&mut options),
            options,
            types: PhantomData,
        }
    }
}

/// Rows of a selection have no place for further levels of themselves.
const NO_LEVELS: &str =
    "`levels` has no place in rows of selected properties: select the levels one within the other";

impl<E, T, R> Expand<E, T, R> {
    /// So many levels of the same navigation property (`$levels`): of a type that leads to itself.
    pub fn levels(mut self, levels: u64) -> Self {
        self.options.levels = Some(Some(levels));
        self
    }

    /// All levels of the same navigation property that the service has (`$levels=max`).
    pub fn all_levels(mut self) -> Self {
        self.options.levels = Some(None);
        self
    }
}

/// What can be asked of entities that come along, many or one.
impl<E, T: Related, R> Expand<E, T, R> {
    /// With what its own navigation properties lead to; in a selection of properties that is part of the selection.
    pub fn expand(mut self, further: impl IntoExpand<T::Entity>) -> Self {
        let coming = further.into_expand();
        self.stands(coming.standing);
        let item = coming.item;
        self.options.expand.retain(|known| known.path != item.path);
        self.options.expand.push(item);
        self
    }

    /// Only this property of each, or these: rows are then values or tuples, as in [`Query::select`](crate::Query::select).
    pub fn select<U: Select<T::Entity>>(self, selection: U) -> Expand<E, T, R, U> {
        let mut asked = Asked::default();
        selection.ask(&mut asked);
        self.selecting(asked)
    }

    /// Only what the struct has, each as one: [`Query::select_as`](crate::Query::select_as).
    pub fn select_as<U: Selection<T::Entity>>(self) -> Expand<E, T, R, As<U>> {
        let mut asked = Asked::default();
        within(|too_deep| match too_deep {
            true => asked.is_wrong(|| {
                format!(
                    "a selection leads back to itself through `{}`, without end",
                    self.item.path
                )
            }),
            false => U::ask(&mut asked),
        });
        self.selecting(asked)
    }
}

/// How deep selections of the user's structs may lie within each other: a struct may lead back to itself.
const MAX_DEPTH: u32 = 32;

/// Says whether this lies too deep within others of its kind. Once one did, all that is still to be asked does: there may be more of them
/// than anyone can count.
fn within(ask: impl FnOnce(bool)) {
    thread_local! {
        static DEPTH: Cell<u32> = const { Cell::new(0) };
        static TOO_DEEP: Cell<bool> = const { Cell::new(false) };
    }
    let depth = DEPTH.get();
    if depth >= MAX_DEPTH {
        TOO_DEEP.set(true);
    }
    DEPTH.set(depth + 1);
    ask(TOO_DEEP.get());
    DEPTH.set(depth);
    if depth == 0 {
        TOO_DEEP.set(false);
    }
}

/// What can be asked of a collection that comes along.
impl<E, T, R, S> Expand<E, Many<T>, R, S> {
    /// Only those that the filter is true for. A second filter narrows the first.
    pub fn filter(mut self, filter: impl IntoFilter<T>) -> Self {
        let filter = filter.into_filter();
        if filter.is_everything() {
            return self;
        }
        let (filter, standing) = filter.into_parts();
        self.stands(standing);
        let filter = filter.of_items();
        self.options.filter = Some(match self.options.filter.take() {
            Some(before) => {
                odata_core::expr::Expr::join(odata_core::expr::LogicOp::And, before, filter)
            }
            None => filter,
        });
        self
    }

    /// In that order.
    pub fn order_by(mut self, order: impl IntoOrder<T>) -> Self {
        let order = order.into_order();
        self.stands(order.standing);
        sort_items(&mut self.options, order.item, order.then);
        self
    }

    /// No more than so many for each entity.
    pub fn top(mut self, top: u64) -> Self {
        self.options.top = Some(top);
        self
    }

    /// Without the first so many.
    pub fn skip(mut self, skip: u64) -> Self {
        self.options.skip = Some(skip);
        self
    }

    /// With how many there are in all: [`Expanded::count`](crate::Expanded::count).
    pub fn count(mut self) -> Self {
        self.options.count = true;
        self
    }

    /// Only those that a word or phrase is found in.
    pub fn search(mut self, words: impl Into<Search>) -> Self {
        self.options.search = Some(words.into());
        self
    }

    /// Only those that a search expression finds.
    ///
    /// # Errors
    /// When the text is no search expression.
    pub fn search_text(mut self, text: &str) -> Result<Self, ExprError> {
        self.options.search = Some(odata_core::expr::parse_search(text)?);
        Ok(self)
    }
}

impl<E, T: Related, R> Expand<E, T, R> {
    /// References in place of the entities (`/$ref`), in a selection: a [`Reference`](crate::Reference), or several.
    pub fn references(mut self) -> References<E, T, R> {
        self.item.as_what = What::References;
        let options = &self.options;
        if !options.expand.is_empty() || options.levels.is_some() {
            let why =
                "references have nothing to expand: neither `expand` nor `levels` goes with them";
            self.is_wrong(Some(why.to_owned()));
        }
        References(self)
    }
}

impl<E, T, R> Expand<E, Many<T>, R> {
    /// Nothing but how many there are (`/$count`): in a selection a number, else
    /// [`Expanded::count`](crate::Expanded::count).
    pub fn how_many(mut self) -> HowMany<E, T, R> {
        self.item.as_what = What::Count;
        let counted = QueryOptions {
            filter: self.options.filter.clone(),
            search: self.options.search.clone(),
            ..QueryOptions::default()
        };
        if self.options != counted {
            let why = "how many there are is asked with `filter` and `search` only";
            self.is_wrong(Some(why.to_owned()));
        }
        HowMany(self)
    }

    /// Only those that are of the derived type, as that type in a selection: `alerts/Ns.Derived`.
    pub fn cast<D: DerivedFrom<T>>(self) -> Expand<E, Many<D>, R> {
        Expand {
            item: cast(self.item, D::INFO),
            options: self.options,
            columns: self.columns,
            standing: self.standing.clone(),
            types: PhantomData,
        }
    }
}

fn cast(mut item: ExpandItem, ty: &TypeInfo) -> ExpandItem {
    item.path = format!("{}/{}", item.path, ty.name).into();
    item
}

/// What a navigation property leads to, be it many or one.
pub trait Related: Target {
    /// The type of an entity.
    type Entity: Structured;
}

impl<T: Structured> Related for Many<T> {
    type Entity = T;
}

impl<T: Structured> Related for One<T> {
    type Entity = T;
}

impl<E, T, R, S> Clone for Expand<E, T, R, S> {
    fn clone(&self) -> Self {
        Expand {
            item: self.item.clone(),
            options: self.options.clone(),
            columns: self.columns.clone(),
            standing: self.standing.clone(),
            types: PhantomData,
        }
    }
}

impl<E, T, R, S> fmt::Debug for Expand<E, T, R, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let item = ExpandItem {
            options: self.options.clone().into_options(),
            ..self.item.clone()
        };
        write!(f, "Expand({item})")
    }
}

impl<E, T, R> fmt::Debug for References<E, T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<E, T, R> fmt::Debug for HowMany<E, T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
