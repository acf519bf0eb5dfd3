//! Evaluates expressions over rows, with OData's three-valued logic.

mod arithmetic;
mod compare;
mod fixed;
mod function;
mod names;
mod order;
mod path;
pub(crate) mod read;
mod search;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use compare::equal;
pub(crate) use names::Names;
pub(crate) use order::sort;
use path::is_of;
pub(crate) use path::walk;
pub(crate) use search::matches;
pub(crate) use value::{Sort, Value};

use odata_core::edm::DateTimeOffset;
use odata_core::expr::{Expr, LambdaKind, LogicOp};
use odata_csdl::model::Model;

/// An expression that has no value for a row: a division by zero, a number out of range, a broken pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EvalError(pub(crate) String);

impl EvalError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        EvalError(message.into())
    }
}

/// The item an expression is asked about, and what names mean in it.
pub(crate) struct Evaluator<'a> {
    model: &'a Model,
    now: DateTimeOffset,
    it: Value<'a>,
    variables: Vec<(&'a str, Value<'a>)>,
}

impl<'a> Evaluator<'a> {
    pub(crate) fn new(model: &'a Model, now: DateTimeOffset, it: Value<'a>) -> Self {
        Evaluator {
            model,
            now,
            it,
            variables: Vec::new(),
        }
    }

    /// Evaluates. Goes deeper only where the parser, which limits that, went deeper: a chain of operators
    /// leans to the left, however long it is, and is worked off in a loop.
    pub(crate) fn evaluate(&mut self, expr: &'a Expr) -> Result<Value<'a>, EvalError> {
        let mut chain = Vec::new();
        let mut innermost = expr;
        while let Expr::Arithmetic(_, left, _) | Expr::Compare(_, left, _) | Expr::In(left, _) =
            innermost
        {
            chain.push(innermost);
            innermost = left;
        }
        let mut value = self.operand(innermost)?;
        for link in chain.into_iter().rev() {
            value = self.link(link, value)?;
        }
        Ok(value)
    }

    /// Applies an operator to its left side, which is known already.
    fn link(&mut self, link: &'a Expr, left: Value<'a>) -> Result<Value<'a>, EvalError> {
        match link {
            Expr::Arithmetic(op, _, right) => {
                arithmetic::arithmetic(*op, &left, &self.evaluate(right)?)
            }
            Expr::Compare(op, _, right) => Ok(compare::compare(
                self.model,
                *op,
                &left,
                &self.evaluate(right)?,
            )),
            Expr::In(_, list) => {
                for item in list {
                    if equal(self.model, &left, &self.evaluate(item)?) {
                        return Ok(Value::Boolean(true));
                    }
                }
                Ok(Value::Boolean(false))
            }
            _ => Ok(left),
        }
    }

    fn operand(&mut self, expr: &'a Expr) -> Result<Value<'a>, EvalError> {
        match expr {
            Expr::Literal(literal) => Ok(read::literal(self.model, literal)),
            Expr::Path(path) => Ok(self.path(path)),
            Expr::Logic(op, terms) => self.logic(*op, terms),
            Expr::Not(inner) => {
                let truth = self.evaluate(inner)?.truth();
                Ok(truth.map_or(Value::Null, |truth| Value::Boolean(!truth)))
            }
            Expr::Negate(inner) => arithmetic::negated(&self.evaluate(inner)?),
            Expr::Call(function, arguments) => {
                let arguments: Result<Vec<_>, _> = arguments
                    .iter()
                    .map(|argument| self.evaluate(argument))
                    .collect();
                function::call(*function, &arguments?, self.now)
            }
            Expr::IsOf(value, type_name) => {
                let value = match value {
                    Some(value) => self.evaluate(value)?,
                    None => self.it.clone(),
                };
                Ok(Value::Boolean(is_of(self.model, &value, type_name)))
            }
            Expr::Lambda {
                over,
                kind,
                variable,
                body,
            } => self.lambda(over, *kind, variable, body.as_deref()),
            Expr::Arithmetic(..) | Expr::Compare(..) | Expr::In(..) => self.evaluate(expr),
        }
    }

    fn path(&self, path: &'a str) -> Value<'a> {
        let (first, rest) = path
            .split_once('/')
            .map_or((path, None), |(first, rest)| (first, Some(rest)));
        let variable = self.variables.iter().rev().find(|(name, _)| *name == first);
        let start = match variable {
            Some((_, value)) => value.clone(),
            None if first == "$it" => self.it.clone(),
            None => path::step(self.model, &self.it, first),
        };
        match rest {
            Some(rest) => walk(self.model, &start, rest),
            None => start,
        }
    }

    /// The tables of URL conventions 5.1.1.1.7 and 5.1.1.1.8: one side can decide, else a null leaves it open.
    fn logic(&mut self, op: LogicOp, terms: &'a [Expr]) -> Result<Value<'a>, EvalError> {
        let decides = op == LogicOp::Or;
        let mut open = false;
        for term in terms {
            match self.evaluate(term)?.truth() {
                Some(truth) if truth == decides => return Ok(Value::Boolean(decides)),
                Some(_) => {}
                None => open = true,
            }
        }
        Ok(if open {
            Value::Null
        } else {
            Value::Boolean(!decides)
        })
    }

    /// `any` holds where the body is true for an item, `all` where it is true for every one: a null is not true.
    fn lambda(
        &mut self,
        over: &'a str,
        kind: LambdaKind,
        variable: &'a str,
        body: Option<&'a Expr>,
    ) -> Result<Value<'a>, EvalError> {
        let Value::Collection { items, item } = self.path(over) else {
            return Ok(Value::Boolean(kind == LambdaKind::All));
        };
        let Some(body) = body else {
            return Ok(Value::Boolean(!items.is_empty()));
        };
        let decides = kind == LambdaKind::Any;
        for json in items {
            let value = read::item(self.model, json, item).unwrap_or(Value::Null);
            self.variables.push((variable, value));
            let truth = self.evaluate(body);
            self.variables.pop();
            if (truth?.truth() == Some(true)) == decides {
                return Ok(Value::Boolean(decides));
            }
        }
        Ok(Value::Boolean(!decides))
    }
}
