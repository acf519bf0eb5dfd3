//! A draft written as an entity type or a complex type.

use odata_csdl::source::Spanned;
use odata_csdl::syntax::{
    Annotation, Facets, Key, Property, PropertyRef, StructuredKind, StructuredType, TypeRef,
};

use super::drafts::{PropertyDraft, TypeDraft};
use super::expression::{annotation, string};
use super::vocabulary::{DESCRIPTION, PAGE, PageNames, allowed_values};
use crate::pages::Kind;

pub(super) fn of(draft: &TypeDraft, namespace: &str, names: &PageNames<'_>) -> StructuredType {
    let key = |(name, span): &(String, odata_csdl::source::Span)| Key {
        properties: vec![PropertyRef {
            name: Spanned::new(name.clone(), *span),
            span: *span,
            ..PropertyRef::default()
        }],
        span: *span,
    };
    let is_key = |one: &PropertyDraft| {
        draft
            .key
            .as_ref()
            .is_some_and(|(key, _)| *key == one.name.value)
    };
    StructuredType {
        kind: match draft.is_entity {
            true => StructuredKind::Entity,
            false => StructuredKind::Complex,
        },
        name: Spanned::new(draft.name.value.name.clone(), draft.name.span),
        key: draft.key.as_ref().map(key),
        properties: draft
            .properties
            .iter()
            .map(|one| written(one, is_key(one), namespace))
            .collect(),
        navigation_properties: draft.navigation.clone(),
        annotations: description(draft.description.as_ref())
            .chain([annotation(
                PAGE,
                None,
                string(names.of(draft.span.source), draft.span),
            )])
            .collect(),
        span: draft.span,
        ..StructuredType::default()
    }
}

fn written(draft: &PropertyDraft, is_key: bool, namespace: &str) -> Property {
    let ty = type_ref(draft, namespace);
    Property {
        name: draft.name.clone(),
        facets: Facets {
            nullable: (!ty.collection).then_some(!is_key),
            ..Facets::default()
        },
        ty,
        annotations: annotations(draft),
        span: draft.name.span,
        ..Property::default()
    }
}

fn type_ref(draft: &PropertyDraft, namespace: &str) -> TypeRef {
    let (collection, item) = match &draft.kind {
        Kind::Collection(item) => (true, item.as_ref()),
        single => (false, single),
    };
    let name = match item {
        Kind::Named(name) if name.contains('.') => name.clone(),
        Kind::Named(name) => format!("{namespace}.{name}"),
        // A collection of collections has no name in CSDL.
        Kind::Collection(_) | Kind::Complex(_) => Kind::Untyped.to_string(),
        primitive => primitive.to_string(),
    };
    TypeRef {
        collection,
        name: Spanned::new(name, draft.name.span),
    }
}

fn annotations(draft: &PropertyDraft) -> Vec<Annotation> {
    let mut annotations: Vec<Annotation> = description(draft.description.as_ref()).collect();
    annotations.extend(allowed_values(&draft.allowed));
    annotations
}

fn description(text: Option<&Spanned<String>>) -> impl Iterator<Item = Annotation> {
    let text = text.filter(|text| !text.value.is_empty());
    let written =
        text.map(|text| annotation(DESCRIPTION, None, string(text.value.clone(), text.span)));
    written.into_iter()
}
