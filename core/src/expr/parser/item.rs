//! Lists of expressions with something behind each: `$orderby` and `$compute`.

use super::Parser;
use crate::expr::{Compute, Expr, ExprError, OrderBy, Search};

impl<'t> Parser<'t> {
    /// Items joined by commas, whose blanks are left out.
    pub(crate) fn listed<T>(
        &mut self,
        read: impl Fn(&mut Self) -> Result<T, ExprError>,
    ) -> Result<Vec<T>, ExprError> {
        let mut items = Vec::new();
        loop {
            self.lexer.blanks();
            items.push(read(self)?);
            let mut ahead = self.lexer.clone();
            ahead.blanks();
            if !ahead.eat(',') {
                return Ok(items);
            }
            self.lexer.seek(ahead.at());
        }
    }

    /// What is asked of an item, true or false.
    pub(crate) fn filter(&mut self) -> Result<Expr, ExprError> {
        let asked = self.nested(Self::expression)?;
        self.expect_boolean(&asked, "a filter")?;
        Ok(asked.expr)
    }

    pub(crate) fn search(&mut self) -> Result<Search, ExprError> {
        super::search::read(&mut self.lexer, self.depth)
    }

    pub(crate) fn order_by(&mut self) -> Result<Vec<OrderBy>, ExprError> {
        self.listed(Self::order_by_item)
    }

    fn order_by_item(&mut self) -> Result<OrderBy, ExprError> {
        let item = self.nested(Self::expression)?;
        if self.scope.checks_types() && !item.ty.is_ordered() {
            return Err(self.error(item.range, format!("{} has no order", item.ty)));
        }
        let end = self.lexer.at();
        self.lexer.blanks();
        let descending = self.lexer.eat_word("desc");
        if !descending && !self.lexer.eat_word("asc") {
            self.lexer.seek(end);
        }
        Ok(OrderBy {
            by: item.expr,
            descending,
        })
    }

    pub(crate) fn compute(&mut self) -> Result<Vec<Compute>, ExprError> {
        self.listed(Self::compute_item)
    }

    fn compute_item(&mut self) -> Result<Compute, ExprError> {
        let value = self.nested(Self::expression)?.expr;
        let alias = self.named_as()?;
        Ok(Compute { value, alias })
    }
}
