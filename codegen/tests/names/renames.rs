//! `[rename]`, and what is wrong with it.

use crate::items::Items;
use crate::service::{OPERATIONS, SERVICE, entity, generate, schema, text};

const RENAMED: &str = r#"
[rename]
"shop.Order" = "Purchase"
"shop.Order/total" = "sum"
"shop.Order/delta" = "changes"
"shop.Level/low" = "Least"
"Container/orders" = "purchases"
"find" = "look_up"
"#;

fn shop() -> String {
    let elements = [
        entity("Order", &["total", "note"]),
        "<EnumType Name=\"Level\"><Member Name=\"low\"/><Member Name=\"high\"/></EnumType>".into(),
        "<EntityType Name=\"Big\" BaseType=\"shop.Order\"/>".into(),
        OPERATIONS.into(),
    ];
    schema("shop", &elements.concat())
}

#[test]
fn renames_are_the_names_of_everything_that_is_called_so() {
    let service =
        format!("{SERVICE}types = [\"*\"]\nfunctions = [\"*\"]\nentity-sets = [\"*\"]\n{RENAMED}");
    let text = text(&service, &shop());
    for line in [
        "pub struct Purchase {",
        "    pub sum: Option<String>,",
        "    pub const SUM: odata::Field<Self, Option<String>> = odata::field(\"total\");",
        "    Least,",
        "        members: &[(\"low\", Self::Least), (\"high\", Self::High)],",
        "    pub fn purchases(&self) -> odata::EntitySet<Purchase> {",
        "static PURCHASES: odata::EntitySetInfo = odata::EntitySetInfo {",
        "    name: \"orders\",",
    ] {
        assert!(
            text.lines().any(|one| one == line),
            "`{line}` is not in\n{text}"
        );
    }
    let items = Items::of(&text);
    assert_eq!(items.are_distinct(), Ok(()));
    // A type has it from its base.
    assert!(Items::named(&items.fields, "Big").contains(&"sum".to_owned()));
    let of_order = Items::named(&items.members, "Purchase");
    assert!(
        of_order.contains(&"changes_of_set_with_token".to_owned()),
        "{of_order:?}"
    );
    // What is freed goes to who else wants it.
    let of_shop = Items::named(&items.members, "Shop");
    assert_eq!(
        of_shop,
        [
            "builder",
            "purchases",
            "look_up_with_a_b",
            "look_up",
            "orders"
        ]
    );
}

/// Values that are listed for a property, and for a type definition.
const LISTS: &str = r#"
<EntityType Name="Order"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32"/>
  <Property Name="state" Type="Edm.String"><Annotation Term="Org.OData.Validation.V1.AllowedValues"><Collection>
    <Record><PropertyValue Property="Value" String="open"/></Record>
    <Record><PropertyValue Property="Value" String="a/b"/></Record>
  </Collection></Annotation></Property>
  <Property Name="level" Type="shop.Grade"/>
</EntityType>
<EntityType Name="Big" BaseType="shop.Order"/>
<TypeDefinition Name="Grade" UnderlyingType="Edm.Int32"><Annotation Term="Org.OData.Validation.V1.AllowedValues"><Collection>
  <Record><PropertyValue Property="Value" Int="1"/></Record>
  <Record><PropertyValue Property="Value" Int="-1"/></Record>
</Collection></Annotation></TypeDefinition>
<EntityContainer Name="Container"><EntitySet Name="orders" EntityType="shop.Order"/></EntityContainer>"#;

#[test]
fn renames_reach_listed_values() {
    let renamed = r#"
[rename]
"shop.Order/state/open" = "Fresh"
"shop.Order/state/a/b" = "Either"
"shop.Grade/1" = "Good"
"#;
    let text = text(&format!("{SERVICE}{renamed}"), &schema("shop", LISTS));
    for line in [
        "members: &[(\"open\", Self::Fresh), (\"a/b\", Self::Either)],",
        "members: &[(\"1\", Self::Good), (\"-1\", Self::ValueMinus1)],",
        "pub enum OrderState {",
        "pub enum Grade {",
        "impl odata::field::ListedNumber for Grade {}",
        "name: \"Edm.Int32\",",
    ] {
        let mut lines = text.lines();
        assert!(
            lines.any(|one| one.trim() == line.trim()),
            "`{line}` is not in\n{text}"
        );
    }
    for (line, says) in [
        (
            "\"shop.Order/state/opn\" = \"X\"",
            "did you mean `shop.Order/state/open`?",
        ),
        ("\"shop.Grade/-2\" = \"X\"", "did you mean `shop.Grade/"),
        // A list is that of the type that declares the property, or of the type definition.
        (
            "\"shop.Big/state/open\" = \"X\"",
            "did you mean `shop.Order/state/open`?",
        ),
        (
            "\"shop.Order/level/1\" = \"X\"",
            "no `shop.Order/level/1` to rename",
        ),
        (
            "\"shop.Order/state/open\" = \"fresh\"",
            "would write it `Fresh`",
        ),
        ("\"shop.Order/state/open\" = \"Other\"", "`Other` is taken"),
    ] {
        let service = format!("{SERVICE}[rename]\n{line}\n");
        let result = generate(&service, &schema("shop", LISTS));
        let error = result.map(|_| ()).expect_err(line).to_string();
        assert!(error.contains(says), "`{says}` is not in\n{error}");
    }
}

