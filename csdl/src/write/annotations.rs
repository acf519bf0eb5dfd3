//! Annotations and expressions: constants and paths as attributes where there is an element to carry them.

use crate::syntax::{Annotation, Dynamic, Expression, Record};
use crate::write::printer::{EDM, Printer};

impl Printer {
    pub(super) fn annotations(&mut self, annotations: &[Annotation]) -> &mut Self {
        for one in annotations {
            self.open("Annotation");
            self.annotation_body(one);
        }
        self
    }

    /// Annotations below an `edmx:` element, where the namespace of `Schema` is not in force.
    pub(super) fn edm_annotations(&mut self, annotations: &[Annotation]) {
        for one in annotations {
            self.open("Annotation").attribute("xmlns", EDM);
            self.annotation_body(one);
        }
    }

    fn annotation_body(&mut self, annotation: &Annotation) {
        self.attribute("Term", annotation.term.as_str())
            .optional("Qualifier", annotation.qualifier.as_ref());
        self.value(annotation.expression.as_ref());
        self.annotations(&annotation.annotations);
        self.close();
    }

    /// The value of the element whose start tag is open.
    fn value(&mut self, expression: Option<&Expression>) {
        let Some(expression) = expression else { return };
        match plain(expression) {
            Some((name, text)) => {
                self.attribute(name, &text);
            }
            None => self.expression(expression),
        }
    }

    fn expression(&mut self, expression: &Expression) {
        match expression {
            Expression::Collection(collection) => {
                self.open("Collection");
                for item in &collection.items {
                    self.expression(item);
                }
                self.close();
            }
            Expression::Record(record) => self.record(record),
            Expression::Null(_) => self.open("Null").close(),
            Expression::Dynamic(dynamic) => self.dynamic(dynamic),
            constant => {
                if let Some((name, text)) = plain(constant) {
                    self.open(name).text(&text).close();
                }
            }
        }
    }

    fn record(&mut self, record: &Record) {
        self.open("Record").optional("Type", record.ty.as_ref());
        for one in &record.properties {
            self.open("PropertyValue")
                .attribute("Property", one.property.as_str());
            self.value(one.expression.as_ref());
            self.annotations(&one.annotations);
            self.close();
        }
        self.annotations(&record.annotations);
        self.close();
    }

    fn dynamic(&mut self, dynamic: &Dynamic) {
        self.open(&dynamic.name);
        for (name, value) in &dynamic.attributes {
            self.attribute(name, value.as_str());
        }
        if let Some(text) = &dynamic.text {
            self.text(text.as_str());
        }
        for argument in &dynamic.arguments {
            self.expression(argument);
        }
        self.annotations(&dynamic.annotations);
        self.close();
    }
}

/// The name and text of a constant or path.
fn plain(expression: &Expression) -> Option<(&'static str, String)> {
    let (name, text) = match expression {
        Expression::Bool(value) => return Some(("Bool", value.value.to_string())),
        Expression::Int(value) => return Some(("Int", value.value.to_string())),
        Expression::Float(value) => return Some(("Float", float(value.value))),
        Expression::String(text) => ("String", text),
        Expression::Decimal(text) => ("Decimal", text),
        Expression::Date(text) => ("Date", text),
        Expression::DateTimeOffset(text) => ("DateTimeOffset", text),
        Expression::Duration(text) => ("Duration", text),
        Expression::TimeOfDay(text) => ("TimeOfDay", text),
        Expression::Guid(text) => ("Guid", text),
        Expression::Binary(text) => ("Binary", text),
        Expression::EnumMember(text) => ("EnumMember", text),
        Expression::Path(text) => ("Path", text),
        Expression::PropertyPath(text) => ("PropertyPath", text),
        Expression::NavigationPropertyPath(text) => ("NavigationPropertyPath", text),
        Expression::AnnotationPath(text) => ("AnnotationPath", text),
        Expression::ModelElementPath(text) => ("ModelElementPath", text),
        Expression::Collection(_)
        | Expression::Record(_)
        | Expression::Null(_)
        | Expression::Dynamic(_) => {
            return None;
        }
    };
    Some((name, text.value.clone()))
}

fn float(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "INF" } else { "-INF" }.to_owned();
    }
    format!("{value:?}")
}
