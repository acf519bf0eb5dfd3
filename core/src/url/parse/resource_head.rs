//! What a resource path begins with.

use super::resource::{Last, State};
use crate::expr::parser::{Parser, Walk};
use crate::expr::{ExprError, Named, Segment, Type};

impl<'t> Parser<'t> {
    pub(super) fn resource_head(&mut self, walk: &mut Walk) -> Result<State, ExprError> {
        let at = self.lexer.at();
        let name = self.lexer.identifier();
        let end = at + self.lexer.qualified().len();
        match name {
            "$all" => {
                self.read_name(walk, name);
                return Ok(self.all_of_type(walk));
            }
            "$crossjoin" => return self.cross_join(walk),
            _ => {}
        }
        if name.is_empty() || name.starts_with(['$', '@']) {
            let end = self.lexer.shown_word().end;
            return Err(self.error(
                at..end.max(at + 1),
                "an entity set or the like is expected here",
            ));
        }
        match self.scope.resource(name) {
            Some(Named::Resource(ty)) => {
                self.read_name(walk, name);
                Ok(State::any(ty))
            }
            Some(Named::Function(ty)) if self.opens(name) => {
                self.function(walk, name)?;
                Ok(State::any(ty))
            }
            Some(Named::Function(ty)) => {
                self.read_name(walk, name);
                Ok(State {
                    ty,
                    last: Last::QueryOnly,
                })
            }
            Some(Named::Action) => {
                self.read_name(walk, name);
                Ok(State::end(Type::Unchecked))
            }
            Some(Named::Unknown) => {
                if self.looks_like_call(name) {
                    self.function(walk, name)?;
                } else {
                    self.read_name(walk, name);
                }
                Ok(State::any(Type::Unchecked))
            }
            None => {
                let message = format!("there is no `{name}` at the service root");
                Err(self.error(at..end, message))
            }
        }
    }

    pub(super) fn read_name(&mut self, walk: &mut Walk, name: &str) {
        walk.name(name);
        self.lexer.advance(name.len());
    }

    /// All entities, or those of a type (URL conventions 4.16).
    fn all_of_type(&mut self, walk: &mut Walk) -> State {
        let mut item = Type::Unchecked;
        let mut ahead = self.lexer.clone();
        if ahead.eat_plain('/') {
            let name = ahead.qualified();
            if let Some(ty) = self.scope.cast(&Type::Unchecked, name) {
                self.lexer.seek(ahead.at());
                self.read_name(walk, name);
                item = ty;
            }
        }
        State {
            ty: Type::Collection(Box::new(item)),
            last: Last::QueryOnly,
        }
    }

    /// `$crossjoin(...)` (URL conventions 4.15).
    fn cross_join(&mut self, walk: &mut Walk) -> Result<State, ExprError> {
        self.lexer.advance("$crossjoin".len());
        let open = self.lexer.at();
        let mut sets = Vec::new();
        if !self.lexer.eat('(') {
            let message = "entity sets in parentheses follow `$crossjoin`";
            return Err(self.error(open..open + 1, message));
        }
        loop {
            let at = self.lexer.at();
            let name = self.lexer.identifier();
            let range = at..at + name.len().max(1);
            let is_set = matches!(
                self.scope.resource(name),
                Some(Named::Resource(Type::Collection(_)) | Named::Unknown)
            );
            if name.is_empty() || !is_set {
                return Err(self.error(range, format!("`{name}` is no entity set")));
            }
            self.lexer.advance(name.len());
            sets.push(name.to_owned().into());
            if !self.lexer.eat(',') {
                break;
            }
        }
        self.close(open)?;
        walk.segments.push(Segment::CrossJoin(sets));
        // Its rows have a property for each set, which no type declares.
        Ok(State {
            ty: Type::Unchecked,
            last: Last::QueryOnly,
        })
    }
}
