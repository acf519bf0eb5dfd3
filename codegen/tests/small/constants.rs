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

/// Core.AlternateKeys: the path of a part may lead through complex properties, also of a base type, and through a navigation property to one
/// entity. It goes by its alias, without which it has no name in a URL.
#[test]
fn an_alternate_key_may_lie_within_other_properties() {
    let part = |path: &str, alias: &str| {
        let alias = match alias {
            "" => String::new(),
            alias => format!(r#"<PropertyValue Property="Alias" String="{alias}"/>"#),
        };
        format!(r#"<Record><PropertyValue Property="Name" PropertyPath="{path}"/>{alias}</Record>"#)
    };
    let key = |parts: &[String]| {
        format!(
            r#"<Record><PropertyValue Property="Key"><Collection>{}</Collection></PropertyValue></Record>"#,
            parts.concat()
        )
    };
    let keys = [
        key(&[part("home/zip", "zip")]),
        key(&[part("home/spot/plot", "plot"), part("name", "")]),
        key(&[part("owner/mail", "ownerMail")]),
        key(&[part("home/street", "")]),
        key(&[part("homes/street", "street")]),
        key(&[part("owners/mail", "mails")]),
        key(&[part("home/none", "none")]),
    ];
    let keys = format!(
        r#"<Annotation Term="Core.AlternateKeys"><Collection>{}</Collection></Annotation>"#,
        keys.concat()
    );
    let home =
        r#"<Property Name="home" Type="Shop.Home"/><Property Name="name" Type="Edm.String"/>"#;
    let derived = format!(
        r#"<EntityType Name="Novel" BaseType="Shop.Book"><Property Name="homes" Type="Collection(Shop.Home)"/>
<NavigationProperty Name="owner" Type="Shop.Owner"/><NavigationProperty Name="owners" Type="Collection(Shop.Owner)"/>{keys}</EntityType>
<ComplexType Name="Home"><Property Name="zip" Type="Edm.String"/><Property Name="street" Type="Edm.String"/>
<Property Name="spot" Type="Shop.Spot"/></ComplexType><ComplexType Name="Spot"><Property Name="plot" Type="Edm.Int32"/></ComplexType>"#
    );
    let owner = entity("Owner", r#"<Property Name="mail" Type="Edm.String"/>"#);
    let text = generated(
        "",
        &(entity("Book", home) + &derived + &owner + &container(&set("Books", "Book", ""))),
    );
    let found = text.lines().filter(|line| line.contains("pub const BY_"));
    let found: Vec<&str> = found.map(str::trim).collect();
    assert_eq!(
        found,
        [
            r#"pub const BY_ZIP: odata::AlternateKey<Self, String> = odata::AlternateKey::new(&["zip"]);"#,
            "pub const BY_PLOT_NAME: odata::AlternateKey<Self, (i32, String)> =",
            "pub const BY_OWNER_MAIL: odata::AlternateKey<Self, String> =",
        ]
    );
    has(&text, &[r#"odata::AlternateKey::new(&["plot", "name"]);"#]);
}
