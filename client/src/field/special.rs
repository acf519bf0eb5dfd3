//! What needs no property: the clock, conditions, the item itself, aliases of parameters.

use std::marker::PhantomData;

use odata_core::edm::DateTimeOffset;
use odata_core::expr::{Expr, Function};

use super::node::Path;
use super::term::Term;
use super::{BehindNavigation, Computed, Edm, Field, Filter, Open, Operand, Standing, computed};

/// The moment at which the service answers: `now()` (URL conventions 5.1.1.8.6).
///
/// # Example: what was uploaded within the last day
/// ```
/// # use odata::{Duration, doc_example::LibraryFile, functions::now};
/// let day: Duration = "P1D".parse()?;
/// let filter = LibraryFile::CREATION_TIME.gt(now() - day);
/// assert_eq!(filter.to_string(), "creationTime gt now() sub duration'P1D'");
/// # Ok::<(), odata::edm::ParseError>(())
/// ```
pub fn now<E>() -> Field<E, DateTimeOffset, Open, Computed> {
    computed(Expr::Call(Function::Now, Vec::new()), Standing::default())
}

/// The earliest moment that the service knows: `mindatetime()` (URL conventions 5.1.1.8.5).
pub fn min_date_time<E>() -> Field<E, DateTimeOffset, Open, Computed> {
    computed(
        Expr::Call(Function::MinDateTime, Vec::new()),
        Standing::default(),
    )
}

/// The latest moment that the service knows: `maxdatetime()` (URL conventions 5.1.1.8.4).
pub fn max_date_time<E>() -> Field<E, DateTimeOffset, Open, Computed> {
    computed(
        Expr::Call(Function::MaxDateTime, Vec::new()),
        Standing::default(),
    )
}

/// The item itself: `$it` (URL conventions 5.1.1.14.4). Within `any` and `all` it is the one outside.
///
/// # Example
/// ```
/// # use odata::{Field, Filter, doc_example::LibraryFile, functions::it};
/// # let tags: Field<LibraryFile, Vec<String>> = Field::new("tags");
/// let filter = tags.any_with(|tag| tag.eq(it().then(LibraryFile::FILE_NAME)));
/// assert_eq!(filter.to_string(), "tags/any(t:t eq $it/fileName)");
/// ```
pub fn it<E>() -> Field<E, E, BehindNavigation, Path> {
    path("$it")
}

/// The item of the collection that is filtered: `$this` (URL conventions 5.1.1.14.6, OData 4.01).
pub fn this<E, T>() -> Field<E, T, BehindNavigation, Path> {
    path("$this")
}

/// A value that stands elsewhere in the URL: `@name` (URL conventions 5.3).
/// [`Query::alias`](crate::Query::alias) says what it stands for.
///
/// # Example
/// ```
/// # use odata::{doc_example::{Defender, LibraryFile}, functions::alias};
/// # fn example(defender: &Defender) -> odata::Result<()> {
/// let query = defender
///     .library_files()
///     .filter(LibraryFile::DESCRIPTION.eq(alias("who")).or(LibraryFile::CREATED_BY.eq(alias("who"))))
///     .alias("who", "admin");
/// assert!(query.url()?.as_str().ends_with("?$filter=description%20eq%20@who%20or%20createdBy%20eq%20@who&@who=%27admin%27"));
/// # Ok(())
/// # }
/// # let client = Defender::builder().transport(NoTransport).build().unwrap();
/// # example(&client).unwrap();
/// # struct NoTransport;
/// # impl odata::transport::Transport for NoTransport {
/// #     fn send(&self, _: http::Request<odata::transport::RequestBody>) -> odata::transport::BoxFuture<'_, Result<http::Response<odata::transport::ResponseBody>, odata::transport::TransportError>> {
/// #         unreachable!()
/// #     }
/// # }
/// ```
pub fn alias(name: &str) -> Alias {
    Alias(format!("@{name}").into())
}

/// A parameter alias: see [`alias`].
#[derive(Clone, Debug)]
pub struct Alias(Box<str>);

#[diagnostic::do_not_recommend]
impl<E, T> Operand<E, T> for Alias {
    fn into_expr(self) -> Expr {
        Expr::Path(self.0.into_string().into())
    }
}

/// The value of the first condition that is true: `case(condition:value,...)` (URL conventions 5.1.1.12, OData 4.01).
///
/// # Example
/// ```
/// # use odata::{doc_example::LibraryFile, functions::case};
/// let rank = case(LibraryFile::FILE_NAME.ends_with(".ps1"), 1)
///     .when(LibraryFile::FILE_NAME.ends_with(".sh"), 2)
///     .otherwise(3);
/// assert_eq!(
///     rank.lt(3).to_string(),
///     "case(endswith(fileName,'.ps1'):1,endswith(fileName,'.sh'):2,true:3) lt 3",
/// );
/// ```
pub fn case<E, V: Term<E>>(condition: Filter<E>, value: V) -> Case<E, <V::Type as Edm>::Base>
where
    V::Type: Edm,
{
    let (condition, standing) = condition.into_parts();
    Case {
        standing: standing.and(value.standing()),
        cases: vec![(condition, value.into_term())],
        types: PhantomData,
    }
}

/// Conditions and their values, of type `T`: see [`case`].
#[derive(Clone, Debug)]
#[must_use = "it is an expression once `otherwise` or `or_null` ends it"]
pub struct Case<E, T> {
    cases: Vec<(Expr, Expr)>,
    standing: Standing,
    types: PhantomData<fn() -> (E, T)>,
}

impl<E, T> Case<E, T> {
    /// The value where the condition is true, and none before it is.
    pub fn when<V: Operand<E, Option<T>>>(mut self, condition: Filter<E>, value: V) -> Self {
        let (condition, standing) = condition.into_parts();
        self.standing = self.standing.and(standing).and(value.standing());
        self.cases.push((condition, value.into_expr()));
        self
    }

    /// The value where none of the conditions is true.
    pub fn otherwise<V: Operand<E, Option<T>>>(
        mut self,
        value: V,
    ) -> Field<E, Option<T>, Open, Computed> {
        self.standing = self.standing.and(value.standing());
        let always = Expr::Literal(odata_core::edm::Literal::Boolean(true));
        self.cases.push((always, value.into_expr()));
        self.or_null()
    }

    /// Null where none of the conditions is true.
    pub fn or_null(self) -> Field<E, Option<T>, Open, Computed> {
        computed(Expr::Case(self.cases), self.standing)
    }
}

/// What stands at that path below the root of the service: `$root/...` (URL conventions 5.1.1.14.5).
pub(crate) fn root<E, T>(path: &str) -> Field<E, T, BehindNavigation, Path> {
    Field {
        node: Path::new(format!("$root/{path}")),
        unchecked: false,
        types: PhantomData,
    }
}

fn path<E, T>(name: &'static str) -> Field<E, T, BehindNavigation, Path> {
    Field {
        node: Path::new(name),
        unchecked: false,
        types: PhantomData,
    }
}
