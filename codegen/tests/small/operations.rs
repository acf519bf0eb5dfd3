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
