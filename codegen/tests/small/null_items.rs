//! Collections of which the document leaves open whether their items may be null.

use super::*;

fn shop() -> String {
    let own = r#"
    <Property Name="tags" Type="Collection(Edm.String)"/>
    <Property Name="sizes" Type="Collection(Shop.Size)"/>
    <Property Name="codes" Type="Collection(Edm.Int32)" Nullable="false"/>
    <Property Name="notes" Type="Collection(Edm.String)" Nullable="true"/>
    <Property Name="title" Type="Edm.String"/>"#;
    let more = r#"
    <EntityType Name="EBook" BaseType="Shop.Book"><Property Name="links" Type="Collection(Edm.String)"/></EntityType>
    <ComplexType Name="Size"><Property Name="words" Type="Collection(Edm.String)"/></ComplexType>
    <Function Name="readers" IsBound="true"><Parameter Name="book" Type="Shop.Book" Nullable="false"/>
      <ReturnType Type="Collection(Edm.String)"/></Function>
    <Function Name="genres"><ReturnType Type="Collection(Edm.String)"/></Function>
    <Action Name="count" IsBound="true"><Parameter Name="book" Type="Shop.Book"/>
      <ReturnType Type="Collection(Edm.Int32)" Nullable="false"/></Action>"#;
    let import = r#"<FunctionImport Name="allGenres" Function="Shop.genres"/>"#;
    let sets = set("books", "Book", "") + &set("ebooks", "EBook", "") + import;
    entity("Book", own) + more + &container(&sets)
}

/// What of the shop may have null items: its fields and what its operations give.
#[track_caller]
fn null_items(service: &str) -> Vec<&'static str> {
    let text = generated(service, &shop());
    let all = [
        ("tags", "pub tags: Vec<Option<String>>,"),
        ("sizes", "pub sizes: Vec<Option<Size>>,"),
        ("codes", "pub codes: Vec<Option<i32>>,"),
        ("notes", "pub notes: Vec<Option<String>>,"),
        ("links", "pub links: Vec<Option<String>>,"),
        ("words", "pub words: Vec<Option<String>>,"),
        (
            "readers",
            "pub fn readers() -> odata::FunctionCall<odata::OnEntity<Self>, odata::Just<Vec<Option<String>>>>",
        ),
        (
            "allGenres",
            "odata::FunctionCall::<(), odata::Just<Vec<Option<String>>>>::",
        ),
        ("count", "odata::Just<Vec<Option<i32>>>"),
    ];
    let there = all.into_iter().filter(|(_, part)| text.contains(part));
    there.map(|(name, _)| name).collect()
}

#[test]
fn items_may_be_null_where_service_toml_says_so_and_the_document_nothing() {
    assert_eq!(null_items(""), ["notes"]);
    assert_eq!(
        null_items("nullable-items = [\"*\"]"),
        [
            "tags",
            "sizes",
            "notes",
            "links",
            "words",
            "readers",
            "allGenres"
        ]
    );
}

#[test]
fn patterns_are_those_of_the_other_lists() {
    for (patterns, expected) in [
        (r#"["Book/tags"]"#, &["tags", "notes"][..]),
        (r#"["Shop.Book/*"]"#, &["tags", "sizes", "notes", "readers"]),
        (r#"["*/w*", "allGenres"]"#, &["notes", "words", "allGenres"]),
        (r#"["Book/readers"]"#, &["notes", "readers"]),
    ] {
        let line = format!("nullable-items = {patterns}");
        assert_eq!(null_items(&line), expected, "{patterns}");
    }
}

/// A derived type has the field as its base type has it, so that a value of the one can be taken as the other.
#[test]
fn a_property_is_meant_by_the_type_that_declares_it() {
    let text = generated("nullable-items = [\"Book/tags\"]", &shop());
    assert_eq!(
        text.matches("pub tags: Vec<Option<String>>,").count(),
        2,
        "{text}"
    );
}

#[test]
fn a_pattern_that_fits_none_is_told_where_it_stands() {
    for (pattern, parts) in [
        (
            "Book/tgas",
            &[
                "service.toml:5:19",
                "`Book/tgas` fits no collection of which the documents leave open whether its items may be null",
                "did you mean `Book/tags`?",
            ][..],
        ),
        ("EBook/tags", &["the type is the one that declares it"]),
        (
            "Book/notes",
            &["items of `Book/notes` may be null anyway: the document says so"],
        ),
        (
            "Book/codes",
            &[
                "the document says that items of `Book/codes` are never null",
                "`[[set]]` with `nullable = true`",
            ],
        ),
        ("Book/title", &["[unmet-pattern]"]),
    ] {
        let metadata = metadata(&shop());
        let line = format!("nullable-items = [\"{pattern}\"]");
        let error = run(&line, &[("metadata.xml", &metadata)]).expect_err(pattern);
        has(&error.to_string(), parts);
    }
}
