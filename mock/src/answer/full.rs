//! What `metadata=full` adds: types, ids and links (OData JSON 4.01, 3.1.2).

use odata_core::edm::PrimitiveType;
use odata_csdl::syntax::StructuredKind;

use crate::answer::accept::Metadata;
use crate::answer::write::{Writer, quoted};
use crate::eval::{Object, Value};
use crate::shape::{Declared, Shape};

impl<'w> Writer<'w> {
    /// Writes the type, the id and the edit link of an object.
    pub(super) fn full_head(&self, object: &Object<'w>, members: &mut Vec<String>) {
        if self.format.metadata != Metadata::Full {
            return;
        }
        let model = self.context.world.model;
        let Some(id) = object.ty else { return };
        let ty = model.structured_type(id);
        let name = quoted(&format!("#{}", ty.name));
        members.push(format!("\"{}\":{name}", self.format.control("type")));
        let is_entity = ty.kind == StructuredKind::Entity;
        if let Some(path) = object.path(model).filter(|_| is_entity) {
            let url = quoted(&format!("{}{path}", self.root));
            members.push(format!("\"{}\":{url}", self.format.control("id")));
            members.push(format!("\"{}\":{url}", self.format.control("editLink")));
            if model
                .lineage(id)
                .any(|one| model.structured_type(one).has_stream)
            {
                self.media_links("", &format!("{path}/$value"), members);
            }
            for property in model.properties(id) {
                let declared = Declared::new(model, &property.ty, property.nullable);
                if declared.shape == Shape::Primitive(PrimitiveType::Stream) {
                    let name = &property.name;
                    self.media_links(name, &format!("{path}/{name}"), members);
                }
            }
        }
    }

    /// Where a content is read and changed (OData JSON 4.01, 4.6.14); what the row says itself stands.
    fn media_links(&self, of: &str, path: &str, members: &mut Vec<String>) {
        let url = quoted(&format!("{}{path}", self.root));
        for control in ["mediaReadLink", "mediaEditLink"] {
            let name = quoted(&format!("{of}{}", self.format.control(control)));
            if !members
                .iter()
                .any(|member| member.starts_with(&format!("{name}:")))
            {
                members.push(format!("{name}:{url}"));
            }
        }
    }

    /// Which set an entity is from, where entities of several are in one collection.
    pub(super) fn all_head(&self, object: &Object<'w>) -> Vec<String> {
        let home = object.home.as_ref().filter(|_| !self.format.is_none());
        let context = home.map(|home| {
            let url = quoted(&format!("{}$metadata#{}/$entity", self.root, home.path));
            format!("\"{}\":{url}", self.format.control("context"))
        });
        context.into_iter().collect()
    }

    /// Writes the links of navigation properties that are not expanded.
    pub(super) fn full_links(&self, object: &Object<'w>, name: &str, members: &mut Vec<String>) {
        if self.format.metadata != Metadata::Full {
            return;
        }
        let Some(path) = object.path(self.context.world.model) else {
            return;
        };
        for (control, end) in [("associationLink", "/$ref"), ("navigationLink", "")] {
            let control = self.format.control(control);
            let url = quoted(&format!("{}{path}/{name}{end}", self.root));
            members.push(format!("\"{name}{control}\":{url}"));
        }
    }

    /// Writes the type of what was computed, where its JSON does not show it (OData JSON 4.01, 4.6.3).
    pub(super) fn added_type(&self, name: &str, value: &Value<'w>, members: &mut Vec<String>) {
        if self.format.is_none() {
            return;
        }
        let ty = match value {
            Value::Decimal(_) => "Decimal".to_owned(),
            Value::Guid(_) => "Guid".to_owned(),
            Value::Date(_) => "Date".to_owned(),
            Value::TimeOfDay(_) => "TimeOfDay".to_owned(),
            Value::DateTimeOffset(_) => "DateTimeOffset".to_owned(),
            Value::Duration(_) => "Duration".to_owned(),
            Value::Binary(_) => "Binary".to_owned(),
            Value::Enum(id, _) => self.context.world.model.enum_type(*id).name.to_string(),
            _ => return,
        };
        let control = self.format.control("type");
        members.push(format!("{}:\"#{ty}\"", quoted(&format!("{name}{control}"))));
    }

    /// Writes the type of a member that its JSON does not show.
    pub(super) fn full_type(&self, name: &str, declared: Declared, members: &mut Vec<String>) {
        if self.format.metadata != Metadata::Full {
            return;
        }
        let model = self.context.world.model;
        let ty = match declared.shape {
            Shape::Primitive(
                PrimitiveType::String | PrimitiveType::Boolean | PrimitiveType::Double,
            ) if !declared.collection => return,
            Shape::Primitive(primitive) => primitive.name().replace("Edm.", ""),
            Shape::Enum(id) => model.enum_type(id).name.to_string(),
            // An object says itself what it is.
            Shape::Structured(_) if !declared.collection => return,
            Shape::Structured(id) => model.structured_type(id).name.to_string(),
            Shape::Unknown => return,
        };
        let ty = if declared.collection {
            format!("#Collection({ty})")
        } else {
            format!("#{ty}")
        };
        let control = self.format.control("type");
        members.push(format!("\"{name}{control}\":{}", quoted(&ty)));
    }
}
