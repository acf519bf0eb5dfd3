//! One name of a path: a property, a function or a type.

use std::ops::Range;

use super::Parser;
use super::path::{Step, Walk};
use crate::expr::{ExprError, Function, Lookup, Named, Type};
use crate::names::nearest;

impl<'t> Parser<'t> {
    pub(super) fn of_collection(
        &mut self,
        walk: &mut Walk,
        (of, item): (&Type, &Type),
        name: &str,
        here: Range<usize>,
    ) -> Result<Step, ExprError> {
        if let Some(ty) = self.bound(walk, of, name)? {
            return Ok(Step::To(ty));
        }
        if let Some(ty) = self.scope.cast(item, name) {
            self.named(walk, name);
            return Ok(Step::To(Type::Collection(Box::new(ty))));
        }
        let message = format!("`{name}` is asked of a whole collection");
        let help = "any(x:...) or all(x:...) asks its items".to_owned();
        Err(self.error(here, message).help(Some(help)))
    }

    /// Calls the function of that name that is bound to a type, if there is one and this is a call.
    pub(super) fn bound(
        &mut self,
        walk: &mut Walk,
        of: &Type,
        name: &str,
    ) -> Result<Option<Type>, ExprError> {
        let ty = match self.scope.operation(Some(of), name) {
            Some(Named::Function(ty)) if self.opens(name) => ty,
            Some(Named::Unknown) if self.looks_like_call(name) => Type::Unchecked,
            _ => return Ok(None),
        };
        self.function(walk, name)?;
        Ok(Some(ty))
    }

    /// A property, a function or a type: of the current instance where nothing stands before it.
    pub(super) fn member(
        &mut self,
        walk: &mut Walk,
        of: Option<&Type>,
        name: &str,
        here: Range<usize>,
    ) -> Result<Type, ExprError> {
        let on = of.unwrap_or(&self.here).clone();
        let found = if name.contains('.') {
            Lookup::Missing {
                of: on.to_string(),
                known: Vec::new(),
            }
        } else {
            self.property_here(&on, name)
        };
        let call = match self.scope.operation(of, name) {
            Some(Named::Function(ty)) if self.opens(name) => Some(ty),
            Some(Named::Unknown) if self.looks_like_call(name) => Some(Type::Unchecked),
            _ => None,
        };
        match (found, call) {
            (Lookup::Missing { .. } | Lookup::Found(Type::Unchecked), Some(ty)) => {
                self.function(walk, name)?;
                return Ok(ty);
            }
            (Lookup::Found(ty), _) => {
                self.named(walk, name);
                return Ok(ty);
            }
            (Lookup::Refused(message), _) => return Err(self.error(here, message)),
            (Lookup::Missing { of, known }, None) if !name.contains('.') => {
                if let Some(ty) = self.scope.cast(&on, name) {
                    self.named(walk, name);
                    return Ok(ty);
                }
                if self.opens(name) {
                    return Err(self.no_function(name, here));
                }
                let near = nearest(name, known.iter().map(String::as_str));
                let help = near.map(|near| format!("did you mean `{near}`?"));
                let help = help.or_else(|| some_of(&known));
                let message = format!("{of} has no property `{name}`");
                return Err(self.error(here, message).help(help));
            }
            (Lookup::Missing { .. }, None) => {}
        }
        // A qualified name is a cast. Nothing is cast for its own sake: at the beginning, a name with a dot and nothing
        // behind it is text whose quotes were forgotten.
        let goes_on = matches!(
            self.lexer.text().as_bytes().get(here.end),
            Some(b'/' | b'(')
        );
        match self.scope.cast(&on, name) {
            Some(ty) if of.is_some() || goes_on => {
                self.named(walk, name);
                Ok(ty)
            }
            _ if self.opens(name) => Err(self.no_function(name, here)),
            None if goes_on || of.is_some() => {
                let message = format!("`{name}` is not a type that {on} can be cast to");
                Err(self.error(here, message))
            }
            _ => {
                let message =
                    format!("`{name}` is no property, and a type only when a `/` follows");
                let help = format!("text stands in single quotes: '{name}'");
                Err(self.error(here, message).help(Some(help)))
            }
        }
    }

    pub(super) fn no_function(&self, name: &str, range: Range<usize>) -> ExprError {
        let message = format!("`{name}` is not a function of OData's that is known here");
        let near = nearest(name, Function::ALL.iter().map(|function| function.name()));
        let help = match name {
            "substringof" => Some("OData V4 writes contains(text,part)".to_owned()),
            _ => near.map(|near| format!("did you mean `{near}`?")),
        };
        self.error(range, message).help(help)
    }
}

pub(super) fn some_of(known: &[String]) -> Option<String> {
    const SHOWN: usize = 12;
    let names: Vec<&str> = known.iter().take(SHOWN).map(String::as_str).collect();
    let more = if known.len() > SHOWN { ", ..." } else { "" };
    (!names.is_empty()).then(|| format!("it has {}{more}", names.join(", ")))
}
