//! Changing one entity (Protocol 11.4.3 to 11.4.5).

use http::Method;
use odata_core::descriptor::Usage;
use odata_core::url::encode_segment;
use url::Url;

use super::EntityQuery;
use crate::change::{Changes, Conflict, Deed, Delete, Link, Update, Upsert};
use crate::client::Client;
use crate::decode::Structured;
use crate::error::{Error, Result};
use crate::query::restriction;

impl<E, T> EntityQuery<E, T> {
    /// The ETag that it had when it was read.
    pub(crate) fn known_etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }
}

impl<E: Structured> EntityQuery<E> {
    /// Changes it: exactly what was set is sent (`PATCH`). An ETag that is known from reading the entity goes along, so
    /// that a change which somebody else made meanwhile is not lost.
    ///
    /// # Example: a file that was read before
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// use odata::Changes;
    /// let files = defender.library_files();
    /// let file = files.by_key("script1.ps1").send().await?;
    /// let changes = Changes::new().set(LibraryFile::DESCRIPTION, "collects logs");
    /// match files.by_entity(&file).update(&changes).send().await {
    ///     Err(error) if error.is_concurrency_conflict() => println!("somebody was faster"),
    ///     result => drop(result?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, changes: &Changes<E>) -> Update<E> {
        self.updating(Method::PATCH, Usage::Patch, changes)
    }

    /// Replaces it (`PUT`): what is not set, and can be, becomes null or gets its default (Protocol 4.01, 11.4.3). The ETag goes
    /// along as in [`update`](Self::update).
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// use odata::Changes;
    /// let file = defender.library_files().by_key("script1.ps1");
    /// let all = Changes::new().set(LibraryFile::DESCRIPTION, "collects logs").set(LibraryFile::HAS_PARAMETERS, false);
    /// let file: LibraryFile = file.replace(&all).representation().send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn replace(&self, changes: &Changes<E>) -> Update<E> {
        self.updating(Method::PUT, Usage::Put, changes)
    }

    /// Changes it, or inserts it where there is none (`PATCH` without a condition, Protocol 4.01, 11.4.4): for services
    /// that do so. What came tells which of the two it was. An ETag that is known does not go along.
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// use odata::Changes;
    /// let file = defender.library_files().by_key("script1.ps1");
    /// let changes = Changes::new().set(LibraryFile::DESCRIPTION, "collects logs");
    /// let saved = file.upsert(&changes).send().await?;
    /// println!("{}", if saved.is_created() { "new" } else { "changed" });
    /// # Ok(())
    /// # }
    /// ```
    pub fn upsert(&self, changes: &Changes<E>) -> Upsert<E> {
        let allowed = self.allowed(&[Usage::Update, Usage::Upsert, Usage::Patch]);
        let url = allowed.and_then(|()| self.edit_url());
        let upsert = Upsert::new(self, url, changes);
        match self.refusals.are_lifted() {
            true => upsert,
            false => {
                let check = |deed| {
                    let version = self.client.version();
                    restriction::update(self.info, self.cast, changes, deed, version)
                };
                upsert.refused(check(Deed::Insert), check(Deed::Upsert))
            }
        }
    }

    /// Deletes it. An ETag that is known from reading the entity goes along.
    pub fn delete(&self) -> Delete<E> {
        let allowed = self.allowed(&[Usage::Delete]);
        let url = allowed.and_then(|()| self.edit_url());
        Delete::new(self, url).needs_etag(self.needs_etag())
    }

    fn updating(&self, method: Method, usage: Usage, changes: &Changes<E>) -> Update<E> {
        let allowed = self.allowed(&[Usage::Update, usage]);
        let allowed = allowed.and_then(|()| match self.refusals.are_lifted() {
            true => Ok(()),
            false => {
                let (deed, version) = (Deed::Update, self.client.version());
                restriction::update(self.info, self.cast, changes, deed, version)
            }
        });
        let url = allowed.and_then(|()| self.edit_url());
        let update = Update::new(self, method, url, changes);
        let update = update.needs_etag(self.needs_etag());
        match self.info.upserts {
            true => update.must_exist(),
            false => update,
        }
    }

    /// The URL that changes go to.
    fn edit_url(&self) -> Result<Url> {
        self.checked_url(self.edit_path())
    }

    /// Where changes go to, below the root.
    pub(super) fn edit_path(&self) -> &str {
        let links = self.links.as_ref();
        let said = links.and_then(|links| links.edit.as_deref());
        said.unwrap_or(&self.path)
    }

    /// Whether the set takes such requests.
    fn allowed(&self, usages: &[Usage]) -> Result<()> {
        if self.refusals.are_lifted() {
            return Ok(());
        }
        let mut usages = usages.iter();
        usages.try_for_each(|usage| restriction::change(self.info, *usage))
    }

    /// Why no change is sent without an ETag, if so.
    pub(super) fn needs_etag(&self) -> Option<String> {
        let needed = || restriction::of_usage(self.info, Usage::WithoutETag);
        let needed = self.unknown.clone().or_else(needed);
        needed.filter(|_| !self.refusals.are_lifted())
    }

    /// Which entity it is, to be led to.
    pub(crate) fn as_link(&self) -> Link {
        if let Some(why) = self.refusals.wrong() {
            return Link::None(why);
        }
        if !self.options.custom.is_empty() {
            return Link::None("what a function gives has no place of its own".to_owned());
        }
        let cast = self.cast.map(|ty| encode_segment(ty.name));
        let uncast = cast.and_then(|cast| self.path.strip_suffix(&cast)?.strip_suffix('/'));
        let path = uncast.unwrap_or(&self.path);
        Link::Below(self.client.root().clone(), path.to_owned())
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// A conflict of a change of this entity that failed with that error, as what is sent together tells it: a batch knows the
    /// error alone.
    ///
    /// # Errors
    /// The error itself, where it is no conflict (412, 409 or 428).
    pub fn conflict(&self, error: Error) -> Result<Conflict<E>> {
        Conflict::of(error, self)
    }

    /// The same with the ETag that it is known to have; without one it is not changed.
    pub(crate) fn with_known_etag(self, etag: Option<String>) -> Self {
        let why = "the entity came without an ETag, so that changing it could overwrite what others change meanwhile";
        let none = etag.is_none().then(|| why.to_owned());
        let mut query = self.with_etag(etag);
        query.unknown = none;
        query
    }

    /// The same, which has that ETag.
    pub(crate) fn with_etag(self, etag: Option<String>) -> Self {
        let unknown = None;
        EntityQuery {
            etag,
            unknown,
            ..self
        }
    }
}
