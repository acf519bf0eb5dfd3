//! The generated text is the same wherever the generator is started.

use std::path::Path;

use super::*;

fn computed() -> String {
    let computed =
        r#"<Property Name="name" Type="Edm.String"><Annotation Term="Core.Computed"/></Property>"#;
    entity("Shelf", computed) + &container(&set("Shelves", "Shelf", ""))
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(path, text).expect("written");
}

#[test]
fn documents_are_shown_from_the_folder_of_the_service() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |path: &str| folder.path().join(path);
    let refer = r#"<edmx:Reference Uri="../shared/other.xml"><edmx:Include Namespace="Other"/></edmx:Reference><edmx:DataServices>"#;
    let book = entity(
        "Book",
        r#"<NavigationProperty Name="shelf" Type="Other.Shelf"/>"#,
    );
    let own = metadata(&(book + &container(&set("Books", "Book", ""))));
    let other = metadata(&computed()).replace("Shop", "Other");
    write(&at("a/svc/service.toml"), SERVICE);
    write(
        &at("a/svc/metadata.xml"),
        &own.replace("<edmx:DataServices>", refer),
    );
    write(&at("a/shared/other.xml"), &other);
    let of = |service: &Path, root: &Path| {
        Builder::new(service)
            .root(root)
            .generate()
            .expect("generated")
            .text
    };
    let inside = of(Path::new("service.toml"), &at("a/svc"));
    has(
        &inside,
        &["`Core.Computed` of property `name` says so: ../shared/other.xml"],
    );
    for (service, root) in [
        ("svc/service.toml", at("a")),
        ("a/svc/service.toml", at("")),
        ("../svc/service.toml", at("a/shared")),
    ] {
        assert_eq!(of(Path::new(service), &root), inside, "{service}");
    }
    assert_eq!(
        of(&at("a/svc/service.toml"), Path::new("")),
        inside,
        "by an absolute path"
    );
}

/// Cargo runs the build script again when the document is saved there.
#[test]
fn the_folder_in_which_a_document_is_missing_is_told() {
    let of = |namespace: &str| {
        let uri = format!(
            r#"<edmx:Reference Uri="https://shop.contoso.com/{namespace}.xml"><edmx:Include Namespace="{namespace}"/></edmx:Reference>"#
        );
        let own = metadata(&(entity("Book", "") + &container(&set("Books", "Book", ""))));
        let own = own.replace("<edmx:DataServices>", &(uri + "<edmx:DataServices>"));
        run("", &[("metadata.xml", &own)])
            .expect("generated")
            .folders
    };
    assert_eq!(of("contoso.more").len(), 1);
    // What OASIS says is known.
    assert_eq!(of("Org.OData.Measures.V1").len(), 0);
}

#[test]
fn two_services_do_not_write_one_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = metadata(&computed());
    for name in ["a", "b"] {
        write(&folder.path().join(name).join("api/service.toml"), SERVICE);
        write(&folder.path().join(name).join("api/metadata.xml"), &own);
    }
    let output = folder.path().join("api.rs");
    let build = |service: &str| {
        Builder::new(service)
            .root(folder.path())
            .output(&output)
            .build()
    };
    build("a/api/service.toml").expect("written");
    build("a/api/service.toml").expect("written again");
    let refused = build("b/api/service.toml")
        .expect_err("refused")
        .to_string();
    has(
        &refused,
        &[
            "api.rs",
            "was written to already: `output` names another file",
        ],
    );
}
