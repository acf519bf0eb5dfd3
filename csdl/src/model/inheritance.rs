//! Base types: no circles, no endless chains, no property twice along a chain.

use foldhash::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Model, StructuredType, StructuredTypeId};
use crate::source::Span;

/// The longest chain of base types.
const MAX_DEPTH: usize = 256;

/// Cuts what is wrong, so that every walk along base types ends.
pub(super) fn check(model: &mut Model, diagnostics: &mut Diagnostics) {
    cut_circles(model, diagnostics);
    cut_long_chains(model, diagnostics);
    let all: Vec<_> = model
        .structured_types()
        .filter_map(|(id, ty)| ty.base.map(|base| (base, id)))
        .collect();
    for (base, id) in all {
        model.derived.entry(base).or_default().push(id);
    }
    drop_redeclared(model, diagnostics);
}

fn cut_circles(model: &mut Model, diagnostics: &mut Diagnostics) {
    let mut round_of = vec![0_usize; model.structured_types.len()];
    for start in 0..model.structured_types.len() {
        let round = start.saturating_add(1);
        let mut next = Some(StructuredTypeId::at(start));
        while let Some(id) = next {
            let Some(seen) = round_of.get_mut(id.index()) else {
                break;
            };
            if *seen == round {
                let ty = model.structured_type(id);
                let message = format!("`{}` extends itself", ty.name);
                let mut error = Diagnostic::error("inheritance-cycle", message).at(ty.span, "");
                if let Some(base) = ty.base.filter(|base| *base != id) {
                    let base = model.structured_type(base);
                    error = error.at(base.span, format!("by way of `{}`", base.name));
                }
                diagnostics.push(error);
                if let Some(ty) = model.structured_types.get_mut(id.index()) {
                    ty.base = None;
                }
                break;
            }
            if *seen != 0 {
                break;
            }
            *seen = round;
            next = model.structured_type(id).base;
        }
    }
}

fn cut_long_chains(model: &mut Model, diagnostics: &mut Diagnostics) {
    for at in 0..model.structured_types.len() {
        let id = StructuredTypeId::at(at);
        let mut depth = 0_usize;
        let mut next = Some(id);
        while let Some(one) = next.filter(|_| depth <= MAX_DEPTH) {
            depth = depth.saturating_add(1);
            next = model.structured_type(one).base;
        }
        if depth > MAX_DEPTH {
            let ty = model.structured_type(id);
            let message = format!(
                "`{}` extends a chain of more than {MAX_DEPTH} types",
                ty.name
            );
            diagnostics.push(Diagnostic::error("too-deep", message).at(ty.span, ""));
            if let Some(ty) = model.structured_types.get_mut(at) {
                ty.base = None;
            }
        }
    }
}

/// The names of what a type declares itself, and where.
fn declared(ty: &StructuredType) -> impl Iterator<Item = (&str, Span)> {
    let properties = ty.properties.iter();
    let properties = properties.map(|property| (property.name.as_str(), property.span));
    let navigation = ty.navigation_properties.iter();
    properties.chain(navigation.map(|property| (property.name.as_str(), property.span)))
}

fn drop_redeclared(model: &mut Model, diagnostics: &mut Diagnostics) {
    // Most types are no base types, and what they declare is declared nowhere else.
    let mut places: HashMap<(StructuredTypeId, &str), Span> = HashMap::default();
    for (id, ty) in model.structured_types() {
        if !model.derived(id).is_empty() {
            places.extend(declared(ty).map(|(name, span)| ((id, name), span)));
        }
    }
    let mut dropped: Vec<(StructuredTypeId, &str, Span)> = Vec::new();
    for (id, ty) in model.structured_types() {
        if ty.base.is_none() {
            continue;
        }
        for (name, span) in declared(ty) {
            let mut next = ty.base;
            while let Some(base) = next {
                if places.contains_key(&(base, name)) {
                    dropped.push((id, name, span));
                    break;
                }
                next = model.structured_type(base).base;
            }
        }
    }
    dropped.sort();
    let mut redeclared: HashMap<StructuredTypeId, HashSet<String>> = HashMap::default();
    for (id, name, own) in dropped {
        let ty = model.structured_type(id);
        let first = model
            .lineage(id)
            .find_map(|base| places.get(&(base, name)).copied());
        let message = format!(
            "`{}` declares `{name}`, which it inherits; the inherited one counts",
            ty.name
        );
        let mut warning =
            Diagnostic::warning("redeclared-property", message).at(own, "declared again");
        if let Some(first) = first {
            warning = warning.at(first, "declared here");
        }
        diagnostics.push(warning);
        redeclared.entry(id).or_default().insert(name.to_owned());
    }
    for (id, names) in redeclared {
        if let Some(ty) = model.structured_types.get_mut(id.index()) {
            ty.properties
                .retain(|property| !names.contains(&property.name));
            ty.navigation_properties
                .retain(|property| !names.contains(&property.name));
        }
    }
}
