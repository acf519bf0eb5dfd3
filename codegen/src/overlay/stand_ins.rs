//! A type that stands for a complex type wherever that is used.

use odata_csdl::source::{SourceId, Span, Spanned};
use odata_csdl::syntax::{Document, StructuredKind, TypeRef};

use super::targets::is_named;

/// What became of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stood {
    /// It was put in the place of the type.
    Done,
    /// The name is that of an entity type or of no type at all.
    NoComplexType,
}

/// Writes the name of another type wherever the complex type is that of a property, of a parameter or of what an operation returns.
pub(super) fn put(
    documents: &mut [Document],
    target: &str,
    with: &toml::Spanned<String>,
    source: SourceId,
) -> Stood {
    let Some((namespace, name)) = complex_type(documents, target) else {
        return Stood::NoComplexType;
    };
    let span = Span::new(source, with.span().start, with.span().end);
    for document in documents {
        let written = ways_to_write(document, &namespace, &name);
        let put = |ty: &mut TypeRef| {
            if written.contains(&ty.name.value) {
                ty.name = Spanned::new(with.get_ref().clone(), span);
            }
        };
        each_use(document, put);
    }
    Stood::Done
}

/// Its namespace and its simple name.
fn complex_type(documents: &[Document], target: &str) -> Option<(String, String)> {
    let mut schemas = documents.iter().flat_map(|document| &document.schemas);
    schemas.find_map(|schema| {
        let mut types = schema.structured_types.iter();
        let ty = types.find(|ty| is_named(schema, &ty.name.value, target))?;
        (ty.kind == StructuredKind::Complex)
            .then(|| (schema.namespace.value.clone(), ty.name.value.clone()))
    })
}

/// Its name in that document: in full, and with the aliases that its namespace has there.
fn ways_to_write(document: &Document, namespace: &str, name: &str) -> Vec<String> {
    let own = document.schemas.iter();
    let own = own.filter(|schema| schema.namespace.value == namespace);
    let own = own.filter_map(|schema| schema.alias.as_ref());
    let included = document.references.iter().flat_map(|one| &one.includes);
    let included = included.filter(|include| include.namespace.value == namespace);
    let included = included.filter_map(|include| include.alias.as_ref());
    let aliases = own.chain(included).map(|alias| alias.value.as_str());
    std::iter::once(namespace)
        .chain(aliases)
        .map(|of| format!("{of}.{name}"))
        .collect()
}

fn each_use(document: &mut Document, mut put: impl FnMut(&mut TypeRef)) {
    for schema in &mut document.schemas {
        let types = schema.structured_types.iter_mut();
        let properties = types.flat_map(|ty| &mut ty.properties);
        properties.for_each(|property| put(&mut property.ty));
        for operation in &mut schema.operations {
            let parameters = operation.parameters.iter_mut();
            parameters.for_each(|parameter| put(&mut parameter.ty));
            if let Some(answer) = &mut operation.return_type {
                put(&mut answer.ty);
            }
        }
    }
}
