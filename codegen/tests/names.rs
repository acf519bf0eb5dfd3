//! What things are called in Rust: every awkward name, renames, and names of any kind.

mod corpora;

use std::collections::BTreeSet;
use std::fmt::Write;

use odata_codegen::{Builder, Error, Generated};
use proptest::prelude::*;

const SERVICE: &str = r#"
name = "Shop"
base-url = "https://shop.contoso.com/api/"
metadata = ["metadata.xml"]
"#;

fn document(schemas: &str) -> String {
    format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
{schemas}
</edmx:DataServices></edmx:Edmx>"#
    )
}

fn schema(namespace: &str, elements: &str) -> String {
    format!(
        "<Schema Namespace=\"{namespace}\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\n{elements}\n</Schema>\n"
    )
}

fn entity(name: &str, properties: &[&str]) -> String {
    let mut text = format!(
        "<EntityType Name=\"{name}\"><Key><PropertyRef Name=\"theKey\"/></Key><Property Name=\"theKey\" Type=\"Edm.Int32\"/>"
    );
    for property in properties {
        let _ = write!(text, "<Property Name=\"{property}\" Type=\"Edm.String\"/>");
    }
    text + "</EntityType>"
}

fn generate(service: &str, schemas: &str) -> Result<Generated, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("service.toml"), service).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), document(schemas)).expect("written");
    Builder::new("service.toml").root(folder.path()).generate()
}

fn text(service: &str, schemas: &str) -> String {
    generate(service, schemas).expect("generated").text
}

/// The items of a file, with what stands in them.
#[derive(Default, Debug)]
struct Items {
    types: Vec<String>,
    statics: Vec<String>,
    fields: Vec<(String, Vec<String>)>,
    variants: Vec<(String, Vec<String>)>,
    /// Constants and functions of a type.
    members: Vec<(String, Vec<String>)>,
}

impl Items {
    fn of(text: &str) -> Self {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let mut items = Items::default();
        for item in file.items {
            match item {
                syn::Item::Struct(one) => {
                    items.types.push(one.ident.to_string());
                    let names = one.fields.iter().filter_map(|field| field.ident.as_ref());
                    let names = names.map(|name| name.to_string()).collect();
                    items.fields.push((one.ident.to_string(), names));
                }
                syn::Item::Enum(one) => {
                    items.types.push(one.ident.to_string());
                    let names = one.variants.iter().map(|variant| variant.ident.to_string());
                    items
                        .variants
                        .push((one.ident.to_string(), names.collect()));
                }
                syn::Item::Static(one) => items.statics.push(one.ident.to_string()),
                syn::Item::Impl(one) if one.trait_.is_none() => {
                    let syn::Type::Path(ty) = *one.self_ty else {
                        continue;
                    };
                    let ty = ty.path.require_ident().expect("a name").to_string();
                    let names = one.items.iter().filter_map(|item| match item {
                        syn::ImplItem::Const(one) => Some(one.ident.to_string()),
                        syn::ImplItem::Fn(one) => Some(one.sig.ident.to_string()),
                        _ => None,
                    });
                    let names: Vec<String> = names.collect();
                    match items.members.iter_mut().find(|(known, _)| *known == ty) {
                        Some((_, known)) => known.extend(names),
                        None => items.members.push((ty, names)),
                    }
                }
                _ => {}
            }
        }
        items
    }

    /// Every name once in its scope, as rustc compares them.
    fn are_distinct(&self) -> Result<(), String> {
        let scopes = self
            .fields
            .iter()
            .chain(&self.variants)
            .chain(&self.members);
        let scopes = scopes.map(|(name, names)| (name.as_str(), names));
        for (scope, names) in scopes.chain([("types", &self.types), ("statics", &self.statics)]) {
            let mut seen = BTreeSet::new();
            for name in names {
                if !seen.insert(
                    unicode_normalization::UnicodeNormalization::nfc(name.as_str())
                        .collect::<String>(),
                ) {
                    return Err(format!("`{name}` twice in {scope}"));
                }
            }
        }
        Ok(())
    }

    fn named<'a>(list: &'a [(String, Vec<String>)], name: &str) -> &'a [String] {
        let found = list.iter().find(|(known, _)| known == name);
        &found.unwrap_or_else(|| panic!("no {name}")).1
    }
}

