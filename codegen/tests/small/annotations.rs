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
