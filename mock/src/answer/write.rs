//! Rows as JSON, members in the order of the model.

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{Model, StructuredTypeId};
use serde_json::Value as Json;

use crate::answer::accept::Format;
use crate::answer::select::Select;
use crate::shape::{self, Declared, Member, Shape};
use crate::store::Row;

/// A text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}

/// Writes objects and values in one form of JSON.
#[derive(Clone, Copy)]
pub(crate) struct Writer<'m> {
    pub(crate) model: &'m Model,
    pub(crate) format: Format,
}

impl Writer<'_> {
    /// Writes an object; `head` is members that go before its own, written already.
    pub(crate) fn object(
        self,
        declared: Option<StructuredTypeId>,
        row: &Row,
        select: &Select,
        head: Option<String>,
    ) -> String {
        let Some(id) = shape::actual_type(self.model, declared, row) else {
            return Json::Object(row.clone()).to_string();
        };
        let mut members: Vec<String> = head.into_iter().collect();
        self.annotations(row, "", &mut members);
        for property in self.model.properties(id) {
            let declared = Declared::new(self.model, &property.ty, property.nullable);
            self.member(row, &property.name, declared, select, &mut members);
        }
        for name in row.keys().filter(|name| !name.contains('@')) {
            if shape::member(self.model, id, name) == Some(Member::Dynamic) {
                self.member(row, name, Declared::UNKNOWN, select, &mut members);
            }
        }
        format!("{{{}}}", members.join(","))
    }

    /// Writes a member that is there and selected, its annotations before it.
    fn member(
        self,
        row: &Row,
        name: &str,
        declared: Declared,
        select: &Select,
        members: &mut Vec<String>,
    ) {
        let (Some(json), Some(below)) = (row.get(name), select.member(name)) else {
            return;
        };
        self.annotations(row, name, members);
        members.push(format!(
            "{}:{}",
            quoted(name),
            self.value(json, declared, below)
        ));
    }

    /// Writes what the row says about a member, or about itself.
    fn annotations(self, row: &Row, of: &str, members: &mut Vec<String>) {
        if self.format.no_metadata {
            return;
        }
        for (name, json) in row {
            if name
                .strip_prefix(of)
                .is_some_and(|rest| rest.starts_with('@'))
            {
                members.push(format!("{}:{json}", quoted(name)));
            }
        }
    }

    /// Writes a value as what is declared of it.
    pub(crate) fn value(self, json: &Json, declared: Declared, select: &Select) -> String {
        let single = Declared {
            collection: false,
            ..declared
        };
        match (declared.shape, json) {
            (_, Json::Array(items)) if declared.collection => {
                let items: Vec<String> = items
                    .iter()
                    .map(|item| self.value(item, single, select))
                    .collect();
                format!("[{}]", items.join(","))
            }
            (Shape::Structured(id), Json::Object(row)) => self.object(Some(id), row, select, None),
            (Shape::Primitive(PrimitiveType::Int64 | PrimitiveType::Decimal), json) => {
                self.number(json)
            }
            (_, json) => json.to_string(),
        }
    }

    /// A number that a double cannot hold is a string for those who ask (OData JSON 4.0, 3.2).
    fn number(self, json: &Json) -> String {
        match json {
            Json::Number(number) if self.format.ieee754_compatible => quoted(&number.to_string()),
            Json::String(text) if !self.format.ieee754_compatible && is_json_number(text) => {
                text.clone()
            }
            other => other.to_string(),
        }
    }
}

/// Whether a decimal text is a number in JSON too: `+5`, `007` and `INF` are none.
fn is_json_number(text: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(text).is_ok()
}
