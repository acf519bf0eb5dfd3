//! `case(condition:value,...)` (URL conventions 5.1.1.12).

use super::{MAX_LEVELS, Operand, Parser};
use crate::expr::{Expr, ExprError, Type};

impl<'t> Parser<'t> {
    /// Reads one whose name comes next.
    pub(super) fn case(&mut self) -> Result<Operand, ExprError> {
        let start = self.lexer.at();
        self.lexer.advance("case".len());
        self.lexer.blanks();
        let open = self.lexer.at();
        self.lexer.eat('(');
        let mut cases = Vec::new();
        let mut common: Option<Type> = None;
        let mut levels = 0;
        loop {
            let condition = self.nested(Self::expression)?;
            self.expect_boolean(&condition, "the condition of a case")?;
            self.lexer.blanks();
            let at = self.lexer.at();
            if !self.lexer.eat(':') {
                let message = "`:` and a value follow the condition of a case";
                return Err(self.error(at..at + 1, message));
            }
            let value = self.nested(Self::expression)?;
            levels = levels.max(condition.levels).max(value.levels);
            cases.push((condition.expr, value.expr));
            common = Some(match common {
                None | Some(Type::Null) => value.ty,
                Some(same) if value.ty == Type::Null || value.ty == same => same,
                Some(_) => Type::Unchecked,
            });
            self.lexer.blanks();
            if !self.lexer.eat(',') {
                break;
            }
        }
        self.close(open)?;
        if levels >= MAX_LEVELS {
            let message = format!("more than {MAX_LEVELS} levels");
            return Err(self.error(open..open + 1, message));
        }
        Ok(Operand {
            expr: Expr::Case(cases),
            ty: common.unwrap_or(Type::Unchecked),
            range: start..self.lexer.at(),
            levels: levels + 1,
        })
    }
}
