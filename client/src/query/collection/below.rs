//! What lies below a collection: how many there are, one of them, functions of it.

use odata_core::edm::Literal;
use odata_core::url::QueryOptions;

use super::Query;
use crate::decode::Structured;
use crate::query::resource::Resource;
use crate::query::{
    AlternateKey, Call, Entity, EntityQuery, IntoKey, OnSet, Place, ReferenceQuery, TotalQuery,
    restriction,
};

impl<E, T> Query<E, T> {
    /// How many there are, and nothing else: `.../$count` (Protocol 11.2.10). A filter and a search narrow it; order,
    /// `$top`, `$skip` and what was selected do not matter to it. [`count`](Self::count) asks for the number beside the rows.
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let scripts = defender.library_files().filter(LibraryFile::FILE_NAME.ends_with(".ps1"));
    /// let total: u64 = scripts.total().send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn total(&self) -> TotalQuery {
        let options = QueryOptions {
            select: Vec::new(),
            expand: Vec::new(),
            order_by: Vec::new(),
            top: None,
            skip: None,
            count: false,
            format: None,
            ..QueryOptions::clone(&self.options)
        };
        let mut resource =
            Resource::new(&self.client, &*self.path, options.to_query()).below("$count");
        let counted = || QueryOptions {
            count: true,
            ..options
        };
        resource.refused = self.refusals.why().or_else(|| {
            let unsupported = restriction::of_options(self.info, self.cast, &counted());
            unsupported.filter(|_| !self.refusals.are_lifted())
        });
        TotalQuery::new(resource)
    }

    /// The ids of those that are asked for, and nothing else of them: `.../$ref` (Protocol 11.2.8). What was selected or
    /// expanded does not matter to it.
    pub fn references(&self) -> ReferenceQuery<E>
    where
        E: Structured,
    {
        let options = QueryOptions {
            select: Vec::new(),
            expand: Vec::new(),
            ..QueryOptions::clone(&self.options)
        };
        let mut resource =
            Resource::new(&self.client, &*self.path, options.to_query()).below("$ref");
        resource.refused = self.why_not();
        ReferenceQuery::new(resource)
    }

    /// Why it is not sent, if so.
    fn why_not(&self) -> Option<String> {
        self.check()
            .err()
            .and_then(|error| error.refusal().map(str::to_owned))
    }
}

impl<E: Structured> Query<E> {
    /// The one with that key: `Set(key)/Navigation(key)` where a navigation property led here (URL conventions 4.3.2).
    /// What a filter or an option of this query says does not go along, so one that has any is refused.
    ///
    /// # Example
    /// ```
    /// # use odata::{Entity, EntityQuery, Many, Navigation, Structured};
    /// # async fn example<Machine: Structured, Alert: Entity<Key = String>>(machine: EntityQuery<Machine>, alerts: Navigation<Machine, Many<Alert>>)
    /// # -> odata::Result<()> {
    /// let alert: Alert = machine.navigate(alerts).by_key("a1").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn by_key<K: IntoKey<E::Key>>(&self, key: K) -> EntityQuery<E>
    where
        E: Entity,
    {
        self.one(key.into_key(), None)
    }

    /// The one that was read before: the one with its key, and for changes with its ETag.
    pub fn by_entity(&self, entity: &E) -> EntityQuery<E>
    where
        E: Entity,
        E::Key: IntoKey<E::Key>,
    {
        let etag = entity.etag().map(str::to_owned);
        self.one(entity.key().into_key(), etag)
            .linked(entity.extras())
    }

    /// The one with that value of an alternate key: [`EntitySet::by_alternate_key`](crate::EntitySet::by_alternate_key).
    pub fn by_alternate_key<K>(
        &self,
        key: AlternateKey<E, K>,
        value: impl IntoKey<K>,
    ) -> EntityQuery<E> {
        let path = format!("{}{}", self.path, key.predicate(value));
        self.checked(EntityQuery::at(&self.client, self.info, path, None, None))
    }

    fn one(&self, key: Vec<Literal>, etag: Option<String>) -> EntityQuery<E> {
        let one = EntityQuery::new(&self.client, self.info, &self.path, key, None, etag);
        self.checked(one)
    }

    fn checked(&self, one: EntityQuery<E>) -> EntityQuery<E> {
        let one = one.of_type(self.cast).with(self.options.custom.clone());
        let one = one.of_navigation(self.related);
        let lost =
            self.lost("options of a collection do not go along with a key: give the key first");
        one.inheriting(&self.refusals).wrong_if(lost)
    }

    /// Calls a function or an action on it: of its type, or of the type that this extends.
    pub fn call<C: Call<OnSet<E>, How>, How>(&self, call: C) -> C::Asked {
        let lost = self
            .lost("options of a collection do not go along with a call: ask them of what it gives");
        let arguments = self.options.custom.clone();
        call.on(Place {
            wrong: lost,
            ..Place::new(&self.client, self.path.clone(), arguments)
        })
    }

    /// What is wrong, and else why it is not gone on from where something was asked that would be lost.
    pub(in crate::query) fn lost(&self, why: &str) -> Option<String> {
        let arguments = QueryOptions {
            custom: self.options.custom.clone(),
            ..QueryOptions::default()
        };
        let has_options = *self.options != arguments;
        let lost = || has_options.then(|| why.to_owned());
        self.refusals.wrong().or_else(lost)
    }
}
