//! What is to be sent of an entity or a complex value, whatever type it is of.

use odata_core::descriptor::ProtocolVersion;

use super::complete::Demands;
use super::link::Link;
use super::related::Related;
use crate::error::{Error, Result};

/// Names and values in the order in which they were set.
#[derive(Clone, Debug, Default)]
pub struct Body {
    pub(crate) members: Vec<(Box<str>, Member)>,
    /// The type that it says it is of, where it is set in place of its base type.
    pub(super) type_name: Option<&'static str>,
    /// What a value of its type cannot be without, where that is known.
    pub(super) demands: Option<Demands>,
    refusals: Vec<Refusal>,
    /// Why it is sent nowhere, if so.
    wrong: Option<Box<str>>,
    /// Whether there are names in it that only 4.01 has.
    pub(super) of_4_01: bool,
}

/// A value.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum Member {
    /// JSON as it is sent.
    Json(String),
    /// A complex value.
    Object(Body),
    /// A collection of complex values.
    List(Vec<Member>),
    /// What a navigation property is to lead to.
    Related(Related),
    /// An entity that is there, by reference (OData JSON 4.0, 13).
    Reference(Link),
}

/// What a property cannot be set in, and why.
#[derive(Clone, Debug)]
struct Refusal {
    name: Box<str>,
    why: &'static str,
    of: Refused,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    Insert,
    Update,
    /// Anything that is written as 4.0 has it.
    V4_0,
}

/// What is done with what was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    Insert,
    Update,
    /// Either of the two: which is not known.
    Upsert,
    /// It is given to an action, which decides what becomes of it.
    Call,
}

impl Deed {
    fn done(self) -> &'static str {
        match self {
            Deed::Insert => "inserted",
            Deed::Update => "updated",
            Deed::Upsert => "updated or inserted",
            Deed::Call => "given to an action",
        }
    }
}

impl Body {
    /// With one member.
    pub(super) fn of(name: &str, value: Member) -> Self {
        Body {
            members: vec![(name.into(), value)],
            ..Body::default()
        }
    }

    /// Sets a member; a second value for the same one replaces the first.
    pub(crate) fn put(&mut self, name: &str, value: Member) {
        match self.find(name) {
            Some(known) => *known = value,
            None => self.members.push((name.into(), value)),
        }
    }

    pub(super) fn find(&mut self, name: &str) -> Option<&mut Member> {
        let mut members = self.members.iter_mut();
        let found = members.find(|(known, _)| **known == *name);
        found.map(|(_, value)| value)
    }

    pub(super) fn sets(&self, name: &str) -> bool {
        self.members.iter().any(|(known, _)| **known == *name)
    }

    /// The same, of that type unless it says that it is of another one.
    pub(super) fn demanding(mut self, demands: Demands) -> Self {
        self.demands.get_or_insert(demands);
        self
    }

    pub(crate) fn refuse(&mut self, name: &str, of: Refused, why: Option<&'static str>) {
        self.refusals
            .retain(|known| *known.name != *name || known.of != of);
        if let Some(why) = why {
            let name = name.into();
            self.refusals.push(Refusal { name, why, of });
        }
    }

    /// Something is given that nothing can be done with.
    pub(super) fn is_wrong(&mut self, why: String) {
        self.wrong.get_or_insert(why.into());
    }

    /// Whether that can be done with it.
    pub(crate) fn check(&self, deed: Deed, version: ProtocolVersion) -> Result<()> {
        if let Some(why) = &self.wrong {
            return Err(Error::refused(why.to_string()));
        }
        let is_old = version < ProtocolVersion::V4_01;
        let also = |name: &str, of| {
            let mut all = self.refusals.iter();
            all.any(|known| *known.name == *name && known.of == of)
        };
        let refused = self.refusals.iter().find(|refusal| match refusal.of {
            Refused::V4_0 => is_old,
            Refused::Insert if deed == Deed::Upsert => also(&refusal.name, Refused::Update),
            Refused::Insert => deed == Deed::Insert,
            Refused::Update => deed == Deed::Update,
        });
        if let Some(Refusal { name, why, .. }) = refused {
            if deed == Deed::Call {
                return Err(Error::refused(format!("`{name}` cannot be sent: {why}")));
            }
            let done = deed.done();
            return Err(Error::refused(format!(
                "the service does not let `{name}` be set when an entity is {done}: {why}; `.unchecked()` sends it all the same"
            )));
        }
        let mut members = self.members.iter();
        members.try_for_each(|(_, member)| member.check(deed, version))
    }

    /// Whether there is a value in it that only 4.01 has.
    pub(super) fn needs_4_01(&self) -> bool {
        let mut members = self.members.iter();
        self.of_4_01
            || self.refusals.iter().any(|one| one.of == Refused::V4_0)
            || members.any(|(_, member)| member.needs_4_01())
    }

    /// The navigation properties that are set, by path.
    pub(crate) fn navigation(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (name, member) in &self.members {
            member.navigation(name, &mut all);
        }
        all
    }

    /// Whether anything that is related is set with its own values.
    pub(crate) fn is_deep(&self) -> bool {
        let mut members = self.members.iter();
        members.any(|(_, member)| member.is_deep())
    }
}

impl Member {
    fn check(&self, deed: Deed, version: ProtocolVersion) -> Result<()> {
        match self {
            Member::Json(_) | Member::Reference(_) => Ok(()),
            Member::Object(body) => body.check(deed, version),
            Member::List(all) => all.iter().try_for_each(|one| one.check(deed, version)),
            Member::Related(related) => {
                // Related entities of one that is updated are there or not.
                let deed = match deed {
                    Deed::Insert | Deed::Call => deed,
                    _ => Deed::Upsert,
                };
                let mut bodies = related.bodies();
                bodies.try_for_each(|body| body.check(deed, version))
            }
        }
    }

    fn navigation(&self, name: &str, all: &mut Vec<String>) {
        match self {
            Member::Json(_) | Member::Reference(_) => {}
            Member::Related(_) => all.push(name.to_owned()),
            Member::List(items) => items.iter().for_each(|one| one.navigation(name, all)),
            Member::Object(body) => {
                let within = body.navigation().into_iter();
                all.extend(within.map(|path| format!("{name}/{path}")));
            }
        }
    }

    fn needs_4_01(&self) -> bool {
        match self {
            Member::Json(_) | Member::Reference(_) => false,
            Member::Object(body) => body.needs_4_01(),
            Member::List(all) => all.iter().any(Member::needs_4_01),
            Member::Related(related) => related.bodies().any(Body::needs_4_01),
        }
    }

    fn is_deep(&self) -> bool {
        match self {
            Member::Json(_) | Member::Reference(_) => false,
            Member::Object(body) => body.is_deep(),
            Member::List(all) => all.iter().any(Member::is_deep),
            Member::Related(related) => related.bodies().next().is_some(),
        }
    }

    /// Several of them.
    pub(super) fn list(all: Vec<Member>) -> Member {
        let texts: Option<Vec<&str>> = all.iter().map(Member::text).collect();
        match texts {
            Some(texts) => Member::Json(format!("[{}]", texts.join(","))),
            None => Member::List(all),
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Member::Json(json) => Some(json),
            _ => None,
        }
    }
}
