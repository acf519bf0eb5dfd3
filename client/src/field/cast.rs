//! Types in expressions: what holds only of a derived type, asked of its base type (URL conventions 4.11, 5.1.1.10.2).

use odata_core::expr::Expr;

use super::{Complex, Field, Filter, Filterable, Node, Standing};
use crate::decode::Structured;
use crate::query::{Navigation, One};

/// A type that extends `B`, directly or through others (CSDL XML 4.01, 6.2 and 9.1); generated code implements it for
/// each type and all its base types.
///
/// It is what casts need: [`Query::cast`](crate::Query::cast), [`Field::upcast`], [`Filter::is_of`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not extend `{B}`",
    label = "expected a type that is derived from `{B}`",
    note = "a cast leads from a type to one that extends it (OData URL conventions 4.11)"
)]
pub trait DerivedFrom<B>: Structured {}

/// No base type, and no name for one. With two of them rustc waits until it knows which base type is meant, and then
/// says it; where a type extends nothing, or one type only, it would not.
#[doc(hidden)]
#[derive(Debug)]
pub struct Undecided<const N: bool>;

#[diagnostic::do_not_recommend]
impl<T: Structured> DerivedFrom<Undecided<false>> for T {}
#[diagnostic::do_not_recommend]
impl<T: Structured> DerivedFrom<Undecided<true>> for T {}

impl<D: Structured, T, R, N: Node> Field<D, T, R, N> {
    /// The same, asked of a base type `B` of its own: `Ns.Derived/property`. What is of another type has null there.
    ///
    /// # Example: of all machines, those that are servers with a certain name
    /// ```
    /// # use odata::doc_example::LibraryFile as Script;
    /// # fn all<File>(filter: odata::Filter<File>) -> odata::Filter<File> where Script: odata::DerivedFrom<File> {
    /// // The base type is known by where it is used: `files.filter(...)`, or `upcast::<File>()`.
    /// filter.and(Script::DESCRIPTION.upcast().eq("collects logs"))
    /// # }
    /// ```
    pub fn upcast<B>(self) -> Field<B, T, R, N::Longer>
    where
        D: DerivedFrom<B>,
    {
        Field {
            unchecked: self.unchecked,
            node: self.node.longer(&|expr| expr.of_type(D::INFO.name)),
            types: std::marker::PhantomData,
        }
    }
}

impl<E, T, R, N: Node> Field<E, T, R, N> {
    /// Whether the complex value is of that derived type: `isof(property,Ns.Derived)`. A null is of none.
    pub fn is_of<D>(self) -> Filter<E>
    where
        T: Complex,
        R: Filterable<E>,
        D: DerivedFrom<T::Type>,
    {
        let standing = self.standing();
        is_of::<E, D>(Some(self.into_expr()), standing)
    }
}

impl<E, T, R> Navigation<E, One<T>, R> {
    /// Whether what it leads to is of that derived type: `isof(property,Ns.Derived)`. Nothing is of none.
    pub fn is_of<D: DerivedFrom<T>>(self) -> Filter<E> {
        is_of::<E, D>(Some(Expr::Path(self.name().into())), Standing::default())
    }
}

impl<E> Filter<E> {
    /// Those that are of that derived type, or of one that extends it: `isof(Ns.Derived)`.
    ///
    /// # Example
    /// ```
    /// # use odata::{Filter, doc_example::LibraryFile as Script};
    /// # fn all<File>() -> Filter<File> where Script: odata::DerivedFrom<File> {
    /// // Every file but scripts: `not isof(Ns.Script)`.
    /// !Filter::is_of::<Script>()
    /// # }
    /// ```
    pub fn is_of<D: DerivedFrom<E>>() -> Filter<E> {
        is_of::<E, D>(None, Standing::default())
    }
}

impl<D: Structured> Filter<D> {
    /// The same, asked of a base type: each property as [`Field::upcast`] has it.
    ///
    /// What is of another type has null for them: `eq` is false there, and `ne` is true. [`Filter::is_of`] beside it keeps
    /// others out.
    pub fn upcast<B>(self) -> Filter<B>
    where
        D: DerivedFrom<B>,
    {
        let (expr, standing) = self.into_parts();
        Filter::of(expr.of_type(D::INFO.name), standing)
    }
}

fn is_of<E, D: Structured>(value: Option<Expr>, standing: Standing) -> Filter<E> {
    let is_of = Expr::IsOf(value.map(Box::new), D::INFO.name.into());
    Filter::of(is_of, standing)
}
