//! How annotations are understood.

use super::*;

fn books(property: &str, said: &str) -> String {
    let name = format!(r#"<Property Name="name" Type="Edm.String">{property}</Property>"#);
    entity("Book", &name) + &container(&set("Books", "Book", said))
}

/// What is said with a qualifier holds under a condition that nobody here knows (CSDL XML 4.01, 14.1).
#[test]
fn what_is_said_with_a_qualifier_restricts_nothing() {
    let said = |qualifier: &str| {
        format!(
            r#"<Annotation Term="Capabilities.FilterRestrictions"{qualifier}><Record>
    <PropertyValue Property="Filterable" Bool="false"/></Record></Annotation>
  <Annotation Term="Capabilities.InsertRestrictions"{qualifier}><Record>
    <PropertyValue Property="Insertable" Bool="false"/></Record></Annotation>
  <Annotation Term="Capabilities.TopSupported"{qualifier} Bool="false"/>
  <Annotation Term="Core.OptimisticConcurrency"{qualifier}><Collection/></Annotation>"#
        )
    };
    let own = |qualifier: &str| {
        format!(
            r#"<Annotation Term="Core.Computed"{qualifier}/>
  <Annotation Term="Core.Description"{qualifier} String="What it is called."/>
  <Annotation Term="Validation.AllowedValues"{qualifier}><Collection>
    <Record><PropertyValue Property="Value" String="a"/></Record></Collection></Annotation>"#
        )
    };
    let restricted = [
        "pub mod restricted",
        "Usage::Insert",
        "Usage::Top",
        "Usage::WithoutETag",
        "pub enum BookName",
    ];
    has(&generated("", &books(&own(""), &said(""))), &restricted);
    let tablet = r#" Qualifier="Tablet""#;
    let text = generated("", &books(&own(tablet), &said(tablet)));
    has_none(&text, &restricted);
    has(&text, &["/// What it is called.\n"]);
    // Microsoft Graph writes the term twice.
    let said = said("").replace(
        "FilterRestrictions\"",
        "FilterRestrictions\" Qualifier=\"Org.OData.Capabilities.V1.FilterRestrictions\"",
    );
    has(&generated("", &books("", &said)), &["pub mod restricted"]);
}

/// A tag without a value is true (CSDL XML 4.01, 14.2).
#[test]
fn a_container_tagged_for_keys_as_segments_has_them() {
    let tagged = |value: &str| {
        let tag = format!(r#"<Annotation Term="Capabilities.KeyAsSegmentSupported"{value}/>"#);
        let children = set("Books", "Book", "") + &tag;
        generated("", &(entity("Book", "") + &container(&children)))
    };
    let segments = ["key_as_segment: true,"];
    has(&tagged(""), &segments);
    has(&tagged(r#" Bool="true""#), &segments);
    has_none(&tagged(r#" Bool="false""#), &segments);
    has_none(&tagged(r#" Qualifier="Beta""#), &segments);
}

/// In JSON a member of an enumeration may go by its number (CSDL JSON 4.01, 14.3.7).
#[test]
fn members_of_enumerations_by_their_numbers_restrict_too() {
    let metadata = r#"{"$Version": "4.01", "$EntityContainer": "Shop.Default",
"$Reference": {
  "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.json":
    {"$Include": [{"$Namespace": "Org.OData.Core.V1", "$Alias": "Core"}]},
  "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Capabilities.V1.json":
    {"$Include": [{"$Namespace": "Org.OData.Capabilities.V1", "$Alias": "Capabilities"}]}},
"Shop": {
  "Book": {"$Kind": "EntityType", "$Key": ["id"], "id": {"$Type": "Edm.Int32"},
    "name": {"@Core.Permissions": "1"},
    "old": {"@Core.Revisions": [{"Kind": "2", "Description": "Nobody reads it."}]},
    "new": {"@Core.Revisions": [{"Kind": "0"}]}},
  "Default": {"$Kind": "EntityContainer", "Books": {"$Collection": true, "$Type": "Shop.Book",
    "@Capabilities.UpdateRestrictions": {"UpdateMethod": "4"}}}}}"#;
    let service = SERVICE.replace("metadata.xml", "metadata.json");
    let run = run_as(&service, &[("metadata.json", metadata)]);
    let text = run.expect("generated").text;
    has(
        &text,
        &[
            "`Core.Permissions` of property `name` says so",
            "#[deprecated(note = \"Nobody reads it.\")]",
            "the service updates by PUT and not by PATCH",
        ],
    );
    assert_eq!(text.matches("#[deprecated").count(), 2, "{text}");
}

/// Capabilities.BatchSupport, and Capabilities.BatchSupported before there was that.
#[test]
fn a_container_says_which_batches_it_takes() {
    let of = |said: &str| {
        let children = set("Books", "Book", "") + said;
        generated("", &(entity("Book", "") + &container(&children)))
    };
    let support = |values: &str| {
        of(&format!(
            r#"<Annotation Term="Capabilities.BatchSupport"><Record>{values}</Record></Annotation>"#
        ))
    };
    let formats = |formats: &str| {
        support(&format!(
            r#"<PropertyValue Property="SupportedFormats"><Collection>{formats}</Collection></PropertyValue>"#
        ))
    };
    let (json, multipart) = (
        "<String>application/json</String>",
        "<String>multipart/mixed;boundary=b</String>",
    );
    let refused = ["not_supported: Some(", "the service takes no batches"];
    has(
        &of(r#"<Annotation Term="Capabilities.BatchSupported" Bool="false"/>"#),
        &refused,
    );
    has(
        &support(r#"<PropertyValue Property="Supported" Bool="false"/>"#),
        &refused,
    );
    let goes_on = support(r#"<PropertyValue Property="ContinueOnErrorSupported" Bool="false"/>"#);
    has(&goes_on, &["not_continued: Some("]);
    has(&formats(json), &["json: Some(true),"]);
    has(&formats(multipart), &["json: Some(false),"]);
    for nothing in [
        of(r#"<Annotation Term="Capabilities.BatchSupported"/>"#),
        support(r#"<PropertyValue Property="Supported" Bool="true"/>"#),
        formats(&[json, multipart].concat()),
        formats(""),
    ] {
        has_none(&nothing, &["BatchInfo"]);
    }
}

/// CSDL XML 4.01, 14.2.2: a property of the entities of one set, and one that a type inherits, are targets too.
#[test]
fn what_is_said_of_a_property_elsewhere_than_where_it_is_declared_counts() {
    let tag = |target: &str, said: &str| {
        format!(r#"<Annotations Target="Shop.{target}">{said}</Annotations>"#)
    };
    let computed = r#"<Annotation Term="Core.Computed"/>"#;
    let immutable = r#"<Annotation Term="Core.Immutable"/>"#;
    let note = r#"<Property Name="note" Type="Edm.String"><Annotation Term="Core.Description" String="Any note."/></Property>"#;
    let of = |sets: &str, targets: &[String]| {
        let atlas = r#"<EntityType Name="Atlas" BaseType="Shop.Book"/><EntityType Name="Big" BaseType="Shop.Atlas"/>"#;
        let schema = entity("Book", note) + atlas + &container(sets) + &targets.concat();
        generated("", &schema)
    };
    let (books, old) = (set("Books", "Book", ""), set("Old", "Book", ""));

    let one = of(&books, &[tag("Default/Books/note", computed)]);
    has(
        &one,
        &["`Core.Computed` of property `note` of entity set `Books` says so: metadata.xml"],
    );
    let one = of(&books, &[tag("Default/Books/note", immutable)]);
    has(
        &one,
        &["const NOT_UPDATED", "`Core.Immutable` of property `note`"],
    );
    has_none(&one, &["NOT_INSERTED"]);
    // Another set of the type leaves it open.
    let two = [books.as_str(), &old].concat();
    let first = tag("Default/Books/note", computed);
    has_none(&of(&two, std::slice::from_ref(&first)), &["restricted"]);
    let both = [first, tag("Default/Old/note", immutable)];
    has(&of(&two, &both), &["const NOT_UPDATED"]);

    let inherited =
        format!(r#"{computed}<Annotation Term="Core.Description" String="Made for it."/>"#);
    let text = of(&books, &[tag("Atlas/note", &inherited)]);
    has(&text, &["restricted::atlas::Note", "restricted::big::Note"]);
    has_none(&text, &["restricted::book"]);
    assert_eq!(text.matches("/// Any note.").count(), 1, "{text}");
    assert_eq!(text.matches("/// Made for it.").count(), 2, "{text}");
    // What is nearer counts.
    let open = tag(
        "Big/note",
        r#"<Annotation Term="Core.Computed" Bool="false"/>"#,
    );
    let text = of(&books, &[tag("Atlas/note", computed), open]);
    has(&text, &["restricted::atlas::Note"]);
    has_none(&text, &["restricted::big"]);
}
