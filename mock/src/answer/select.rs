//! `$select` (URL conventions 5.1.3): which members of an entity are written.

use std::collections::BTreeMap;

use odata_csdl::model::{Model, StructuredTypeId};

use crate::answer::Fault;
use crate::service::near_or_all;
use crate::shape::{self, Declared, Member, Shape};

/// The members to write, of an object and of the objects in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Select {
    /// The names as they were given, for the context URL; none where nothing was selected.
    pub(crate) names: Vec<String>,
    members: BTreeMap<String, Select>,
}

impl Select {
    /// Everything.
    pub(crate) const ALL: &'static Select = &Select {
        names: Vec::new(),
        members: BTreeMap::new(),
    };

    /// Reads the option; every name has to be one of the type's.
    pub(crate) fn parse(text: &str, model: &Model, of: StructuredTypeId) -> Result<Select, Fault> {
        let mut select = Select::default();
        for item in text.split(',').map(str::trim) {
            select.names.push(item.to_owned());
            if item == "*" {
                continue;
            }
            let mut at = &mut select.members;
            let mut ty = Some(of);
            for segment in item.split('/') {
                ty = checked(segment, model, ty).map_err(|fault| fault.target("$select"))?;
                at = &mut at.entry(segment.to_owned()).or_default().members;
            }
        }
        if select.names.iter().any(|name| name == "*") {
            select.members.clear();
        }
        Ok(select)
    }

    /// What to write of a member; nothing when it is not selected.
    pub(crate) fn member(&self, name: &str) -> Option<&Select> {
        if self.members.is_empty() {
            Some(Select::ALL)
        } else {
            self.members.get(name)
        }
    }

    /// The part of the context URL that names what is selected.
    pub(crate) fn context(&self) -> String {
        if self.names.is_empty() {
            String::new()
        } else {
            format!("({})", self.names.join(","))
        }
    }
}

/// The type of a member, if it has one that has members itself.
fn checked(
    name: &str,
    model: &Model,
    of: Option<StructuredTypeId>,
) -> Result<Option<StructuredTypeId>, Fault> {
    let Some(id) = of else {
        return Err(Fault::bad_request(format!(
            "nothing can be selected below it: `{name}`"
        )));
    };
    let declared = match shape::member(model, id, name) {
        Some(Member::Property(declared) | Member::Navigation(declared)) => declared,
        Some(Member::Dynamic) if !name.is_empty() => Declared::UNKNOWN,
        Some(Member::Dynamic) | None => {
            let names = shape::member_names(model, id);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let ty = &model.structured_type(id).name;
            let message = format!(
                "{ty} has no property `{name}`: {}",
                near_or_all(name, &names)
            );
            return Err(Fault::bad_request(message));
        }
    };
    Ok(match declared.shape {
        Shape::Structured(id) => Some(id),
        _ => None,
    })
}
