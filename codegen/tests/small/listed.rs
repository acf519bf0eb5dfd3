//! Values that a service lists.

use super::*;

#[test]
fn a_long_value_with_a_comma_stays_whole() {
    let value = "Approved, but waiting for the signature of the customer";
    let listed = format!(
        r#"<Property Name="state" Type="Edm.String"><Annotation Term="Validation.AllowedValues"><Collection>
    <Record><PropertyValue Property="Value" String="{value}"/></Record>
    <Record><PropertyValue Property="Value" String="a, b"/></Record>
    </Collection></Annotation></Property>"#
    );
    let schema = entity("Book", &listed) + &container(&set("Books", "Book", ""));
    let text = generated("", &schema);
    has(
        &text,
        &["            (
                \"Approved, but waiting for the signature of the customer\",
                Self::ApprovedButWaitingForTheSignatureOfTheCustomer,
            ),
            (\"a, b\", Self::AB),
"],
    );
}
