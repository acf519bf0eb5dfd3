//! Whether everything is set that an entity cannot be without.

use odata_core::descriptor::TypeInfo;

use super::body::{Body, Member};
use crate::decode::Structured;
use crate::error::{Error, Result};

/// A type, and which of its properties need not be set though they are never null.
#[derive(Clone, Copy, Debug)]
pub(super) struct Demands {
    info: &'static TypeInfo,
    defaulted: &'static [&'static str],
}

impl Demands {
    pub(super) fn of<E: Structured>() -> Self {
        Demands {
            info: E::INFO,
            defaulted: E::DEFAULTED,
        }
    }

    /// The properties that are never null, have no default and are not set; those within values that are set by themselves go by
    /// their path.
    fn missing(&self, body: &Body) -> Vec<String> {
        let mut missing = Vec::new();
        for (index, name) in self.info.properties.iter().enumerate() {
            let property = (self.info.describe)(index);
            let is_demanded = !property.nullable && !property.collection;
            if is_demanded && !self.defaulted.contains(name) && !body.sets(name) {
                missing.push((*name).to_owned());
            }
        }
        for (name, member) in &body.members {
            within(name, member, &mut missing);
        }
        missing
    }
}

fn within(name: &str, member: &Member, missing: &mut Vec<String>) {
    let mut of = |body: &Body| {
        if let Some(demands) = body.demands {
            let inside = demands.missing(body).into_iter();
            missing.extend(inside.map(|path| format!("{name}/{path}")));
        }
    };
    match member {
        Member::Json(_) | Member::Reference(_) => {}
        Member::Object(body) => of(body),
        Member::Related(related) => related.bodies().for_each(of),
        Member::List(all) => all.iter().for_each(|one| within(name, one, missing)),
    }
}

/// Refuses what lacks something.
pub(super) fn check(demands: Demands, body: &Body) -> Result<()> {
    // One that says that it is of a derived type is held against that.
    let demands = body.demands.unwrap_or(demands);
    let mut missing = demands.missing(body);
    missing.dedup();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    Err(Error::refused(format!(
        "{} lacks {}: by the schema never null and without a default",
        demands.info.short_name(),
        names.join(", ")
    )))
}
