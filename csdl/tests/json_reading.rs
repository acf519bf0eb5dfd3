//! CSDL JSON: what is read.

use odata_csdl::diagnostic::{Diagnostics, Severity};
use odata_csdl::source::Sources;
use odata_csdl::syntax::*;

fn read(text: &str) -> (Option<Document>, Sources, Diagnostics) {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("test.json", text);
    let document = odata_csdl::read(source, &sources, &mut diagnostics);
    (document, sources, diagnostics)
}

/// A document of which nothing may be said.
#[track_caller]
fn clean(text: &str) -> Document {
    let (document, sources, diagnostics) = read(text);
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
    document.expect("it is CSDL")
}

/// The schema with that in it, of which nothing may be said.
#[track_caller]
fn schema(inside: &str) -> Schema {
    clean(&in_schema(inside)).schemas.remove(0)
}

fn in_schema(inside: &str) -> String {
    format!(
        r#"{{"$Version": "4.01",
"$Reference": {{"core.json": {{"$Include": [{{"$Namespace": "Org.OData.Core.V1", "$Alias": "Core"}}]}}}},
"org.demo": {{"$Alias": "self",
{inside}
}}}}"#
    )
}

fn expression(json: &str) -> Expression {
    let mut schema = schema(&format!("\"@self.T\": {json}"));
    schema.annotations.remove(0).expression.expect("a value")
}

#[test]
fn documents_refer_to_others() {
    let document = clean(
        r#"{
  "$Version": "4.0",
  "$EntityContainer": "a.C",
  "$Reference": {
    "https://example.org/x.json": {
      "$Include": [{"$Namespace": "x.y", "$Alias": "x", "@x.T": 1}, {"$Namespace": "x.z"}],
      "$IncludeAnnotations": [
        {"$TermNamespace": "t"},
        {"$TermNamespace": "t", "$Qualifier": "Tablet", "$TargetNamespace": "x.y"}
      ],
      "@x.T": 2
    }
  },
  "a": {"@x.T": 3},
  "b": {"$Alias": "B"}
}"#,
    );
    assert_eq!(document.version.value, "4.0");
    let reference = &document.references[0];
    assert_eq!(reference.uri.value, "https://example.org/x.json");
    let includes: Vec<_> = reference
        .includes
        .iter()
        .map(|one| {
            (
                one.namespace.as_str(),
                one.alias.as_ref().map(|one| one.as_str()),
            )
        })
        .collect();
    assert_eq!(includes, [("x.y", Some("x")), ("x.z", None)]);
    assert_eq!(reference.includes[0].annotations.len(), 1);
    let [all, some] = &reference.include_annotations[..] else {
        panic!("{reference:?}")
    };
    assert_eq!(
        (all.qualifier.is_none(), all.target_namespace.is_none()),
        (true, true)
    );
    assert_eq!(some.qualifier.as_ref().unwrap().value, "Tablet");
    assert_eq!(some.target_namespace.as_ref().unwrap().value, "x.y");
    assert_eq!(reference.annotations[0].term.value, "x.T");
    assert_eq!(document.schemas[0].annotations[0].term.value, "x.T");
    assert_eq!(document.schemas[1].alias.as_ref().unwrap().value, "B");
}

