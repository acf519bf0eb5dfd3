//! What a value has to keep to, in the documentation of its property.

use odata_codegen::Builder;

const METADATA: &str = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
<edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
  <TypeDefinition Name="Code" UnderlyingType="Edm.String" MaxLength="8"/>
  <EntityType Name="Book">
    <Key><PropertyRef Name="isbn"/></Key>
    <Property Name="isbn" Type="Edm.String" Nullable="false" MaxLength="13"/>
    <Property Name="initial" Type="Edm.String" MaxLength="1"/>
    <Property Name="text" Type="Edm.String" MaxLength="max"/>
    <Property Name="code" Type="shop.Code"/>
    <Property Name="mine" Type="shop.Code" MaxLength="4"/>
    <Property Name="tags" Type="Collection(Edm.String)" MaxLength="20"/>
    <Property Name="cover" Type="Edm.Binary" MaxLength="512"/>
    <Property Name="price" Type="Edm.Decimal" Precision="10" Scale="2"/>
    <Property Name="count" Type="Edm.Decimal" Precision="5"/>
    <Property Name="weight" Type="Edm.Decimal" Precision="7" Scale="variable"/>
    <Property Name="title" Type="Edm.String" MaxLength="50">
      <Annotation Term="Org.OData.Core.V1.Description" String="What it is called"/>
    </Property>
    <Property Name="stars" Type="Edm.Int32">
      <Annotation Term="Org.OData.Validation.V1.Minimum" Int="0"/>
      <Annotation Term="Org.OData.Validation.V1.Maximum" Decimal="5"/>
    </Property>
    <Property Name="share" Type="Edm.Double">
      <Annotation Term="Org.OData.Validation.V1.Minimum" Int="0">
        <Annotation Term="Org.OData.Validation.V1.Exclusive"/>
      </Annotation>
    </Property>
    <Property Name="shelf" Type="Edm.String">
      <Annotation Term="Org.OData.Validation.V1.Pattern" String="^[A-Z]$"/>
    </Property>
    <Property Name="scans" Type="Collection(Edm.Stream)"/>
  </EntityType>
  <EntityContainer Name="Container"><EntitySet Name="books" EntityType="shop.Book"/></EntityContainer>
</Schema>
</edmx:DataServices>
</edmx:Edmx>"#;

#[test]
fn what_a_value_has_to_keep_to_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let service = "name = \"Shop\"\nbase-url = \"https://shop.contoso.com/\"\nmetadata = [\"metadata.xml\"]\n";
    std::fs::write(folder.path().join("service.toml"), service).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), METADATA).expect("written");
    let generated = Builder::new("service.toml").root(folder.path()).generate();
    let text = generated.expect("generated").text;
    for line in [
        "The property `isbn`. (Key.) At most 13 characters.",
        "The property `initial`. At most 1 character.",
        "The property `text`.",
        "The property `code`. At most 8 characters.",
        "The property `mine`. At most 4 characters.",
        "The property `tags`. Each at most 20 characters.",
        "The property `cover`. At most 512 bytes.",
        "The property `price`. At most 10 digits, 2 of them behind the point.",
        "The property `count`. At most 5 digits, none behind the point.",
        "The property `weight`. At most 7 digits.",
        "What it is called. At most 50 characters.",
        "The property `stars`. At least 0. At most 5.",
        "The property `share`.",
        "The property `shelf`. As the pattern `^[A-Z]$` has it.",
        "Collections of streams that are not generated: `scans`.",
    ] {
        assert!(text.contains(&format!("/// {line}\n")), "{line} in {text}");
    }
}
