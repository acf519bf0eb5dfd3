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
  <EnumType Name="Kind"><Member Name="Novel"/></EnumType>
  <ComplexType Name="Size"><Property Name="Height" Type="Edm.Int32"/></ComplexType>
  <Function Name="Taking" IsBound="true"><Parameter Name="on" Type="Shop.Book"/>
    <Parameter Name="never" Type="Edm.String" Nullable="false"/>
    <Parameter Name="text" Type="Edm.String"/>
    <Parameter Name="kind" Type="Shop.Kind" Nullable="true"/>
    <Parameter Name="size" Type="Shop.Size"/>
    <Parameter Name="any" Type="Edm.Untyped"/>
    <Parameter Name="all" Type="Collection(Edm.Int32)"/>
    <Parameter Name="holes" Type="Collection(Edm.Int32)" Nullable="true"/>
    <Parameter Name="days" Type="Edm.Int32"><Annotation Term="Org.OData.Core.V1.OptionalParameter"/></Parameter>
    <Parameter Name="hours" Type="Edm.Int32" Nullable="false"><Annotation Term="Org.OData.Core.V1.OptionalParameter"/></Parameter>
    <ReturnType Type="Edm.Int32"/></Function>
  <EntityContainer Name="Default"><EntitySet Name="Books" EntityType="Shop.Book"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

fn generated() -> String {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("service.toml"), SERVICE).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), METADATA).expect("written");
    let builder = Builder::new("service.toml").root(folder.path());
    builder.generate().expect("generated").text
}

/// As with properties: what may be null is an option, in a collection too (CSDL XML 4.01, 12.8).
#[test]
fn nulls_in_what_a_function_gives_can_be_read() {
    let text = generated();
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

/// What may be null takes null, what is optional may be left out, and nothing else may (CSDL XML 4.01, 12.9).
#[test]
fn parameters_take_null_where_they_may_be_null() {
    let text = generated();
    for parameter in [
        "never: impl odata::IntoKey<String>,",
        "text: impl odata::OrNull<String>,",
        "kind: impl odata::OrNull<Kind>,",
        "size: impl odata::OrNull<Size>,",
        "any: impl odata::OrNull<odata::Json>,",
        "all: impl IntoIterator<Item = impl Into<i32>>,",
        "holes: impl IntoIterator<Item = impl odata::ItemOrNull<i32>>,",
        "days: impl odata::OrNull<i32>,",
        "hours: Option<i32>,",
        ".nullable::<String>(\"text\", text)",
        ".nullable_optional::<i32>(\"days\", days)",
    ] {
        assert!(text.contains(parameter), "{parameter} in {text}");
    }
}
