//! `odata-codegen --show`: what a service has, for whoever chooses from it.

use std::fs;
use std::path::Path;

use odata_codegen::show;

const METADATA: &str = r#"<?xml version="1.0"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityType Name="Book" OpenType="true">
    <Annotation Term="Org.OData.Core.V1.Description" String="What is sold."/>
    <Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="title" Type="Edm.String" Nullable="false" MaxLength="80">
      <Annotation Term="Org.OData.Core.V1.Description" String="As the cover has it."/></Property>
    <Property Name="genre" Type="shop.Genre"/>
    <Property Name="price" Type="shop.Price"/>
    <NavigationProperty Name="author" Type="shop.Author" Nullable="false"/>
  </EntityType>
  <EntityType Name="Comic" BaseType="shop.Book"><Property Name="colours" Type="Collection(Edm.String)"/></EntityType>
  <EntityType Name="Author"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Guid" Nullable="false"/></EntityType>
  <ComplexType Name="Price"><Property Name="amount" Type="Edm.Decimal" Precision="9"/></ComplexType>
  <EnumType Name="Genre" IsFlags="true"><Member Name="Crime" Value="1"/><Member Name="Love" Value="2"/></EnumType>
  <Action Name="reprint" IsBound="true"><Parameter Name="book" Type="shop.Book"/>
    <Parameter Name="copies" Type="Edm.Int32" Nullable="false"/><ReturnType Type="shop.Price"/></Action>
  <Function Name="cheapest"><ReturnType Type="Collection(shop.Book)"/></Function>
  <EntityContainer Name="All">
    <EntitySet Name="Books" EntityType="shop.Book"/>
    <EntitySet Name="Authors" EntityType="shop.Author"/>
    <Singleton Name="bestseller" Type="shop.Book"/>
    <FunctionImport Name="cheapest" Function="shop.cheapest"/>
  </EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

const SERVICE: &str = r#"
name = "Shop"
base-url = "https://shop.test/"
metadata = ["metadata.xml"]
entity-sets = ["Books"]
"#;

fn shown(file: &str, name: Option<&str>) -> Result<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("metadata.xml", METADATA), ("service.toml", SERVICE)] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    show(folder.path(), Path::new(file), name).map_err(|error| error.to_string())
}

/// The text with one space between words, so that a test does not depend on the widths of columns.
fn words(text: &str) -> String {
    let lines = text.lines();
    let lines = lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn has(text: &str, lines: &[&str]) {
    let text = words(text);
    for line in lines {
        assert!(text.lines().any(|one| one == *line), "{line}\n---\n{text}");
    }
}

#[test]
fn a_document_alone_is_shown() {
    let text = shown("metadata.xml", None).expect("it is read");
    has(
        &text,
        &[
            "metadata.xml: OData 4.0, 2 entity sets, 1 singleton, 4 structured types, 1 enumeration, 2 operations",
            "entity sets of key properties navigation types",
            "Books Book ID: Edm.Int32 4 1 2",
            "Authors Author ID: Edm.Guid 1 0 1",
            "bestseller Book 4 1 2",
            "cheapest function () -> Collection(Book)",
            "Comic Book 5 1",
            "Genre 2",
        ],
    );
    assert!(!text.contains("in Rust"), "{text}");
}

#[test]
fn what_is_generated_is_marked_and_has_its_name_in_rust() {
    let text = shown("service.toml", None).expect("it is read");
    has(
        &text,
        &[
            "+ Books Book ID: Edm.Int32 4 1 2 books()",
            "Authors Author ID: Edm.Guid 1 0 1",
            "+ Book 4 1 Book",
            "Comic Book 5 1",
            "+ Genre 2 Genre",
        ],
    );
}

#[test]
fn all_of_one_thing_is_shown_by_its_name() {
    let set = shown("service.toml", Some("Books")).expect("a set");
    has(
        &set,
        &[
            "entity set Books",
            "entity type shop.Book, open, key (ID: Edm.Int32), in Rust Book",
            "What is sold.",
            "title Edm.String at most 80 long title As the cover has it.",
            "genre Genre null genre",
            "author Author author",
            "action reprint(copies: Edm.Int32) -> Price",
            "Comic",
        ],
    );
    let derived = shown("metadata.xml", Some("shop.Comic")).expect("a type");
    has(
        &derived,
        &["ID Edm.Int32", "colours Collection(Edm.String)"],
    );
    let genre = shown("service.toml", Some("Genre")).expect("an enumeration");
    has(
        &genre,
        &[
            "enumeration shop.Genre, Edm.Int32, flags, in Rust Genre",
            "Love 2 Love",
        ],
    );
    let action = shown("metadata.xml", Some("reprint")).expect("an action");
    has(
        &action,
        &[
            "action shop.reprint, called on Book",
            "copies Edm.Int32",
            "returns Price",
        ],
    );
    let other = shown("service.toml", Some("Author")).expect("a type");
    has(
        &other,
        &["entity type shop.Author, key (ID: Edm.Guid), not generated"],
    );
}

#[test]
fn what_is_not_there_is_told_with_what_is_near() {
    let error = shown("metadata.xml", Some("Boks")).expect_err("it is misspelt");
    assert!(error.contains("metadata.xml has no `Boks`"), "{error}");
    assert!(error.contains("did you mean `Books`?"), "{error}");
    let error = shown("metadat.xml", None).expect_err("there is no such file");
    assert!(error.contains("cannot read metadat.xml"), "{error}");
    assert!(error.contains("did you mean `metadata.xml`?"), "{error}");
}
