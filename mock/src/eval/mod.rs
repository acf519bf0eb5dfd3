//! Evaluates expressions over rows, with OData's three-valued logic.

mod aggregate;
mod arithmetic;
pub(crate) mod call;
mod cast;
mod compare;
mod fixed;
mod function;
mod items;
pub(crate) mod made;
mod names;
mod object;
mod order;
mod path;
mod pattern;
pub(crate) mod read;
mod search;
mod segments;
#[cfg(test)]
mod tests;
mod value;
mod world;

pub(crate) use aggregate::{aggregate, sum};
pub(crate) use arithmetic::arithmetic;
pub(crate) use compare::{compare, equal};
pub(crate) use items::items;
pub(crate) use names::Names;
pub(crate) use object::{Added, Home, Object, Source};
pub(crate) use order::sort;
pub(crate) use path::{step, stored, walk};
pub(crate) use search::matches;
pub(crate) use value::{Sort, Value};
pub(crate) use world::{Budget, World};

use std::borrow::Cow;
use std::collections::BTreeMap;

use odata_core::expr::{Expr, Function, LambdaKind, LogicOp};

use crate::store;

/// An expression that has no value for a row: a division by zero, a number out of range, a broken pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EvalError {
    pub(crate) message: String,
    /// Whether it has a value, which only this service does not find.
    pub(crate) is_unsupported: bool,
}

impl EvalError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        EvalError {
            message: message.into(),
            is_unsupported: false,
        }
    }

    /// For what the mock does not evaluate.
    pub(crate) fn unsupported(what: &str) -> Self {
        EvalError {
            message: format!("the mock does not evaluate `{what}`"),
            is_unsupported: true,
        }
    }
}

/// The item an expression is asked about, and what names mean in it.
pub(crate) struct Evaluator<'a> {
    world: World<'a>,
    it: Value<'a>,
    /// What names belong to: the item, or within a filter of a collection its items (`$this`).
    here: Value<'a>,
    variables: Vec<(&'a str, Value<'a>)>,
    /// The values of parameter aliases, and how many of them are being worked out.
    aliases: &'a BTreeMap<String, Expr>,
    alias_depth: usize,
    /// How many evaluations are around the one that goes on.
    depth: usize,
}

/// How many aliases may lead to each other: two that do so in a circle have no value.
const ALIASES: usize = 16;

/// How deep an expression is evaluated: the parser limits each, and aliases put one into the other.
const DEEPEST: usize = 200;

static NO_ALIASES: BTreeMap<String, Expr> = BTreeMap::new();

impl<'a> Evaluator<'a> {
    pub(crate) fn new(world: World<'a>, it: Value<'a>) -> Self {
        Evaluator {
            world,
            here: it.clone(),
            it,
            variables: Vec::new(),
            aliases: &NO_ALIASES,
            alias_depth: 0,
            depth: 0,
        }
    }

    /// With the values of parameter aliases (URL conventions 5.3).
    pub(crate) fn with_aliases(self, aliases: &'a BTreeMap<String, Expr>) -> Self {
        Evaluator { aliases, ..self }
    }

    /// Asked about an item of something that the item of the request has (`$it` stays what it is).
    pub(crate) fn about(self, here: Value<'a>) -> Self {
        Evaluator { here, ..self }
    }

