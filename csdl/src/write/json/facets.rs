//! Types by name, what narrows them, and default values. Absence means other things in JSON than in XML.

use super::Writer;
use super::types::flag;
use super::value::{Json, Object};
use crate::source::Span;
use crate::syntax::{Facets, MaxLength, Scale, Srid, TypeRef};

impl Writer<'_> {
    /// `$Collection` and `$Type`, and the facets of both.
    pub(super) fn typed(&mut self, object: &mut Object, ty: &TypeRef, facets: Facets, span: Span) {
        self.type_of(object, ty);
        if ty.collection && facets.nullable.is_none() {
            self.note(
                "json-nullable-items",
                "a collection does not say whether its items may be null; absent `$Nullable` says that they may not",
                span,
            );
        }
        flag(
            object,
            "$Nullable",
            facets.nullable.unwrap_or(!ty.collection),
        );
        let name = self.names.qualified(ty.name.as_str());
        self.facets_but_nullable(object, &name, facets, span);
    }

    pub(super) fn type_of(&mut self, object: &mut Object, ty: &TypeRef) {
        flag(object, "$Collection", ty.collection);
        let name = self.names.qualified(ty.name.as_str());
        if name != "Edm.String" {
            object.set("$Type", Json::text(name));
        }
    }

    /// CSDL JSON 7.2.2 to 7.2.6.
    pub(super) fn facets_but_nullable(
        &mut self,
        object: &mut Object,
        ty: &str,
        facets: Facets,
        span: Span,
    ) {
        match facets.max_length {
            Some(MaxLength::Limit(limit)) => object.set("$MaxLength", Json::integer(limit)),
            Some(MaxLength::Max) => self.note(
                "json-max-length",
                "`MaxLength` is `max`; absent `$MaxLength` leaves the length open too",
                span,
            ),
            None => {}
        }
        if facets.unicode == Some(false) {
            object.set("$Unicode", Json::Bool(false));
        }
        let is_time = matches!(ty, "Edm.DateTimeOffset" | "Edm.Duration" | "Edm.TimeOfDay");
        match facets.precision {
            Some(precision) => object.set("$Precision", Json::integer(precision)),
            // Absent it is none in XML and any in JSON.
            None if is_time => object.set("$Precision", Json::integer(0)),
            None => {}
        }
        match facets.scale {
            Some(Scale::Digits(digits)) => object.set("$Scale", Json::integer(digits)),
            Some(Scale::Floating) => object.set("$Scale", Json::text("floating")),
            Some(Scale::Variable) => {}
            // Absent it is zero in XML and variable in JSON.
            None if ty == "Edm.Decimal" => object.set("$Scale", Json::integer(0)),
            None => {}
        }
        match facets.srid {
            Some(Srid::Code(code)) => object.set("$SRID", Json::integer(code)),
            Some(Srid::Variable) => object.set("$SRID", Json::text("variable")),
            None => {}
        }
    }

    /// A default value in the notation that its type has in JSON.
    pub(super) fn default_value(&self, ty: &TypeRef, text: &str) -> Json {
        let mut name = self.names.qualified(ty.name.as_str());
        if let Some(underlying) = self.underlying.get(&name) {
            name.clone_from(underlying);
        }
        let is_text = matches!(name.as_str(), "Edm.String" | "enumeration") && !ty.collection;
        if text == "null" && !is_text {
            return Json::Null;
        }
        let as_bool = [("true", true), ("false", false)]
            .into_iter()
            .find(|(word, _)| text.trim().eq_ignore_ascii_case(word))
            .map(|(_, value)| Json::Bool(value));
        match name.strip_prefix("Edm.") {
            _ if is_text => Json::text(text),
            Some("Boolean") => as_bool.unwrap_or_else(|| Json::text(text)),
            Some(
                "Byte" | "SByte" | "Int16" | "Int32" | "Int64" | "Single" | "Double" | "Decimal",
            ) => Json::number(text),
            Some(_) => Json::text(text),
            // A type of another document: what looks like a value of such a type is one.
            None => as_bool.unwrap_or_else(|| Json::number(text)),
        }
    }
}
