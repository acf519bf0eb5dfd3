//! What a target of `[rename]` may have meant that leaves the namespace out, or has another one.

use odata_core::names::nearest;
use odata_csdl::model::{Model, QualifiedName, TypeKind};

/// The target in full whose type has the nearest simple name, and of its members the nearest one.
pub(super) fn by_simple_name(model: &Model, target: &str) -> Option<String> {
    let (owner, member) = match target.split_once('/') {
        Some((owner, member)) => (owner, Some(member)),
        None => (target, None),
    };
    let simple = owner.rsplit('.').next()?;
    let all = || {
        let structured = model.structured_types().map(|(_, ty)| &ty.name);
        structured.chain(model.enum_types().map(|(_, ty)| &ty.name))
    };
    let near = nearest(simple, all().map(|name| name.name.as_str()))?;
    let called_so = || all().filter(|name| name.name == near);
    let in_full: Vec<String> = called_so().map(|name| name.to_string()).collect();
    let full = nearest(owner, in_full.iter().map(String::as_str));
    let full = called_so().find(|name| full.is_none_or(|full| name.to_string() == full))?;
    let Some(member) = member else {
        return Some(full.to_string());
    };
    let members = members(model, full);
    let near = nearest(member, members.iter().copied())?;
    Some(format!("{full}/{near}"))
}

fn members<'m>(model: &'m Model, name: &QualifiedName) -> Vec<&'m str> {
    match model.find_type(&name.to_string()) {
        Some(TypeKind::Structured(id)) => {
            let ty = model.structured_type(*id);
            let structural = ty.properties.iter().map(|one| one.name.as_str());
            let navigation = ty.navigation_properties.iter();
            structural
                .chain(navigation.map(|one| one.name.as_str()))
                .collect()
        }
        Some(TypeKind::Enum(id)) => {
            let members = model.enum_type(*id).members.iter();
            members.map(|one| one.name.as_str()).collect()
        }
        _ => Vec::new(),
    }
}
