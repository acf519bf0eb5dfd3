//! Where navigation properties lead.

use super::*;

/// A complex type leads on as an entity type does (CSDL XML 4.01, 9.1).
#[test]
fn what_a_complex_type_leads_to_is_generated_where_it_is_asked_for() {
    let address = r#"<ComplexType Name="Address">
    <NavigationProperty Name="country" Type="Shop.Country"/></ComplexType>"#;
    let author = entity(
        "Author",
        r#"<Property Name="address" Type="Shop.Address"/>"#,
    );
    let schema = author
        + address
        + &entity("Country", r#"<Property Name="code" Type="Edm.String"/>"#)
        + &container(&set("Authors", "Author", ""));
    let generated =
        |asked: &str| generated(&format!("entity-sets = [\"Authors\"]\n{asked}"), &schema);
    let country = ["pub code: Option<String>,"];
    has_none(&generated(""), &country);
    for asked in ["Address/country", "*", "*/country"] {
        let text = generated(&format!("navigation-properties = [{asked:?}]"));
        has(&text, &country);
        has(
            &text,
            &["pub const COUNTRY: odata::Navigation<Self, odata::One<Country>>"],
        );
    }
}
