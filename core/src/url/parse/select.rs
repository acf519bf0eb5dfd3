//! `$select` (URL conventions 5.1.4).

use std::borrow::Cow;

use super::About;
use crate::expr::parser::Parser;
use crate::expr::{ExprError, Type};
use crate::url::name::OptionName as N;
use crate::url::select::SelectItem;

impl<'t> Parser<'t> {
    pub(super) fn select(&mut self) -> Result<Vec<SelectItem>, ExprError> {
        self.listed(Self::select_item)
    }

    fn select_item(&mut self) -> Result<SelectItem, ExprError> {
        let start = self.lexer.at();
        let item = |parser: &Self| SelectItem {
            path: parser.lexer.since(start).to_owned().into(),
            parameters: None,
            options: Vec::new(),
        };
        if self.lexer.eat('*') {
            return Ok(item(self));
        }
        if self.all_operations() {
            return Ok(item(self));
        }
        let mut ty = self.here.clone();
        let mut was_cast = false;
        loop {
            let of = ty.item().clone();
            let at = self.lexer.at();
            let name = self.lexer.qualified();
            match self.path_name(&of, was_cast) {
                Ok(found) => (ty, was_cast) = found,
                // An operation of the type ends the path.
                Err(_) if self.scope.operation(Some(&of), name).is_some() => {
                    self.lexer.seek(at + name.len());
                    ty = Type::Unchecked;
                    break;
                }
                Err(error) => return Err(error),
            }
            if !self.lexer.eat_plain('/') {
                break;
            }
        }
        let mut selected = item(self);
        // What has a type is a property, and no operation of which there could be several.
        if ty == Type::Unchecked {
            selected.parameters = self.overload();
        }
        if selected.parameters.is_some() {
            return Ok(selected);
        }
        let here = ty.item().clone();
        selected.options = self.nested_options(&About {
            allowed: N::OF_SELECT,
            what: "a selected property",
            here,
        })?;
        Ok(selected)
    }

    /// `Namespace.*`, if it comes next.
    pub(super) fn all_operations(&mut self) -> bool {
        let mut ahead = self.lexer.clone();
        let namespace = ahead.qualified();
        ahead.advance(namespace.len());
        let found = !namespace.is_empty() && ahead.eat('.') && ahead.eat('*');
        if found {
            self.lexer.seek(ahead.at());
        }
        found
    }

    /// The names of parameters in parentheses, if that is what comes next (parameterNames).
    fn overload(&mut self) -> Option<Vec<Cow<'static, str>>> {
        let mut ahead = self.lexer.clone();
        if !ahead.eat('(') {
            return None;
        }
        let mut names = Vec::new();
        loop {
            let name = ahead.identifier();
            ahead.advance(name.len());
            if name.is_empty() || name.starts_with(['$', '@']) || ahead.peek() == Some('=') {
                return None;
            }
            names.push(name.to_owned().into());
            if ahead.eat(')') {
                self.lexer.seek(ahead.at());
                return Some(names);
            }
            if !ahead.eat(',') {
                return None;
            }
        }
    }
}
