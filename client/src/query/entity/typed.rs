//! The same entity as one of a derived type (URL conventions 4.11).

use std::marker::PhantomData;
use std::sync::Arc;

use odata_core::url::encode_segment;

use url::form_urlencoded;

use super::EntityQuery;
use crate::decode::Structured;
use crate::error::{Error, Result, shown_text};
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

    /// The rest of a resource that is one collection, where a link of the service leads: services of Redfish give long collections page by page,
    /// each a resource with `Members` and `Members@odata.nextLink` (DSP0266).
    ///
    /// # Errors
    /// When the link leads to another host, or to what does not lie below the root.
    ///
    /// # Example
    /// ```
    /// # use odata::{EntityQuery, Expanded, Structured};
    /// # async fn example<Systems: Structured, System: Structured>(
    /// #     systems: EntityQuery<Systems>, members: impl Fn(&Systems) -> Option<&Expanded<System>>,
    /// # ) -> odata::Result<()> {
    /// let mut page = systems.send().await?;
    /// loop {
    ///     for id in page.extras().references("Members") {
    ///         println!("{id}");
    ///     }
    ///     let rest = members(&page).and_then(|members| members.next_link()); // page.members.as_ref()
    ///     let Some(link) = rest else { break };
    ///     page = systems.at_link(link)?.send().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn at_link(&self, link: &str) -> Result<EntityQuery<E>> {
        let url = self.client.next_url(&self.url()?, link)?;
        let root = self.client.root();
        let path = url.path().strip_prefix(root.path());
        let Some(path) = path.filter(|_| url.origin() == root.origin()) else {
            return Err(Error::link(format!(
                "the link `{}` does not lie below {root}",
                shown_text(link)
            )));
        };
        let options = form_urlencoded::parse(url.query().unwrap_or_default().as_bytes());
        let mut there = self.clone();
        there.path = Arc::from(path);
        there.options = super::Options::none();
        there.links = None;
        Ok(there.with(options.into_owned().collect()))
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
