//! What terms of OData's vocabularies become in generated code.

mod corpora;

use odata_codegen::Builder;

const SERVICE: &str = r#"
name = "Shop"
base-url = "https://shop.contoso.com/odata/"
metadata = ["metadata.xml"]
"#;

fn generate(metadata: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("service.toml"), SERVICE).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), metadata).expect("written");
    let builder = Builder::new("service.toml").root(folder.path());
    builder.generate().expect("generated").text
}

/// The notes of what is deprecated, each with the line below it.
fn deprecated(text: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let starts = lines.iter().enumerate();
    let starts = starts.filter(|(_, line)| line.starts_with("#[deprecated("));
    starts
        .map(
            |(at, line)| match line.strip_prefix("#[deprecated(note = ") {
                Some(note) => (
                    note.trim_end_matches(")]").to_owned(),
                    lines[at + 1].to_owned(),
                ),
                None => {
                    let note = lines[at + 1].trim_start_matches("note = ");
                    (note.to_owned(), lines[at + 3].to_owned())
                }
            },
        )
        .collect()
}

#[test]
fn what_published_documents_deprecate_is_deprecated() {
    let Some(documents) = corpora::metadata() else {
        return;
    };
    let cases: [(&str, &[&str]); 8] = [
        (
            "EntitySetMarkedObsolete",
            &["pub fn products(&self) -> odata::EntitySet<Product> {"],
        ),
        ("EntityTypeMarkedObsolete", &["#[non_exhaustive]"]),
        (
            "PropertyAndNavPropertiesMarkedObsolete",
            &[
                "pub name: String,",
                "pub product_items: Option<odata::Expanded<ProductItem>>,",
                "pub const NAME: odata::Field<Self, String> = odata::field(\"Name\");",
                "pub const PRODUCT_ITEMS: odata::Navigation<Self, odata::Many<ProductItem>> =",
            ],
        ),
        ("SingletonsMarkedObsolete", &["pub fn"]),
        (
            "FunctionsAndActionImportsMarkedObsolete",
            &["pub fn get_cheapest_product", "pub fn reset_data_source"],
        ),
        (
            "BoundActionsAndFunctionsMarkedObsolete",
            &["pub fn get_product_tax", "pub fn update_product_name"],
        ),
        (
            "RevisionsAnnotationMissingDescription",
            &["pub fn products(&self)"],
        ),
        ("RevisionsAnnotationMissingRevisionKind", &[]),
    ];
    for (name, wanted) in cases {
        let path = documents
            .iter()
            .find(|path| path.file_stem().is_some_and(|stem| stem == name))
            .unwrap_or_else(|| panic!("no {name}"));
        let found = deprecated(&generate(&corpora::bytes(path)));
        assert_eq!(found.len(), wanted.len(), "{name}: {found:#?}");
        for ((note, line), wanted) in found.iter().zip(wanted) {
            assert!(line.starts_with(wanted), "{name}: {line}");
            let when = "(2020-08-20, version 2020-08/Tasks_And_Plans, until 2022-08-20)\"";
            let said = match name {
                "RevisionsAnnotationMissingDescription" => "\"the service has deprecated it (",
                _ => "\"The Service has deprecated",
            };
            assert!(
                note.starts_with(said) && note.ends_with(when),
                "{name}: {note}"
            );
        }
    }
}

#[test]
fn a_long_description_follows_the_short_one_by_alias_too() {
    let metadata = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml">
    <edmx:Include Namespace="Org.OData.Core.V1" Alias="C"/>
  </edmx:Reference>
  <edmx:DataServices>
    <Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="Item">
        <Annotation Term="C.Description" String="A thing."/>
        <Annotation Term="C.LongDescription" String="It is for sale."/>
        <Key><PropertyRef Name="id"/></Key>
        <Property Name="id" Type="Edm.Int32" Nullable="false">
          <Annotation Term="C.LongDescription" String="Counted up."/>
        </Property>
      </EntityType>
      <EntityContainer Name="Container">
        <EntitySet Name="items" EntityType="shop.Item"/>
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>"#;
    let text = generate(metadata.as_bytes());
    let wanted = "/// A thing.\n///\n/// It is for sale.\n#[non_exhaustive]";
    assert!(text.contains(wanted), "{text}");
    assert!(
        text.contains("/// Counted up. (Key.)\n    pub id: i32,"),
        "{text}"
    );
}

/// A container, two sets and a singleton, of which some are tagged.
fn repeatable(container: &str, orders: &str) -> String {
    let tag = |value: &str| match value {
        "" => String::new(),
        value => format!("<Annotation Term=\"Org.OData.Repeatability.V1.Supported\"{value}/>"),
    };
    let metadata = format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
        <Schema Namespace="N" xmlns="http://docs.oasis-open.org/odata/ns/edm">
        <EntityType Name="Order"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/></EntityType>
        <EntityContainer Name="C">{}<EntitySet Name="Orders" EntityType="N.Order">{}</EntitySet>
        <EntitySet Name="Others" EntityType="N.Order"/><Singleton Name="Last" Type="N.Order"/></EntityContainer>
        </Schema></edmx:DataServices></edmx:Edmx>"#,
        tag(container),
        tag(orders)
    );
    let text = generate(metadata.as_bytes());
    let mut found = Vec::new();
    for table in text
        .split("odata::EntitySetInfo = odata::EntitySetInfo {")
        .skip(1)
    {
        let table = table.split("};").next().unwrap_or_default();
        if table.contains("repeatable: true,") {
            let name = table.split('"').nth(1).unwrap_or_default();
            found.push(name.to_owned());
        }
    }
    found.join(" ")
}

#[test]
fn sets_and_their_container_say_that_what_comes_twice_is_done_once() {
    for (container, orders, found) in [
        ("", "", ""),
        ("", " Bool=\"true\"", "Orders"),
        ("", " ", "Orders"),
        (" Bool=\"true\"", "", "Orders Others"),
        (" ", " Bool=\"false\"", "Others"),
        (" Bool=\"false\"", "", ""),
    ] {
        assert_eq!(repeatable(container, orders), found, "{container} {orders}");
    }
}
