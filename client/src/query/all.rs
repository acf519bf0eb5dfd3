//! All entities of a service (URL conventions 4.16).

use std::fmt;
use std::sync::Arc;

use odata_core::descriptor::{PropertyType, TypeInfo, ValueType};
use odata_core::url::encode_segment;

use super::collection::Query;
use super::options::Options;
use super::target::{Many, Target};
use crate::client::Client;
use crate::decode::{Extras, Slot, Structured, copied, equal, shown};
use crate::json::Fault;

/// An entity of which only the name of its type is known: all that it has is in [`odata`](Self::odata).
///
/// # Example: all entities of a service, and those that are library files
/// ```
/// # use odata::Service;
/// # use odata::doc_example::{Defender, LibraryFile};
/// # async fn example(defender: &Defender) -> odata::Result<()> {
/// let mut all = defender.client().all().stream();
/// while let Some(entity) = all.next().await {
///     let entity = entity?;
///     println!("{:?} {:?}", entity.odata.type_name(), entity.odata.id());
///     if let Some(file) = entity.read_as::<LibraryFile>() {
///         println!("{}", file.unwrap_or_default().file_name);
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[non_exhaustive]
#[derive(Default)]
pub struct AnyEntity {
    /// Its type, its id, its ETag, and each of its properties as JSON.
    pub odata: Extras,
}

impl AnyEntity {
    /// The entity as one of that type; nothing when the service says that it is of another type, or does not say it. One
    /// that is of a generated type that extends it is found too. What was said of the entity (its ETag, its links) is said of
    /// that.
    ///
    /// The result has the fault when the entity does not fit the type.
    pub fn read_as<T: Structured>(&self) -> Option<Result<T, Fault>> {
        let name = self.odata.type_name()?;
        if !crate::decode::is_or_extends(T::INFO, T::DERIVED, name) {
            return None;
        }
        let mut value = T::default();
        Some(self.odata.read_into(&mut value).map(|()| value))
    }
}

impl Structured for AnyEntity {
    const INFO: &'static TypeInfo = &TypeInfo {
        name: "Edm.EntityType",
        properties: &[],
        key: &[],
        open: true,
        describe: |_| PropertyType::required(ValueType::Untyped),
    };

    fn slot(&self, _: usize) -> &dyn Slot {
        &self.odata
    }
}

impl Clone for AnyEntity {
    fn clone(&self) -> Self {
        copied(self)
    }
}

impl PartialEq for AnyEntity {
    fn eq(&self, other: &Self) -> bool {
        equal(self, other)
    }
}

impl fmt::Debug for AnyEntity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(self, f)
    }
}

impl Client {
    /// All entities of the service, of whatever type: `$all` (URL conventions 4.16).
    pub fn all(&self) -> Query<AnyEntity> {
        self.everything("$all".to_owned())
    }

    /// All entities of the service that are of that type, wherever they are kept: `$all/Ns.Type` (URL conventions 4.16).
    pub fn all_of<T: Structured>(&self) -> Query<T> {
        self.everything(format!("$all/{}", encode_segment(T::INFO.name)))
    }

    fn everything<T: Structured>(&self, path: String) -> Query<T> {
        let info = Many::<T>::PLAIN;
        Query::below(self, info, Arc::from(path), Options::none())
    }
}
