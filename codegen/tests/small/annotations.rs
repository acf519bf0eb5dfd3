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
