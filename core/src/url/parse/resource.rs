//! Resource paths (URL conventions 4).

use std::ops::Range;

use crate::edm::PrimitiveType;
use crate::expr::parser::{Parser, Walk};
use crate::expr::{ExprError, Lookup, Named, Type};
use crate::url::resource::ResourcePath;

/// What was read last, as far as it decides what can follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Last {
    /// An entity set, a property, a call, a key in parentheses, a filter.
    Any,
    /// A type: another cannot follow.
    Cast,
    /// A key that was written as a segment: its next property can follow.
    KeySegment,
    /// `$each`: only an operation can follow.
    Each,
    /// A function without parentheses, or what only `$query` can follow.
    QueryOnly,
    /// Nothing can follow.
    End,
}

/// How far a path was read.
pub(super) struct State {
    pub(super) ty: Type,
    pub(super) last: Last,
}

impl State {
    pub(super) fn any(ty: Type) -> Self {
        State {
            ty,
            last: Last::Any,
        }
    }

    pub(super) fn end(ty: Type) -> Self {
        State {
            ty,
            last: Last::End,
        }
    }
}

impl<'t> Parser<'t> {
    /// A path, and the type of what options are about: of an item, where it leads to several.
    pub(crate) fn resource_path(&mut self) -> Result<(ResourcePath, Type), ExprError> {
        let mut walk = Walk::new(self.lexer.at());
        let mut state = self.resource_head(&mut walk)?;
        loop {
            if self.lexer.peek() == Some('(') {
                let at = self.lexer.at();
                if state.last == Last::End || !walk.takes_key(&state.ty) {
                    return Err(self.error(at..at + 1, "a key cannot stand here"));
                }
                state = State::any(self.key(&mut walk, &state.ty)?);
                continue;
            }
            let at = self.lexer.at();
            if !self.lexer.eat_plain('/') {
                break;
            }
            if state.last == Last::End {
                return Err(self.error(at..self.segment_end(), "nothing can follow this segment"));
            }
            state = self.resource_step(&mut walk, state)?;
        }
        let here = state.ty.item().clone();
        Ok((ResourcePath(walk.segments), here))
    }

    /// Where the segment at this place ends: at a slash that is not percent-encoded, or with the path.
    fn segment_end(&self) -> usize {
        let (rest, at) = (self.lexer.rest(), self.lexer.at());
        let slash = rest
            .char_indices()
            .find(|(here, c)| *c == '/' && *here > 0 && !self.lexer.is_escaped(at + here));
        at + slash.map_or(rest.len(), |(here, _)| here)
    }

    fn resource_step(&mut self, walk: &mut Walk, state: State) -> Result<State, ExprError> {
        let start = self.lexer.at();
        let here = start..self.segment_end().max(start + 1);
        let segment = self.lexer.text().get(here.clone()).unwrap_or_default();
        if segment.starts_with('$') {
            return self.resource_system(walk, state, here);
        }
        if state.last == Last::QueryOnly {
            return Err(self.error(here, "only `$query` can follow here"));
        }
        if self.is_ordinal(&state, segment) {
            walk.name(segment);
            self.lexer.seek(here.end);
            return Ok(State::any(state.ty.item().clone()));
        }
        let before = walk.segments.len();
        match self.resource_name(walk, &state) {
            Ok(Some(next)) if self.at_segment_end() => return Ok(next),
            Err(error) if !self.takes_key_segment(&state, segment) => return Err(error),
            _ => {}
        }
        walk.segments.truncate(before);
        if self.takes_key_segment(&state, segment) {
            walk.name(segment);
            self.lexer.seek(here.end);
            return Ok(State {
                ty: state.ty.item().clone(),
                last: Last::KeySegment,
            });
        }
        let message = format!("{} has no `{segment}`", state.ty);
        Err(self.error(start..here.end, message))
    }

    /// Whether a segment ends here, or a key in parentheses begins.
    fn at_segment_end(&self) -> bool {
        self.lexer.is_at_end()
            || self.lexer.peek() == Some('(')
            || (self.lexer.peek() == Some('/') && !self.lexer.is_escaped(self.lexer.at()))
    }

    /// A place in an ordered collection (URL conventions 4.10); of what may be entities, a number is a key.
    fn is_ordinal(&self, state: &State, segment: &str) -> bool {
        let digits = segment.strip_prefix('-').unwrap_or(segment);
        let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        let is_many = matches!(state.ty, Type::Collection(_));
        is_number && is_many && self.entity(&state.ty) == Some(false)
    }

