//! What is generated of small services: one schema, and what comes of it.

mod annotations;
mod constants;
mod elsewhere;
mod interchange;
mod listed;
mod mistakes;
mod navigation;
mod null_items;
mod operations;
mod partial;
mod places;

use odata_codegen::{Builder, Generated};

const SERVICE: &str = r#"
name = "Shop"
base-url = "https://shop.contoso.com/odata/"
metadata = ["metadata.xml"]
"#;

/// A document with that schema, whose vocabularies go by their usual aliases.
fn metadata(schema: &str) -> String {
    let include = |name: &str| {
        format!(
            "<edmx:Reference Uri=\"https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.{name}.V1.xml\">\
             <edmx:Include Namespace=\"Org.OData.{name}.V1\" Alias=\"{name}\"/></edmx:Reference>"
        )
    };
    let includes = ["Core", "Capabilities", "Validation"].map(include).concat();
    format!(
        r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">{includes}<edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Shop">{schema}</Schema></edmx:DataServices></edmx:Edmx>"#
    )
}

fn run(service: &str, documents: &[(&str, &str)]) -> Result<Generated, odata_codegen::Error> {
    run_as(&format!("{SERVICE}{service}"), documents)
}

fn run_as(service: &str, documents: &[(&str, &str)]) -> Result<Generated, odata_codegen::Error> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("service.toml"), service).expect("written");
    for (name, text) in documents {
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    Builder::new("service.toml").root(folder.path()).generate()
}

/// The code of a schema; `service` is what service.toml says beside the usual.
#[track_caller]
fn generated(service: &str, schema: &str) -> String {
    let metadata = metadata(schema);
    let run = run(service, &[("metadata.xml", &metadata)]);
    run.expect("generated").text
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
}

#[track_caller]
fn has_none(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(!text.contains(part), "`{part}` in:\n{text}");
    }
}

/// A type with a key, and more of it.
fn entity(name: &str, more: &str) -> String {
    format!(
        r#"<EntityType Name="{name}"><Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.Int32" Nullable="false"/>{more}</EntityType>"#
    )
}

fn container(children: &str) -> String {
    format!(r#"<EntityContainer Name="Default">{children}</EntityContainer>"#)
}

/// An entity set with what is said of it.
fn set(name: &str, ty: &str, said: &str) -> String {
    format!(r#"<EntitySet Name="{name}" EntityType="Shop.{ty}">{said}</EntitySet>"#)
}
