//! References: the URL of an entity, and which entity it is.

use odata_core::expr::{AnyName, Expr, Segment};
use odata_core::url::{RelativeUrl, ServiceUrl};
use odata_csdl::model::Model;

use crate::eval::{EvalError, Object, Source, Value, World, items, read, step, stored};
use crate::store;

/// The entity with that id, absolute or relative to the service root: `Orders(1)`, `Orders(1)/Items(2)`, `me`.
///
/// Where one was found is remembered for the request: who looks for what links back asks for the same ids again.
///
/// # Errors
/// When the request has no steps left to look for it.
pub(crate) fn entity_at<'a>(world: World<'a>, id: &str) -> Result<Option<Object<'a>>, EvalError> {
    if let Some((set, place)) = world.budget.places.borrow().get(id) {
        let set = world.model.entity_set(set);
        let row = set.and_then(|set| Some((set, world.store.rows(&set.name).get(*place)?)));
        return Ok(row.map(|(set, row)| store::entity_of(world, set, row)));
    }
    let found = looked_for(world, id);
    // Nothing is found when there are no steps left, and then there are none for this one either.
    world.budget.charge(1)?;
    if let Some(object) = &found
        && let Some(home) = &object.home
        && let Source::Set(set) = home.source
        && home.path == set.name
    {
        let mut rows = world.store.rows(&set.name).iter();
        if let Some(place) = rows.position(|row| std::ptr::eq(row, object.members)) {
            let mut places = world.budget.places.borrow_mut();
            places.insert(id.to_owned(), (set.name.clone(), place));
        }
    }
    Ok(found)
}

fn looked_for<'a>(world: World<'a>, id: &str) -> Option<Object<'a>> {
    let segments = segments(id)?;
    let is_head = |segment: &Segment| match segment {
        Segment::Name(name) => {
            world.model.entity_set(name).is_some() || world.model.singleton(name).is_some()
        }
        _ => false,
    };
    let start = segments.iter().position(is_head)?;
    let mut segments = segments.get(start..)?.iter();
    let Segment::Name(head) = segments.next()? else {
        return None;
    };
    let mut at = match world.model.entity_set(head) {
        Some(set) => {
            let cost = world.store.rows(&set.name).len();
            world.budget.charge(cost).ok()?;
            Value::List(store::entities(world, set))
        }
        None => Value::Object(store::singleton(world, head)?),
    };
    for segment in segments {
        at = match segment {
            Segment::Name(name) if is_contained(world.model, &at, name) => {
                step(world, &at, name).ok()?
            }
            Segment::Name(key) => by_segment(world.model, &at, key)?,
            Segment::Key(key) => {
                let mut wanted = Vec::new();
                for argument in key {
                    let Expr::Literal(literal) = &argument.value else {
                        return None;
                    };
                    wanted.push((
                        argument.name.as_deref(),
                        read::literal(world.model, literal),
                    ));
                }
                let all = items(world.model, &at)?;
                let mut all = all.into_iter();
                all.find(|item| store::has_key(world.model, item, &wanted))?
            }
            _ => return None,
        };
    }
    match at {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// The entity whose key stands as a segment behind its collection (URL conventions 4.3.6).
fn by_segment<'a>(model: &Model, at: &Value<'a>, key: &str) -> Option<Value<'a>> {
    let all = items(model, at)?;
    let has_key = |item: &Value<'_>| {
        let Value::Object(Object { ty: Some(ty), .. }) = item else {
            return false;
        };
        let wanted = store::key_segment(model, *ty, key);
        wanted.is_some_and(|wanted| store::has_key(model, item, &[(None, wanted)]))
    };
    all.into_iter().find(has_key)
}

/// Whether a name leads to what an entity contains. An id goes no other way, so that no two can lead to each other.
fn is_contained(model: &Model, at: &Value<'_>, name: &str) -> bool {
    let Value::Object(object) = at else {
        return false;
    };
    let property = object.ty.and_then(|ty| model.navigation_property(ty, name));
    property.is_some_and(|property| property.contains_target)
}

fn segments(id: &str) -> Option<Vec<Segment>> {
    let relative = match ServiceUrl::parse(id, &AnyName) {
        Ok(url) => url.relative?,
        Err(_) => RelativeUrl::parse(id.trim_start_matches('/'), &AnyName).ok()?,
    };
    match relative {
        RelativeUrl::Resource { path, .. } => Some(path.0.into_iter().flat_map(key).collect()),
        _ => None,
    }
}

/// `Items(a=1,b=2)` looks like a call; an id has none, so that it is a key.
fn key(segment: Segment) -> Vec<Segment> {
    match segment {
        Segment::Call(name, key) => vec![Segment::Name(name), Segment::Key(key)],
        other => vec![other],
    }
}

/// An id in the one way that all ids of an entity can be written in; nothing for what is no id.
pub(super) fn canonical(model: &Model, id: &str) -> Option<String> {
    let segments = segments(id)?;
    let mut ty = None;
    let mut path = String::new();
    let mut is_many = false;
    for segment in segments {
        match segment {
            Segment::Name(name) if ty.is_none() => {
                if let Some(set) = model.entity_set(&name) {
                    (ty, is_many) = (Some(set.entity_type), true);
                } else if let Some(singleton) = model.singleton(&name) {
                    ty = Some(singleton.entity_type);
                } else {
                    continue;
                }
                path.push_str(&name);
            }
            Segment::Name(key) if is_many => {
                let key = store::key_segment(model, ty?, &key)?.to_literal()?;
                path.push_str(&format!("({key})"));
                is_many = false;
            }
            Segment::Name(name) => {
                let property = model.navigation_property(ty?, &name)?;
                path.push_str(&format!("/{name}"));
                is_many = property.ty.collection;
                ty = store::type_of(property);
            }
            Segment::Key(key) if is_many => {
                let mut parts = Vec::new();
                for argument in &key {
                    let Expr::Literal(literal) = &argument.value else {
                        return None;
                    };
                    parts.push(match &argument.name {
                        Some(name) if key.len() > 1 => format!("{name}={literal}"),
                        _ => literal.to_string(),
                    });
                }
                parts.sort_unstable();
                path.push_str(&format!("({})", parts.join(",")));
                is_many = false;
            }
            _ => return None,
        }
    }
    ty.map(|_| path)
}

/// Whether two objects are the same entity.
pub(crate) fn is_same(model: &Model, one: &Object<'_>, other: &Object<'_>) -> bool {
    if std::ptr::eq(one.members, other.members) {
        return true;
    }
    let places = |object: &Object<'_>| object.home.as_ref().map(|home| home.path.clone());
    if let (Some(a), Some(b)) = (places(one), places(other))
        && a != b
    {
        return false;
    }
    let (Some(a), Some(b)) = (one.ty, other.ty) else {
        return false;
    };
    if !model.is_a(a, b) && !model.is_a(b, a) {
        return false;
    }
    let key = model.key(a).map_or(&[][..], |key| &key.properties);
    let (one, other) = (Value::Object(one.clone()), Value::Object(other.clone()));
    !key.is_empty()
        && key.iter().all(|property| {
            let (a, b) = (
                stored(model, &one, &property.path),
                stored(model, &other, &property.path),
            );
            !a.is_null() && crate::eval::equal(model, &a, &b)
        })
}
