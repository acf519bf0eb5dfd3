//! Objects and values as JSON, members in the order of the model.

use odata_core::edm::PrimitiveType;
use odata_csdl::model::StructuredTypeId;
use serde_json::Value as Json;

use crate::answer::Fault;
use crate::answer::accept::{Format, Metadata};
use crate::answer::expand::Again;
use crate::answer::pipeline::Context;
use crate::answer::prefer::Preferences;
use crate::answer::query::Query;
use crate::answer::view::{Part, View};
use crate::eval::{Object, Value, items, read, stored};
use crate::shape::{self, Declared, Member, Shape};
use crate::store::Row;

/// A text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}

/// Writes objects and values in one form of JSON.
#[derive(Clone)]
pub(crate) struct Writer<'w> {
    pub(crate) context: Context<'w>,
    pub(crate) format: Format,
    pub(crate) preferences: &'w Preferences,
    /// The absolute URL of the service root.
    pub(crate) root: &'w str,
    /// What next links begin with.
    pub(crate) link_root: &'w str,
    /// How many related entities are written at once.
    pub(crate) page_size: Option<usize>,
    /// How many expansions are around what is written.
    pub(crate) depth: usize,
}

impl<'w> Writer<'w> {
    /// Writes an object; `head` is members that go before its own, written already.
    pub(crate) fn object(
        &self,
        object: &Object<'w>,
        view: &'w View,
        again: Option<&Again<'w>>,
        head: Vec<String>,
    ) -> Result<String, Fault> {
        let mut members = head;
        self.annotations(object.members, "", &mut members);
        self.full_head(object, &mut members);
        match object.ty {
            Some(id) => self.declared_members(object, id, view, &mut members)?,
            None => {
                for (name, json) in object.members {
                    if !name.contains('@') && object.added(name).is_none() {
                        members.push(format!("{}:{json}", quoted(name)));
                    }
                }
            }
        }
        for (name, value) in object.added.iter().flat_map(|added| added.iter()) {
            if value.is_null() && self.preferences.omit_nulls {
                continue;
            }
            if let Some(part) = view.member(name) {
                let text = self.value(value, &part)?;
                self.added_type(name, value, &mut members);
                members.push(format!("{}:{text}", quoted(name)));
            }
        }
        self.related(object, view, again, &mut members)?;
        let text = format!("{{{}}}", members.join(","));
        let charged = self.context.world.budget.charge(16 + text.len() / 8);
        charged.map_err(|error| Fault::evaluation(&error, "$expand"))?;
        Ok(text)
    }

    fn declared_members(
        &self,
        object: &Object<'w>,
        id: StructuredTypeId,
        view: &View,
        members: &mut Vec<String>,
    ) -> Result<(), Fault> {
        let model = self.context.world.model;
        for property in model.properties(id) {
            let declared = Declared::new(model, &property.ty, property.nullable);
            self.member(object, &property.name, declared, view, members)?;
        }
        for name in object.members.keys().filter(|name| !name.contains('@')) {
            if shape::member(model, id, name) == Some(Member::Dynamic) {
                self.member(object, name, Declared::UNKNOWN, view, members)?;
            }
        }
        Ok(())
    }

    /// Writes a member that is there and selected, its annotations before it.
    fn member(
        &self,
        object: &Object<'w>,
        name: &str,
        declared: Declared,
        view: &View,
        members: &mut Vec<String>,
    ) -> Result<(), Fault> {
        let is_stream = declared.shape == Shape::Primitive(PrimitiveType::Stream);
        let (Some(json), Some(part)) = (object.members.get(name), view.member(name)) else {
            // Of content that comes by itself only what is said about it stands here.
            if is_stream && view.member(name).is_some() {
                self.annotations(object.members, name, members);
            }
            return Ok(());
        };
        if object.added(name).is_some() || (json.is_null() && self.preferences.omit_nulls) {
            return Ok(());
        }
        self.annotations(object.members, name, members);
        self.full_type(name, declared, members);
        let text = match declared.shape {
            Shape::Structured(_) => {
                let value = stored(
                    self.context.world.model,
                    &Value::Object(object.clone()),
                    name,
                );
                self.asked_of(name, value, &part, members)?
            }
            _ if !part.options.is_empty() => {
                let value = stored(
                    self.context.world.model,
                    &Value::Object(object.clone()),
                    name,
                );
                self.asked_of(name, value, &part, members)?
            }
            _ => self.json(json, declared),
        };
        members.push(format!("{}:{text}", quoted(name)));
        Ok(())
    }

    /// Writes a value after what `$select` asks of it in parentheses was done.
    fn asked_of(
        &self,
        name: &str,
        value: Value<'w>,
        part: &Part,
        members: &mut Vec<String>,
    ) -> Result<String, Fault> {
        let list = match items(self.context.world.model, &value) {
            Some(list) if !part.options.is_empty() => list,
            _ => return self.value(&value, part),
        };
        let query = Query::of(&part.options);
        let evaluated = self.context.evaluated(&query, list)?;
        if query.count {
            let control = self.format.control("count");
            members.push(format!("\"{name}{control}\":{}", evaluated.count));
        }
        self.value(&Value::List(evaluated.items), part)
    }

