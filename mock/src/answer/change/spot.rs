//! What a change is about: a path, followed to a place among the rows.

use std::collections::BTreeMap;

use odata_csdl::model::{Model, NavigationProperty, StructuredTypeId};
use serde_json::Value as Json;

use crate::answer::found::{Found, Kind, Tail};
use crate::answer::path::Walker;
use crate::answer::pipeline::Context;
use crate::answer::segment::{segments, split};
use crate::answer::{Asked, Fault, cast, key};
use crate::eval::{Budget, Object, Source, Value, World, read};
use crate::shape::{Declared, Shape};
use crate::store::{Into, Place, Relation, Store, has_key};

/// What a change is about.
#[derive(Clone, Debug)]
pub(super) enum Spot<'m> {
    /// A collection of entities.
    Collection(Collection<'m>),
    /// An entity, how it was reached, and the set or the singleton that it is of.
    Entity(Place, Option<Relation<'m>>, Option<Source<'m>>),
    /// No entity, where there could be one with that key.
    Nobody(Collection<'m>, Vec<(String, Json)>),
    /// Nothing, where a property could lead to an entity.
    Unrelated(Relation<'m>, StructuredTypeId),
    /// A property of an entity or of a complex value.
    Property(Part),
    /// The raw value of a property.
    RawValue(Part),
    /// The content of a media entity.
    Content(Place),
    /// A relation, and where it is to one entity of several, which.
    References(Relation<'m>, Option<Place>),
    /// Anything else.
    Other,
}

/// A collection of entities that one can be inserted into.
#[derive(Clone, Debug)]
pub(super) struct Collection<'m> {
    /// Where entities of it are stored; nothing where that is not known.
    pub(super) home: Option<Into<'m>>,
    /// The type, that of the cast where there is one.
    pub(super) ty: StructuredTypeId,
    pub(super) from: Option<Relation<'m>>,
    pub(super) was_cast: bool,
}

/// A property of something at a place.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) owner: Place,
    pub(super) ty: StructuredTypeId,
    pub(super) name: String,
    /// The type is that of the cast where there is one.
    pub(super) declared: Declared,
}

/// Looks at the rows as they are, and gives what nothing of them is borrowed by.
pub(super) fn with_walker<T>(
    asked: &Asked<'_>,
    store: &Store,
    ask: impl FnOnce(&Walker<'_, '_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let budget = Budget::default();
    let aliases = asked.options.aliases()?;
    let operations = BTreeMap::new();
    ask(&Walker {
        asked,
        context: Context {
            world: World {
                model: &asked.service.model,
                store,
                now: asked.now,
                budget: &budget,
                operations: &operations,
            },
            aliases: &aliases,
            it: None,
        },
        calls: false,
    })
}

/// What the path of a request leads to.
pub(super) fn spot<'m>(
    asked: &Asked<'_>,
    model: &'m Model,
    store: &Store,
) -> Result<Spot<'m>, Fault> {
    let segments = segments(asked.path)?;
    with_walker(asked, store, |walker| match walker.walk(&segments) {
        Ok(found) => match (of_found(model, store, &found), &found.owner) {
            (Spot::Other, Some(owner)) if store.place_of(owner).is_none() => {
                Err(Fault::not_found("what this is a property of is null"))
            }
            (spot, _) => Ok(spot),
        },
        Err(fault) => match nobody(walker, model, store, &segments) {
            Some(nobody) => Ok(nobody),
            None => Err(fault),
        },
    })
}

fn of_found<'m>(model: &'m Model, store: &Store, found: &Found<'_>) -> Spot<'m> {
    let relation = relation(model, store, found);
    match (&found.kind, found.tail, &found.value) {
        (Kind::Entity, Tail::Nothing, _) if found.declared.collection => {
            collection(model, found, relation).map_or(Spot::Other, Spot::Collection)
        }
        (Kind::Entity, Tail::Nothing, Value::Object(object)) => match store.place_of(object) {
            Some(place) => {
                let source = model.entity_set(&place.source).map(Source::Set);
                let only = || model.singleton(&place.source).map(Source::Singleton);
                let source = source.or_else(only).filter(|_| place.is_root());
                Spot::Entity(place, relation, source)
            }
            None => Spot::Other,
        },
        (Kind::Entity, Tail::Nothing, Value::Null) => match (relation, found.structured()) {
            (Some(relation), Some(ty)) => Spot::Unrelated(relation, ty),
            _ => Spot::Other,
        },
        (Kind::Entity, Tail::RawValue, Value::Object(object)) => {
            store.place_of(object).map_or(Spot::Other, Spot::Content)
        }
        (Kind::Entity, Tail::References, value) => match (relation, value) {
            (Some(relation), Value::Object(object)) if relation.property.ty.collection => {
                match store.place_of(object) {
                    Some(place) => Spot::References(relation, Some(place)),
                    None => Spot::Other,
                }
            }
            (Some(relation), _) => Spot::References(relation, None),
            _ => Spot::Other,
        },
        (Kind::Value, Tail::Nothing, _) => part(store, found).map_or(Spot::Other, Spot::Property),
        (Kind::Value, Tail::RawValue, _) => part(store, found).map_or(Spot::Other, Spot::RawValue),
        _ => Spot::Other,
    }
}

