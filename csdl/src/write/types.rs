//! Types, operations and terms.

use crate::syntax::{
    EnumType, Facets, MaxLength, NavigationProperty, OnDeleteAction, Operation, OperationKind,
    Property, Scale, Srid, StructuredKind, StructuredType, Term, TypeDefinition, TypeRef,
};
use crate::write::printer::Printer;

impl Printer {
    pub(super) fn structured_type(&mut self, ty: &StructuredType) {
        let element = match ty.kind {
            StructuredKind::Entity => "EntityType",
            StructuredKind::Complex => "ComplexType",
        };
        self.open(element)
            .attribute("Name", ty.name.as_str())
            .optional("BaseType", ty.base_type.as_ref())
            .flag("Abstract", ty.is_abstract)
            .flag("OpenType", ty.is_open)
            .flag("HasStream", ty.has_stream);
        if let Some(key) = &ty.key {
            self.open("Key");
            for one in &key.properties {
                self.open("PropertyRef")
                    .attribute("Name", one.name.as_str())
                    .optional("Alias", one.alias.as_ref())
                    .close();
            }
            self.close();
        }
        for one in &ty.properties {
            self.property(one);
        }
        for one in &ty.navigation_properties {
            self.navigation_property(one);
        }
        self.annotations(&ty.annotations);
        self.close();
    }

    fn property(&mut self, property: &Property) {
        self.open("Property")
            .attribute("Name", property.name.as_str())
            .type_ref(&property.ty)
            .facets(property.facets)
            .optional("DefaultValue", property.default_value.as_ref())
            .annotations(&property.annotations);
        self.close();
    }

    fn navigation_property(&mut self, property: &NavigationProperty) {
        self.open("NavigationProperty")
            .attribute("Name", property.name.as_str())
            .type_ref(&property.ty)
            .stated("Nullable", property.nullable)
            .optional("Partner", property.partner.as_ref())
            .flag("ContainsTarget", property.contains_target);
        for one in &property.referential_constraints {
            self.open("ReferentialConstraint")
                .attribute("Property", one.property.as_str())
                .attribute("ReferencedProperty", one.referenced_property.as_str())
                .annotations(&one.annotations);
            self.close();
        }
        if let Some(on_delete) = &property.on_delete {
            let action = match on_delete.action {
                OnDeleteAction::Cascade => "Cascade",
                OnDeleteAction::None => "None",
                OnDeleteAction::SetNull => "SetNull",
                OnDeleteAction::SetDefault => "SetDefault",
            };
            self.open("OnDelete")
                .attribute("Action", action)
                .annotations(&on_delete.annotations);
            self.close();
        }
        self.annotations(&property.annotations);
        self.close();
    }

    pub(super) fn enum_type(&mut self, ty: &EnumType) {
        self.open("EnumType")
            .attribute("Name", ty.name.as_str())
            .optional("UnderlyingType", ty.underlying_type.as_ref())
            .flag("IsFlags", ty.is_flags);
        for one in &ty.members {
            self.open("Member")
                .attribute("Name", one.name.as_str())
                .stated("Value", one.value)
                .annotations(&one.annotations);
            self.close();
        }
        self.annotations(&ty.annotations);
        self.close();
    }

    pub(super) fn type_definition(&mut self, ty: &TypeDefinition) {
        self.open("TypeDefinition")
            .attribute("Name", ty.name.as_str())
            .attribute("UnderlyingType", ty.underlying_type.as_str())
            .facets(ty.facets)
            .annotations(&ty.annotations);
        self.close();
    }

    pub(super) fn operation(&mut self, operation: &Operation) {
        let element = match operation.kind {
            OperationKind::Action => "Action",
            OperationKind::Function => "Function",
        };
        self.open(element)
            .attribute("Name", operation.name.as_str())
            .flag("IsBound", operation.is_bound)
            .flag("IsComposable", operation.is_composable)
            .optional("EntitySetPath", operation.entity_set_path.as_ref());
        for one in &operation.parameters {
            self.open("Parameter")
                .attribute("Name", one.name.as_str())
                .type_ref(&one.ty)
                .facets(one.facets)
                .annotations(&one.annotations);
            self.close();
        }
        if let Some(returned) = &operation.return_type {
            self.open("ReturnType")
                .type_ref(&returned.ty)
                .facets(returned.facets)
                .annotations(&returned.annotations);
            self.close();
        }
        self.annotations(&operation.annotations);
        self.close();
    }

    pub(super) fn term(&mut self, term: &Term) {
        let applies_to: Vec<&str> = term
            .applies_to
            .iter()
            .map(|target| target.as_str())
            .collect();
        self.open("Term")
            .attribute("Name", term.name.as_str())
            .type_ref(&term.ty)
            .optional("BaseTerm", term.base_term.as_ref())
            .facets(term.facets)
            .optional("DefaultValue", term.default_value.as_ref())
            .stated(
                "AppliesTo",
                (!applies_to.is_empty()).then(|| applies_to.join(" ")),
            )
            .annotations(&term.annotations);
        self.close();
    }

    fn type_ref(&mut self, ty: &TypeRef) -> &mut Self {
        match ty.collection {
            true => self.attribute("Type", &format!("Collection({})", ty.name.value)),
            false => self.attribute("Type", ty.name.as_str()),
        }
    }

    fn facets(&mut self, facets: Facets) -> &mut Self {
        let max_length = facets.max_length.map(|length| match length {
            MaxLength::Max => "max".to_owned(),
            MaxLength::Limit(limit) => limit.to_string(),
        });
        let scale = facets.scale.map(|scale| match scale {
            Scale::Variable => "variable".to_owned(),
            Scale::Floating => "floating".to_owned(),
            Scale::Digits(digits) => digits.to_string(),
        });
        let srid = facets.srid.map(|srid| match srid {
            Srid::Variable => "variable".to_owned(),
            Srid::Code(code) => code.to_string(),
        });
        self.stated("Nullable", facets.nullable)
            .stated("MaxLength", max_length)
            .stated("Precision", facets.precision)
            .stated("Scale", scale)
            .stated("SRID", srid)
            .stated("Unicode", facets.unicode)
    }
}
