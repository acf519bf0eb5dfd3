//! The key of an entity type: its type, and how it is read from the fields.

use odata_csdl::model::{KeyProperty, StructuredTypeId, TypeKind};
use odata_csdl::syntax::StructuredKind;

use super::Context;
use super::member::{self, Declared, Member};
use super::rust_type::RustType;
use super::writer::Writer;
use crate::names::RustName;

/// More than so many properties are no key in the runtime.
const MOST: usize = 8;

/// The key of an entity type.
pub(super) struct Key {
    /// The types of its values.
    types: Vec<String>,
    /// Where they are in the entity, unless the runtime finds them by the names of the key.
    values: Option<Vec<Chain>>,
}

/// Calls that lead from the entity to the value.
type Chain = Vec<String>;

/// Nothing for a type without a key, and for one whose key leads where no field does.
pub(super) fn of(
    cx: &Context<'_, '_>,
    id: StructuredTypeId,
    members: &[Member<'_, '_>],
) -> Option<Key> {
    let key = &cx.plan.model.key(id)?.properties;
    if !(1..=MOST).contains(&key.len()) {
        return None;
    }
    let parts: Option<Vec<(String, Chain)>> =
        key.iter().map(|one| part(cx, one, members)).collect();
    let (types, values) = parts?.into_iter().unzip();
    let has_alias = key.iter().any(|one| one.name() != one.path);
    Some(Key {
        types,
        values: has_alias.then_some(values),
    })
}

/// The part of its key that no value of a field is, when a type has such a key.
pub(super) fn left_out<'m>(
    cx: &Context<'_, 'm>,
    id: StructuredTypeId,
    members: &[Member<'_, '_>],
) -> Option<&'m str> {
    if cx.plan.model.structured_type(id).kind != StructuredKind::Entity {
        return None;
    }
    let mut key = cx.plan.model.key(id)?.properties.iter();
    let lost = key.find(|one| part(cx, one, members).is_none());
    lost.map(|one| one.path.as_str())
}

/// The type of a value of a key, and where it is.
fn part(
    cx: &Context<'_, '_>,
    key: &KeyProperty,
    members: &[Member<'_, '_>],
) -> Option<(String, Chain)> {
    let mut segments = key.path.split('/');
    let first = segments.next()?;
    let mut value = Chain::new();
    let mut at = members.iter().find(|one| one.wire == first)?;
    step(&mut value, at.names.field, &at.ty);
    let mut inner;
    for segment in segments {
        inner = member::of(cx, complex(at)?);
        at = inner.iter().find(|one| one.wire == segment)?;
        step(&mut value, at.names.field, &at.ty);
    }
    let Declared::Property(property) = at.declared else {
        return None;
    };
    let is_one = at.ty.is_plain() && !matches!(property.ty.kind, TypeKind::Structured(_));
    value.extend([".cloned()", ".unwrap_or_default()"].map(str::to_owned));
    is_one.then(|| (at.ty.item.name().to_owned(), value))
}

fn step(value: &mut Chain, field: &str, ty: &RustType<'_>) {
    let (how, end) = match ty.is_option() {
        true => (".and_then(|it| it.", ".as_ref())"),
        false => (".map(|it| &it.", ")"),
    };
    value.push([how, field, end].concat());
}

/// The complex type of a property that is one value.
fn complex(member: &Member<'_, '_>) -> Option<StructuredTypeId> {
    let Declared::Property(property) = member.declared else {
        return None;
    };
    match property.ty.kind {
        TypeKind::Structured(id) if !member.ty.item.is_json() => {
            (!property.ty.collection).then_some(id)
        }
        _ => None,
    }
}

impl Key {
    /// What makes a type an entity type.
    pub(super) fn emit(&self, name: &RustName, out: &mut Writer<'_>) {
        let ty = match self.types.as_slice() {
            [only] => only.clone(),
            several => format!("({})", several.join(", ")),
        };
        out.blank();
        out.open(["impl odata::Entity for ", name.as_str(), " {"]);
        out.line(["type Key = ", &ty, ";"]);
        if let Some(values) = &self.values {
            out.blank();
            out.open("fn key(&self) -> Self::Key {");
            match values.as_slice() {
                [only] => out.chain("Some(self)", only),
                several => {
                    out.open("(");
                    for one in several {
                        let mut one = one.clone();
                        one.last_mut().into_iter().for_each(|last| last.push(','));
                        out.chain("Some(self)", &one);
                    }
                    out.close(")");
                }
            }
            out.close("}");
        }
        out.close("}");
    }
}
