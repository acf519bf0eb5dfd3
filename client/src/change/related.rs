//! What navigation properties are to lead to: entities that are made with the one that is sent, and links to others (Protocol
//! 4.01, 11.4.2.1, 11.4.2.2 and 11.4.3.1).

use super::body::{Body, Member};
use super::link::{IntoLink, Link};
use super::{Changes, Links};
use crate::decode::Structured;
use crate::query::{Many, Navigation, One};

/// What one navigation property is to lead to.
#[doc(hidden)]
#[derive(Clone, Debug)]
#[must_use = "it does nothing before it is given to a change"]
pub struct Related {
    pub(super) many: bool,
    /// Whether what it leads to now is to be all that it leads to.
    pub(super) replaces: bool,
    pub(super) parts: Vec<Part>,
}

#[derive(Clone, Debug)]
pub(super) enum Part {
    /// An entity by its own values.
    Own(Body),
    /// One that is there.
    Link(Link),
    /// One that is no longer led to, with why (OData JSON 4.01, 15.3).
    Removed(Link, &'static str),
}

impl Related {
    /// Those that come with their own values.
    pub(super) fn bodies(&self) -> impl Iterator<Item = &Body> {
        self.parts.iter().filter_map(|part| match part {
            Part::Own(body) => Some(body),
            _ => None,
        })
    }

    fn to(many: bool, parts: Vec<Part>) -> Self {
        Related {
            many,
            replaces: false,
            parts,
        }
    }
}

/// What a navigation property can be set to with [`Changes::with`]: [`Changes`] of the related type where it leads to one, a list
/// of them where it leads to many.
#[diagnostic::on_unimplemented(
    message = "a navigation property to `{N}` cannot be set to `{Self}`",
    label = "expected `Changes` of the related type, or a list of them where it leads to many"
)]
pub trait IntoRelated<N> {
    #[doc(hidden)]
    fn into_parts(self) -> Vec<Changes<()>>;
}

#[diagnostic::do_not_recommend]
impl<T: Structured> IntoRelated<One<T>> for Changes<T> {
    fn into_parts(self) -> Vec<Changes<()>> {
        vec![self.of_any()]
    }
}

#[diagnostic::do_not_recommend]
impl<T: Structured, I: IntoIterator<Item = Changes<T>>> IntoRelated<Many<T>> for I {
    fn into_parts(self) -> Vec<Changes<()>> {
        self.into_iter().map(Changes::of_any).collect()
    }
}

/// Whether a navigation property leads to one or to many.
pub trait Leads {
    #[doc(hidden)]
    const MANY: bool;
}

impl<T> Leads for One<T> {
    const MANY: bool = false;
}

impl<T> Leads for Many<T> {
    const MANY: bool = true;
}

/// One change of what a navigation property leads to, for [`Changes::merge`].
#[derive(Clone, Debug)]
#[must_use = "it does nothing before it is given to a change"]
pub struct RelatedChange<T> {
    part: Part,
    of: std::marker::PhantomData<fn() -> T>,
}

impl<T> RelatedChange<T> {
    /// An entity with these values: the one with the key that is set in them, or else a new one.
    pub fn save(changes: Changes<T>) -> Self {
        RelatedChange::of(Part::Own(changes.into_body()))
    }

    /// It leads to this one, too.
    pub fn link(target: impl IntoLink<T>) -> Self {
        RelatedChange::of(Part::Link(target.into_link()))
    }

    /// It leads to this one no longer; the entity stays, unless it is contained.
    pub fn unlink(target: impl IntoLink<T>) -> Self {
        RelatedChange::of(Part::Removed(target.into_link(), "changed"))
    }

    /// This one is deleted.
    pub fn delete(target: impl IntoLink<T>) -> Self {
        RelatedChange::of(Part::Removed(target.into_link(), "deleted"))
    }

    fn of(part: Part) -> Self {
        RelatedChange {
            part,
            of: std::marker::PhantomData,
        }
    }
}

