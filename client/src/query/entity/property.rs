//! What lies below one entity (URL conventions 4.6, 4.7, 4.14).

use std::marker::PhantomData;

use odata_core::descriptor::Usage;

use super::EntityQuery;
use crate::decode::{Structured, Value};
use crate::field::{Field, Pathed, StreamProperty};
use crate::query::options::Options;
use crate::query::raw::Written;
use crate::query::resource::Resource;
use crate::query::restriction;
use crate::query::value::below;
use crate::query::{OneReferenceQuery, Query, RawQuery, ValueQuery};

impl<E: Structured, T> EntityQuery<E, T> {
    /// One property of the entity: `Set(key)/name` (Protocol 11.2.4). What was selected or expanded does not matter to
    /// it.
    ///
    /// # Example: a property that may be null
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let file = defender.library_files().by_key("script1.ps1");
    /// let hash: Option<String> = file.property(LibraryFile::SHA256).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn property<V: Value, R, N: Pathed>(&self, property: Field<E, V, R, N>) -> ValueQuery<V> {
        let path = below(&self.path, &property.path());
        let value = ValueQuery::below(&self.client, &path, self.options.custom.clone());
        value.refused_if(self.refusals.wrong())
    }

    /// A collection of complex values that the entity has, to be filtered, sorted and cut like a collection of entities
    /// (Protocol 11.2.4): `Set(key)/name?$filter=...`.
    pub fn items<V: Structured, R, N: Pathed>(&self, property: Field<E, Vec<V>, R, N>) -> Query<V> {
        let path = below(&self.path, &property.path());
        let info = <crate::query::Many<V> as crate::query::Target>::PLAIN;
        let mut items = Query::below(&self.client, info, path.into(), self.arguments());
        items.is_wrong(self.refusals.wrong());
        items
    }

    /// The bytes of a media entity: `Set(key)/$value` (Protocol 11.2.3.1), to be read, replaced or deleted.
    pub fn media(&self) -> RawQuery {
        let media = RawQuery::new(self.bytes(None, "$value"));
        media.written(self.bytes_to(None, "$value"))
    }

    /// The bytes of a stream property: `Set(key)/name` (Protocol 11.2.4.1; CSDL 7.2.1), to be read, replaced or deleted.
    pub fn stream(&self, property: StreamProperty<E>) -> RawQuery {
        let segment = odata_core::url::encode_segment(property.name());
        let name = Some(property.name());
        let stream = RawQuery::new(self.bytes(name, &segment));
        stream.written(self.bytes_to(name, &segment))
    }

    /// The id of the entity, or of what a navigation property leads to, and nothing else of it: `.../$ref` (Protocol
    /// 11.2.8).
    pub fn reference(&self) -> OneReferenceQuery<E> {
        OneReferenceQuery::new(self.raw("$ref"))
    }

    /// Those of the function that led here.
    fn arguments(&self) -> Options {
        let mut options = Options::none();
        options.custom = self.options.custom.clone();
        options
    }

    /// Bytes, where the service says that they are.
    fn bytes(&self, property: Option<&str>, segment: &str) -> Resource {
        let links = self.links.as_ref();
        let said = links.and_then(|links| links.bytes(property));
        Resource {
            elsewhere: said.and_then(|said| said.read.clone()),
            ..self.raw(segment)
        }
    }

    /// Where bytes are written, and which ETag they have.
    fn bytes_to(&self, property: Option<&str>, segment: &str) -> Written {
        let links = self.links.as_ref();
        let said = links.and_then(|links| links.bytes(property)).cloned();
        let said = said.unwrap_or_default();
        let deleted_as = match property {
            Some(_) => Usage::Update,
            None => Usage::Delete,
        };
        let restricted = |usage| {
            let why = restriction::of_usage(self.info, usage);
            why.filter(|_| !self.refusals.are_lifted())
        };
        Written {
            resource: Resource {
                elsewhere: said.edit,
                ..self.raw(segment)
            },
            etag: said.etag,
            not_updated: restricted(Usage::Update),
            not_deleted: restricted(deleted_as),
            deleted_as,
            anywhere: false,
        }
    }

    fn raw(&self, segment: &str) -> Resource {
        let resource = Resource::new(&self.client, &*self.path, self.arguments().to_query());
        Resource {
            refused: self.refusals.wrong(),
            ..resource.below(segment)
        }
    }
}

impl<E, T> Clone for EntityQuery<E, T> {
    fn clone(&self) -> Self {
        EntityQuery {
            client: self.client.clone(),
            info: self.info,
            path: self.path.clone(),
            options: self.options.clone(),
            etag: self.etag.clone(),
            unknown: self.unknown.clone(),
            wishes: self.wishes,
            shape: self.shape.clone(),
            refusals: self.refusals.clone(),
            cast: self.cast,
            related: self.related,
            links: self.links.clone(),
            entity: PhantomData,
        }
    }
}
