//! What things are called in Rust.

mod any;
#[path = "../corpora/mod.rs"]
mod corpora;
mod items;
mod renames;
mod service;

use items::Items;
use service::{OPERATIONS, SERVICE, entity, generate, schema, text};

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

/// A name without capitals is the same for a static, for a constant and for a function, which rustc then takes for one, and no parameter can
/// be called like a static.
#[test]
fn names_without_capitals_are_told_apart_too() {
    let elements = entity("Main", &["名前", "2"])
        + r#"<Function Name="名前" IsBound="true"><Parameter Name="on" Type="shop.Main"/><Parameter Name="名前" Type="Edm.Int32"/>
<ReturnType Type="Edm.String"/></Function>
<Action Name="2" IsBound="true"><Parameter Name="on" Type="shop.Main"/><Parameter Name="2" Type="Edm.Int32" Nullable="false"/></Action>
<EntityContainer Name="Container"><EntitySet Name="名前" EntityType="shop.Main"/><EntitySet Name="2" EntityType="shop.Main"/>
<EntitySet Name="名前_set" EntityType="shop.Main"/><Singleton Name="本" Type="shop.Main"/></EntityContainer>"#;
    let items = Items::of(&text(SERVICE, &schema("shop", &elements)));
    assert_eq!(items.are_distinct(), Ok(()));
    assert_eq!(
        items.statics,
        ["SINGLETON__本__SET", "名前__SET", "_2__SET", "名前_SET"]
    );
    assert_eq!(
        Items::named(&items.members, "Main"),
        ["THE_KEY", "名前", "_2", "名前_", "_2_"]
    );
}

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
