//! Keys: every part is a property of the type, or a path to one (CSDL XML 4.01, 6.5).

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::model::resolve::lookup::LONGEST_COMPARED;
use crate::model::resolve::{Resolver, Work, text};
use crate::model::{Key, KeyProperty, Model, StructuredTypeId, Type, TypeKind};
use crate::syntax::PropertyRef;

impl<'a> Resolver<'a> {
    pub(super) fn keys(&mut self, work: &Work<'a>) {
        for (at, &(_, _, ty)) in work.structured.iter().enumerate() {
            let Some(written) = &ty.key else { continue };
            let id = StructuredTypeId::at(at);
            let properties = members(&self.model, id);
            let mut errors = Vec::new();
            let mut key = Key {
                properties: Vec::with_capacity(written.properties.len()),
            };
            for part in &written.properties {
                if let Some(error) = fault(
                    &self.model,
                    &properties,
                    ty.name.as_str(),
                    part,
                    self.suggestions_left > 0,
                ) {
                    self.suggestions_left = self.suggestions_left.saturating_sub(1);
                    errors.push(error);
                    continue;
                }
                key.properties.push(KeyProperty {
                    path: part.name.value.clone(),
                    alias: text(part.alias.as_ref()),
                    span: part.name.span,
                });
            }
            if written.properties.is_empty() {
                let message = format!("the key of `{}` has no properties", ty.name.value);
                errors.push(Diagnostic::error("empty-key", message).at(written.span, ""));
            }
            // Part of a key identifies nothing.
            let is_whole = errors.is_empty();
            self.diagnostics.extend(errors);
            if let Some(ty) = self.model.structured_types.get_mut(at) {
                ty.key = Some(key).filter(|_| is_whole);
            }
        }
    }
}

fn members(model: &Model, id: StructuredTypeId) -> HashMap<&str, &Type> {
    let properties = model
        .properties(id)
        .map(|property| (property.name.as_str(), &property.ty));
    let navigation = model
        .navigation_properties(id)
        .map(|property| (property.name.as_str(), &property.ty));
    navigation.chain(properties).collect()
}

fn fault(
    model: &Model,
    own: &HashMap<&str, &Type>,
    owner: &str,
    part: &PropertyRef,
    suggest: bool,
) -> Option<Diagnostic> {
    let (first, rest) = match part.name.value.split_once('/') {
        Some((first, rest)) => (first, Some(rest)),
        None => (part.name.as_str(), None),
    };
    let missing = |name: &str, of: &str, names: Vec<&str>| {
        let message =
            format!("the key of `{owner}` names `{name}`, which is no property of `{of}`");
        Some(
            Diagnostic::error("unknown-key-property", message)
                .at(part.name.span, "")
                .suggest(name, names),
        )
    };
    let Some(&ty) = own.get(first) else {
        if !suggest || first.len() > LONGEST_COMPARED {
            return missing(first, owner, Vec::new());
        }
        let mut names: Vec<&str> = own
            .keys()
            .copied()
            .filter(|name| name.len() <= LONGEST_COMPARED)
            .collect();
        names.sort_unstable();
        return missing(first, owner, names);
    };
    let mut ty = ty;
    for segment in rest.into_iter().flat_map(|rest| rest.split('/')) {
        let TypeKind::Structured(id) = ty.kind else {
            return match ty.kind {
                TypeKind::Unknown(_) => None,
                _ => missing(segment, first, Vec::new()),
            };
        };
        let found = model.property(id, segment).map(|property| &property.ty);
        let found = found.or_else(|| {
            model
                .navigation_property(id, segment)
                .map(|property| &property.ty)
        });
        match found {
            Some(next) => ty = next,
            None => {
                return missing(
                    segment,
                    &model.structured_type(id).name.to_string(),
                    Vec::new(),
                );
            }
        }
    }
    None
}
