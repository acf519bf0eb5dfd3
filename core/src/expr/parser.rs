//! Text to tree: `$filter`, `$orderby` and `$search`, each name and type checked as it is read.

use std::ops::Range;

use crate::edm::Literal;
use crate::expr::lexer::Lexer;
use crate::expr::{ArithmeticOp, CompareOp, Expr, ExprError, OrderBy, Scope, Search, Type};

mod call;
mod help;
mod operator;
mod path;
mod search;

use help::{other_language, quoting_help};
use operator::{MEMBERSHIP, OR, Operator, arithmetic_type};

/// How deep parentheses, functions and lambdas may be nested.
pub const MAX_DEPTH: usize = 100;

/// How many levels the tree may have; a chain such as `1 add 1 add 1` is as deep as it is long.
const MAX_LEVELS: usize = 500;

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
    let mut parser = Parser::new(text, scope);
    if text.trim().is_empty() {
        return Err(parser.error(0..0, "the filter is empty"));
    }
    let whole = parser.expression()?;
    parser.expect_end()?;
    parser.expect_boolean(&whole, "a filter")?;
    Ok(whole.expr)
}

/// Reads the text of an `$orderby`: expressions, each followed by `asc`, `desc` or nothing.
///
/// # Errors
/// As [`parse`] does, and for what has no order.
pub fn parse_order_by(text: &str, scope: &dyn Scope) -> Result<Vec<OrderBy>, ExprError> {
    let mut parser = Parser::new(text, scope);
    let mut items = Vec::new();
    loop {
        let item = parser.expression()?;
        if !item.ty.is_ordered() {
            return Err(parser.error(item.range, format!("{} has no order", item.ty)));
        }
        parser.lexer.blanks();
        let word = parser.lexer.identifier();
        if matches!(word, "asc" | "desc") {
            parser.lexer.advance(word.len());
        }
        items.push(OrderBy {
            by: item.expr,
            descending: word == "desc",
        });
        parser.lexer.blanks();
        if !parser.lexer.eat(',') {
            parser.expect_end()?;
            return Ok(items);
        }
    }
}

/// Reads the text of a `$search` (searchExpr of the ABNF).
///
/// # Errors
/// When it is not one.
pub fn parse_search(text: &str) -> Result<Search, ExprError> {
    search::parse(text)
}

/// An expression that was read, its type, where it stands, and how many levels its tree has.
struct Operand {
    expr: Expr,
    ty: Type,
    range: Range<usize>,
    levels: usize,
}

