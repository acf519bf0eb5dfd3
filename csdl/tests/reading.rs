//! What the reader says of documents that are wrong, and where the spans of good ones point.

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::Sources;
use odata_csdl::syntax::{Document, Expression, MaxLength};
use odata_csdl::{model, xml};

fn read(text: &str) -> (Option<Document>, Sources, Diagnostics) {
    let mut sources = Sources::new();
    let source = sources.add("test.xml", text);
    let mut diagnostics = Diagnostics::new();
    let document = xml::read(source, &sources, &mut diagnostics);
    (document, sources, diagnostics)
}

fn in_schema(inside: &str) -> String {
    format!(
        r#"<e:Edmx xmlns:e="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><e:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Demo" Alias="Self">
{inside}
</Schema></e:DataServices></e:Edmx>"#
    )
}

/// The only diagnostic, rendered.
fn only(text: &str) -> String {
    let (_, sources, diagnostics) = read(text);
    let rendered = diagnostics.render(&sources);
    assert_eq!(diagnostics.len(), 1, "{rendered}");
    rendered
}

#[track_caller]
fn says(rendered: &str, parts: &[&str]) {
    for part in parts {
        assert!(rendered.contains(part), "no `{part}` in:\n{rendered}");
    }
}

#[test]
fn spans_point_at_what_was_written() {
    let text = in_schema(
        r#"<EntityType Name="Order" BaseType='Self.Base'>
  <Property Name="Tags" Type="Collection(Edm.String)" MaxLength="max" Nullable="false">
    <Annotation Term="Core.Description"><String>a &lt; b &#x41;</String></Annotation>
  </Property>
</EntityType>"#,
    );
    let (document, sources, diagnostics) = read(&text);
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
    let document = document.unwrap();
    let ty = &document.schemas[0].structured_types[0];
    assert_eq!(sources.slice(ty.name.span), "Order");
    assert_eq!(
        sources.slice(ty.base_type.as_ref().unwrap().span),
        "Self.Base"
    );
    assert_eq!(sources.place(ty.name.span), "test.xml:3:19");
    let property = &ty.properties[0];
    assert!(property.ty.collection);
    assert_eq!(sources.slice(property.ty.name.span), "Edm.String");
    assert_eq!(property.facets.max_length, Some(MaxLength::Max));
    assert!(
        sources.slice(property.span).starts_with("<Property ")
            && sources.slice(property.span).ends_with("</Property>")
    );
    let value = property.annotations[0].expression.as_ref().unwrap();
    assert_eq!(value.as_str(), Some("a < b A"));
    assert_eq!(sources.slice(value.span()), "a &lt; b &#x41;");
}

#[test]
fn prefixes_do_not_matter_and_namespaces_do() {
    let text = r#"<x:Edmx xmlns:x="http://docs.oasis-open.org/odata/ns/edmx" xmlns:y="http://docs.oasis-open.org/odata/ns/edm" Version="4.01">
<x:DataServices><y:Schema Namespace="A"><y:ComplexType Name="C"/><z:ComplexType xmlns:z="urn:other" Name="D"/></y:Schema></x:DataServices></x:Edmx>"#;
    let (document, sources, diagnostics) = read(text);
    assert_eq!(document.unwrap().schemas[0].complex_types().count(), 1);
    says(
        &diagnostics.render(&sources),
        &["unknown-element", "urn:other", "test.xml:2:"],
    );
}

#[test]
fn a_misspelt_attribute_is_suggested_once_per_kind() {
    let property = r#"<Property Name="A" Type="Edm.String" MaxLenght="3"/>"#;
    let text = in_schema(&format!(
        "<ComplexType Name=\"C\">{property}\n{property}</ComplexType>"
    ));
    let rendered = only(&text);
    says(
        &rendered,
        &[
            "warning[unknown-attribute]",
            "test.xml:3:",
            "MaxLenght=\"3\"",
            "^^^^^^^^^",
            "did you mean `MaxLength`?",
        ],
    );
}

#[test]
fn a_missing_attribute_is_an_error() {
    let rendered = only(&in_schema(
        r#"<ComplexType Name="C"><Property Name="A"/></ComplexType>"#,
    ));
    says(
        &rendered,
        &[
            "error[missing-attribute]",
            "`Property` has no `Type`",
            "test.xml:3:24",
            "^^^^^^^^",
        ],
    );
}

