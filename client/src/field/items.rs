//! Functions of collections, flags and shapes (URL conventions 5.1.1.6, 5.1.1.1.9 and 5.1.1.11).

use odata_core::edm::{Json, Literal, LiteralError};
use odata_core::expr::{CompareOp, Expr, Function};

use super::{Computed, Enumeration, Field, Filter, Filterable, Node, Operand};

impl<E, T, R, N: Node> Field<E, Vec<T>, R, N> {
    /// Every one of the values is among the items: `hassubset`, OData 4.01.
    ///
    /// # Example
    /// ```
    /// # use odata::{Field, doc_example::LibraryFile};
    /// # let tags: Field<LibraryFile, Vec<String>> = Field::new("tags");
    /// assert_eq!(tags.has_subset(["a", "b"]).to_string(), r#"hassubset(tags,["a","b"])"#);
    /// ```
    pub fn has_subset<V: Operand<E, T>>(self, values: impl IntoIterator<Item = V>) -> Filter<E>
    where
        R: Filterable<E>,
    {
        self.holds(Function::HasSubset, values)
    }

    /// The values are among the items, in that order: `hassubsequence`, OData 4.01.
    pub fn has_subsequence<V: Operand<E, T>>(self, values: impl IntoIterator<Item = V>) -> Filter<E>
    where
        R: Filterable<E>,
    {
        self.holds(Function::HasSubsequence, values)
    }

    fn holds<V: Operand<E, T>>(
        self,
        function: Function,
        values: impl IntoIterator<Item = V>,
    ) -> Filter<E> {
        let mut standing = self.standing();
        let mut all = Vec::new();
        for value in values {
            standing = standing.and(value.standing());
            all.push(value.into_expr());
        }
        let call = Expr::Call(function, vec![self.into_expr(), Expr::Array(all)]);
        Filter::of(call, standing)
    }
}

/// An enumeration, its nullability apart.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` is no enumeration",
    label = "`has` needs a property of an enumeration type",
    note = "OData URL conventions 5.1.1.1.9"
)]
pub trait Flags {}

#[diagnostic::do_not_recommend]
impl<M: Enumeration> Flags for M {}
#[diagnostic::do_not_recommend]
impl<M: Enumeration> Flags for Option<M> {}

impl<E, T, R, N: Node> Field<E, T, R, N> {
    /// The flags of the value are all set: `has`.
    pub fn has<V: Operand<E, T>>(self, flags: V) -> Filter<E>
    where
        T: Flags,
        R: Filterable<E>,
    {
        let standing = self.standing().and(flags.standing());
        let has = Expr::compare(CompareOp::Has, self.into_expr(), flags.into_expr());
        Filter::of(has, standing)
    }
}

/// A shape on the earth or on a plane, as a literal: `geography'SRID=4326;Point(142.1 64.1)'`.
///
/// # Example
/// ```
/// # use odata::{Field, Filter, Json, Shape, doc_example::LibraryFile};
/// # let place: Field<LibraryFile, Option<Json>> = Field::new("place");
/// let here: Shape = "geography'SRID=4326;Point(142.1 64.1)'".parse()?;
/// let near: Filter<LibraryFile> = place.distance_to(here).lt(500.0);
/// assert_eq!(near.to_string(), "geo.distance(place,geography'SRID=4326;Point(142.1 64.1)') lt 5e2");
/// # Ok::<(), odata::edm::LiteralError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Shape(Literal);

impl std::str::FromStr for Shape {
    type Err = LiteralError;

    fn from_str(text: &str) -> Result<Self, LiteralError> {
        match Literal::parse_prefix(text)? {
            Some((shape @ Literal::Geo { .. }, length)) if length == text.len() => Ok(Shape(shape)),
            _ => Err(LiteralError {
                offset: 0,
                message: "expected a shape, as in `geography'SRID=4326;Point(142.1 64.1)'`".into(),
            }),
        }
    }
}

/// A property that holds a shape: of Edm.Geography, Edm.Geometry or a type of theirs, its nullability apart.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` holds no shape",
    label = "this needs a property of an Edm.Geography or Edm.Geometry type",
    note = "OData URL conventions 5.1.1.11"
)]
pub trait Geo {}

#[diagnostic::do_not_recommend]
impl Geo for Json {}
#[diagnostic::do_not_recommend]
impl Geo for Option<Json> {}

impl<E, T, R, N: Node> Field<E, T, R, N> {
    /// How far it is from there: `geo.distance`.
    pub fn distance_to(self, shape: Shape) -> Field<E, Option<f64>, R, Computed>
    where
        T: Geo,
    {
        self.call(Function::GeoDistance, [Expr::Literal(shape.0)])
    }

    /// Whether it lies within: `geo.intersects`.
    pub fn intersects(self, shape: Shape) -> Filter<E>
    where
        T: Geo,
        R: Filterable<E>,
    {
        let standing = self.standing();
        let call = Expr::Call(
            Function::GeoIntersects,
            vec![self.into_expr(), Expr::Literal(shape.0)],
        );
        Filter::of(call, standing)
    }

    /// How long the line is: `geo.length`.
    pub fn length_of_line(self) -> Field<E, Option<f64>, R, Computed>
    where
        T: Geo,
    {
        self.call(Function::GeoLength, [])
    }
}

/// What is true, false or null.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` is not true or false",
    label = "a filter needs a comparison, or a property of Edm.Boolean"
)]
pub trait Truth {}

#[diagnostic::do_not_recommend]
impl Truth for bool {}
#[diagnostic::do_not_recommend]
impl Truth for Option<bool> {}
impl Truth for super::Untyped {}

impl<E, T, R, N: Node> Field<E, T, R, N> {
    /// The property itself as a filter: true where it is, and not where it is null.
    pub fn is_true(self) -> Filter<E>
    where
        T: Truth,
        R: Filterable<E>,
    {
        let standing = self.standing();
        Filter::of(self.into_expr(), standing)
    }
}
