//! What a navigation property leads to, changed by references.

use odata::ProtocolVersion::{V4_0, V4_01};
use odata::doc_example::Defender;
use odata::{Changes, DerivedFrom, Field, ProtocolVersion, Reference};

use crate::entity::entity;
use crate::shop::{Customer, Item, Order, Shop};
use crate::wire::{ROOT, Wire, status};

entity!(Express, "shop.Express", i32, false, []; id "id": i32);
impl DerivedFrom<Order> for Express {}
entity!(Overnight, "shop.Overnight", i32, false, []; id "id": i32);
impl DerivedFrom<Express> for Overnight {}

/// Directory objects are what Microsoft Graph's groups have, and users are what is made a member.
#[tokio::test]
async fn one_of_a_type_that_extends_it_is_led_to() {
    let wire = Wire::of((0..6).map(|_| status(204)));
    let shop = Shop::of(&wire, V4_0);
    let express = shop.orders().by_key(7).as_type::<Express>();
    let order = shop.items().by_key(2).navigate(Item::ORDER);
    order.link(&express).send().await.unwrap();
    order.link(express.clone()).send().await.unwrap();
    let orders: odata::Navigation<Customer, odata::Many<Order>> = odata::navigation("orders");
    let many = shop.customers().by_key("a").navigate(orders);
    many.link(&express).send().await.unwrap();
    many.unlink(&express).send().await.unwrap();
    let reference = Reference::<Express>::new("Orders(9)");
    many.link(reference.upcast()).send().await.unwrap();
    let changes = Changes::new().bind(Item::ORDER, &express);
    assert_eq!(changes.to_string(), r#"{"order@odata.bind":"Orders(7)"}"#);
    let changes = Changes::new()
        .bind(orders, [&express])
        .bind(orders, [shop.order()]);
    let update = shop.customers().by_key("a").update(&changes);
    update.send().await.unwrap();
    let sent: Vec<String> = wire
        .sent()
        .iter()
        .map(|sent| format!("{} {}", sent.line(), sent.body))
        .collect();
    assert_eq!(
        sent,
        [
            format!(r#"PUT Items(2)/order/$ref {{"@odata.id":"{ROOT}Orders(7)"}}"#),
            format!(r#"PUT Items(2)/order/$ref {{"@odata.id":"{ROOT}Orders(7)"}}"#),
            format!(r#"POST Customers('a')/orders/$ref {{"@odata.id":"{ROOT}Orders(7)"}}"#),
            format!("DELETE Customers('a')/orders/$ref?$id={ROOT}Orders(7) "),
            format!(r#"POST Customers('a')/orders/$ref {{"@odata.id":"{ROOT}Orders(9)"}}"#),
            format!(
                r#"PATCH Customers('a') {{"orders@odata.bind":["{ROOT}Orders(7)","{ROOT}Orders(1)"]}}"#
            ),
        ]
    );
}

async fn all(version: ProtocolVersion) -> Vec<String> {
    let wire = Wire::of((0..6).map(|_| status(204)));
    let shop = Shop::of(&wire, version);
    let (items, customer) = (
        shop.order().navigate(Order::ITEMS),
        shop.order().navigate(Order::CUSTOMER),
    );
    items.link(shop.items().by_key(2)).send().await.unwrap();
    items
        .unlink(shop.items().by_key(2))
        .if_match("\"1\"")
        .send()
        .await
        .unwrap();
    items
        .unlink(Reference::<Item>::new("Items(3)"))
        .send()
        .await
        .unwrap();
    items.by_key(4).unlink().send().await.unwrap();
    customer
        .link(shop.customers().by_key("a b"))
        .send()
        .await
        .unwrap();
    customer.unlink().send().await.unwrap();
    let sent = wire.sent();
    assert_eq!(sent[1].header("if-match"), Some("\"1\""));
    let versions: Vec<_> = sent
        .iter()
        .map(|sent| sent.header("odata-version"))
        .collect();
    assert_eq!(
        versions[0],
        Some(if version == V4_0 { "4.0" } else { "4.01" })
    );
    assert_eq!(versions[1], None);
    sent.iter()
        .map(|sent| format!("{} {}", sent.line(), sent.body))
        .collect()
}

#[tokio::test]
async fn one_of_many_and_the_only_one() {
    let expected = |id: &str| {
        [
            format!(r#"POST Orders(1)/items/$ref {{"{id}":"{ROOT}Items(2)"}}"#),
            format!("DELETE Orders(1)/items/$ref?$id={ROOT}Items(2) "),
            format!("DELETE Orders(1)/items/$ref?$id={ROOT}Items(3) "),
            "DELETE Orders(1)/items(4)/$ref ".to_owned(),
            format!(r#"PUT Orders(1)/customer/$ref {{"{id}":"{ROOT}Customers('a%20b')"}}"#),
            "DELETE Orders(1)/customer/$ref ".to_owned(),
        ]
    };
    assert_eq!(all(V4_0).await, expected("@odata.id"));
    assert_eq!(all(V4_01).await, expected("@id"));
}

#[test]
fn what_is_no_navigation_property_has_none() {
    let shop = Shop::of(&Wire::of([]), V4_0);
    let items = || shop.order().navigate(Order::ITEMS);
    for (refused, says) in [
        (shop.order().unlink().as_curl(), "is no navigation property"),
        (
            shop.orders().query().link(shop.order()).as_curl(),
            "is no navigation property",
        ),
        (
            items().top(1).link(shop.items().by_key(1)).as_curl(),
            "options",
        ),
        (items().link(&Item::default()).as_curl(), "by_entity"),
        (
            shop.order()
                .navigate(Order::CUSTOMER)
                .link(&Customer::default())
                .as_curl(),
            "by_entity",
        ),
    ] {
        let error = refused.unwrap_err();
        assert!(
            error.is_refused() && error.to_string().contains(says),
            "{error}"
        );
    }
}

#[test]
fn a_key_or_a_cast_in_the_path_is_no_navigation_property() {
    let wire = Wire::of([]);
    let shop = Shop::of(&wire, V4_01);
    let defender: Defender = wire.builder().build().unwrap();
    let files = defender.library_files();
    let express = || shop.orders().query().cast::<Express>();
    for refused in [
        // The set has its keys as segments: it would be `DELETE libraryfiles/k/$ref`.
        files.by_key("k").unlink().as_curl(),
        express().by_key(1).unlink().as_curl(),
        shop.orders().cast::<Express>().by_key(1).unlink().as_curl(),
        express()
            .link(shop.orders().by_key(1).cast::<Express>())
            .as_curl(),
    ] {
        let error = refused.unwrap_err();
        assert!(error.is_refused(), "{error}");
        assert!(
            error.to_string().contains("is no navigation property"),
            "{error}"
        );
    }
    // What a navigation property leads to stays that, cast or not.
    let orders = || shop.items().by_key(1).navigate(Item::ORDER);
    for (asked, sent) in [
        (orders().cast::<Express>().unlink(), "Items(1)/order/$ref"),
        (
            shop.order()
                .navigate(Order::ITEMS)
                .clone()
                .by_key(2)
                .unlink(),
            "Orders(1)/items(2)/$ref",
        ),
    ] {
        let asked = asked.as_curl().unwrap().to_string();
        assert!(asked.contains(sent), "{asked}");
    }
}

/// What is set of a type that extends the one of the cast is inserted as that: the service would make less of it.
#[tokio::test]
async fn what_is_inserted_through_a_cast_stays_of_its_own_type() {
    const ID: Field<Overnight, i32> = odata::field("id");
    const ID_OF_EXPRESS: Field<Express, i32> = odata::field("id");
    for (changes, name) in [
        (
            Changes::<Overnight>::new().set(ID, 1).upcast::<Express>(),
            "shop.Overnight",
        ),
        (
            Changes::<Express>::new().set(ID_OF_EXPRESS, 1),
            "shop.Express",
        ),
    ] {
        let wire = Wire::of([status(204)]);
        let express = Shop::of(&wire, V4_0).orders().cast::<Express>();
        express.insert(&changes).minimal().send().await.unwrap();
        assert_eq!(
            wire.only().body,
            format!(r##"{{"@odata.type":"#{name}","id":1}}"##)
        );
    }
}
