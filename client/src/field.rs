//! Typed expressions: properties, and what is computed from them.

mod aggregate;
mod arithmetic;
mod cast;
mod compare;
mod constant;
mod convert;
mod derived;
mod edm;
mod filter;
mod if_present;
mod items;
mod known;
mod lambda;
mod named;
mod navigated;
mod node;
mod number;
mod operand;
mod order;
mod path;
mod rights;
mod select;
mod side;
mod special;
mod standing;
mod stream;
mod term;
mod text;
mod time;
mod untyped;
mod written;

use std::fmt;
use std::marker::PhantomData;

use odata_core::expr::{Expr, Function};

pub use aggregate::{Aggregation, Groups, Keys, NamedAggregation, Summed, count};
pub use arithmetic::{Difference, Product, Quotient, Remainder, Sum};
pub use cast::DerivedFrom;
#[doc(hidden)]
pub use constant::{Constant, Takes, constant, kind};
pub use convert::Primitive;
#[doc(hidden)]
pub use derived::{Held, Holds, ask_for, cell_of, read_columns, selectable, start};
pub use edm::{
    Clock, Day, Edm, EnumInfo, Enumeration, Listed, ListedNumber, Moment, Number, Span, Text,
};
pub(crate) use edm::{for_each_primitive, number, number_type};
pub use filter::{Filter, IntoFilter};
pub use if_present::IfPresent;
pub(crate) use if_present::if_present;
pub use items::{Flags, Geo, Shape, Truth};
#[doc(hidden)]
pub use known::has_property;
pub use lambda::{Item, Items};
pub use named::Named;
#[doc(hidden)]
pub use navigated::{HasValue, LeadsToMany, LeadsToOne, Nothing};
pub use node::{Computed, Name, Node, Path, Pathed, Stored};
pub use operand::{Null, Operand};
pub use order::{IntoOrder, Order, Ordered};
pub use path::{Complex, Reached, Step, Through};
pub use rights::{BehindNavigation, Expandable, Filterable, Open, Selectable, Settable, Sortable};
pub use select::{As, Asked, Pick, Select, Selection, Whole};
pub(crate) use select::{is_name, not_a_name, read_one};
pub use side::Side;
pub(crate) use special::root;
pub use special::{Alias, Case, alias, case, it, max_date_time, min_date_time, now, this};
#[doc(hidden)]
pub use standing::Standing;
use standing::computed;
pub use stream::StreamProperty;
pub use term::Term;
#[doc(hidden)]
pub use untyped::{Leads, Untyped, info_behind};
pub(crate) use written::{Nullable, TakesFraction, TakesText};

/// A property of `E` that holds a `T`, or something computed from its properties.
///
/// Generated code has a constant of this type for each property. The third parameter says what the service lets be
/// done with it; it is [`Open`] unless the service restricts it, so that one seldom sees it. The fourth says whether it is
/// a property itself, [`Name`], or [`Computed`].
///
/// # Example: from properties to a filter
/// ```
/// # use odata::doc_example::LibraryFile;
/// let filter = LibraryFile::FILE_NAME
///     .to_lower()
///     .ends_with(".ps1")
///     .and(LibraryFile::HAS_PARAMETERS.eq(true));
/// assert_eq!(filter.to_string(), "endswith(tolower(fileName),'.ps1') and hasParameters eq true");
/// ```
pub struct Field<E, T, R = Open, N = Name> {
    node: N,
    /// The restrictions of an entity set are not held against it.
    unchecked: bool,
    types: Types<E, T, R>,
}

/// Neither owns nor borrows an `E`, so that a field is `Send` and `Sync` whatever the types are.
type Types<E, T, R> = PhantomData<fn() -> (E, T, R)>;

impl<E, T, R> Field<E, T, R> {
    /// The property of that name on the wire.
    pub const fn new(name: &'static str) -> Self {
        field(name)
    }
}

/// The property of that name on the wire: [`Field::new`], in fewer steps for the compiler.
#[doc(hidden)]
pub const fn field<E, T, R>(name: &'static str) -> Field<E, T, R> {
    Field {
        node: Name(name),
        unchecked: false,
        types: PhantomData,
    }
}

impl<E, T, R, N: Stored> Field<E, T, R, N> {
    /// The name of the property on the wire.
    pub fn name(&self) -> &str {
        self.node.name()
    }
}

impl<E, T, R, N: Node> Field<E, T, R, N> {
    /// The same property with no restriction: sends what the service says it does not support.
    ///
    /// A filter with an unchecked property in it is not held against the restrictions of the entity set either, in none
    /// of its parts; the other filters of the query are.
    #[must_use]
    pub fn unchecked(self) -> Field<E, T, Open, N> {
        Field {
            node: self.node,
            unchecked: true,
            types: PhantomData,
        }
    }

    /// The expression as a tree.
    pub fn into_expr(self) -> Expr {
        self.node.into_expr()
    }

    fn call<U>(
        self,
        function: Function,
        more: impl IntoIterator<Item = Expr>,
    ) -> Field<E, U, R, Computed> {
        let standing = self.standing();
        let arguments = std::iter::once(self.into_expr()).chain(more).collect();
        computed(Expr::Call(function, arguments), standing)
    }
}

impl<E, T, R, N: Node> Field<E, T, R, N> {
    /// A function of it and of an operand.
    fn call_with<U, V: Operand<E, String>>(
        self,
        function: Function,
        operand: V,
    ) -> Field<E, U, R, Computed> {
        let standing = self.standing().and(operand.standing());
        let arguments = vec![self.into_expr(), operand.into_expr()];
        computed(Expr::Call(function, arguments), standing)
    }
}

impl<E, T, R, N: Clone> Clone for Field<E, T, R, N> {
    fn clone(&self) -> Self {
        Field {
            node: self.node.clone(),
            unchecked: self.unchecked,
            types: PhantomData,
        }
    }
}

impl<E, T, R, N: Copy> Copy for Field<E, T, R, N> {}

impl<E, T, R, N: Node + Clone> fmt::Debug for Field<E, T, R, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field({})", self.node.clone().into_expr())
    }
}
