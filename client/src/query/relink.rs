//! Which entities a navigation property leads to, changed by references (Protocol 4.01, 11.4.6).

use http::Method;
use odata_core::url::encode_segment;

use super::collection::Query;
use super::entity::EntityQuery;
use crate::change::{ChangeReference, IntoLink, Link};
use crate::decode::Structured;
use crate::error::{Error, Result};

const OPTIONS: &str = "options of a query do not go along with a reference";

impl<E: Structured> Query<E> {
    /// Leads the navigation property to one more entity that is there: `POST .../$ref` (Protocol 4.01, 11.4.6.1).
    ///
    /// # Example: a file belongs to a case, and then no longer
    /// ```
    /// # use odata::{Entity, EntityQuery, EntitySet, Many, Navigation, Structured};
    /// # async fn example<Case: Structured, File: Entity<Key = String>>(
    /// #     case: EntityQuery<Case>, files: Navigation<Case, Many<File>>, all: EntitySet<File>,
    /// # ) -> odata::Result<()> {
    /// case.navigate(files).link(all.by_key("a.ps1")).send().await?;
    /// case.navigate(files).unlink(all.by_key("a.ps1")).send().await?;
    /// // The same by the key: `DELETE .../files('a.ps1')/$ref`.
    /// case.navigate(files).by_key("a.ps1").unlink().send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn link<How>(&self, target: impl IntoLink<E, How>) -> ChangeReference {
        let link = target.into_link();
        ChangeReference::to(&self.client, Method::POST, self.linkable(), &link)
    }

    /// Leads the navigation property no longer to that entity, which stays: `DELETE .../$ref?$id=...` (Protocol 4.01,
    /// 11.4.6.2). One that is known by its key is also taken away by `by_key(...).unlink()`.
    pub fn unlink<How>(&self, target: impl IntoLink<E, How>) -> ChangeReference {
        let link = target.into_link();
        ChangeReference::away(&self.client, self.linkable(), Some(&link))
    }

    fn linkable(&self) -> Result<String> {
        match self.lost(OPTIONS) {
            Some(why) => Err(Error::refused(why)),
            None => led_to(self.is_related(), self.uncast_path().to_owned()),
        }
    }
}

impl<E: Structured> EntityQuery<E> {
    /// Leads the navigation property, which leads to one, to that entity: `PUT .../$ref` (Protocol 4.01, 11.4.6.3).
    ///
    /// # Example
    /// ```
    /// # use odata::{Entity, EntityQuery, EntitySet, Navigation, One, Structured};
    /// # async fn example<Order: Structured, Customer: Entity<Key = String>>(
    /// #     order: EntityQuery<Order>, customer: Navigation<Order, One<Customer>>, customers: EntitySet<Customer>,
    /// # ) -> odata::Result<()> {
    /// order.navigate(customer).link(customers.by_key("x")).send().await?;
    /// order.navigate(customer).unlink().send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn link<How>(&self, target: impl IntoLink<E, How>) -> ChangeReference {
        let link = target.into_link();
        ChangeReference::to(self.client(), Method::PUT, self.linkable(), &link)
    }

    /// Leads the navigation property to nothing, or no longer to this one of many: `DELETE .../$ref` (Protocol 4.01,
    /// 11.4.6.2). The entity stays.
    pub fn unlink(&self) -> ChangeReference {
        ChangeReference::away(self.client(), self.linkable(), None)
    }

    fn linkable(&self) -> Result<String> {
        let path = match self.as_link() {
            Link::Below(_, path) => path,
            Link::None(why) => return Err(Error::refused(why)),
            Link::Id(id) => encode_segment(&id),
        };
        led_to(self.is_related(), path)
    }
}

/// The path of what a navigation property leads to. A path does not say whether one does: keys and casts are segments as well.
fn led_to(is_related: bool, path: String) -> Result<String> {
    match is_related {
        true => Ok(path),
        false => Err(Error::refused(format!(
            "`{path}` is no navigation property: only what one leads to is changed by references"
        ))),
    }
}
