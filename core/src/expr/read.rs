//! Text to tree: the options whose values are expressions.

use crate::expr::lexer::Lexer;
use crate::expr::parser::{Parser, search};
use crate::expr::{Apply, Compute, Expr, ExprError, OrderBy, Scope, Search};

/// Reads the text of a `$filter` (boolCommonExpr of the ABNF), already percent-decoded.
///
/// # Errors
/// When the text is not an expression, when a name or a type does not fit the scope, or when what it
/// gives is not a Boolean.
///
/// # Example: what is read is printed in the same words
/// ```
/// use odata_core::expr::{parse, AnyName};
/// let filter = parse("endswith(fileName,'.ps1') and size gt 5", &AnyName)?;
/// assert_eq!(filter.to_string(), "endswith(fileName,'.ps1') and size gt 5");
/// # Ok::<(), odata_core::expr::ExprError>(())
/// ```
pub fn parse(text: &str, scope: &dyn Scope) -> Result<Expr, ExprError> {
    if text.trim().is_empty() {
        return Err(ExprError::new(text, 0..0, "the filter is empty"));
    }
    Parser::new(text, scope).whole(|parser| {
        let whole = parser.expression()?;
        parser.expect_end()?;
        parser.expect_boolean(&whole, "a filter")?;
        Ok(whole.expr)
    })
}

/// Reads the text of an expression of any type, such as the value of a parameter alias (commonExpr of the ABNF).
///
/// # Errors
/// When the text is not an expression, and when a name or a type does not fit the scope.
///
/// ```
/// use odata_core::expr::{parse_value, AnyName};
/// assert_eq!(parse_value("[1, 2 add 3]", &AnyName)?.to_string(), "[1,2 add 3]");
/// # Ok::<(), odata_core::expr::ExprError>(())
/// ```
pub fn parse_value(text: &str, scope: &dyn Scope) -> Result<Expr, ExprError> {
    Parser::new(text, scope).whole(|parser| parser.expression().map(|value| value.expr))
}

/// Reads the text of an `$orderby`: expressions, each followed by `asc`, `desc` or nothing.
///
/// # Errors
/// As [`parse`] does, and for what has no order.
///
/// ```
/// use odata_core::expr::{parse_order_by, AnyName};
/// let items = parse_order_by("size desc,tolower(fileName)", &AnyName)?;
/// assert!(items[0].descending && !items[1].descending);
/// # Ok::<(), odata_core::expr::ExprError>(())
/// ```
pub fn parse_order_by(text: &str, scope: &dyn Scope) -> Result<Vec<OrderBy>, ExprError> {
    Parser::new(text, scope).whole(Parser::order_by)
}

/// Reads the text of a `$search` (searchExpr of the ABNF).
///
/// # Errors
/// When it is not one.
///
/// ```
/// use odata_core::expr::parse_search;
/// assert_eq!(parse_search("blue OR NOT (big car)")?.to_string(), "blue OR NOT (big AND car)");
/// # Ok::<(), odata_core::expr::ExprError>(())
/// ```
pub fn parse_search(text: &str) -> Result<Search, ExprError> {
    search::whole(&mut Lexer::new(text)).map_err(|error| error.of(text))
}

/// Reads the text of a `$compute`: expressions with names (URL conventions 5.1.3).
///
/// # Errors
/// As [`parse`] does.
///
/// ```
/// use odata_core::expr::{parse_compute, AnyName};
/// let tax = parse_compute("amount mul rate as tax", &AnyName)?;
/// assert_eq!(tax[0].alias, "tax");
/// # Ok::<(), odata_core::expr::ExprError>(())
/// ```
pub fn parse_compute(text: &str, scope: &dyn Scope) -> Result<Vec<Compute>, ExprError> {
    Parser::new(text, scope).whole(Parser::compute)
}

/// Reads the text of an `$apply` (Data Aggregation 3).
///
/// # Errors
/// As [`parse`] does.
///
/// ```
/// use odata_core::expr::{parse_apply, AnyName};
/// let text = "groupby((country),aggregate(amount with sum as total))/filter(total gt 5)";
/// assert_eq!(parse_apply(text, &AnyName)?.to_string(), text);
/// # Ok::<(), odata_core::expr::ExprError>(())
/// ```
pub fn parse_apply(text: &str, scope: &dyn Scope) -> Result<Apply, ExprError> {
    Parser::new(text, scope).whole(Parser::apply)
}
