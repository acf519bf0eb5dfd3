//! What functions give, in generated code.

use odata_codegen::Builder;

const SERVICE: &str = r#"
name = "Shop"
base-url = "https://shop.contoso.com/odata/"
metadata = ["metadata.xml"]
"#;

const METADATA: &str = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Shop">
  <EntityType Name="Book"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/></EntityType>
  <Function Name="Gaps" IsBound="true"><Parameter Name="on" Type="Shop.Book"/><ReturnType Type="Collection(Edm.Int32)" Nullable="true"/></Function>
  <Function Name="Full" IsBound="true"><Parameter Name="on" Type="Shop.Book"/><ReturnType Type="Collection(Edm.Int32)" Nullable="false"/></Function>
  <Function Name="Unsaid" IsBound="true"><Parameter Name="on" Type="Shop.Book"/><ReturnType Type="Collection(Edm.Int32)"/></Function>
  <Function Name="One" IsBound="true"><Parameter Name="on" Type="Shop.Book"/><ReturnType Type="Edm.Int32"/></Function>
  <EntityContainer Name="Default"><EntitySet Name="Books" EntityType="Shop.Book"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

/// As with properties: what may be null is an option, in a collection too (CSDL XML 4.01, 12.8).
#[test]
fn nulls_in_what_a_function_gives_can_be_read() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("service.toml"), SERVICE).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), METADATA).expect("written");
    let builder = Builder::new("service.toml").root(folder.path());
    let text = builder.generate().expect("generated").text;
    for (name, answer) in [
        ("gaps", "odata::Just<Vec<Option<i32>>>"),
        ("full", "odata::Just<Vec<i32>>"),
        ("unsaid", "odata::Just<Vec<i32>>"),
        ("one", "odata::Just<Option<i32>>"),
    ] {
        let signature =
            format!("pub fn {name}() -> odata::FunctionCall<odata::OnEntity<Self>, {answer}>");
        assert!(text.contains(&signature), "{signature} in {text}");
    }
}
