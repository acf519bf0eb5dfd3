//! Types, properties and terms.

use foldhash::{HashMap, HashSet};
use odata_core::edm::PrimitiveType;

use crate::diagnostic::Diagnostic;
use crate::model::resolve::{NOWHERE, Resolver, Work, are_few_and_differ, text, without};
use crate::model::{
    EnumMember, EnumType, NavigationProperty, Property, QualifiedName, ReferentialConstraint,
    StructuredType, StructuredTypeId, Term, TypeDefinition, TypeKind,
};
use crate::source::{Span, Spanned};
use crate::syntax;

impl Resolver<'_> {
    /// Gives back the keys as they are written.
    pub(super) fn types(&mut self, work: Work) -> Vec<Option<syntax::Key>> {
        self.model.enum_types.reserve_exact(work.enums.len());
        for one in work.enums {
            let one = self.enum_type(one.scope, &one.namespace, one.what);
            self.model.enum_types.push(one);
        }
        for one in work.definitions {
            let one = self.type_definition(one.scope, &one.namespace, one.what);
            self.model.type_definitions.push(one);
        }
        let kinds: Vec<syntax::StructuredKind> =
            work.structured.iter().map(|one| one.what.kind).collect();
        let mut keys = Vec::with_capacity(kinds.len());
        self.model.structured_types.reserve_exact(kinds.len());
        for mut one in work.structured {
            keys.push(one.what.key.take());
            let one = self.structured_type(one.scope, &one.namespace, one.what, &kinds);
            self.model.structured_types.push(one);
        }
        keys
    }

    fn structured_type(
        &mut self,
        scope: usize,
        namespace: &str,
        ty: syntax::StructuredType,
        kinds: &[syntax::StructuredKind],
    ) -> StructuredType {
        let full = [namespace, ".", ty.name.as_str()].concat();
        let structural = ty.properties.iter().map(|one| &one.name);
        let navigation = ty.navigation_properties.iter().map(|one| &one.name);
        let (mut repeated, mut repeated_navigation) = (HashSet::default(), HashSet::default());
        if !are_few_and_differ(
            structural
                .clone()
                .chain(navigation.clone())
                .map(|one| &one.value),
        ) {
            let mut taken: HashMap<&str, Span> = HashMap::default();
            repeated = self.repeated(&full, &mut taken, structural);
            repeated_navigation = self.repeated(&full, &mut taken, navigation);
        }
        let mut path = self.path_to_parts(&full);
        let base = ty.base_type.as_ref();
        let base = base.and_then(|base| self.base(scope, &ty, base, kinds));
        let properties = without(ty.properties, &repeated).into_iter();
        let navigation = without(ty.navigation_properties, &repeated_navigation).into_iter();
        StructuredType {
            kind: ty.kind,
            base,
            is_abstract: ty.is_abstract,
            is_open: ty.is_open,
            has_stream: ty.has_stream,
            key: None,
            properties: properties
                .map(|one| self.property(scope, &mut path, one))
                .collect(),
            navigation_properties: navigation
                .map(|one| self.navigation_property(scope, &mut path, one, kinds))
                .collect(),
            annotations: self.annotations(scope, ty.annotations, &[&full]),
            name: QualifiedName::new(namespace, ty.name.value),
            span: ty.name.span,
        }
    }

    /// Where something is said from outside about the element or its parts.
    fn path_to_parts(&self, owner: &str) -> Option<PathToPart> {
        self.externals.are_about(owner).then(|| PathToPart {
            text: [owner, "/"].concat(),
            owner: owner.len().saturating_add(1),
        })
    }

    fn base(
        &mut self,
        scope: usize,
        ty: &syntax::StructuredType,
        base: &Spanned<String>,
        kinds: &[syntax::StructuredKind],
    ) -> Option<StructuredTypeId> {
        match self.kind_of_what(scope, "base type", base) {
            TypeKind::Structured(id) if kinds.get(id.index()) == Some(&ty.kind) => Some(id),
            TypeKind::Unknown(_) | TypeKind::Other(_) => None,
            _ => {
                let own = match ty.kind {
                    syntax::StructuredKind::Entity => "an entity type",
                    syntax::StructuredKind::Complex => "a complex type",
                };
                let message = format!("`{}` cannot be extended by `{}`", base.value, ty.name.value);
                let error = Diagnostic::error("wrong-kind", message)
                    .at(base.span, format!("this has to be {own}"));
                self.diagnostics.push(error);
                None
            }
        }
    }

    fn property(
        &mut self,
        scope: usize,
        owner: &mut Option<PathToPart>,
        property: syntax::Property,
    ) -> Property {
        let path = owner.as_mut();
        let path = path.map(|path| path.to(property.name.as_str()));
        Property {
            name: property.name.value,
            ty: self.type_of(scope, &property.ty),
            nullable: property.facets.nullable.unwrap_or(!property.ty.collection),
            facets: property.facets,
            default_value: text(property.default_value),
            annotations: self.annotations(scope, property.annotations, path.as_slice()),
            span: property.name.span,
        }
    }

    fn navigation_property(
        &mut self,
        scope: usize,
        owner: &mut Option<PathToPart>,
        property: syntax::NavigationProperty,
        kinds: &[syntax::StructuredKind],
    ) -> NavigationProperty {
        let path = owner.as_mut();
        let path = path.map(|path| path.to(property.name.as_str()));
        let mut ty = self.type_of(scope, &property.ty);
        let is_entity = match ty.kind {
            TypeKind::Structured(id) => {
                kinds.get(id.index()) == Some(&syntax::StructuredKind::Entity)
            }
            TypeKind::Unknown(_) | TypeKind::Other(_) => true,
            _ => false,
        };
        if !is_entity {
            let message = format!(
                "the navigation property `{}` leads to no entity type",
                property.name.value
            );
            let error = Diagnostic::error("wrong-kind", message)
                .at(ty.span, "this has to be an entity type");
            self.diagnostics.push(error);
            // It leads nowhere that can be gone.
            ty.kind = TypeKind::Unknown(property.ty.name.value.clone());
        }
        let constraints = property.referential_constraints.into_iter();
        let constraints = constraints.map(|one| ReferentialConstraint {
            property: one.property.value,
            referenced_property: one.referenced_property.value,
            annotations: self.annotations(scope, one.annotations, &NOWHERE),
            span: one.span,
        });
        let referential_constraints = constraints.collect();
        let partner = property.partner.as_ref();
        let partner = partner.map(|path| self.full_path(scope, path.as_str(), path.span));
        let (on_delete, on_delete_annotations) = match property.on_delete {
            Some(one) => (Some(one.action), one.annotations),
            None => (None, Vec::new()),
        };
        NavigationProperty {
            name: property.name.value,
            nullable: !ty.collection && property.nullable.unwrap_or(true),
            ty,
            partner,
            contains_target: property.contains_target,
            referential_constraints,
            on_delete,
            on_delete_annotations: self.annotations(scope, on_delete_annotations, &NOWHERE),
            annotations: self.annotations(scope, property.annotations, path.as_slice()),
            span: property.name.span,
        }
    }

    fn enum_type(&mut self, scope: usize, namespace: &str, ty: syntax::EnumType) -> EnumType {
        let full = [namespace, ".", ty.name.as_str()].concat();
        let underlying = match &ty.underlying_type {
            None => PrimitiveType::Int32,
            Some(written) => match PrimitiveType::from_name(written.as_str()) {
                Some(primitive) if primitive.is_integer() => primitive,
                _ => {
                    let message = format!(
                        "`{}` cannot be the type beneath an enumeration",
                        written.value
                    );
                    let error = Diagnostic::error("wrong-kind", message);
                    let error = error.at(written.span, "Edm.Byte, SByte, Int16, Int32 or Int64");
                    self.diagnostics.push(error);
                    PrimitiveType::Int64
                }
            },
        };
        let mut path = self.path_to_parts(&full);
        let (mut next, mut told) = (0_i64, false);
        let mut members = Vec::with_capacity(ty.members.len());
        let names = ty.members.iter().map(|one| &one.name);
        let repeated = match are_few_and_differ(names.clone().map(|one| &one.value)) {
            true => HashSet::default(),
            false => self.repeated(&full, &mut HashMap::default(), names),
        };
        for member in without(ty.members, &repeated) {
            let value = member.value.unwrap_or(next);
            next = value.saturating_add(1);
            if !fits(underlying, value) && !told {
                told = true;
                let message = format!(
                    "`{}` is {value}, which is no value of `{underlying}`",
                    member.name.value
                );
                let warning = Diagnostic::warning("bad-value", message).at(member.name.span, "");
                self.diagnostics.push(
                    warning.help(
                        "`UnderlyingType` has to name a type that has it, such as `Edm.Int64`",
                    ),
                );
            }
            let path = path.as_mut();
            let path = path.map(|path| path.to(member.name.as_str()));
            members.push(EnumMember {
                name: member.name.value,
                value,
                annotations: self.annotations(scope, member.annotations, path.as_slice()),
                span: member.name.span,
            });
        }
        if members.is_empty() {
            let message = format!("the enumeration `{full}` has no members");
            self.diagnostics.push(
                Diagnostic::warning("empty-enum", message)
                    .at(ty.name.span, "any value is read, by its text"),
            );
        }
        EnumType {
            underlying,
            is_flags: ty.is_flags,
            members,
            annotations: self.annotations(scope, ty.annotations, &[&full]),
            name: QualifiedName::new(namespace, ty.name.value),
            span: ty.name.span,
        }
    }

    fn type_definition(
        &mut self,
        scope: usize,
        namespace: &str,
        ty: syntax::TypeDefinition,
    ) -> TypeDefinition {
        let name = QualifiedName::new(namespace, ty.name.as_str());
        let underlying = match self.kind_of(scope, &ty.underlying_type) {
            TypeKind::Primitive(primitive) => primitive,
            TypeKind::Unknown(_) => PrimitiveType::String,
            _ => {
                let message = format!(
                    "`{}` cannot be the type beneath a type definition",
                    ty.underlying_type.value
                );
                let error = Diagnostic::error("wrong-kind", message);
                self.diagnostics
                    .push(error.at(ty.underlying_type.span, "this has to be a primitive type"));
                PrimitiveType::String
            }
        };
        TypeDefinition {
            underlying,
            facets: ty.facets,
            annotations: self.annotations(scope, ty.annotations, &[&name.to_string()]),
            name,
            span: ty.name.span,
        }
    }

    pub(super) fn terms(&mut self) {
        for (scope, schema) in self.schemas() {
            let namespace = schema.namespace.as_str();
            for term in self.unique(namespace, &mut HashMap::default(), &schema.terms, |one| {
                &one.name
            }) {
                let name = QualifiedName::new(namespace, term.name.as_str());
                let one = Term {
                    ty: self.type_of(scope, &term.ty),
                    nullable: term.facets.nullable.unwrap_or(!term.ty.collection),
                    facets: term.facets,
                    base_term: term
                        .base_term
                        .as_ref()
                        .map(|base| self.full(scope, base.as_str(), base.span).into_owned()),
                    default_value: text(term.default_value.clone()),
                    applies_to: term
                        .applies_to
                        .iter()
                        .map(|target| target.value.clone())
                        .collect(),
                    annotations: self.annotations(
                        scope,
                        term.annotations.clone(),
                        &[&name.to_string()],
                    ),
                    name,
                    span: term.name.span,
                };
                self.model.terms.push(one);
            }
        }
    }
}

/// The path to a part of an element; one text for all of its parts.
struct PathToPart {
    text: String,
    /// How much of it leads to any of them.
    owner: usize,
}

impl PathToPart {
    fn to(&mut self, part: &str) -> &str {
        self.text.truncate(self.owner);
        self.text.push_str(part);
        &self.text
    }
}

/// Whether an integer type has that value (CSDL XML 4.01, 10.3).
fn fits(ty: PrimitiveType, value: i64) -> bool {
    match ty {
        PrimitiveType::Byte => u8::try_from(value).is_ok(),
        PrimitiveType::SByte => i8::try_from(value).is_ok(),
        PrimitiveType::Int16 => i16::try_from(value).is_ok(),
        PrimitiveType::Int32 => i32::try_from(value).is_ok(),
        _ => true,
    }
}
