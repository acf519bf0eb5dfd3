//! What the rows of a query hold (`$select` and `$compute`, URL conventions 5.1.3 and 5.1.4).

use std::marker::PhantomData;

use odata_core::url::QueryOptions;

use super::{Query, Shape, restriction};
use crate::field::{As, Asked, Named, Select, Selection};

impl<E, T> Query<E, T> {
    /// Only this property, or these (`$select`): the rows are then values, or tuples of values.
    ///
    /// In a tuple can stand properties, also of complex values (`Machine::VM.then(Vm::ID)`), what navigation properties
    /// lead to, with a selection of its own or whole (`$expand`), and what is computed and has a name (`$compute`).
    pub fn select<S: Select<E, Output = U>, U>(self, selection: S) -> Query<E, U> {
        let mut asked = Asked::default();
        selection.ask(&mut asked);
        self.selecting::<S>(asked)
    }

    /// Only what the struct has, and each row as one: see `#[derive(odata::Select)]`, of the feature `macros`.
    pub fn select_as<U: Selection<E>>(self) -> Query<E, U> {
        self.select(As::<U>::ROWS)
    }

    fn selecting<S: Select<E>>(mut self, asked: Asked) -> Query<E, S::Output> {
        let (wrong, refused) =
            restriction::of_selection(self.info, self.cast, &self.options, &asked);
        self.is_wrong(wrong);
        self.refuse(refused);
        let shape = Shape::selection::<E, S>(asked.into_options(&mut self.options));
        self.with_shape(shape)
    }

    /// Gives a value that name.
    pub(in crate::query) fn named(&mut self, name: &str) {
        self.is_wrong(restriction::of_name(self.info, self.cast, name));
    }

    /// The same question, whose rows are read otherwise.
    pub(in crate::query) fn with_shape<U>(self, shape: Shape<U>) -> Query<E, U> {
        Query {
            client: self.client,
            info: self.info,
            path: self.path,
            options: self.options,
            arguments: self.arguments,
            shape,
            wishes: self.wishes,
            refusals: self.refusals,
            cast: self.cast,
            related: self.related,
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
    pub fn map<U>(self, make: impl Fn(T) -> U + Send + Sync + 'static) -> Query<E, U>
    where
        T: 'static,
    {
        let shape = self.shape.clone().map(make);
        self.with_shape(shape)
    }

    /// With what is computed and has a name (`$compute`, OData 4.01), for a filter or an order; what is selected is computed by
    /// itself. See [`Field::named`](crate::Field::named).
    pub fn compute<V, R>(mut self, computed: &Named<E, V, R>) -> Self {
        let alias = &computed.compute.alias;
        self.named(alias);
        self.is_wrong(computed.standing.why());
        self.options.compute.retain(|known| known.alias != *alias);
        self.options.compute.push(computed.compute.clone());
        self
    }
}
