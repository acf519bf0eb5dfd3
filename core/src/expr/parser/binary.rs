//! Operands joined by operators.

use super::help::quoting_help;
use super::operator::{OR, Operator, arithmetic_type};
use super::{MAX_LEVELS, Operand, Parser};
use crate::expr::{ArithmeticOp, CompareOp, Expr, ExprError, Type};

impl<'t> Parser<'t> {
    /// The operator at this place, if it holds together at least as tightly as asked; it is not read yet.
    fn operator(&self, least: u8) -> Option<(Operator, &'t str, usize)> {
        let mut ahead = self.lexer.clone();
        ahead.blanks();
        let word = ahead.identifier();
        let operator = Operator::from_word(word)?;
        (operator.binding() >= least).then_some((operator, word, ahead.at()))
    }

    pub(crate) fn expression(&mut self) -> Result<Operand, ExprError> {
        self.binary(OR)
    }

    /// Operands joined by operators that hold together at least as tightly as `least`: precedence climbing.
    pub(super) fn binary(&mut self, least: u8) -> Result<Operand, ExprError> {
        let mut left = self.unary()?;
        while let Some((operator, word, at)) = self.operator(least) {
            self.lexer.advance(at + word.len() - self.lexer.at());
            if operator == Operator::In {
                left = self.membership(left)?;
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
            // What stands behind `in` is read by its own function.
            Operator::In => Ok(left),
        }
    }

    fn compared(&self, op: CompareOp, left: Operand, right: Operand) -> Result<Operand, ExprError> {
        if self.scope.checks_types() && !left.ty.compares_with(&right.ty) {
            let message = format!("{} cannot be compared with {}", left.ty, right.ty);
            return Err(self
                .error(right.range.clone(), message)
                .help(quoting_help(&left.ty, &right)));
        }
        if self.scope.checks_types() {
            self.check_member(&left.ty, &right)?;
            self.check_member(&right.ty, &left)?;
        }
        let by_order = !matches!(op, CompareOp::Eq | CompareOp::Ne | CompareOp::Has);
        if by_order && self.scope.checks_types() {
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
        let unchecked = (!self.scope.checks_types()).then_some(Type::Unchecked);
        let Some(ty) = arithmetic_type(op, &left.ty, &right.ty).or(unchecked) else {
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
}
