//! Pages and `$metadata` become one document.
//!
//! The rule: what `$metadata` says stands, since the service says it of itself; pages add what it leaves out. Where both
//! speak and differ, both places are shown. The overlay, applied afterwards, settles what neither has right.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::syntax::{Annotation, Document, EntitySet, Property, Schema, StructuredType};

use crate::overlays::Overlays;

pub(crate) const DESCRIPTION: &str = "Org.OData.Core.V1.Description";

/// Adds to the first of the documents that declares a namespace what the pages say about it.
pub(crate) fn merge(
    mut metadata: Vec<Document>,
    documented: Option<Document>,
    overlay: &Overlays,
    diagnostics: &mut Diagnostics,
) -> Vec<Document> {
    let Some(documented) = documented else {
        return metadata;
    };
    for mut schema in documented.schemas {
        merge_declared(&mut metadata, &mut schema, overlay, diagnostics);
        let known = metadata
            .iter_mut()
            .flat_map(|document| &mut document.schemas)
            .find(|known| known.namespace.value == schema.namespace.value);
        match known {
            Some(known) => add_undeclared(known, schema),
            None => match metadata.first_mut() {
                Some(first) => first.schemas.push(schema),
                None => metadata.push(Document {
                    source: documented.source,
                    version: documented.version.clone(),
                    entity_container: documented.entity_container.clone(),
                    references: documented.references.clone(),
                    schemas: vec![schema],
                }),
            },
        }
    }
    metadata
}

/// A namespace may be spread over documents, and the container often has a namespace of its own: what the pages say goes
/// to wherever `$metadata` declares it.
fn merge_declared(
    metadata: &mut [Document],
    documented: &mut Schema,
    overlay: &Overlays,
    diagnostics: &mut Diagnostics,
) {
    let namespace = documented.namespace.value.clone();
    for ty in std::mem::take(&mut documented.structured_types) {
        let inherited = inherited_properties(metadata, &namespace, &ty.name.value);
        let mut types = metadata
            .iter_mut()
            .flat_map(|document| &mut document.schemas)
            .filter(|schema| schema.namespace.value == namespace)
            .flat_map(|schema| &mut schema.structured_types);
        match types.find(|one| same(&one.name.value, &ty.name.value)) {
            Some(known) => merge_type(known, ty, &inherited, overlay, diagnostics),
            None => documented.structured_types.push(ty),
        }
    }
    for container in &mut documented.entity_containers {
        for set in std::mem::take(&mut container.entity_sets) {
            let mut sets = metadata
                .iter_mut()
                .flat_map(|document| &mut document.schemas)
                .flat_map(|schema| &mut schema.entity_containers)
                .flat_map(|container| &mut container.entity_sets);
            match sets.find(|one| same(&one.name.value, &set.name.value)) {
                Some(known) => merge_set(known, set, &namespace, diagnostics),
                None => container.entity_sets.push(set),
            }
        }
    }
    documented.entity_containers.retain(|container| {
        let sets = container.entity_sets.len() + container.singletons.len();
        sets + container.operation_imports.len() > 0
    });
}

/// The names of what the base types of a type declare.
fn inherited_properties(metadata: &[Document], namespace: &str, name: &str) -> Vec<String> {
    let find = |wanted: &str| {
        metadata
            .iter()
            .flat_map(|document| &document.schemas)
            .flat_map(|schema| schema.structured_types.iter().map(move |ty| (schema, ty)))
            .find(|(schema, ty)| {
                let qualified = |namespace: &str| {
                    wanted
                        .strip_prefix(namespace)
                        .and_then(|rest| rest.strip_prefix('.'))
                        .is_some_and(|rest| same(rest, &ty.name.value))
                };
                qualified(&schema.namespace.value)
                    || schema
                        .alias
                        .as_ref()
                        .is_some_and(|alias| qualified(&alias.value))
            })
    };
    let mut names = Vec::new();
    let mut next = Some(format!("{namespace}.{name}"));
    // A cycle is the resolver's to tell; it must not keep us here.
    for depth in 0..100 {
        let Some((_, ty)) = next.as_deref().and_then(find) else {
            break;
        };
        if depth > 0 {
            names.extend(
                ty.properties
                    .iter()
                    .map(|property| property.name.value.clone()),
            );
        }
        names.extend(
            ty.navigation_properties
                .iter()
                .map(|property| property.name.value.clone()),
        );
        next = ty.base_type.as_ref().map(|base| base.value.clone());
    }
    names
}

/// What `$metadata` declares nowhere is added to its schema of that namespace.
fn add_undeclared(known: &mut Schema, documented: Schema) {
    known.structured_types.extend(documented.structured_types);
    known.enum_types.extend(documented.enum_types);
    known.terms.extend(documented.terms);
    known
        .external_annotations
        .extend(documented.external_annotations);
    for container in documented.entity_containers {
        match known.entity_containers.first_mut() {
            Some(known) => {
                known.entity_sets.extend(container.entity_sets);
                for one in container.singletons {
                    let mut all = known.singletons.iter();
                    if !all.any(|known| known.name.value == one.name.value) {
                        known.singletons.push(one);
                    }
                }
                for one in container.operation_imports {
                    let mut all = known.operation_imports.iter();
                    if !all.any(|known| known.name.value == one.name.value) {
                        known.operation_imports.push(one);
                    }
                }
                known.annotations.extend(container.annotations);
            }
            None => known.entity_containers.push(container),
        }
    }
}

fn merge_type(
    known: &mut StructuredType,
    documented: StructuredType,
    inherited: &[String],
    overlay: &Overlays,
    diagnostics: &mut Diagnostics,
) {
    for property in documented.properties {
        let wanted = property.name.value.as_str();
        let at = known
            .properties
            .iter()
            .position(|one| one.name.value == wanted)
            .or_else(|| {
                known
                    .properties
                    .iter()
                    .position(|one| same(&one.name.value, wanted))
            });
        // What a base type declares, or a navigation property, is not declared again.
        if at.is_none() && inherited.iter().any(|one| same(one, wanted)) {
            continue;
        }
        match at.and_then(|at| known.properties.get_mut(at)) {
            Some(one) => {
                let settled = overlay.settles_type(&known.name.value, &one.name.value);
                merge_property(one, property, settled, diagnostics);
            }
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

fn merge_property(
    known: &mut Property,
    documented: Property,
    settled: bool,
    diagnostics: &mut Diagnostics,
) {
    let name = &known.name.value;
    if *name != documented.name.value {
        diagnostics.push(contradiction(format!(
            "the property is `{name}` in $metadata and `{}` on a page; $metadata's spelling is used",
            documented.name.value
        ))
        .at(documented.name.span, "spelt so here")
        .at(known.name.span, "and so here")
        .help("correct the spelling on the page or in $metadata"));
    }
    let of_other_name = known.ty.name.value != documented.ty.name.value;
    // Pages know few types: whatever is sent as text is a String there.
    let vague =
        documented.ty.name.value == "Edm.String" && !known.ty.name.value.starts_with("Edm.");
    let differs = known.ty.collection != documented.ty.collection || (of_other_name && !vague);
    if differs && !settled {
        diagnostics.push(
            contradiction(format!(
                "`{name}` is {} in $metadata and {} on a page; $metadata's type is used",
                shown(known),
                shown(&documented)
            ))
            .at(documented.ty.name.span, "this type here")
            .at(known.ty.name.span, "and this one here")
            .help("the overlay settles it: `[[set]]` with `type`, and the reason"),
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
    Diagnostic::warning("contradiction", message)
}
