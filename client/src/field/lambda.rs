//! `any` and `all` over collections, and how many they hold (URL conventions 5.1.1.13 and 4.8).

use std::marker::PhantomData;

use odata_core::expr::{Expr, LambdaKind, Segment};

use super::node::Path;
use super::{
    BehindNavigation, Computed, Field, Filter, Filterable, Open, Pathed, Standing, computed,
};
use crate::query::{Many, Navigation};

/// An item of a collection, as a range variable: its properties are behind [`then`](Field::then), a primitive value is asked
/// itself.
pub type Item<E, T> = Field<E, T, BehindNavigation, Path>;

/// A collection: of primitive or complex values, or of entities.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` is no collection",
    label = "`any`, `all` and `size` need a collection",
    note = "a single value is compared itself, or with `then(property)` (OData URL conventions 5.1.1.13)"
)]
pub trait Items {
    /// The type of an item.
    type Item;
}

#[diagnostic::do_not_recommend]
impl<T> Items for Vec<T> {
    type Item = T;
}

impl<E, T, R, N: Pathed> Field<E, T, R, N> {
    /// True for at least one item: `any`. What is asked is a filter of the items' type; where it needs the item itself, or
    /// something outside, there is [`any_with`](Self::any_with).
    ///
    /// # Example
    /// ```
    /// # use odata::{Field, Filter, Structured};
    /// # fn filter<Machine: Structured, Address: Structured>(addresses: Field<Machine, Vec<Address>>, mac: Field<Address, String>) -> Filter<Machine> {
    /// // Machine::IP_ADDRESSES.any(IpAddress::MAC_ADDRESS.starts_with("00")) in a generated client
    /// addresses.any(mac.starts_with("00"))
    /// # }
    /// ```
    pub fn any(self, asked: Filter<T::Item>) -> Filter<E>
    where
        T: Items,
        R: Filterable<E>,
    {
        over(LambdaKind::Any, &self.node, self.standing(), asked)
    }

    /// True for every item, and where there is none: `all`.
    pub fn all(self, asked: Filter<T::Item>) -> Filter<E>
    where
        T: Items,
        R: Filterable<E>,
    {
        over(LambdaKind::All, &self.node, self.standing(), asked)
    }

    /// True for at least one item, which is given to `ask`: `any`. Beside the item, properties of the entity can be asked.
    ///
    /// # Example
    /// ```
    /// # use odata::{Field, Filter, Structured};
    /// # fn filter<File: Structured>(tags: Field<File, Vec<String>>, name: Field<File, String>) -> Filter<File> {
    /// let filter = tags.any_with(|tag| tag.clone().starts_with("x-").or(tag.eq(name)));
    /// assert_eq!(filter.to_string(), "tags/any(t:startswith(t,'x-') or t eq name)");
    /// # filter
    /// # }
    /// # use odata::doc_example::LibraryFile;
    /// # filter::<LibraryFile>(Field::new("tags"), Field::new("name"));
    /// ```
    pub fn any_with(self, ask: impl FnOnce(Item<E, T::Item>) -> Filter<E>) -> Filter<E>
    where
        T: Items,
        R: Filterable<E>,
    {
        with(LambdaKind::Any, &self.node, self.standing(), ask)
    }

    /// True for every item, which is given to `ask`, and where there is none: `all`.
    pub fn all_with(self, ask: impl FnOnce(Item<E, T::Item>) -> Filter<E>) -> Filter<E>
    where
        T: Items,
        R: Filterable<E>,
    {
        with(LambdaKind::All, &self.node, self.standing(), ask)
    }

    /// There is an item: `any()`.
    pub fn is_not_empty(self) -> Filter<E>
    where
        T: Items,
        R: Filterable<E>,
    {
        exists(&self.node, self.standing())
    }

    /// How many items there are: `/$count`.
    pub fn size(self) -> Field<E, i64, R, Computed>
    where
        T: Items,
    {
        count(&self.node, self.standing())
    }

    /// How many items the filter is true for: `/$count($filter=...)`, OData 4.01.
    pub fn size_of(self, asked: Filter<T::Item>) -> Field<E, i64, R, Computed>
    where
        T: Items,
    {
        count_of(&self.node, self.standing(), asked)
    }
}