    fn takes_key_segment(&self, state: &State, segment: &str) -> bool {
        let takes = match state.ty {
            Type::Collection(_) => self.entity(&state.ty) != Some(false),
            Type::Unchecked => true,
            _ => state.last == Last::KeySegment,
        };
        takes
            && state.last != Last::Each
            && !segment.is_empty()
            && self.scope.is_key_segment(segment)
    }

    /// Whether it is an entity, or a collection of them, if that is known.
    fn entity(&self, ty: &Type) -> Option<bool> {
        match ty {
            Type::Collection(item) => self.entity(item),
            Type::Structured(name) => self.scope.is_entity(name),
            Type::Unchecked => None,
            Type::Primitive(_) | Type::Enum(_) | Type::Null => Some(false),
        }
    }

    /// A property, an operation or a type; nothing where it is none of these.
    fn resource_name(
        &mut self,
        walk: &mut Walk,
        state: &State,
    ) -> Result<Option<State>, ExprError> {
        let name = self.lexer.qualified();
        if name.is_empty() || name.starts_with('@') {
            return Ok(None);
        }
        let is_single = matches!(state.ty, Type::Structured(_) | Type::Unchecked);
        let is_qualified = name.contains('.');
        if is_single && !is_qualified && state.last != Last::Each {
            match self.scope.property(&state.ty, name) {
                Lookup::Found(Type::Unchecked) if self.looks_like_call(name) => {
                    self.function(walk, name)?;
                    return Ok(Some(State::any(Type::Unchecked)));
                }
                Lookup::Found(ty) => {
                    self.read_name(walk, name);
                    return Ok(Some(State::any(ty)));
                }
                Lookup::Refused(_) | Lookup::Missing { .. } => {}
            }
        }
        match self.scope.operation(Some(&state.ty), name) {
            Some(Named::Function(ty)) if self.opens(name) => {
                self.function(walk, name)?;
                return Ok(Some(State::any(ty)));
            }
            Some(Named::Function(ty)) => {
                self.read_name(walk, name);
                let last = Last::QueryOnly;
                return Ok(Some(State { ty, last }));
            }
            Some(Named::Action) => {
                self.read_name(walk, name);
                return Ok(Some(State::end(Type::Unchecked)));
            }
            Some(Named::Unknown) if self.looks_like_call(name) => {
                self.function(walk, name)?;
                return Ok(Some(State::any(Type::Unchecked)));
            }
            Some(Named::Unknown | Named::Resource(_)) | None => {}
        }
        if state.last == Last::Cast || matches!(state.ty, Type::Primitive(_) | Type::Enum(_)) {
            return Ok(None);
        }
        let item = state.ty.item().clone();
        let Some(cast) = self.scope.cast(&item, name) else {
            return Ok(None);
        };
        self.read_name(walk, name);
        let ty = match state.ty {
            Type::Collection(_) => Type::Collection(Box::new(cast)),
            _ => cast,
        };
        let last = Last::Cast;
        Ok(Some(State { ty, last }))
    }

    /// A segment that begins with a dollar sign.
    fn resource_system(
        &mut self,
        walk: &mut Walk,
        state: State,
        here: Range<usize>,
    ) -> Result<State, ExprError> {
        let name = self.lexer.identifier();
        let is_unknown = state.ty == Type::Unchecked;
        let is_many = is_unknown || matches!(state.ty, Type::Collection(_));
        let is_entity = self.entity(&state.ty).unwrap_or(true);
        let is_value = match &state.ty {
            Type::Structured(_) => is_entity,
            Type::Primitive(primitive) => *primitive != PrimitiveType::Stream,
            Type::Enum(_) | Type::Unchecked => true,
            _ => false,
        };
        let only_query = matches!(state.last, Last::QueryOnly | Last::Each);
        let fits = match name {
            "$query" => state.last != Last::Each,
            _ if only_query => false,
            "$count" => is_many,
            "$ref" => is_entity,
            "$value" => is_value,
            "$filter" => is_many && is_entity && self.opens(name),
            "$each" => is_many && is_entity,
            _ => false,
        };
        if !fits {
            return Err(self.error(here, format!("`{name}` cannot stand here")));
        }
        self.lexer.advance(name.len());
        match name {
            "$filter" => {
                self.filter_segment(walk, state.ty.item().clone())?;
                Ok(State::any(state.ty))
            }
            "$each" => {
                walk.name(name);
                let last = Last::Each;
                Ok(State { last, ..state })
            }
            _ => {
                walk.name(name);
                Ok(State::end(state.ty))
            }
        }
    }
}