#[test]
fn faults_of_renames_are_told_at_their_place() {
    for (line, says) in [
        (
            "\"shop.Ordr\" = \"X\"",
            &[
                "service.toml:6:1",
                "no `shop.Ordr` to rename",
                "did you mean `shop.Order`?",
            ][..],
        ),
        (
            "\"shop.Order/totl\" = \"x\"",
            &["service.toml:6:1", "did you mean `shop.Order/total`?"],
        ),
        (
            "\"shop.Level/lo\" = \"X\"",
            &["service.toml:6:1", "did you mean `shop.Level/low`?"],
        ),
        (
            "\"Container/order\" = \"x\"",
            &["service.toml:6:1", "did you mean `Container/orders`?"],
        ),
        (
            "\"Containr/orders\" = \"x\"",
            &["service.toml:6:1", "did you mean `Container/orders`?"],
        ),
        (
            "orderz = \"x\"",
            &["service.toml:6:1", "did you mean `orders`?"],
        ),
        (
            "\"shop.Big/total\" = \"x\"",
            &[
                "service.toml:6:1",
                "is declared by `shop.Order`",
                "rename `shop.Order/total`",
            ],
        ),
        (
            "\"shop.Order\" = \"purchase\"",
            &[
                "service.toml:6:16",
                "cannot be the name of a type",
                "would write it `Purchase`",
            ],
        ),
        (
            "\"shop.Order/total\" = \"Sum\"",
            &[
                "service.toml:6:22",
                "cannot be the name of a field",
                "would write it `sum`",
            ],
        ),
        (
            "\"shop.Order/total\" = \"type\"",
            &["service.toml:6:22", "is a keyword of Rust"],
        ),
        (
            "\"shop.Order/total\" = \"odata\"",
            &["service.toml:6:22", "`odata` is taken"],
        ),
        (
            "\"shop.Order/total\" = \"\"",
            &["service.toml:6:22", "cannot be the name of a field"],
        ),
        (
            "\"shop.Order\" = \"Option\"",
            &["service.toml:6:16", "`Option` is taken"],
        ),
        (
            "\"shop.Order\" = \"Shop\"",
            &["service.toml:6:16", "`Shop` is taken"],
        ),
        (
            "orders = \"builder\"",
            &["service.toml:6:10", "`builder` is taken"],
        ),
        (
            "\"shop.Order\" = \"Big\"",
            &[
                "service.toml:6:16",
                "`shop.Order` cannot be called `Big`: `shop.Big` is",
                "metadata.xml:",
                "this name is taken",
            ],
        ),
        (
            "\"shop.Order/total\" = \"note\"",
            &["service.toml:6:22", "cannot be called `note`: `note` is"],
        ),
        (
            "\"shop.Order/total\" = \"x\"\n\"shop.Order/note\" = \"x\"",
            &["service.toml:7:21", "cannot be called `x`: `total` is"],
        ),
        (
            "orders = \"x\"\n\"Container/orders\" = \"y\"",
            &["service.toml:7:1", "renamed twice", "and here"],
        ),
        (
            "\"shop.Order\" = 5",
            &["service.toml:6:16", "expected a string"],
        ),
    ] {
        let error = generate(&format!("{SERVICE}[rename]\n{line}\n"), &shop())
            .map(|generated| generated.text)
            .expect_err(line)
            .to_string();
        for part in says {
            assert!(error.contains(part), "`{part}` is not in\n{error}");
        }
        let errors = error
            .lines()
            .filter(|line| line.starts_with("error"))
            .count();
        assert_eq!(errors, 1, "one error, not {errors}\n{error}");
    }
    let pruned =
        format!("{SERVICE}types = [\"shop.Level\"]\n[rename]\n\"shop.Order\" = \"Purchase\"\n");
    let error = generate(&pruned, &shop())
        .map(|_| ())
        .expect_err("not generated");
    assert!(
        error.to_string().contains("`shop.Order` is not generated"),
        "{error}"
    );
}
