//! Damaged documents: whatever comes in, nothing panics.

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::Sources;
use odata_csdl::{model, write, xml};
use proptest::prelude::*;

const DOCUMENT: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml">
    <edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/>
  </edmx:Reference>
  <edmx:DataServices>
    <Schema Namespace="Trippin" Alias="Self" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EnumType Name="Feature" IsFlags="true"><Member Name="A" Value="1"/><Member Name="B" Value="2"/></EnumType>
      <TypeDefinition Name="Money" UnderlyingType="Edm.Decimal" Precision="10" Scale="variable"/>
      <EntityType Name="Person" OpenType="true">
        <Key><PropertyRef Name="UserName"/></Key>
        <Property Name="UserName" Type="Edm.String" Nullable="false" MaxLength="20"/>
        <Property Name="Emails" Type="Collection(Edm.String)"/>
        <Property Name="Größe" Type="Self.Money" DefaultValue="1.5"/>
        <NavigationProperty Name="Friends" Type="Collection(Self.Person)" Partner="Friends">
          <ReferentialConstraint Property="UserName" ReferencedProperty="UserName"/><OnDelete Action="SetNull"/>
        </NavigationProperty>
        <Annotation Term="Core.Description"><String>Ä &amp; &#xE9; <![CDATA[<b>]]></String></Annotation>
      </EntityType>
      <EntityType Name="Employee" BaseType="Trippin.Person"/>
      <Function Name="Nearest" IsBound="true" EntitySetPath="p"><Parameter Name="p" Type="Self.Person"/>
        <ReturnType Type="Self.Person"/></Function>
      <EntityContainer Name="Default">
        <EntitySet Name="People" EntityType="Self.Person"><NavigationPropertyBinding Path="Friends" Target="People"/>
          <Annotation Term="Org.OData.Capabilities.V1.FilterRestrictions"><Record><PropertyValue Property="NonFilterableProperties">
            <Collection><PropertyPath>Emails</PropertyPath></Collection></PropertyValue></Record></Annotation></EntitySet>
      </EntityContainer>
      <Annotations Target="Self.Person/Emails" Qualifier="q"><Annotation Term="Core.Computed" Bool="true"/></Annotations>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
"#;

fn through_everything(bytes: &[u8]) {
    let mut sources = Sources::new();
    let text = String::from_utf8_lossy(bytes);
    let source = sources.add("damaged.xml", &text);
    let mut diagnostics = Diagnostics::new();
    if let Some(document) = xml::read(source, &sources, &mut diagnostics) {
        let printed = write::to_xml(&document);
        let json = write::to_json(&document, &mut Diagnostics::new());
        let json = serde_json::from_str::<serde_json::Value>(&json).expect("it is JSON");
        assert!(json.is_object());
        let model = model::resolve(&[document], &sources, &mut diagnostics);
        for (id, _) in model.structured_types() {
            let _ = (model.key(id), model.properties(id).count());
        }
        let again = sources.add("printed.xml", &printed);
        let read = xml::read(again, &sources, &mut Diagnostics::new());
        assert_eq!(
            write::to_xml(&read.expect("what is printed reads")),
            printed
        );
    } else {
        assert!(diagnostics.has_errors());
    }
    let _ = diagnostics.render(&sources);
}

