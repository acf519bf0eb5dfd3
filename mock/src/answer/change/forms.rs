//! The forms of values in what is sent: rows of a test may be written as is handy, and clients keep to the format.

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{Model, StructuredTypeId};
use serde_json::Value as Json;

use super::body;
use crate::answer::{Asked, Fault};
use crate::shape::{self, Declared, Member, Shape};
use crate::store::Row;

/// Refuses numbers in strings unless `Content-Type` says that they are (`IEEE754Compatible=true`; OData JSON 4.01, 3.2), and members of enumerations that
/// are no strings (7.1).
pub(in crate::answer) fn check(
    asked: &Asked<'_>,
    ty: StructuredTypeId,
    row: &Row,
) -> Result<(), Fault> {
    match Sent::of(asked) {
        Some(sent) => sent.row(ty, row, ""),
        None => Ok(()),
    }
}

/// The same of the value of a property.
pub(super) fn check_value(
    asked: &Asked<'_>,
    declared: Declared,
    json: &Json,
    path: &str,
) -> Result<(), Fault> {
    match Sent::of(asked) {
        Some(sent) => sent.value(declared.shape, json, path),
        None => Ok(()),
    }
}

struct Sent<'m> {
    model: &'m Model,
    has_strings: bool,
}

impl<'m> Sent<'m> {
    /// Nothing where what is sent is no JSON.
    fn of<'a: 'm>(asked: &'m Asked<'a>) -> Option<Self> {
        let mut parameters = body::content_type(asked).split(';').skip(1);
        let has_strings = parameters.any(|one| {
            let (name, value) = one.split_once('=').unwrap_or((one, ""));
            name.trim().eq_ignore_ascii_case("IEEE754Compatible")
                && value.trim().eq_ignore_ascii_case("true")
        });
        body::is_json(asked).then(|| Sent {
            model: &asked.service.model,
            has_strings,
        })
    }

    fn row(&self, declared: StructuredTypeId, row: &Row, path: &str) -> Result<(), Fault> {
        let ty = shape::actual_type(self.model, Some(declared), row).unwrap_or(declared);
        for (name, json) in row.iter().filter(|(name, _)| !name.contains('@')) {
            let shape = match shape::member(self.model, ty, name) {
                Some(Member::Property(of) | Member::Navigation(of)) => of.shape,
                _ => continue,
            };
            let slash = if path.is_empty() { "" } else { "/" };
            self.value(shape, json, &format!("{path}{slash}{name}"))?;
        }
        Ok(())
    }

    fn value(&self, shape: Shape, json: &Json, path: &str) -> Result<(), Fault> {
        use PrimitiveType as P;
        let refused = |why: String| {
            Err(Fault::bad_request(format!("`{path}` is {json}, {why}")).target(path))
        };
        match (shape, json) {
            (_, Json::Array(items)) => items
                .iter()
                .try_for_each(|item| self.value(shape, item, path)),
            (Shape::Structured(ty), Json::Object(row)) => self.row(ty, row, path),
            // What is no number has no other form.
            (Shape::Primitive(P::Decimal), Json::String(text))
                if matches!(text.as_str(), "INF" | "-INF" | "NaN") =>
            {
                Ok(())
            }
            (Shape::Primitive(number @ (P::Int64 | P::Decimal)), Json::String(_))
                if !self.has_strings =>
            {
                refused(format!(
                    "and an {number} is a number where Content-Type does not say `IEEE754Compatible=true`"
                ))
            }
            (Shape::Enum(ty), Json::Number(_)) => {
                let name = &self.model.enum_type(ty).name;
                refused(format!(
                    "and a value of {name} is a string, the name of a member"
                ))
            }
            _ => Ok(()),
        }
    }
}
