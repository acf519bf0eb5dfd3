//! An entity or complex type: a struct, a constant for each property, the table that the runtime reads it by.

use odata_csdl::model::{Property, StructuredTypeId};
use odata_csdl::syntax::StructuredKind;

use super::Context;
use super::docs::description;
use super::rust_type::{self, RustType};
use super::writer::{Writer, string};
use crate::names::{RustName, Scope};

/// A property and all its names.
struct Row<'m> {
    property: &'m Property,
    ty: RustType,
    field: RustName,
    constant: RustName,
    is_key: bool,
}

pub(super) fn emit(cx: &Context<'_, '_>, id: StructuredTypeId, out: &mut Writer) {
    let Some(name) = cx.names.structured(id) else {
        return;
    };
    let rows = rows(cx, id);
    fields(cx, id, name, &rows, out);
    constants(cx, id, name, &rows, out);
    table(cx, id, name, &rows, out);
}

fn rows<'m>(cx: &Context<'_, 'm>, id: StructuredTypeId) -> Vec<Row<'m>> {
    let model = cx.plan.model;
    let (mut fields, mut constants) = (Scope::fields(), Scope::constants());
    let key = model.key(id);
    let rows = model.properties(id).filter_map(|property| {
        let ty = rust_type::of(cx, id, property)?;
        Some(Row {
            property,
            ty,
            field: fields.name(&property.name),
            constant: constants.name(&property.name),
            is_key: key
                .is_some_and(|key| key.properties.iter().any(|one| one.path == property.name)),
        })
    });
    rows.collect()
}

/// The names of its constants, taken.
pub(super) fn constant_scope(cx: &Context<'_, '_>, id: StructuredTypeId) -> Scope {
    let mut constants = Scope::constants();
    for property in cx.plan.model.properties(id) {
        if rust_type::of(cx, id, property).is_some() {
            constants.name(&property.name);
        }
    }
    constants
}

