//! Segments that ask something of a collection: `$count(...)` and `$filter(...)`.

use super::path::Walk;
use super::search;
use super::{Parameters, Parser};
use crate::expr::{ExprError, Segment, Type};

impl<'t> Parser<'t> {
    /// What stands behind `$count`: nothing, or a filter and a search in parentheses (expandCountOption).
    pub(crate) fn count(&mut self, walk: &mut Walk, item: Type) -> Result<(), ExprError> {
        let open = self.lexer.at();
        if !self.lexer.eat('(') {
            walk.name("$count");
            return Ok(());
        }
        let (mut filter, mut found, mut levels) = (None, None, 0);
        loop {
            let at = self.lexer.at();
            let name = self.lexer.identifier();
            self.lexer.advance(name.len());
            let option = name.trim_start_matches('$').to_ascii_lowercase();
            let is_given = match option.as_str() {
                "filter" => filter.is_some(),
                "search" => found.is_some(),
                _ => {
                    let message = "`$count` takes `$filter` and `$search` in parentheses";
                    return Err(self.error(at..at + name.len().max(1), message));
                }
            };
            if is_given {
                return Err(self.error(at..at + name.len(), format!("`{name}` stands here twice")));
            }
            self.expect_equals()?;
            if option == "filter" {
                let read = |parser: &mut Self| parser.nested(Self::expression);
                let operand = self.within(item.clone(), read)?;
                self.expect_boolean(&operand, "a filter")?;
                levels = operand.levels;
                filter = Some(Box::new(operand.expr));
            } else {
                found = Some(Box::new(search::read(&mut self.lexer, self.depth)?));
            }
            if !self.lexer.eat(';') {
                break;
            }
        }
        self.close(open)?;
        let segment = Segment::Count {
            filter,
            search: found,
        };
        walk.push(segment, levels);
        Ok(())
    }

    pub(crate) fn expect_equals(&mut self) -> Result<(), ExprError> {
        let at = self.lexer.at();
        if self.lexer.eat_plain('=') {
            return Ok(());
        }
        Err(self.error(at..at + 1, "`=` and a value are expected here"))
    }

    /// What stands behind `$filter` in a path: what is asked, in parentheses (URL conventions 4.12).
    pub(crate) fn filter_segment(&mut self, walk: &mut Walk, item: Type) -> Result<(), ExprError> {
        let open = self.lexer.at();
        if !self.lexer.eat('(') {
            return Err(self.error(open..open + 1, "`(` and a filter are expected here"));
        }
        let takes = std::mem::replace(&mut self.takes, Parameters::Expressions);
        let asked = self.within(item, |parser| parser.nested(Self::expression))?;
        self.takes = takes;
        self.expect_boolean(&asked, "a filter")?;
        self.close(open)?;
        walk.push(Segment::Filter(Box::new(asked.expr)), asked.levels);
        Ok(())
    }
}
