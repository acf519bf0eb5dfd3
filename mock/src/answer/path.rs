//! Paths of requests, followed segment by segment (URL conventions 4).

use odata_core::expr::parse;
use odata_csdl::model::StructuredTypeId;

use crate::answer::found::{Found, Kind, Tail};
use crate::answer::pipeline::Context;
use crate::answer::segment::{Split, split};
use crate::answer::{Asked, Fault, cast, heads, key, operation};
use crate::eval::{Names, Object, Value, items, step};
use crate::service::near_or_all;
use crate::shape::{self, Declared, Member, Shape};
use crate::store::related;

/// Follows paths for one request.
pub(crate) struct Walker<'r, 's> {
    pub(crate) asked: &'r Asked<'s>,
    pub(crate) context: Context<'r>,
    /// Whether closures of the test may be called: not while the rows are locked.
    pub(crate) calls: bool,
}

impl<'r, 's> Walker<'r, 's> {
    /// What a whole path leads to.
    pub(crate) fn walk(&self, segments: &[String]) -> Result<Found<'r>, Fault> {
        let (mut at, used) = heads::head(self, segments)?;
        for segment in segments.get(used..).unwrap_or_default() {
            if at.tail != Tail::Nothing {
                let message = format!("nothing can follow `{}`", tail_name(at.tail));
                return Err(Fault::not_found(message));
            }
            at = self.step(at, segment)?;
        }
        Ok(at)
    }

    /// One segment further.
    fn step(&self, at: Found<'r>, segment: &str) -> Result<Found<'r>, Fault> {
        if let Some(tail) = self.tail(&at, segment)? {
            return Ok(Found { tail, ..at });
        }
        if let Some(filter) = segment.strip_prefix("$filter(") {
            return self.filtered(at, filter);
        }
        if segment.starts_with('$') || segment.is_empty() {
            let message = format!("`{}` has nothing at `{segment}`", at.name());
            return Err(Fault::not_found(message));
        }
        if at.declared.collection {
            self.in_collection(at, segment)
        } else {
            self.in_single(at, segment)
        }
    }

    /// The system segments that end a path.
    fn tail(&self, at: &Found<'r>, segment: &str) -> Result<Option<Tail>, Fault> {
        let is_many = at.declared.collection;
        let is_entity = matches!(at.kind, Kind::Entity | Kind::All);
        match segment {
            "$count" if is_many => Ok(Some(Tail::Count)),
            "$count" if is_entity => Err(Fault::not_found(
                "an entity of this service has no stream and no count",
            )),
            "$count" => Err(Fault::bad_request("`$count` needs a collection")),
            "$value" if self.has_content(at) => Ok(Some(Tail::RawValue)),
            "$value" if is_entity && matches!(at.value, Value::Null) => Err(Fault::not_found(
                "there is no entity here whose content could be read or written",
            )),
            "$value" if is_entity => Err(Fault::not_found(
                "an entity of this service has no stream and no count",
            )),
            "$value" => Ok(Some(Tail::RawValue)),
            "$ref" if is_entity => Ok(Some(Tail::References)),
            "$each" => Err(Fault::not_implemented("the mock does not do `$each`").target("$each")),
            _ => Ok(None),
        }
    }

    /// Whether a path leads to a media entity.
    fn has_content(&self, at: &Found<'_>) -> bool {
        let model = self.context.world.model;
        let ty = match &at.value {
            Value::Object(object) if at.kind == Kind::Entity => object.ty,
            _ => None,
        };
        ty.is_some_and(|ty| {
            model
                .lineage(ty)
                .any(|one| model.structured_type(one).has_stream)
        })
    }

    /// `$filter(...)` within a path (URL conventions 4.12).
    fn filtered(&self, at: Found<'r>, text: &str) -> Result<Found<'r>, Fault> {
        let text = text.strip_suffix(')').unwrap_or(text);
        let (Value::List(list), true) = (&at.value, at.declared.collection) else {
            let message = "`$filter` needs a collection";
            return Err(Fault::bad_request(message).target("$filter"));
        };
        let names = Names::of(self.context.world.model, at.declared);
        let filter = parse(text, &names).map_err(|error| Fault::expression(&error, "$filter"))?;
        // The filter itself is gone after this; what it kept is not.
        let mut kept = Vec::new();
        for item in list {
            let mut evaluator = self.context.evaluator(item.clone());
            let truth = evaluator.evaluate(&filter);
            if truth
                .map_err(|error| Fault::evaluation(&error, "$filter"))?
                .truth()
                == Some(true)
            {
                kept.push(item.clone());
            }
        }
        Ok(Found {
            value: Value::List(kept),
            ..at
        })
    }

    fn in_collection(&self, at: Found<'r>, segment: &str) -> Result<Found<'r>, Fault> {
        let model = self.context.world.model;
        let Split {
            name,
            predicate,
            key,
        } = split(segment)?;
        if let (Some(id), false) = (at.structured(), at.was_cast)
            && let Some(ty) = cast::of(name, model, id)?
        {
            let cast = self.cast(at, ty)?;
            return self.maybe_keyed(cast, predicate);
        }
        if let Some(found) = operation::bound(self, &at, name, predicate)? {
            return self.maybe_keyed(found, key);
        }
        if at.kind == Kind::Entity {
            let (key, id) = match at.structured() {
                Some(id) => (key::segment(segment, model, id, at.name())?, id),
                None => return Err(Fault::not_found(format!("there is no `{segment}`"))),
            };
            let names = key::names(model, id);
            let given = names
                .into_iter()
                .zip(key)
                .map(|(name, literal)| (Some(name.to_owned()), literal));
            return self.with_key(at, given.collect());
        }
        self.at_place(at, segment)
    }

    /// An item of an ordered collection, by its place (URL conventions 4.10).
    fn at_place(&self, at: Found<'r>, segment: &str) -> Result<Found<'r>, Fault> {
        let missing = || Fault::not_found(format!("`{}` has nothing at `{segment}`", at.name()));
        let place: i64 = segment.parse().map_err(|_| missing())?;
        let list = items(self.context.world.model, &at.value).unwrap_or_default();
        let place = match usize::try_from(place) {
            Ok(place) => Some(place),
            Err(_) => {
                let back = usize::try_from(place.unsigned_abs()).unwrap_or(usize::MAX);
                list.len().checked_sub(back)
            }
        };
        let value = place.and_then(|place| list.get(place)).cloned();
        Ok(Found {
            value: value.ok_or_else(missing)?,
            declared: Declared {
                collection: false,
                ..at.declared
            },
            context: format!("{}/{segment}", at.context),
            owner: None,
            ..at
        })
    }

    /// Items of a derived type, or an item if it is one.
    fn cast(&self, at: Found<'r>, ty: StructuredTypeId) -> Result<Found<'r>, Fault> {
        let model = self.context.world.model;
        let is_one = |value: &Value<'_>| match value {
            Value::Object(object) => object.ty.is_some_and(|own| model.is_a(own, ty)),
            _ => false,
        };
        let name = &model.structured_type(ty).name;
        let value = match at.value {
            Value::List(list) => Value::List(list.into_iter().filter(is_one).collect()),
            single if is_one(&single) => single,
            _ => {
                let message = format!("the entity is not of the type {name}");
                return Err(Fault::not_found(message).target(name.to_string()));
            }
        };
        Ok(Found {
            value,
            declared: Declared {
                shape: Shape::Structured(ty),
                ..at.declared
            },
            context: format!("{}/{name}", at.context),
            was_cast: true,
            ..at
        })
    }

    /// The entity with a key in parentheses.
    pub(super) fn keyed(&self, at: Found<'r>, predicate: &str) -> Result<Found<'r>, Fault> {
        let model = self.context.world.model;
        let Some(id) = at.structured().filter(|_| at.kind == Kind::Entity) else {
            let message = format!("a key in parentheses cannot stand behind `{}`", at.name());
            return Err(Fault::not_found(message));
        };
        let key = key::given(predicate, model, id, self.context.aliases)?;
        self.with_key(at, key)
    }

    /// The entity with a key, where there is one.
    pub(super) fn maybe_keyed(
        &self,
        at: Found<'r>,
        predicate: Option<&str>,
    ) -> Result<Found<'r>, Fault> {
        match predicate {
            Some(predicate) => self.keyed(at, predicate),
            None => Ok(at),
        }
    }

    fn with_key(
        &self,
        at: Found<'r>,
        key: Vec<(Option<String>, odata_core::edm::Literal)>,
    ) -> Result<Found<'r>, Fault> {
        let world = self.context.world;
        let list = items(world.model, &at.value).unwrap_or_default();
        let wanted: Vec<(Option<&str>, Value<'_>)> = key
            .iter()
            .map(|(name, literal)| {
                (
                    name.as_deref(),
                    crate::eval::read::literal(world.model, literal),
                )
            })
            .collect();
        let mut entities = list.into_iter();
        let entity = entities.find(|item| crate::store::has_key(world.model, item, &wanted));
        let Some(Value::Object(entity)) = entity else {
            let literals: Vec<_> = key.into_iter().map(|(_, literal)| literal).collect();
            return Err(super::found::missing(at.name(), &literals));
        };
        Ok(Found {
            declared: Declared {
                collection: false,
                ..at.declared
            },
            value: Value::Object(entity),
            ..at
        })
    }

    fn in_single(&self, at: Found<'r>, segment: &str) -> Result<Found<'r>, Fault> {
        let model = self.context.world.model;
        let Split {
            name,
            predicate,
            key,
        } = split(segment)?;
        let id = match at.declared.shape {
            Shape::Structured(id) => id,
            Shape::Unknown => return self.dynamic(at, name),
            _ => {
                let message = format!("there is no property `{name}` below that");
                return Err(Fault::not_found(message));
            }
        };
        if let (None, false) = (predicate, at.was_cast)
            && let Some(ty) = cast::of(name, model, id)?
        {
            return self.cast(at, ty);
        }
        let owner = match &at.value {
            Value::Object(owner) => owner.clone(),
            _ if at.kind == Kind::Entity => {
                let message = format!("there is no entity here, so no `{name}` either");
                return Err(Fault::not_found(message));
            }
            // A complex value that is null has nothing in it but nulls.
            _ => Object::new(crate::store::no_row(), Some(id)),
        };
        let ty = owner.ty.unwrap_or(id);
        match shape::member(model, ty, name) {
            Some(Member::Navigation(declared)) => {
                let found = self.navigated(at, owner, name, declared)?;
                self.maybe_keyed(found, predicate)
            }
            Some(Member::Property(declared)) if predicate.is_none() => {
                Ok(self.property(at, owner, name, declared))
            }
            other => {
                if let Some(found) = operation::bound(self, &at, name, predicate)? {
                    return self.maybe_keyed(found, key);
                }
                if other == Some(Member::Dynamic) && predicate.is_none() {
                    return Ok(self.property(at, owner, name, Declared::UNKNOWN));
                }
                let names = shape::member_names(model, ty);
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let ty = &model.structured_type(ty).name;
                let help = near_or_all(name, &names);
                let message = format!("{ty} has no property `{name}`: {help}");
                Err(Fault::not_found(message).target(name))
            }
        }
    }

    /// What is below a value that nothing is declared of.
    fn dynamic(&self, at: Found<'r>, name: &str) -> Result<Found<'r>, Fault> {
        let value = step(self.context.world, &at.value, name);
        Ok(Found {
            value: value.map_err(|error| Fault::evaluation(&error, name))?,
            context: format!("{}/{name}", at.context),
            owner: None,
            ..at
        })
    }

    fn property(
        &self,
        at: Found<'r>,
        owner: Object<'r>,
        name: &str,
        declared: Declared,
    ) -> Found<'r> {
        let model = self.context.world.model;
        let value = crate::eval::stored(model, &Value::Object(owner.clone()), name);
        let path = owner.path(model);
        let known = owner.ty.and_then(|ty| model.property(ty, name));
        Found {
            value,
            declared,
            kind: Kind::Value,
            context: format!("{}/{name}", path.unwrap_or(at.context)),
            source: at.source,
            was_cast: false,
            property: known.map(|property| property.name.as_str()),
            owner: Some(owner),
            tail: Tail::Nothing,
        }
    }

    fn navigated(
        &self,
        at: Found<'r>,
        owner: Object<'r>,
        name: &str,
        declared: Declared,
    ) -> Result<Found<'r>, Fault> {
        let world = self.context.world;
        let property = owner
            .ty
            .and_then(|ty| world.model.navigation_property(ty, name));
        let value = step(world, &Value::Object(owner.clone()), name)
            .map_err(|error| Fault::evaluation(&error, name))?;
        let source = property.and_then(|property| related::target(world.model, &owner, property));
        let contained = property.is_some_and(|property| property.contains_target);
        let context = match (&source, contained, owner.path(world.model)) {
            (Some(source), ..) => source.name().to_owned(),
            (None, true, Some(path)) => format!("{path}/{name}"),
            _ => match declared.shape {
                Shape::Structured(id) => world.model.structured_type(id).name.to_string(),
                _ => at.context,
            },
        };
        Ok(Found {
            kind: Found::sort_of(world.model, declared.shape),
            value,
            declared,
            context,
            source,
            was_cast: false,
            property: property.map(|property| property.name.as_str()),
            owner: Some(owner),
            tail: Tail::Nothing,
        })
    }
}

fn tail_name(tail: Tail) -> &'static str {
    match tail {
        Tail::Nothing => "the path",
        Tail::RawValue => "$value",
        Tail::Count => "$count",
        Tail::References => "$ref",
    }
}
