//! Pages and `$metadata` become one document.
//!
//! The rule: what `$metadata` says stands, since the service says it of itself; pages add what it leaves out. Where both
//! speak and differ, both places are shown. The overlay, applied afterwards, settles what neither has right.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::syntax::{
    Annotation, Document, EntityContainer, EntitySet, Property, Schema, StructuredType,
};

pub(crate) const DESCRIPTION: &str = "Org.OData.Core.V1.Description";

/// Adds to the first of the documents that declares a namespace what the pages say about it.
pub(crate) fn merge(
    mut metadata: Vec<Document>,
    documented: Option<Document>,
    diagnostics: &mut Diagnostics,
) -> Vec<Document> {
    let Some(documented) = documented else {
        return metadata;
    };
    for schema in documented.schemas {
        let known = metadata
            .iter_mut()
            .flat_map(|document| &mut document.schemas)
            .find(|known| known.namespace.value == schema.namespace.value);
        match known {
            Some(known) => merge_schema(known, schema, diagnostics),
            None => match metadata.first_mut() {
                Some(first) => first.schemas.push(schema),
                None => metadata.push(Document {
                    source: documented.source,
                    version: documented.version.clone(),
                    references: documented.references.clone(),
                    schemas: vec![schema],
                }),
            },
        }
    }
    metadata
}

fn merge_schema(known: &mut Schema, documented: Schema, diagnostics: &mut Diagnostics) {
    let namespace = known.namespace.value.clone();
    for ty in documented.structured_types {
        match known
            .structured_types
            .iter_mut()
            .find(|one| same(&one.name.value, &ty.name.value))
        {
            Some(known) => merge_type(known, ty, diagnostics),
            None => known.structured_types.push(ty),
        }
    }
    known.enum_types.extend(documented.enum_types);
    known.terms.extend(documented.terms);
    known
        .external_annotations
        .extend(documented.external_annotations);
    for container in documented.entity_containers {
        match known.entity_containers.first_mut() {
            Some(known) => merge_container(known, container, &namespace, diagnostics),
            None => known.entity_containers.push(container),
        }
    }
}

fn merge_type(
    known: &mut StructuredType,
    documented: StructuredType,
    diagnostics: &mut Diagnostics,
) {
    for property in documented.properties {
        match known
            .properties
            .iter_mut()
            .find(|one| same(&one.name.value, &property.name.value))
        {
            Some(known) => merge_property(known, property, diagnostics),
            None => {
                diagnostics.push(
                    Diagnostic::note(
                        "only-documented",
                        format!(
                            "`{}` stands on a page and not in $metadata; it is taken over",
                            property.name.value
                        ),
                    )
                    .at(property.name.span, "documented here")
                    .at(known.name.span, "the type does not declare it"),
                );
                known.properties.push(property);
            }
        }
    }
    if let (None, Some(key)) = (&known.key, documented.key)
        && known.base_type.is_none()
    {
        known.key = Some(key);
    }
    add_annotations(&mut known.annotations, documented.annotations);
}

fn merge_property(known: &mut Property, documented: Property, diagnostics: &mut Diagnostics) {
    let name = &known.name.value;
    if *name != documented.name.value {
        diagnostics.push(contradiction(format!(
            "the property is `{name}` in $metadata and `{}` on a page; $metadata's spelling is used",
            documented.name.value
        ))
        .at(documented.name.span, "spelt so here")
        .at(known.name.span, "and so here"));
    }
    let differs = known.ty.collection != documented.ty.collection
        || known.ty.name.value != documented.ty.name.value;
    // Pages know few types: whatever is sent as text is a String there.
    let vague =
        documented.ty.name.value == "Edm.String" && !known.ty.name.value.starts_with("Edm.");
    if differs && !vague {
        diagnostics.push(
            contradiction(format!(
                "`{name}` is {} in $metadata and {} on a page; $metadata's type is used",
                shown(known),
                shown(&documented)
            ))
            .at(documented.ty.name.span, "this type here")
            .at(known.ty.name.span, "and this one here"),
        );
    }
    add_annotations(&mut known.annotations, documented.annotations);
}

fn shown(property: &Property) -> String {
    match property.ty.collection {
        true => format!("Collection({})", property.ty.name.value),
        false => property.ty.name.value.clone(),
    }
}

fn merge_container(
    known: &mut EntityContainer,
    documented: EntityContainer,
    namespace: &str,
    diagnostics: &mut Diagnostics,
) {
    for set in documented.entity_sets {
        match known
            .entity_sets
            .iter_mut()
            .find(|one| same(&one.name.value, &set.name.value))
        {
            Some(known) => merge_set(known, set, namespace, diagnostics),
            None => known.entity_sets.push(set),
        }
    }
}

fn merge_set(
    known: &mut EntitySet,
    documented: EntitySet,
    namespace: &str,
    diagnostics: &mut Diagnostics,
) {
    let short = |name: &str| {
        name.strip_prefix(namespace)
            .unwrap_or(name)
            .trim_start_matches('.')
            .to_owned()
    };
    let (ours, theirs) = (
        short(&known.entity_type.value),
        short(&documented.entity_type.value),
    );
    if ours.rsplit('.').next() != theirs.rsplit('.').next() {
        diagnostics.push(contradiction(format!(
            "the members of `{}` are {ours} in $metadata and {theirs} on a page; $metadata's type is used",
            known.name.value
        ))
        .at(documented.entity_type.span, "this type here")
        .at(known.entity_type.span, "and this one here"));
    }
    add_annotations(&mut known.annotations, documented.annotations);
}

/// Adds what is not said yet. Descriptions differ in words only, so that the first one is kept without a remark.
fn add_annotations(known: &mut Vec<Annotation>, documented: Vec<Annotation>) {
    for annotation in documented {
        let said = known.iter().any(|one| {
            short_term(one) == short_term(&annotation) && qualifier(one) == qualifier(&annotation)
        });
        if !said {
            known.push(annotation);
        }
    }
}

/// The term without its namespace, which one document writes in full and another by an alias.
fn short_term(annotation: &Annotation) -> &str {
    annotation.term.value.rsplit('.').next().unwrap_or_default()
}

fn qualifier(annotation: &Annotation) -> Option<&str> {
    annotation
        .qualifier
        .as_ref()
        .map(|qualifier| qualifier.value.as_str())
}

/// Pages are careless of case; OData names are not (4.01, 13.3 item 17).
fn same(one: &str, other: &str) -> bool {
    one == other || one.eq_ignore_ascii_case(other)
}

fn contradiction(message: String) -> Diagnostic {
    Diagnostic::warning("contradiction", message).help("the overlay can settle it, with the reason")
}
