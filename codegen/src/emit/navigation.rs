//! Navigation properties: what leads from one entity to others.

use odata_csdl::model::{NavigationProperty, StructuredTypeId, TypeKind};
use odata_csdl::syntax::Expression;

use super::entity_set::Info;
use super::member::{Declared, Member};
use super::writer::Writer;
use super::{Context, deprecated, said};
use crate::names::RustName;

const NAVIGATION: &str = "Org.OData.Capabilities.V1.NavigationRestrictions";

/// The constant that a query follows or expands.
pub(super) fn constant(
    cx: &Context<'_, '_>,
    owner: StructuredTypeId,
    name: &RustName,
    member: &Member<'_, '_>,
    out: &mut Writer<'_>,
) {
    let Declared::Navigation {
        property, target, ..
    } = member.declared
    else {
        return;
    };
    let Some(target) = cx.names.structured(target) else {
        return;
    };
    let permissions = said::permissions(restriction(cx, owner, property));
    let list = said::list(&property.annotations, None, &permissions);
    if !list.is_empty() {
        out.doc(&format!("Leads to [`{target}`].\n\n{}", list.join("\n")));
    }
    deprecated::of_member(member, out);
    let many = match property.ty.collection {
        true => "Many",
        false => "One",
    };
    let right = cx.restrictions.parameter(owner, member.wire);
    let constant = member.names.constant;
    let left = [
        "pub const ",
        constant,
        ": odata::Navigation<Self, odata::",
        many,
        "<",
        target.as_str(),
        ">",
        &right,
        ">",
    ];
    match is_described(cx, owner, property) {
        true => out.assign(
            left,
            [
                "odata::Navigation::new(&",
                &static_name(name, constant),
                ")",
            ],
        ),
        false => out.assign(left, ["odata::navigation(", member.names.literal, ")"]),
    }
}

/// Those that lead to no type of the model, such as `Edm.EntityType`; what a payload has of them is undeclared.
pub(super) fn left_out(cx: &Context<'_, '_>, id: StructuredTypeId) -> Vec<String> {
    if !cx.plan.everything {
        return Vec::new();
    }
    let all = cx.plan.model.navigation_properties(id);
    let nowhere = all.filter(|one| !matches!(one.ty.kind, TypeKind::Structured(_)));
    nowhere.map(|one| format!("`{}`", one.name)).collect()
}

/// What the runtime is told about those of which more is known than where they lead.
pub(super) fn descriptions(
    cx: &Context<'_, '_>,
    owner: StructuredTypeId,
    name: &RustName,
    members: &[Member<'_, '_>],
    out: &mut Writer<'_>,
) {
    for member in members {
        let Declared::Navigation {
            property, target, ..
        } = member.declared
        else {
            continue;
        };
        let Some(target) = cx.names.structured(target) else {
            continue;
        };
        if !is_described(cx, owner, property) {
            continue;
        }
        let permissions = said::permissions(restriction(cx, owner, property));
        let info = Info {
            name: &static_name(name, member.names.constant),
            wire: member.wire,
            entity: Some(target.as_str()),
            permissions: &permissions,
            limits: said::limit_rows(&property.annotations, None),
        };
        out.blank();
        info.unrestricted(cx, out);
    }
}

fn is_described(
    cx: &Context<'_, '_>,
    owner: StructuredTypeId,
    property: &NavigationProperty,
) -> bool {
    cx.plan.key_as_segment
        || !said::limit_rows(&property.annotations, None).is_empty()
        || !said::permissions(restriction(cx, owner, property)).is_empty()
}

/// Two underscores, so that it is called like no set.
fn static_name(owner: &RustName, constant: &str) -> String {
    format!(
        "{}__{constant}",
        odata_core::names::screaming(owner.as_str())
    )
}

/// What the sets of its owner say of reading it.
fn restriction<'m>(
    cx: &Context<'_, 'm>,
    owner: StructuredTypeId,
    property: &NavigationProperty,
) -> Option<&'m Expression> {
    let sets = cx.plan.sets_of(owner);
    let restrictions = sets.filter_map(|set| set.annotations.value(NAVIGATION));
    let records = restrictions.filter_map(|one| one.property("RestrictedProperties"));
    let named = |record: &&Expression| {
        let path = record
            .property("NavigationProperty")
            .and_then(Expression::as_path);
        path == Some(property.name.as_str())
    };
    records
        .flat_map(Expression::items)
        .find(named)?
        .property("ReadRestrictions")
}
