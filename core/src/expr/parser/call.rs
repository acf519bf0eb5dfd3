//! Function calls.

use super::{Operand, Parser};
use crate::expr::function::Gives;
use crate::expr::{Expr, ExprError, Function, Type};
use crate::names::nearest;

impl<'t> Parser<'t> {
    pub(super) fn call(&mut self, name: &'t str) -> Result<Operand, ExprError> {
        if name == "isof" {
            return self.is_of();
        }
        let start = self.lexer.at();
        let named = start..start + name.len();
        let Some(function) = Function::from_name(name) else {
            let message = format!("`{name}` is not a function of OData's that is known here");
            let near = nearest(name, Function::ALL.iter().map(|function| function.name()));
            let help = match name {
                "substringof" => Some("OData V4 writes contains(text,part)".to_owned()),
                _ => near.map(|near| format!("did you mean `{near}`?")),
            };
            return Err(self.error(named, message).help(help));
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
            if !kind.accepts(&argument.ty) {
                let message = format!(
                    "`{name}` takes {} here, not {}",
                    kind.describe(),
                    argument.ty
                );
                return Err(self.error(argument.range.clone(), message));
            }
        }
        let ty = match signature.gives {
            Gives::This(primitive) => Type::Primitive(primitive),
            Gives::Same => arguments
                .first()
                .map_or(Type::Unchecked, |first| first.ty.clone()),
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

    /// `isof(type)` or `isof(value,type)`.
    fn is_of(&mut self) -> Result<Operand, ExprError> {
        let start = self.lexer.at();
        self.lexer.advance("isof".len());
        self.lexer.blanks();
        let open = self.lexer.at();
        self.lexer.eat('(');
        self.lexer.blanks();
        let value = if self.type_alone() {
            None
        } else {
            let value = self.nested(Self::expression)?;
            self.lexer.blanks();
            if !self.lexer.eat(',') {
                let message = "`isof` takes the name of a type, or a value and the name of a type";
                return Err(self.error(start..self.lexer.at(), message));
            }
            self.lexer.blanks();
            Some(value)
        };
        let name = self.segment();
        let at = self.lexer.at();
        if !name.contains('.') {
            let message = "the name of a type, with its namespace, is expected here";
            return Err(self.error(at..at + name.len().max(1), message));
        }
        self.lexer.advance(name.len());
        self.close(open)?;
        let (value, levels) = value.map_or((None, 0), |one| (Some(one.expr), one.levels));
        Ok(Operand {
            expr: Expr::IsOf(value.map(Box::new), name.to_owned().into()),
            ty: Type::BOOLEAN,
            range: start..self.lexer.at(),
            levels: levels + 1,
        })
    }

    /// Whether the name of a type comes next, and then the end of the arguments.
    fn type_alone(&self) -> bool {
        let name = self.segment();
        let rest = self.lexer.rest().get(name.len()..).unwrap_or_default();
        let rest = rest.trim_start_matches([' ', '\t']);
        name.contains('.') && (rest.is_empty() || rest.starts_with(')'))
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
