//! Services that leave out of an answer what they declare as never null.

use odata_codegen::Builder;

const METADATA: &str = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
<edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
  <ComplexType Name="Size"><Property Name="height" Type="Edm.Int32" Nullable="false"/></ComplexType>
  <EntityType Name="Book">
    <Key><PropertyRef Name="isbn"/></Key>
    <Property Name="isbn" Type="Edm.String" Nullable="false"/>
    <Property Name="pages" Type="Edm.Int32" Nullable="false"/>
    <Property Name="size" Type="shop.Size" Nullable="false"/>
    <Property Name="tags" Type="Collection(Edm.String)" Nullable="false"/>
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

#[test]
fn keys_alone_are_required_where_service_toml_says_so() {
    let whole = generated("");
    let partial = generated("partial-entities = true");
    for (field, of_whole, of_partial) in [
        ("isbn", "String", "String"),
        ("pages", "i32", "Option<i32>"),
        ("size", "odata::Nested<Size>", "Option<odata::Nested<Size>>"),
        ("tags", "Vec<String>", "Vec<String>"),
        ("height", "i32", "Option<i32>"),
    ] {
        assert!(
            whole.contains(&format!("pub {field}: {of_whole},")),
            "{whole}"
        );
        assert!(
            partial.contains(&format!("pub {field}: {of_partial},")),
            "{partial}"
        );
    }
}
