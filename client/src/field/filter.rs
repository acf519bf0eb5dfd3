//! What a `$filter` asks.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Not;

use odata_core::descriptor::TypeScope;
use odata_core::expr::{self, AnyName, Expr, ExprError, LogicOp};

use crate::decode::Structured;

/// What is asked of the entities of type `E`: true or false for each.
///
/// Its `Display` is the text of the `$filter`, not yet percent-encoded.
pub struct Filter<E> {
    expr: Expr,
    unchecked: bool,
    /// Why it is not sent, if so.
    refused: Option<Box<str>>,
    entity: PhantomData<fn() -> E>,
}

impl<E> Filter<E> {
    pub(crate) fn new(expr: Expr) -> Self {
        Filter {
            expr,
            unchecked: false,
            refused: None,
            entity: PhantomData,
        }
    }

    /// One that the entity set's restrictions are not held against, if so.
    pub(crate) fn unless(mut self, unchecked: bool) -> Self {
        self.unchecked |= unchecked;
        self
    }

    /// One that is not sent where the other is not.
    pub(crate) fn refused_as(mut self, refused: Option<Box<str>>) -> Self {
        self.refused = self.refused.or(refused);
        self
    }

    pub(crate) fn refused(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    pub(crate) fn expr(&self) -> &Expr {
        &self.expr
    }

    pub(crate) fn is_unchecked(&self) -> bool {
        self.unchecked
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Filter<E>) -> Filter<E> {
        self.join(LogicOp::And, other)
    }

    /// One or both.
    #[must_use]
    pub fn or(self, other: Filter<E>) -> Filter<E> {
        self.join(LogicOp::Or, other)
    }

    fn join(self, op: LogicOp, other: Filter<E>) -> Filter<E> {
        Filter {
            expr: Expr::join(op, self.expr, other.expr),
            unchecked: self.unchecked || other.unchecked,
            refused: self.refused.or(other.refused),
            entity: PhantomData,
        }
    }

    /// The filter as a tree.
    pub fn into_expr(self) -> Expr {
        self.expr
    }

    /// Reads the text of a filter and checks nothing but its grammar: the way past what the schema says.
    ///
    /// # Errors
    /// When the text is not an expression.
    pub fn unchecked(text: &str) -> Result<Filter<E>, ExprError> {
        expr::parse(text, &AnyName).map(|expr| Filter::new(expr).unless(true))
    }
}

impl<E: Structured> Filter<E> {
    /// Reads the text of a filter, each name and type checked against the schema.
    ///
    /// # Errors
    /// The error shows the text with a caret under the fault.
    ///
    /// # Example: text that comes from a user
    /// ```
    /// # use odata::{doc_example::LibraryFile, Filter};
    /// let filter: Filter<LibraryFile> = Filter::parse("endswith(fileName,'.exe')")?;
    /// let error = Filter::<LibraryFile>::parse("endswith(filename,'.exe')").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "LibraryFile has no property `filename`\n  \
    ///        endswith(filename,'.exe')\n           \
    ///                 ^^^^^^^^\n\
    ///      did you mean `fileName`?",
    /// );
    /// # Ok::<(), odata::expr::ExprError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Filter<E>, ExprError> {
        expr::parse(text, &TypeScope::new(E::INFO)).map(Filter::new)
    }

    /// The same, the names and types of its text checked against the schema: a query with one that does not fit is not sent. In
    /// the text, aliases stand for the values, whose types rustc knows.
    #[doc(hidden)]
    #[must_use]
    pub fn checked(self, text: &str) -> Filter<E> {
        let checked = Filter::<E>::parse(text);
        self.refused_as(checked.err().map(|error| error.to_string().into()))
    }
}

/// What can filter the entities of type `E`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no filter of `{E}`",
    label = "expected a `Filter<{E}>`, made from the properties of `{E}`",
    note = "text is given to `filter_text`, or read with `Filter::parse`",
    note = "what is asked of a type that extends `{E}` has `.upcast()`"
)]
pub trait IntoFilter<E> {
    /// The filter.
    fn into_filter(self) -> Filter<E>;
}

impl<E> IntoFilter<E> for Filter<E> {
    fn into_filter(self) -> Filter<E> {
        self
    }
}

/// Not this: `!filter`.
impl<E> Not for Filter<E> {
    type Output = Filter<E>;

    fn not(self) -> Filter<E> {
        Filter {
            expr: Expr::Not(Box::new(self.expr)),
            ..self
        }
    }
}

impl<E> Clone for Filter<E> {
    fn clone(&self) -> Self {
        Filter {
            expr: self.expr.clone(),
            unchecked: self.unchecked,
            refused: self.refused.clone(),
            entity: PhantomData,
        }
    }
}

impl<E> PartialEq for Filter<E> {
    fn eq(&self, other: &Self) -> bool {
        self.expr == other.expr
    }
}

impl<E> fmt::Debug for Filter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Filter({})", self.expr)
    }
}

impl<E> fmt::Display for Filter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.expr, f)
    }
}
