//! What stands behind the equals sign of an option.

use crate::expr::parser::Parser;
use crate::expr::{Expr, ExprError};
use crate::url::name::OptionName as N;
use crate::url::option::{QueryOption, Temporal};

impl<'t> Parser<'t> {
    /// What stands behind the equals sign of an option that is more than text.
    pub(super) fn option_value(&mut self, option: N) -> Result<QueryOption, ExprError> {
        use QueryOption as Q;
        let temporal = |parser: &mut Self, which| {
            let value = parser.temporal_value()?;
            Ok(Q::Temporal(which, value))
        };
        match option {
            N::Apply => self.apply().map(Q::Apply),
            N::Compute => self.compute().map(Q::Compute),
            N::Expand => self.expand().map(Q::Expand),
            N::Filter => self.filter().map(Q::Filter),
            N::OrderBy => self.order_by().map(Q::OrderBy),
            N::Search => self.search().map(Q::Search),
            N::Select => self.select().map(Q::Select),
            N::Count => self.truth().map(Q::Count),
            N::Index => self.index().map(Q::Index),
            N::Levels => self.levels().map(Q::Levels),
            N::Skip => self.number().map(Q::Skip),
            N::Top => self.number().map(Q::Top),
            N::At => temporal(self, Temporal::At),
            N::From => temporal(self, Temporal::From),
            N::To => temporal(self, Temporal::To),
            N::ToInclusive => temporal(self, Temporal::ToInclusive),
            N::DeltaToken | N::Format | N::Id | N::SchemaVersion | N::SkipToken => {
                let at = self.lexer.at();
                Err(self.error(
                    at..at + 1,
                    format!("`{}` does not stand here", option.name()),
                ))
            }
        }
    }

    /// Values begin right behind the equals sign; only brackets may have blanks before them.
    pub(super) fn no_blanks(&mut self) -> Result<(), ExprError> {
        let start = self.lexer.at();
        if self.lexer.blanks() && !matches!(self.lexer.peek(), Some('[' | '{')) {
            let end = self.lexer.at();
            return Err(self.error(start..end, "no blank can stand before a value"));
        }
        Ok(())
    }

    fn truth(&mut self) -> Result<bool, ExprError> {
        let is_true = self.lexer.eat_word("true");
        if is_true || self.lexer.eat_word("false") {
            return Ok(is_true);
        }
        let at = self.lexer.at();
        Err(self.error(at..at + 1, "true or false is expected here"))
    }

    fn number(&mut self) -> Result<u64, ExprError> {
        let at = self.lexer.at();
        let word = self.lexer.shown_word();
        let digits = self.lexer.digits();
        digits
            .parse()
            .map_err(|_| self.error(at..word.end, "a number is expected here, no less than 0"))
    }

    fn index(&mut self) -> Result<i64, ExprError> {
        let at = self.lexer.at();
        let word = self.lexer.shown_word();
        self.lexer.eat('-');
        self.lexer.digits();
        let text = self.lexer.since(at);
        text.parse()
            .map_err(|_| self.error(at..word.end, "an integer is expected here"))
    }

    fn levels(&mut self) -> Result<Option<u64>, ExprError> {
        if self.lexer.eat_word("max") {
            return Ok(None);
        }
        let at = self.lexer.at();
        if self.lexer.peek() == Some('0') {
            let message = "a number of levels is 1 or more, and begins with no 0";
            return Err(self.error(at..at + 1, message));
        }
        self.number().map(Some)
    }

    /// `min`, `max`, or a moment (temporalExpr).
    fn temporal_value(&mut self) -> Result<Expr, ExprError> {
        for edge in ["min", "max"] {
            if self.lexer.eat_word(edge) {
                return Ok(Expr::Path(edge.into()));
            }
        }
        self.nested(Self::expression).map(|value| value.expr)
    }
}
