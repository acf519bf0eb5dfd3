//! Parts of a service by name.

use odata_codegen::{Builder, Error, Generated};

const METADATA: &str = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
  <EntityType Name="Book">
    <Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="author" Type="shop.Author"/>
  </EntityType>
  <EntityType Name="Author">
    <Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>
  </EntityType>
  <EntityType Name="Till">
    <Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>
  </EntityType>
  <Function Name="count"><ReturnType Type="shop.Till"/></Function>
  <EntityContainer Name="C">
    <EntitySet Name="Books" EntityType="shop.Book"/>
    <EntitySet Name="Authors" EntityType="shop.Author"/>
    <EntitySet Name="Tills" EntityType="shop.Till"/>
    <FunctionImport Name="count" Function="shop.count"/>
  </EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

const SERVICE: &str = r#"
name = "Shop"
base-url = "https://shop.example/odata/"
metadata = ["metadata.xml"]

[areas.books]
entity-sets = ["Books", "Authors"]
navigation-properties = ["Book/*"]

[areas.check-out]
entity-sets = ["Tills"]
functions = ["count"]
"#;

fn generate(with: impl FnOnce(Builder) -> Builder) -> Result<Generated, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("service.toml"), SERVICE).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), METADATA).expect("written");
    with(Builder::new("service.toml").root(folder.path())).generate()
}

/// Which methods the client has.
fn methods(text: &str) -> Vec<&str> {
    let names = ["books", "authors", "tills", "count"];
    let is_there = |name: &&str| text.contains(&format!("pub fn {name}("));
    names.into_iter().filter(is_there).collect()
}

#[test]
fn all_areas_are_generated_unless_some_are_chosen() {
    let all = generate(|builder| builder).expect("generated");
    assert_eq!(methods(&all.text), ["books", "authors", "tills", "count"]);
    let books = generate(|builder| builder.areas(["books"])).expect("generated");
    assert_eq!(methods(&books.text), ["books", "authors"]);
    assert!(!books.text.contains("Till"), "{}", books.text);
    assert!(books.text.contains("AUTHOR"));
    let tills = generate(|builder| builder.areas(["check-out"])).expect("generated");
    assert_eq!(methods(&tills.text), ["tills", "count"]);
}

#[test]
fn of_no_area_there_is_the_client_alone() {
    let nothing: [&str; 0] = [];
    let none = generate(|builder| builder.areas(nothing)).expect("generated");
    assert_eq!(methods(&none.text), [""; 0]);
    assert!(none.text.contains("pub struct Shop"));
}

/// The command that a check of stale code shows.
fn command(with: impl FnOnce(Builder) -> Builder) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("service.toml"), SERVICE).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), METADATA).expect("written");
    let builder = Builder::new("service.toml").root(folder.path());
    let stale = with(builder).output("shop.rs").check();
    let stale = stale.expect_err("nothing is checked in").to_string();
    let command = stale.split_once("this writes it: ").expect("a command").1;
    let folder = format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR);
    command.replace(&folder, "")
}

#[test]
fn the_command_that_is_shown_has_the_areas() {
    let nothing: [&str; 0] = [];
    for (shown, areas) in [
        (command(|builder| builder), ""),
        (
            command(|builder| builder.areas(["books", "check-out"])),
            " --areas books,check-out",
        ),
        (command(|builder| builder.areas(nothing)), " --areas \"\""),
    ] {
        assert_eq!(
            shown,
            format!("odata-codegen service.toml{areas} -o shop.rs")
        );
    }
}

/// Features are set for the process by cargo, so that it takes another one.
#[test]
fn the_command_that_is_shown_has_the_areas_of_features() {
    const FEATURE: &str = "CARGO_FEATURE_CHECK_OUT";
    if std::env::var_os(FEATURE).is_some() {
        let shown = command(Builder::areas_by_feature);
        assert_eq!(
            shown,
            "odata-codegen service.toml --areas check-out -o shop.rs"
        );
        return;
    }
    let this = std::env::current_exe().expect("a path");
    let own = [
        "--exact",
        "the_command_that_is_shown_has_the_areas_of_features",
    ];
    let mut again = std::process::Command::new(this);
    let done = again
        .args(own)
        .env(FEATURE, "1")
        .env("CARGO_FEATURE_DEFAULT", "1")
        .output();
    let done = done.expect("started");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stdout)
    );
}

#[test]
fn an_area_that_is_not_there_is_told_with_the_near_one() {
    let error = generate(|builder| builder.areas(["book"])).expect_err("unknown");
    let text = error.to_string();
    assert!(text.contains("no area is called `book`"), "{text}");
    assert!(text.contains("did you mean `books`"), "{text}");
}
