//! What a path begins with: sets, singletons, functions, and OData's own resources (URL conventions 4.3 to 4.16).

use odata_csdl::model::StructuredTypeId;

use crate::answer::found::{Found, Kind, Tail};
use crate::answer::path::Walker;
use crate::answer::segment::{Split, split};
use crate::answer::{Fault, cast, operation, target};
use crate::eval::{Object, Source, Value};
use crate::shape::{Declared, Shape};
use crate::store;

/// The resource that a path begins with, and how many segments that takes.
pub(super) fn head<'r>(
    walker: &Walker<'r, '_>,
    segments: &[String],
) -> Result<(Found<'r>, usize), Fault> {
    let world = walker.context.world;
    let (first, rest) = segments
        .split_first()
        .map_or(("", &[][..]), |(first, rest)| (first, rest));
    if first == "$all" {
        return all(walker, rest);
    }
    if let Some(sets) = first.strip_prefix("$crossjoin(") {
        return Ok((cross_join(walker, sets)?, 1));
    }
    let Split {
        name,
        predicate,
        key,
    } = split(first)?;
    let found = if let Some(set) = world.model.entity_set(name) {
        entities(
            Source::Set(set),
            Value::List(store::entities(world, set)),
            true,
        )
    } else if let Some(singleton) = world.model.singleton(name) {
        let only = store::singleton(world, name);
        let Some(only) = only else {
            let message = format!("the singleton `{name}` has no fixture");
            return Err(Fault::not_found(message).target(name));
        };
        entities(Source::Singleton(singleton), Value::Object(only), false)
    } else if let Some(found) = operation::import(walker, name, predicate)? {
        return Ok((walker.maybe_keyed(found, key)?, 1));
    } else {
        return Err(target::not_there(
            name,
            world.model,
            &walker.asked.service.set_names(),
        ));
    };
    Ok((walker.maybe_keyed(found, predicate)?, 1))
}

fn entities<'r>(source: Source<'r>, value: Value<'r>, collection: bool) -> Found<'r> {
    Found {
        value,
        declared: Declared {
            shape: Shape::Structured(source.entity_type()),
            collection,
            nullable: false,
        },
        kind: Kind::Entity,
        context: source.name().to_owned(),
        source: Some(source),
        was_cast: false,
        owner: None,
        property: None,
        tail: Tail::Nothing,
    }
}

/// `$all`: every entity of every set, or those of a type (URL conventions 4.16).
fn all<'r>(walker: &Walker<'r, '_>, rest: &[String]) -> Result<(Found<'r>, usize), Fault> {
    let world = walker.context.world;
    let mut wanted: Option<StructuredTypeId> = None;
    let mut used = 1;
    if let Some(id) = rest.first().and_then(|name| cast::any(name, world.model)) {
        wanted = Some(id);
        used = 2;
    }
    let mut list = Vec::new();
    for container in world.model.containers() {
        for set in &container.entity_sets {
            list.extend(store::entities(world, set));
        }
        for singleton in &container.singletons {
            list.extend(store::singleton(world, &singleton.name).map(Value::Object));
        }
    }
    if let Some(wanted) = wanted {
        list.retain(|value| match value {
            Value::Object(object) => object.ty.is_some_and(|ty| world.model.is_a(ty, wanted)),
            _ => false,
        });
    }
    let name = wanted.map_or_else(
        || "Edm.EntityType".to_owned(),
        |id| world.model.structured_type(id).name.to_string(),
    );
    let found = Found {
        value: Value::List(list),
        declared: Declared {
            shape: wanted.map_or(Shape::Unknown, Shape::Structured),
            collection: true,
            nullable: false,
        },
        kind: Kind::All,
        context: format!("Collection({name})"),
        source: None,
        was_cast: false,
        owner: None,
        property: None,
        tail: Tail::Nothing,
    };
    Ok((found, used))
}

/// `$crossjoin(A,B)`: each entity of the one with each of the others (URL conventions 4.15).
fn cross_join<'r>(walker: &Walker<'r, '_>, sets: &str) -> Result<Found<'r>, Fault> {
    let world = walker.context.world;
    let sets = sets.strip_suffix(')').unwrap_or(sets);
    let mut joined: Vec<(String, StructuredTypeId)> = Vec::new();
    let mut rows: Vec<Vec<crate::eval::Added<'r>>> = vec![Vec::new()];
    for name in sets.split(',').map(str::trim) {
        let Some(set) = world.model.entity_set(name) else {
            let known = walker.asked.service.set_names();
            return Err(target::not_there(name, world.model, &known));
        };
        if joined.iter().any(|(own, _)| own == name) {
            let message = format!("`$crossjoin` names `{name}` twice");
            return Err(Fault::bad_request(message).target("$crossjoin"));
        }
        joined.push((set.name.clone(), set.entity_type));
        let entities = store::entities(world, set);
        let size = rows
            .len()
            .saturating_mul(entities.len())
            .saturating_mul(joined.len());
        let charged = world.budget.charge(size);
        charged.map_err(|error| Fault::evaluation(&error, "$crossjoin"))?;
        let mut longer = Vec::with_capacity(rows.len() * entities.len());
        for row in &rows {
            for entity in &entities {
                let mut row = row.clone();
                row.push((set.name.as_str().into(), entity.clone()));
                longer.push(row);
            }
        }
        rows = longer;
    }
    let rows = rows.into_iter().map(|row| Value::Object(Object::made(row)));
    Ok(Found {
        value: Value::List(rows.collect()),
        declared: Declared {
            collection: true,
            ..Declared::UNKNOWN
        },
        kind: Kind::CrossJoin(joined),
        context: "Collection(Edm.ComplexType)".to_owned(),
        source: None,
        was_cast: false,
        owner: None,
        property: None,
        tail: Tail::Nothing,
    })
}
