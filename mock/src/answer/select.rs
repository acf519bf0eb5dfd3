//! Names in `$select`, before it is read as a tree: what is misspelt is said with the near name.

use odata_core::expr::{Lookup, Scope, Type};
use odata_csdl::model::{Model, StructuredTypeId};

use crate::answer::Fault;
use crate::eval::Names;
use crate::service::near_or_all;
use crate::shape::{self, Declared, Member, Shape};

/// Checks the names of a selection that has no parentheses.
pub(super) fn check(
    text: &str,
    model: &Model,
    of: StructuredTypeId,
    names: &Names<'_>,
) -> Result<(), Fault> {
    if text.contains('(') {
        return Ok(());
    }
    for item in text.split(',').map(str::trim) {
        let is_computed = || {
            let found = names.property(&names.root(), item);
            matches!(found, Lookup::Found(Type::Unchecked))
        };
        if item == "*" || item.ends_with(".*") || is_computed() {
            continue;
        }
        let mut ty = Some(of);
        for segment in item.split('/') {
            ty = checked(segment, model, ty).map_err(|fault| fault.target("$select"))?;
        }
    }
    Ok(())
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
    if name.contains(['.', '@']) {
        return Ok(shape::find_structured(model, name).or(of));
    }
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
