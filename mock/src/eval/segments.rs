//! Paths with filters and counts in them.

use odata_core::expr::{Argument, Expr, Search, Segment};

use crate::eval::{EvalError, Evaluator, Value, aggregate, items, matches, path};
use crate::store;

impl<'a> Evaluator<'a> {
    /// Follows a path segment by segment.
    pub(super) fn segments(&mut self, segments: &'a [Segment]) -> Result<Value<'a>, EvalError> {
        let mut at: Option<Value<'a>> = None;
        let mut segments = segments.iter();
        if let [Segment::Name(first), Segment::Name(name), ..] = segments.as_slice()
            && first == "$root"
        {
            at = Some(self.root(name)?);
            segments.nth(1);
        }
        for segment in segments {
            at = Some(match (at, segment) {
                (None, Segment::Name(name)) => self.head(name)?,
                (Some(from), Segment::Name(name)) => path::step(self.world, &from, name)?,
                (Some(from), Segment::Key(key)) => self.keyed(&from, key)?,
                (Some(from), Segment::Call(name, arguments)) => {
                    self.function(Some(&from), name, arguments)?
                }
                (None, Segment::Call(name, arguments)) => {
                    let here = self.here.clone();
                    match self.function(Some(&here), name, arguments) {
                        Err(error) if !error.is_unsupported => {
                            self.function(None, name, arguments).map_err(|_| error)?
                        }
                        called => called?,
                    }
                }
                (Some(from), Segment::Aggregate(one)) => {
                    let of = items::items(self.world.model, &from).unwrap_or_default();
                    let world = self.world;
                    aggregate(world, one, &of, |item, expr| {
                        let outer = std::mem::replace(&mut self.here, item.clone());
                        let value = self.evaluate(expr);
                        self.here = outer;
                        value
                    })?
                }
                (Some(from), Segment::Filter(asked)) => {
                    Value::List(self.only(&from, Some(asked), None)?)
                }
                (Some(from), Segment::Count { filter, search }) => {
                    let found = self.only(&from, filter.as_deref(), search.as_deref())?;
                    Value::Int(i64::try_from(found.len()).unwrap_or(i64::MAX))
                }
                (
                    Some(from),
                    Segment::Lambda {
                        kind,
                        variable,
                        body,
                    },
                ) => self.lambda(&from, *kind, variable, body.as_deref())?,
                (_, other) => {
                    return Err(EvalError::unsupported(&other.to_string()));
                }
            });
        }
        Ok(at.unwrap_or(Value::Null))
    }

    /// The entity with that key; null where there is none.
    fn keyed(&mut self, from: &Value<'a>, key: &'a [Argument]) -> Result<Value<'a>, EvalError> {
        let mut wanted = Vec::new();
        for argument in key {
            wanted.push((argument.name.as_deref(), self.evaluate(&argument.value)?));
        }
        let model = self.world.model;
        let found = items::items(model, from).unwrap_or_default();
        self.world.budget.charge(found.len())?;
        let has_key = |item: &Value<'_>| store::has_key(model, item, &wanted);
        Ok(found.into_iter().find(has_key).unwrap_or(Value::Null))
    }

    /// The items of a collection that a filter is true for and that a search finds.
    fn only(
        &mut self,
        from: &Value<'a>,
        filter: Option<&'a Expr>,
        search: Option<&Search>,
    ) -> Result<Vec<Value<'a>>, EvalError> {
        self.world.budget.charge(items::size(from))?;
        let mut found = Vec::new();
        for item in items::items(self.world.model, from).unwrap_or_default() {
            if let Some(search) = search
                && !matches(self.world, &item, search)?
            {
                continue;
            }
            let outer = std::mem::replace(&mut self.here, item.clone());
            let truth = filter.map(|filter| self.evaluate(filter)).transpose();
            self.here = outer;
            if truth?.is_none_or(|truth| truth.truth() == Some(true)) {
                found.push(item);
            }
        }
        Ok(found)
    }
}
