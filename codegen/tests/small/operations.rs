//! Functions and actions: who has them, and what they are called.

use super::*;

fn function(name: &str, on: &str, parameters: &str) -> String {
    format!(
        r#"<Function Name="{name}" IsBound="true"><Parameter Name="it" Type="{on}"/>{parameters}
    <ReturnType Type="Edm.String"/></Function>"#
    )
}

fn parameter(name: &str, more: &str) -> String {
    format!(r#"<Parameter Name="{name}" Type="Edm.String" Nullable="false">{more}</Parameter>"#)
}

const OPTIONAL: &str = r#"<Annotation Term="Core.OptionalParameter"/>"#;

/// The lines that begin functions.
fn functions(text: &str) -> Vec<&str> {
    let lines = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub fn "));
    let names = lines.filter_map(|line| line.split_once('('));
    names.map(|(name, _)| name).collect()
}

/// Protocol 4.01, 11.5.1.
#[test]
fn a_derived_type_asks_for_what_its_base_type_has() {
    let schema = entity("Book", "")
        + r#"<EntityType Name="Atlas" BaseType="Shop.Book"/>"#
        + &function("title", "Shop.Book", "")
        + &function("titles", "Collection(Shop.Book)", "")
        + &container(&set("Atlases", "Atlas", ""));
    for pattern in ["Atlas/title", "Book/title", "Atlas/t*e"] {
        let text = generated(&format!("functions = [{pattern:?}]"), &schema);
        let title = functions(&text);
        assert_eq!(title.iter().filter(|one| **one == "title").count(), 1);
        assert!(!title.contains(&"titles"), "{text}");
        has(
            &text,
            &[
                "pub fn title() -> odata::FunctionCall<odata::OnEntity<Self>",
                "///\n/// What is called on [`Book`] is called on it too.\n",
            ],
        );
    }
    let refused = run(
        "functions = [\"Atlas/nothing\"]",
        &[("metadata.xml", &metadata(&schema))],
    );
    let refused = refused.expect_err("nothing is called so").to_string();
    has(
        &refused,
        &["`Atlas/nothing` asks for no function that can be reached"],
    );
}

#[test]
fn an_overload_is_called_after_what_it_is_bound_to_and_what_it_has_to_be_given() {
    let of = |overloads: &[String]| {
        let schema =
            entity("Book", "") + &overloads.concat() + &container(&set("Books", "Book", ""));
        let text = generated("", &schema);
        let found = functions(&text)
            .into_iter()
            .filter(|one| one.starts_with('f'));
        found.map(str::to_owned).collect::<Vec<_>>()
    };
    let (one, all) = ("Shop.Book", "Collection(Shop.Book)");
    let (a, b) = (parameter("a", ""), parameter("b", OPTIONAL));
    assert_eq!(
        of(&[function("f", one, &a), function("f", all, "")]),
        ["f_of_entity_with_a", "f"]
    );
    assert_eq!(
        of(&[function("f", one, ""), function("f", all, &a)]),
        ["f", "f_of_set_with_a"]
    );
    // What may be left out is no part of the name: it may be added.
    let (plain, more) = (
        function("f", one, ""),
        function("f", one, &(a.clone() + &b)),
    );
    assert_eq!(of(&[plain.clone(), more]), ["f", "f_with_a"]);
    let optional = function("f", one, &b);
    assert_eq!(of(&[optional, function("f", one, &a)]), ["f", "f_with_a"]);
    // Unless it is all that tells them apart.
    let others = [function("f", one, &a), function("f", one, &(a + &b))];
    assert_eq!(
        of(&[vec![plain], others.to_vec()].concat()),
        ["f", "f_with_a", "f_with_a_b"]
    );
}

#[test]
fn a_function_whose_parameter_has_no_form_in_a_url_is_told() {
    let function = |ty: &str| {
        let taken = format!(r#"<Parameter Name="where" Type="{ty}"/>"#);
        let schema = entity("Book", "")
            + r#"<TypeDefinition Name="Spot" UnderlyingType="Edm.GeographyPoint"/>"#
            + &function("near", "Shop.Book", &taken)
            + &container(&set("Books", "Book", ""));
        let metadata = metadata(&schema);
        let run = run(
            "functions = [\"Book/near\"]",
            &[("metadata.xml", &metadata)],
        );
        let generated = run.expect("generated");
        (generated.text.clone(), generated.warnings().join("\n"))
    };
    for ty in [
        "Edm.GeographyPoint",
        "Shop.Spot",
        "Collection(Edm.Geometry)",
        "Edm.PrimitiveType",
    ] {
        let (text, told) = function(ty);
        has(
            &told,
            &[
                "the function `near` cannot be called: its parameter `where` is of a type whose values have no one form in a URL",
            ],
        );
        has(
            &text,
            &["Functions and actions that are not generated: `near`."],
        );
    }
    for ty in [
        "Edm.ComplexType",
        "Collection(Edm.EntityType)",
        "Edm.Untyped",
    ] {
        let (text, told) = function(ty);
        assert_eq!(told, "", "{ty}");
        has(&text, &["pub fn near("]);
        has_none(&text, &["not generated"]);
    }
}
