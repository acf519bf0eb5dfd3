//! Documents that others refer to: found by `[references]` of service.toml or beside the document, never asked for.

mod faults;
mod found;
mod taken;

use std::path::Path;

use odata_codegen::csdl::diagnostic::Severity;
use odata_codegen::{Builder, Error, Generated};

const MORE: &str = "https://contoso.com/schemas/more.xml";

fn edmx(references: &str, schemas: &str) -> String {
    format!(
        "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">\n{references}\n\
         <edmx:DataServices>\n{schemas}\n</edmx:DataServices>\n</edmx:Edmx>\n"
    )
}

fn schema(namespace: &str, content: &str) -> String {
    format!(
        "<Schema Namespace=\"{namespace}\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\n{content}\n</Schema>"
    )
}

fn refer(uri: &str, includes: &[(&str, &str)]) -> String {
    let mut text = format!("<edmx:Reference Uri=\"{uri}\">");
    for (namespace, alias) in includes {
        text += &format!("<edmx:Include Namespace=\"{namespace}\" Alias=\"{alias}\"/>");
    }
    text + "</edmx:Reference>"
}

/// A shop whose books have a property of that type.
fn shop(references: &str, ty: &str) -> String {
    let content = format!(
        "<EntityType Name=\"Book\">\n<Key><PropertyRef Name=\"isbn\"/></Key>\n\
         <Property Name=\"isbn\" Type=\"Edm.String\" Nullable=\"false\"/>\n<Property Name=\"size\" Type=\"{ty}\"/>\n</EntityType>\n\
         <EntityContainer Name=\"Container\"><EntitySet Name=\"books\" EntityType=\"shop.Book\"/></EntityContainer>"
    );
    edmx(references, &schema("shop", &content))
}

fn sizes(references: &str) -> String {
    let content = "<ComplexType Name=\"Size\"><Property Name=\"width\" Type=\"Edm.Decimal\"/></ComplexType>\n\
         <EntityType Name=\"Shelf\"><Key><PropertyRef Name=\"id\"/></Key><Property Name=\"id\" Type=\"Edm.Int32\" Nullable=\"false\"/></EntityType>\n\
         <EntityContainer Name=\"Shelves\"><EntitySet Name=\"shelves\" EntityType=\"more.Shelf\"/></EntityContainer>";
    edmx(references, &schema("more", content))
}

fn service(references: &[(&str, &str)]) -> String {
    let mut text = String::from(
        "name = \"Shop\"\nbase-url = \"https://shop.contoso.com/api/\"\nmetadata = [\"metadata.xml\"]\n\n[references]\n",
    );
    for (uri, path) in references {
        text += &format!("\"{uri}\" = \"{path}\"\n");
    }
    text
}

fn generate(files: &[(&str, &str)]) -> Result<Generated, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    written(folder.path(), files);
    Builder::new("service.toml").root(folder.path()).generate()
}

fn written(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
}

fn refused(result: Result<Generated, Error>) -> String {
    let error = result.map(|generated| generated.text);
    error.expect_err("an error").to_string()
}

fn warnings(generated: &Generated) -> Vec<String> {
    let all = generated.diagnostics.iter();
    all.filter(|one| one.severity == Severity::Warning)
        .map(|one| one.headline(&generated.sources))
        .collect()
}
