//! CSDL JSON: what XML and JSON say differently, and what JSON cannot say.

use odata_csdl::diagnostic::{Diagnostics, Severity};
use odata_csdl::source::Sources;
use odata_csdl::syntax::*;
use odata_csdl::{write, xml};

/// The JSON of a document whose one schema holds that, and what was said while it was written.
fn json_and_said(schema: &str) -> (String, String, Diagnostics) {
    let text = format!(
        r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="org.demo" Alias="self">
{schema}
</Schema></edmx:DataServices></edmx:Edmx>"#
    );
    let mut sources = Sources::new();
    let source = sources.add("metadata.xml", text);
    let mut diagnostics = Diagnostics::new();
    let document = xml::read(source, &sources, &mut diagnostics).unwrap();
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
    let json = write::to_json(&document, &mut diagnostics);
    (json, diagnostics.render(&sources), diagnostics)
}

/// The JSON without blanks and line breaks; nothing may be said.
fn json(schema: &str) -> String {
    let (json, said, _) = json_and_said(schema);
    assert_eq!(said, "");
    json.lines().map(str::trim).collect()
}

/// The messages, without the words that they all have.
fn lost(schema: &str) -> Vec<String> {
    let (_, _, diagnostics) = json_and_said(schema);
    let lost = diagnostics.iter().map(|one| {
        assert_eq!(
            (one.severity, one.code),
            (Severity::Warning, "lost-in-json")
        );
        assert_eq!(one.labels.len(), 1);
        one.message.replace(" has no place in CSDL JSON", "")
    });
    lost.collect()
}

#[test]
fn the_whole_is_pretty() {
    let (json, ..) = json_and_said(
        r#"<EntityType Name="Person"><Key><PropertyRef Name="ID"/></Key>
             <Property Name="ID" Type="Edm.Int32" Nullable="false"/></EntityType>
           <EntityContainer Name="Service"><EntitySet Name="People" EntityType="org.demo.Person"/></EntityContainer>"#,
    );
    let expected = r#"{
  "$Version": "4.01",
  "$EntityContainer": "org.demo.Service",
  "org.demo": {
    "$Alias": "self",
    "Person": {
      "$Kind": "EntityType",
      "$Key": [
        "ID"
      ],
      "ID": {
        "$Type": "Edm.Int32"
      }
    },
    "Service": {
      "$Kind": "EntityContainer",
      "People": {
        "$Collection": true,
        "$Type": "self.Person"
      }
    }
  }
}
"#;
    assert_eq!(json, expected);
}

