//! Keys: every part is a property of the type, or a path to one (CSDL XML 4.01, 6.5).

use std::cell::OnceCell;

use foldhash::HashMap;

use crate::diagnostic::Diagnostic;
use crate::model::resolve::lookup::LONGEST_COMPARED;
use crate::model::resolve::{Resolver, text};
use crate::model::{Key, KeyProperty, Model, StructuredTypeId, Type, TypeKind};
use crate::source::{Span, Spanned};
use crate::syntax::{self, PropertyRef};

impl Resolver<'_> {
    pub(super) fn keys(&mut self, keys: &[Option<syntax::Key>]) {
        for (at, written) in keys.iter().enumerate() {
            let Some(written) = written else { continue };
            let id = StructuredTypeId::at(at);
            let owner = self.model.structured_type(id).name.name.as_str();
            let properties = members(&self.model, id);
            let mut errors = Vec::new();
            let mut warnings = Vec::new();
            let mut errors_of_parts = Vec::new();
            warnings.extend(inherited(&self.model, id, written, keys));
            let by_lower_case = OnceCell::new();
            let mut key = Key {
                properties: Vec::with_capacity(written.properties.len()),
            };
            let mut parts: HashMap<&str, Span> = HashMap::default();
            for part in &written.properties {
                let name = part.alias.as_ref().unwrap_or(&part.name);
                if let Some(&first) = parts.get(name.as_str()) {
                    let message = format!("the key of `{owner}` has `{}` twice", name.value);
                    let error = Diagnostic::error("duplicate-name", message);
                    errors_of_parts.push(
                        error
                            .at(name.span, "said again")
                            .at(first, "first said here"),
                    );
                    continue;
                }
                parts.insert(name.as_str(), name.span);
                if !properties.contains_key(part.name.as_str())
                    && let Some(meant) = other_case(&properties, &by_lower_case, &part.name.value)
                {
                    warnings.push(wrong_case(&part.name, meant));
                    key.properties.push(KeyProperty {
                        path: meant.to_owned(),
                        alias: text(part.alias.clone()),
                        span: part.name.span,
                    });
                    continue;
                }
                if let Some(error) = fault(
                    &self.model,
                    &properties,
                    owner,
                    part,
                    self.suggestions_left > 0,
                ) {
                    self.suggestions_left = self.suggestions_left.saturating_sub(1);
                    errors.push(error);
                    continue;
                }
                key.properties.push(KeyProperty {
                    path: part.name.value.clone(),
                    alias: text(part.alias.clone()),
                    span: part.name.span,
                });
            }
            if written.properties.is_empty() {
                let message = format!("the key of `{owner}` has no properties");
                errors.push(Diagnostic::error("empty-key", message).at(written.span, ""));
            }
            // Part of a key identifies nothing.
            let is_whole = errors.is_empty();
            self.diagnostics.extend(warnings);
            // The first of them counts.
            self.diagnostics.extend(errors_of_parts);
            self.diagnostics.extend(errors);
            if let Some(ty) = self.model.structured_types.get_mut(at) {
                ty.key = Some(key).filter(|_| is_whole);
            }
        }
    }
}

/// A type has the key of its base type, and none of its own beside it (CSDL XML 4.01, 6.5).
fn inherited(
    model: &Model,
    id: StructuredTypeId,
    own: &syntax::Key,
    keys: &[Option<syntax::Key>],
) -> Option<Diagnostic> {
    let mut bases = model.lineage(id).filter(|base| *base != id);
    let (base, key) = bases.find_map(|base| Some((base, keys.get(base.index())?.as_ref()?)))?;
    let (owner, base) = (model.structured_type(id), model.structured_type(base));
    let message = format!(
        "`{}` has a key, and inherits one from `{}`; the inherited one counts",
        owner.name, base.name
    );
    let warning = Diagnostic::warning("second-key", message);
    Some(warning.at(own.span, "").at(key.span, "the inherited one"))
}

/// Names by their lower case; none where two differ in case alone.
type ByLowerCase<'m> = OnceCell<HashMap<String, Option<&'m str>>>;

/// The only member whose name differs from that one in case alone.
fn other_case<'m>(
    members: &HashMap<&'m str, &Type>,
    by_lower_case: &ByLowerCase<'m>,
    name: &str,
) -> Option<&'m str> {
    let names = by_lower_case.get_or_init(|| {
        let mut names = HashMap::default();
        for name in members.keys().copied() {
            names
                .entry(name.to_lowercase())
                .and_modify(|one| *one = None)
                .or_insert(Some(name));
        }
        names
    });
    names.get(&name.to_lowercase()).copied().flatten()
}

fn wrong_case(written: &Spanned<String>, meant: &str) -> Diagnostic {
    let message = format!(
        "`{}` is written `{meant}` where it is declared; it is read as that",
        written.value
    );
    Diagnostic::warning("wrong-case", message).at(written.span, "")
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