#[test]
fn absent_facets_have_the_meaning_of_json() {
    let schema = schema(
        r#""C": {"$Kind": "ComplexType",
  "text": {},
  "maybe": {"$Nullable": true, "$MaxLength": 7, "$Unicode": false, "$DefaultValue": "x"},
  "any": {"$Type": "Edm.Decimal"},
  "two": {"$Type": "Edm.Decimal", "$Scale": 2, "$Precision": 9, "$DefaultValue": 1.50},
  "float": {"$Type": "Edm.Decimal", "$Scale": "floating"},
  "when": {"$Type": "Edm.DateTimeOffset"},
  "second": {"$Type": "Edm.Duration", "$Precision": 0},
  "place": {"$Type": "Edm.GeographyPoint", "$SRID": "variable", "$Collection": true},
  "flat": {"$Type": "Edm.GeometryPolygon", "$SRID": "27700"},
  "long": {"$MaxLength": "max", "$DefaultValue": null}
}"#,
    );
    let properties = &schema.structured_types[0].properties;
    let facets = |name: &str| {
        properties
            .iter()
            .find(|one| one.name.value == name)
            .unwrap()
    };
    let text = facets("text");
    assert_eq!(
        (text.ty.name.as_str(), text.facets.nullable),
        ("Edm.String", Some(false))
    );
    let maybe = facets("maybe");
    assert_eq!(maybe.facets.max_length, Some(MaxLength::Limit(7)));
    assert_eq!(
        (maybe.facets.nullable, maybe.facets.unicode),
        (Some(true), Some(false))
    );
    assert_eq!(facets("any").facets.scale, Some(Scale::Variable));
    let two = facets("two");
    assert_eq!(
        (two.facets.scale, two.facets.precision),
        (Some(Scale::Digits(2)), Some(9))
    );
    assert_eq!(two.default_value.as_ref().unwrap().value, "1.50");
    assert_eq!(facets("float").facets.scale, Some(Scale::Floating));
    assert_eq!(facets("when").facets.precision, Some(12));
    assert_eq!(facets("second").facets.precision, Some(0));
    assert_eq!(facets("place").facets.srid, Some(Srid::Variable));
    assert!(facets("place").ty.collection);
    assert_eq!(facets("flat").facets.srid, Some(Srid::Code(27700)));
    assert_eq!(facets("long").facets.max_length, Some(MaxLength::Max));
    assert_eq!(facets("long").default_value, None, "null is none");
}

#[test]
fn annotations_stand_on_members_and_on_each_other() {
    let schema = schema(
        r#""E": {"$Kind": "EnumType", "$IsFlags": true, "$UnderlyingType": "Edm.Int64",
    "A": -9007199254740993, "A@self.T": 1, "A@self.T@self.T#Q": 2, "A@self.T@self.T#Q@self.U": 3, "@self.T#R": 4},
"N": {"$Kind": "EntityType", "$Key": ["Id", {"Code": "Part/Code"}],
  "n": {"$Kind": "NavigationProperty", "$Type": "self.N", "$OnDelete": "SetNull", "$OnDelete@self.T": 5,
    "$ReferentialConstraint": {"Id": "Id", "Id@self.T": 6}}},
"@self.R": {"@type": "core.json#Core.Link", "rel@self.T": 7, "rel": "x", "href@self.T": 8, "@self.T": 9}"#,
    );
    let ty = &schema.enum_types[0];
    assert_eq!(ty.members[0].value, Some(-9007199254740993));
    let first = &ty.members[0].annotations[0];
    let second = &first.annotations[0];
    assert_eq!(second.qualifier.as_ref().unwrap().value, "Q");
    assert_eq!(second.annotations[0].term.value, "self.U");
    assert_eq!(ty.annotations[0].qualifier.as_ref().unwrap().value, "R");
    let ty = &schema.structured_types[0];
    let key = ty.key.as_ref().unwrap();
    assert_eq!(key.properties[1].name.value, "Part/Code");
    assert_eq!(key.properties[1].alias.as_ref().unwrap().value, "Code");
    let navigation = &ty.navigation_properties[0];
    assert_eq!(navigation.nullable, Some(false));
    assert_eq!(navigation.on_delete.as_ref().unwrap().annotations.len(), 1);
    assert_eq!(navigation.referential_constraints[0].annotations.len(), 1);
    let record = schema.annotations[0].expression.as_ref().unwrap();
    let record = record.as_record().unwrap();
    assert_eq!(record.ty.as_ref().unwrap().value, "Core.Link");
    assert_eq!(record.properties[0].annotations.len(), 1);
    let default = &record.properties[1];
    assert_eq!(
        (default.property.as_str(), &default.expression),
        ("href", &None)
    );
    assert_eq!(record.annotations.len(), 1);
}

