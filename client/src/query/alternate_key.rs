//! Alternate keys (Core.AlternateKeys; URL conventions 4.3.1).

use std::fmt;
use std::marker::PhantomData;

use odata_core::url::encode_segment;

use super::key::IntoKey;

/// Another key of entities of type `E` than the one that is in their ids: a property, or several, that tell an entity from
/// all others.
///
/// Generated code has a constant for each that the service declares: `people.by_alternate_key(Person::BY_SSN, "123")`.
/// Where a service has one that it does not declare, make the constant yourself.
///
/// # Example
/// ```
/// # use odata::doc_example::{Defender, LibraryFile};
/// use odata::AlternateKey;
/// const BY_HASH: AlternateKey<LibraryFile, String> = AlternateKey::new(&["sha256"]);
/// # async fn example(defender: &Defender) -> odata::Result<()> {
/// let file = defender.library_files().by_alternate_key(BY_HASH, "5f2c...").send().await?;
/// # Ok(())
/// # }
/// ```
pub struct AlternateKey<E, K> {
    names: &'static [&'static str],
    of: PhantomData<fn() -> (E, K)>,
}

impl<E, K> AlternateKey<E, K> {
    /// The one of the properties that go by these names, or aliases, in a URL.
    pub const fn new(names: &'static [&'static str]) -> Self {
        AlternateKey {
            names,
            of: PhantomData,
        }
    }

    /// The predicate, percent-encoded. The names are always written: without them it would be the key itself.
    pub(super) fn predicate(&self, key: impl IntoKey<K>) -> String {
        let values = key.into_key();
        let named = self.names.iter().zip(values).map(|(name, value)| {
            let value = encode_segment(&value.to_string());
            format!("{}={value}", encode_segment(name))
        });
        format!("({})", named.collect::<Vec<_>>().join(","))
    }
}

impl<E, K> Clone for AlternateKey<E, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, K> Copy for AlternateKey<E, K> {}

impl<E, K> fmt::Debug for AlternateKey<E, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AlternateKey({})", self.names.join(","))
    }
}
