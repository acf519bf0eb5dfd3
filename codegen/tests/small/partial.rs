//! Services that leave out of an answer what they declare as never null.

use super::*;

fn books() -> String {
    let own = r#"
    <Property Name="pages" Type="Edm.Int32" Nullable="false"/>
    <Property Name="size" Type="Shop.Size" Nullable="false"/>
    <Property Name="tags" Type="Collection(Edm.String)" Nullable="false"/>"#;
    let size = r#"<ComplexType Name="Size"><Property Name="height" Type="Edm.Int32" Nullable="false"/></ComplexType>"#;
    entity("Book", own) + size + &container(&set("books", "Book", ""))
}

#[test]
fn keys_alone_are_required_where_service_toml_says_so() {
    let whole = generated("", &books());
    let partial = generated("partial-entities = true", &books());
    for (field, of_whole, of_partial) in [
        ("id", "i32", "i32"),
        ("pages", "i32", "Option<i32>"),
        ("size", "odata::Nested<Size>", "Option<odata::Nested<Size>>"),
        ("tags", "Vec<String>", "Vec<String>"),
        ("height", "i32", "Option<i32>"),
    ] {
        assert!(
            whole.contains(&format!("pub {field}: {of_whole},")),
            "{whole}"
        );
        assert!(
            partial.contains(&format!("pub {field}: {of_partial},")),
            "{partial}"
        );
    }
}
