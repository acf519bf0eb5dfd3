//! How many elements of each kind a document has.

use std::collections::BTreeMap;

use odata_csdl::syntax::{Document, OperationKind, Schema};
use serde_json::Value;

const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";

/// The kinds that are counted.
const KINDS: [&str; 16] = [
    "Schema",
    "EntityType",
    "ComplexType",
    "EnumType",
    "Member",
    "TypeDefinition",
    "Property",
    "NavigationProperty",
    "Action",
    "Function",
    "Parameter",
    "Term",
    "EntityContainer",
    "EntitySet",
    "Singleton",
    "Annotation",
];

pub(super) type Counts = BTreeMap<&'static str, usize>;

pub(super) fn by_roxmltree(text: &str) -> Result<Counts, String> {
    let document =
        roxmltree::Document::parse(text).map_err(|error| format!("roxmltree: {error}"))?;
    let count = |kind: &'static str| {
        let nodes = document.descendants();
        nodes.filter(|node| node.has_tag_name((EDM, kind))).count()
    };
    Ok(KINDS.into_iter().map(|kind| (kind, count(kind))).collect())
}

pub(super) fn by_us(document: &Document) -> Counts {
    let schemas = &document.schemas;
    let sum = |count: &dyn Fn(&Schema) -> usize| schemas.iter().map(count).sum();
    let operations = |kind: OperationKind| {
        move |schema: &Schema| {
            let operations = schema.operations.iter();
            operations.filter(|one| one.kind == kind).count()
        }
    };
    let counts: [usize; 16] = [
        schemas.len(),
        sum(&|schema| schema.entity_types().count()),
        sum(&|schema| schema.complex_types().count()),
        sum(&|schema| schema.enum_types.len()),
        sum(&|schema| schema.enum_types.iter().map(|ty| ty.members.len()).sum()),
        sum(&|schema| schema.type_definitions.len()),
        sum(&|schema| {
            let types = schema.structured_types.iter();
            types.map(|ty| ty.properties.len()).sum()
        }),
        sum(&|schema| {
            let types = schema.structured_types.iter();
            types.map(|ty| ty.navigation_properties.len()).sum()
        }),
        sum(&operations(OperationKind::Action)),
        sum(&operations(OperationKind::Function)),
        sum(&|schema| {
            schema
                .operations
                .iter()
                .map(|one| one.parameters.len())
                .sum()
        }),
        sum(&|schema| schema.terms.len()),
        sum(&|schema| schema.entity_containers.len()),
        sum(&|schema| {
            let containers = schema.entity_containers.iter();
            containers.map(|one| one.entity_sets.len()).sum()
        }),
        sum(&|schema| {
            let containers = schema.entity_containers.iter();
            containers.map(|one| one.singletons.len()).sum()
        }),
        // Annotations stand at forty places of the tree; its own text has them all.
        format!("{document:?}")
            .matches("Annotation { term: ")
            .count(),
    ];
    KINDS.into_iter().zip(counts).collect()
}

/// What is wrong with the counts of another reader, as JSON; it may leave kinds out.
pub(super) fn complaints(form: &str, expected: &Counts, answer: &Value) -> Vec<String> {
    if let Some(error) = answer.get("error") {
        return vec![format!("odatapy, {form}: {error}")];
    }
    let Some(counts) = answer.as_object().filter(|counts| !counts.is_empty()) else {
        return vec![format!("odatapy, {form}: it counts nothing")];
    };
    let differ = counts.iter().filter(|(kind, count)| {
        let expected = expected.get(kind.as_str());
        expected.map(|count| *count as u64) != count.as_u64()
    });
    differ
        .map(|(kind, count)| {
            let expected = expected.get(kind.as_str());
            format!("odatapy, {form}: {count} {kind}, roxmltree counts {expected:?}")
        })
        .collect()
}
