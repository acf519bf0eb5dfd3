//! Context URLs (Protocol 10).

use crate::edm::Literal;
use crate::expr::escapes::Decoded;
use crate::expr::parser::{Parser, Walk};
use crate::expr::{ExprError, Lookup, Named, Scope, Type};
use crate::url::context::{ContextItem, ContextSuffix, ContextUrl};

/// Reads the rest of a text, which begins with `#`, as what a context URL says.
pub(crate) fn context(
    whole: &str,
    hash: usize,
    scope: &dyn Scope,
) -> Result<ContextUrl, ExprError> {
    if !whole.get(hash..).unwrap_or_default().starts_with('#') {
        let message = "a context begins with `#`";
        return Err(ExprError::new(whole, hash..hash + 1, message));
    }
    let decoded = Decoded::new(whole, hash + 1..whole.len())?;
    Parser::over(&decoded, scope)
        .whole(Parser::context)
        .map_err(|error| decoded.shown(error))
}

impl<'t> Parser<'t> {
    fn context(&mut self) -> Result<ContextUrl, ExprError> {
        for (text, collection) in [("Collection($ref)", true), ("$ref", false)] {
            if self.lexer.rest() == text {
                self.lexer.advance(text.len());
                return Ok(ContextUrl::References { collection });
            }
        }
        let name = self.lexer.qualified();
        if name.contains('.') || (name == "Collection" && self.opens(name)) {
            let name = self.type_name()?.to_owned();
            let here = self.scope.cast(&Type::Unchecked, &name);
            let read = Self::context_list;
            let select = self.within(here.unwrap_or(Type::Unchecked), read)?;
            return Ok(ContextUrl::Type {
                name: name.into(),
                select,
            });
        }
        self.context_path()
    }

    /// A path from an entity set or a singleton, what is in it, and which part of it.
    fn context_path(&mut self) -> Result<ContextUrl, ExprError> {
        let mut walk = Walk::new(self.lexer.at());
        let mut ty = self.context_head(&mut walk)?;
        let mut select = None;
        let mut suffix = None;
        let mut was_cast = false;
        loop {
            let at = self.lexer.at();
            if self.lexer.peek() == Some('(') && self.at_key() && walk.takes_key(&ty) {
                ty = self.key(&mut walk, &ty)?;
                was_cast = false;
                continue;
            }
            if self.lexer.peek() == Some('(') && select.is_none() {
                let here = ty.item().clone();
                select = self.within(here, Self::context_list)?;
                continue;
            }
            if suffix.is_some() || !self.lexer.eat_plain('/') {
                break;
            }
            if self.lexer.peek() == Some('$') {
                let name = self.lexer.identifier();
                let known = ContextSuffix::ALL.iter().copied();
                suffix = known.into_iter().find(|suffix| suffix.name() == name);
                if suffix.is_none() {
                    let message = format!("`{name}` does not stand in a context");
                    return Err(self.error(at..at + 1 + name.len(), message));
                }
                self.lexer.advance(name.len());
                continue;
            }
            if select.is_some() {
                let end = self.lexer.shown_word().end;
                return Err(self.error(at..end, "only `$entity` or `$delta` can follow a list"));
            }
            let start = self.lexer.at();
            let (next, is_cast) = self.context_name(ty.item(), was_cast)?;
            walk.name(self.lexer.since(start));
            ty = match ty {
                Type::Collection(_) if is_cast => Type::Collection(Box::new(next)),
                _ => next,
            };
            was_cast = is_cast;
        }
        Ok(ContextUrl::Path {
            segments: walk.segments,
            select,
            suffix,
        })
    }

    fn context_head(&mut self, walk: &mut Walk) -> Result<Type, ExprError> {
        let at = self.lexer.at();
        let name = self.lexer.identifier();
        let ty = match self.scope.resource(name) {
            _ if name.is_empty() || name.starts_with(['$', '@']) => None,
            Some(Named::Resource(ty)) => Some(ty),
            Some(Named::Unknown) => Some(Type::Unchecked),
            _ => None,
        };
        let Some(ty) = ty else {
            let message = format!("`{name}` is no entity set and no singleton");
            return Err(self.error(at..at + name.len().max(1), message));
        };
        walk.name(name);
        self.lexer.advance(name.len());
        Ok(ty)
    }

    /// Whether what stands in the parentheses is a key: a value, or a name and a value.
    fn at_key(&self) -> bool {
        let mut ahead = self.lexer.clone();
        ahead.eat('(');
        if !matches!(Literal::parse_prefix(ahead.rest()), Ok(None)) {
            return true;
        }
        let name = ahead.identifier();
        ahead.advance(name.len());
        !name.is_empty() && ahead.eat('=')
    }

    /// What is in a payload, in parentheses, if that comes next (selectList).
    fn context_list(&mut self) -> Result<Option<Vec<ContextItem>>, ExprError> {
        let open = self.lexer.at();
        if !self.lexer.eat('(') {
            return Ok(None);
        }
        if self.lexer.eat(')') {
            return Ok(Some(Vec::new()));
        }
        let items = self.nested(|parser| {
            let mut items = vec![parser.context_item()?];
            while parser.lexer.eat(',') {
                items.push(parser.context_item()?);
            }
            Ok(items)
        })?;
        self.close(open)?;
        Ok(Some(items))
    }

    fn context_item(&mut self) -> Result<ContextItem, ExprError> {
        let start = self.lexer.at();
        let mut item = ContextItem {
            path: "*".into(),
            recursive: false,
            nested: None,
        };
        if self.lexer.eat('*') {
            return Ok(item);
        }
        if self.all_operations() {
            item.path = self.lexer.since(start).to_owned().into();
            return Ok(item);
        }
        let mut ty = self.here.clone();
        let mut was_cast = false;
        loop {
            (ty, was_cast) = self.context_name(ty.item(), was_cast)?;
            if !self.lexer.eat_plain('/') {
                break;
            }
        }
        item.path = self.lexer.since(start).to_owned().into();
        item.recursive = self.lexer.eat_plain('+');
        item.nested = self.within(ty.item().clone(), Self::context_list)?;
        Ok(item)
    }

    /// A property, a term, a qualified type or a qualified operation; and whether it is one of the last two.
    fn context_name(&mut self, of: &Type, was_cast: bool) -> Result<(Type, bool), ExprError> {
        let at = self.lexer.at();
        if self.lexer.peek() == Some('@') {
            let term = self.lexer.term();
            if let Some(sign) = term.find('#')
                && self.lexer.is_escaped(at + sign)
            {
                let sign = at + sign;
                let message = "`#` is not percent-encoded in a fragment";
                return Err(self.error(sign..sign + 1, message));
            }
            return self.path_name(of, was_cast);
        }
        let name = self.lexer.qualified();
        if name.contains('.') {
            let known = self.scope.cast(of, name).filter(|_| !was_cast);
            let operation = || {
                self.scope
                    .operation(Some(of), name)
                    .map(|_| Type::Unchecked)
            };
            if let Some(ty) = known.or_else(operation) {
                self.lexer.advance(name.len());
                return Ok((ty, true));
            }
        } else if !name.is_empty()
            && let Lookup::Found(ty) = self.scope.property(of, name)
        {
            self.lexer.advance(name.len());
            return Ok((ty, false));
        }
        let range = at..at + name.len().max(1);
        Err(self.error(range, format!("{of} has no property `{name}`")))
    }
}
