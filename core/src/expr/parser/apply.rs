//! `$apply` (Data Aggregation 3).

use std::borrow::Cow;

use super::Parser;
use super::parentheses::Parameters;
use crate::expr::{Apply, Expr, ExprError, Grouping, Ranked, Transformation, Type};

impl<'t> Parser<'t> {
    /// Transformations with slashes between.
    pub(crate) fn apply(&mut self) -> Result<Apply, ExprError> {
        self.nested(|parser| {
            let mut all = vec![parser.transformation()?];
            loop {
                let mut ahead = parser.lexer.clone();
                ahead.blanks();
                if !ahead.eat_plain('/') {
                    return Ok(Apply(all));
                }
                parser.lexer.seek(ahead.at());
                parser.lexer.blanks();
                all.push(parser.transformation()?);
            }
        })
    }

    /// Whether the name of a transformation comes next, and not that of a property.
    pub(super) fn at_transformation(&self) -> bool {
        let name = self.lexer.qualified();
        let opens = self.opens(name);
        let known = matches!(
            name,
            "aggregate"
                | "compute"
                | "concat"
                | "groupby"
                | "join"
                | "outerjoin"
                | "nest"
                | "addnested"
                | "filter"
                | "search"
                | "skip"
                | "top"
                | "orderby"
                | "ancestors"
                | "descendants"
                | "traverse"
        ) || Ranked::ALL.iter().any(|ranked| ranked.name() == name)
            || name.contains('.');
        name == "identity" || (known && opens)
    }

    fn transformation(&mut self) -> Result<Transformation, ExprError> {
        let at = self.lexer.at();
        let name = self.lexer.qualified();
        if name == "identity" {
            self.lexer.advance(name.len());
            return Ok(Transformation::Identity);
        }
        if !self.at_transformation() {
            let message = format!("`{name}` is not a transformation");
            let message = if name.is_empty() {
                "a transformation is expected here".to_owned()
            } else {
                message
            };
            return Err(self.error(at..at + name.len().max(1), message));
        }
        if name.contains('.') {
            self.lexer.advance(name.len());
            let (arguments, _) = self.parameters(Parameters::Expressions)?;
            return Ok(Transformation::Call(name.to_owned().into(), arguments));
        }
        self.lexer.advance(name.len());
        let open = self.lexer.at();
        self.lexer.eat('(');
        self.lexer.blanks();
        let made = self.arguments_of(name)?;
        self.close(open)?;
        Ok(made)
    }

    /// What stands in the parentheses of a transformation.
    fn arguments_of(&mut self, name: &str) -> Result<Transformation, ExprError> {
        use Transformation as T;
        Ok(match name {
            "aggregate" => T::Aggregate(self.listed(|parser| Ok(parser.aggregate(true)?.0))?),
            "compute" => T::Compute(self.compute()?),
            "concat" => {
                let all = self.listed(Self::apply)?;
                if all.len() < 2 {
                    self.lexer.blanks();
                    let at = self.lexer.at();
                    return Err(
                        self.error(at..at + 1, "`,` and another transformation are expected")
                    );
                }
                T::Concat(all)
            }
            "groupby" => self.group_by()?,
            "join" | "outerjoin" => {
                let property = self.collection_path()?;
                let alias = self.named_as()?;
                T::Join {
                    outer: name == "outerjoin",
                    property,
                    alias,
                    then: self.then()?,
                }
            }
            "nest" => T::Nest {
                path: None,
                nested: self.nested_applies()?,
            },
            "addnested" => {
                let path = self.data_path(false)?.text;
                self.lexer.blanks();
                self.comma()?;
                T::Nest {
                    path: Some(path),
                    nested: self.nested_applies()?,
                }
            }
            "filter" => T::Filter(self.filter()?),
            "search" => T::Search(self.search()?),
            "skip" => T::Skip(self.count_of()?),
            "top" => T::Top(self.count_of()?),
            "orderby" => T::OrderBy(self.order_by()?),
            "ancestors" | "descendants" => self.relatives(name == "ancestors")?,
            "traverse" => self.traverse()?,
            _ => self.ranked(name)?,
        })
    }

