//! Trees built by hand print as documents that read again.

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::{Sources, Spanned};
use odata_csdl::syntax::*;
use odata_csdl::{write, xml};

fn built() -> Document {
    let note = |text: &str| Annotation {
        term: "Org.OData.Core.V1.Description".into(),
        expression: Some(Expression::String(text.into())),
        ..Annotation::default()
    };
    let restrictions = Expression::Record(Record {
        properties: vec![
            PropertyValue {
                property: "Filterable".into(),
                expression: Some(Expression::Bool(Spanned::from(true))),
                annotations: vec![note("why")],
                ..PropertyValue::default()
            },
            PropertyValue {
                property: "NonFilterableProperties".into(),
                expression: Some(Expression::Collection(Collection {
                    items: vec![
                        Expression::PropertyPath("size".into()),
                        Expression::Null(Default::default()),
                    ],
                    ..Collection::default()
                })),
                ..PropertyValue::default()
            },
        ],
        ..Record::default()
    });
    let file = StructuredType {
        name: "LibraryFile".into(),
        key: Some(Key {
            properties: vec![PropertyRef {
                name: "fileName".into(),
                ..PropertyRef::default()
            }],
            ..Key::default()
        }),
        properties: vec![Property {
            name: "fileName".into(),
            ty: TypeRef::single("Edm.String"),
            facets: Facets {
                nullable: Some(false),
                max_length: Some(MaxLength::Max),
                ..Facets::default()
            },
            annotations: vec![note("two\nlines,\ta tab, \"quotes\" & <angles>")],
            ..Property::default()
        }],
        ..StructuredType::default()
    };
    let set = EntitySet {
        name: "libraryfiles".into(),
        entity_type: "Defender.LibraryFile".into(),
        annotations: vec![Annotation {
            term: "Org.OData.Capabilities.V1.FilterRestrictions".into(),
            expression: Some(restrictions),
            ..Annotation::default()
        }],
        ..EntitySet::default()
    };
    let schema = Schema {
        namespace: "Defender".into(),
        structured_types: vec![file],
        entity_containers: vec![EntityContainer {
            name: "Default".into(),
            entity_sets: vec![set],
            ..EntityContainer::default()
        }],
        ..Schema::default()
    };
    Document {
        version: "4.0".into(),
        schemas: vec![schema],
        ..Document::default()
    }
}

#[test]
fn a_built_tree_prints_and_reads() {
    let printed = write::to_xml(&built());
    let mut sources = Sources::new();
    let source = sources.add("printed.xml", &printed);
    let mut diagnostics = Diagnostics::new();
    let read = xml::read(source, &sources, &mut diagnostics).unwrap();
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
    assert_eq!(write::to_xml(&read), printed);
    let property = &read.schemas[0].structured_types[0].properties[0];
    let note = property.annotations[0].expression.as_ref().unwrap();
    assert_eq!(
        note.as_str(),
        Some("two\nlines,\ta tab, \"quotes\" & <angles>")
    );
    assert!(
        printed.contains(
            "\n        <Key>\n          <PropertyRef Name=\"fileName\"/>\n        </Key>\n"
        ),
        "{printed}"
    );
}

#[test]
fn what_xml_cannot_hold_is_replaced() {
    let mut document = built();
    document.schemas[0].namespace = "a\u{1}b".into();
    assert!(write::to_xml(&document).contains("Namespace=\"a\u{fffd}b\""));
}
