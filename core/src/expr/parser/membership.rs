//! `in` (URL conventions 5.1.1.1.10).

use super::help::quoting_help;
use super::operator::MEMBERSHIP;
use super::{MAX_LEVELS, Operand, Parser};
use crate::expr::{Expr, ExprError, Type};

impl<'t> Parser<'t> {
    /// What stands behind `in`: values in parentheses or, since 4.01, an expression that gives a collection.
    pub(super) fn membership(&mut self, left: Operand) -> Result<Operand, ExprError> {
        self.lexer.blanks();
        let open = self.lexer.at();
        if self.lexer.eat('(') {
            if let Some(items) = self.listed_values(&left, open)? {
                let levels = left.levels + 1;
                return self.is_in(open, levels, left, |left| Expr::In(left, items));
            }
            self.lexer.seek(open);
        }
        self.expect_operand("in", open)?;
        // As behind `not`, a parenthesis is a level of its own.
        let right = match self.lexer.peek() {
            Some('(') => self.binary(MEMBERSHIP + 1)?,
            _ => self.nested(|parser| parser.binary(MEMBERSHIP + 1))?,
        };
        let fits = match &right.ty {
            Type::Collection(item) => left.ty.compares_with(item),
            ty => matches!(ty, Type::Unchecked | Type::Null),
        };
        if !fits && self.scope.checks_types() {
            let message = format!("{} cannot be one of {}", left.ty, right.ty);
            let help = "`in` needs a list in parentheses or a collection".to_owned();
            return Err(self.error(right.range, message).help(Some(help)));
        }
        let levels = left.levels.max(right.levels) + 1;
        let right = Box::new(right.expr);
        self.is_in(open, levels, left, |left| Expr::InCollection(left, right))
    }

    fn is_in(
        &self,
        at: usize,
        levels: usize,
        left: Operand,
        join: impl FnOnce(Box<Expr>) -> Expr,
    ) -> Result<Operand, ExprError> {
        if levels > MAX_LEVELS {
            let message = format!("a chain of more than {MAX_LEVELS} operators");
            return Err(self.error(at..at + 1, message));
        }
        Ok(Operand {
            range: left.range.start..self.lexer.at(),
            expr: join(Box::new(left.expr)),
            ty: Type::BOOLEAN,
            levels,
        })
    }

    /// Values up to the closing parenthesis; nothing where the first of them is not a value alone (listExpr).
    fn listed_values(
        &mut self,
        left: &Operand,
        open: usize,
    ) -> Result<Option<Vec<Expr>>, ExprError> {
        let mut items = Vec::new();
        self.lexer.blanks();
        if self.lexer.eat(')') {
            return Ok(Some(items));
        }
        loop {
            self.lexer.blanks();
            let at = self.lexer.at();
            let Some(item) = self.value()? else {
                if items.is_empty() {
                    return Ok(None);
                }
                let range = self.lexer.shown_word();
                let message = "only values can stand in a list behind `in`";
                let help = "expressions stand in an array: [a,b]".to_owned();
                return Err(self
                    .error(at.max(range.start)..range.end, message)
                    .help(Some(help)));
            };
            if self.scope.checks_types() && !left.ty.compares_with(&item.ty) {
                let message = format!("{} cannot be one of these: it is {}", item.ty, left.ty);
                let help = quoting_help(&left.ty, &item);
                return Err(self.error(item.range, message).help(help));
            }
            if self.scope.checks_types() {
                self.check_member(&left.ty, &item)?;
            }
            items.push(item.expr);
            self.lexer.blanks();
            if self.lexer.eat(',') {
                continue;
            }
            // `(1 add 2)` is an expression in parentheses.
            if items.len() == 1 && !self.lexer.is_at_end() && self.lexer.peek() != Some(')') {
                return Ok(None);
            }
            self.close(open)?;
            return Ok(Some(items));
        }
    }
}
