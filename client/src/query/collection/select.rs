//! What the rows of a query hold (`$select` and `$compute`, URL conventions 5.1.3 and 5.1.4).

use std::marker::PhantomData;

use odata_core::url::QueryOptions;

use super::{Query, Shape, restriction};
use crate::field::{As, Asked, Named, Select, Selection, is_name};

impl<E, T> Query<E, T> {
    /// Only this property, or these (`$select`): the rows are then values, or tuples of values.
    ///
    /// In a tuple can stand properties, also of complex values (`Machine::VM.then(Vm::ID)`), what navigation properties
    /// lead to, with a selection of its own or whole (`$expand`), and what is computed and has a name (`$compute`).
    #[must_use]
    pub fn select<S: Select<E, Output = U>, U>(self, selection: S) -> Query<E, U> {
        let mut asked = Asked::default();
        selection.ask(&mut asked);
        self.selecting::<S>(asked)
    }

    /// Only what the struct has, and each row as one: see `#[derive(odata::Select)]`, of the feature `macros`.
    #[must_use]
    pub fn select_as<U: Selection<E>>(self) -> Query<E, U> {
        self.select(As::<U>::ROWS)
    }

    fn selecting<S: Select<E>>(mut self, mut asked: Asked) -> Query<E, S::Output> {
        self.is_wrong(asked.wrong.take());
        for computed in &asked.compute {
            self.named(&computed.alias);
        }
        if !asked.unchecked {
            if !asked.select.is_empty() {
                self.refuse(restriction::of_select(self.info));
            }
            for item in &asked.expand {
                self.refuse(restriction::of_expand(self.info, self.cast, item));
            }
        }
        if let Some(item) = self.options.expand.first() {
            self.is_wrong(Some(restriction::expanded_for_nothing(item)));
        }
        let shape = Shape::selection::<E, S>(asked.into_options(&mut self.options));
        self.with_shape(shape)
    }

    /// A name that is given to a value is none of the type's own (URL conventions 5.1.3).
    pub(in crate::query) fn named(&mut self, name: &str) {
        let ty = self.cast.unwrap_or_else(self.info.entity);
        if !is_name(name) {
            self.is_wrong(Some(format!(
                "`{name}` is no name for a value: letters, digits and underscores"
            )));
        } else if ty.properties.contains(&name) {
            self.is_wrong(Some(format!(
                "`{name}` is a property of {}: what is computed needs another name",
                ty.short_name()
            )));
        }
    }

    /// The same question, whose rows are read otherwise.
    pub(in crate::query) fn with_shape<U>(self, shape: Shape<U>) -> Query<E, U> {
        Query {
            client: self.client,
            info: self.info,
            path: self.path,
            options: self.options,
            shape,
            wishes: self.wishes,
            refused: self.refused,
            wrong: self.wrong,
            unchecked: self.unchecked,
            cast: self.cast,
            entity: PhantomData,
        }
    }

    pub(in crate::query) fn options_mut(&mut self) -> &mut QueryOptions {
        &mut self.options
    }

    /// What is made of each row, for instance a struct of one's own.
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// struct Script { name: String, sha256: Option<String> }
    /// let scripts = defender
    ///     .library_files()
    ///     .select((LibraryFile::FILE_NAME, LibraryFile::SHA256))
    ///     .map(|(name, sha256)| Script { name, sha256 });
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn map<U>(self, make: impl Fn(T) -> U + Send + Sync + 'static) -> Query<E, U>
    where
        T: 'static,
    {
        let shape = self.shape.clone().map(make);
        self.with_shape(shape)
    }

    /// With what is computed and has a name (`$compute`, OData 4.01), for a filter or an order; what is selected is computed by
    /// itself. See [`Field::named`](crate::Field::named).
    #[must_use]
    pub fn compute<V, R>(mut self, computed: &Named<E, V, R>) -> Self {
        let alias = &computed.compute.alias;
        self.named(alias);
        self.options.compute.retain(|known| known.alias != *alias);
        self.options.compute.push(computed.compute.clone());
        self
    }
}
