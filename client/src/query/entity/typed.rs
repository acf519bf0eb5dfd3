//! The same entity as one of a derived type (URL conventions 4.11).

use std::marker::PhantomData;
use std::sync::Arc;

use odata_core::url::encode_segment;

use super::EntityQuery;
use crate::decode::Structured;
use crate::field::DerivedFrom;
use crate::query::shape::Shape;

impl<E: Structured> EntityQuery<E> {
    /// The same entity as one of the derived type: `.../Ns.Derived` (URL conventions 4.11). One that is of another type
    /// is not found.
    ///
    /// # Example
    /// ```
    /// # use odata::{DerivedFrom, Entity, EntityQuery};
    /// # async fn example<Machine: Entity, Server: DerivedFrom<Machine>>(machine: EntityQuery<Machine>)
    /// # -> odata::Result<()> {
    /// let server: Option<Server> = machine.cast::<Server>().send_optional().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn cast<D: DerivedFrom<E>>(self) -> EntityQuery<D> {
        let path = format!("{}/{}", self.path, encode_segment(D::INFO.name));
        EntityQuery {
            client: self.client.clone(),
            etag: self.etag,
            unknown: self.unknown,
            wishes: self.wishes,
            refusals: self.refusals,
            related: self.related,
            cast: Some(D::INFO),
            ..EntityQuery::below(&self.client, self.info, Arc::from(path), self.options)
        }
    }

    /// The same entity, which is known to be of the derived type, without a segment that says so: for services that know no
    /// casts in URLs, such as those of Redfish (DSP0266). By OData what only a derived type has is behind a cast
    /// ([`cast`](Self::cast); URL conventions 4.11).
    ///
    /// Nothing is asked to find out whether it is of that type: where it is not, what it lacks is absent, which is an error
    /// for what is never null. [`Extras::as_type`](crate::Extras::as_type) tells it of an entity that was read.
    ///
    /// # Example
    /// ```
    /// # use odata::{DerivedFrom, EntityQuery, Field, Structured};
    /// # async fn example<System: Structured, V1: DerivedFrom<System>>(system: EntityQuery<System>, power: Field<V1, Option<String>>)
    /// # -> odata::Result<()> {
    /// // .../Systems/1/PowerState, and not .../Systems/1/ComputerSystem.v1_25_0.ComputerSystem/PowerState
    /// let power: Option<String> = system.as_type::<V1>().property(power).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn as_type<D: DerivedFrom<E>>(self) -> EntityQuery<D> {
        EntityQuery {
            client: self.client,
            info: self.info,
            path: self.path,
            options: self.options,
            etag: self.etag,
            unknown: self.unknown,
            shape: Shape::whole(),
            wishes: self.wishes,
            refusals: self.refusals,
            related: self.related,
            cast: Some(D::INFO),
            links: self.links,
            entity: PhantomData,
        }
    }
}