#[test]
fn absent_facets_mean_the_same_in_both() {
    for (xml, expected) in [
        (r#"Type="Edm.String""#, r#"{"$Nullable": true}"#),
        (r#"Type="Edm.String" Nullable="false""#, "{}"),
        (
            r#"Type="Collection(Edm.String)" Nullable="true""#,
            r#"{"$Collection": true,"$Nullable": true}"#,
        ),
        (
            r#"Type="Edm.Decimal" Nullable="false""#,
            r#"{"$Type": "Edm.Decimal","$Scale": 0}"#,
        ),
        (
            r#"Type="Edm.Decimal" Nullable="false" Scale="variable""#,
            r#"{"$Type": "Edm.Decimal"}"#,
        ),
        (
            r#"Type="Edm.TimeOfDay" Nullable="false""#,
            r#"{"$Type": "Edm.TimeOfDay","$Precision": 0}"#,
        ),
        (r#"Type="Edm.String" Nullable="false" Unicode="true""#, "{}"),
    ] {
        let written = json(&format!(
            r#"<ComplexType Name="C"><Property Name="P" {xml}/></ComplexType>"#
        ));
        let at = format!(r#""C": {{"$Kind": "ComplexType","P": {expected}}}"#);
        assert!(written.contains(&at), "{xml}: {written}");
    }
}

#[test]
fn default_values_are_written_as_their_type_is() {
    for (ty, text, expected) in [
        ("Edm.String", "12", "\"12\""),
        ("Edm.String", "null", "\"null\""),
        ("Edm.Int32", "012", "12"),
        ("Edm.Decimal", "1.50", "1.50"),
        ("Edm.Double", "INF", "\"INF\""),
        ("Edm.Boolean", "True", "true"),
        ("Edm.Date", "2000", "\"2000\""),
        ("Edm.Int32", "null", "null"),
        ("org.demo.Money", "7", "7"),
        ("self.Color", "1", "\"1\""),
        ("other.Type", "true", "true"),
    ] {
        let written = json(&format!(
            r#"<EnumType Name="Color"><Member Name="Red"/></EnumType>
               <TypeDefinition Name="Money" UnderlyingType="Edm.Decimal"/>
               <Term Name="T" Type="{ty}" Precision="0" Scale="0" DefaultValue="{text}"/>"#
        ));
        let expected = format!(r#""$DefaultValue": {expected}}}"#);
        assert!(written.contains(&expected), "{ty} {text}: {written}");
    }
}

#[test]
fn an_annotation_without_a_value_has_the_default_of_its_term() {
    let written = json(
        r#"<Term Name="T" Type="Edm.Int32" DefaultValue="3"/><Annotation Term="org.demo.T"/>"#,
    );
    assert!(written.ends_with(r#""@self.T": 3}}"#), "{written}");
    let (written, _, diagnostics) =
        json_and_said(r#"<Annotation Term="other.T"/><Annotation Term="other.U"/>"#);
    assert!(written.contains(r#""@other.T": true"#), "{written}");
    let said: Vec<_> = diagnostics.iter().collect();
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].severity, Severity::Note);
    assert_eq!(said[0].labels[0].text, "the first of 2 such places");
}

#[test]
fn the_container_of_the_service_is_the_one_that_no_other_extends() {
    let written =
        json(r#"<EntityContainer Name="New" Extends="self.Old"/><EntityContainer Name="Old"/>"#);
    assert!(written.contains(r#""$EntityContainer": "org.demo.New""#));
}

#[test]
fn what_json_cannot_say_is_said() {
    for (xml, expected) in [
        (
            r#"<EntityType Name="E"><NavigationProperty Name="N" Type="Collection(self.E)" Nullable="true"/></EntityType>"#,
            "`Nullable` of a collection of entities: no collection holds null entities",
        ),
        (
            r#"<TypeDefinition Name="D" UnderlyingType="Edm.String" Nullable="false"/>"#,
            "`Nullable` of a type definition: what uses a type definition says whether it may be null",
        ),
        (
            r#"<EntityContainer Name="C"><Singleton Name="S" Type="self.E"><NavigationPropertyBinding Path="N" Target="S">
               <Annotation Term="self.T" Bool="true"/></NavigationPropertyBinding></Singleton></EntityContainer>"#,
            "an annotation of a navigation property binding: a binding is a path there and nothing more",
        ),
        (
            r#"<EntityContainer Name="C"><ActionImport Name="A" Action="self.A" IncludeInServiceDocument="true"/></EntityContainer>"#,
            "`IncludeInServiceDocument` of an action import: a service document does not list action imports",
        ),
        (
            r#"<Annotation Term="self.T" Int="1"/><Annotation Term="org.demo.T" Int="2"/>"#,
            "a second `@self.T`: an object has each name once",
        ),
        (
            r#"<Annotations Target="self.E" Qualifier="A"><Annotation Term="self.T" Qualifier="B" Int="1"/></Annotations>"#,
            "the qualifier `A` around an annotation with `B`: an annotation has one qualifier",
        ),
        (
            r#"<Annotation Term="self.T"><Not><Bool>true</Bool><Bool>false</Bool></Not></Annotation>"#,
            "a second operand of `Not`: it has one operand",
        ),
        (
            r#"<Annotation Term="self.T"><Neg/></Annotation>"#,
            "`Neg` without an operand: null is written in its place",
        ),
        (
            r#"<Annotation Term="self.T"><Or Sort="x"/></Annotation>"#,
            "`Sort` of the expression `Or`: it has no such part",
        ),
    ] {
        assert_eq!(lost(xml), [expected], "{xml}");
    }
}

#[test]
fn a_loss_shows_the_place() {
    let (_, said, _) = json_and_said(r#"<Term Name="T" Type="Edm.Int32"/><Action Name="T"/>"#);
    let expected = r#"warning[lost-in-json]: a second `T` has no place in CSDL JSON: an object has each name once"#;
    assert!(said.starts_with(expected), "{said}");
    assert!(said.contains("metadata.xml:3:"), "{said}");
}

#[test]
fn an_expression_that_is_not_known_is_kept_and_said() {
    let mut diagnostics = Diagnostics::new();
    let document = Document {
        schemas: vec![Schema {
            namespace: "Demo".into(),
            annotations: vec![Annotation {
                term: "Demo.T".into(),
                expression: Some(Expression::Dynamic(Dynamic {
                    name: "Guess".to_owned(),
                    arguments: vec![Expression::String("x".into())],
                    ..Dynamic::default()
                })),
                ..Annotation::default()
            }],
            ..Schema::default()
        }],
        ..Document::default()
    };
    let json = write::to_json(&document, &mut diagnostics);
    assert!(json.contains("\"$Guess\": ["), "{json}");
    assert_eq!(diagnostics.len(), 1);
}
