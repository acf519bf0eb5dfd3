//! What a navigation property leads to, changed by references.

use odata::ProtocolVersion::{V4_0, V4_01};
use odata::{ProtocolVersion, Reference};

use crate::shop::{Customer, Item, Order, Shop};
use crate::wire::{ROOT, Wire, status};

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
