//! Deep inserts and updates, and links, as each version of the protocol has them.

use odata::ProtocolVersion::{self, V4_0, V4_01};
use odata::json::Reader;
use odata::type_info;
use odata::{Changes, Entity, EntitySet, EntitySetInfo, Reference, RelatedChange, Usage, Value};

use crate::shop::{Customer, Item, Order, Place, Shop};
use crate::wire::{ROOT, Sent, Wire, status};

/// What is sent when an order is inserted, or else updated, with that.
async fn sent(
    version: ProtocolVersion,
    inserts: bool,
    changes: impl Fn(&Shop) -> Changes<Order>,
) -> odata::Result<Sent> {
    let wire = Wire::of([status(204)]);
    let shop = Shop::of(&wire, version);
    let changes = changes(&shop);
    match inserts {
        true => drop(shop.orders().insert(&changes).minimal().send().await?),
        false => drop(shop.order().update(&changes).send().await?),
    }
    Ok(wire.only())
}

#[track_caller]
fn is_sent(sent: &odata::Result<Sent>, version: &str, body: &str) {
    let sent = sent.as_ref().unwrap();
    assert_eq!(sent.body, absolute(body));
    assert_eq!(sent.header("odata-version"), Some(version));
}

/// The same with absolute links.
fn absolute(body: &str) -> String {
    ["Customers(", "Items(", "Orders("]
        .iter()
        .fold(body.to_owned(), |body, set| {
            body.replace(&format!("\"{set}"), &format!("\"{ROOT}{set}"))
        })
}

fn item(what: &str) -> Changes<Item> {
    Changes::new().set(Item::WHAT, what)
}

#[tokio::test]
async fn a_link_is_bound_as_the_version_has_it() {
    let by_key = |shop: &Shop| {
        let customer = shop.customers().by_key("a b'c");
        Changes::new()
            .set(Order::ID, 1)
            .bind(Order::CUSTOMER, customer)
    };
    let bound = r#"{"id":1,"customer@odata.bind":"Customers('a%20b''c')"}"#;
    for inserts in [true, false] {
        is_sent(&sent(V4_0, inserts, by_key).await, "4.0", bound);
        let bound = r#"{"id":1,"customer":{"@id":"Customers('a%20b''c')"}}"#;
        is_sent(&sent(V4_01, inserts, by_key).await, "4.01", bound);
    }
}

