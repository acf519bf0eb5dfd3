//! `cast` and `isof`, which take the name of a type (URL conventions 5.1.1.10).

use std::borrow::Cow;

use super::{Operand, Parser};
use crate::edm::PrimitiveType;
use crate::expr::{Expr, ExprError, Type};

impl<'t> Parser<'t> {
    /// Reads a call of the function whose name comes next.
    pub(super) fn type_function(
        &mut self,
        word: &str,
        make: fn(Option<Box<Expr>>, Cow<'static, str>) -> Expr,
    ) -> Result<Operand, ExprError> {
        let start = self.lexer.at();
        self.lexer.advance(word.len());
        self.lexer.blanks();
        let open = self.lexer.at();
        self.lexer.eat('(');
        self.lexer.blanks();
        let (value, levels, name) = match self.lone_type() {
            Some(name) => (None, 0, name),
            None => {
                let value = self.nested(Self::expression)?;
                self.lexer.blanks();
                let at = self.lexer.at();
                if !self.lexer.eat(',') {
                    let message = format!("`{word}` takes a value and a type, or a type alone");
                    return Err(self.error(at..at + 1, message));
                }
                self.lexer.blanks();
                (Some(Box::new(value.expr)), value.levels, self.type_name()?)
            }
        };
        self.close(open)?;
        let expr = make(value, name.to_owned().into());
        let ty = match &expr {
            Expr::IsOf(..) => Type::BOOLEAN,
            _ => self.cast_type(name),
        };
        Ok(Operand {
            expr,
            ty,
            range: start..self.lexer.at(),
            levels: levels + 1,
        })
    }

    /// The name of a type, where nothing but it stands before the closing parenthesis.
    fn lone_type(&mut self) -> Option<&'t str> {
        let start = self.lexer.at();
        let name = self.type_name().ok();
        let mut ahead = self.lexer.clone();
        ahead.blanks();
        if name.is_some() && ahead.peek() == Some(')') {
            return name;
        }
        self.lexer.seek(start);
        None
    }

    /// The name of a type, or of a collection of it (optionallyQualifiedTypeName).
    pub(crate) fn type_name(&mut self) -> Result<&'t str, ExprError> {
        let start = self.lexer.at();
        let name = self.lexer.qualified();
        if name.is_empty() || name.starts_with(['$', '@']) {
            return Err(self.error(start..start + 1, "the name of a type is expected here"));
        }
        self.lexer.advance(name.len());
        if name == "Collection" && self.lexer.eat('(') {
            let item = self.lexer.qualified();
            self.lexer.advance(item.len());
            let at = self.lexer.at();
            if item.is_empty() || !self.lexer.eat(')') {
                return Err(self.error(at..at + 1, "the name of a type and `)` are expected here"));
            }
        }
        Ok(self.lexer.since(start))
    }

    fn cast_type(&self, name: &str) -> Type {
        let item = name
            .strip_prefix("Collection(")
            .and_then(|rest| rest.strip_suffix(')'));
        if let Some(item) = item {
            return Type::Collection(Box::new(self.cast_type(item)));
        }
        match PrimitiveType::from_name(name) {
            Some(primitive) => Type::Primitive(primitive),
            None => self.scope.cast(&self.here, name).unwrap_or(Type::Unchecked),
        }
    }
}
