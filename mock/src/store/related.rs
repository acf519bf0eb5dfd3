//! What an entity is related to: inline in its row, linked by `@odata.bind`, or found by equal values.

use std::rc::Rc;

use odata_csdl::model::{EntitySet, Model, NavigationProperty, TypeKind};
use serde_json::Value as Json;

use crate::eval::{EvalError, Home, Object, Source, Value, World, equal, stored};
use crate::shape;
use crate::store::{self, entity_at, is_same};

/// What a navigation property of an entity leads to: a list, an entity, or null.
///
/// What the row says itself counts: related entities inline, and links. Else related are those whose values are equal
/// by the referential constraints of the property or of its partner (CSDL XML 4.01, 8.5), else those that link back.
pub(crate) fn follow<'a>(
    world: World<'a>,
    owner: &Object<'a>,
    property: &'a NavigationProperty,
) -> Result<Value<'a>, EvalError> {
    let mut found = own_links(world, owner, property)?;
    if found.is_none() {
        found = by_value(world, owner, property)?;
    }
    let mut found = found.unwrap_or_default().into_iter().map(Value::Object);
    Ok(if property.ty.collection {
        Value::List(found.collect())
    } else {
        found.next().unwrap_or(Value::Null)
    })
}

/// The entity set or the singleton whose entities a navigation property leads to.
pub(crate) fn target<'a>(
    model: &'a Model,
    owner: &Object<'a>,
    property: &NavigationProperty,
) -> Option<Source<'a>> {
    if property.contains_target {
        return None;
    }
    let named = |target: &str| {
        // A target in the same container may be given by its path or by its name.
        let name = target.rsplit(['/', '.']).next().unwrap_or(target);
        let set = model.entity_set(name).map(Source::Set);
        set.or_else(|| model.singleton(name).map(Source::Singleton))
    };
    if let Some(home) = &owner.home {
        let bindings = home.source.bindings();
        let whole = format!("{}{}", home.within, property.name);
        let is_name = |path: &str| path.rsplit('/').next() == Some(property.name.as_str());
        // Types within a path do not tell two properties apart.
        let plain = |path: &str| {
            let names: Vec<&str> = path.split('/').filter(|name| !name.contains('.')).collect();
            names.join("/")
        };
        let exact = bindings
            .iter()
            .find(|binding| plain(&binding.path) == whole);
        let near = || bindings.iter().find(|binding| is_name(&binding.path));
        if let Some(binding) = exact.or_else(near) {
            return named(&binding.target);
        }
    }
    // Without a binding, there is no doubt where only one set has entities of the type.
    let TypeKind::Structured(wanted) = property.ty.kind else {
        return None;
    };
    let containers = model.containers().iter();
    let mut sets = containers
        .flat_map(|container| &container.entity_sets)
        .filter(|set| set.entity_type == wanted);
    let only = sets.next();
    only.filter(|_| sets.next().is_none()).map(Source::Set)
}

/// What the row itself says that it is related to; nothing where it says nothing.
fn own_links<'a>(
    world: World<'a>,
    owner: &Object<'a>,
    property: &'a NavigationProperty,
) -> Result<Option<Vec<Object<'a>>>, EvalError> {
    let name = &property.name;
    let mut found = Vec::new();
    let mut says = false;
    if let Some(json) = owner.members.get(name) {
        says = true;
        let target = target(world.model, owner, property);
        for json in several(json) {
            world.budget.charge(1)?;
            found.extend(inline(world, owner, property, target, json)?);
        }
    }
    for annotation in ["@odata.bind", "@bind"] {
        if let Some(json) = owner.members.get(&format!("{name}{annotation}")) {
            says = true;
            for json in several(json) {
                world.budget.charge(1)?;
                if let Some(text) = json.as_str() {
                    found.extend(entity_at(world, text)?);
                }
            }
        }
    }
    Ok(says.then_some(found))
}

fn several(json: &Json) -> &[Json] {
    match json {
        Json::Null => &[],
        Json::Array(items) => items,
        single => std::slice::from_ref(single),
    }
}

