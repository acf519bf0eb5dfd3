//! Single operands: with a sign before them, in parentheses, values, calls and paths.

use super::help::other_language;
use super::operator::{MEMBERSHIP, Operator};
use super::{Operand, Parser};
use crate::edm::Literal;
use crate::expr::{Expr, ExprError, Function, Type};

impl<'t> Parser<'t> {
    pub(super) fn unary(&mut self) -> Result<Operand, ExprError> {
        self.lexer.blanks();
        let start = self.lexer.at();
        let is_not = self.stands_not();
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
            _ if !self.scope.checks_types() => true,
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

    pub(super) fn primary(&mut self) -> Result<Operand, ExprError> {
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
        if let Some(value) = self.value()? {
            return Ok(value);
        }
        if matches!(self.lexer.peek(), Some('[' | '{')) {
            return self.nested(Self::json);
        }
        let word = self.lexer.qualified();
        if word.is_empty() {
            return Err(self.no_operand());
        }
        if !self.calls(word) {
            return self.path();
        }
        match word.to_ascii_lowercase().as_str() {
            "case" => self.case(),
            "cast" => self.type_function(word, Expr::Cast),
            "isof" => self.type_function(word, Expr::IsOf),
            _ if Function::from_name(word).is_some() => self.call(word),
            _ => self.path(),
        }
    }

    /// Whether `not` at this place is the operator, not a property: behind that stands an operator, or nothing.
    fn stands_not(&self) -> bool {
        let mut ahead = self.lexer.clone();
        if !ahead.eat_word("not") {
            return false;
        }
        let blank = ahead.blanks();
        let ends = matches!(ahead.peek(), None | Some(')' | ',' | ':' | ';'));
        let word = ahead.identifier();
        ahead.advance(word.len());
        let joins = Operator::from_word(word).is_some() && ahead.blanks() && !ahead.is_at_end();
        let in_lower_case = self.lexer.identifier() == "not";
        !joins && (in_lower_case || (blank && !ends))
    }

    /// Whether a word at this place is followed by a parenthesis, so that it is a function or has a key.
    fn calls(&self, word: &str) -> bool {
        let after = self.lexer.rest().get(word.len()..).unwrap_or_default();
        after.trim_start_matches([' ', '\t']).starts_with('(')
            && Operator::from_word(word).is_none()
    }

    /// The literal at this place, if one begins here.
    pub(super) fn value(&mut self) -> Result<Option<Operand>, ExprError> {
        let start = self.lexer.at();
        match Literal::parse_prefix(self.lexer.rest()) {
            Ok(Some((literal, length))) => {
                self.lexer.advance(length);
                self.expect_encoded(start)?;
                let ty = Type::of(&literal);
                Ok(Some(Operand {
                    expr: Expr::Literal(literal),
                    ty,
                    range: start..start + length,
                    levels: 1,
                }))
            }
            Ok(None) => Ok(None),
            Err(error) => {
                let range = self.lexer.shown_word();
                let at = start + error.offset;
                Err(self.error(at..range.end.max(at + 1), error.message))
            }
        }
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