#[test]
fn the_whole_document_is_fine() {
    let mut sources = Sources::new();
    let source = sources.add("whole.xml", DOCUMENT);
    let mut diagnostics = Diagnostics::new();
    let document = xml::read(source, &sources, &mut diagnostics).unwrap();
    model::resolve(&[document], &sources, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
}

#[test]
fn every_truncation_is_an_error() {
    for end in 0..DOCUMENT.trim_end().len() {
        let bytes = &DOCUMENT.as_bytes()[..end];
        let mut sources = Sources::new();
        let source = sources.add("cut.xml", String::from_utf8_lossy(bytes));
        let mut diagnostics = Diagnostics::new();
        assert!(
            xml::read(source, &sources, &mut diagnostics).is_none(),
            "{end}"
        );
        assert_eq!(diagnostics.len(), 1, "{end}");
        let rendered = diagnostics.render(&sources);
        assert!(rendered.contains("cut.xml:"), "{rendered}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn flipped_bytes(flips in prop::collection::vec((0..DOCUMENT.len(), any::<u8>()), 1..12)) {
        let mut bytes = DOCUMENT.as_bytes().to_vec();
        for (at, byte) in flips {
            bytes[at] = byte;
        }
        through_everything(&bytes);
    }

    #[test]
    fn swapped_markup(flips in prop::collection::vec((0..DOCUMENT.len(), prop::sample::select(b"<>/\"'&;=! \n:.()A".to_vec())), 1..8)) {
        let mut bytes = DOCUMENT.as_bytes().to_vec();
        for (at, byte) in flips {
            bytes[at] = byte;
        }
        through_everything(&bytes);
    }

    #[test]
    fn moved_chunks(from in 0..DOCUMENT.len(), len in 0..400_usize, to in 0..DOCUMENT.len(), cut in any::<bool>()) {
        let mut bytes = DOCUMENT.as_bytes().to_vec();
        let end = (from + len).min(bytes.len());
        let chunk: Vec<u8> = if cut { bytes.drain(from..end).collect() } else { bytes[from..end].to_vec() };
        let to = to.min(bytes.len());
        bytes.splice(to..to, chunk);
        through_everything(&bytes);
    }

    #[test]
    fn moved_lines(from in 0..40_usize, to in 0..40_usize, cut in any::<bool>()) {
        let mut lines: Vec<&str> = DOCUMENT.lines().collect();
        let from = from % lines.len();
        let line = if cut { lines.remove(from) } else { lines[from] };
        lines.insert(to % lines.len(), line);
        through_everything(lines.join("\n").as_bytes());
    }

    #[test]
    fn any_text(text in "[<>/=\"'&;! a-zA-Z0-9:{}\\[\\]-]{0,200}") {
        through_everything(text.as_bytes());
    }
}

/// Hostile documents of a megabyte or two: what takes long on them takes forever on larger ones.
#[test]
fn time_is_bounded() {
    let many =
        |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<String>();
    let in_schema = |inside: &str| {
        format!(
            "<Schema xmlns='http://docs.oasis-open.org/odata/ns/edm' Namespace='A' Alias='S'>{inside}</Schema>"
        )
    };
    let in_type = |inside: &str| in_schema(&format!("<EntityType Name='T'>{inside}</EntityType>"));
    let property = |name: usize, ty: &str| format!("<Property Name='p{name}' Type='{ty}'/>");
    let hostile = [
        many(400_000, &|_| "<a>".to_owned()),
        format!("<a {}/>", many(100_000, &|at| format!("a{at}='' "))),
        in_schema(&many(40_000, &|at| {
            format!("<Unknown{at} attribute{at}=''/>")
        })),
        in_type(&many(20_000, &|at| property(at, &format!("A.Unknown{at}")))),
        in_type(&many(20_000, &|_| property(1, "Edm.String"))),
        in_type(&many(20_000, &|_| "<Annotation Term='A.T'/>".to_owned())),
        in_type(&many(20_000, &|at| format!("<Annotation Term='A.T{at}'/>"))),
        in_type(&format!(
            "<Key>{}</Key>{}",
            many(10_000, &|at| format!("<PropertyRef Name='q{at}'/>")),
            many(10_000, &|at| property(at, "Edm.String")),
        )),
        in_schema(&many(20_000, &|at| {
            format!("<ComplexType Name='T{at}' BaseType='S.T{}'/>", at + 1)
        })),
        in_schema(&many(10_000, &|at| {
            format!("<Annotations Target='S.T/p{at}'><Annotation Term='A.T'/></Annotations>")
        })),
        in_schema(&many(2_000, &|at| {
            format!(
                "<EntityContainer Name='C{at}' Extends='S.C{}'><Singleton Name='s{at}' Type='S.T'/></EntityContainer>",
                at + 1
            )
        })),
        format!("<a>{}</a>", "&amp;".repeat(300_000)),
        format!("<a b='{}'/>", "&#65;\t".repeat(200_000)),
        format!("<a>{}", "<!-- -->".repeat(200_000)),
        format!(
            "<a>{}x{}</a>",
            " ".repeat(1_000_000),
            "<b/>".repeat(200_000)
        ),
    ];
    for text in hostile {
        let start = std::time::Instant::now();
        through_everything_but_rendering(&text);
        if std::env::var_os("SHOW_TIMES").is_some() {
            println!("{:?} {}", start.elapsed(), &text[..text.len().min(100)]);
        }
        let shown: String = text.chars().take(120).collect();
        assert!(
            start.elapsed().as_secs() < 10,
            "{:?}: {shown}",
            start.elapsed()
        );
    }
}

fn through_everything_but_rendering(text: &str) {
    let mut sources = Sources::new();
    let source = sources.add("hostile.xml", text);
    let mut diagnostics = Diagnostics::new();
    if let Some(document) = xml::read(source, &sources, &mut diagnostics) {
        model::resolve(&[document], &sources, &mut diagnostics);
    }
}
