//! Expressions that have to be evaluated (CSDL JSON 4.01, 14.4).

use super::Writer;
use super::annotations::Place;
use super::value::{Json, Object};
use crate::syntax::Dynamic;

/// Those whose value is the array of their operands.
const OF_SEVERAL: &[&str] = &[
    "And", "Or", "Eq", "Ne", "Gt", "Ge", "Lt", "Le", "Has", "In", "Add", "Sub", "Mul", "Div",
    "DivBy", "Mod", "If", "Apply",
];

/// Those whose value is their one operand.
const OF_ONE: &[&str] = &["Neg", "Not", "Cast", "IsOf", "LabeledElement", "UrlRef"];

impl Writer<'_> {
    pub(super) fn dynamic(&mut self, dynamic: &Dynamic) -> Json {
        let name = dynamic.name.as_str();
        let text = dynamic.text.as_ref().map(|text| text.as_str());
        let mut object = Object::default();
        let member = format!("${name}");
        match name {
            "LabeledElementReference" => {
                let reference = self.names.path(text.unwrap_or_default());
                object.set(&member, Json::text(reference));
            }
            "AnyPropertyPath" if dynamic.annotations.is_empty() => {
                return Json::text(self.names.path(text.unwrap_or_default()));
            }
            "Null" => object.set(&member, Json::Null),
            _ if OF_ONE.contains(&name) => {
                let value = self.only_operand(dynamic);
                object.set(&member, value);
            }
            _ => {
                if !OF_SEVERAL.contains(&name) {
                    let why = "it is written as if it had";
                    self.lost(&format!("the expression `{name}`"), why, dynamic.span);
                }
                let operands = dynamic.arguments.iter();
                let operands = operands.map(|one| self.expression(one, Place::Within));
                let operands = operands.collect();
                object.set(&member, Json::Array(operands));
            }
        }
        let has_text = matches!(
            name,
            "LabeledElementReference" | "AnyPropertyPath" | "UrlRef"
        );
        if text.is_some() && !has_text {
            let what = format!("text in the expression `{name}`");
            self.lost(&what, "it has operands only", dynamic.span);
        }
        self.attributes(&mut object, dynamic);
        self.annotations(&mut object, "", &dynamic.annotations);
        Json::Object(object)
    }

    fn only_operand(&mut self, dynamic: &Dynamic) -> Json {
        if let (Some(text), true) = (&dynamic.text, dynamic.arguments.is_empty()) {
            return Json::text(text.as_str());
        }
        if dynamic.arguments.len() > 1 {
            let what = format!("a second operand of `{}`", dynamic.name);
            self.lost(&what, "it has one operand", dynamic.span);
        }
        match dynamic.arguments.first() {
            Some(operand) => self.expression(operand, Place::Within),
            None => {
                let what = format!("`{}` without an operand", dynamic.name);
                self.lost(&what, "null is written in its place", dynamic.span);
                Json::Null
            }
        }
    }

    fn attributes(&mut self, object: &mut Object, dynamic: &Dynamic) {
        for (name, value) in &dynamic.attributes {
            let text = value.as_str();
            match (dynamic.name.as_str(), name.as_str()) {
                ("Apply", "Function") => {
                    object.set("$Function", Json::text(self.names.qualified(text)))
                }
                ("LabeledElement", "Name") => object.set("$Name", Json::text(text)),
                ("Cast" | "IsOf", "Type") => {
                    let ty = self.names.type_of_text(text);
                    self.type_of(object, &ty);
                }
                ("Cast" | "IsOf", "MaxLength") if text == "max" => {}
                ("Cast" | "IsOf", "MaxLength" | "Precision" | "Scale" | "SRID") => {
                    object.set(&format!("${name}"), Json::number(text));
                }
                ("Cast" | "IsOf", "Unicode") => {
                    if text == "false" {
                        object.set("$Unicode", Json::Bool(false));
                    }
                }
                (element, name) => {
                    let what = format!("`{name}` of the expression `{element}`");
                    self.lost(&what, "it has no such part", value.span);
                }
            }
        }
    }
}
