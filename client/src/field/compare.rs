//! Comparisons (URL conventions 5.1.1.1).

use odata_core::edm::Literal;
use odata_core::expr::{CompareOp, Expr};

use super::{Field, Filter, Filterable, Node, Operand};

impl<E, T, R, N: Node> Field<E, T, R, N> {
    fn compare<V: Operand<E, T>>(self, op: CompareOp, value: V) -> Filter<E>
    where
        R: Filterable<E>,
    {
        let standing = self.standing().and(value.standing());
        Filter::of(
            Expr::compare(op, self.into_expr(), value.into_expr()),
            standing,
        )
    }

    /// Equal to the value: `eq`.
    pub fn eq<V: Operand<E, T>>(self, value: V) -> Filter<E>
    where
        R: Filterable<E>,
    {
        self.compare(CompareOp::Eq, value)
    }

    /// Not equal to the value: `ne`.
    pub fn ne<V: Operand<E, T>>(self, value: V) -> Filter<E>
    where
        R: Filterable<E>,
    {
        self.compare(CompareOp::Ne, value)
    }

    /// Greater than the value: `gt`.
    pub fn gt<V: Operand<E, T>>(self, value: V) -> Filter<E>
    where
        R: Filterable<E>,
    {
        self.compare(CompareOp::Gt, value)
    }

    /// Greater than or equal to the value: `ge`.
    pub fn ge<V: Operand<E, T>>(self, value: V) -> Filter<E>
    where
        R: Filterable<E>,
    {
        self.compare(CompareOp::Ge, value)
    }

    /// Less than the value: `lt`.
    pub fn lt<V: Operand<E, T>>(self, value: V) -> Filter<E>
    where
        R: Filterable<E>,
    {
        self.compare(CompareOp::Lt, value)
    }

    /// Less than or equal to the value: `le`.
    pub fn le<V: Operand<E, T>>(self, value: V) -> Filter<E>
    where
        R: Filterable<E>,
    {
        self.compare(CompareOp::Le, value)
    }

    /// One of the values: `in` (OData 4.01). No value at all is never the case: the filter is then `false`.
    ///
    /// ```
    /// # use odata::doc_example::LibraryFile;
    /// let known = LibraryFile::CREATED_BY.is_in(["admin", "o'neill"]);
    /// assert_eq!(known.to_string(), "createdBy in ('admin','o''neill')");
    /// ```
    pub fn is_in<V: Operand<E, T>>(self, values: impl IntoIterator<Item = V>) -> Filter<E>
    where
        R: Filterable<E>,
    {
        let mut standing = self.standing();
        let mut tree = |value: V| {
            standing = std::mem::take(&mut standing).and(value.standing());
            value.into_expr()
        };
        let values: Vec<Expr> = values.into_iter().map(&mut tree).collect();
        match values.is_empty() {
            true => Filter::of(Expr::Literal(Literal::Boolean(false)), standing),
            false => Filter::of(Expr::In(Box::new(self.into_expr()), values), standing),
        }
    }
}

impl<E, T, R, N: Node> Field<E, Option<T>, R, N> {
    /// Null: `eq null`.
    pub fn is_null(self) -> Filter<E>
    where
        R: Filterable<E>,
    {
        self.compare(CompareOp::Eq, super::Null)
    }

    /// Not null: `ne null`.
    pub fn is_not_null(self) -> Filter<E>
    where
        R: Filterable<E>,
    {
        self.compare(CompareOp::Ne, super::Null)
    }
}
