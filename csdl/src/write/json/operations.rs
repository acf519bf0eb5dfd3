//! Actions, functions and terms.

use super::Writer;
use super::types::flag;
use super::value::{Json, Object};
use crate::syntax::{Operation, OperationKind, Term};

impl Writer<'_> {
    pub(super) fn operation(&mut self, operation: &Operation) -> Json {
        let mut object = Object::default();
        let kind = match operation.kind {
            OperationKind::Action => "Action",
            OperationKind::Function => "Function",
        };
        object.set("$Kind", Json::text(kind));
        if let Some(path) = &operation.entity_set_path {
            object.set("$EntitySetPath", Json::text(self.names.path(path.as_str())));
        }
        flag(&mut object, "$IsBound", operation.is_bound);
        flag(&mut object, "$IsComposable", operation.is_composable);
        if !operation.parameters.is_empty() {
            let mut parameters = Vec::new();
            for one in &operation.parameters {
                let mut parameter = Object::default();
                parameter.set("$Name", Json::text(one.name.as_str()));
                self.typed(&mut parameter, &one.ty, one.facets, one.span);
                self.annotations(&mut parameter, "", &one.annotations);
                parameters.push(Json::Object(parameter));
            }
            object.set("$Parameter", Json::Array(parameters));
        }
        if let Some(returned) = &operation.return_type {
            let mut ty = Object::default();
            self.typed(&mut ty, &returned.ty, returned.facets, returned.span);
            self.annotations(&mut ty, "", &returned.annotations);
            object.set("$ReturnType", Json::Object(ty));
        }
        self.annotations(&mut object, "", &operation.annotations);
        Json::Object(object)
    }

    pub(super) fn term(&mut self, term: &Term) -> Json {
        let mut object = Object::default();
        object.set("$Kind", Json::text("Term"));
        self.typed(&mut object, &term.ty, term.facets, term.span);
        if let Some(base) = &term.base_term {
            object.set("$BaseTerm", Json::text(self.names.qualified(base.as_str())));
        }
        if let Some(text) = &term.default_value {
            let value = self.default_value(&term.ty, text.as_str());
            object.set("$DefaultValue", value);
        }
        if !term.applies_to.is_empty() {
            let kinds = term.applies_to.iter();
            let kinds = kinds.map(|kind| Json::text(kind.as_str())).collect();
            object.set("$AppliesTo", Json::Array(kinds));
        }
        self.annotations(&mut object, "", &term.annotations);
        Json::Object(object)
    }
}
