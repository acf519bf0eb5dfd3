//! References that lead nowhere, or to something else.

use super::*;

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
      = help: save that document beside the one that refers to it, or add it to `[references]` in service.toml: `"https://contoso.com/schemas/more.xml" = "file.xml"`
      = help: to go on all the same, `missing-document = "warn"` below `[defects]` in service.toml: a property of the type reads as any JSON value; a set, a navigation property or a function that needs it is left out
    "#);
    // Nobody asks for it when nothing needs it.
    let metadata = shop(&refer(MORE, &[("more", "m")]), "Edm.String");
    let generated = generate(&[("service.toml", &service(&[])), ("metadata.xml", &metadata)]);
    assert!(generated.expect("generated").diagnostics.is_empty());
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