impl<E> Changes<E> {
    /// With related entities that are made along with it: a deep insert (Protocol 4.01, 11.4.2.2). In an update they are all that
    /// the navigation property leads to afterwards (deep update, 11.4.3.1), which OData 4.0 does not have.
    ///
    /// # Example: an order and its items in one request
    /// ```
    /// # use odata::{Changes, EntitySet, Many, Navigation, Structured};
    /// # async fn example<Order: Structured, Item: Structured>(
    /// #     orders: EntitySet<Order>, items: Navigation<Order, Many<Item>>, order: Changes<Order>, one: Changes<Item>, two: Changes<Item>,
    /// # ) -> odata::Result<()> {
    /// let order = orders.insert(&order.with(items, [one, two])).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn with<N: Leads, R>(
        self,
        navigation: Navigation<E, N, R>,
        related: impl IntoRelated<N>,
    ) -> Self {
        let parts = related.into_parts().into_iter();
        let parts = parts.map(|one| Part::Own(one.into_body())).collect();
        let mut related = Related::to(N::MANY, parts);
        related.replaces = true;
        self.relate(navigation.name(), related)
    }

    /// Led to an entity that is there: `customer@odata.bind`, or in 4.01 `{"@id": ...}` (OData JSON 4.0, 8.5; 4.01, 8.5). Where a
    /// navigation property leads to many, it takes a list and leads to these, too.
    ///
    /// # Example: an order of a customer
    /// ```
    /// # use odata::{Changes, Entity, EntitySet, Navigation, One, Structured};
    /// # async fn example<Order: Structured, Customer: Entity<Key = String>>(
    /// #     orders: EntitySet<Order>, customers: EntitySet<Customer>, customer: Navigation<Order, One<Customer>>,
    /// # ) -> odata::Result<()> {
    /// let order = Changes::new().bind(customer, customers.by_key("x"));
    /// let order = orders.insert(&order).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn bind<N: Leads, R, How>(
        mut self,
        navigation: Navigation<E, N, R>,
        target: impl Links<N, How>,
    ) -> Self {
        let links = target.links().into_iter().map(Part::Link);
        if N::MANY
            && let Some(Member::Related(known)) = self.body.find(navigation.name())
        {
            known.parts.extend(links);
            return self;
        }
        let related = Related::to(N::MANY, links.collect());
        self.relate(navigation.name(), related)
    }

    /// Led to entities that are there, by references in the place of the navigation property, `"Drives":[{"@odata.id":"/redfish/v1/..."}]`: what services of
    /// Redfish take (DSP0266), and no other ones of OData 4.0, for which there is [`bind`](Self::bind). They are all that it leads to afterwards. A
    /// [`Reference`](crate::Reference) is written as the service wrote it.
    ///
    /// # Example
    /// ```
    /// # use odata::{Changes, Many, Navigation, Reference, Structured};
    /// # fn example<Links: Structured, Drive: Structured>(drives: Navigation<Links, Many<Drive>>) -> Changes<Links> {
    /// let one = Reference::<Drive>::new("/redfish/v1/Systems/1/Storage/1/Drives/1");
    /// Changes::new().set_references(drives, [one])
    /// # }
    /// ```
    pub fn set_references<N: Leads, R>(
        mut self,
        navigation: Navigation<E, N, R>,
        targets: impl Links<N>,
    ) -> Self {
        let mut all: Vec<Member> = targets.links().into_iter().map(Member::Reference).collect();
        let member = match (N::MANY, all.pop()) {
            (false, Some(only)) => only,
            (_, last) => Member::List(all.into_iter().chain(last).collect()),
        };
        self.body.put(navigation.name(), member);
        self
    }

    /// Led to nothing: the navigation property is null (OData JSON 4.01, 8.5). In 4.0 that is a request of its own,
    /// [`EntityQuery::unlink`](crate::EntityQuery::unlink).
    pub fn unbind<T, R>(self, navigation: Navigation<E, One<T>, R>) -> Self {
        self.relate(navigation.name(), Related::to(false, Vec::new()))
    }

    /// With changes of what the navigation property leads to, and the rest of it as it is: a deep update by `items@delta` (OData
    /// JSON 4.01, 15; Protocol 4.01, 11.4.3.1). OData 4.0 does not have it.
    ///
    /// # Example: one item more, one less
    /// ```
    /// # use odata::{Changes, Entity, EntityQuery, Many, Navigation, RelatedChange, Structured};
    /// # async fn example<Order: Structured, Item: Entity<Key = i32>>(
    /// #     order: EntityQuery<Order>, items: Navigation<Order, Many<Item>>, new: Changes<Item>,
    /// # ) -> odata::Result<()> {
    /// let gone = order.navigate(items).by_key(3);
    /// let changes = Changes::new().merge(items, [RelatedChange::save(new), RelatedChange::delete(gone)]);
    /// order.update(&changes).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn merge<T, R>(
        self,
        navigation: Navigation<E, Many<T>, R>,
        changes: impl IntoIterator<Item = RelatedChange<T>>,
    ) -> Self {
        let parts = changes.into_iter().map(|change| change.part).collect();
        self.relate(navigation.name(), Related::to(true, parts))
    }

    fn relate(mut self, name: &str, related: Related) -> Self {
        self.body.put(name, Member::Related(related));
        self
    }
}
