//! Aggregate expressions (Data Aggregation 3.2.1).

use std::borrow::Cow;
use std::ops::Range;

use super::Parser;
use super::path::Walk;
use crate::expr::{Aggregate, AggregateFrom, Aggregated, ExprError, Lookup, Segment, Type};

/// A data aggregation path: names only.
pub(super) struct DataPath {
    pub(super) text: Cow<'static, str>,
    pub(super) ty: Type,
    range: Range<usize>,
    /// Whether it ends with a type.
    is_cast: bool,
    /// Whether its last name is a custom aggregate, or may be one.
    is_custom: bool,
}

/// The first part of an aggregate expression.
struct What {
    of: Aggregated,
    method: Option<Cow<'static, str>>,
    is_custom: bool,
    levels: usize,
}

impl What {
    fn of(of: Aggregated, method: Option<Cow<'static, str>>) -> Self {
        What {
            of,
            method,
            is_custom: false,
            levels: 1,
        }
    }
}

impl<'t> Parser<'t> {
    /// `as` and a name.
    pub(super) fn named_as(&mut self) -> Result<Cow<'static, str>, ExprError> {
        self.lexer.blanks();
        let at = self.lexer.at();
        if !self.keyword("as") {
            return Err(self.error(at..at + 1, "`as` and a name are expected here"));
        }
        self.alias_name()
    }

    fn alias_name(&mut self) -> Result<Cow<'static, str>, ExprError> {
        self.lexer.blanks();
        let at = self.lexer.at();
        let name = self.lexer.identifier();
        if name.is_empty() || name.starts_with(['$', '@']) {
            return Err(self.error(at..at + 1, "a name is expected after `as`"));
        }
        self.lexer.advance(name.len());
        self.add_names([name.to_owned()]);
        Ok(name.to_owned().into())
    }

    /// A word of `$apply` that comes next; its case matters.
    pub(super) fn keyword(&mut self, word: &str) -> bool {
        let found = self.lexer.identifier() == word;
        if found {
            self.lexer.advance(word.len());
        }
        found
    }

    /// `aggregate(...)` at the end of a path.
    pub(super) fn aggregate_function(
        &mut self,
        walk: &mut Walk,
        over: &Type,
    ) -> Result<(), ExprError> {
        self.lexer.advance("aggregate".len());
        let open = self.lexer.at();
        self.lexer.eat('(');
        self.lexer.blanks();
        let item = match over {
            Type::Collection(item) => (**item).clone(),
            _ => Type::Unchecked,
        };
        let read = |parser: &mut Self| parser.nested(|inner| inner.aggregate(false));
        let (aggregate, levels) = self.within(item, read)?;
        self.close(open)?;
        walk.push(Segment::Aggregate(Box::new(aggregate)), levels);
        Ok(())
    }

    /// One aggregate expression, and how deep it is; a transformation gives each a name, a function has none.
    pub(super) fn aggregate(&mut self, with_alias: bool) -> Result<(Aggregate, usize), ExprError> {
        let What {
            of,
            method,
            is_custom,
            levels,
        } = self.aggregated()?;
        let from = self.aggregated_from(is_custom)?;
        let end = self.lexer.at();
        self.lexer.blanks();
        let alias = match (with_alias, self.lexer.identifier() == "as") {
            (true, true) => Some(self.named_as()?),
            // A custom aggregate is called what it is.
            (true, false) if !is_custom || !from.is_empty() => Some(self.named_as()?),
            _ => {
                self.lexer.seek(end);
                None
            }
        };
        let aggregate = Aggregate {
            of,
            method,
            from,
            alias,
        };
        Ok((aggregate, levels))
    }

    /// What is aggregated, and the method.
    fn aggregated(&mut self) -> Result<What, ExprError> {
        let start = self.lexer.at();
        if self.keyword("$count") {
            return Ok(What::of(Aggregated::Count(None), None));
        }
        let path = match self.data_path(false) {
            Ok(path) if !self.lexer.rest().starts_with('(') => path,
            _ => {
                self.lexer.seek(start);
                return self.aggregated_expression(start);
            }
        };
        let end = self.lexer.at();
        if self.lexer.eat_plain('/') && self.keyword("$count") {
            return Ok(What::of(Aggregated::Count(Some(path.text)), None));
        }
        self.lexer.seek(end);
        self.lexer.blanks();
        let at = self.lexer.at();
        if self.lexer.identifier() == "with" {
            let method = self.method()?;
            return Ok(What::of(Aggregated::Path(path.text), Some(method)));
        }
        let ends = self.lexer.is_at_end()
            || matches!(self.lexer.peek(), Some(')' | ','))
            || matches!(self.lexer.identifier(), "as" | "from");
        if ends && path.is_custom && !path.is_cast {
            self.lexer.seek(end);
            return Ok(What {
                is_custom: true,
                ..What::of(Aggregated::Path(path.text), None)
            });
        }
        let missing = self.error(
            at..self.lexer.shown_word().end,
            "`with` and a method are expected here",
        );
        if ends {
            return Err(missing);
        }
        self.lexer.seek(start);
        // Behind a path through a collection nothing but `with` can stand; else it is an expression that begins so.
        self.aggregated_expression(start).map_err(|error| {
            if error.range().start < at {
                missing
            } else {
                error
            }
        })
    }

    fn aggregated_expression(&mut self, start: usize) -> Result<What, ExprError> {
        let value = self.nested(Self::expression)?;
        self.lexer.blanks();
        if self.lexer.identifier() != "with" {
            let at = self.lexer.at();
            let message = "`with` and a method are expected here";
            return Err(self.error(at.max(start)..at + 1, message));
        }
        let method = self.method()?;
        Ok(What {
            levels: value.levels,
            ..What::of(Aggregated::Expr(value.expr), Some(method))
        })
    }

    /// `with` and a method: one of OData's, or a qualified name.
    fn method(&mut self) -> Result<Cow<'static, str>, ExprError> {
        self.keyword("with");
        self.lexer.blanks();
        let at = self.lexer.at();
        let name = self.lexer.qualified();
        let known = matches!(name, "sum" | "min" | "max" | "average" | "countdistinct");
        if !known && !name.contains('.') {
            let message = "sum, min, max, average, countdistinct or a qualified name is expected";
            return Err(self.error(at..at + name.len().max(1), message));
        }
        self.lexer.advance(name.len());
        Ok(name.to_owned().into())
    }

    /// `from ... with ...`, any number of times; the method can be missing for custom aggregates.
    fn aggregated_from(&mut self, is_custom: bool) -> Result<Vec<AggregateFrom>, ExprError> {
        let mut all = Vec::new();
        loop {
            let end = self.lexer.at();
            self.lexer.blanks();
            if !self.keyword("from") {
                self.lexer.seek(end);
                return Ok(all);
            }
            let by = self.listed(|parser| parser.data_path(true).map(|path| path.text))?;
            let end = self.lexer.at();
            self.lexer.blanks();
            let with = match self.lexer.identifier() {
                "with" => Some(self.method()?),
                _ if is_custom => {
                    self.lexer.seek(end);
                    None
                }
                _ => {
                    let at = self.lexer.at();
                    return Err(self.error(at..at + 1, "`with` and a method are expected here"));
                }
            };
            all.push(AggregateFrom { by, with });
        }
    }

    /// Names with slashes between: properties and types. Where it is to be `single`, not through collections, and a
    /// property at the end.
    pub(super) fn data_path(&mut self, single: bool) -> Result<DataPath, ExprError> {
        let start = self.lexer.at();
        let mut ty = self.here.clone();
        let mut last: Option<(Range<usize>, bool)> = None;
        let mut is_custom;
        loop {
            let at = self.lexer.at();
            let name = self.lexer.qualified();
            let begins = if last.is_some() { at - 1 } else { at };
            let here = begins..at + name.len().max(1);
            if name.is_empty() || name.starts_with(['$', '@']) {
                return Err(self.error(here, "the name of a property is expected here"));
            }
            let of = match &ty {
                Type::Collection(item) => (**item).clone(),
                other => other.clone(),
            };
            if matches!(of, Type::Primitive(_) | Type::Enum(_)) {
                return Err(self.error(here, format!("{of} has no properties")));
            }
            let found = match self.property_here(&of, name) {
                _ if name.contains('.') => None,
                Lookup::Found(found) => Some(found),
                Lookup::Refused(message) => return Err(self.error(here, message)),
                Lookup::Missing { .. } => None,
            };
            is_custom = self.scope.is_custom_aggregate(&of, name);
            let was_cast = last.as_ref().is_some_and(|(_, was)| *was);
            let cast = match found {
                None if !was_cast => self.scope.cast(&of, name),
                _ => None,
            };
            let is_cast = cast.is_some();
            ty = match found.or(cast) {
                Some(found) => found,
                None if is_custom && !single && !name.contains('.') => Type::Unchecked,
                None => return Err(self.error(here, format!("{of} has no property `{name}`"))),
            };
            self.lexer.advance(name.len());
            if single && matches!(ty, Type::Collection(_)) {
                let message = format!("`{name}` is a collection");
                return Err(self.error(at..at + name.len(), message));
            }
            last = Some((at..at + name.len(), is_cast));
            let mut ahead = self.lexer.clone();
            if !ahead.eat_plain('/') || ahead.identifier() == "$count" {
                break;
            }
            self.lexer.seek(ahead.at());
        }
        let range = start..self.lexer.at();
        let is_cast = last.is_some_and(|(_, is_cast)| is_cast);
        if single && is_cast {
            return Err(self.error(range, "a property is expected behind a type"));
        }
        Ok(DataPath {
            text: self.lexer.since(start).to_owned().into(),
            ty,
            range,
            is_cast,
            is_custom,
        })
    }

    /// A data aggregation path to a collection.
    pub(super) fn collection_path(&mut self) -> Result<Cow<'static, str>, ExprError> {
        let path = self.data_path(false)?;
        match path.ty {
            Type::Collection(_) | Type::Unchecked => Ok(path.text),
            other => {
                let message = format!("a collection is needed here, and this is {other}");
                Err(self.error(path.range, message))
            }
        }
    }
}