impl<E, T, R> Navigation<E, Many<T>, R> {
    /// True for at least one of the entities that it leads to: `any`.
    ///
    /// # Example
    /// ```
    /// # use odata::{Field, Filter, Many, Navigation, Structured};
    /// # fn filter<Machine: Structured, Alert: Structured>(alerts: Navigation<Machine, Many<Alert>>, severity: Field<Alert, String>) -> Filter<Machine> {
    /// // Machine::ALERTS.any(Alert::SEVERITY.eq("High")) in a generated client
    /// alerts.any(severity.eq("High"))
    /// # }
    /// ```
    pub fn any(self, asked: Filter<T>) -> Filter<E> {
        over(
            LambdaKind::Any,
            &Path::new(self.name()),
            Standing::default(),
            asked,
        )
    }

    /// True for every one of the entities that it leads to, and where it leads to none: `all`.
    pub fn all(self, asked: Filter<T>) -> Filter<E> {
        over(
            LambdaKind::All,
            &Path::new(self.name()),
            Standing::default(),
            asked,
        )
    }

    /// True for at least one of the entities, which is given to `ask`: `any`.
    pub fn any_with(self, ask: impl FnOnce(Item<E, T>) -> Filter<E>) -> Filter<E> {
        with(
            LambdaKind::Any,
            &Path::new(self.name()),
            Standing::default(),
            ask,
        )
    }

    /// True for every one of the entities, which is given to `ask`, and where there is none: `all`.
    pub fn all_with(self, ask: impl FnOnce(Item<E, T>) -> Filter<E>) -> Filter<E> {
        with(
            LambdaKind::All,
            &Path::new(self.name()),
            Standing::default(),
            ask,
        )
    }

    /// It leads to at least one entity: `any()`.
    pub fn is_not_empty(self) -> Filter<E> {
        exists(&Path::new(self.name()), Standing::default())
    }

    /// How many entities it leads to: `/$count`.
    pub fn size(self) -> Field<E, i64, Open, Computed> {
        count(&Path::new(self.name()), Standing::default())
    }

    /// How many of the entities that it leads to the filter is true for: `/$count($filter=...)`, OData 4.01.
    pub fn size_of(self, asked: Filter<T>) -> Field<E, i64, Open, Computed> {
        count_of(&Path::new(self.name()), Standing::default(), asked)
    }
}

fn over<E, T>(
    kind: LambdaKind,
    path: &impl Pathed,
    standing: Standing,
    asked: Filter<T>,
) -> Filter<E> {
    let (asked, its) = asked.into_parts();
    let lambda = Expr::over_items(kind, path.path(), asked);
    Filter::of(lambda, standing.and(its))
}

fn with<E, T>(
    kind: LambdaKind,
    path: &impl Pathed,
    standing: Standing,
    ask: impl FnOnce(Item<E, T>) -> Filter<E>,
) -> Filter<E> {
    let mut its = Standing::default();
    let lambda = Expr::over_variable(kind, path.path(), |variable| {
        let (asked, standing) = ask(item(variable)).into_parts();
        its = standing;
        asked
    });
    Filter::of(lambda, standing.and(its))
}

fn item<E, T>(variable: String) -> Item<E, T> {
    Field {
        node: Path::new(variable),
        unchecked: false,
        types: PhantomData,
    }
}

fn exists<E>(path: &impl Pathed, standing: Standing) -> Filter<E> {
    let lambda = Expr::Lambda {
        over: path.path(),
        kind: LambdaKind::Any,
        variable: "".into(),
        body: None,
    };
    Filter::of(lambda, standing)
}

fn count<E, R>(path: &impl Pathed, standing: Standing) -> Field<E, i64, R, Computed> {
    let count = format!("{}/$count", path.path());
    computed(Expr::Path(count.into()), standing)
}

fn count_of<E, T, R>(
    path: &impl Pathed,
    standing: Standing,
    asked: Filter<T>,
) -> Field<E, i64, R, Computed> {
    let (asked, its) = asked.into_parts();
    let path = path.path();
    let names = path
        .split('/')
        .map(|name| Segment::Name(name.to_owned().into()));
    let filter = Some(Box::new(asked.of_items()));
    let count = Segment::Count {
        filter,
        search: None,
    };
    let count = Expr::Segments(names.chain([count]).collect());
    computed(count, standing.and(its))
}