#[test]
fn a_value_that_cannot_be_is_an_error() {
    let rendered = only(&in_schema(
        r#"<ComplexType Name="C"><Property Name="A" Type="Edm.String" Nullable="maybe"/></ComplexType>"#,
    ));
    says(
        &rendered,
        &[
            "`Nullable` is `maybe`; it can be `true` or `false`",
            "^^^^^",
        ],
    );
    let rendered = only(&in_schema(
        r#"<ComplexType Name="C"><Property Name="A" Type="Collection(Edm.String"/></ComplexType>"#,
    ));
    says(
        &rendered,
        &["`Collection(Edm.String` is not the name of a type"],
    );
}

#[test]
fn malformed_xml_is_one_error_with_its_line() {
    for (text, message) in [
        ("<a><b></a>", "expected `</b>`, but `</a>` was found"),
        ("<a b=c/>", "an attribute value without quotes"),
        ("<a b/>", "an attribute without `=`"),
        ("<a b='1' b='2'/>", "an attribute that is already there"),
        ("<a>&nbsp;</a>", "`&nbsp;` is not a reference"),
        ("<a b='x & y'/>", "`&amp;`"),
        ("<a b='<'/>", "`<` inside an attribute value"),
        ("<a/><b/>", "a second element beside the root"),
        ("<a/>text", "text outside of the root element"),
        ("<p:a/>", "the prefix `p` is bound to no namespace"),
        ("<a b='1", "malformed"),
        ("</a>", "malformed"),
        ("<!-- never closed", "malformed"),
    ] {
        let rendered = only(text);
        says(
            &rendered,
            &["error[malformed-xml]", message, "test.xml:1:", text],
        );
    }
}

#[test]
fn a_truncated_document_says_what_is_open() {
    let text = in_schema("<EntityType Name=\"Order\">\n  <Key><PropertyRef Name=\"ID\"/></Key>");
    let cut = &text[..text.find("</Key>").unwrap()];
    let rendered = only(cut);
    says(
        &rendered,
        &[
            "error[truncated]",
            "inside of `Key`",
            "it ends here",
            "this element is still open",
            "test.xml:4:",
        ],
    );
}

#[test]
fn a_dtd_is_refused_and_no_entity_grows() {
    let mut bomb =
        String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n<!ENTITY lol \"lol\">\n");
    for level in 1..10 {
        let inner = format!("&lol{};", level - 1).repeat(10);
        bomb.push_str(&format!("<!ENTITY lol{level} \"{inner}\">\n"));
    }
    bomb.push_str("]>\n<lolz>&lol9;</lolz>");
    let rendered = only(&bomb);
    says(
        &rendered,
        &[
            "error[dtd]",
            "a DTD is refused: ",
            "test.xml:2:1",
            "remove the DOCTYPE",
        ],
    );
}

