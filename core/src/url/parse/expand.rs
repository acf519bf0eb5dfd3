//! `$expand` (URL conventions 5.1.3).

use super::About;
use crate::edm::PrimitiveType;
use crate::expr::parser::Parser;
use crate::expr::{ExprError, Lookup, Type};
use crate::url::expand::{ExpandItem, Expanded};
use crate::url::name::OptionName as N;

impl<'t> Parser<'t> {
    pub(super) fn expand(&mut self) -> Result<Vec<ExpandItem>, ExprError> {
        self.listed(Self::expand_item)
    }

    fn expand_item(&mut self) -> Result<ExpandItem, ExprError> {
        let start = self.lexer.at();
        if self.lexer.identifier() == "$value" {
            self.lexer.advance("$value".len());
            return Ok(ExpandItem {
                path: "$value".into(),
                as_what: Expanded::Entities,
                options: Vec::new(),
            });
        }
        let (ty, is_all) = self.expand_path()?;
        let path = self.lexer.since(start).to_owned();
        let as_what = self.expanded(is_all)?;
        let (allowed, what) = match as_what {
            _ if is_all => (const { &[N::Levels] as &[N] }, "`*`"),
            Expanded::Entities => (N::OF_EXPAND, "an expanded property"),
            Expanded::References => (N::OF_REF, "expanded references"),
            Expanded::Count => (N::OF_COUNT, "an expanded count"),
        };
        let takes_options = !(is_all && as_what == Expanded::References);
        let here = ty.item().clone();
        let about = About {
            allowed,
            what,
            here,
        };
        let options = if takes_options {
            self.nested_options(&about)?
        } else {
            Vec::new()
        };
        Ok(ExpandItem {
            path: path.into(),
            as_what,
            options,
        })
    }

    fn expanded(&mut self, is_all: bool) -> Result<Expanded, ExprError> {
        let at = self.lexer.at();
        if !self.lexer.eat_plain('/') {
            return Ok(Expanded::Entities);
        }
        let segment = self.lexer.identifier();
        self.lexer.advance(segment.len());
        match segment {
            "$ref" => Ok(Expanded::References),
            "$count" if !is_all => Ok(Expanded::Count),
            _ => {
                let end = at + 1 + segment.len();
                Err(self.error(at..end, "`$ref` or `$count` is all that can stand here"))
            }
        }
    }

    /// A path to what can be expanded, its type, and whether it ends with `*`.
    fn expand_path(&mut self) -> Result<(Type, bool), ExprError> {
        let start = self.lexer.at();
        let mut ty = self.here.clone();
        let mut was_cast = false;
        loop {
            if self.lexer.eat('*') {
                return Ok((Type::Unchecked, true));
            }
            let of = ty.item().clone();
            (ty, was_cast) = self.path_name(&of, was_cast)?;
            let mut ahead = self.lexer.clone();
            if !ahead.eat_plain('/') || matches!(ahead.identifier(), "$ref" | "$count") {
                break;
            }
            self.lexer.seek(ahead.at());
        }
        let item = ty.item();
        let can_expand = match item {
            Type::Structured(name) => self.scope.is_entity(name) != Some(false),
            Type::Unchecked | Type::Primitive(PrimitiveType::Stream) => true,
            _ => false,
        };
        if !can_expand {
            let range = start..self.lexer.at();
            let message = format!("`{}` is no navigation property", self.lexer.since(start));
            return Err(self.error(range, message));
        }
        Ok((ty, false))
    }

    /// One name of a path in `$expand` or `$select`: a property, a term or a type; and whether it is a type.
    pub(super) fn path_name(
        &mut self,
        of: &Type,
        was_cast: bool,
    ) -> Result<(Type, bool), ExprError> {
        let at = self.lexer.at();
        if self.lexer.peek() == Some('@') {
            let term = self.lexer.term();
            let range = at..at + term.len().max(1);
            let name = term.split('#').next().unwrap_or(term);
            let ty = self.scope.term(name).filter(|_| term.len() > 1);
            let ty = ty.ok_or_else(|| {
                self.error(range, format!("`{name}` is not a term that is known here"))
            })?;
            self.lexer.advance(term.len());
            return Ok((ty, false));
        }
        let name = self.lexer.qualified();
        let range = at..at + name.len().max(1);
        if name.is_empty() || name.starts_with('$') {
            return Err(self.error(range, "the name of a property is expected here"));
        }
        if matches!(of, Type::Primitive(_) | Type::Enum(_)) {
            return Err(self.error(range, format!("{of} has no properties")));
        }
        let found = if name.contains('.') {
            None
        } else {
            match self.property_here(of, name) {
                Lookup::Found(ty) => Some(ty),
                Lookup::Refused(message) => return Err(self.error(range, message)),
                Lookup::Missing { .. } => None,
            }
        };
        let is_cast = found.is_none();
        let cast = || self.scope.cast(of, name).filter(|_| !was_cast);
        let ty = found
            .or_else(cast)
            .ok_or_else(|| self.error(range, format!("{of} has no property `{name}`")))?;
        self.lexer.advance(name.len());
        Ok((ty, is_cast))
    }
}
