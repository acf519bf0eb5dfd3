//! Where an entity or a complex value is among the rows.

use std::rc::Rc;

use odata_csdl::model::Model;
use serde_json::Value as Json;

use crate::eval::{Home, Object, World};
use crate::shape::{self, Member, Shape};
use crate::store::{self, Row, Store};

/// A place in the row of a set or of a singleton. It holds as long as no row before it is removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The name of the set or of the singleton.
    pub(crate) source: String,
    /// Which row of the set.
    pub(super) at: usize,
    /// From the row to what is contained in it.
    pub(super) steps: Vec<Step>,
}

/// A step within a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Member(String),
    At(usize),
}

impl Place {
    pub(crate) fn of_row(source: &str, at: usize) -> Self {
        Place {
            source: source.to_owned(),
            at,
            steps: Vec::new(),
        }
    }

    /// The row that the place is in.
    pub(crate) fn root(&self) -> Self {
        Place::of_row(&self.source, self.at)
    }

    /// Whether it is a whole row.
    pub(crate) fn is_root(&self) -> bool {
        self.steps.is_empty()
    }

    /// The names of the members on the way.
    pub(super) fn names(&self) -> Vec<&str> {
        let steps = self.steps.iter().filter_map(|step| match step {
            Step::Member(name) => Some(name.as_str()),
            Step::At(_) => None,
        });
        steps.collect()
    }

    pub(crate) fn member(&self, name: &str) -> Self {
        let mut place = self.clone();
        place.steps.push(Step::Member(name.to_owned()));
        place
    }

    pub(crate) fn item(&self, at: usize) -> Self {
        let mut place = self.clone();
        place.steps.push(Step::At(at));
        place
    }

    /// The object that it is a member of, and the name of the member.
    pub(super) fn holder(&self) -> Option<(Place, String, Option<usize>)> {
        let mut holder = self.clone();
        let at = match holder.steps.last()? {
            Step::At(at) => Some(*at),
            Step::Member(_) => None,
        };
        if at.is_some() {
            holder.steps.pop();
        }
        match holder.steps.pop()? {
            Step::Member(name) => Some((holder, name, at)),
            Step::At(_) => None,
        }
    }
}

impl Store {
    /// The row of a set, or the entity that a singleton is.
    pub(super) fn root(&self, place: &Place) -> Option<&Row> {
        let only = self.singletons.get(&place.source);
        only.or_else(|| self.rows(&place.source).get(place.at))
    }

    /// What is stored at a place.
    pub(crate) fn at(&self, place: &Place) -> Option<&Row> {
        let mut row = self.root(place)?;
        let mut steps = place.steps.iter().peekable();
        while let Some(step) = steps.next() {
            let Step::Member(name) = step else {
                return None;
            };
            let mut json = row.get(name)?;
            if let Some(Step::At(at)) = steps.peek() {
                json = json.get(*at)?;
                steps.next();
            }
            row = json.as_object()?;
        }
        Some(row)
    }

    /// Where an object is that was found among the rows.
    pub(crate) fn place_of(&self, object: &Object<'_>) -> Option<Place> {
        let wanted = object.members;
        let home = object.home.as_ref().map(|home| home.source.name());
        let of_set = |name: &str| {
            let mut rows = self.rows(name).iter();
            let at = rows.position(|row| std::ptr::eq(row, wanted));
            at.map(|at| Place::of_row(name, at))
        };
        if let Some(place) = home.and_then(of_set) {
            return Some(place);
        }
        let within = |name: &str| {
            let only = self.singletons.get(name).map(std::slice::from_ref);
            let mut rows = only.unwrap_or_else(|| self.rows(name)).iter().enumerate();
            rows.find_map(|(at, row)| inside(row, wanted, &Place::of_row(name, at)))
        };
        home.and_then(within).or_else(|| {
            let names = self.sets.keys().chain(self.singletons.keys());
            names.map(String::as_str).find_map(within)
        })
    }
}

/// Looks for an object in a row and in what the row holds.
fn inside(row: &Row, wanted: &Row, here: &Place) -> Option<Place> {
    if std::ptr::eq(row, wanted) {
        return Some(here.clone());
    }
    row.iter().find_map(|(name, json)| match json {
        Json::Object(inner) => inside(inner, wanted, &here.member(name)),
        Json::Array(items) => {
            let member = here.member(name);
            let mut numbered = items.iter().enumerate();
            numbered.find_map(|(at, item)| inside(item.as_object()?, wanted, &member.item(at)))
        }
        _ => None,
    })
}

/// The object at a place, which knows where it is.
pub(crate) fn object_at<'a>(world: World<'a>, place: &Place) -> Option<Object<'a>> {
    let (model, store) = (world.model, world.store);
    let mut object = match model.entity_set(&place.source) {
        Some(set) => store::entity_of(world, set, store.rows(&set.name).get(place.at)?),
        None => store::singleton(world, &place.source)?,
    };
    let mut steps = place.steps.iter().peekable();
    while let Some(step) = steps.next() {
        let Step::Member(name) = step else {
            return None;
        };
        let mut json = object.members.get(name)?;
        if let Some(Step::At(at)) = steps.peek() {
            json = json.get(*at)?;
            steps.next();
        }
        object = below(model, &object, name, json.as_object()?);
    }
    Some(object)
}

/// What an object holds by a name: a contained entity, or a complex value.
fn below<'a>(model: &'a Model, owner: &Object<'a>, name: &str, members: &'a Row) -> Object<'a> {
    let member = owner.ty.and_then(|ty| shape::member(model, ty, name));
    let declared = match member {
        Some(Member::Property(declared) | Member::Navigation(declared)) => Some(declared),
        _ => None,
    };
    let ty = declared.and_then(|declared| match declared.shape {
        Shape::Structured(id) => Some(id),
        _ => None,
    });
    let home = match member {
        Some(Member::Navigation(declared)) => {
            let home = owner.home.as_ref().zip(owner.path(model));
            home.map(|(home, path)| {
                Rc::new(Home {
                    path: format!("{path}/{name}"),
                    is_only: !declared.collection,
                    source: home.source,
                    within: String::new(),
                })
            })
        }
        _ => owner.home.as_ref().map(|home| home.of_part(name)),
    };
    Object {
        home,
        ..Object::new(members, shape::actual_type(model, ty, members))
    }
}