#[test]
fn nesting_has_a_limit() {
    let deep = "<a>".repeat(10_000) + &"</a>".repeat(10_000);
    says(
        &only(&deep),
        &[
            "error[too-deep]",
            "more than 256 elements deep",
            "test.xml:1:769",
        ],
    );
    let inner = 200;
    let expression = "<Collection>".repeat(inner) + &"</Collection>".repeat(inner);
    let text = in_schema(&format!(
        "<Annotation Term=\"Demo.T\">{expression}</Annotation>"
    ));
    let (document, sources, mut diagnostics) = read(&text);
    let document = document.unwrap();
    assert!(
        odata_csdl::write::to_xml(&document)
            .matches("<Collection")
            .count()
            == inner
    );
    model::resolve(&[document], &sources, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
}

#[test]
fn what_is_not_csdl_is_called_by_its_name() {
    for (text, what) in [
        (
            "<!DOCTYPE html><html><body/></html>",
            "this is an HTML page, not CSDL",
        ),
        ("<html><br></html>", "this is an HTML page, not CSDL"),
        ("<rss version='2.0'/>", "this is an RSS feed, not CSDL"),
        (
            "<feed xmlns='http://www.w3.org/2005/Atom'/>",
            "this is an Atom feed, not CSDL",
        ),
        ("{\"$Version\": \"4.0\"}", "this is JSON, not CSDL XML"),
        (
            "<service xmlns='http://www.w3.org/2007/app'><workspace/></service>",
            "help: it lists what the service has; `$metadata` stands below the same root",
        ),
        (
            "<m:error xmlns:m='http://docs.oasis-open.org/odata/ns/metadata'><m:code>401</m:code><m:message>Who\n are you?</m:message></m:error>",
            "help: it says `401: Who are you?`",
        ),
        (
            "<error/>",
            "help: ask for `.../$metadata` again with the credential",
        ),
        (
            "<html><br></html>",
            "help: ask for `.../$metadata` again with the credential",
        ),
        ("<svg/>", "its root element is `svg`"),
        ("Not Found", "it does not begin with `<`"),
        ("<!-- nothing -->", "there is no XML element in it"),
    ] {
        says(&only(text), &["error[not-csdl]", what, "test.xml:1:"]);
    }
}

#[test]
fn older_versions_are_named() {
    let text = r#"<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx">
<edmx:DataServices m:DataServiceVersion="3.0" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
<Schema Namespace="A" xmlns="http://schemas.microsoft.com/ado/2009/11/edm"/></edmx:DataServices></edmx:Edmx>"#;
    says(
        &only(text),
        &[
            "error[old-odata]",
            "OData V3, which is not supported yet",
            "test.xml:1:2",
        ],
    );
    // What V2 publishes says 1.0, as V1 does, and as V3 may.
    let first = text.replace("DataServiceVersion=\"3.0\"", "DataServiceVersion=\"1.0\"");
    says(&only(&first), &["metadata of OData V3,"]);
    let older = first.replace("2009/11", "2008/09");
    says(&only(&older), &["metadata of OData V1 or V2,"]);
    let largest = older.replace("m:Data", "m:MaxDataServiceVersion=\"3.0\" m:Data");
    says(&only(&largest), &["metadata of OData V3,"]);
    let second = older.replace("DataServiceVersion=\"1.0\"", "DataServiceVersion=\"2.0\"");
    says(&only(&second), &["metadata of OData V2,"]);
    let mixed = in_schema("").replace(
        "http://docs.oasis-open.org/odata/ns/edm\"",
        "http://schemas.microsoft.com/ado/2009/11/edm\"",
    );
    says(&only(&mixed), &["this `Schema` is of an older OData"]);
}

#[test]
fn an_empty_schema_and_a_byte_order_mark_are_fine() {
    let (document, sources, diagnostics) = read(&format!("\u{feff}{}", in_schema("")));
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
    assert_eq!(
        document.unwrap().schemas[0].alias.as_ref().unwrap().value,
        "Self"
    );
}

#[test]
fn expressions_read_as_attributes_and_as_elements() {
    let text = in_schema(
        r#"<Annotation Term="Demo.T"><Record Type="Self.R">
<PropertyValue Property="S" String="x"/><PropertyValue Property="B" Bool="true"/>
<PropertyValue Property="I"><Int>-3</Int></PropertyValue>
<PropertyValue Property="C"><Collection><PropertyPath>A/B</PropertyPath><Null/></Collection></PropertyValue>
<PropertyValue Property="E" EnumMember="Self.E/A Self.E/B"/>
<PropertyValue Property="D"><If><Eq><Path>A</Path><Null/></Eq><String>y</String></If></PropertyValue>
</Record></Annotation>"#,
    );
    let (document, sources, diagnostics) = read(&text);
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
    let document = document.unwrap();
    let value = document.schemas[0].annotations[0]
        .expression
        .as_ref()
        .unwrap();
    assert_eq!(value.property("S").unwrap().as_str(), Some("x"));
    assert_eq!(value.property("B").unwrap().as_bool(), Some(true));
    assert_eq!(value.property("I").unwrap().as_i64(), Some(-3));
    assert_eq!(
        value.property("C").unwrap().items()[0].as_path(),
        Some("A/B")
    );
    assert_eq!(
        value
            .property("E")
            .unwrap()
            .enum_members()
            .collect::<Vec<_>>(),
        ["A", "B"]
    );
    let Some(Expression::Dynamic(condition)) = value.property("D") else {
        unreachable!()
    };
    assert_eq!(
        (condition.name.as_str(), condition.arguments.len()),
        ("If", 2)
    );
}
