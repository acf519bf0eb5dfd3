//! What is generated past the defects of documents compiles too.

use std::path::Path;

use odata_codegen::Builder;

use super::check::check;

/// The cases of the generator's own tests, each with every defect a warning.
#[test]
fn what_is_generated_past_defects_compiles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |name: &str| {
        std::fs::read_to_string(root.join("codegen/tests/defects").join(name)).expect(name)
    };
    let cases: toml::Table = read("cases.toml").parse().expect("TOML");
    let shop = read("shop.xml");
    let mut service = String::from(
        "name = \"Shop\"\nbase-url = \"https://shop.contoso.com/\"\nmetadata = [\"metadata.xml\"]\n[defects]\n",
    );
    let defects = odata_codegen::DEFECTS.iter();
    for defect in defects.filter(|one| one.meanwhile.is_some()) {
        service += &format!("{} = \"warn\"\n", defect.code);
    }
    let mut texts = Vec::new();
    for case in cases["case"].as_array().expect("cases") {
        let text = |key: &str| case[key].as_str().expect("a text");
        let folder = tempfile::tempdir().expect("a folder");
        let metadata = shop.replace(text("from"), text("to"));
        std::fs::write(folder.path().join("service.toml"), &service).expect("written");
        std::fs::write(folder.path().join("metadata.xml"), metadata).expect("written");
        let generated = Builder::new("service.toml").root(folder.path()).generate();
        let generated = generated.unwrap_or_else(|error| panic!("{}: {error}", text("code")));
        texts.push(generated.text);
    }
    let numbered: Vec<(usize, &str)> = texts.iter().map(String::as_str).enumerate().collect();
    let work = root.join("target/xtask-corpus-past");
    std::fs::create_dir_all(&work).expect("a folder");
    let work = std::fs::canonicalize(work).expect("a folder");
    let complaints = check(&root, &work, &numbered).expect("cargo runs");
    assert!(complaints.is_empty(), "{complaints:#?}");
}