#[test]
fn awkward_properties_members_and_sets() {
    let properties = [
        "type",
        "self",
        "Self",
        "crate",
        "super",
        "async",
        "gen",
        "_",
        "odata",
        "_ownerid_value",
        "userName",
        "UserName",
        "user_name",
        "ID",
        "2fa",
        "a.b-c",
        "größe",
        "Order",
        "NAME",
        "key",
    ];
    let members = [
        "None", "Some", "Ok", "Other", "Self", "_1", "low", "Low", "v1_20", "v12_0",
    ];
    let members: String = members
        .iter()
        .map(|name| format!("<Member Name=\"{name}\"/>"))
        .collect();
    let elements = [
        entity("Order", &properties),
        format!("<EnumType Name=\"Level\">{members}</EnumType>"),
        "<EnumType Name=\"Flags\" IsFlags=\"true\"><Member Name=\"a\" Value=\"1\"/></EnumType>"
            .into(),
        [
            "Option", "String", "Vec", "Box", "Result", "Some", "Default", "Shop", "odata",
            "Iterator",
        ]
        .map(|name| format!("<ComplexType Name=\"{name}\"/>"))
        .concat(),
        "<EntityContainer Name=\"Container\">".into(),
        [
            "builder", "client", "clone", "orders", "Orders", "type", "odata",
        ]
        .map(|name| format!("<EntitySet Name=\"{name}\" EntityType=\"shop.Order\"/>"))
        .concat(),
        "<Singleton Name=\"ORDERS\" Type=\"shop.Order\"/></EntityContainer>".into(),
    ];
    let service =
        format!("{SERVICE}entity-sets = [\"*\"]\nsingletons = [\"*\"]\ntypes = [\"*\"]\n");
    let items = Items::of(&text(&service, &schema("shop", &elements.concat())));
    assert_eq!(items.are_distinct(), Ok(()));
    assert_eq!(
        Items::named(&items.fields, "Order"),
        [
            "the_key",
            "r#type",
            "self_",
            "self_pascal",
            "crate_",
            "super_",
            "r#async",
            "r#gen",
            "unnamed",
            "odata_",
            "_ownerid_value",
            "user_name",
            "user_name_pascal",
            "user_name_snake",
            "id",
            "_2fa",
            "a_b_c",
            "größe",
            "order",
            "name",
            "key",
            "odata",
        ]
    );
    let constants = &Items::named(&items.members, "Order")[..12];
    assert_eq!(
        constants,
        [
            "THE_KEY",
            "TYPE",
            "SELF",
            "SELF_PASCAL",
            "CRATE",
            "SUPER",
            "ASYNC",
            "GEN",
            "UNNAMED",
            "ODATA",
            "_OWNERID_VALUE",
            "USER_NAME"
        ]
    );
    assert_eq!(
        Items::named(&items.variants, "Level"),
        [
            "None",
            "Some",
            "Ok",
            "Other_",
            "Self_",
            "_1",
            "Low",
            "LowPascal",
            "V1_20",
            "V12_0",
            "Other"
        ]
    );
    for name in [
        "Option_",
        "String_",
        "Vec_",
        "Box_",
        "Result_",
        "Some_",
        "Default_",
        "Shop_",
        "Odata",
        "Iterator_",
    ] {
        assert!(
            items.types.iter().any(|one| one == name),
            "{name} in {:?}",
            items.types
        );
    }
    assert_eq!(
        Items::named(&items.members, "Shop"),
        [
            "builder",
            "builder_",
            "client_",
            "clone_",
            "orders",
            "orders_pascal",
            "r#type",
            "odata",
            "orders_upper"
        ]
    );
    assert!(
        items
            .statics
            .iter()
            .any(|one| one == "SINGLETON__ORDERS_UPPER")
    );
}

#[test]
fn a_namespace_below_another_is_always_told() {
    let deep = [
        schema(
            "ms.graph",
            &[entity("alert", &[]), entity("securityAlert", &[])].concat(),
        ),
        schema(
            "ms.graph.security",
            &[entity("alert", &[]), entity("incident", &[])].concat(),
        ),
        schema("ms.graph.security.deep", &entity("thing", &[])),
    ];
    let all = format!("{SERVICE}types = [\"*\"]\n");
    let items = Items::of(&text(&all, &deep.concat()));
    assert_eq!(
        items.types,
        [
            "Shop",
            "Alert",
            "SecurityAlert",
            "MsGraphSecurityAlert",
            "SecurityIncident",
            "SecurityDeepThing"
        ]
    );
    // What is left out changes no name.
    let one = format!("{SERVICE}types = [\"ms.graph.security.incident\"]\n");
    assert_eq!(
        Items::of(&text(&one, &deep.concat())).types,
        ["Shop", "SecurityIncident"]
    );
    // Side by side: none may be taken for the other, whichever was there first.
    let beside = [
        schema(
            "sales",
            &[entity("Order", &[]), entity("Line", &[])].concat(),
        ),
        schema(
            "stock.v1_2",
            &[entity("Order", &[]), entity("Shelf", &[])].concat(),
        ),
        schema(
            "store",
            &[entity("Order", &[]), entity("ORDER", &[])].concat(),
        ),
    ];
    assert_eq!(
        Items::of(&text(&all, &beside.concat())).types,
        [
            "Shop",
            "SalesOrder",
            "Line",
            "StockV1_2Order",
            "Shelf",
            "StoreOrder",
            "ORDERUpper"
        ]
    );
}