    /// Evaluates. Goes deeper only where the parser, which limits that, went deeper, and in aliases: a chain of
    /// operators leans to the left, however long it is, and is worked off in a loop.
    pub(crate) fn evaluate(&mut self, expr: &'a Expr) -> Result<Value<'a>, EvalError> {
        self.world.budget.charge(1)?;
        if self.depth == DEEPEST {
            let message = format!("expressions and aliases go deeper than {DEEPEST} levels");
            return Err(EvalError::new(message));
        }
        self.depth += 1;
        let value = self.chain(expr);
        self.depth -= 1;
        value
    }

    fn chain(&mut self, expr: &'a Expr) -> Result<Value<'a>, EvalError> {
        let mut chain = Vec::new();
        let mut innermost = expr;
        while let Expr::Arithmetic(_, left, _)
        | Expr::Compare(_, left, _)
        | Expr::In(left, _)
        | Expr::InCollection(left, _) = innermost
        {
            chain.push(innermost);
            innermost = left;
        }
        self.world.budget.charge(chain.len())?;
        let mut value = self.operand(innermost)?;
        for link in chain.into_iter().rev() {
            value = self.link(link, value)?;
        }
        Ok(value)
    }

    /// Applies an operator to its left side, which is known already.
    fn link(&mut self, link: &'a Expr, left: Value<'a>) -> Result<Value<'a>, EvalError> {
        match link {
            Expr::Arithmetic(op, _, right) => arithmetic(*op, &left, &self.evaluate(right)?),
            Expr::Compare(op, _, right) => {
                let right = self.evaluate(right)?;
                let both = items::size(&left) + items::size(&right);
                self.world.budget.charge(both)?;
                Ok(compare(self.world.model, *op, &left, &right))
            }
            Expr::In(_, list) => {
                let each = items::size(&left);
                for item in list {
                    self.world.budget.charge(each)?;
                    if equal(self.world.model, &left, &self.evaluate(item)?) {
                        return Ok(Value::Boolean(true));
                    }
                }
                Ok(Value::Boolean(false))
            }
            Expr::InCollection(_, collection) => {
                let collection = self.evaluate(collection)?;
                let each = 1 + items::size(&left);
                let all = each.saturating_mul(items::size(&collection));
                self.world.budget.charge(all)?;
                let items = items::items(self.world.model, &collection);
                let found = items.map(|items| {
                    let mut items = items.iter();
                    items.any(|item| equal(self.world.model, &left, item))
                });
                Ok(found.map_or(Value::Null, Value::Boolean))
            }
            _ => Ok(left),
        }
    }

    fn operand(&mut self, expr: &'a Expr) -> Result<Value<'a>, EvalError> {
        match expr {
            Expr::Literal(literal) => Ok(read::literal(self.world.model, literal)),
            Expr::Path(path) => self.path(path),
            Expr::Segments(segments) => self.segments(segments),
            Expr::Logic(op, terms) => self.logic(*op, terms),
            Expr::Not(inner) => {
                let truth = self.evaluate(inner)?.truth();
                Ok(truth.map_or(Value::Null, |truth| Value::Boolean(!truth)))
            }
            Expr::Negate(inner) => arithmetic::negated(&self.evaluate(inner)?),
            Expr::Call(Function::IsDefined, arguments) => match arguments.first() {
                Some(Expr::Path(path)) => self.is_defined(path),
                _ => Ok(Value::Boolean(false)),
            },
            Expr::Call(function, arguments) => self.call(*function, arguments),
            Expr::Lambda {
                over,
                kind,
                variable,
                body,
            } => {
                let over = self.path(over)?;
                self.lambda(&over, *kind, variable, body.as_deref())
            }
            Expr::Case(cases) => self.case(cases),
            Expr::Cast(value, name) => {
                let value = self.this_or(value.as_deref())?;
                Ok(cast::cast(self.world.model, &value, name))
            }
            Expr::IsOf(value, name) => {
                let value = self.this_or(value.as_deref())?;
                Ok(Value::Boolean(cast::is_of(self.world.model, &value, name)))
            }
            Expr::Array(items) => {
                let items: Result<_, _> = items.iter().map(|item| self.evaluate(item)).collect();
                items.map(Value::List)
            }
            Expr::Object(members) => {
                let mut made = Vec::new();
                for (name, value) in members {
                    made.push((Cow::Borrowed(&**name), self.evaluate(value)?));
                }
                Ok(Value::Object(Object::made(made)))
            }
            Expr::Arithmetic(..) | Expr::Compare(..) | Expr::In(..) | Expr::InCollection(..) => {
                self.evaluate(expr)
            }
        }
    }

    fn call(&mut self, function: Function, arguments: &'a [Expr]) -> Result<Value<'a>, EvalError> {
        let arguments: Result<Vec<_>, _> = arguments
            .iter()
            .map(|argument| self.evaluate(argument))
            .collect();
        let arguments = arguments?;
        for argument in &arguments {
            self.world.budget.charge(items::size(argument))?;
        }
        let cost = items::cost(function, &arguments);
        self.world.budget.charge(cost)?;
        match items::call(self.world.model, function, &arguments) {
            Some(made) => Ok(made),
            None => function::call(self.world, function, &arguments),
        }
    }

    /// The value of the first condition that is true; null where none is (URL conventions 5.1.1.12).
    fn case(&mut self, cases: &'a [(Expr, Expr)]) -> Result<Value<'a>, EvalError> {
        for (condition, value) in cases {
            if self.evaluate(condition)?.truth() == Some(true) {
                return self.evaluate(value);
            }
        }
        Ok(Value::Null)
    }

    fn this_or(&mut self, value: Option<&'a Expr>) -> Result<Value<'a>, EvalError> {
        match value {
            Some(value) => self.evaluate(value),
            None => Ok(self.here.clone()),
        }
    }

    fn path(&mut self, path: &'a str) -> Result<Value<'a>, EvalError> {
        let (first, rest) = split(path);
        let (start, rest) = match (first, rest) {
            ("$root", Some(rest)) => {
                let (name, rest) = split(rest);
                (self.root(name)?, rest)
            }
            _ => (self.head(first)?, rest),
        };
        match rest {
            Some(rest) => walk(self.world, &start, rest),
            None => Ok(start),
        }
    }

    /// What an entity set or a singleton has (URL conventions 5.1.1.14.5).
    fn root(&self, name: &str) -> Result<Value<'a>, EvalError> {
        let world = self.world;
        Ok(match world.model.entity_set(name) {
            Some(set) => {
                world.budget.charge(world.store.rows(&set.name).len())?;
                Value::List(store::entities(world, set))
            }
            None => store::singleton(world, name).map_or(Value::Null, Value::Object),
        })
    }

    /// What a path begins with.
    fn head(&mut self, first: &'a str) -> Result<Value<'a>, EvalError> {
        let variable = self.variables.iter().rev().find(|(name, _)| *name == first);
        match (variable, first) {
            (Some((_, value)), _) => self.copy(value),
            (None, "$it") => self.copy(&self.it),
            (None, "$this") => self.copy(&self.here),
            (None, name) if name.starts_with('@') && !name.contains('.') => self.alias(name),
            (None, name) if name.starts_with('$') => Err(EvalError::unsupported(name)),
            (None, name) => path::step(self.world, &self.here, name),
        }
    }

    fn copy(&self, value: &Value<'a>) -> Result<Value<'a>, EvalError> {
        self.world.budget.charge(items::size(value))?;
        Ok(value.clone())
    }

    /// An alias without a value is null (URL conventions 5.3).
    fn alias(&mut self, name: &str) -> Result<Value<'a>, EvalError> {
        let aliases = self.aliases;
        let Some(value) = aliases.get(name) else {
            return Ok(Value::Null);
        };
        if self.alias_depth == ALIASES {
            return Err(EvalError::new(format!("`{name}` leads back to itself")));
        }
        self.alias_depth += 1;
        let found = self.evaluate(value);
        self.alias_depth -= 1;
        found
    }

    /// Whether the last segment of a path is there, null or not.
    fn is_defined(&mut self, path: &'a str) -> Result<Value<'a>, EvalError> {
        let (owner, last) = match path.rsplit_once('/') {
            Some((owner, last)) => (self.path(owner)?, last),
            None => (self.here.clone(), path),
        };
        let is_there = matches!(owner, Value::Object(object)
            if object.members.contains_key(last) || object.added(last).is_some());
        Ok(Value::Boolean(is_there))
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
        over: &Value<'a>,
        kind: LambdaKind,
        variable: &'a str,
        body: Option<&'a Expr>,
    ) -> Result<Value<'a>, EvalError> {
        self.world.budget.charge(items::size(over))?;
        let Some(items) = items::items(self.world.model, over) else {
            return Ok(Value::Boolean(kind == LambdaKind::All));
        };
        let Some(body) = body else {
            return Ok(Value::Boolean(!items.is_empty()));
        };
        let decides = kind == LambdaKind::Any;
        for value in items {
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

/// The first segment of a path, and the others.
fn split(path: &str) -> (&str, Option<&str>) {
    path.split_once('/')
        .map_or((path, None), |(first, rest)| (first, Some(rest)))
}
