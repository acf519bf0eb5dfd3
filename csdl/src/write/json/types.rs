//! Types and their parts.

use super::Writer;
use super::value::{Json, Object};
use crate::source::Span;
use crate::syntax::{
    EnumType, Key, NavigationProperty, OnDeleteAction, Property, StructuredKind, StructuredType,
    TypeDefinition,
};

impl Writer<'_> {
    pub(super) fn structured_type(&mut self, ty: &StructuredType) -> Json {
        let mut object = Object::default();
        let kind = match ty.kind {
            StructuredKind::Entity => "EntityType",
            StructuredKind::Complex => "ComplexType",
        };
        object.set("$Kind", Json::text(kind));
        if let Some(base) = &ty.base_type {
            object.set("$BaseType", Json::text(self.names.qualified(base.as_str())));
        }
        for (name, value) in [
            ("$Abstract", ty.is_abstract),
            ("$OpenType", ty.is_open),
            ("$HasStream", ty.has_stream),
        ] {
            flag(&mut object, name, value);
        }
        if let Some(key) = &ty.key {
            object.set("$Key", key_of(key));
        }
        for one in &ty.properties {
            let value = self.property(one);
            self.put(&mut object, one.name.value.clone(), value, one.span);
        }
        for one in &ty.navigation_properties {
            let value = self.navigation_property(one);
            self.put(&mut object, one.name.value.clone(), value, one.span);
        }
        self.annotations(&mut object, "", &ty.annotations);
        Json::Object(object)
    }

    fn property(&mut self, property: &Property) -> Json {
        let mut object = Object::default();
        self.typed(&mut object, &property.ty, property.facets, property.span);
        if let Some(text) = &property.default_value {
            let value = self.default_value(&property.ty, text.as_str());
            object.set("$DefaultValue", value);
        }
        self.annotations(&mut object, "", &property.annotations);
        Json::Object(object)
    }

    fn navigation_property(&mut self, property: &NavigationProperty) -> Json {
        let mut object = Object::default();
        object.set("$Kind", Json::text("NavigationProperty"));
        self.type_of(&mut object, &property.ty);
        match (property.ty.collection, property.nullable) {
            (false, nullable) => flag(&mut object, "$Nullable", nullable.unwrap_or(true)),
            (true, Some(true)) => self.lost(
                "`Nullable` of a collection of entities",
                "no collection holds null entities",
                property.span,
            ),
            (true, _) => {}
        }
        if let Some(partner) = &property.partner {
            object.set("$Partner", Json::text(self.names.path(partner.as_str())));
        }
        flag(&mut object, "$ContainsTarget", property.contains_target);
        if !property.referential_constraints.is_empty() {
            let mut constraints = Object::default();
            for one in &property.referential_constraints {
                let path = self.names.path(one.property.as_str());
                let there = Json::text(self.names.path(one.referenced_property.as_str()));
                if self.put(&mut constraints, path.clone(), there, one.span) {
                    self.annotations(&mut constraints, &path, &one.annotations);
                }
            }
            object.set("$ReferentialConstraint", Json::Object(constraints));
        }
        if let Some(on_delete) = &property.on_delete {
            let action = match on_delete.action {
                OnDeleteAction::Cascade => "Cascade",
                OnDeleteAction::None => "None",
                OnDeleteAction::SetNull => "SetNull",
                OnDeleteAction::SetDefault => "SetDefault",
            };
            object.set("$OnDelete", Json::text(action));
            self.annotations(&mut object, "$OnDelete", &on_delete.annotations);
        }
        self.annotations(&mut object, "", &property.annotations);
        Json::Object(object)
    }

    pub(super) fn enum_type(&mut self, ty: &EnumType) -> Json {
        let mut object = Object::default();
        object.set("$Kind", Json::text("EnumType"));
        if let Some(underlying) = &ty.underlying_type {
            object.set("$UnderlyingType", Json::text(underlying.as_str()));
        }
        flag(&mut object, "$IsFlags", ty.is_flags);
        // CSDL XML 10.3: without values the members count from zero.
        let mut next = 0_i64;
        for one in &ty.members {
            let value = one.value.unwrap_or(next);
            next = value.wrapping_add(1);
            let (name, value) = (one.name.value.clone(), Json::integer(value));
            if self.put(&mut object, name, value, one.span) {
                self.annotations(&mut object, one.name.as_str(), &one.annotations);
            }
        }
        self.annotations(&mut object, "", &ty.annotations);
        Json::Object(object)
    }

    pub(super) fn type_definition(&mut self, ty: &TypeDefinition) -> Json {
        let mut object = Object::default();
        object.set("$Kind", Json::text("TypeDefinition"));
        let underlying = self.names.qualified(ty.underlying_type.as_str());
        object.set("$UnderlyingType", Json::text(underlying.as_str()));
        if ty.facets.nullable.is_some() {
            let why = "what uses a type definition says whether it may be null";
            self.lost("`Nullable` of a type definition", why, ty.span);
        }
        self.facets_but_nullable(&mut object, &underlying, ty.facets, ty.span);
        self.annotations(&mut object, "", &ty.annotations);
        Json::Object(object)
    }

    /// Adds a member unless its name is taken, which is said.
    pub(super) fn put(
        &mut self,
        object: &mut Object,
        name: String,
        value: Json,
        span: Span,
    ) -> bool {
        if object.insert(name.clone(), value) {
            return true;
        }
        self.taken(&name, span);
        false
    }
}

/// Written only where it is true, as absence means false.
pub(super) fn flag(object: &mut Object, name: &str, value: bool) {
    if value {
        object.set(name, Json::Bool(true));
    }
}

/// CSDL JSON 6.5: names, and an object of one member for a path with its alias.
fn key_of(key: &Key) -> Json {
    let properties = key.properties.iter().map(|one| match &one.alias {
        Some(alias) => {
            let mut object = Object::default();
            object.set(alias.as_str(), Json::text(one.name.as_str()));
            Json::Object(object)
        }
        None => Json::text(one.name.as_str()),
    });
    Json::Array(properties.collect())
}