    /// Writes what the row says about a member, or about itself; names of control information as the version has them.
    fn annotations(&self, row: &Row, of: &str, members: &mut Vec<String>) {
        if self.format.is_none() {
            return;
        }
        for (name, json) in row {
            let Some(annotation) = name
                .strip_prefix(of)
                .and_then(|rest| rest.strip_prefix('@'))
            else {
                continue;
            };
            let control = annotation.strip_prefix("odata.");
            let control = control.or((!annotation.contains('.')).then_some(annotation));
            match control {
                // What links say is shown by what they lead to.
                Some("bind" | "id" | "removed") => {}
                Some("type") if of.is_empty() && self.format.metadata == Metadata::Full => {}
                Some(control) => {
                    let name = format!("{of}{}", self.format.control(control));
                    members.push(format!("{}:{json}", quoted(&name)));
                }
                None if self.preferences.wants(annotation) => {
                    members.push(format!("{}:{json}", quoted(name)));
                }
                None => {}
            }
        }
    }

    /// Writes a value that was evaluated.
    pub(crate) fn value(&self, value: &Value<'w>, part: &Part) -> Result<String, Fault> {
        Ok(match value {
            Value::Object(object) => self.nested(object, part)?,
            Value::List(list) => {
                let list: Result<Vec<String>, Fault> =
                    list.iter().map(|item| self.value(item, part)).collect();
                format!("[{}]", list?.join(","))
            }
            Value::Collection { items, item } => {
                let declared = Declared {
                    shape: *item,
                    collection: false,
                    nullable: true,
                };
                let items = items.iter().map(|json| self.json(json, declared));
                format!("[{}]", items.collect::<Vec<_>>().join(","))
            }
            Value::Null | Value::Opaque => "null".to_owned(),
            Value::Boolean(truth) => truth.to_string(),
            Value::Int(number)
                if self.format.ieee754_compatible && i32::try_from(*number).is_err() =>
            {
                quoted(&number.to_string())
            }
            Value::Int(number) => number.to_string(),
            Value::Double(double) => match serde_json::Number::from_f64(*double) {
                Some(number) => number.to_string(),
                None if double.is_nan() => quoted("NaN"),
                None if *double > 0.0 => quoted("INF"),
                None => quoted("-INF"),
            },
            Value::Decimal(decimal) => {
                let text = decimal.to_string();
                self.number(&Json::String(text))
            }
            other => quoted(&read::text_of(self.context.world.model, other).unwrap_or_default()),
        })
    }

    fn nested(&self, object: &Object<'w>, part: &Part) -> Result<String, Fault> {
        // What is written of a part does not outlive this call, nor what is evaluated for it.
        fn shorter<'s>(
            writer: &Writer<'s>,
            object: &Object<'s>,
            view: &'s View,
        ) -> Result<String, Fault> {
            writer.object(object, view, None, Vec::new())
        }
        shorter(self, object, &part.view)
    }

    /// Writes a stored value as what is declared of it.
    fn json(&self, json: &Json, declared: Declared) -> String {
        match (declared.shape, json) {
            (_, Json::Array(items)) => {
                let single = Declared {
                    collection: false,
                    ..declared
                };
                let items = items.iter().map(|item| self.json(item, single));
                format!("[{}]", items.collect::<Vec<_>>().join(","))
            }
            (Shape::Primitive(PrimitiveType::Int64 | PrimitiveType::Decimal), json) => {
                self.number(json)
            }
            (_, json) => json.to_string(),
        }
    }

    /// A number that a double cannot hold is a string for those who ask (OData JSON 4.0, 3.2).
    fn number(&self, json: &Json) -> String {
        match json {
            Json::Number(number) if self.format.ieee754_compatible => quoted(&number.to_string()),
            Json::String(text) if !self.format.ieee754_compatible && is_json_number(text) => {
                text.clone()
            }
            other => other.to_string(),
        }
    }

    /// Writes the value of a property as it is stored, digit by digit; what is not stored as it was evaluated.
    pub(crate) fn stored_or(
        &self,
        value: &Value<'w>,
        owner: Option<&Object<'w>>,
        property: Option<&str>,
        declared: Declared,
    ) -> Result<String, Fault> {
        let stored = owner
            .zip(property)
            .filter(|(owner, name)| owner.added(name).is_none())
            .and_then(|(owner, name)| owner.members.get(name));
        match (stored, declared.shape) {
            (Some(json), Shape::Primitive(_) | Shape::Enum(_) | Shape::Unknown) => {
                Ok(self.json(json, declared))
            }
            _ => self.value(value, &Part::default()),
        }
    }
}

/// Whether a decimal text is a number in JSON too: `+5`, `007` and `INF` are none.
fn is_json_number(text: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(text).is_ok()
}
