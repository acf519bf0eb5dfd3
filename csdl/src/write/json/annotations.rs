//! Annotations and their expressions (CSDL JSON 4.01, 14).

use super::Writer;
use super::value::{Json, Object};
use crate::syntax::{Annotation, Expression, Record};

/// Where an expression stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the value of a term or of a record's property, which tells its type.
    Value,
    /// It is an item or an operand, and has to tell its type itself.
    Within,
}

impl Writer<'_> {
    /// Adds annotations; those of a member are prefixed with its name.
    pub(super) fn annotations(
        &mut self,
        object: &mut Object,
        prefix: &str,
        annotations: &[Annotation],
    ) {
        self.qualified_annotations(object, prefix, annotations, None);
    }

    /// Adds annotations. The qualifier is that of those which have none.
    pub(super) fn qualified_annotations(
        &mut self,
        object: &mut Object,
        prefix: &str,
        annotations: &[Annotation],
        qualifier: Option<&str>,
    ) {
        for one in annotations {
            let term = self.names.qualified(one.term.as_str());
            let own = one.qualifier.as_ref().map(|own| own.as_str());
            if let (Some(own), Some(outer)) = (own, qualifier) {
                let what = format!("the qualifier `{outer}` around an annotation with `{own}`");
                self.lost(&what, "an annotation has one qualifier", one.span);
            }
            let name = match own.or(qualifier) {
                Some(qualifier) => format!("{prefix}@{term}#{qualifier}"),
                None => format!("{prefix}@{term}"),
            };
            let value = match &one.expression {
                Some(expression) => self.expression(expression, Place::Value),
                None => self.default_of_term(&term, one),
            };
            if self.put(object, name.clone(), value, one.span) {
                self.annotations(object, &name, &one.annotations);
            }
        }
    }

    /// JSON has no annotation without a value. Most terms that are used without one are tags, whose default is true.
    fn default_of_term(&mut self, term: &str, annotation: &Annotation) -> Json {
        if let Some((ty, text)) = self.term_defaults.get(term) {
            return self.default_value(ty, text);
        }
        self.note(
            "json-default-value",
            "an annotation leaves its value to its term, which is of another document; `true` is written",
            annotation.span,
        );
        Json::Bool(true)
    }

    pub(super) fn expression(&mut self, expression: &Expression, place: Place) -> Json {
        match expression {
            Expression::String(text)
            | Expression::Date(text)
            | Expression::DateTimeOffset(text)
            | Expression::Duration(text)
            | Expression::TimeOfDay(text)
            | Expression::Guid(text)
            | Expression::Binary(text) => Json::text(text.as_str()),
            Expression::Bool(value) => Json::Bool(value.value),
            Expression::Int(value) => Json::integer(value.value),
            Expression::Decimal(text) => Json::number(text.as_str()),
            Expression::Float(value) => float(value.value),
            Expression::EnumMember(members) => self.enum_members(members.as_str(), place),
            Expression::Path(path) => {
                let mut object = Object::default();
                object.set("$Path", Json::text(self.names.target(path.as_str())));
                Json::Object(object)
            }
            Expression::PropertyPath(path)
            | Expression::NavigationPropertyPath(path)
            | Expression::AnnotationPath(path)
            | Expression::ModelElementPath(path) => Json::text(self.names.target(path.as_str())),
            Expression::Collection(collection) => {
                let items = collection.items.iter();
                let items = items.map(|item| self.expression(item, Place::Within));
                Json::Array(items.collect())
            }
            Expression::Record(record) => self.record(record),
            Expression::Null(_) => Json::Null,
            Expression::Dynamic(dynamic) => self.dynamic(dynamic),
        }
    }

    /// CSDL JSON 14.3.7: the names alone; where nothing else tells their type, a cast does.
    fn enum_members(&mut self, text: &str, place: Place) -> Json {
        let members = text
            .split_whitespace()
            .map(|member| member.rsplit_once('/'));
        let ty = members.flatten().map(|(ty, _)| ty).next();
        let names = text.split_whitespace();
        let names = names.map(|member| member.rsplit_once('/').map_or(member, |(_, name)| name));
        let names = Json::text(names.collect::<Vec<_>>().join(","));
        match (place, ty) {
            (Place::Within, Some(ty)) => {
                let mut object = Object::default();
                object.set("$Cast", names);
                object.set("$Type", Json::text(self.names.qualified(ty)));
                Json::Object(object)
            }
            _ => names,
        }
    }

    /// CSDL JSON 14.4.12.
    fn record(&mut self, record: &Record) -> Json {
        let mut object = Object::default();
        if let Some(ty) = &record.ty {
            // The control information is called so in JSON of 4.01; the name of 4.0 has a prefix.
            let name = if self.is_4_0 { "@odata.type" } else { "@type" };
            let address = self.names.address(ty.as_str());
            let ty = self.names.qualified(ty.as_str());
            object.set(name, Json::text(format!("{address}#{ty}")));
        }
        for one in &record.properties {
            let name = one.property.value.clone();
            match &one.expression {
                Some(expression) => {
                    let value = self.expression(expression, Place::Value);
                    if !self.put(&mut object, name, value, one.span) {
                        continue;
                    }
                }
                None => self.note(
                    "json-default-property",
                    "a property of a record has no value; absence stands for the default too",
                    one.span,
                ),
            }
            self.annotations(&mut object, one.property.as_str(), &one.annotations);
        }
        self.annotations(&mut object, "", &record.annotations);
        Json::Object(object)
    }
}

fn float(value: f64) -> Json {
    match value {
        _ if value.is_nan() => Json::text("NaN"),
        f64::INFINITY => Json::text("INF"),
        f64::NEG_INFINITY => Json::text("-INF"),
        _ => Json::Number(format!("{value:?}")),
    }
}
