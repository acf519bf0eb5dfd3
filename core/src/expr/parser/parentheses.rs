//! What stands in parentheses behind a name: the parameters of a function, or a key.

use super::path::Walk;
use super::{Operand, Parser};
use crate::expr::{Argument, Expr, ExprError, Segment, Type};

/// Whether parameters may be any expression, or values and aliases only, as in the path of a URL.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parameters {
    Expressions,
    Values,
}

impl<'t> Parser<'t> {
    /// Whether a parenthesis stands right behind a name that comes next.
    pub(crate) fn opens(&self, name: &str) -> bool {
        let behind = self.lexer.rest().get(name.len()..);
        behind.is_some_and(|rest| rest.starts_with('('))
    }

    /// Whether named parameters, or none, stand in parentheses behind a name that comes next.
    pub(crate) fn looks_like_call(&self, name: &str) -> bool {
        let mut ahead = self.lexer.clone();
        ahead.advance(name.len());
        if !ahead.eat('(') {
            return false;
        }
        ahead.blanks();
        if ahead.eat(')') {
            return true;
        }
        let parameter = ahead.identifier();
        ahead.advance(parameter.len());
        !parameter.is_empty() && ahead.eat('=')
    }

    /// A call of the function whose name comes next.
    pub(crate) fn function(&mut self, walk: &mut Walk, name: &str) -> Result<(), ExprError> {
        self.lexer.advance(name.len());
        let (arguments, levels) = self.parameters(self.takes)?;
        walk.push(Segment::Call(name.to_owned().into(), arguments), levels);
        Ok(())
    }

    /// Parameters in parentheses (functionExprParameters, functionParameters), and how deep they are.
    pub(crate) fn parameters(
        &mut self,
        kind: Parameters,
    ) -> Result<(Vec<Argument>, usize), ExprError> {
        let open = self.lexer.at();
        let mut arguments = Vec::new();
        let mut levels = 0;
        if !self.lexer.eat('(') {
            return Err(self.error(open..open + 1, "parameters in parentheses are missing here"));
        }
        self.lexer.blanks();
        if self.lexer.eat(')') {
            return Ok((arguments, levels));
        }
        loop {
            self.lexer.blanks();
            let (argument, depth) = self.parameter(kind)?;
            levels = levels.max(depth);
            arguments.push(argument);
            self.lexer.blanks();
            if !self.lexer.eat(',') {
                self.close(open)?;
                return Ok((arguments, levels));
            }
        }
    }

    /// `name=value`, and how deep the value is.
    pub(crate) fn parameter(&mut self, kind: Parameters) -> Result<(Argument, usize), ExprError> {
        let name = self.parameter_name()?;
        let value = match kind {
            Parameters::Expressions => self.nested(Self::expression)?,
            Parameters::Values => self.value_or_alias()?,
        };
        let argument = Argument {
            name: Some(name.to_owned().into()),
            value: value.expr,
        };
        Ok((argument, value.levels))
    }

    fn parameter_name(&mut self) -> Result<&'t str, ExprError> {
        let at = self.lexer.at();
        let name = self.lexer.identifier();
        self.lexer.advance(name.len());
        if name.is_empty() || !self.lexer.eat_plain('=') {
            let range = at..at + name.len().max(1);
            return Err(self.error(range, "a parameter is written as name=value"));
        }
        Ok(name)
    }

    fn value_or_alias(&mut self) -> Result<Operand, ExprError> {
        if self.lexer.peek() == Some('@') {
            return self.alias();
        }
        let at = self.lexer.at();
        let range = self.lexer.shown_word();
        let found = self.value()?;
        found.ok_or_else(|| {
            self.error(
                at..range.end,
                "a value or a parameter alias is expected here",
            )
        })
    }

    /// A parameter alias, with its `@` (URL conventions 5.3).
    pub(crate) fn alias(&mut self) -> Result<Operand, ExprError> {
        let start = self.lexer.at();
        let alias = self.lexer.identifier();
        self.lexer.advance(alias.len());
        let range = start..start + alias.len().max(1);
        if alias.len() < 2 {
            return Err(self.error(range, "a name is missing behind `@`"));
        }
        Ok(Operand {
            expr: Expr::Path(alias.to_owned().into()),
            ty: Type::Unchecked,
            range,
            levels: 1,
        })
    }

    /// A key in parentheses (simpleKey, compoundKey), behind a collection.
    pub(crate) fn key(&mut self, walk: &mut Walk, of: &Type) -> Result<Type, ExprError> {
        let open = self.lexer.at();
        self.lexer.eat('(');
        let mut ahead = self.lexer.clone();
        let name = ahead.identifier();
        ahead.advance(name.len());
        let mut key = Vec::new();
        if ahead.eat('=') {
            loop {
                let (property, _) = self.parameter(Parameters::Values)?;
                key.push(property);
                if !self.lexer.eat(',') {
                    break;
                }
            }
        } else {
            let value = self.value_or_alias()?.expr;
            key.push(Argument { name: None, value });
        }
        self.close(open)?;
        walk.push(Segment::Key(key), 1);
        Ok(match of {
            Type::Collection(item) => (**item).clone(),
            _ => Type::Unchecked,
        })
    }
}
