//! Documents that others refer to: found by `[references]` of service.toml or beside the document, never asked for.

use std::path::Path;

use odata_codegen::csdl::diagnostic::Severity;
use odata_codegen::{Builder, Error, Generated, describe};

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
    assert!(generated.text.contains("pub size: Option<Size>,"));
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
fn a_document_that_is_not_given_is_named_where_it_is_needed() {
    let metadata = shop(&refer(MORE, &[("more", "m")]), "m.Size");
    let text = refused(generate(&[
        ("service.toml", &service(&[])),
        ("metadata.xml", &metadata),
    ]));
    insta::assert_snapshot!(text, @r#"
    error[missing-document]: the type `more.Size` is in a document that was not given
     --> metadata.xml:8:29
      |
    2 | <edmx:Reference Uri="https://contoso.com/schemas/more.xml"><edmx:Include Namespace="more" Alias="m"/></edmx:Reference>
      |                                                            ------------------------------------------ `more` is included here
    ...
    8 | <Property Name="size" Type="m.Size"/>
      |                             ^^^^^^
      |
      = help: save that document, and add it to `[references]` in service.toml: `"https://contoso.com/schemas/more.xml" = "file.xml"`
      = help: to go on all the same, `missing-document = "warn"` below `[defects]` in service.toml: a property of the type reads as any JSON value; a set, a navigation property or a function that needs it is left out
    "#);
    // Nobody asks for it when nothing needs it.
    let metadata = shop(&refer(MORE, &[("more", "m")]), "Edm.String");
    let generated = generate(&[("service.toml", &service(&[])), ("metadata.xml", &metadata)]);
    assert!(generated.expect("generated").diagnostics.is_empty());
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
        assert!(generated.text.contains("pub size: Option<Size>,"), "{uri}");
    }
    // A path of the service's host, another host, and a scheme are no files.
    for uri in [
        "/schemas/more.xml",
        "//contoso.com/more.xml",
        "file:more.xml",
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
fn what_a_document_does_not_include_it_does_not_see() {
    // The same file has a second namespace, which is not included.
    let other = schema("hidden", "<ComplexType Name=\"Colour\"/>");
    let more = sizes("").replace(
        "<edmx:DataServices>",
        &format!("<edmx:DataServices>{other}"),
    );
    let reference = refer(MORE, &[("more", "m")]);
    let files = |ty: &str| {
        generate(&[
            ("service.toml", &service(&[(MORE, "more.xml")])),
            ("metadata.xml", &shop(&reference, ty)),
            ("more.xml", &more),
        ])
    };
    assert!(
        files("more.Size").is_ok(),
        "by its namespace as by its alias"
    );
    let text = refused(files("hidden.Colour"));
    assert!(
        text.contains("error[unknown-type]: there is no type `hidden.Colour`"),
        "{text}"
    );
    assert!(text.contains("this one does not include it"), "{text}");
    // Nor does it see by the alias of another document.
    let text = refused(files("Size"));
    assert!(text.contains("error[unknown-type]"), "{text}");
    // Documents that `metadata` lists are one service, and see each other.
    let toml = service(&[]).replace("[\"metadata.xml\"]", "[\"metadata.xml\", \"more.xml\"]");
    let generated = generate(&[
        ("service.toml", &toml),
        ("metadata.xml", &shop("", "more.Size")),
        ("more.xml", &more),
    ]);
    let text = generated.expect("generated").text;
    assert!(text.contains("pub size: Option<Size>,") && text.contains("fn shelves("));
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

const NOTES: &str = "<Annotations Target=\"shop.Book\">\n\
     <Annotation Term=\"Org.OData.Core.V1.Description\" String=\"What is sold.\"/>\n\
     <Annotation Term=\"Org.OData.Core.V1.Description\" Qualifier=\"Long\" String=\"What is sold, at length.\"/>\n\
     <Annotation Term=\"notes.Colour\" String=\"red\"/>\n</Annotations>\n\
     <Annotations Target=\"shop.Book/isbn\"><Annotation Term=\"Org.OData.Core.V1.Description\" String=\"Its number.\"/></Annotations>";

/// The terms and qualifiers that are said of the book, with such a reference to the notes.
fn said_of_book(include: &str) -> String {
    let reference = format!("<edmx:Reference Uri=\"notes.xml\">{include}</edmx:Reference>");
    let generated = generate(&[
        ("service.toml", &service(&[])),
        ("metadata.xml", &shop(&reference, "Edm.String")),
        (
            "notes.xml",
            &edmx(
                &refer("metadata.xml", &[("shop", "s")]),
                &schema("notes", NOTES),
            ),
        ),
    ]);
    let text = generated.expect("generated").text;
    let has = |words: &str| text.contains(words);
    let found = [
        ("type", "/// What is sold."),
        ("long", "at length"),
        ("isbn", "/// Its number."),
    ];
    let found: Vec<&str> = found
        .iter()
        .filter(|(_, words)| has(words))
        .map(|(name, _)| *name)
        .collect();
    found.join(" ")
}

#[test]
fn annotations_are_taken_as_they_are_asked_for() {
    let include = |more: &str| {
        said_of_book(&format!(
            "<edmx:IncludeAnnotations TermNamespace=\"Org.OData.Core.V1\"{more}/>"
        ))
    };
    assert_eq!(include(""), "type isbn");
    assert_eq!(include(" TargetNamespace=\"shop\""), "type isbn");
    assert_eq!(include(" TargetNamespace=\"another\""), "");
    assert_eq!(include(" Qualifier=\"Short\""), "");
    // Nothing but the qualified one is there to describe the type.
    assert_eq!(include(" Qualifier=\"Long\""), "long");
    assert_eq!(
        said_of_book("<edmx:IncludeAnnotations TermNamespace=\"notes\"/>"),
        ""
    );
    // What is not asked for is not taken, also when its schema is.
    assert_eq!(said_of_book("<edmx:Include Namespace=\"notes\"/>"), "");
}

#[test]
fn an_entry_that_no_document_refers_to_is_told() {
    let metadata = shop(&refer(MORE, &[("more", "m")]), "m.Size");
    let toml = service(&[
        (MORE, "more.xml"),
        ("https://contoso.com/mor.xml", "more.xml"),
    ]);
    let more = sizes("");
    let files: [(&str, &str); 3] = [
        ("service.toml", &toml),
        ("metadata.xml", &metadata),
        ("more.xml", &more),
    ];
    let generated = generate(&files).expect("generated");
    assert_eq!(
        warnings(&generated),
        ["service.toml:7:1: warning: no document refers to `https://contoso.com/mor.xml`"]
    );
    for (policy, said) in [("error", None), ("ignore", Some(0))] {
        let toml = format!("{toml}\n[defects]\nunused-reference = \"{policy}\"\n");
        let result = generate(&[("service.toml", &toml), files[1], files[2]]);
        let count = result.ok().map(|generated| warnings(&generated).len());
        assert_eq!(count, said, "{policy}");
    }
}

#[test]
fn a_mapped_file_has_to_be_there_and_to_be_csdl() {
    let metadata = shop(&refer(MORE, &[("more", "m")]), "m.Size");
    let toml = service(&[(MORE, "more.xml")]);
    let files = [
        ("service.toml", toml.as_str()),
        ("metadata.xml", metadata.as_str()),
    ];
    let text = refused(generate(&files));
    assert!(
        text.contains("error[unreadable]: cannot read more.xml"),
        "{text}"
    );
    assert!(
        text.contains("service.toml:6:42") && text.contains("referred to here"),
        "{text}"
    );
    for (more, code) in [
        ("<html>Sign in</html>", "not-csdl"),
        ("<edmx:Edmx", "truncated"),
        ("{\"error\": 1}", "not-csdl"),
    ] {
        let text = refused(generate(&[files[0], files[1], ("more.xml", more)]));
        assert!(
            text.contains(&format!("error[{code}]")) || text.contains("error[malformed-xml]"),
            "{text}"
        );
        assert!(text.contains("more.xml:1:"), "{text}");
    }
}

#[test]
fn a_file_that_is_not_the_one_that_was_meant_is_told() {
    let metadata = shop(&refer(MORE, &[("mora", "m")]), "m.Size");
    let files = |policy: &str| {
        let toml = format!(
            "{}\n[defects]\n{policy}\n",
            service(&[(MORE, "files/more.xml")])
        );
        generate(&[
            ("service.toml", &toml),
            ("metadata.xml", &metadata),
            ("files/more.xml", &sizes("")),
        ])
    };
    let text = refused(files(""));
    assert!(text.contains("error[missing-document]"), "{text}");
    let help = format!("the file that `{MORE}` leads to declares no such namespace");
    assert!(
        text.contains(&help) && !text.contains("save that document"),
        "{text}"
    );
    let generated = files("missing-document = \"ignore\"").expect("generated");
    let said: Vec<String> = generated
        .diagnostics
        .iter()
        .map(|one| one.render(&generated.sources))
        .collect();
    assert_eq!(said.len(), 1, "{said:#?}");
    for part in [
        "warning[unknown-include]: files/more.xml declares no namespace `mora`",
        "metadata.xml:2:60",
        "did you mean `more`?",
    ] {
        assert!(said[0].contains(part), "{}", said[0]);
    }
}