fn fields(
    cx: &Context<'_, '_>,
    id: StructuredTypeId,
    name: &RustName,
    rows: &[Row<'_>],
    out: &mut Writer,
) {
    let ty = cx.plan.model.structured_type(id);
    out.blank();
    let kind = if ty.kind == StructuredKind::Entity {
        "entity"
    } else {
        "complex"
    };
    let said = description(&ty.annotations);
    out.doc(&said.unwrap_or_else(|| format!("The {kind} type `{}`.", ty.name)));
    let navigation = cx.plan.model.navigation_properties(id);
    let generated = |name: &str| {
        let mut all = cx.plan.navigation_of(id).iter();
        all.any(|one| one.property.name == name)
    };
    let left_out: Vec<String> = navigation
        .filter(|one| !generated(&one.name))
        .map(|one| format!("`{}`", one.name))
        .collect();
    let functions = super::bound::left_out(cx, Some(id));
    for (what, left_out) in [
        ("Navigation properties", left_out),
        ("Functions", functions),
    ] {
        if !left_out.is_empty() {
            out.line("///");
            out.doc(&format!(
                "{what} that are not generated: {}.",
                left_out.join(", ")
            ));
        }
    }
    out.line("#[derive(Clone, Debug, Default, PartialEq)]");
    out.line("#[non_exhaustive]");
    out.line("#[allow(dead_code)]");
    out.open(&format!("pub struct {name} {{"));
    for row in rows {
        let said = description(&row.property.annotations);
        let said = said.unwrap_or_else(|| format!("The property `{}`.", row.property.name));
        out.doc(&if row.is_key {
            format!("{said} (Key.)")
        } else {
            said
        });
        out.line(&format!("pub {}: {},", row.field, row.ty.field));
    }
    out.doc("What a payload held besides: ETag, type, undeclared properties.");
    out.line("pub odata: odata::Extras,");
    out.close("}");
}

fn constants(
    cx: &Context<'_, '_>,
    id: StructuredTypeId,
    name: &RustName,
    rows: &[Row<'_>],
    out: &mut Writer,
) {
    if rows.is_empty() {
        return;
    }
    out.blank();
    out.line("#[allow(dead_code)]");
    out.open(&format!("impl {name} {{"));
    for row in rows {
        let wire = &row.property.name;
        out.doc(&format!("The property `{wire}`, for queries."));
        let left = format!(
            "pub const {}: odata::Field<Self, {}{}>",
            row.constant,
            row.ty.field,
            cx.restrictions.parameter(id, wire)
        );
        out.assign(&left, &format!("odata::Field::new({})", string(wire)));
    }
    out.close("}");
}

fn table(
    cx: &Context<'_, '_>,
    id: StructuredTypeId,
    name: &RustName,
    rows: &[Row<'_>],
    out: &mut Writer,
) {
    let ty = cx.plan.model.structured_type(id);
    out.blank();
    out.open(&format!("impl odata::Structured for {name} {{"));
    out.open("const INFO: &'static odata::TypeInfo = &odata::TypeInfo {");
    out.line(&format!("name: {},", string(&ty.name.to_string())));
    if rows.is_empty() {
        out.line("properties: &[],");
    } else {
        out.open("properties: &[");
        for row in rows {
            let kind = match (row.property.ty.collection, row.ty.may_be_absent) {
                (false, true) => "nullable",
                (false, false) => "required",
                (true, _) => "collection",
            };
            let arguments = [string(&row.property.name), row.ty.value.clone()];
            out.call(&format!("odata::PropertyInfo::{kind}"), &arguments, ",");
        }
        out.close("],");
    }
    let key = cx.plan.model.key(id);
    let key = key.map_or_else(Vec::new, |key| {
        key.properties
            .iter()
            .map(|one| string(one.name()))
            .collect()
    });
    out.array_field("key", &key);
    out.line(&format!("open: {},", ty.is_open));
    out.close("};");
    out.blank();
    accessor(rows, out);
    out.blank();
    out.open("fn extras(&mut self) -> &mut odata::Extras {");
    out.line("&mut self.odata");
    out.close("}");
    out.close("}");
    out.blank();
    out.open(&format!("impl odata::Value for {name} {{"));
    out.open("fn read(&mut self, reader: &mut odata::json::Reader<'_>) -> Result<(), odata::json::Fault> {");
    out.line("odata::decode::record(self, reader)");
    out.close("}");
    out.close("}");
    if let Some(key) = key_rows(cx, id, rows) {
        entity(name, &key, out);
    }
}

/// The property with a certain index, in the order of the table.
fn accessor(rows: &[Row<'_>], out: &mut Writer) {
    if rows.is_empty() {
        out.open("fn property(&mut self, _index: usize) -> Option<&mut dyn odata::Value> {");
        out.line("None");
        out.close("}");
        return;
    }
    out.open("fn property(&mut self, index: usize) -> Option<&mut dyn odata::Value> {");
    out.open("match index {");
    for (index, row) in rows.iter().enumerate() {
        out.line(&format!("{index} => Some(&mut self.{}),", row.field));
    }
    out.line("_ => None,");
    out.close("}");
    out.close("}");
}

/// What makes a type an entity type: its key, and the ETag that came with it.
fn entity(name: &RustName, key: &[&Row<'_>], out: &mut Writer) {
    let types: Vec<String> = key.iter().map(|row| row.ty.field.clone()).collect();
    let values: Vec<String> = key.iter().map(|row| key_value(row)).collect();
    let tuple = |parts: &[String]| match parts {
        [only] => only.clone(),
        several => format!("({})", several.join(", ")),
    };
    out.blank();
    out.open(&format!("impl odata::Entity for {name} {{"));
    out.line(&format!("type Key = {};", tuple(&types)));
    out.blank();
    out.open("fn key(&self) -> Self::Key {");
    out.line(&tuple(&values));
    out.close("}");
    out.blank();
    out.open("fn etag(&self) -> Option<&str> {");
    out.line("self.odata.etag()");
    out.close("}");
    out.close("}");
}

fn key_value(row: &Row<'_>) -> String {
    const COPIED: &[&str] = &[
        "bool",
        "u8",
        "i8",
        "i16",
        "i32",
        "i64",
        "f32",
        "f64",
        "odata::Guid",
        "odata::Date",
        "odata::TimeOfDay",
        "odata::DateTimeOffset",
        "odata::Duration",
    ];
    let copied = COPIED.contains(&row.ty.field.as_str());
    format!("self.{}{}", row.field, if copied { "" } else { ".clone()" })
}

/// The properties of the key; nothing for a key that leads into a complex property.
fn key_rows<'r, 'm>(
    cx: &Context<'_, '_>,
    id: StructuredTypeId,
    rows: &'r [Row<'m>],
) -> Option<Vec<&'r Row<'m>>> {
    let key = cx.plan.model.key(id)?;
    let rows: Option<Vec<&Row<'_>>> = key
        .properties
        .iter()
        .map(|one| rows.iter().find(|row| row.property.name == one.path))
        .collect();
    rows.filter(|rows| !rows.is_empty())
}
