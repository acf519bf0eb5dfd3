//! Inserting into a collection (Protocol 11.4.2).

use odata_core::descriptor::Usage;
use odata_core::url::encode_segment;

use super::Query;
use crate::change::{Changes, Content, Insert};
use crate::decode::Structured;
use crate::error::{Error, Result};
use crate::query::restriction;

impl<E: Structured> Query<E> {
    /// Inserts an entity with what was set: into an entity set as [`EntitySet::insert`](crate::EntitySet::insert), or into what a
    /// navigation property leads to, where it is then related, or contained (Protocol 4.01, 11.4.2). What a filter or an option
    /// of this query says does not hold for it, so that one that has any is refused.
    ///
    /// # Example: a new alert of a machine
    /// ```
    /// # use odata::{Changes, EntityQuery, Many, Navigation, Structured};
    /// # async fn example<Machine: Structured, Alert: Structured>(
    /// #     machine: EntityQuery<Machine>, alerts: Navigation<Machine, Many<Alert>>, new: Changes<Alert>,
    /// # ) -> odata::Result<()> {
    /// let alert: Alert = machine.navigate(alerts).insert(&new).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn insert(&self, changes: &Changes<E>) -> Insert<E> {
        let type_name = self.cast.map(|ty| ty.name);
        let url = self.insertable(|| {
            restriction::insert(self.info, self.cast, changes, self.client.version())
        });
        let url = url.and_then(|()| self.client.url(self.uncast_path(), ""));
        Insert::new(&self.client, url, changes, type_name)
    }

    /// Inserts a media entity, which is made of its bytes: [`EntitySet::insert_media`](crate::EntitySet::insert_media).
    pub fn insert_media(&self, content: Content) -> Insert<E> {
        let url = self.insertable(|| restriction::change(self.info, Usage::Insert));
        let url = url.and_then(|()| self.client.url(self.uncast_path(), ""));
        Insert::media(&self.client, url, content)
    }

    fn insertable(&self, allowed: impl FnOnce() -> Result<()>) -> Result<()> {
        let lost = "options of a query do not go along with what is inserted";
        if let Some(why) = self.lost(lost) {
            return Err(Error::refused(why));
        }
        self.refusals.check()?;
        match self.refusals.are_lifted() {
            true => Ok(()),
            false => allowed(),
        }
    }

    /// Where it is inserted: what is of a derived type says so itself.
    pub(in crate::query) fn uncast_path(&self) -> &str {
        let path = &*self.path;
        let cast = self.cast.map(|ty| encode_segment(ty.name));
        let uncast = cast.and_then(|cast| path.strip_suffix(&cast)?.strip_suffix('/'));
        uncast.unwrap_or(path)
    }
}
