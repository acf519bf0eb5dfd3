//! What CSDL 4.01 can say and few documents do: each is in the model, from XML and from the JSON of it.

mod notations;

use notations::{both, document, read};
use odata_core::edm::PrimitiveType;
use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model::{self, TypeKind};
use odata_csdl::source::Sources;
use odata_csdl::syntax::{Expression, MaxLength, Scale, Srid};
use odata_csdl::write;

#[test]
fn keys_may_be_nested_and_there_may_be_others() {
    for model in both(
        r#"<ComplexType Name="Part"><Property Name="Code" Type="Edm.String" Nullable="false"/>
  <Property Name="Part" Type="S.Part"/></ComplexType>
<EntityType Name="E"><Key><PropertyRef Name="Id"/><PropertyRef Name="Part/Part/Code" Alias="Code"/></Key>
  <Property Name="Id" Type="Edm.Int32" Nullable="false"/><Property Name="Part" Type="S.Part" Nullable="false"/>
  <Annotation Term="Core.AlternateKeys"><Collection><Record><PropertyValue Property="Key"><Collection>
    <Record><PropertyValue Property="Name" PropertyPath="Part/Code"/><PropertyValue Property="Alias" String="Code"/></Record>
  </Collection></PropertyValue></Record></Collection></Annotation>
</EntityType>"#,
    ) {
        let id = model.find_structured_type("A.E").unwrap();
        let names: Vec<_> = model
            .key(id)
            .unwrap()
            .properties
            .iter()
            .map(|one| one.name())
            .collect();
        assert_eq!(names, ["Id", "Code"]);
        assert_eq!(model.key(id).unwrap().properties[1].path, "Part/Part/Code");
        let keys = model
            .structured_type(id)
            .annotations
            .value("Org.OData.Core.V1.AlternateKeys")
            .unwrap();
        let parts = keys.items()[0].property("Key").unwrap().items();
        assert_eq!(
            parts[0].property("Name").and_then(Expression::as_path),
            Some("Part/Code")
        );
        assert!(matches!(
            parts[0].property("Name"),
            Some(Expression::PropertyPath(_))
        ));
        assert_eq!(
            parts[0].property("Alias").and_then(Expression::as_str),
            Some("Code")
        );
    }
}

#[test]
fn enumerations_have_values_of_every_size() {
    for model in both(
        r#"<EnumType Name="Long" UnderlyingType="Edm.Int64"><Member Name="Least" Value="-9223372036854775808"/>
  <Member Name="Next"/><Member Name="Large" Value="4294967296"/><Member Name="Most" Value="9223372036854775807"/></EnumType>
<EnumType Name="Short" UnderlyingType="Edm.SByte"><Member Name="Low" Value="-128"/><Member Name="Zero" Value="0"/></EnumType>
<EnumType Name="Byte" UnderlyingType="Edm.Byte"><Member Name="High" Value="255"/></EnumType>
<EnumType Name="Small" UnderlyingType="Edm.Int16" IsFlags="true"><Member Name="A" Value="1"/></EnumType>
<EnumType Name="Plain"><Member Name="Negative" Value="-1"/></EnumType>"#,
    ) {
        let all: Vec<_> = model
            .enum_types()
            .map(|(_, ty)| {
                (
                    ty.underlying,
                    ty.members.iter().map(|one| one.value).collect::<Vec<_>>(),
                )
            })
            .collect();
        let expected = [
            (
                PrimitiveType::Int64,
                vec![i64::MIN, i64::MIN + 1, 4294967296, i64::MAX],
            ),
            (PrimitiveType::SByte, vec![-128, 0]),
            (PrimitiveType::Byte, vec![255]),
            (PrimitiveType::Int16, vec![1]),
            (PrimitiveType::Int32, vec![-1]),
        ];
        assert_eq!(all, expected);
    }
}

