//! Which file holds a document, and what is read from it.

use odata_codegen::describe;

use super::*;

#[test]
fn a_mapped_document_gives_its_types() {
    let metadata = shop(&refer(MORE, &[("more", "m")]), "m.Size");
    let folder = tempfile::tempdir().expect("a folder");
    written(
        folder.path(),
        &[
            ("service.toml", &service(&[(MORE, "schemas/more.xml")])),
            ("metadata.xml", &metadata),
            ("schemas/more.xml", &sizes("")),
        ],
    );
    let generated = Builder::new("service.toml")
        .root(folder.path())
        .generate()
        .expect("generated");
    assert!(
        generated
            .text
            .contains("pub size: Option<odata::Nested<Size>>,")
    );
    assert!(generated.text.contains("pub struct Size {"));
    // A set of a document that is only referred to is no set of this service.
    assert!(!generated.text.contains("shelves"), "{}", generated.text);
    assert_eq!(warnings(&generated), Vec::<String>::new());
    let file = folder.path().join("schemas/more.xml");
    assert!(generated.inputs.contains(&file), "{:?}", generated.inputs);
    let description = describe(folder.path(), Path::new("service.toml")).expect("described");
    assert_eq!(
        (description.documents.len(), description.referenced.len()),
        (1, 1)
    );
}

#[test]
fn vocabularies_of_odata_need_no_file() {
    let uri = "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml";
    let core = refer(uri, &[("Org.OData.Core.V1", "Core")]);
    let metadata = shop(&core, "Core.LocalDateTime");
    let generated = generate(&[("service.toml", &service(&[])), ("metadata.xml", &metadata)]);
    let generated = generated.expect("generated");
    assert_eq!(warnings(&generated), Vec::<String>::new());
    assert!(generated.text.contains("pub size: Option<odata::Json>,"));
    // Where there is one, it is read.
    let content = "<TypeDefinition Name=\"LocalDateTime\" UnderlyingType=\"Edm.String\"/>";
    let vocabulary = edmx("", &schema("Org.OData.Core.V1", content));
    let generated = generate(&[
        ("service.toml", &service(&[(uri, "core.xml")])),
        ("metadata.xml", &metadata),
        ("core.xml", &vocabulary),
    ]);
    let text = generated.expect("generated").text;
    assert!(text.contains("pub size: Option<String>,"), "{text}");
}

#[test]
fn a_relative_uri_is_a_file_beside_the_document() {
    for uri in [
        "../schemas/more.xml",
        "./../schemas/m%6Fre.xml",
        "../schemas/more.xml?sap-language=EN",
    ] {
        let metadata = shop(&refer(uri, &[("more", "m")]), "m.Size");
        let toml = service(&[]).replace("metadata.xml", "documents/metadata.xml");
        let generated = generate(&[
            ("service.toml", &toml),
            ("documents/metadata.xml", &metadata),
            ("schemas/more.xml", &sizes("")),
        ]);
        let generated = generated.unwrap_or_else(|error| panic!("{uri}: {error}"));
        assert!(
            generated
                .text
                .contains("pub size: Option<odata::Nested<Size>>,"),
            "{uri}"
        );
    }
    // Another scheme is no file, nor is the name of a host.
    for uri in [
        "file:more.xml",
        "file:///schemas/more.xml",
        "http://more.xml",
        "//more.xml",
        "https://contoso.com/..%2Fschemas%2Fmore.xml",
        "https://contoso.com/..",
    ] {
        let metadata = shop(&refer(uri, &[("more", "m")]), "m.Size");
        let text = refused(generate(&[
            ("service.toml", &service(&[])),
            ("metadata.xml", &metadata),
            ("more.xml", &sizes("")),
            ("schemas/more.xml", &sizes("")),
        ]));
        assert!(text.contains("error[missing-document]"), "{uri}: {text}");
    }
}

#[test]
fn any_uri_is_a_file_of_its_name_beside_the_document() {
    for uri in [
        MORE,
        "/schemas/more.xml",
        "//contoso.com/more.xml",
        "HTTP://contoso.com/m%6Fre.xml?version=1#x",
        "schemas/more.xml",
    ] {
        let metadata = shop(&refer(uri, &[("more", "m")]), "m.Size");
        let toml = service(&[]).replace("metadata.xml", "documents/metadata.xml");
        let files = |beside: &str| {
            generate(&[
                ("service.toml", &toml),
                ("documents/metadata.xml", &metadata),
                (beside, &sizes("")),
            ])
        };
        let generated = files("documents/more.xml");
        let generated = generated.unwrap_or_else(|error| panic!("{uri}: {error}"));
        assert!(generated.text.contains("pub struct Size {"), "{uri}");
        assert_eq!(warnings(&generated), Vec::<String>::new());
        // Only there.
        let text = refused(files("more.xml"));
        assert!(text.contains("error[missing-document]"), "{uri}: {text}");
    }
}

