//! Types, properties and terms.

use crate::json::Reader;
use crate::json::annotated::{Annotated, split};
use crate::json::facets::{TYPED, Typed, with_absent};
use crate::json::value::{Data, Member, Value};
use crate::source::{Span, Spanned};
use crate::syntax::{
    EnumMember, EnumType, Facets, Key, NavigationProperty, OnDelete, OnDeleteAction, Property,
    PropertyRef, ReferentialConstraint, StructuredKind, StructuredType, Term, TypeDefinition,
};

const STRUCTURED: &[&str] = &[
    "$Kind",
    "$BaseType",
    "$Abstract",
    "$OpenType",
    "$HasStream",
    "$Key",
];

const NAVIGATION: &[&str] = &[
    "$Kind",
    "$Type",
    "$Collection",
    "$Nullable",
    "$Partner",
    "$ContainsTarget",
    "$ReferentialConstraint",
    "$OnDelete",
];

impl Reader<'_> {
    pub(super) fn structured_type(
        &mut self,
        member: &Member<'_>,
        members: &[Member<'_>],
        kind: StructuredKind,
    ) -> StructuredType {
        let mut all = Annotated::of(members);
        let mut ty = StructuredType {
            kind,
            name: member.spanned_name(),
            span: member.span(),
            ..StructuredType::default()
        };
        for one in members {
            match one.name.as_ref() {
                _ if split(one).is_some() => {}
                "$Kind" => {}
                "$BaseType" => ty.base_type = self.text(one),
                "$Abstract" => ty.is_abstract = self.flag(one).unwrap_or(false),
                "$OpenType" => ty.is_open = self.flag(one).unwrap_or(false),
                "$HasStream" => ty.has_stream = self.flag(one).unwrap_or(false),
                "$Key" => ty.key = Some(self.key(one)),
                name if name.starts_with('$') => {
                    self.unknown_member("a structured type", one, STRUCTURED);
                }
                _ => self.any_property(&mut ty, one),
            }
        }
        ty.annotations = self.annotations(&mut all, "");
        self.left_over(all);
        ty
    }

    fn any_property(&mut self, ty: &mut StructuredType, member: &Member<'_>) {
        let Some(members) = self.object(member) else {
            return;
        };
        match member.value.get("$Kind").map(|kind| (kind, kind.as_str())) {
            None | Some((_, Some("Property"))) => {
                ty.properties.extend(self.property(member, members));
            }
            Some((_, Some("NavigationProperty"))) => {
                let property = self.navigation_property(member, members);
                ty.navigation_properties.extend(property);
            }
            Some((kind, _)) => {
                let message = format!(
                    "`$Kind` of `{}` is {}; it can be \"Property\" or \"NavigationProperty\"",
                    member.name,
                    self.slice(kind.span)
                );
                self.error("bad-value", message, kind.span, "");
            }
        }
    }

    /// CSDL JSON 6.5: names of properties, and objects of one member for a path with its alias.
    fn key(&mut self, member: &Member<'_>) -> Key {
        let mut key = Key {
            properties: Vec::new(),
            span: member.span(),
        };
        for item in self.array(member) {
            match &item.data {
                Data::Text(name) if !name.is_empty() => key.properties.push(PropertyRef {
                    name: Spanned::new(name.clone().into_owned(), item.span),
                    alias: None,
                    span: item.span,
                }),
                Data::Object(parts) if parts.len() == 1 => {
                    for part in parts {
                        let Some(name) = self.text(part) else {
                            continue;
                        };
                        key.properties.push(PropertyRef {
                            name,
                            alias: Some(part.spanned_name()),
                            span: item.span,
                        });
                    }
                }
                _ => {
                    let message =
                        "a part of a key is the name of a property, or {\"alias\": \"path\"}";
                    self.error("bad-value", message.to_owned(), item.span, "");
                }
            }
        }
        key
    }

    fn property(&mut self, member: &Member<'_>, members: &[Member<'_>]) -> Option<Property> {
        let mut typed = Typed::default();
        for one in members {
            if split(one).is_none() && one.name != "$Kind" && !self.typed(&mut typed, one) {
                self.unknown_member("a property", one, TYPED);
            }
        }
        Some(Property {
            name: member.spanned_name(),
            ty: typed.type_ref(member.name_span)?,
            facets: typed.facets(),
            default_value: typed.default_value,
            annotations: self.only_annotations(members),
            span: member.span(),
        })
    }

    fn navigation_property(
        &mut self,
        member: &Member<'_>,
        members: &[Member<'_>],
    ) -> Option<NavigationProperty> {
        let mut all = Annotated::of(members);
        let mut typed = Typed::default();
        let mut property = NavigationProperty {
            name: member.spanned_name(),
            span: member.span(),
            ..NavigationProperty::default()
        };
        for one in members {
            match one.name.as_ref() {
                _ if split(one).is_some() => {}
                "$Kind" => {}
                "$Type" | "$Collection" | "$Nullable" => drop(self.typed(&mut typed, one)),
                "$Partner" => property.partner = self.text(one),
                "$ContainsTarget" => property.contains_target = self.flag(one).unwrap_or(false),
                "$ReferentialConstraint" => {
                    property.referential_constraints = self.referential_constraints(one);
                }
                "$OnDelete" => {
                    let annotations = self.annotations(&mut all, "$OnDelete");
                    property.on_delete = self.on_delete(one).map(|action| OnDelete {
                        action,
                        annotations,
                        span: one.span(),
                    });
                }
                _ => self.unknown_member("a navigation property", one, NAVIGATION),
            }
        }
        // A collection of entities has no null in it; there JSON has no `$Nullable`, and XML needs none.
        property.nullable = match typed.is_collection() {
            true => typed.nullable(),
            false => Some(typed.nullable().unwrap_or(false)),
        };
        let what = format!("the navigation property `{}`", member.name);
        let owner = (what.as_str(), member.name_span);
        property.ty = self.required(typed.named(), typed.is_named(), "$Type", owner)?;
        property.annotations = self.annotations(&mut all, "");
        self.left_over(all);
        Some(property)
    }

    fn referential_constraints(&mut self, member: &Member<'_>) -> Vec<ReferentialConstraint> {
        let members = self.object(member).unwrap_or_default();
        let mut all = Annotated::of(members);
        let mut constraints = Vec::new();
        for one in members.iter().filter(|one| split(one).is_none()) {
            let annotations = self.annotations(&mut all, &one.name);
            let Some(referenced_property) = self.text(one) else {
                continue;
            };
            constraints.push(ReferentialConstraint {
                property: one.spanned_name(),
                referenced_property,
                annotations,
                span: one.span(),
            });
        }
        self.left_over(all);
        constraints
    }

    fn on_delete(&mut self, member: &Member<'_>) -> Option<OnDeleteAction> {
        match member.value.as_str() {
            Some("Cascade") => Some(OnDeleteAction::Cascade),
            Some("None") => Some(OnDeleteAction::None),
            Some("SetNull") => Some(OnDeleteAction::SetNull),
            Some("SetDefault") => Some(OnDeleteAction::SetDefault),
            _ => {
                let written: String = self.slice(member.value.span).chars().take(100).collect();
                let message = format!(
                    "`$OnDelete` is `{written}`; it can be Cascade, None, SetNull or SetDefault"
                );
                self.error("bad-value", message, member.value.span, "");
                None
            }
        }
    }

    pub(super) fn enum_type(&mut self, member: &Member<'_>, members: &[Member<'_>]) -> EnumType {
        let mut all = Annotated::of(members);
        let mut ty = EnumType {
            name: member.spanned_name(),
            span: member.span(),
            ..EnumType::default()
        };
        for one in members {
            match one.name.as_ref() {
                _ if split(one).is_some() => {}
                "$Kind" => {}
                "$UnderlyingType" => ty.underlying_type = self.text(one),
                "$IsFlags" => ty.is_flags = self.flag(one).unwrap_or(false),
                name if name.starts_with('$') => self.unknown_member(
                    "an enumeration type",
                    one,
                    &["$Kind", "$UnderlyingType", "$IsFlags"],
                ),
                name => ty.members.push(EnumMember {
                    name: one.spanned_name(),
                    value: self.number(one, ""),
                    annotations: self.annotations(&mut all, name),
                    span: one.span(),
                }),
            }
        }
        ty.annotations = self.annotations(&mut all, "");
        self.left_over(all);
        ty
    }

    pub(super) fn type_definition(
        &mut self,
        member: &Member<'_>,
        members: &[Member<'_>],
    ) -> Option<TypeDefinition> {
        let mut facets = Facets::default();
        let mut underlying = None;
        for one in members {
            match one.name.as_ref() {
                _ if split(one).is_some() => {}
                "$Kind" => {}
                "$UnderlyingType" => underlying = Some(self.text(one)),
                _ if self.facet(&mut facets, one) => {}
                _ => self.unknown_member("a type definition", one, TYPED),
            }
        }
        let what = format!("the type definition `{}`", member.name);
        let owner = (what.as_str(), member.name_span);
        let was_there = underlying.is_some();
        let underlying_type =
            self.required(underlying.flatten(), was_there, "$UnderlyingType", owner)?;
        Some(TypeDefinition {
            name: member.spanned_name(),
            facets: with_absent(facets, underlying_type.as_str()),
            underlying_type,
            annotations: self.only_annotations(members),
            span: member.span(),
        })
    }

    pub(super) fn term(&mut self, member: &Member<'_>, members: &[Member<'_>]) -> Option<Term> {
        let mut typed = Typed::default();
        let (mut base_term, mut applies_to) = (None, Vec::new());
        for one in members {
            match one.name.as_ref() {
                _ if split(one).is_some() => {}
                "$Kind" => {}
                "$BaseTerm" => base_term = self.text(one),
                "$AppliesTo" => applies_to = self.texts(one),
                _ if self.typed(&mut typed, one) => {}
                _ => self.unknown_member("a term", one, TYPED),
            }
        }
        Some(Term {
            name: member.spanned_name(),
            ty: typed.type_ref(member.name_span)?,
            base_term,
            facets: typed.facets(),
            default_value: typed.default_value,
            applies_to,
            annotations: self.only_annotations(members),
            span: member.span(),
        })
    }

    fn texts(&mut self, member: &Member<'_>) -> Vec<Spanned<String>> {
        let mut texts = Vec::new();
        for Value { data, span } in self.array(member) {
            match data {
                Data::Text(text) => texts.push(Spanned::new(text.clone().into_owned(), *span)),
                _ => self.not_a_text(member, *span),
            }
        }
        texts
    }

    fn not_a_text(&mut self, member: &Member<'_>, span: Span) {
        let message = format!("an item of `{}` has to be a text", member.name);
        self.error("bad-value", message, span, "");
    }
}