#[test]
fn every_dynamic_expression_reads() {
    let names = [
        "And", "Or", "Eq", "Ne", "Gt", "Ge", "Lt", "Le", "Has", "In", "Add", "Sub", "Mul", "Div",
        "DivBy", "Mod", "Apply", "If",
    ];
    for name in names {
        let read = expression(&format!(
            r#"{{"${name}": [{{"$Path": "A"}}, 1], "@self.U": true}}"#
        ));
        let Expression::Dynamic(dynamic) = read else {
            panic!("{name}: {read:?}")
        };
        assert_eq!((dynamic.name.as_str(), dynamic.arguments.len()), (name, 2));
        assert!(matches!(&dynamic.arguments[0], Expression::Path(path) if path.value == "A"));
        assert_eq!(dynamic.annotations.len(), 1);
    }
    for name in ["Not", "Neg", "UrlRef", "LabeledElement"] {
        let read = expression(&format!(r#"{{"${name}": {{"$Path": "A"}}}}"#));
        assert!(
            matches!(read, Expression::Dynamic(one) if one.name == name && one.arguments.len() == 1)
        );
    }
    for (json, attributes) in [
        (
            r#"{"$Apply": [], "$Function": "odata.concat"}"#,
            vec![("Function", "odata.concat")],
        ),
        (
            r#"{"$LabeledElement": 1, "$Name": "self.L"}"#,
            vec![("Name", "self.L")],
        ),
        (
            r#"{"$Cast": {"$Path": "A"}, "$Type": "Edm.Decimal", "$Scale": "variable", "$Precision": 3}"#,
            vec![
                ("Type", "Edm.Decimal"),
                ("Scale", "variable"),
                ("Precision", "3"),
            ],
        ),
        (
            r#"{"$IsOf": {"$Path": "A"}, "$Collection": true, "$MaxLength": 4, "$Unicode": false}"#,
            vec![
                ("Type", "Collection(Edm.String)"),
                ("MaxLength", "4"),
                ("Unicode", "false"),
            ],
        ),
    ] {
        let Expression::Dynamic(dynamic) = expression(json) else {
            panic!("{json}")
        };
        let read: Vec<_> = dynamic
            .attributes
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(read, attributes, "{json}");
    }
    let read = expression(r#"{"$LabeledElementReference": "self.L"}"#);
    assert!(
        matches!(read, Expression::Dynamic(one) if one.text.as_ref().unwrap().value == "self.L")
    );
    assert!(matches!(
        expression(r#"{"$Null": null}"#),
        Expression::Null(_)
    ));
    assert!(matches!(expression("null"), Expression::Null(_)));
    let read = expression(r#"{"$Null": null, "@self.U": 1}"#);
    assert!(
        matches!(read, Expression::Dynamic(one) if one.name == "Null" && one.annotations.len() == 1)
    );
    let read = expression(r#"[{"$Cast": "A,B", "$Type": "self.E"}]"#);
    assert_eq!(
        read.items()[0].enum_members().collect::<Vec<_>>(),
        ["A", "B"]
    );
    assert!(
        matches!(&read.items()[0], Expression::EnumMember(members) if members.value == "self.E/A self.E/B")
    );
}

#[test]
fn terms_tell_what_their_texts_are() {
    let schema = schema(
        r#""Color": {"$Kind": "EnumType", "Red": 0},
"Day": {"$Kind": "TypeDefinition", "$UnderlyingType": "Edm.Date"},
"Base": {"$Kind": "ComplexType", "day": {"$Type": "self.Day"}},
"R": {"$Kind": "ComplexType", "$BaseType": "self.Base", "path": {"$Type": "Edm.AnnotationPath"},
  "colors": {"$Type": "org.demo.Color", "$Collection": true}, "sum": {"$Type": "Edm.Decimal"}, "size": {"$Type": "Edm.Double"}},
"T": {"$Kind": "Term", "$Type": "self.R"},
"P": {"$Kind": "Term", "$Type": "Edm.PropertyPath"},
"S": {"$Kind": "Term", "$Type": "Edm.Stream"},
"@self.T": {"day": "2000-01-01", "path": "@self.P", "colors": ["Red"], "sum": 3, "size": 3},
"@self.P": "A/B",
"@Core.Permissions": "Read",
"@Core.AlternateKeys": [{"Key": [{"Name": "A", "Alias": "B"}]}],
"@Core.Description": "A",
"@self.S": {"$ref": [1, 2]}
"#,
    );
    let value = |at: usize| schema.annotations[at].expression.as_ref().unwrap();
    let record = value(0);
    assert!(matches!(record.property("day"), Some(Expression::Date(_))));
    assert!(matches!(
        record.property("path"),
        Some(Expression::AnnotationPath(_))
    ));
    let colors = record.property("colors").unwrap();
    assert!(
        matches!(&colors.items()[0], Expression::EnumMember(one) if one.value == "org.demo.Color/Red")
    );
    assert!(matches!(
        record.property("sum"),
        Some(Expression::Decimal(_))
    ));
    assert!(matches!(
        record.property("size"),
        Some(Expression::Float(_))
    ));
    assert!(matches!(value(1), Expression::PropertyPath(_)));
    assert!(
        matches!(value(2), Expression::EnumMember(one) if one.value == "Org.OData.Core.V1.Permission/Read")
    );
    let key = value(3).items()[0].property("Key").unwrap();
    assert!(matches!(
        key.items()[0].property("Name"),
        Some(Expression::PropertyPath(_))
    ));
    assert!(matches!(
        key.items()[0].property("Alias"),
        Some(Expression::String(_))
    ));
    assert!(matches!(value(4), Expression::String(_)));
    assert_eq!(value(5).as_str(), Some(r#"{"$ref": [1, 2]}"#));
}

#[test]
fn numbers_keep_their_digits() {
    let digits = "0.1234567890123456789012345678901234567890";
    assert!(matches!(expression(digits), Expression::Decimal(text) if text.value == digits));
    assert_eq!(expression("-9223372036854775808").as_i64(), Some(i64::MIN));
    let large = "92233720368547758080";
    assert!(matches!(expression(large), Expression::Decimal(text) if text.value == large));
    assert!(matches!(expression("1e-3"), Expression::Float(value) if value.value == 0.001));
}

#[test]
fn names_and_values_have_places() {
    let text = in_schema(
        r##""E": {"$Kind": "EntityType",
  "p": {"$Type": "Edm.Int32", "p@x": 1},
  "q": {"@Core.T#Q": {"@type": "#self.R"}}}"##,
    );
    let (document, sources, _) = read(&text);
    let document = document.unwrap();
    let ty = &document.schemas[0].structured_types[0];
    let place = |span| (sources.slice(span).to_owned(), sources.place(span));
    assert_eq!(
        place(ty.name.span),
        ("E".to_owned(), "test.json:4:2".to_owned())
    );
    let property = &ty.properties[0];
    assert_eq!(
        place(property.name.span),
        ("p".to_owned(), "test.json:5:4".to_owned())
    );
    assert_eq!(
        place(property.ty.name.span),
        ("Edm.Int32".to_owned(), "test.json:5:19".to_owned())
    );
    let annotation = &ty.properties[1].annotations[0];
    assert_eq!(place(annotation.term.span).0, "Core.T");
    assert_eq!(
        place(annotation.qualifier.as_ref().unwrap().span),
        ("Q".to_owned(), "test.json:6:18".to_owned())
    );
    let record = annotation.expression.as_ref().unwrap().as_record().unwrap();
    assert_eq!(place(record.ty.as_ref().unwrap().span).0, "self.R");
    assert!(sources.slice(ty.span).ends_with('}'));
}

#[test]
fn everything_that_csdl_has_is_read_without_a_word() {
    let text = include_str!("../../tests/specs/csdl/everything.xml");
    let mut sources = Sources::new();
    let source = sources.add("everything.xml", text);
    let document = odata_csdl::read(source, &sources, &mut Diagnostics::new()).unwrap();
    let mut lost = Diagnostics::new();
    let json = odata_csdl::write::to_json(&document, &mut lost);
    assert!(lost.iter().all(|one| one.severity == Severity::Note));
    let again = clean(&json);
    let mut lost = Diagnostics::new();
    assert_eq!(odata_csdl::write::to_json(&again, &mut lost), json);
}

/// CSDL JSON 4.01, 14.3.7: a member of an enumeration goes by its name or by its number.
#[test]
fn members_of_enumerations_are_numbers_too() {
    let members = |json: &str| {
        let declared = r#""K": {"$Kind": "EnumType", "$IsFlags": true, "A": 1, "B": 2, "C": 8},
"T": {"$Kind": "Term", "$Type": "self.K"}"#;
        let mut schema = schema(&format!("{declared}, \"@self.T\": {json}"));
        let value = schema.annotations.remove(0).expression.expect("a value");
        let names: Vec<String> = value.enum_members().map(str::to_owned).collect();
        names
    };
    assert_eq!(members("\"A,B\""), ["A", "B"]);
    assert_eq!(members("\"2\""), ["B"]);
    assert_eq!(members("2"), ["B"]);
    assert_eq!(members("\"9\""), ["A", "C"]);
    // What is no member stays what it was.
    assert_eq!(members("\"4\""), ["4"]);
    assert!(members("4").is_empty());
}
