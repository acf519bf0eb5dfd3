//! Entities and sets in expressions over others: `$root` (URL conventions 5.1.1.14.5).

use super::entity_set::EntitySet;
use super::key::{Entity, IntoKey};
use crate::decode::Structured;
use crate::field::{BehindNavigation, Field, Path, root};

impl<E: Structured> EntitySet<E> {
    /// The entities of the set in an expression over another type: `$root/Set`, for `any`, `all` and `size`.
    ///
    /// # Example: who is on no list
    /// ```
    /// # use odata::{Entity, EntitySet, Field};
    /// # fn example<Person: Entity, Entry: Entity>(
    /// #     people: EntitySet<Person>, entries: EntitySet<Entry>, name: Field<Person, String>, of: Field<Entry, String>,
    /// # ) {
    /// let listed = entries.in_root().any_with(|entry| entry.then(of).eq(name));
    /// let query = people.filter(!listed);
    /// // not $root/entries/any(e:e/of eq name)
    /// # }
    /// ```
    pub fn in_root<F>(&self) -> Field<F, Vec<E>, BehindNavigation, Path> {
        root(&self.root_path(""))
    }

    /// The entity with that key in an expression over another type: `$root/Set(key)`.
    ///
    /// # Example: what is dearer than another one
    /// ```
    /// # use odata::{Entity, EntitySet, Field};
    /// # fn example<Product: Entity<Key = i32>>(products: EntitySet<Product>, price: Field<Product, i32>) {
    /// let dearer = products.filter(price.gt(products.in_root_by_key(7).then(price)));
    /// // price gt $root/products(7)/price
    /// # }
    /// ```
    pub fn in_root_by_key<F, K: IntoKey<E::Key>>(
        &self,
        key: K,
    ) -> Field<F, E, BehindNavigation, Path>
    where
        E: Entity,
    {
        let key = key.into_key();
        let parts = match &key[..] {
            [only] => vec![only.to_string()],
            several => {
                let named = E::INFO.key.iter().zip(several);
                named
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect()
            }
        };
        root(&self.root_path(&format!("({})", parts.join(","))))
    }
}
