//! Paths: where they begin, and how they go on.

use super::{Operand, Parser};
use crate::edm::PrimitiveType;
use crate::expr::{Expr, ExprError, LambdaKind, Named, Segment, Type};

/// A path as far as it was read.
pub(crate) struct Walk {
    start: usize,
    pub(crate) segments: Vec<Segment>,
    pub(super) levels: usize,
}

impl Walk {
    pub(crate) fn new(start: usize) -> Self {
        Walk {
            start,
            segments: Vec::new(),
            levels: 1,
        }
    }

    pub(super) fn start(&self) -> usize {
        self.start
    }

    pub(crate) fn name(&mut self, name: &str) {
        self.segments.push(Segment::Name(name.to_owned().into()));
    }

    pub(crate) fn push(&mut self, segment: Segment, levels: usize) {
        self.segments.push(segment);
        self.levels = self.levels.max(levels + 1);
    }

    /// Whether there are only names up to here.
    pub(super) fn is_plain(&self) -> bool {
        self.segments
            .iter()
            .all(|segment| matches!(segment, Segment::Name(_)))
    }

    /// Whether a key can stand here: behind what names a collection.
    pub(crate) fn takes_key(&self, ty: &Type) -> bool {
        let named = matches!(
            self.segments.last(),
            Some(Segment::Name(_) | Segment::Call(..) | Segment::Filter(_))
        );
        named && matches!(ty, Type::Collection(_) | Type::Unchecked)
    }
}

/// Where a step of a path leads.
pub(super) enum Step {
    To(Type),
    /// Nothing can follow.
    End(Type),
}

impl<'t> Parser<'t> {
    pub(super) fn path(&mut self) -> Result<Operand, ExprError> {
        let start = self.lexer.at();
        let mut walk = Walk::new(start);
        let mut ty = self.head(&mut walk)?;
        loop {
            if self.lexer.peek() == Some('(') {
                if !walk.takes_key(&ty) {
                    let range = start..self.lexer.at();
                    return Err(self.no_function(self.lexer.since(start), range));
                }
                ty = self.key(&mut walk, &ty)?;
                continue;
            }
            if !self.lexer.eat_plain('/') {
                return Ok(self.walked(walk, ty));
            }
            match self.step(&mut walk, &ty)? {
                Step::To(next) => ty = next,
                Step::End(last) => return Ok(self.walked(walk, last)),
            }
        }
    }

    fn walked(&self, mut walk: Walk, ty: Type) -> Operand {
        let range = walk.start..self.lexer.at();
        let levels = walk.levels;
        let last = walk.segments.pop();
        let expr = match last {
            // What `any` and `all` stand behind is mostly a plain path, and their node has it as text.
            Some(Segment::Lambda {
                kind,
                variable,
                body,
            }) if walk.is_plain() => Expr::Lambda {
                over: joined(&walk.segments).into(),
                kind,
                variable,
                body,
            },
            last => {
                walk.segments.extend(last);
                if walk.is_plain() {
                    Expr::Path(self.lexer.since(walk.start).to_owned().into())
                } else {
                    Expr::Segments(walk.segments)
                }
            }
        };
        Operand {
            expr,
            ty,
            range,
            levels,
        }
    }

    /// The first segment: a variable, an alias, a term, or what the current instance has.
    fn head(&mut self, walk: &mut Walk) -> Result<Type, ExprError> {
        let at = self.lexer.at();
        if self.lexer.peek() == Some('@') {
            return self.term(walk);
        }
        let name = self.lexer.qualified();
        let here = at..at + name.len();
        let variable = self
            .variables
            .iter()
            .rev()
            .find(|(variable, _)| *variable == name);
        let begins = match name {
            "$it" => Some(self.it.clone()),
            "$this" => Some(self.here.clone()),
            "$these" => Some(Type::Collection(Box::new(self.here.clone()))),
            "$root" => return self.behind_root(walk),
            _ => variable.map(|(_, ty)| ty.clone()),
        };
        if let Some(ty) = begins {
            walk.name(name);
            self.lexer.advance(name.len());
            return Ok(ty);
        }
        if matches!(name, "any" | "all") && self.opens(name) {
            let message = format!("`{name}` stands behind the path to a collection");
            let help = format!("for example tags/{name}(x:x eq ...)");
            return Err(self.error(here, message).help(Some(help)));
        }
        self.member(walk, None, name, here)
    }