/// An entity that stands within another one: a contained one, a reference, or one that its set has too.
fn inline<'a>(
    world: World<'a>,
    owner: &Object<'a>,
    property: &NavigationProperty,
    target: Option<Source<'a>>,
    json: &'a Json,
) -> Result<Option<Object<'a>>, EvalError> {
    let Json::Object(members) = json else {
        return Ok(None);
    };
    let id = members.get("@odata.id").or_else(|| members.get("@id"));
    if let Some(id) = id.and_then(Json::as_str)
        && !property.contains_target
        && members.keys().all(|name| name.contains('@'))
    {
        return entity_at(world, id);
    }
    let declared = match property.ty.kind {
        TypeKind::Structured(id) => Some(id),
        _ => None,
    };
    let ty = shape::actual_type(world.model, declared, members);
    let own = Object::new(members, ty);
    if property.contains_target {
        let home = owner.home.as_ref().zip(owner.path(world.model));
        return Ok(Some(Object {
            home: home.map(|(home, path)| {
                Rc::new(Home {
                    path: format!("{path}/{}", property.name),
                    is_only: !property.ty.collection,
                    source: home.source,
                    within: String::new(),
                })
            }),
            ..own
        }));
    }
    match target {
        Some(Source::Set(set)) => {
            let of_set = entities(world, set)?;
            let same = of_set
                .into_iter()
                .find(|row| is_same(world.model, row, &own));
            Ok(Some(same.unwrap_or(Object {
                home: Some(Home::of_set(set)),
                ..own
            })))
        }
        Some(Source::Singleton(singleton)) => Ok(Some(Object {
            home: Some(Home::of_singleton(singleton)),
            ..own
        })),
        None => Ok(Some(own)),
    }
}

fn entities<'a>(world: World<'a>, set: &'a EntitySet) -> Result<Vec<Object<'a>>, EvalError> {
    let all = store::entities(world, set);
    world.budget.charge(all.len() / 4 + 1)?;
    let objects = all.into_iter().filter_map(|value| match value {
        Value::Object(object) => Some(object),
        _ => None,
    });
    Ok(objects.collect())
}

/// The entities of the target with equal values, or that link to the owner.
fn by_value<'a>(
    world: World<'a>,
    owner: &Object<'a>,
    property: &'a NavigationProperty,
) -> Result<Option<Vec<Object<'a>>>, EvalError> {
    let model = world.model;
    let source = match target(model, owner, property) {
        Some(Source::Set(set)) => set,
        Some(Source::Singleton(singleton)) => {
            let only = store::singleton(world, &singleton.name);
            return Ok(only.map(|only| vec![only]));
        }
        None => return Ok(None),
    };
    let TypeKind::Structured(to) = property.ty.kind else {
        return Ok(None);
    };
    let partner = property.partner.as_deref();
    let partner = partner.and_then(|name| model.navigation_property(to, name));
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for constraint in &property.referential_constraints {
        pairs.push((&constraint.property, &constraint.referenced_property));
    }
    if pairs.is_empty() {
        for constraint in partner
            .iter()
            .flat_map(|partner| &partner.referential_constraints)
        {
            pairs.push((&constraint.referenced_property, &constraint.property));
        }
    }
    let owner_value = Value::Object(owner.clone());
    let wanted: Vec<(Value<'a>, &str)> = pairs
        .iter()
        .map(|(own, other)| (stored(model, &owner_value, own), *other))
        .collect();
    let mut found = Vec::new();
    for entity in entities(world, source)? {
        let value = Value::Object(entity.clone());
        let is_related = if wanted.is_empty() {
            match partner {
                Some(partner) => links_to(world, &entity, partner, owner)?,
                None => false,
            }
        } else {
            wanted.iter().all(|(wanted, path)| {
                !wanted.is_null() && equal(model, wanted, &stored(model, &value, path))
            })
        };
        if is_related {
            found.push(entity);
        }
    }
    Ok(Some(found))
}

/// Whether an entity says that it is related to another.
fn links_to<'a>(
    world: World<'a>,
    entity: &Object<'a>,
    property: &'a NavigationProperty,
    other: &Object<'a>,
) -> Result<bool, EvalError> {
    let links = own_links(world, entity, property)?.unwrap_or_default();
    Ok(links
        .iter()
        .any(|linked| is_same(world.model, linked, other)))
}
