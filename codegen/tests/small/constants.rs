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