struct Parser<'t> {
    lexer: Lexer<'t>,
    scope: &'t dyn Scope,
    /// The range variables of the lambdas around this place.
    variables: Vec<(&'t str, Type)>,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, scope: &'t dyn Scope) -> Self {
        Parser {
            lexer: Lexer::new(text),
            scope,
            variables: Vec::new(),
            depth: 0,
        }
    }

    fn error(&self, range: Range<usize>, message: impl Into<Box<str>>) -> ExprError {
        ExprError::new(self.lexer.text(), range, message)
    }

    fn expect_end(&mut self) -> Result<(), ExprError> {
        self.lexer.blanks();
        if self.lexer.is_at_end() {
            return Ok(());
        }
        let range = self.lexer.shown_word();
        let word = self.lexer.text().get(range.clone()).unwrap_or_default();
        let before = self.lexer.text().get(..range.start).unwrap_or_default();
        if word.contains('\'') && before.ends_with('\'') {
            let start = before
                .trim_end_matches('\'')
                .rfind('\'')
                .map_or(0, |quote| quote + 1);
            let text = before
                .get(start..)
                .unwrap_or_default()
                .trim_end_matches('\'');
            let message = format!("`{word}` does not belong here: the text ended before it");
            let rest = word.split('\'').next().unwrap_or_default();
            let help = format!("a quote within text is doubled: '{text}''{rest}'");
            return Err(self.error(range, message).help(Some(help)));
        }
        let message = match word {
            ")" => "this parenthesis closes nothing".to_owned(),
            _ => format!(
                "`{word}` does not belong here: an operator such as `eq` or `and`, or the end, is expected"
            ),
        };
        Err(self.error(range, message).help(other_language(word)))
    }

    fn expect_boolean(&self, operand: &Operand, what: &str) -> Result<(), ExprError> {
        if matches!(operand.ty, Type::Unchecked | Type::Null | Type::BOOLEAN) {
            return Ok(());
        }
        let message = format!("{what} must be true or false, and this is {}", operand.ty);
        Err(self.error(operand.range.clone(), message))
    }

    /// Goes one level deeper; [`MAX_DEPTH`] keeps hostile text from overflowing the stack.
    fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, ExprError>,
    ) -> Result<T, ExprError> {
        if self.depth == MAX_DEPTH {
            let at = self.lexer.at();
            return Err(self.error(at..at + 1, format!("nested deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// The operator at this place, if it holds together at least as tightly as asked; it is not read yet.
    fn operator(&self, least: u8) -> Option<(Operator, &'t str, usize)> {
        let mut ahead = self.lexer.clone();
        ahead.blanks();
        let word = ahead.identifier();
        let operator = Operator::from_word(word)?;
        (operator.binding() >= least).then_some((operator, word, ahead.at()))
    }

    fn expression(&mut self) -> Result<Operand, ExprError> {
        self.binary(OR)
    }

    /// Operands joined by operators that hold together at least as tightly as `least`: precedence climbing.
    fn binary(&mut self, least: u8) -> Result<Operand, ExprError> {
        let mut left = self.unary()?;
        while let Some((operator, word, at)) = self.operator(least) {
            self.lexer.advance(at + word.len() - self.lexer.at());
            if operator == Operator::In {
                left = self.in_list(left)?;
                continue;
            }
            self.expect_operand(word, at + word.len())?;
            let right = self.binary(operator.binding() + 1)?;
            let levels = left.levels.max(right.levels)
                + usize::from(!matches!(operator, Operator::Logic(_)));
            if levels > MAX_LEVELS {
                return Err(self.error(
                    at..at + word.len(),
                    format!("a chain of more than {MAX_LEVELS} operators"),
                ));
            }
            left = Operand {
                levels,
                ..self.joined(operator, left, right)?
            };
        }
        Ok(left)
    }

    fn joined(
        &self,
        operator: Operator,
        left: Operand,
        right: Operand,
    ) -> Result<Operand, ExprError> {
        match operator {
            Operator::Logic(op) => {
                for side in [&left, &right] {
                    self.expect_boolean(side, &format!("what stands beside `{}`", op.name()))?;
                }
                let range = left.range.start..right.range.end;
                Ok(Operand {
                    expr: Expr::join(op, left.expr, right.expr),
                    ty: Type::BOOLEAN,
                    range,
                    levels: 1,
                })
            }
            Operator::Compare(op) => self.compared(op, left, right),
            Operator::Arithmetic(op) => self.computed(op, left, right),
            // Lists are read by their own function.
            Operator::In => Ok(left),
        }
    }

    fn compared(&self, op: CompareOp, left: Operand, right: Operand) -> Result<Operand, ExprError> {
        if !left.ty.compares_with(&right.ty) {
            let message = format!("{} cannot be compared with {}", left.ty, right.ty);
            return Err(self
                .error(right.range.clone(), message)
                .help(quoting_help(&left.ty, &right)));
        }
        if !matches!(op, CompareOp::Eq | CompareOp::Ne | CompareOp::Has) {
            for side in [&left, &right] {
                if !side.ty.is_ordered() {
                    let message = format!(
                        "{} has no order, so `{}` does not apply",
                        side.ty,
                        op.name()
                    );
                    return Err(self.error(side.range.clone(), message));
                }
            }
        }
        let range = left.range.start..right.range.end;
        Ok(Operand {
            expr: Expr::compare(op, left.expr, right.expr),
            ty: Type::BOOLEAN,
            range,
            levels: 1,
        })
    }

    fn computed(
        &self,
        op: ArithmeticOp,
        left: Operand,
        right: Operand,
    ) -> Result<Operand, ExprError> {
        let range = left.range.start..right.range.end;
        let Some(ty) = arithmetic_type(op, &left.ty, &right.ty) else {
            let message = format!(
                "`{}` does not go with {} and {}",
                op.name(),
                left.ty,
                right.ty
            );
            return Err(self.error(range, message));
        };
        let expr = Expr::Arithmetic(op, Box::new(left.expr), Box::new(right.expr));
        Ok(Operand {
            expr,
            ty,
            range,
            levels: 1,
        })
    }

    fn unary(&mut self) -> Result<Operand, ExprError> {
        self.lexer.blanks();
        let start = self.lexer.at();
        let is_not = self.lexer.identifier() == "not";
        let is_minus = self.lexer.peek() == Some('-')
            && matches!(Literal::parse_prefix(self.lexer.rest()), Ok(None));
        if !is_not && !is_minus {
            return self.primary();
        }
        let word = if is_not { "not" } else { "-" };
        self.lexer.advance(word.len());
        self.expect_operand(word, self.lexer.at())?;
        // A parenthesis behind it counts as the same level: printing may add one, and what is printed must be read again.
        let operand = match self.lexer.peek() {
            Some('(') => self.binary(MEMBERSHIP)?,
            _ => self.nested(|parser| parser.binary(MEMBERSHIP))?,
        };
        let range = start..operand.range.end;
        if is_not {
            self.expect_boolean(&operand, "what stands behind `not`")?;
            let expr = Expr::Not(Box::new(operand.expr));
            return Ok(Operand {
                expr,
                ty: Type::BOOLEAN,
                range,
                levels: operand.levels + 1,
            });
        }
        let has_sign = match &operand.ty {
            Type::Unchecked | Type::Null => true,
            Type::Primitive(ty) => ty.is_numeric() || *ty == crate::edm::PrimitiveType::Duration,
            _ => false,
        };
        if !has_sign {
            let message = format!(
                "`-` needs a number or a duration, and this is {}",
                operand.ty
            );
            return Err(self.error(operand.range, message));
        }
        let expr = Expr::Negate(Box::new(operand.expr));
        Ok(Operand {
            expr,
            ty: operand.ty,
            range,
            levels: operand.levels + 1,
        })
    }

    fn in_list(&mut self, left: Operand) -> Result<Operand, ExprError> {
        self.lexer.blanks();
        let open = self.lexer.at();
        if !self.lexer.eat('(') {
            return Err(self.error(
                open..open + 1,
                "a list in parentheses is expected after `in`",
            ));
        }
        let mut items = Vec::new();
        let mut levels = left.levels;
        self.lexer.blanks();
        if self.lexer.eat(')') {
            let range = left.range.start..self.lexer.at();
            let expr = Expr::In(Box::new(left.expr), items);
            return Ok(Operand {
                expr,
                ty: Type::BOOLEAN,
                range,
                levels: levels + 1,
            });
        }
        loop {
            let item = self.nested(Self::expression)?;
            if !left.ty.compares_with(&item.ty) {
                let message = format!("{} cannot be one of these: it is {}", item.ty, left.ty);
                return Err(self
                    .error(item.range.clone(), message)
                    .help(quoting_help(&left.ty, &item)));
            }
            levels = levels.max(item.levels);
            items.push(item.expr);
            self.lexer.blanks();
            if self.lexer.eat(',') {
                continue;
            }
            self.close(open)?;
            if levels == MAX_LEVELS {
                return Err(self.error(
                    open..open + 1,
                    format!("a chain of more than {MAX_LEVELS} operators"),
                ));
            }
            let range = left.range.start..self.lexer.at();
            let expr = Expr::In(Box::new(left.expr), items);
            return Ok(Operand {
                expr,
                ty: Type::BOOLEAN,
                range,
                levels: levels + 1,
            });
        }
    }

    fn close(&mut self, open: usize) -> Result<(), ExprError> {
        self.lexer.blanks();
        if self.lexer.eat(')') {
            return Ok(());
        }
        if self.lexer.is_at_end() {
            return Err(self.error(open..open + 1, "this parenthesis is never closed"));
        }
        let range = self.lexer.shown_word();
        let word = self.lexer.text().get(range.clone()).unwrap_or_default();
        Err(self
            .error(
                range,
                format!("`{word}` does not belong here: `)` or `,` is expected"),
            )
            .help(other_language(word)))
    }

    /// Says what is missing when an operator is the last thing there is.
    fn expect_operand(&mut self, operator: &str, end: usize) -> Result<(), ExprError> {
        self.lexer.blanks();
        if self.lexer.is_at_end() {
            return Err(self.error(end..end, format!("a value is missing after `{operator}`")));
        }
        Ok(())
    }

    fn primary(&mut self) -> Result<Operand, ExprError> {
        self.lexer.blanks();
        let start = self.lexer.at();
        if self.lexer.eat('(') {
            let inner = self.nested(Self::expression)?;
            self.close(start)?;
            return Ok(Operand {
                range: start..self.lexer.at(),
                ..inner
            });
        }
        match Literal::parse_prefix(self.lexer.rest()) {
            Ok(Some((literal, length))) => {
                self.lexer.advance(length);
                let ty = Type::of(&literal);
                let range = start..start + length;
                return Ok(Operand {
                    expr: Expr::Literal(literal),
                    ty,
                    range,
                    levels: 1,
                });
            }
            Ok(None) => {}
            Err(error) => {
                let range = self.lexer.shown_word();
                return Err(self.error(
                    start + error.offset..range.end.max(start + error.offset + 1),
                    error.message,
                ));
            }
        }
        let word = self.lexer.identifier();
        if word.is_empty() {
            return Err(self.no_operand());
        }
        let after = self.lexer.rest().get(word.len()..).unwrap_or_default();
        if after.trim_start_matches([' ', '\t']).starts_with('(')
            && Operator::from_word(word).is_none()
        {
            return self.call(word);
        }
        self.path()
    }

    fn no_operand(&self) -> ExprError {
        let start = self.lexer.at();
        if self.lexer.is_at_end() {
            return self.error(start..start + 1, "an expression is missing here");
        }
        let range = self.lexer.shown_word();
        let word = self.lexer.text().get(range.clone()).unwrap_or_default();
        let help = match word.chars().next() {
            Some('"' | '\u{201c}' | '\u{201d}' | '\u{2018}' | '\u{2019}') => {
                Some("strings stand in straight single quotes: 'text'".to_owned())
            }
            _ => other_language(word),
        };
        self.error(
            range,
            format!("a property, a value or a function is expected, not `{word}`"),
        )
        .help(help)
    }
}
