//! What a `$filter` asks.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use odata_core::descriptor::TypeScope;
use odata_core::edm::Literal;
use odata_core::expr::{self, AnyName, Expr, ExprError, LogicOp};

use super::Standing;
use crate::decode::Structured;

/// What is asked of the entities of type `E`: true or false for each.
///
/// Its `Display` is the text of the `$filter`, not yet percent-encoded.
#[must_use = "it asks nothing before it is given to `filter`"]
pub struct Filter<E> {
    expr: Expr,
    standing: Standing,
    entity: PhantomData<fn() -> E>,
}

impl<E> Filter<E> {
    pub(crate) fn new(expr: Expr) -> Self {
        Filter::of(expr, Standing::default())
    }

    /// One that is made of others, which have that standing together.
    pub(crate) fn of(expr: Expr, standing: Standing) -> Self {
        Filter {
            expr,
            standing,
            entity: PhantomData,
        }
    }

    pub(crate) fn standing(&self) -> &Standing {
        &self.standing
    }

    pub(crate) fn into_parts(self) -> (Expr, Standing) {
        (self.expr, self.standing)
    }

    pub(crate) fn expr(&self) -> &Expr {
        &self.expr
    }

    /// Both.
    pub fn and(self, other: Filter<E>) -> Filter<E> {
        self.join(LogicOp::And, other)
    }

    /// One or both.
    pub fn or(self, other: Filter<E>) -> Filter<E> {
        self.join(LogicOp::Or, other)
    }

    /// All of them, as text and lists of a user give them: filters, or optional ones, of which [`None`] asks nothing. Of none at all it
    /// is true for each entity, and a query that is given that is sent without it.
    ///
    /// # Example: what was filled in of a form
    /// ```
    /// # use odata::{Filter, doc_example::{Defender, LibraryFile}};
    /// # fn example(defender: &Defender, name: Option<String>, scripts_only: bool) {
    /// let files = defender.library_files().filter(Filter::all([
    ///     name.map(|name| LibraryFile::FILE_NAME.contains(name)),
    ///     scripts_only.then(|| LibraryFile::FILE_NAME.ends_with(".ps1")),
    /// ]));
    /// # }
    /// let named = LibraryFile::FILE_NAME.eq("a");
    /// let all = Filter::all([Some(named), None, Some(LibraryFile::SHA256.is_null())]);
    /// assert_eq!(all.to_string(), "fileName eq 'a' and sha256 eq null");
    /// ```
    pub fn all<F: IntoFilter<E>>(filters: impl IntoIterator<Item = F>) -> Filter<E> {
        Filter::joined(filters, LogicOp::And)
    }

    /// One or more of them: filters, or optional ones, of which [`None`] is left out. Of none at all it is false for each entity,
    /// as [`is_in`](crate::Field::is_in) of no values is: an empty list never asks for everything.
    ///
    /// # Example
    /// ```
    /// # use odata::{Filter, doc_example::LibraryFile};
    /// let ends = [".ps1", ".sh"].map(|end| LibraryFile::FILE_NAME.ends_with(end));
    /// assert_eq!(Filter::any(ends).to_string(), "endswith(fileName,'.ps1') or endswith(fileName,'.sh')");
    /// ```
    pub fn any<F: IntoFilter<E>>(filters: impl IntoIterator<Item = F>) -> Filter<E> {
        Filter::joined(filters, LogicOp::Or)
    }

    fn joined<F: IntoFilter<E>>(filters: impl IntoIterator<Item = F>, op: LogicOp) -> Filter<E> {
        let filters = filters.into_iter().filter_map(IntoFilter::into_optional);
        filters
            .reduce(|all, filter| all.join(op, filter))
            .unwrap_or_else(|| Filter::constant(op == LogicOp::And))
    }

    fn constant(value: bool) -> Filter<E> {
        Filter::new(Expr::Literal(Literal::Boolean(value)))
    }

    /// Whether it is true for each entity, whatever it is.
    pub(crate) fn is_everything(&self) -> bool {
        self.standing.wrong.is_none() && matches!(self.expr, Expr::Literal(Literal::Boolean(true)))
    }

    fn join(self, op: LogicOp, other: Filter<E>) -> Filter<E> {
        let standing = self.standing.and(other.standing);
        Filter::of(Expr::join(op, self.expr, other.expr), standing)
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
        let standing = Standing::of(true);
        expr::parse(text, &AnyName).map(|expr| Filter::of(expr, standing))
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
    pub fn checked(mut self, text: &str) -> Filter<E> {
        let checked = Filter::<E>::parse(text);
        let wrong = checked.err().map(|error| error.to_string().into());
        self.standing.wrong = self.standing.wrong.or(wrong);
        self
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

    /// The filter, if it asks anything.
    #[doc(hidden)]
    fn into_optional(self) -> Option<Filter<E>>
    where
        Self: Sized,
    {
        Some(self.into_filter())
    }
}

impl<E> IntoFilter<E> for Filter<E> {
    fn into_filter(self) -> Filter<E> {
        self
    }
}

/// What may be asked: [`None`] is true for each entity, and is not sent.
///
/// # Example: a name, if there is one
/// ```
/// # use odata::doc_example::{Defender, LibraryFile};
/// # fn example(defender: &Defender, name: Option<&str>) {
/// let files = defender.library_files().filter(name.map(|name| LibraryFile::FILE_NAME.eq(name)));
/// # }
/// ```
impl<E> IntoFilter<E> for Option<Filter<E>> {
    fn into_filter(self) -> Filter<E> {
        self.unwrap_or_else(|| Filter::constant(true))
    }

    fn into_optional(self) -> Option<Filter<E>> {
        self
    }
}

/// Both: `one & other`, which is [`and`](Filter::and). In Rust `&` binds tighter than `|`, as `and` does in OData.
///
/// # Example
/// ```
/// # use odata::doc_example::LibraryFile;
/// let (a, b) = (LibraryFile::FILE_NAME.eq("a"), LibraryFile::FILE_NAME.eq("b"));
/// let filter = (a | b) & !LibraryFile::SHA256.is_null();
/// assert_eq!(filter.to_string(), "(fileName eq 'a' or fileName eq 'b') and not (sha256 eq null)");
/// ```
impl<E> BitAnd for Filter<E> {
    type Output = Filter<E>;

    fn bitand(self, other: Filter<E>) -> Filter<E> {
        self.and(other)
    }
}

/// One or both: `one | other`, which is [`or`](Filter::or).
impl<E> BitOr for Filter<E> {
    type Output = Filter<E>;

    fn bitor(self, other: Filter<E>) -> Filter<E> {
        self.or(other)
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
            standing: self.standing.clone(),
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
