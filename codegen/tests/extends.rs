//! A service that is another one and more.

use odata_codegen::{Builder, Error, Generated};

fn document(name: &str, set: &str) -> String {
    format!(
        r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="{name}">
  <EntityType Name="{set}Entry"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="note" Type="Edm.String"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="{set}" EntityType="{name}.{set}Entry"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#
    )
}

const BASE: &str = r#"
name = "Shop"
base-url = "https://shop.example/odata/"
scope = "https://shop.example/.default"
hosts = ["eu.shop.example"]
metadata = ["metadata.xml"]
overlay = "overlay.toml"
entity-sets = ["Books"]

[rename]
"shop.BooksEntry" = "Book"
"#;

const OVERLAY: &str = r#"
[[set]]
target = "BooksEntry/note"
description = "What the base corrects."
reason = "the document says nothing"
"#;

fn folder(own: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in [
        ("base/service.toml", BASE),
        ("base/metadata.xml", &document("shop", "Books")),
        ("base/overlay.toml", OVERLAY),
        ("ours/more.xml", &document("ours", "Tills")),
        ("ours/service.toml", own),
    ] {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }
    folder
}

fn generate(own: &str) -> Result<Generated, Error> {
    let folder = folder(own);
    let builder = Builder::new("ours/service.toml").root(folder.path());
    builder.generate()
}

#[test]
fn what_the_base_says_stands_and_documents_are_added() {
    let own = "extends = \"../base/service.toml\"\nname = \"Ours\"\nmetadata = [\"more.xml\"]\nhosts = [\"us.shop.example\"]\n\
               entity-sets = [\"*\"]";
    let generated = generate(own).expect("generated");
    for part in [
        "pub struct Ours",
        "pub struct Book {",
        "pub struct TillsEntry",
        "What the base corrects.",
        "base_url: \"https://shop.example/odata/\"",
        "\"eu.shop.example\", \"us.shop.example\"",
        "scope: Some(\"https://shop.example/.default\")",
    ] {
        assert!(generated.text.contains(part), "{part}\n{}", generated.text);
    }
    let inputs = generated
        .inputs
        .iter()
        .map(|path| path.display().to_string());
    assert_eq!(inputs.filter(|path| path.ends_with(".toml")).count(), 3);
}

#[test]
fn items_that_may_be_null_are_those_of_both() {
    let own = r#"extends = "../base/service.toml"
metadata = ["tags.xml"]
entity-sets = ["Tags"]
nullable-items = ["*/two"]
"#;
    let tags = document("tags", "Tags").replace(
        r#"<Property Name="note" Type="Edm.String"/>"#,
        r#"<Property Name="one" Type="Collection(Edm.String)"/><Property Name="two" Type="Collection(Edm.String)"/>"#,
    );
    let folder = folder(own);
    let base = format!("nullable-items = [\"TagsEntry/one\"]\n{BASE}");
    std::fs::write(folder.path().join("base/service.toml"), base).expect("written");
    std::fs::write(folder.path().join("ours/tags.xml"), tags).expect("written");
    let generated = Builder::new("ours/service.toml")
        .root(folder.path())
        .generate();
    let text = generated.expect("generated").text;
    for field in ["one", "two"] {
        let line = format!("pub {field}: Vec<Option<String>>,");
        assert!(text.contains(&line), "{text}");
    }
}

#[test]
fn who_chooses_nothing_gets_what_the_base_chooses() {
    let text = generate("extends = \"../base/service.toml\"")
        .expect("generated")
        .text;
    assert!(text.contains("pub struct Book {") && text.contains("pub struct Shop {"));
    let own =
        "extends = \"../base/service.toml\"\nmetadata = [\"more.xml\"]\nentity-sets = [\"Tills\"]";
    let text = generate(own).expect("generated").text;
    assert!(text.contains("TillsEntry") && !text.contains("struct Book"));
}

#[test]
fn a_build_script_says_where_the_base_is() {
    let folder = folder("metadata = [\"more.xml\"]\nentity-sets = [\"Books\", \"Tills\"]");
    let base = folder.path().join("base/service.toml");
    let builder = Builder::new("ours/service.toml").root(folder.path());
    let text = builder.extends(base).generate().expect("generated").text;
    assert!(text.contains("pub struct Book {") && text.contains("TillsEntry"));
}

#[test]
fn what_a_build_script_says_of_the_base_goes_before_the_file() {
    let folder = folder("extends = \"../nowhere.toml\"\nmetadata = [\"more.xml\"]");
    let base = folder.path().join("base/service.toml");
    let builder = Builder::new("ours/service.toml").root(folder.path());
    let text = builder.extends(base).generate().expect("generated").text;
    assert!(text.contains("pub struct Book {"));
}

#[test]
fn a_folder_of_references_is_that_of_the_base() {
    for (own, own_file) in [
        ("extends = \"service.toml\"\n", "base/own.toml"),
        ("extends = \"../service.toml\"\n", "base/below/own.toml"),
    ] {
        let folder = folder("metadata = []");
        let refers = document("shop", "Books").replace(
            "<edmx:DataServices>",
            "<edmx:Reference Uri=\"https://contoso.com/x/more.xml\"><edmx:Include Namespace=\"ours\"/></edmx:Reference><edmx:DataServices>",
        );
        let refers = refers.replace("Type=\"Edm.String\"", "Type=\"ours.Note\"");
        let more = "<Edmx xmlns=\"http://docs.oasis-open.org/odata/ns/edmx\" Version=\"4.0\"><DataServices>\
            <Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Namespace=\"ours\">\
            <ComplexType Name=\"Note\"/></Schema></DataServices></Edmx>";
        let base = BASE.replace("overlay = \"overlay.toml\"\n", "")
            + "\n[references]\n\"https://contoso.com/x/\" = \"./\"\n";
        for (path, text) in [
            ("base/metadata.xml", &*refers),
            ("base/service.toml", &*base),
            ("base/more.xml", more),
            (own_file, own),
        ] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("written");
        }
        let builder = Builder::new(own_file).root(folder.path());
        let generated = builder.generate();
        let generated = generated.unwrap_or_else(|error| panic!("{own_file}: {error}"));
        assert!(generated.text.contains("pub struct Note {"), "{own_file}");
    }
}

#[test]
fn what_is_wrong_is_told_where_it_stands() {
    let told = |own: &str| generate(own).expect_err("wrong").to_string();
    let missing = told("extends = \"../bases/service.toml\"");
    assert!(missing.contains("ours/service.toml:1:11"), "{missing}");
    assert!(missing.contains("extended here"), "{missing}");
    let itself = told("extends = \"service.toml\"");
    assert!(
        itself.contains("more than 16 services extend each other"),
        "{itself}"
    );
    let nameless = told("base-url = \"https://a.example/\"\nmetadata = [\"more.xml\"]");
    assert!(nameless.contains("`name` is missing"), "{nameless}");
}
