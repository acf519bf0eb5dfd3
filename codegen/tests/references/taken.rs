//! What is taken from a document that is referred to: schemas that are included, annotations that are asked for.

use super::*;

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
    assert!(
        text.contains("pub size: Option<odata::Nested<Size>>,") && text.contains("fn shelves(")
    );
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