#[test]
fn what_begins_alike_is_in_one_folder() {
    let metadata = shop(&refer(MORE, &[("more", "m")]), "m.Size");
    let files = |references: &[(&str, &str)], file: &str| {
        generate(&[
            ("service.toml", &service(references)),
            ("metadata.xml", &metadata),
            (file, &sizes("")),
        ])
    };
    let all = ("https://contoso.com/", "all/");
    let schemas = ("https://contoso.com/schemas/", "files/");
    for (references, file) in [
        (vec![schemas], "files/more.xml"),
        (vec![all], "all/schemas/more.xml"),
        (vec![all, schemas], "files/more.xml"),
        (vec![schemas, (MORE, "one.xml")], "one.xml"),
        // What is not in the folder is looked for beside the document.
        (vec![schemas], "more.xml"),
    ] {
        let generated = files(&references, file);
        let generated = generated.unwrap_or_else(|error| panic!("{references:?}: {error}"));
        assert!(
            generated.text.contains("pub struct Size {"),
            "{references:?}"
        );
    }
    let generated = files(
        &[schemas, ("https://contoso.com/schemes/", "files/")],
        "files/more.xml",
    );
    let generated = generated.expect("generated");
    let said: Vec<_> = generated.diagnostics.iter().collect();
    let said = said.iter().map(|one| one.render(&generated.sources));
    let said: String = said.collect();
    for part in [
        "no document refers to anything below `https://contoso.com/schemes/`",
        "did you mean `https://contoso.com/schemas/`?",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let text = refused(files(&[(MORE, "files/")], "files/more.xml"));
    assert!(text.contains("error[bad-reference]"), "{text}");
    let text = refused(files(
        &[("https://contoso.com/schemas/", "files")],
        "files/more.xml",
    ));
    for part in [
        "error[bad-reference]: `https://contoso.com/schemas/` leads to a folder",
        "write `\"files/\"`",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn documents_refer_on_and_in_circles() {
    let base = schema(
        "base",
        "<ComplexType Name=\"Thing\"><Property Name=\"colour\" Type=\"Edm.String\"/></ComplexType>",
    );
    let back = refer("metadata.xml", &[("shop", "s")]);
    let more = sizes(&refer("base.xml", &[("base", "b")])).replace(
        "ComplexType Name=\"Size\"",
        "ComplexType Name=\"Size\" BaseType=\"b.Thing\"",
    );
    let files = |base: &str| {
        generate(&[
            ("service.toml", &service(&[(MORE, "more.xml")])),
            (
                "metadata.xml",
                &shop(&refer(MORE, &[("more", "m")]), "m.Size"),
            ),
            ("more.xml", &more),
            ("base.xml", base),
        ])
    };
    let generated = files(&edmx(&back, &base)).expect("generated");
    assert!(generated.text.contains("pub colour: Option<String>,"));
    assert_eq!(generated.sources.iter().count(), 4, "each is read once");
    // What a document further on lacks is told, and does not stop this service.
    let wanting = base.replace("Edm.String", "f.Colour");
    let further = refer("https://contoso.com/further.xml", &[("further", "f")]);
    let generated = files(&edmx(&further, &wanting)).expect("generated");
    assert_eq!(
        warnings(&generated),
        [
            "base.xml:5:57: warning: the type `further.Colour` is in a document that was not given \
          (base.xml:2:55: `further` is included here)"
        ]
    );
    assert!(generated.text.contains("pub colour: Option<odata::Json>,"));
}

#[test]
fn a_container_is_extended_from_another_document() {
    let content = "<EntityContainer Name=\"All\" Extends=\"m.Shelves\"/>";
    let metadata = edmx(&refer(MORE, &[("more", "m")]), &schema("shop", content));
    let generated = generate(&[
        ("service.toml", &service(&[(MORE, "more.xml")])),
        ("metadata.xml", &metadata),
        ("more.xml", &sizes("")),
    ]);
    let text = generated.expect("generated").text;
    assert_eq!(text.matches("pub fn shelves(&self)").count(), 1, "{text}");
}
