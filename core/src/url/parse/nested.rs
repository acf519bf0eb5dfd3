//! Options in parentheses, within `$expand` and `$select`.

use super::About;
use crate::expr::ExprError;
use crate::expr::parser::Parser;
use crate::url::name::OptionName;
use crate::url::option::QueryOption;

impl<'t> Parser<'t> {
    /// Options in parentheses with semicolons between; none where there are no parentheses.
    pub(super) fn nested_options(&mut self, about: &About) -> Result<Vec<QueryOption>, ExprError> {
        let open = self.lexer.at();
        let mut options = Vec::new();
        if !self.lexer.eat('(') {
            return Ok(options);
        }
        let outer = self.added_names();
        let read = |parser: &mut Self| {
            parser.nested(|parser| {
                loop {
                    let at = parser.lexer.at();
                    let option = parser.nested_option(about)?;
                    let is_there = |known: &QueryOption| known.name() == option.name();
                    if options.iter().any(is_there) {
                        let name = option.name();
                        let message = format!("`{name}` is there twice");
                        return Err(parser.error(at..at + name.len(), message));
                    }
                    if let QueryOption::Compute(items) = &option {
                        parser.add_names(items.iter().map(|item| item.alias.to_string()));
                    }
                    options.push(option);
                    if !parser.lexer.eat(';') {
                        return Ok(());
                    }
                }
            })
        };
        self.within(about.here.clone(), read)?;
        self.drop_names(outer);
        let at = self.lexer.at();
        if !self.lexer.eat(')') {
            if self.lexer.is_at_end() {
                return Err(self.error(open..at, "this parenthesis is never closed"));
            }
            let end = self.lexer.shown_word().end;
            return Err(self.error(at..end, "`;` and another option, or `)`, is expected here"));
        }
        Ok(options)
    }

    fn nested_option(&mut self, about: &About) -> Result<QueryOption, ExprError> {
        let at = self.lexer.at();
        if self.lexer.peek() == Some('@') {
            let takes_aliases = about.allowed.contains(&OptionName::Select);
            let alias = self.alias()?;
            if !takes_aliases {
                let message = format!("an alias does not go with {}", about.what);
                return Err(self.error(alias.range, message));
            }
            self.expect_equals()?;
            let value = self.nested(Self::expression)?.expr;
            return Ok(QueryOption::Alias(alias.expr.to_string().into(), value));
        }
        let name = self.lexer.identifier();
        let range = at..at + name.len().max(1);
        let option = OptionName::from_name(name)
            .filter(|option| about.allowed.contains(option))
            .ok_or_else(|| {
                self.error(range, format!("`{name}` does not go with {}", about.what))
            })?;
        self.lexer.advance(name.len());
        self.expect_equals()?;
        self.option_value(option)
    }
}
