//! `Validation.AllowedValues`: an enum of the values that a service lists. On the wire they stay texts or numbers.

use odata_core::edm::PrimitiveType;

use super::Context;
use super::docs::safe;
use super::enumeration::{self, Shown, Variant};
use super::writer::Writer;
use crate::plan::ListOwner;

/// The enums of all lists of a plan.
pub(super) fn emit(cx: &Context<'_, '_>, out: &mut Writer<'_>) {
    for (owner, list) in cx.plan.lists.iter() {
        let Some(name) = cx.names.list(owner) else {
            continue;
        };
        let of = match owner {
            ListOwner::Property(id, property) => match cx.names.structured(*id) {
                Some(ty) => format!("property `{property}` of [`{ty}`]"),
                None => format!("property `{property}`"),
            },
            ListOwner::Definition(id) => {
                let ty = cx.plan.model.type_definition(*id);
                format!("type definition `{}`", ty.name)
            }
            ListOwner::Parameter(id, parameter) => {
                let action = &cx.plan.model.operation(*id).name.name;
                format!("parameter `{parameter}` of the action `{action}`")
            }
        };
        let mut scope = cx.names.values(owner);
        let variants = list.values.iter().map(|value| {
            let doc = value.description.map(safe);
            Variant {
                name: scope.name(&value.wire).to_string().into(),
                wire: &value.wire,
                doc: doc
                    .filter(|doc| !doc.is_empty())
                    .or_else(|| Some(format!("`{}`.", safe(&value.wire)).into())),
                deprecated: None,
            }
        });
        enumeration::write(
            &Shown {
                name: &name.to_string(),
                wire: (list.base != PrimitiveType::String).then(|| list.base.name()),
                listed: Some(match list.base {
                    PrimitiveType::String => "Listed",
                    _ => "ListedNumber",
                }),
                doc: format!("The values of {of} that the service lists.").into(),
                deprecated: None,
                other: "A value that the service does not list.",
            },
            &variants.collect::<Vec<_>>(),
            out,
        );
    }
}
