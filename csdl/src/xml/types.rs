//! Types, properties and terms.

use crate::syntax::{
    EnumMember, EnumType, Key, NavigationProperty, OnDelete, OnDeleteAction, Property, PropertyRef,
    ReferentialConstraint, StructuredKind, StructuredType, Term, TypeDefinition,
};
use crate::xml::Reader;
use crate::xml::attributes::FACETS;
use crate::xml::element::Element;

const STRUCTURED_CHILDREN: &[&str] = &["Key", "Property", "NavigationProperty", "Annotation"];

impl Reader<'_> {
    pub(super) fn structured_type(
        &mut self,
        element: Element<'_>,
        kind: StructuredKind,
    ) -> Option<StructuredType> {
        self.known_attributes(
            element,
            &["Name", "BaseType", "Abstract", "OpenType", "HasStream"],
        );
        let [structural, navigation] = element.count(["Property", "NavigationProperty"]);
        let mut ty = StructuredType {
            kind,
            name: self.required(element, "Name")?,
            base_type: element.optional("BaseType"),
            is_abstract: self.bool(element, "Abstract").unwrap_or(false),
            is_open: self.bool(element, "OpenType").unwrap_or(false),
            has_stream: self.bool(element, "HasStream").unwrap_or(false),
            properties: Vec::with_capacity(structural),
            navigation_properties: Vec::with_capacity(navigation),
            span: self.span(element),
            ..StructuredType::default()
        };
        for (name, child) in element.edm_children() {
            match name {
                "Key" if ty.key.is_some() => {
                    let message = format!("`{}` has a second `Key`", ty.name.value);
                    self.error(
                        "second-key",
                        message,
                        child.name_span,
                        "only the first one counts",
                    );
                }
                "Key" => ty.key = Some(self.key(child)),
                "Property" => ty.properties.extend(self.property(child)),
                "NavigationProperty" => ty
                    .navigation_properties
                    .extend(self.navigation_property(child)),
                "Annotation" => ty.annotations.extend(self.annotation(child)),
                _ => self.unknown_child(element, child, STRUCTURED_CHILDREN),
            }
        }
        Some(ty)
    }

    fn key(&mut self, element: Element<'_>) -> Key {
        self.known_attributes(element, &[]);
        let mut key = Key {
            properties: Vec::new(),
            span: self.span(element),
        };
        for (name, child) in element.edm_children() {
            if name != "PropertyRef" {
                self.unknown_child(element, child, &["PropertyRef"]);
                continue;
            }
            self.known_attributes(child, &["Name", "Alias"]);
            let Some(name) = self.required(child, "Name") else {
                continue;
            };
            key.properties.push(PropertyRef {
                name,
                alias: child.optional("Alias"),
                span: self.span(child),
            });
        }
        key
    }

    fn property(&mut self, element: Element<'_>) -> Option<Property> {
        self.known_attributes_and(element, &["Name", "Type", "DefaultValue"], FACETS);
        Some(Property {
            name: self.required(element, "Name")?,
            ty: self.type_ref(element, "Type")?,
            facets: self.facets(element),
            default_value: element.optional("DefaultValue"),
            annotations: self.only_annotations(element),
            span: self.span(element),
        })
    }

    fn navigation_property(&mut self, element: Element<'_>) -> Option<NavigationProperty> {
        self.known_attributes(
            element,
            &["Name", "Type", "Nullable", "Partner", "ContainsTarget"],
        );
        let mut property = NavigationProperty {
            name: self.required(element, "Name")?,
            ty: self.type_ref(element, "Type")?,
            nullable: self.bool(element, "Nullable"),
            partner: element.optional("Partner"),
            contains_target: self.bool(element, "ContainsTarget").unwrap_or(false),
            span: self.span(element),
            ..NavigationProperty::default()
        };
        for (name, child) in element.edm_children() {
            match name {
                "ReferentialConstraint" => {
                    property
                        .referential_constraints
                        .extend(self.referential_constraint(child));
                }
                "OnDelete" if property.on_delete.is_some() => {
                    self.second(&property.name.value, child);
                }
                "OnDelete" => property.on_delete = self.on_delete(child),
                "Annotation" => property.annotations.extend(self.annotation(child)),
                _ => self.unknown_child(
                    element,
                    child,
                    &["ReferentialConstraint", "OnDelete", "Annotation"],
                ),
            }
        }
        Some(property)
    }

    fn referential_constraint(&mut self, element: Element<'_>) -> Option<ReferentialConstraint> {
        self.known_attributes(element, &["Property", "ReferencedProperty"]);
        Some(ReferentialConstraint {
            property: self.required(element, "Property")?,
            referenced_property: self.required(element, "ReferencedProperty")?,
            annotations: self.only_annotations(element),
            span: self.span(element),
        })
    }

    fn on_delete(&mut self, element: Element<'_>) -> Option<OnDelete> {
        self.known_attributes(element, &["Action"]);
        let written = self.required(element, "Action")?;
        let action = match written.as_str() {
            "Cascade" => OnDeleteAction::Cascade,
            "None" => OnDeleteAction::None,
            "SetNull" => OnDeleteAction::SetNull,
            "SetDefault" => OnDeleteAction::SetDefault,
            other => {
                let message = format!(
                    "`Action` is `{other}`; it can be Cascade, None, SetNull or SetDefault"
                );
                self.error("bad-value", message, written.span, "");
                return None;
            }
        };
        Some(OnDelete {
            action,
            annotations: self.only_annotations(element),
            span: self.span(element),
        })
    }

    pub(super) fn enum_type(&mut self, element: Element<'_>) -> Option<EnumType> {
        self.known_attributes(element, &["Name", "UnderlyingType", "IsFlags"]);
        let [members] = element.count(["Member"]);
        let mut ty = EnumType {
            name: self.required(element, "Name")?,
            underlying_type: element.optional("UnderlyingType"),
            is_flags: self.bool(element, "IsFlags").unwrap_or(false),
            members: Vec::with_capacity(members),
            span: self.span(element),
            ..EnumType::default()
        };
        for (name, child) in element.edm_children() {
            match name {
                "Member" => ty.members.extend(self.enum_member(child)),
                "Annotation" => ty.annotations.extend(self.annotation(child)),
                _ => self.unknown_child(element, child, &["Member", "Annotation"]),
            }
        }
        Some(ty)
    }

    fn enum_member(&mut self, element: Element<'_>) -> Option<EnumMember> {
        self.known_attributes(element, &["Name", "Value"]);
        Some(EnumMember {
            name: self.required(element, "Name")?,
            value: self.integer(element, "Value"),
            annotations: self.only_annotations(element),
            span: self.span(element),
        })
    }

    pub(super) fn type_definition(&mut self, element: Element<'_>) -> Option<TypeDefinition> {
        self.known_attributes_and(element, &["Name", "UnderlyingType"], FACETS);
        Some(TypeDefinition {
            name: self.required(element, "Name")?,
            underlying_type: self.required(element, "UnderlyingType")?,
            facets: self.facets(element),
            annotations: self.only_annotations(element),
            span: self.span(element),
        })
    }

    pub(super) fn term(&mut self, element: Element<'_>) -> Option<Term> {
        let known = [
            &["Name", "Type", "BaseTerm", "DefaultValue", "AppliesTo"],
            FACETS,
        ]
        .concat();
        self.known_attributes(element, &known);
        let applies_to = element
            .optional("AppliesTo")
            .map_or_else(Vec::new, |targets| {
                let words = targets.value.split_whitespace();
                words
                    .map(|word| crate::source::Spanned::new(word.to_owned(), targets.span))
                    .collect()
            });
        Some(Term {
            name: self.required(element, "Name")?,
            ty: self.type_ref(element, "Type")?,
            base_term: element.optional("BaseTerm"),
            default_value: element.optional("DefaultValue"),
            applies_to,
            facets: self.facets(element),
            annotations: self.only_annotations(element),
            span: self.span(element),
        })
    }
}
