//! Calls of the canonical functions.

use super::{Operand, Parser};
use crate::expr::function::Gives;
use crate::expr::{Expr, ExprError, Function, Type};

impl<'t> Parser<'t> {
    pub(super) fn call(&mut self, name: &'t str) -> Result<Operand, ExprError> {
        let start = self.lexer.at();
        let Some(function) = Function::from_name(name) else {
            return Err(self.no_function(name, start..start + name.len()));
        };
        self.lexer.advance(name.len());
        self.lexer.blanks();
        let arguments = self.arguments()?;
        let range = start..self.lexer.at();
        let signature = function.signature();
        let (most, least) = (
            signature.arguments.len(),
            signature.arguments.len() - signature.optional,
        );
        if arguments.len() > most || arguments.len() < least {
            let takes = match (least, most) {
                (0, _) => "no arguments".to_owned(),
                (1, 1) => "one argument".to_owned(),
                (least, most) if least == most => format!("{most} arguments"),
                (least, most) => format!("{least} or {most} arguments"),
            };
            return Err(self.error(
                range,
                format!("`{name}` takes {takes}, not {}", arguments.len()),
            ));
        }
        for (kind, argument) in signature.arguments.iter().zip(&arguments) {
            if self.scope.checks_types() && !kind.accepts(&argument.ty) {
                let message = format!(
                    "`{name}` takes {} here, not {}",
                    kind.describe(),
                    argument.ty
                );
                return Err(self.error(argument.range.clone(), message));
            }
        }
        let first = arguments.first().map(|first| first.ty.clone());
        let ty = match (signature.gives, first) {
            (Gives::SameItems(_), Some(items @ Type::Collection(_))) => items,
            (Gives::This(primitive) | Gives::SameItems(primitive), _) => Type::Primitive(primitive),
            (Gives::Same, first) => first.unwrap_or(Type::Unchecked),
        };
        let levels = 1 + arguments
            .iter()
            .map(|argument| argument.levels)
            .max()
            .unwrap_or(0);
        let arguments = arguments
            .into_iter()
            .map(|argument| argument.expr)
            .collect();
        Ok(Operand {
            expr: Expr::Call(function, arguments),
            ty,
            range,
            levels,
        })
    }

    fn arguments(&mut self) -> Result<Vec<Operand>, ExprError> {
        let open = self.lexer.at();
        self.lexer.eat('(');
        self.lexer.blanks();
        let mut arguments = Vec::new();
        if self.lexer.eat(')') {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.nested(Self::expression)?);
            self.lexer.blanks();
            if !self.lexer.eat(',') {
                self.close(open)?;
                return Ok(arguments);
            }
        }
    }
}
