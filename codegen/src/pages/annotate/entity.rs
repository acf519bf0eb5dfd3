//! An entity type in the making, and the complex types inside it.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics, Severity};
use odata_csdl::source::{Sources, Span, Spanned};
use odata_csdl::syntax::{
    Annotation, Facets, Key, Property, PropertyRef, StructuredKind, StructuredType, TypeRef,
};

use super::catalog::SetFacts;
use super::covering;
use super::expression::{annotation, collection, property, record, string};
use super::names::complex_type;
use super::vocabulary::{ALLOWED_VALUE, ALLOWED_VALUES, DESCRIPTION, PAGE};
use crate::pages::{Kind, Shape, infer};

/// An entity type before it is written as CSDL.
pub(super) struct EntityDraft {
    pub(super) name: Spanned<String>,
    pub(super) properties: Vec<PropertyDraft>,
    /// The property that is the key, and the placeholder that said so.
    pub(super) key: Option<(String, Span)>,
    pub(super) span: Span,
    /// What inference had to say; a property table may settle it.
    notes: Diagnostics,
}

pub(super) struct PropertyDraft {
    pub(super) name: Spanned<String>,
    pub(super) kind: Kind,
    pub(super) only_null: bool,
    /// Whether a table says its type.
    pub(super) is_documented: bool,
    pub(super) description: Option<Spanned<String>>,
    pub(super) allowed: Vec<Spanned<String>>,
}

impl EntityDraft {
    /// What the samples show.
    pub(super) fn infer(
        set: &SetFacts<'_>,
        name: Spanned<String>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let items: Vec<_> = set
            .samples
            .iter()
            .flat_map(|sample| sample.items())
            .collect();
        let mut notes = Diagnostics::new();
        let shape = infer(&items, &mut notes);
        if shape.properties.is_empty() {
            diagnostics.push(
                Diagnostic::warning(
                    "no-sample",
                    format!("no sample shows what `{}` holds", set.name.value),
                )
                .at(set.name.span, "its type has no properties")
                .help("add a page with a sample, or declare the properties in metadata.xml"),
            );
        }
        let properties = shape.properties.into_iter().map(|property| PropertyDraft {
            name: property.name,
            kind: property.kind,
            only_null: property.only_null,
            is_documented: false,
            description: None,
            allowed: Vec::new(),
        });
        let span = set
            .samples
            .first()
            .map_or(set.name.span, |sample| sample.span);
        EntityDraft {
            name,
            properties: properties.collect(),
            key: None,
            span,
            notes,
        }
    }

    /// Says what the samples leave open and no table settles.
    pub(super) fn report(&self, diagnostics: &mut Diagnostics) {
        let settled = |note: &Diagnostic| {
            let place = note.labels.first().map(|label| label.span);
            let mut documented = self
                .properties
                .iter()
                .filter(|property| property.is_documented);
            note.severity == Severity::Note
                && documented.any(|property| Some(property.name.span) == place)
        };
        diagnostics.extend(self.notes.iter().filter(|note| !settled(note)).cloned());
    }

    /// The property of that name, case aside.
    pub(super) fn find(&self, name: &str) -> Option<&PropertyDraft> {
        let exact = self
            .properties
            .iter()
            .find(|property| property.name.value == name);
        exact.or_else(|| {
            self.properties
                .iter()
                .find(|property| property.name.value.eq_ignore_ascii_case(name))
        })
    }

    /// The entity type, then the complex types it uses.
    pub(super) fn types(&self, namespace: &str, sources: &Sources) -> Vec<StructuredType> {
        let mut builder = TypeBuilder {
            namespace,
            complex: Vec::new(),
        };
        let properties = self.properties.iter().map(|one| {
            let is_key = self
                .key
                .as_ref()
                .is_some_and(|(key, _)| *key == one.name.value);
            builder.property(&self.name.value, one, is_key)
        });
        let page = string(
            sources
                .get(self.span.source)
                .map_or("", |source| source.name()),
            self.span,
        );
        let entity = StructuredType {
            name: self.name.clone(),
            key: self.key.as_ref().map(|(key, span)| Key {
                properties: vec![PropertyRef {
                    name: Spanned::new(key.clone(), *span),
                    span: *span,
                    ..PropertyRef::default()
                }],
                span: *span,
            }),
            properties: properties.collect(),
            annotations: vec![annotation(PAGE, None, page)],
            span: self.span,
            ..StructuredType::default()
        };
        std::iter::once(entity).chain(builder.complex).collect()
    }
}

struct TypeBuilder<'a> {
    namespace: &'a str,
    complex: Vec<StructuredType>,
}

impl TypeBuilder<'_> {
    fn property(&mut self, owner: &str, draft: &PropertyDraft, is_key: bool) -> Property {
        let name = &draft.name;
        let ty = self.type_ref(owner, name, &draft.kind);
        let nullable = (!ty.collection).then_some(!is_key);
        Property {
            name: name.clone(),
            ty,
            facets: Facets {
                nullable,
                ..Facets::default()
            },
            annotations: annotations(draft),
            span: name.span,
            ..Property::default()
        }
    }

    fn type_ref(&mut self, owner: &str, name: &Spanned<String>, kind: &Kind) -> TypeRef {
        let (collection, item) = match kind {
            Kind::Collection(item) => (true, item.as_ref()),
            single => (false, single),
        };
        let item = match item {
            Kind::Complex(shape) => {
                let complex = complex_type(owner, &name.value, collection);
                self.add_complex(Spanned::new(complex.clone(), name.span), shape);
                format!("{}.{complex}", self.namespace)
            }
            primitive => primitive.to_string(),
        };
        TypeRef {
            collection,
            name: Spanned::new(item, name.span),
        }
    }

    fn add_complex(&mut self, name: Spanned<String>, shape: &Shape) {
        let at = self.complex.len();
        self.complex.push(StructuredType {
            kind: StructuredKind::Complex,
            span: name.span,
            name: name.clone(),
            ..StructuredType::default()
        });
        let properties = shape.properties.iter().map(|one| {
            let ty = self.type_ref(&name.value, &one.name, &one.kind);
            let nullable = (!ty.collection).then_some(true);
            Property {
                name: one.name.clone(),
                ty,
                facets: Facets {
                    nullable,
                    ..Facets::default()
                },
                span: one.name.span,
                ..Property::default()
            }
        });
        let properties = properties.collect();
        if let Some(complex) = self.complex.get_mut(at) {
            complex.properties = properties;
        }
    }
}

fn annotations(draft: &PropertyDraft) -> Vec<Annotation> {
    let mut annotations = Vec::new();
    if let Some(text) = draft
        .description
        .as_ref()
        .filter(|text| !text.value.is_empty())
    {
        annotations.push(annotation(
            DESCRIPTION,
            None,
            string(text.value.clone(), text.span),
        ));
    }
    if !draft.allowed.is_empty() {
        let span = covering(draft.allowed.iter().map(|value| value.span));
        let values = draft.allowed.iter().map(|value| {
            record(
                ALLOWED_VALUE,
                value.span,
                vec![property("Value", string(value.value.clone(), value.span))],
            )
        });
        annotations.push(annotation(
            ALLOWED_VALUES,
            None,
            collection(values.collect(), span),
        ));
    }
    annotations
}
