//! Impls for serde, in generated code.

use odata_codegen::Builder;

const METADATA: &str = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
<edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
  <EnumType Name="Kind"><Member Name="Novel"/></EnumType>
  <ComplexType Name="Size"><Property Name="height" Type="Edm.Int32" Nullable="false"/></ComplexType>
  <EntityType Name="Book">
    <Key><PropertyRef Name="isbn"/></Key>
    <Property Name="isbn" Type="Edm.String" Nullable="false"/>
    <Property Name="size" Type="shop.Size"/>
    <Property Name="kind" Type="shop.Kind"/>
    <Property Name="state" Type="Edm.String">
      <Annotation Term="Org.OData.Validation.V1.AllowedValues"><Collection>
        <Record><PropertyValue Property="Value" String="new"/></Record>
      </Collection></Annotation>
    </Property>
  </EntityType>
  <EntityContainer Name="Container"><EntitySet Name="books" EntityType="shop.Book"/></EntityContainer>
</Schema>
</edmx:DataServices>
</edmx:Edmx>"#;

fn generated(line: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let service = format!(
        "name = \"Shop\"\nbase-url = \"https://shop.contoso.com/\"\nmetadata = [\"metadata.xml\"]\n{line}\n"
    );
    std::fs::write(folder.path().join("service.toml"), service).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), METADATA).expect("written");
    let generated = Builder::new("service.toml").root(folder.path()).generate();
    generated.expect("generated").text
}

/// One call of a macro with all types; nothing where it is not asked for.
#[test]
fn what_is_asked_for_is_one_call() {
    let plain = generated("");
    assert!(!plain.contains("serde"), "{plain}");
    assert_eq!(generated("serde = false"), plain);
    let asked = generated("serde = true");
    let more = asked.strip_prefix(&*plain).expect("more behind it");
    assert_eq!(
        more.split_whitespace().collect::<Vec<_>>().join(" "),
        "odata::serde_for! { Size Book ; Kind BookState }"
    );
}
