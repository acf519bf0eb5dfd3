//! Impls for serde, in generated code.

use super::*;

fn books() -> String {
    let own = r#"
    <Property Name="size" Type="Shop.Size"/>
    <Property Name="kind" Type="Shop.Kind"/>
    <Property Name="state" Type="Edm.String">
      <Annotation Term="Validation.AllowedValues"><Collection>
        <Record><PropertyValue Property="Value" String="new"/></Record>
      </Collection></Annotation>
    </Property>"#;
    let others = r#"<EnumType Name="Kind"><Member Name="Novel"/></EnumType>
    <ComplexType Name="Size"><Property Name="height" Type="Edm.Int32" Nullable="false"/></ComplexType>"#;
    others.to_owned() + &entity("Book", own) + &container(&set("books", "Book", ""))
}

/// One call of a macro with all types; nothing where it is not asked for.
#[test]
fn what_is_asked_for_is_one_call() {
    let plain = generated("", &books());
    has_none(&plain, &["serde"]);
    assert_eq!(generated("serde = false", &books()), plain);
    let asked = generated("serde = true", &books());
    let more = asked.strip_prefix(&*plain).expect("more behind it");
    assert_eq!(
        more.split_whitespace().collect::<Vec<_>>().join(" "),
        "odata::serde_for! { Size Book ; Kind BookState }"
    );
}

/// An attribute on the call of a macro is one that rustc warns of; the macro has it for its impls.
#[test]
fn what_is_deprecated_leaves_the_call_as_it_is() {
    let old = r#"<Annotation Term="Core.Revisions"><Collection><Record>
<PropertyValue Property="Kind" EnumMember="Core.RevisionKind/Deprecated"/></Record></Collection></Annotation>"#;
    let schema = entity("Book", old) + &container(&set("books", "Book", ""));
    let asked = generated("serde = true", &schema);
    has(&asked, &["#[allow(deprecated)]\nimpl Clone for Book"]);
    has(&asked, &["}\n\nodata::serde_for! {"]);
}
