//! Small services, written out and generated.

use std::fmt::Write;

use odata_codegen::{Builder, Error, Generated};

pub(crate) const SERVICE: &str = r#"
name = "Shop"
base-url = "https://shop.contoso.com/api/"
metadata = ["metadata.xml"]
"#;

fn document(schemas: &str) -> String {
    format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
{schemas}
</edmx:DataServices></edmx:Edmx>"#
    )
}

pub(crate) fn schema(namespace: &str, elements: &str) -> String {
    format!(
        "<Schema Namespace=\"{namespace}\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\n{elements}\n</Schema>\n"
    )
}

pub(crate) fn entity(name: &str, properties: &[&str]) -> String {
    let mut text = format!(
        "<EntityType Name=\"{name}\"><Key><PropertyRef Name=\"theKey\"/></Key><Property Name=\"theKey\" Type=\"Edm.Int32\"/>"
    );
    for property in properties {
        let _ = write!(text, "<Property Name=\"{property}\" Type=\"Edm.String\"/>");
    }
    text + "</EntityType>"
}

pub(crate) fn generate(service: &str, schemas: &str) -> Result<Generated, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("service.toml"), service).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), document(schemas)).expect("written");
    Builder::new("service.toml").root(folder.path()).generate()
}

pub(crate) fn text(service: &str, schemas: &str) -> String {
    generate(service, schemas).expect("generated").text
}

/// Overloads, on an entity, a collection and nothing.
pub(crate) const OPERATIONS: &str = r#"
<Function Name="delta" IsBound="true"><Parameter Name="on" Type="Collection(shop.Order)"/><Parameter Name="token" Type="Edm.String"/><ReturnType Type="Edm.String"/></Function>
<Function Name="delta" IsBound="true"><Parameter Name="on" Type="shop.Order"/><ReturnType Type="Edm.String"/></Function>
<Function Name="delta" IsBound="true"><Parameter Name="on" Type="Collection(shop.Order)"/><ReturnType Type="Edm.String"/></Function>
<Function Name="find"><Parameter Name="a" Type="Edm.String"/><Parameter Name="b" Type="Edm.String"/><ReturnType Type="shop.Order"/></Function>
<Function Name="find"><Parameter Name="a" Type="Edm.String"/><ReturnType Type="shop.Order"/></Function>
<Function Name="Orders"><ReturnType Type="Collection(shop.Order)"/></Function>
<EntityContainer Name="Container">
  <EntitySet Name="orders" EntityType="shop.Order"/>
  <FunctionImport Name="find" Function="shop.find"/>
  <FunctionImport Name="Orders" Function="shop.Orders"/>
</EntityContainer>"#;