#[test]
fn a_derived_type_does_not_rename_what_it_inherits() {
    let elements = entity("Base", &["ID"])
        + "<EntityType Name=\"Derived\" BaseType=\"shop.Base\"><Property Name=\"id\" Type=\"Edm.Int32\"/></EntityType>";
    let service = format!("{SERVICE}types = [\"*\"]\n");
    let generated = generate(&service, &schema("shop", &elements)).expect("generated");
    let items = Items::of(&generated.text);
    assert_eq!(
        Items::named(&items.fields, "Base"),
        ["the_key", "id", "odata"]
    );
    assert_eq!(
        Items::named(&items.fields, "Derived"),
        ["the_key", "id", "id_camel", "odata"]
    );
    let said: Vec<String> = generated
        .diagnostics
        .iter()
        .map(|one| one.render(&generated.sources))
        .collect();
    assert_eq!(said.len(), 1, "{said:?}");
    for part in [
        "note[same-name]: `id` and `ID` would be one name in Rust: the first is called `id_camel`",
        "this one gets a suffix",
        "this one keeps the name",
        "`[rename]` in service.toml gives it another name",
    ] {
        assert!(said[0].contains(part), "`{part}` is not in\n{}", said[0]);
    }
}

const OPERATIONS: &str = r#"
<Function Name="delta" IsBound="true"><Parameter Name="on" Type="Collection(shop.Order)"/><Parameter Name="token" Type="Edm.String"/><ReturnType Type="Edm.String"/></Function>
<Function Name="delta" IsBound="true"><Parameter Name="on" Type="shop.Order"/><ReturnType Type="Edm.String"/></Function>
<Function Name="delta" IsBound="true"><Parameter Name="on" Type="Collection(shop.Order)"/><ReturnType Type="Edm.String"/></Function>
<Function Name="find"><Parameter Name="a" Type="Edm.String"/><Parameter Name="b" Type="Edm.String"/><ReturnType Type="shop.Order"/></Function>
<Function Name="find"><Parameter Name="a" Type="Edm.String"/><ReturnType Type="shop.Order"/></Function>
<Function Name="Orders"><ReturnType Type="Collection(shop.Order)"/></Function>
<EntityContainer Name="Container">
  <EntitySet Name="orders" EntityType="shop.Order"/>
  <FunctionImport Name="find" Function="shop.find"/>
  <FunctionImport Name="Orders" Function="shop.Orders"/>
</EntityContainer>"#;

#[test]
fn overloads_are_called_after_what_they_take() {
    let elements = entity("Order", &[]) + OPERATIONS;
    let items = Items::of(&text(SERVICE, &schema("shop", &elements)));
    assert_eq!(
        Items::named(&items.members, "Order")[1..],
        ["delta", "delta_of_set_with_token", "delta_of_set"]
    );
    assert_eq!(
        Items::named(&items.members, "Shop"),
        [
            "builder",
            "orders",
            "find_with_a_b",
            "find",
            "orders_pascal"
        ]
    );
}

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
        "    pub const SUM: odata::Field<Self, Option<String>> = odata::Field::new(\"total\");",
        "    Least,",
        "            \"low\" => Self::Least,",
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

