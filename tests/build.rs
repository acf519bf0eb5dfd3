//! Generates the clients that the tests use.

#[path = "build/payloads.rs"]
mod payloads;

use std::path::{Path, PathBuf};

/// Servers of the captured payloads: the name of the client, and the server's own `$metadata` among them.
const CAPTURED: [(&str, &str, &str); 3] = [
    ("cap", "Cap", "cap-9.9.3/001.xml"),
    ("odatapy", "Odatapy", "odatapy-5.3.0/001.xml"),
    ("sap", "Sap", "mock-sap-0.22.0/001.xml"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for service in [
        "../specs/defender/service.toml",
        "specs/defender/everything.toml",
        "specs/zoo/service.toml",
        "specs/estate/service.toml",
        "specs/atlas/service.toml",
        "specs/library/service.toml",
        "specs/ledger/service.toml",
        "specs/depot/service.toml",
        "specs/tour/service.toml",
        "specs/rack/service.toml",
        "ui/specs/rights/service.toml",
        "specs/cap/service.toml",
        "specs/odatapy/service.toml",
        "specs/mock_sap/service.toml",
    ] {
        odata_codegen::Builder::new(service).build()?;
    }
    decoder()?;
    chain()?;
    captured()
}

/// Three hundred types, each within the one before: as a value, and in a collection.
fn chain() -> Result<(), Box<dyn std::error::Error>> {
    const LENGTH: usize = 300;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    let mut types = String::new();
    for at in 0..LENGTH {
        types +=
            &format!("<ComplexType Name=\"Link{at}\"><Property Name=\"at\" Type=\"Edm.Int32\"/>");
        if at + 1 < LENGTH {
            let next = at + 1;
            types += &format!(
                "<Property Name=\"next\" Type=\"chain.Link{next}\"/>\
                 <Property Name=\"all\" Type=\"Collection(chain.Link{next})\"/>"
            );
        }
        types += "</ComplexType>\n";
    }
    let metadata = format!(
        "<edmx:Edmx xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\" Version=\"4.0\"><edmx:DataServices>\n\
         <Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Namespace=\"chain\">\n{types}\
         <EntityType Name=\"Anchor\"><Key><PropertyRef Name=\"id\"/></Key>\
         <Property Name=\"id\" Type=\"Edm.Int32\" Nullable=\"false\"/>\
         <Property Name=\"first\" Type=\"chain.Link0\"/></EntityType>\n\
         <EntityContainer Name=\"Container\"><EntitySet Name=\"anchors\" EntityType=\"chain.Anchor\"/>\
         </EntityContainer></Schema></edmx:DataServices></edmx:Edmx>"
    );
    let service =
        "name = \"Chain\"\nbase-url = \"https://chain.contoso.com/\"\nmetadata = [\"chain.xml\"]\n";
    std::fs::write(out.join("chain.xml"), metadata)?;
    std::fs::write(out.join("chain.toml"), service)?;
    let generated = odata_codegen::Builder::new("chain.toml")
        .root(&out)
        .generate()?;
    std::fs::write(out.join("chain.rs"), generated.text)?;
    Ok(())
}

/// A function that decodes a text as the type of that name, for every type of Defender.
fn decoder() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    let generated = std::fs::read_to_string(out.join("everything.rs"))?;
    let mut text = String::from(
        "/// Decodes a text as the type of that name; none when there is no such type.\n\
         pub fn decode(name: &str, json: &str) -> Option<Result<(), String>> {\n\
         fn read<T: odata::Structured + Default>(json: &str) -> Result<(), String> {\n\
         let mut reader = odata::json::Reader::new(json);\n\
         odata::Value::read(&mut T::default(), &mut reader).map_err(|fault| fault.to_string())\n\
         }\n\
         Some(match name.to_lowercase().as_str() {\n",
    );
    for line in generated.lines() {
        let name = line
            .strip_prefix("impl odata::Structured for ")
            .and_then(|rest| rest.split(' ').next());
        if let Some(name) = name {
            text += &format!("\"{}\" => read::<{name}>(json),\n", name.to_lowercase());
        }
    }
    text += "_ => return None,\n})\n}\n";
    std::fs::write(out.join("everything_decoder.rs"), text)?;
    Ok(())
}

/// Generates clients from the captured `$metadata`, where the corpus is; without it nothing is built with them.
fn captured() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rustc-check-cfg=cfg(has_captured, has_payloads)");
    println!("cargo::rerun-if-env-changed=ODATA_CORPORA");
    let corpus = std::env::var_os("ODATA_CORPORA")
        .map_or_else(|| PathBuf::from("../../shared/corpora"), PathBuf::from);
    let corpus = std::path::absolute(corpus)?;
    let folder = corpus.join("payloads/captured");
    if !folder.is_dir() {
        return Ok(());
    }
    let out = std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?;
    for (module, name, metadata) in CAPTURED {
        let service = Path::new(&out).join(format!("captured_{module}.toml"));
        let metadata = folder.join(metadata);
        // A literal string of TOML, so that backslashes of a path stay what they are.
        let text = format!(
            "name = \"{name}\"\nbase-url = \"http://127.0.0.1/{module}/\"\nmetadata = ['{}']\n",
            metadata.display()
        );
        std::fs::write(&service, text)?;
        // Not `build`, which makes cargo watch the file that was written here just now.
        println!("cargo::rerun-if-changed={}", metadata.display());
        let generated = odata_codegen::Builder::new(service).generate()?;
        std::fs::write(
            Path::new(&out).join(format!("captured_{module}.rs")),
            generated.text,
        )?;
    }
    println!("cargo::rustc-cfg=has_captured");
    if corpus.join("metadata").is_dir() {
        payloads::generate(&corpus, Path::new(&out))?;
        println!("cargo::rustc-cfg=has_payloads");
    }
    Ok(())
}