    fn ranked(&mut self, name: &str) -> Result<Transformation, ExprError> {
        let at = self.lexer.at();
        let kind = Ranked::ALL
            .iter()
            .copied()
            .find(|ranked| ranked.name() == name)
            .ok_or_else(|| self.error(at..at + 1, format!("`{name}` is not a transformation")))?;
        let of = self.nested(Self::expression)?.expr;
        self.lexer.blanks();
        self.comma()?;
        let by = self.nested(Self::expression)?.expr;
        Ok(Transformation::Ranked { kind, of, by })
    }

    pub(super) fn comma(&mut self) -> Result<(), ExprError> {
        let at = self.lexer.at();
        if !self.lexer.eat(',') {
            return Err(self.error(at..at + 1, "`,` is expected here"));
        }
        self.lexer.blanks();
        Ok(())
    }

    /// A comma and what is done with what was named before, if there is more.
    pub(super) fn then(&mut self) -> Result<Option<Apply>, ExprError> {
        self.lexer.blanks();
        if self.lexer.peek() != Some(',') {
            return Ok(None);
        }
        self.comma()?;
        self.apply().map(Some)
    }

    fn count_of(&mut self) -> Result<u64, ExprError> {
        let at = self.lexer.at();
        let digits = self.lexer.digits();
        let range = at..at + digits.len().max(1);
        digits
            .parse()
            .map_err(|_| self.error(range, "a number is expected here"))
    }

    fn nested_applies(&mut self) -> Result<Vec<(Apply, Cow<'static, str>)>, ExprError> {
        self.listed(|parser| {
            let apply = parser.apply()?;
            Ok((apply, parser.named_as()?))
        })
    }

    fn group_by(&mut self) -> Result<Transformation, ExprError> {
        let open = self.lexer.at();
        if !self.lexer.eat('(') {
            let message = "the properties of a group stand in parentheses of their own";
            return Err(self.error(open..open + 1, message));
        }
        let by = self.listed(Self::grouping)?;
        self.close(open)?;
        let then = self.then()?;
        Ok(Transformation::GroupBy { by, then })
    }

    fn grouping(&mut self) -> Result<Grouping, ExprError> {
        let word = self.lexer.identifier();
        if !self.opens(word) || !matches!(word, "rollup" | "rolluprecursive") {
            return Ok(Grouping::Property(self.data_path(true)?.text));
        }
        self.lexer.advance(word.len());
        let open = self.lexer.at();
        self.lexer.eat('(');
        self.lexer.blanks();
        let grouping = if word == "rollup" {
            Grouping::Rollup(self.rollup()?)
        } else {
            let hierarchy = self.hierarchy()?;
            let nodes = self.then()?;
            Grouping::RollupRecursive { hierarchy, nodes }
        };
        self.close(open)?;
        Ok(grouping)
    }

    /// Properties, the coarsest first, or the qualifier of a leveled hierarchy alone.
    fn rollup(&mut self) -> Result<Vec<Cow<'static, str>>, ExprError> {
        let word = self.lexer.identifier();
        let mut ahead = self.lexer.clone();
        ahead.advance(word.len());
        ahead.blanks();
        if !word.is_empty() && ahead.peek() == Some(')') {
            self.lexer.advance(word.len());
            return Ok(vec![word.to_owned().into()]);
        }
        let levels = self.listed(|parser| parser.data_path(true).map(|path| path.text))?;
        if levels.len() < 2 {
            self.lexer.blanks();
            let at = self.lexer.at();
            return Err(self.error(at..at + 1, "`,` and a finer level are expected here"));
        }
        Ok(levels)
    }

    /// Reads a path that begins with `$root`, to a collection.
    pub(super) fn root_path(&mut self) -> Result<Expr, ExprError> {
        let at = self.lexer.at();
        if self.lexer.identifier() != "$root" {
            return Err(self.error(
                at..at + 1,
                "a path that begins with `$root` is expected here",
            ));
        }
        let path = self.nested(Self::path)?;
        match path.ty {
            Type::Collection(_) | Type::Unchecked => Ok(path.expr),
            other => {
                let message = format!("a collection is needed here, and this is {other}");
                Err(self.error(path.range, message))
            }
        }
    }
}