/// How an entity or a collection was reached, if it was by a navigation property.
fn relation<'m>(model: &'m Model, store: &Store, found: &Found<'_>) -> Option<Relation<'m>> {
    let owner = found
        .owner
        .as_ref()
        .filter(|_| found.kind == Kind::Entity)?;
    let property = model.navigation_property(owner.ty?, found.property?)?;
    Some(Relation {
        owner: store.place_of(owner)?,
        property,
    })
}

fn collection<'m>(
    model: &'m Model,
    found: &Found<'_>,
    from: Option<Relation<'m>>,
) -> Option<Collection<'m>> {
    let set = || match found.source? {
        Source::Set(set) => model.entity_set(&set.name).map(Into::Set),
        Source::Singleton(_) => None,
    };
    let home = match &from {
        Some(relation) if relation.property.contains_target => {
            Some(Into::Contained(relation.owner.clone(), relation.property))
        }
        _ if found.owner.is_some() && from.is_none() => None,
        _ => set(),
    };
    Some(Collection {
        home,
        ty: found.structured()?,
        from,
        was_cast: found.was_cast,
    })
}

fn part(store: &Store, found: &Found<'_>) -> Option<Part> {
    let owner: &Object<'_> = found.owner.as_ref()?;
    Some(Part {
        owner: store.place_of(owner)?,
        ty: owner.ty?,
        name: found
            .context
            .rsplit('/')
            .next()
            .filter(|_| found.property.is_none())
            .or(found.property)?
            .to_owned(),
        declared: found.declared,
    })
}

/// The collection in front of a key that no entity of it has.
fn nobody<'m>(
    walker: &Walker<'_, '_>,
    model: &'m Model,
    store: &Store,
    segments: &[String],
) -> Option<Spot<'m>> {
    let (last, before) = segments.split_last()?;
    let (last, before, cast) = match cast::any(last, model) {
        Some(ty) => {
            let (last, before) = before.split_last()?;
            (last, before, Some(ty))
        }
        None => (last, before, None),
    };
    let of_key = split(last).ok()?;
    let (found, given) = match of_key.predicate {
        Some(predicate) => {
            let mut path = before.to_vec();
            path.push(of_key.name.to_owned());
            let found = walker.walk(&path).ok()?;
            let ty = found.structured()?;
            let key = key::given(predicate, model, ty, walker.context.aliases).ok()?;
            (found, key)
        }
        None => {
            let found = walker.walk(before).ok()?;
            let ty = found.structured()?;
            let key = key::segment(last, model, ty, found.name()).ok()?;
            let names = key::names(model, ty).into_iter().map(Some);
            (found, names.zip(key).collect())
        }
    };
    let Value::List(list) = &found.value else {
        return None;
    };
    if found.kind != Kind::Entity || found.tail != Tail::Nothing {
        return None;
    }
    let relation = relation(model, store, &found);
    let mut collection = collection(model, &found, relation)?;
    if let Some(ty) = cast.filter(|ty| model.is_a(*ty, collection.ty)) {
        (collection.ty, collection.was_cast) = (ty, true);
    }
    let wanted: Vec<(Option<&str>, Value<'_>)> = given
        .iter()
        .map(|(name, literal)| (name.as_deref(), read::literal(model, literal)))
        .collect();
    if list.iter().any(|item| has_key(model, item, &wanted)) {
        return None;
    }
    let own = model.key(collection.ty)?;
    let mut key = Vec::new();
    for property in &own.properties {
        let (_, literal) = given
            .iter()
            .find(|(name, _)| name.as_deref().is_none_or(|name| name == property.name()))?;
        key.push((property.path.clone(), super::body::json_of(literal)));
    }
    Some(Spot::Nobody(collection, key))
}

/// The navigation property, as a text says it in messages.
pub(super) fn name_of(property: &NavigationProperty) -> String {
    format!("`{}`", property.name)
}

/// Whether a property has bytes that come by themselves.
pub(super) fn is_stream(declared: Declared) -> bool {
    declared.shape == Shape::Primitive(odata_core::edm::PrimitiveType::Stream)
}