#[tokio::test]
async fn whatever_says_which_entity_it_is_can_be_bound() {
    let reference = Reference::<Customer>::new(format!("{ROOT}Customers('x')"));
    let mut read = Customer::default();
    let text = r#"{"@odata.id":"Customers('x')","id":"x","name":"X"}"#;
    read.read(&mut Reader::new(text)).unwrap();
    let shop = Shop::of(&Wire::of([]), V4_0);
    let query = shop.customers().by_key("x");
    let new = Changes::new;
    let all = [
        new().bind(Order::CUSTOMER, &query),
        new().bind(Order::CUSTOMER, query),
        new().bind(Order::CUSTOMER, &reference),
        new().bind(Order::CUSTOMER, reference),
        new().bind(Order::CUSTOMER, &read),
        new().bind(Order::CUSTOMER, shop.customers().by_entity(&read)),
        new()
            .bind(Order::CUSTOMER, shop.order().navigate(Order::CUSTOMER))
            .bind(Order::CUSTOMER, &read),
    ];
    for changes in all {
        let sent = sent(V4_0, true, |_| changes.clone()).await;
        is_sent(&sent, "4.0", r#"{"customer@odata.bind":"Customers('x')"}"#);
    }
    // What is no URL of the service is left as it is.
    let odd = |_: &Shop| new().bind(Order::CUSTOMER, Reference::new("urn:x:7"));
    is_sent(
        &sent(V4_0, true, odd).await,
        "4.0",
        r#"{"customer@odata.bind":"urn:x:7"}"#,
    );
}

#[tokio::test]
async fn what_is_nowhere_cannot_be_bound() {
    let nameless = Customer::default();
    assert_eq!(nameless.etag(), None);
    for (changes, says) in [
        (Changes::new().bind(Order::CUSTOMER, &nameless), "by_entity"),
        (
            Changes::new().bind(Order::CUSTOMER, Reference::new("")),
            "is empty",
        ),
    ] {
        let error = sent(V4_0, true, |_| changes.clone()).await.unwrap_err();
        assert!(
            error.is_refused() && error.to_string().contains(says),
            "{error}"
        );
    }
}

/// Relative to the URL of the request, as OData JSON has it, would be another place than relative to the root, and Microsoft Graph takes no
/// relative ones at all.
#[tokio::test]
async fn links_are_absolute() {
    let own = |shop: &Shop| item("x").bind(Item::ORDER, shop.orders().by_key(2));
    let wire = Wire::of([status(204)]);
    let shop = Shop::of(&wire, V4_0);
    shop.items()
        .insert(&own(&shop))
        .minimal()
        .send()
        .await
        .unwrap();
    assert_eq!(
        wire.only().body,
        format!(r#"{{"what":"x","order@odata.bind":"{ROOT}Orders(2)"}}"#)
    );

    let wire = Wire::of([status(204)]);
    let shop = Shop::of(&wire, V4_0);
    let new = item("x").bind(Item::ORDER, shop.orders().by_key(2));
    let items = shop.order().navigate(Order::ITEMS);
    items.insert(&new).minimal().send().await.unwrap();
    let sent = wire.only();
    assert_eq!(sent.line(), "POST Orders(1)/items");
    assert_eq!(
        sent.body,
        format!(r#"{{"what":"x","order@odata.bind":"{ROOT}Orders(2)"}}"#)
    );
}

#[tokio::test]
async fn many_are_bound_as_a_list() {
    let both = |shop: &Shop| {
        let items = shop.items();
        let new = Changes::new().bind(Order::ITEMS, [items.by_key(1), items.by_key(2)]);
        new.bind(Order::ITEMS, vec![Reference::new("Items(3)")])
    };
    let list = r#"{"items@odata.bind":["Items(1)","Items(2)","Items(3)"]}"#;
    is_sent(&sent(V4_0, true, both).await, "4.0", list);
    is_sent(&sent(V4_0, false, both).await, "4.0", list);
    let ids = r#"[{"@id":"Items(1)"},{"@id":"Items(2)"},{"@id":"Items(3)"}]"#;
    is_sent(
        &sent(V4_01, true, both).await,
        "4.01",
        &format!(r#"{{"items":{ids}}}"#),
    );
    // As in 4.0 the others stay.
    let added = format!(r#"{{"items@delta":{ids}}}"#);
    is_sent(&sent(V4_01, false, both).await, "4.01", &added);
    let one = |shop: &Shop| Changes::new().bind(Order::ITEMS, [shop.items().by_key(1)]);
    let list = r#"{"items@odata.bind":["Items(1)"]}"#;
    is_sent(&sent(V4_0, true, one).await, "4.0", list);
}

#[tokio::test]
async fn related_entities_are_inserted_along() {
    let deep = |shop: &Shop| {
        let inner = item("b").bind(Item::ORDER, shop.orders().by_key(9));
        let customer = Changes::new().set(Customer::NAME, "C");
        Changes::new()
            .with(Order::ITEMS, [item("a"), inner])
            .set(Order::NOTE, "n")
            .with(Order::CUSTOMER, customer)
    };
    let body = r#"{"items":[{"what":"a"},{"what":"b","order@odata.bind":"Orders(9)"}],"note":"n","customer":{"name":"C"}}"#;
    is_sent(&sent(V4_0, true, deep).await, "4.0", body);
    let body = body.replace(
        r#""order@odata.bind":"Orders(9)""#,
        r#""order":{"@id":"Orders(9)"}"#,
    );
    is_sent(&sent(V4_01, true, deep).await, "4.01", &body);
    let plain = |_: &Shop| Changes::new().with(Order::ITEMS, vec![item("a")]);
    is_sent(
        &sent(V4_01, true, plain).await,
        "4.0",
        r#"{"items":[{"what":"a"}]}"#,
    );

    let mixed = |shop: &Shop| {
        let new = Changes::new().with(Order::ITEMS, [item("a")]);
        new.bind(Order::ITEMS, [shop.items().by_key(1)])
    };
    let body = r#"{"items@odata.bind":["Items(1)"],"items":[{"what":"a"}]}"#;
    is_sent(&sent(V4_0, true, mixed).await, "4.0", body);
    let body = r#"{"items":[{"what":"a"},{"@id":"Items(1)"}]}"#;
    is_sent(&sent(V4_01, true, mixed).await, "4.01", body);
}

#[tokio::test]
async fn a_deep_update_is_of_4_01_alone() {
    let deep = |_: &Shop| Changes::new().with(Order::ITEMS, [item("a")]);
    let merging = |shop: &Shop| {
        let known = item("b").set(Item::ID, 2);
        Changes::new().merge(
            Order::ITEMS,
            [
                RelatedChange::save(known),
                RelatedChange::link(shop.items().by_key(3)),
                RelatedChange::unlink(shop.items().by_key(4)),
                RelatedChange::delete(shop.order().navigate(Order::ITEMS).by_key(5)),
            ],
        )
    };
    let none = |_: &Shop| Changes::new().with(Order::ITEMS, []);
    for changes in [&deep as &dyn Fn(&Shop) -> Changes<Order>, &merging, &none] {
        let error = sent(V4_0, false, changes).await.unwrap_err();
        let said = error.to_string();
        assert!(
            error.is_refused() && said.contains("no deep update"),
            "{said}"
        );
        assert!(said.contains("`items`"), "{said}");
    }
    is_sent(
        &sent(V4_01, false, deep).await,
        "4.01",
        r#"{"items":[{"what":"a"}]}"#,
    );
    is_sent(&sent(V4_01, false, none).await, "4.01", r#"{"items":[]}"#);
    let delta = concat!(
        r#"{"items@delta":[{"what":"b","id":2},{"@id":"Items(3)"},"#,
        r#"{"@removed":{"reason":"changed"},"@id":"Items(4)"},"#,
        r#"{"@removed":{"reason":"deleted"},"@id":"Orders(1)/items(5)"}]}"#,
    );
    is_sent(&sent(V4_01, false, merging).await, "4.01", delta);
    let error = sent(V4_01, true, merging).await.unwrap_err();
    assert!(
        error.to_string().contains("leads to nothing yet"),
        "{error}"
    );
    let shown = merging(&Shop::of(&Wire::of([]), V4_0)).to_string();
    assert_eq!(shown, delta);
}

#[tokio::test]
async fn a_link_is_taken_away_by_4_01_alone() {
    let none = |_: &Shop| Changes::new().unbind(Order::CUSTOMER);
    is_sent(
        &sent(V4_01, false, none).await,
        "4.01",
        r#"{"customer":null}"#,
    );
    let error = sent(V4_0, false, none).await.unwrap_err();
    let said = error.to_string();
    assert!(error.is_refused() && said.contains("unlink"), "{said}");
}

#[tokio::test]
async fn complex_values_have_links_too() {
    let placed = |shop: &Shop| {
        let place = || Changes::new().set(Place::TOWN, "T");
        let kept = place().bind(Place::KEEPER, shop.customers().by_key("k"));
        Changes::new()
            .set(Order::PLACE, kept.clone())
            .set(Order::PLACES, vec![kept, place()])
    };
    let kept = r#"{"town":"T","keeper@odata.bind":"Customers('k')"}"#;
    let body = format!(r#"{{"place":{kept},"places":[{kept},{{"town":"T"}}]}}"#);
    is_sent(&sent(V4_0, true, placed).await, "4.0", &body);
    let kept = r#"{"town":"T","keeper":{"@id":"Customers('k')"}}"#;
    let body = format!(r#"{{"place":{kept},"places":[{kept},{{"town":"T"}}]}}"#);
    is_sent(&sent(V4_01, false, placed).await, "4.01", &body);
}

#[tokio::test]
async fn a_number_that_only_4_01_has_says_so() {
    let endless =
        |_: &Shop| Changes::new().set(Order::TOTAL, "INF".parse::<odata::Decimal>().unwrap());
    is_sent(
        &sent(V4_01, true, endless).await,
        "4.01",
        r#"{"total":"INF"}"#,
    );
    let error = sent(V4_0, true, endless).await.unwrap_err();
    assert!(
        error.is_refused() && error.to_string().contains("only 4.01"),
        "{error}"
    );
    let replaced = |shop: &Shop| endless(shop).set(Order::TOTAL, 1);
    is_sent(&sent(V4_0, true, replaced).await, "4.0", r#"{"total":1}"#);
}

static RESTRICTED: EntitySetInfo = EntitySetInfo {
    name: "Orders",
    not_insertable: &[
        ("customer", "no customer of a new one"),
        ("place/keeper", "no keeper"),
    ],
    not_updatable: &[("items", "items stay")],
    not_supported: &[(Usage::DeepInsert, "nothing deep")],
    ..EntitySetInfo::plain(type_info::<Order>)
};

#[tokio::test]
async fn what_the_set_says_of_navigation_properties_holds() {
    let wire = Wire::of([status(204), status(204), status(204)]);
    let shop = Shop::of(&wire, V4_0);
    let orders: EntitySet<Order> = EntitySet::new(shop.client(), &RESTRICTED);
    let customer = || shop.customers().by_key("x");
    let bound = Changes::new().bind(Order::CUSTOMER, customer());
    let items = Changes::new().bind(Order::ITEMS, [shop.items().by_key(1)]);
    let deep = Changes::new().with(Order::ITEMS, [item("a")]);
    let keeper = Changes::new().bind(Place::KEEPER, customer());
    let kept = Changes::new().set(Order::PLACE, keeper);
    for (refused, says) in [
        (orders.insert(&bound).as_curl(), "no customer of a new one"),
        (orders.insert(&kept).as_curl(), "no keeper"),
        (orders.insert(&deep).as_curl(), "nothing deep"),
        (orders.by_key(1).update(&items).as_curl(), "items stay"),
        (orders.by_key(1).upsert(&items).as_curl(), "items stay"),
        (
            orders.by_key(1).upsert(&bound).only_if_new().as_curl(),
            "no customer of a new one",
        ),
    ] {
        let error = refused.unwrap_err();
        assert!(
            error.is_refused() && error.to_string().contains(says),
            "{error}"
        );
    }
    orders.by_key(1).update(&bound).send().await.unwrap();
    orders.insert(&items).minimal().send().await.unwrap();
    let orders = orders.unchecked();
    orders.insert(&bound).minimal().send().await.unwrap();
    assert_eq!(wire.sent().len(), 3);
}
