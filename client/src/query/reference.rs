//! A reference to an entity: its id alone (Protocol 11.2.8; URL conventions 4.6).

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use odata_core::url::decode;
use url::Url;

use super::entity::EntityQuery;
use super::options::Options;
use super::target::{One, Target};
use crate::client::Client;
use crate::decode::Structured;
use crate::error::{Error, Result, shown_text};
use crate::field::DerivedFrom;

/// A reference to an entity of type `E`: its id, which most services make its URL.
///
/// # Example: which alerts a machine has, and then one of them
/// ```
/// # use odata::{Client, EntityQuery, Many, Navigation, Structured};
/// # async fn example<Machine: Structured, Alert: Structured>(client: &Client, machine: EntityQuery<Machine>, alerts: Navigation<Machine, Many<Alert>>)
/// # -> odata::Result<()> {
/// for reference in machine.navigate(alerts).references().send().await? {
///     println!("{} with the key {:?}", reference.id(), reference.key());
///     let alert: Alert = client.entity(&reference).send().await?;
/// }
/// # Ok(())
/// # }
/// ```
pub struct Reference<E> {
    id: Box<str>,
    of: PhantomData<fn() -> E>,
}

impl<E> Reference<E> {
    /// A reference to the entity with that id, absolute or relative to the root of the service.
    pub fn new(id: impl Into<String>) -> Self {
        Reference {
            id: id.into().into(),
            of: PhantomData,
        }
    }

    /// The id, as the service wrote it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The same as a reference to an entity of the base type, such as a user to the owner that it is.
    ///
    /// # Example
    /// ```
    /// # use odata::{Changes, DerivedFrom, Navigation, One, Reference, Structured};
    /// # fn example<Account: Structured, Principal: Structured, User: DerivedFrom<Principal>>(owner: Navigation<Account, One<Principal>>)
    /// # -> Changes<Account> {
    /// let user = Reference::<User>::new("systemusers(5f4c87e4-4952-e611-80dd-c4346bacfc18)");
    /// Changes::new().bind(owner, user.upcast())
    /// # }
    /// ```
    pub fn upcast<B>(self) -> Reference<B>
    where
        E: DerivedFrom<B>,
    {
        Reference {
            id: self.id,
            of: PhantomData,
        }
    }

    /// What stands in the last parentheses of the id, such as `'a1'` or `source='edr',number=1`; nothing where the id has none,
    /// as where keys are segments.
    pub fn key(&self) -> Option<String> {
        let rest = self.id.trim_end_matches('/').strip_suffix(')')?;
        let segment = rest.rfind('/').map_or(0, |slash| slash + 1);
        let open = rest.get(segment..)?.find('(')? + segment;
        decode(rest.get(open + 1..)?).ok()
    }

    /// The entity at the URL that the id is: to be read, changed, or gone on from. The ids of some services are no URLs;
    /// [`Client::entity`] asks for those.
    ///
    /// # Errors
    /// When the id is no URL below the root of the service.
    pub fn at(&self, client: &Client) -> Result<EntityQuery<E>>
    where
        E: Structured,
    {
        let path = path(client.root(), &self.id)?;
        let info = One::<E>::PLAIN;
        let options = Options::none();
        Ok(EntityQuery::below(client, info, Arc::from(path), options))
    }
}

/// The path below the root that an id leads to.
pub(crate) fn path(root: &Url, id: &str) -> Result<String> {
    let url = root.join(id).map_err(|error| {
        Error::link(format!(
            "the entity-id `{}` is no URL: {error}",
            shown_text(id)
        ))
    })?;
    let is_plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    let path = (is_plain && url.origin() == root.origin())
        .then(|| url.path().strip_prefix(root.path()))
        .flatten();
    match path {
        Some(path) if !path.is_empty() => Ok(path.to_owned()),
        _ => Err(Error::link(format!(
            "the entity-id `{}` is no URL below {root}; `Client::entity` asks the service for it",
            shown_text(id)
        ))),
    }
}

impl<E> From<&Reference<E>> for Reference<E> {
    fn from(reference: &Reference<E>) -> Self {
        reference.clone()
    }
}

macro_rules! ids {
    ($($text:ty),*) => {$(
        impl<E> From<$text> for Reference<E> {
            fn from(id: $text) -> Self {
                Reference::new(id)
            }
        }
    )*};
}

ids!(&str, &String, String);

impl<E> Clone for Reference<E> {
    fn clone(&self) -> Self {
        Reference {
            id: self.id.clone(),
            of: PhantomData,
        }
    }
}

impl<E> PartialEq for Reference<E> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<E> fmt::Debug for Reference<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reference({})", self.id)
    }
}