#[test]
fn a_value_that_does_not_fit_is_said_once() {
    for (ty, value, is_said) in [
        ("Edm.Byte", "256", true),
        ("Edm.Byte", "-1", true),
        ("Edm.SByte", "-129", true),
        ("Edm.Int16", "32768", true),
        ("Edm.Int32", "2147483648", true),
        ("Edm.Int32", "-2147483648", false),
        ("Edm.Int64", "2147483648", false),
    ] {
        let text = document(&format!(
            r#"<EnumType Name="E" UnderlyingType="{ty}"><Member Name="M" Value="{value}"/><Member Name="N" Value="{value}"/></EnumType>"#
        ));
        let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
        let source = sources.add("a.xml", text);
        let read = odata_csdl::read(source, &sources, &mut diagnostics).unwrap();
        let _ = model::resolve(&[read], &sources, &mut diagnostics);
        let said = diagnostics.render(&sources);
        let count = said.matches("warning[bad-value]: `M` is").count();
        assert_eq!(count, usize::from(is_said), "{said}");
    }
}

#[test]
fn definitions_stand_on_any_primitive_type() {
    let definitions: String = PrimitiveType::ALL
        .iter()
        .map(|ty| {
            let simple = ty.name().trim_start_matches("Edm.");
            format!(r#"<TypeDefinition Name="My{simple}" UnderlyingType="{ty}"/>"#)
        })
        .collect();
    for model in both(&definitions) {
        let found: Vec<_> = model
            .type_definitions()
            .map(|(_, one)| one.underlying)
            .collect();
        assert_eq!(found, PrimitiveType::ALL);
    }
}

#[test]
fn every_type_of_edm_is_a_type_of_a_property() {
    let special = [
        "PrimitiveType",
        "ComplexType",
        "EntityType",
        "AnnotationPath",
        "AnyPropertyPath",
        "ModelElementPath",
        "NavigationPropertyPath",
        "PropertyPath",
        "AnyPath",
    ];
    let properties = |names: &mut dyn Iterator<Item = &str>| -> String {
        let both = names.map(|name| {
            format!(r#"<Property Name="{name}" Type="Edm.{name}"/><Property Name="{name}s" Type="Collection(Edm.{name})" Nullable="true"/>"#)
        });
        both.collect()
    };
    let primitive = properties(
        &mut PrimitiveType::ALL
            .iter()
            .map(|ty| ty.name().trim_start_matches("Edm.")),
    );
    let others = properties(&mut special.into_iter());
    for model in both(&format!(
        r#"<ComplexType Name="E" BaseType="Edm.ComplexType">{primitive}{others}
<Property Name="U" Type="Edm.Untyped"/><Property Name="Us" Type="Collection(Edm.Untyped)" Nullable="true"/></ComplexType>
<EntityType Name="Any" BaseType="Edm.EntityType" Abstract="true"><NavigationProperty Name="N" Type="Edm.EntityType"/></EntityType>"#
    )) {
        let id = model.find_structured_type("A.E").unwrap();
        let kind = |name: &str| {
            let property = model.property(id, name).unwrap();
            (
                property.ty.collection,
                property.ty.kind.clone(),
                property.nullable,
            )
        };
        for &ty in PrimitiveType::ALL {
            let name = ty.name().trim_start_matches("Edm.");
            assert_eq!(kind(name), (false, TypeKind::Primitive(ty), true));
            assert_eq!(
                kind(&format!("{name}s")),
                (true, TypeKind::Primitive(ty), true)
            );
        }
        for name in special {
            assert_eq!(kind(name).1, TypeKind::Other(format!("Edm.{name}")));
        }
        assert_eq!(kind("U"), (false, TypeKind::Untyped, true));
        assert_eq!(kind("Us"), (true, TypeKind::Untyped, true));
        assert!(model.structured_type(id).base.is_none());
    }
}

#[test]
fn every_facet_has_every_value() {
    let schema = r#"<ComplexType Name="E">
<Property Name="max" Type="Edm.Binary" MaxLength="max"/><Property Name="ascii" Type="Edm.String" MaxLength="7" Unicode="false"/>
<Property Name="variable" Type="Edm.Decimal" Precision="5" Scale="variable"/><Property Name="floating" Type="Edm.Decimal" Scale="floating"/>
<Property Name="time" Type="Edm.TimeOfDay" Precision="12"/><Property Name="place" Type="Edm.GeographyPoint" SRID="variable"/>
<Property Name="plane" Type="Edm.GeometryMultiPolygon" SRID="27700"/></ComplexType>
<TypeDefinition Name="Here" UnderlyingType="Edm.GeographyPoint" SRID="4326"/>
<Term Name="Base" Type="Edm.String"/>
<Term Name="T" Type="Edm.String" BaseTerm="S.Base" MaxLength="3" Nullable="false" AppliesTo="Property EntityType" DefaultValue="d"/>"#;
    for (at, model) in both(schema).into_iter().enumerate() {
        let id = model.find_structured_type("A.E").unwrap();
        let facets = |name: &str| model.property(id, name).unwrap().facets;
        // Only XML can write it down; no limit is what it means.
        assert_eq!(facets("max").max_length, [Some(MaxLength::Max), None][at]);
        assert_eq!(
            (facets("ascii").max_length, facets("ascii").unicode),
            (Some(MaxLength::Limit(7)), Some(false))
        );
        assert_eq!(
            (facets("variable").scale, facets("variable").precision),
            (Some(Scale::Variable), Some(5))
        );
        assert_eq!(facets("floating").scale, Some(Scale::Floating));
        assert_eq!(facets("time").precision, Some(12));
        assert_eq!(facets("place").srid, Some(Srid::Variable));
        assert_eq!(facets("plane").srid, Some(Srid::Code(27700)));
        assert_eq!(
            model.type_definitions().next().unwrap().1.facets.srid,
            Some(Srid::Code(4326))
        );
        let term = &model.terms()[1];
        assert_eq!(term.base_term.as_deref(), Some("A.Base"));
        assert_eq!(
            (term.facets.max_length, term.nullable),
            (Some(MaxLength::Limit(3)), false)
        );
        assert_eq!(term.applies_to, ["Property", "EntityType"]);
        assert_eq!(term.default_value.as_deref(), Some("d"));
        assert!(model.terms()[0].nullable);
    }
}

#[test]
fn annotations_of_other_documents_are_included() {
    let (tree, _) = read("a.xml", &document(""));
    let json = write::to_json(&tree, &mut Diagnostics::new());
    let (again, _) = read("a.json", &json);
    for tree in [tree, again] {
        let include = &tree.references[0].include_annotations[0];
        assert_eq!(include.term_namespace.value, "t.erms");
        assert_eq!(include.qualifier.as_ref().unwrap().value, "Tablet");
        assert_eq!(include.target_namespace.as_ref().unwrap().value, "A");
    }
}

#[test]
fn json_names_the_container_of_the_service() {
    let text = r#"{"$Version": "4.01", "$EntityContainer": "a.Two", "a": {
        "One": {"$Kind": "EntityContainer"}, "Two": {"$Kind": "EntityContainer"}}}"#;
    let (tree, model) = read("a.json", text);
    assert_eq!(model.containers().len(), 2);
    assert_eq!(model.container().unwrap().name.to_string(), "a.Two");
    let written = write::to_json(&tree, &mut Diagnostics::new());
    assert!(
        written.contains("\"$EntityContainer\": \"a.Two\""),
        "{written}"
    );
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("a.json", text.replace("a.Two\"", "a.Tow\""));
    let tree = odata_csdl::read(source, &sources, &mut diagnostics).unwrap();
    let _ = model::resolve(&[tree], &sources, &mut diagnostics);
    let said = diagnostics.render(&sources);
    for expected in [
        "error[unknown-name]: there is no container `a.Tow`",
        "a.json:1:43",
        "did you mean `a.Two`?",
    ] {
        assert!(said.contains(expected), "{said}");
    }
}
