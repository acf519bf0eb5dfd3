//! Constants and types whose names would be in each other's way.

use super::*;

#[test]
fn markers_are_not_called_as_what_stands_beside_them() {
    let computed = |name: &str| {
        format!(
            r#"<Property Name="{name}" Type="Edm.String"><Annotation Term="Core.Computed"/></Property>"#
        )
    };
    let names = ["e", "p", "option", "some", "other"];
    let schema = entity("Book", &names.map(computed).concat());
    let text = generated("", &(schema + &container(&set("Books", "Book", ""))));
    for name in ["E", "P", "Option", "Some", "Other"] {
        has(&text, &[&format!("        pub struct {name}_;\n")]);
        has_none(&text, &[&format!("        pub struct {name};\n")]);
    }
}

#[test]
fn an_alternate_key_and_a_stream_have_a_constant_each() {
    let more = r#"<Property Name="email" Type="Edm.String"/><Property Name="byEmail" Type="Edm.Stream"/>
  <Annotation Term="Core.AlternateKeys"><Collection><Record><PropertyValue Property="Key"><Collection><Record>
    <PropertyValue Property="Name" PropertyPath="email"/></Record></Collection></PropertyValue></Record></Collection>
  </Annotation>"#;
    let text = generated(
        "",
        &(entity("Book", more) + &container(&set("Books", "Book", ""))),
    );
    has(
        &text,
        &[
            "pub const BY_EMAIL: odata::StreamProperty<Self>",
            "pub const BY_EMAIL_KEY: odata::AlternateKey<Self, String>",
        ],
    );
}
