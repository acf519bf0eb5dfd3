//! Stream properties: no field, since a payload has no value of theirs, but a constant by which the bytes are asked for.

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{Model, Property, StructuredTypeId, TypeKind};

use super::writer::Writer;
use super::{Context, deprecated};
use crate::names::MemberNames;

/// Those of a type and its base types.
pub(super) fn of<'p, 'm>(
    cx: &Context<'p, 'm>,
    id: StructuredTypeId,
) -> Vec<(&'m Property, MemberNames<'p>)> {
    let model = cx.plan.model;
    let mut streams = Vec::new();
    for declared_by in model.lineage(id) {
        let properties = &model.structured_type(declared_by).properties;
        let named = properties.iter().zip(cx.names.members(declared_by));
        streams.extend(named.filter(|(property, _)| is_stream(model, property)));
    }
    streams
}

/// The names of collections of streams, by which nothing can be asked for.
pub(super) fn left_out(cx: &Context<'_, '_>, id: StructuredTypeId) -> Vec<String> {
    let model = cx.plan.model;
    let all = model.lineage(id);
    let all = all.flat_map(|one| &model.structured_type(one).properties);
    let streams = all.filter(|one| one.ty.collection && is_of_stream(model, one));
    streams.map(|one| format!("`{}`", one.name)).collect()
}

fn is_stream(model: &Model, property: &Property) -> bool {
    !property.ty.collection && is_of_stream(model, property)
}

fn is_of_stream(model: &Model, property: &Property) -> bool {
    let primitive = match property.ty.kind {
        TypeKind::Primitive(primitive) => primitive,
        TypeKind::Definition(id) => model.type_definition(id).underlying,
        _ => return false,
    };
    primitive == PrimitiveType::Stream
}

pub(super) fn constants(streams: &[(&Property, MemberNames<'_>)], out: &mut Writer<'_>) {
    for (property, names) in streams {
        deprecated::attribute(&property.annotations, out);
        out.assign(
            [
                "pub const ",
                names.constant,
                ": odata::StreamProperty<Self>",
            ],
            ["odata::StreamProperty::new(", names.literal, ")"],
        );
    }
}
