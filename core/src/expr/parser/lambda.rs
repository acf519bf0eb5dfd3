//! `any` and `all` (URL conventions 5.1.1.13).

use super::Parser;
use super::path::Walk;
use crate::expr::{ExprError, LambdaKind, Segment, Type};

impl<'t> Parser<'t> {
    /// Reads one whose name comes next, behind a path that was read.
    pub(super) fn lambda(
        &mut self,
        walk: &mut Walk,
        kind: LambdaKind,
        over: &Type,
        at: usize,
    ) -> Result<(), ExprError> {
        let item = match over {
            Type::Collection(item) => (**item).clone(),
            Type::Unchecked => Type::Unchecked,
            other => {
                let message = format!("`any` and `all` need a collection, and this is {other}");
                return Err(self.error(walk.start()..at.saturating_sub(1), message));
            }
        };
        let path = self.lexer.since(walk.start()).trim_end_matches('/');
        self.lexer.advance(kind.name().len());
        self.nested(|parser| parser.lambda_body(walk, kind, item, path))
    }

    /// A lambda that stands by itself, as the rules `anyExpr` and `allExpr` have it.
    pub(crate) fn lone_lambda(&mut self) -> Result<Segment, ExprError> {
        let at = self.lexer.at();
        let kind = match self.lexer.identifier() {
            "any" => LambdaKind::Any,
            "all" => LambdaKind::All,
            word => {
                let message = format!("`any` or `all` is expected, not `{word}`");
                return Err(self.error(at..at + word.len().max(1), message));
            }
        };
        let mut walk = Walk::new(at);
        self.lambda(&mut walk, kind, &Type::Unchecked, at)?;
        let missing = self.error(at..at, "`any` or `all` is expected");
        walk.segments.pop().ok_or(missing)
    }

    fn lambda_body(
        &mut self,
        walk: &mut Walk,
        kind: LambdaKind,
        item: Type,
        path: &str,
    ) -> Result<(), ExprError> {
        let open = self.lexer.at();
        if !self.lexer.eat('(') {
            return Err(self.error(open..open + 1, "`(` is expected here"));
        }
        self.lexer.blanks();
        if kind == LambdaKind::Any && self.lexer.eat(')') {
            let segment = Segment::Lambda {
                kind,
                variable: "".into(),
                body: None,
            };
            walk.push(segment, 0);
            return Ok(());
        }
        let variable = self.lexer.identifier();
        let at = self.lexer.at();
        self.lexer.advance(variable.len());
        self.lexer.blanks();
        if variable.is_empty() || !self.lexer.eat(':') {
            let message = format!("`{}` begins with a variable and a colon", kind.name());
            let help = format!("for example {path}/{}(x:x eq ...)", kind.name());
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
        let segment = Segment::Lambda {
            kind,
            variable: variable.to_owned().into(),
            body: Some(Box::new(body.expr)),
        };
        walk.push(segment, body.levels);
        Ok(())
    }
}