    /// `$root/` and what stands behind it (URL conventions 5.1.1.14.5).
    fn behind_root(&mut self, walk: &mut Walk) -> Result<Type, ExprError> {
        walk.name("$root");
        self.lexer.advance("$root".len());
        let at = self.lexer.at();
        if !self.lexer.eat_plain('/') {
            return Err(self.error(at..at + 1, "`/` and an entity set follow `$root`"));
        }
        let at = self.lexer.at();
        let name = self.lexer.identifier();
        let here = at..at + name.len().max(1);
        match self.scope.resource(name).filter(|_| !name.is_empty()) {
            Some(Named::Resource(ty)) => {
                self.named(walk, name);
                Ok(ty)
            }
            Some(Named::Function(ty)) => {
                self.function(walk, name)?;
                Ok(ty)
            }
            Some(Named::Unknown) if self.looks_like_call(name) => {
                self.function(walk, name)?;
                Ok(Type::Unchecked)
            }
            Some(Named::Unknown) => {
                self.named(walk, name);
                Ok(Type::Unchecked)
            }
            Some(Named::Action) | None => {
                let message = format!("`{name}` is no entity set, singleton or function");
                Err(self.error(here, message))
            }
        }
    }

    pub(super) fn named(&mut self, walk: &mut Walk, name: &str) {
        walk.name(name);
        self.lexer.advance(name.len());
    }

    /// A term, or an alias where it has no namespace: both begin with `@`.
    pub(super) fn term(&mut self, walk: &mut Walk) -> Result<Type, ExprError> {
        let at = self.lexer.at();
        let text = self.lexer.term();
        if text.len() < 2 {
            return Err(self.error(at..at + 1, "a name is missing behind `@`"));
        }
        let name = text.split('#').next().unwrap_or(text);
        let is_alias = name == text && !name.contains('.') && walk.segments.is_empty();
        let ty = match self.scope.term(name) {
            Some(ty) => ty,
            None if is_alias => Type::Unchecked,
            None => {
                let message = format!("`{name}` is not a term that is known here");
                return Err(self.error(at..at + text.len(), message));
            }
        };
        self.named(walk, text);
        Ok(if is_alias { Type::Unchecked } else { ty })
    }

    /// What stands behind a slash.
    fn step(&mut self, walk: &mut Walk, of: &Type) -> Result<Step, ExprError> {
        let at = self.lexer.at();
        match self.lexer.peek() {
            Some('@') => return self.term(walk).map(Step::To),
            Some('$') => return self.system_segment(walk, of),
            _ => {}
        }
        let name = self.lexer.qualified();
        if name.is_empty() {
            return Err(self.error(at..at + 1, "the name of a property is missing here"));
        }
        let opens = self.opens(name);
        let kind = match name {
            "any" => Some(LambdaKind::Any),
            "all" => Some(LambdaKind::All),
            _ => None,
        };
        if let (Some(kind), true) = (kind, opens) {
            self.lambda(walk, kind, of, at)?;
            return Ok(Step::End(Type::BOOLEAN));
        }
        if name == "aggregate" && opens && matches!(of, Type::Collection(_) | Type::Unchecked) {
            self.aggregate_function(walk, of)?;
            return Ok(Step::End(Type::Unchecked));
        }
        let here = at..at + name.len();
        match of {
            Type::Collection(item) => self.of_collection(walk, (of, item), name, here),
            Type::Primitive(_) | Type::Enum(_) | Type::Null => {
                let ty = self.bound(walk, of, name)?.ok_or_else(|| {
                    let message = format!("{of} has no properties, so not `{name}` either");
                    self.error(here, message)
                })?;
                Ok(Step::To(ty))
            }
            Type::Structured(_) | Type::Unchecked => {
                self.member(walk, Some(of), name, here).map(Step::To)
            }
        }
    }

    /// `$count` and `$filter(...)` behind a collection.
    fn system_segment(&mut self, walk: &mut Walk, of: &Type) -> Result<Step, ExprError> {
        let at = self.lexer.at();
        let name = self.lexer.identifier();
        let here = at..at + name.len().max(1);
        let item = match of {
            Type::Collection(item) => (**item).clone(),
            Type::Unchecked => Type::Unchecked,
            other => {
                let message = format!("`{name}` needs a collection, and this is {other}");
                return Err(self.error(here, message));
            }
        };
        match name {
            "$count" => {
                self.lexer.advance(name.len());
                self.count(walk, item)?;
                Ok(Step::End(Type::Primitive(PrimitiveType::Int64)))
            }
            "$filter" if self.opens(name) => {
                self.lexer.advance(name.len());
                self.filter_segment(walk, item)?;
                Ok(Step::To(of.clone()))
            }
            _ => {
                let message = format!("`{name}` does not stand in a path of an expression");
                Err(self.error(here, message))
            }
        }
    }
}

fn joined(segments: &[Segment]) -> String {
    let names: Vec<&str> = segments
        .iter()
        .map(|segment| match segment {
            Segment::Name(name) => &**name,
            _ => "",
        })
        .collect();
    names.join("/")
}
