//! What a path addresses (URL conventions 4).

use std::collections::BTreeMap;

use odata_core::edm::Literal;
use odata_core::url::decode;
use odata_csdl::model::{EntitySet, Model, StructuredTypeId};

use crate::answer::Fault;
use crate::answer::{cast, key};
use crate::service::near_or_all;

/// What a request is about.
#[derive(Debug)]
pub(crate) enum Target<'m> {
    ServiceDocument,
    Metadata,
    /// A set, or how many members it has.
    Set {
        set: &'m EntitySet,
        /// The derived type that it is cast to.
        cast: Option<StructuredTypeId>,
        count: bool,
    },
    /// An entity, or something in it.
    Entity {
        set: &'m EntitySet,
        key: Vec<Literal>,
        cast: Option<StructuredTypeId>,
        path: Vec<String>,
        tail: Tail,
    },
}

/// What is asked of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tail {
    Nothing,
    /// `/$value`
    RawValue,
    /// `/$count`
    Count,
}

impl<'m> Target<'m> {
    /// Reads the path below the service root, still percent-encoded.
    pub(crate) fn parse(path: &str, model: &'m Model, sets: &[&str]) -> Result<Target<'m>, Fault> {
        let no_aliases = BTreeMap::new();
        let mut segments = Vec::new();
        for segment in path.trim_end_matches('/').split('/') {
            let message = |_| Fault::bad_request(format!("`{segment}` is not UTF-8"));
            segments.push(decode(segment).map_err(message)?);
        }
        let (first, rest) = match segments.split_first() {
            Some((first, rest)) => (first.as_str(), rest),
            None => ("", &[][..]),
        };
        match (first, rest) {
            ("", []) => return Ok(Target::ServiceDocument),
            ("$metadata", []) => return Ok(Target::Metadata),
            _ => {}
        }
        let (name, predicate) = match first.split_once('(') {
            Some((name, predicate)) => (name, Some(predicate)),
            None => (first, None),
        };
        let Some(set) = model.entity_set(name) else {
            return Err(not_there(name, model, sets));
        };
        if let Some(predicate) = predicate {
            let Some(predicate) = predicate.strip_suffix(')') else {
                let message = format!("the key predicate `({predicate}` is not closed");
                return Err(Fault::bad_request(message));
            };
            let key = key::predicate(predicate, model, set.entity_type, &no_aliases)?;
            return entity(set, key, None, rest, model);
        }
        let mut cast = None;
        let mut rest = rest;
        if let Some((segment, behind)) = rest.split_first() {
            let (name, predicate) = match segment.split_once('(') {
                Some((name, predicate)) => (name, predicate.strip_suffix(')')),
                None => (segment.as_str(), None),
            };
            cast = cast::of(name, model, set.entity_type)?;
            if cast.is_some() {
                rest = behind;
                if let Some(predicate) = predicate {
                    let key = key::predicate(predicate, model, set.entity_type, &no_aliases)?;
                    return entity(set, key, cast, rest, model);
                }
            }
        }
        let of_set = |count| Ok(Target::Set { set, cast, count });
        match rest.split_first() {
            None => of_set(false),
            Some((count, [])) if count == "$count" => of_set(true),
            Some((other, _)) if other.starts_with('$') || other.is_empty() => Err(
                Fault::not_found(format!("`{name}` has nothing at `{other}`")),
            ),
            Some((segment, rest)) => entity(
                set,
                key::segment(segment, model, set.entity_type, &set.name)?,
                cast,
                rest,
                model,
            ),
        }
    }
}

fn entity<'m>(
    set: &'m EntitySet,
    key: Vec<Literal>,
    cast: Option<StructuredTypeId>,
    rest: &[String],
    model: &Model,
) -> Result<Target<'m>, Fault> {
    let below = match rest.split_first() {
        Some((segment, below)) => {
            let base = cast.unwrap_or(set.entity_type);
            cast::of(segment, model, base)?.map(|ty| (ty, below))
        }
        None => None,
    };
    let (cast, rest) = match below {
        Some((ty, below)) => (Some(ty), below),
        None => (cast, rest),
    };
    let (path, tail) = match rest.split_last() {
        Some((last, path)) if last == "$value" => (path, Tail::RawValue),
        Some((last, path)) if last == "$count" => (path, Tail::Count),
        _ => (rest, Tail::Nothing),
    };
    if path.is_empty() && tail != Tail::Nothing {
        return Err(Fault::not_found(
            "an entity of this service has no stream and no count",
        ));
    }
    Ok(Target::Entity {
        set,
        key,
        cast,
        path: path.to_vec(),
        tail,
    })
}

pub(super) fn not_there(name: &str, model: &Model, sets: &[&str]) -> Fault {
    let container = model.container();
    let known = container.is_some_and(|container| {
        container.singleton(name).is_some() || container.operation_import(name).is_some()
    });
    if known {
        let message =
            format!("`{name}` is a singleton or an operation, which this service does not answer");
        return Fault::not_implemented(message);
    }
    let help = near_or_all(name, sets);
    Fault::not_found(format!("this service has no entity set `{name}`: {help}"))
}
