//! Paths with filters and counts in them.

use odata_core::expr::{Expr, Search, Segment};

use crate::eval::{EvalError, Evaluator, Value, items, matches, path};

impl<'a> Evaluator<'a> {
    /// Follows a path segment by segment.
    pub(super) fn segments(&mut self, segments: &'a [Segment]) -> Result<Value<'a>, EvalError> {
        let mut at: Option<Value<'a>> = None;
        for segment in segments {
            at = Some(match (at, segment) {
                (None, Segment::Name(name)) => self.head(name)?,
                (Some(from), Segment::Name(name)) => path::step(self.model, &from, name),
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
                    return Err(EvalError::new(format!(
                        "the mock does not evaluate `{other}`"
                    )));
                }
            });
        }
        Ok(at.unwrap_or(Value::Null))
    }

    /// The items of a collection that a filter is true for and that a search finds.
    fn only(
        &mut self,
        from: &Value<'a>,
        filter: Option<&'a Expr>,
        search: Option<&Search>,
    ) -> Result<Vec<Value<'a>>, EvalError> {
        let mut found = Vec::new();
        for item in items::items(self.model, from).unwrap_or_default() {
            if search.is_some_and(|search| !matches(self.model, &item, search)) {
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