/// Every document that stands for itself, all of it.
#[test]
fn the_names_of_published_services_are_distinct() {
    let Some(all) = corpora::metadata() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let service = format!(
        "{SERVICE}types = [\"*\"]\nentity-sets = [\"*\"]\nsingletons = [\"*\"]\nfunctions = [\"*\"]\nnavigation-properties = [\"*\"]\n"
    );
    let (mut generated, mut clashes) = (0, BTreeSet::new());
    for path in all {
        let metadata = String::from_utf8_lossy(&corpora::bytes(&path)).into_owned();
        // A pattern must fit something.
        let lines = [
            ("entity-sets", "<EntitySet "),
            ("singletons", "<Singleton "),
            ("functions", "<Function "),
            ("navigation-properties", "<NavigationProperty "),
        ];
        let missing = lines
            .iter()
            .filter(|(_, element)| !metadata.contains(element));
        let missing: Vec<&str> = missing.map(|&(key, _)| key).collect();
        let lines = service
            .lines()
            .filter(|line| !missing.iter().any(|key| line.starts_with(key)));
        let lines: Vec<&str> = lines.collect();
        std::fs::write(folder.path().join("service.toml"), lines.join("\n")).expect("written");
        std::fs::write(folder.path().join("metadata.xml"), metadata).expect("written");
        let Ok(one) = Builder::new("service.toml").root(folder.path()).generate() else {
            continue;
        };
        generated += 1;
        let distinct = Items::of(&one.text).are_distinct();
        assert_eq!(distinct, Ok(()), "{}", path.display());
        let said = one
            .diagnostics
            .iter()
            .filter(|said| said.code == "same-name");
        clashes.extend(said.map(|said| said.message.clone()));
    }
    assert!(
        clashes.len() < 20,
        "the rules make one of too many: {clashes:#?}"
    );
    assert!(generated > 100, "only {generated} documents give a client");
}

/// Names of CSDL, with many that differ only in what Rust drops.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[aAbB_]{1,4}",
        "[a-zA-Z_][a-zA-Z0-9_]{0,8}",
        "[ab][.\\-_ A][bB1]",
        "\\PC{1,6}".prop_map(|text| text.replace(['<', '>', '&', '"', '\''], "x")),
        "[eE]\u{301}?[\u{e9}\u{c9}]?[sS]?\u{df}?\u{1e9e}?",
        "[\u{130}\u{131}iI\u{2126}\u{3c9}\u{3a9}\u{3f4}\u{3b8}\u{212a}kK]{1,2}",
        Just("self".to_owned()),
        Just("Self".to_owned()),
        Just("type".to_owned()),
        Just("odata".to_owned()),
        Just("Option".to_owned()),
        Just("builder".to_owned()),
    ]
}

/// Names that are distinct, as the model demands.
fn names(many: usize) -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set(
        name().prop_filter("a name", |name| !name.trim().is_empty()),
        1..many,
    )
    .prop_map(|names| names.into_iter().collect::<Vec<_>>())
    .prop_shuffle()
}

fn any_service() -> impl Strategy<Value = String> {
    (names(8), names(6), names(5), names(6), names(5)).prop_map(
        |(properties, types, members, sets, others)| {
            let simple = |name: &String| name.replace(['.', '/', '(', ')', ' '], "_");
            let mut elements = String::new();
            let mut seen = BTreeSet::from([
                "Container".to_owned(),
                "Main".to_owned(),
                "Level".to_owned(),
            ]);
            let properties: Vec<&str> = properties.iter().map(String::as_str).collect();
            elements += &entity("Main", &properties);
            elements += "<EnumType Name=\"Level\">";
            for member in &members {
                let _ = write!(elements, "<Member Name=\"{member}\"/>");
            }
            elements += "</EnumType>";
            for name in types
                .iter()
                .map(simple)
                .filter(|name| seen.insert(name.clone()))
            {
                let _ = write!(elements, "<ComplexType Name=\"{name}\"/>");
            }
            elements += "<EntityContainer Name=\"Container\">";
            for set in &sets {
                let _ = write!(
                    elements,
                    "<EntitySet Name=\"{set}\" EntityType=\"a.b.Main\"/>"
                );
            }
            elements += "</EntityContainer>";
            let mut second = String::new();
            for name in others
                .iter()
                .chain(&types)
                .map(simple)
                .collect::<BTreeSet<_>>()
            {
                let _ = write!(second, "<ComplexType Name=\"{name}\"/>");
            }
            [
                schema("a.b", &elements),
                schema("a.b.c", &second),
                schema("d", &second),
            ]
            .concat()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_names_give_identifiers_that_are_distinct_in_their_scope(schemas in any_service()) {
        let service = format!("{SERVICE}types = [\"*\"]\nentity-sets = [\"*\"]\n");
        // A name that the reader of CSDL refuses needs none in Rust.
        let generated = generate(&service, &schemas);
        prop_assume!(generated.is_ok());
        let text = generated.expect("generated").text;
        prop_assert_eq!(Items::of(&text).are_distinct(), Ok(()));
        prop_assert_eq!(generate(&service, &schemas).expect("generated").text, text);
    }
}
