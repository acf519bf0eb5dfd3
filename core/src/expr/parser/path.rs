//! Paths to properties, and lambdas at their end.

use std::ops::Range;

use super::{Operand, Parser};
use crate::edm::PrimitiveType;
use crate::expr::{Expr, ExprError, LambdaKind, Lookup, Type};
use crate::names::nearest;

impl<'t> Parser<'t> {
    pub(super) fn path(&mut self) -> Result<Operand, ExprError> {
        let start = self.lexer.at();
        let mut ty: Option<Type> = None;
        loop {
            let at = self.lexer.at();
            let segment = self.segment();
            if segment.is_empty() {
                return Err(self.error(at..at + 1, "the name of a property is missing here"));
            }
            let kind = match segment {
                "any" => Some(LambdaKind::Any),
                "all" => Some(LambdaKind::All),
                _ => None,
            };
            let opens = self
                .lexer
                .rest()
                .get(segment.len()..)
                .is_some_and(|rest| rest.starts_with('('));
            if let (Some(kind), true, Some(over)) = (kind, opens, &ty) {
                let over_text = self
                    .lexer
                    .text()
                    .get(start..at - 1)
                    .unwrap_or_default()
                    .to_owned();
                let item = self.item_type(over, start..at - 1)?;
                self.lexer.advance(segment.len());
                return self.nested(|parser| parser.lambda(kind, over_text, item, start));
            }
            let here = at..at + segment.len();
            ty = Some(match ty {
                None => self.first_segment(segment, here)?,
                Some(of) => self.next_segment(&of, segment, here)?,
            });
            self.lexer.advance(segment.len());
            if !self.lexer.eat('/') {
                break;
            }
        }
        let range = start..self.lexer.at();
        let text = self
            .lexer
            .text()
            .get(range.clone())
            .unwrap_or_default()
            .to_owned();
        let ty = ty.unwrap_or(Type::Unchecked);
        Ok(Operand {
            expr: Expr::Path(text.into()),
            ty,
            range,
            levels: 1,
        })
    }

    /// An identifier, or several joined by dots (a qualified type name).
    pub(super) fn segment(&self) -> &'t str {
        let mut ahead = self.lexer.clone();
        let mut length = ahead.identifier().len();
        ahead.advance(length);
        while length > 0 && ahead.eat('.') {
            let more = ahead.identifier().len();
            if more == 0 {
                break;
            }
            ahead.advance(more);
            length = ahead.at() - self.lexer.at();
        }
        self.lexer.rest().get(..length).unwrap_or_default()
    }

    fn first_segment(&self, name: &str, here: Range<usize>) -> Result<Type, ExprError> {
        if let Some((_, ty)) = self
            .variables
            .iter()
            .rev()
            .find(|(variable, _)| *variable == name)
        {
            return Ok(ty.clone());
        }
        if name == "$it" {
            return Ok(self.scope.root());
        }
        self.next_segment(&self.scope.root(), name, here)
    }

    fn next_segment(&self, of: &Type, name: &str, here: Range<usize>) -> Result<Type, ExprError> {
        match of {
            Type::Collection(_) if name == "$count" => Ok(Type::Primitive(PrimitiveType::Int64)),
            Type::Collection(_) => {
                let message = format!("`{name}` is asked of a whole collection");
                let help = "any(x:...) or all(x:...) asks its items".to_owned();
                Err(self.error(here, message).help(Some(help)))
            }
            Type::Primitive(_) | Type::Enum(_) | Type::Null => Err(self.error(
                here,
                format!("{of} has no properties, so not `{name}` either"),
            )),
            // A qualified name is a cast; what it leads to is not known to every scope. Nothing is cast for its own
            // sake: a name with a dot and nothing behind it is text whose quotes were forgotten.
            Type::Structured(_) | Type::Unchecked if name.contains('.') => {
                let behind = self.lexer.text().get(here.end..).unwrap_or_default();
                if behind.starts_with('/') {
                    return Ok(Type::Unchecked);
                }
                let message =
                    format!("`{name}` is no property, and a type only when a `/` follows");
                Err(self
                    .error(here, message)
                    .help(Some(format!("text stands in single quotes: '{name}'"))))
            }
            Type::Structured(_) | Type::Unchecked => match self.scope.property(of, name) {
                Lookup::Found(ty) => Ok(ty),
                Lookup::Refused(message) => Err(self.error(here, message)),
                Lookup::Missing { of, known } => {
                    let near = nearest(name, known.iter().map(String::as_str));
                    let help = near.map(|near| format!("did you mean `{near}`?"));
                    let help = help.or_else(|| some_of(&known));
                    Err(self
                        .error(here, format!("{of} has no property `{name}`"))
                        .help(help))
                }
            },
        }
    }

    fn item_type(&self, over: &Type, range: Range<usize>) -> Result<Type, ExprError> {
        match over {
            Type::Collection(item) => Ok((**item).clone()),
            Type::Unchecked => Ok(Type::Unchecked),
            other => Err(self.error(
                range,
                format!("`any` and `all` need a collection, and this is {other}"),
            )),
        }
    }

    fn lambda(
        &mut self,
        kind: LambdaKind,
        over: String,
        item: Type,
        start: usize,
    ) -> Result<Operand, ExprError> {
        let open = self.lexer.at();
        self.lexer.eat('(');
        self.lexer.blanks();
        if kind == LambdaKind::Any && self.lexer.eat(')') {
            let expr = Expr::Lambda {
                over: over.into(),
                kind,
                variable: "".into(),
                body: None,
            };
            return Ok(Operand {
                expr,
                ty: Type::BOOLEAN,
                range: start..self.lexer.at(),
                levels: 1,
            });
        }
        let variable = self.lexer.identifier();
        let at = self.lexer.at();
        self.lexer.advance(variable.len());
        self.lexer.blanks();
        if variable.is_empty() || !self.lexer.eat(':') {
            let message = format!("`{}` begins with a variable and a colon", kind.name());
            let help = format!("for example {over}/{}(x:x eq ...)", kind.name());
            return Err(self
                .error(at..at + variable.len().max(1), message)
                .help(Some(help)));
        }
        self.variables.push((variable, item));
        let body = self.expression();
        self.variables.pop();
        let body = body?;
        self.expect_boolean(&body, "what is asked of the items")?;
        self.close(open)?;
        let levels = body.levels + 1;
        let expr = Expr::Lambda {
            over: over.into(),
            kind,
            variable: variable.to_owned().into(),
            body: Some(Box::new(body.expr)),
        };
        Ok(Operand {
            expr,
            ty: Type::BOOLEAN,
            range: start..self.lexer.at(),
            levels,
        })
    }
}

fn some_of(known: &[String]) -> Option<String> {
    const SHOWN: usize = 12;
    let names: Vec<&str> = known.iter().take(SHOWN).map(String::as_str).collect();
    let more = if known.len() > SHOWN { ", ..." } else { "" };
    (!names.is_empty()).then(|| format!("it has {}{more}", names.join(", ")))
}
