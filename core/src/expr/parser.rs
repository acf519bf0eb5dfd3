//! Text to tree: `$filter`, `$orderby` and `$search`, each name and type checked as it is read.

use std::ops::Range;

use crate::edm::Literal;
use crate::expr::lexer::Lexer;
use crate::expr::{
    ArithmeticOp, CompareOp, Expr, ExprError, LogicOp, OrderBy, Scope, Search, Type,
};

mod call;
mod path;
mod search;

/// How deep parentheses, functions and lambdas may be nested.
pub const MAX_DEPTH: usize = 100;

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
        items.push(OrderBy { by: item.expr, descending: word == "desc" });
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

/// An expression that was read, its type, and where it stands.
struct Operand {
    expr: Expr,
    ty: Type,
    range: Range<usize>,
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
        Parser { lexer: Lexer::new(text), scope, variables: Vec::new(), depth: 0 }
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
        let message = match word {
            ")" => "this parenthesis closes nothing".to_owned(),
            _ => format!("`{word}` does not belong here: an operator such as `eq` or `and`, or the end, is expected"),
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
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, ExprError>) -> Result<T, ExprError> {
        if self.depth == MAX_DEPTH {
            let at = self.lexer.at();
            return Err(self.error(at..at + 1, format!("nested deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// The operator at this place, if it is one of these words.
    fn operator<T: Copy>(&mut self, known: &[(&str, T)]) -> Option<(T, Range<usize>)> {
        let before = self.lexer.clone();
        self.lexer.blanks();
        let word = self.lexer.identifier();
        let range = self.lexer.at()..self.lexer.at() + word.len();
        match known.iter().find(|(name, _)| *name == word) {
            Some(&(_, op)) => {
                self.lexer.advance(word.len());
                Some((op, range))
            }
            None => {
                self.lexer = before;
                None
            }
        }
    }

    fn expression(&mut self) -> Result<Operand, ExprError> {
        self.logic(LogicOp::Or, |parser| parser.logic(LogicOp::And, Self::equality))
    }

    fn logic(
        &mut self,
        op: LogicOp,
        mut operand: impl FnMut(&mut Self) -> Result<Operand, ExprError>,
    ) -> Result<Operand, ExprError> {
        let mut left = operand(self)?;
        while let Some((_, at)) = self.operator(&[(op.name(), op)]) {
            self.expect_operand(op.name(), &at)?;
            let right = operand(self)?;
            for side in [&left, &right] {
                self.expect_boolean(side, &format!("what stands beside `{}`", op.name()))?;
            }
            let range = left.range.start..right.range.end;
            left = Operand { expr: Expr::join(op, left.expr, right.expr), ty: Type::BOOLEAN, range };
        }
        Ok(left)
    }

    fn equality(&mut self) -> Result<Operand, ExprError> {
        self.comparison(&[("eq", CompareOp::Eq), ("ne", CompareOp::Ne)], Self::relational)
    }

    fn relational(&mut self) -> Result<Operand, ExprError> {
        use CompareOp::{Ge, Gt, Le, Lt};
        self.comparison(&[("gt", Gt), ("ge", Ge), ("lt", Lt), ("le", Le)], Self::additive)
    }

    fn comparison(
        &mut self,
        known: &[(&str, CompareOp)],
        operand: fn(&mut Self) -> Result<Operand, ExprError>,
    ) -> Result<Operand, ExprError> {
        let mut left = operand(self)?;
        while let Some((op, at)) = self.operator(known) {
            self.expect_operand(op.name(), &at)?;
            let right = operand(self)?;
            left = self.compared(op, left, right)?;
        }
        Ok(left)
    }

    fn compared(&self, op: CompareOp, left: Operand, right: Operand) -> Result<Operand, ExprError> {
        if !left.ty.compares_with(&right.ty) {
            let message = format!("{} cannot be compared with {}", left.ty, right.ty);
            return Err(self.error(right.range.clone(), message).help(quoting_help(&left.ty, &right)));
        }
        if !matches!(op, CompareOp::Eq | CompareOp::Ne | CompareOp::Has) {
            for side in [&left, &right] {
                if !side.ty.is_ordered() {
                    let message = format!("{} has no order, so `{}` does not apply", side.ty, op.name());
                    return Err(self.error(side.range.clone(), message));
                }
            }
        }
        let range = left.range.start..right.range.end;
        Ok(Operand { expr: Expr::compare(op, left.expr, right.expr), ty: Type::BOOLEAN, range })
    }

    fn additive(&mut self) -> Result<Operand, ExprError> {
        use ArithmeticOp::{Add, Sub};
        self.arithmetic(&[("add", Add), ("sub", Sub)], |parser| {
            use ArithmeticOp::{Div, DivBy, Mod, Mul};
            let known = &[("mul", Mul), ("divby", DivBy), ("div", Div), ("mod", Mod)];
            parser.arithmetic(known, Self::unary)
        })
    }

    fn arithmetic(
        &mut self,
        known: &[(&str, ArithmeticOp)],
        operand: fn(&mut Self) -> Result<Operand, ExprError>,
    ) -> Result<Operand, ExprError> {
        let mut left = operand(self)?;
        while let Some((op, at)) = self.operator(known) {
            self.expect_operand(op.name(), &at)?;
            let right = operand(self)?;
            let Some(ty) = arithmetic_type(op, &left.ty, &right.ty) else {
                let message = format!("`{}` does not go with {} and {}", op.name(), left.ty, right.ty);
                return Err(self.error(left.range.start..right.range.end, message));
            };
            let range = left.range.start..right.range.end;
            let expr = Expr::Arithmetic(op, Box::new(left.expr), Box::new(right.expr));
            left = Operand { expr, ty, range };
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Operand, ExprError> {
        self.lexer.blanks();
        let start = self.lexer.at();
        let is_not = self.lexer.identifier() == "not";
        let is_minus = self.lexer.peek() == Some('-')
            && matches!(Literal::parse_prefix(self.lexer.rest()), Ok(None));
        if !is_not && !is_minus {
            return self.membership();
        }
        self.lexer.advance(if is_not { 3 } else { 1 });
        self.expect_operand(if is_not { "not" } else { "-" }, &(start..self.lexer.at()))?;
        let operand = self.nested(Self::unary)?;
        let range = start..operand.range.end;
        if is_not {
            self.expect_boolean(&operand, "what stands behind `not`")?;
            return Ok(Operand { expr: Expr::Not(Box::new(operand.expr)), ty: Type::BOOLEAN, range });
        }
        Ok(Operand { expr: Expr::Negate(Box::new(operand.expr)), ty: operand.ty, range })
    }

    fn membership(&mut self) -> Result<Operand, ExprError> {
        let mut left = self.primary()?;
        loop {
            if let Some((op, at)) = self.operator(&[("has", CompareOp::Has)]) {
                self.expect_operand("has", &at)?;
                let right = self.primary()?;
                left = self.compared(op, left, right)?;
            } else if self.operator(&[("in", ())]).is_some() {
                left = self.in_list(left)?;
            } else {
                return Ok(left);
            }
        }
    }

    fn in_list(&mut self, left: Operand) -> Result<Operand, ExprError> {
        self.lexer.blanks();
        let open = self.lexer.at();
        if !self.lexer.eat('(') {
            return Err(self.error(open..open + 1, "a list in parentheses is expected after `in`"));
        }
        let mut items = Vec::new();
        loop {
            let item = self.nested(Self::expression)?;
            if !left.ty.compares_with(&item.ty) {
                let message = format!("{} cannot be one of these: it is {}", item.ty, left.ty);
                return Err(self.error(item.range.clone(), message).help(quoting_help(&left.ty, &item)));
            }
            items.push(item.expr);
            self.lexer.blanks();
            if self.lexer.eat(',') {
                continue;
            }
            self.close(open)?;
            let range = left.range.start..self.lexer.at();
            return Ok(Operand { expr: Expr::In(Box::new(left.expr), items), ty: Type::BOOLEAN, range });
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
        Err(self.error(range, format!("`{word}` does not belong here: `)` or `,` is expected")).help(other_language(word)))
    }

    /// Says what is missing when an operator is the last thing there is.
    fn expect_operand(&mut self, operator: &str, at: &Range<usize>) -> Result<(), ExprError> {
        self.lexer.blanks();
        if self.lexer.is_at_end() {
            let end = self.lexer.at().max(at.end);
            // The text shown has no blank to put a caret under when it ends with the operator.
            return Err(self.error(end..end + 1, format!("a value is missing after `{operator}`")));
        }
        Ok(())
    }

    fn primary(&mut self) -> Result<Operand, ExprError> {
        self.lexer.blanks();
        let start = self.lexer.at();
        if self.lexer.eat('(') {
            let inner = self.nested(Self::expression)?;
            self.close(start)?;
            return Ok(Operand { range: start..self.lexer.at(), ..inner });
        }
        match Literal::parse_prefix(self.lexer.rest()) {
            Ok(Some((literal, length))) => {
                self.lexer.advance(length);
                let ty = Type::of(&literal);
                return Ok(Operand { expr: Expr::Literal(literal), ty, range: start..start + length });
            }
            Ok(None) => {}
            Err(error) => {
                let range = self.lexer.shown_word();
                return Err(self.error(start + error.offset..range.end.max(start + error.offset + 1), error.message));
            }
        }
        let word = self.lexer.identifier();
        if word.is_empty() {
            return Err(self.no_operand());
        }
        let after = self.lexer.rest().get(word.len()..).unwrap_or_default();
        if after.trim_start_matches([' ', '\t']).starts_with('(') && !is_operator(word) {
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
        self.error(range, format!("a property, a value or a function is expected, not `{word}`")).help(help)
    }
}

fn is_operator(word: &str) -> bool {
    matches!(word, "and" | "or" | "eq" | "ne" | "gt" | "ge" | "lt" | "le" | "in" | "has" | "not")
}

fn arithmetic_type(op: ArithmeticOp, left: &Type, right: &Type) -> Option<Type> {
    use crate::edm::PrimitiveType as P;
    match (left, right) {
        (Type::Unchecked | Type::Null, _) | (_, Type::Unchecked | Type::Null) => Some(Type::Unchecked),
        (Type::Primitive(a), Type::Primitive(b)) => match (op, *a, *b) {
            (_, a, b) if a.is_numeric() && b.is_numeric() => Some(Type::Primitive(widest(a, b))),
            (ArithmeticOp::Add | ArithmeticOp::Sub, P::DateTimeOffset | P::Date, P::Duration) => Some(left.clone()),
            (ArithmeticOp::Sub, P::DateTimeOffset, P::DateTimeOffset) | (ArithmeticOp::Sub, P::Date, P::Date) => {
                Some(Type::Primitive(P::Duration))
            }
            (ArithmeticOp::Add | ArithmeticOp::Sub, P::Duration, P::Duration) => Some(left.clone()),
            (ArithmeticOp::Mul | ArithmeticOp::Div | ArithmeticOp::DivBy, P::Duration, b) if b.is_numeric() => {
                Some(left.clone())
            }
            _ => None,
        },
        _ => None,
    }
}

fn widest(a: crate::edm::PrimitiveType, b: crate::edm::PrimitiveType) -> crate::edm::PrimitiveType {
    use crate::edm::PrimitiveType as P;
    [P::Double, P::Single, P::Decimal, P::Int64].into_iter().find(|wide| a == *wide || b == *wide).unwrap_or(P::Int32)
}

/// A quoted value beside a property that is not text is the commonest mistake: say how it is written.
fn quoting_help(wanted: &Type, given: &Operand) -> Option<String> {
    use crate::edm::PrimitiveType as P;
    let Expr::Literal(literal) = &given.expr else { return None };
    match (wanted, literal) {
        (Type::Primitive(P::String), Literal::String(_)) => None,
        (Type::Primitive(P::String), other) => Some(format!("text stands in single quotes: '{other}'")),
        (Type::Primitive(_), Literal::String(text)) => {
            Some(format!("without quotes it would be a value of another type: {text}"))
        }
        _ => None,
    }
}

/// What other languages write, in OData's words.
fn other_language(word: &str) -> Option<String> {
    let operator = |is: &str| Some(format!("OData writes `{is}`"));
    match word {
        "=" | "==" => operator("eq"),
        "!=" | "<>" => operator("ne"),
        ">" => operator("gt"),
        ">=" => operator("ge"),
        "<" => operator("lt"),
        "<=" => operator("le"),
        "&&" | "&" => operator("and"),
        "||" | "|" => operator("or"),
        "!" => operator("not"),
        "LIKE" | "like" => Some("OData has contains(a,b), startswith(a,b) and endswith(a,b)".to_owned()),
        _ => {
            let lower = word.to_lowercase();
            let known = is_operator(&lower) || matches!(lower.as_str(), "add" | "sub" | "mul" | "div" | "mod");
            (known && lower != word).then(|| format!("operators are in lower case: `{lower}`"))
        }
    }
}
