//! What a document has and generated code has not is said where one would look for it.

use odata_codegen::Builder;

const SERVICE: &str = r#"
name = "Shop"
base-url = "https://shop.contoso.com/odata/"
metadata = ["metadata.xml"]
"#;

/// A service of one entity set, `Books`, with more of its schema.
fn generated(service: &str, more: &str) -> String {
    let metadata = format!(
        r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Shop">
  {more}
  <EntityContainer Name="Default"><EntitySet Name="Books" EntityType="Shop.Book"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#
    );
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("service.toml"), service).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), metadata).expect("written");
    let builder = Builder::new("service.toml").root(folder.path());
    builder.generate().expect("generated").text
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
}

const SIZE: &str = r#"<ComplexType Name="Size">
    <Property Name="Code" Type="Edm.String"/><Property Name="Days" Type="Collection(Edm.Date)"/>
  </ComplexType>"#;

fn book(key: &str) -> String {
    format!(
        r#"<EntityType Name="Book"><Key>{key}</Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/><Property Name="Size" Type="Shop.Size"/>
    <NavigationProperty Name="About" Type="Edm.EntityType"/>
  </EntityType>{SIZE}"#
    )
}

#[test]
fn a_key_within_a_complex_property_is_read_from_there() {
    let key = r#"<PropertyRef Name="Size/Code" Alias="Code"/><PropertyRef Name="Id"/>"#;
    let text = generated(SERVICE, &book(key));
    has(
        &text,
        &[
            "key: &[\"Code\", \"Id\"],",
            "impl odata::Entity for Book {\n    type Key = (String, i32);\n",
            "            Some(self)
                .and_then(|it| it.size.as_ref())
                .and_then(|it| it.code.as_ref())
                .cloned()
                .unwrap_or_default(),
            Some(self).map(|it| &it.id).cloned().unwrap_or_default(),
",
        ],
    );
}

/// The runtime looks for the values by the names of the key, and no property has this one.
#[test]
fn a_key_by_another_name_than_its_property_is_read_from_the_property() {
    let text = generated(SERVICE, &book(r#"<PropertyRef Name="Id" Alias="Number"/>"#));
    has(
        &text,
        &[
            "key: &[\"Number\"],",
            "    fn key(&self) -> Self::Key {
        Some(self).map(|it| &it.id).cloned().unwrap_or_default()
    }
",
        ],
    );
}

#[test]
fn a_key_that_no_field_holds_is_said() {
    let said = "/// Its key leads where no field does: `Size/Days`. Its entities cannot be asked for one by one.\n";
    let text = generated(
        SERVICE,
        &book(r#"<PropertyRef Name="Size/Days" Alias="Days"/>"#),
    );
    has(&text, &[said]);
    assert!(!text.contains("impl odata::Entity for Book"), "{text}");
    let text = generated(SERVICE, &book(r#"<PropertyRef Name="Id"/>"#));
    assert!(!text.contains("Its key leads"), "{text}");
    assert!(!text.contains("fn key("), "{text}");
}

#[test]
fn what_leads_to_any_entity_or_is_bound_to_it_is_said() {
    let operations = r#"
  <Function Name="Compare" IsBound="true">
    <Parameter Name="in" Type="Collection(Edm.EntityType)"/><ReturnType Type="Edm.Boolean"/>
  </Function>
  <Action Name="Fold" IsBound="true"><Parameter Name="in" Type="Edm.Date"/></Action>"#;
    let more = book(r#"<PropertyRef Name="Id"/>"#) + operations;
    let text = generated(SERVICE, &more);
    has(
        &text,
        &[
            "///\n/// Functions and actions that are not generated: `Compare`, `Fold`.\n#[derive(Clone, Debug)]\npub struct Shop {",
            "///\n/// Navigation properties that are not generated: `About`.\n#[non_exhaustive]",
        ],
    );
    // Of a part nobody expects more than was asked for.
    let part = format!("{SERVICE}entity-sets = [\"Books\"]\n");
    let text = generated(&part, &more);
    assert!(!text.contains("not generated"), "{text}");
}

/// As the services of CAP do that only have actions.
#[test]
fn a_service_of_imports_alone_is_a_service() {
    let folder = tempfile::tempdir().expect("a folder");
    let metadata = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Mail">
  <Action Name="send"><Parameter Name="to" Type="Edm.String" Nullable="false"/></Action>
  <Function Name="quota"><ReturnType Type="Edm.Int32" Nullable="false"/></Function>
  <EntityContainer Name="Default">
    <ActionImport Name="send" Action="Mail.send"/>
    <FunctionImport Name="quota" Function="Mail.quota"/>
  </EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;
    std::fs::write(folder.path().join("service.toml"), SERVICE).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), metadata).expect("written");
    let builder = Builder::new("service.toml").root(folder.path());
    let generated = builder.generate().expect("generated");
    assert_eq!(generated.warnings(), Vec::<String>::new());
    has(&generated.text, &["pub fn send(", "pub fn quota("]);
    let none = metadata
        .replace("<ActionImport Name=\"send\" Action=\"Mail.send\"/>", "")
        .replace(
            "<FunctionImport Name=\"quota\" Function=\"Mail.quota\"/>",
            "",
        );
    std::fs::write(folder.path().join("metadata.xml"), none).expect("written");
    let error = builder.generate().map(|one| one.text).expect_err("nothing");
    has(
        &error.to_string(),
        &[
            "error[no-entity-set]: no document of Shop has an entity set, a singleton or an import",
            "requests begin at an entity set, a singleton, or an import of a function or an action",
        ],
    );
}
