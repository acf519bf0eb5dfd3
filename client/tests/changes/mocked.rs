//! Against the mock: what is there afterwards, asked by plain HTTP and not by the client.

use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;
use odata::ProtocolVersion::{self, V4_0, V4_01};
use odata::transport::{RequestBody, Transport};
use odata::{Changes, Null, RelatedChange, Written};
use odata_mock::MockService;
use serde_json::{Value, json};

use crate::shop::{Customer, Item, Order, Place, Shop};

fn service() -> MockService {
    let rows = |name: &str, rows: Value, service: MockService| {
        service.entity_set(name, rows).unwrap().etags(name).unwrap()
    };
    let service = MockService::from_csdl(include_str!("shop.xml")).unwrap();
    let order = json!({"id": 1, "note": "n", "places": [], "tags": [],
        "customer@odata.bind": "Customers('a')", "items@odata.bind": ["Items(1)"]});
    let service = rows(
        "Customers",
        json!([{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]),
        service,
    );
    let service = rows(
        "Items",
        json!([{"id": 1, "what": "x"}, {"id": 2, "what": "y"}]),
        service,
    );
    rows("Orders", json!([order]), service).upsert()
}

/// What a plain GET gives, without what is about it.
async fn get(service: &MockService, path: &str) -> Value {
    let url = format!("http://mock.invalid/api/{path}");
    let request = http::Request::get(url).body(RequestBody::empty()).unwrap();
    let response = service.transport().send(request).await.unwrap();
    let status = response.status().as_u16();
    let (mut body, mut whole) = (response.into_body(), Vec::new());
    while let Some(piece) = poll_fn(|cx| Pin::new(&mut body).poll_next(cx)).await {
        whole.extend_from_slice(&piece.unwrap());
    }
    match serde_json::from_slice(&whole) {
        Ok(json) => without_annotations(json),
        Err(_) => json!(status),
    }
}

fn without_annotations(json: Value) -> Value {
    match json {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(name, _)| !name.contains('@'));
            members
                .map(|(name, value)| (name, without_annotations(value)))
                .collect()
        }
        Value::Array(items) => items.into_iter().map(without_annotations).collect(),
        other => other,
    }
}

fn item(id: i32, what: &str) -> Changes<Item> {
    Changes::new().set(Item::ID, id).set(Item::WHAT, what)
}

async fn inserted(version: ProtocolVersion) -> Value {
    let service = service();
    let shop = Shop::over(&service, version);
    let order = Changes::new()
        .set(Order::ID, 2)
        .bind(Order::CUSTOMER, shop.customers().by_key("b"))
        .with(Order::ITEMS, [item(3, "z")])
        .bind(Order::ITEMS, [shop.items().by_key(2)]);
    let saved = shop.orders().insert(&order).minimal().send().await.unwrap();
    assert!(saved.is_created() && saved.etag().is_some() && saved.entity().is_none());
    let read = saved.at(shop.client()).unwrap().send().await.unwrap();
    assert_eq!(read.id, 2);
    get(
        &service,
        "Orders(2)?$expand=customer,items($orderby=id)&$select=id",
    )
    .await
}

#[tokio::test]
async fn an_order_with_all_that_belongs_to_it() {
    let expected = json!({"id": 2, "customer": {"id": "b", "name": "B"},
        "items": [{"id": 2, "what": "y"}, {"id": 3, "what": "z"}]});
    assert_eq!(inserted(V4_0).await, expected);
    assert_eq!(inserted(V4_01).await, expected);
}

#[tokio::test]
async fn below_an_order_an_item_is_related_to_it() {
    let service = service();
    let shop = Shop::over(&service, V4_0);
    let items = shop.order().navigate(Order::ITEMS);
    let new = items.insert(&item(7, "below")).send().await.unwrap();
    assert_eq!(new.what.as_deref(), Some("below"));
    let items = get(&service, "Orders(1)/items?$orderby=id&$select=id").await;
    assert_eq!(items, json!({"value": [{"id": 1}, {"id": 7}]}));
}

#[tokio::test]
async fn properties_by_themselves() {
    let service = service();
    let shop = Shop::over(&service, V4_0);
    let order = shop.order();
    let place = Changes::new().set(Place::ID, 4).set(Place::TOWN, "T");
    order
        .edit(Order::NOTE)
        .set("new \"n\"")
        .send()
        .await
        .unwrap();
    order
        .edit(Order::TAGS)
        .set(vec!["a", "b"])
        .send()
        .await
        .unwrap();
    order.edit(Order::PLACE).set(place).send().await.unwrap();
    let town = Changes::new().set(Place::TOWN, Null);
    order.edit(Order::PLACE).update(&town).send().await.unwrap();
    let select = "Orders(1)?$select=note,tags,place";
    let now = get(&service, select).await;
    let place = json!({"id": 4, "town": null});
    assert_eq!(
        now,
        json!({"note": "new \"n\"", "tags": ["a", "b"], "place": place})
    );
    order
        .edit(Order::NOTE)
        .set_raw("plain \u{e9}")
        .send()
        .await
        .unwrap();
    assert_eq!(
        get(&service, "Orders(1)/note").await,
        json!({"value": "plain \u{e9}"})
    );
    order.edit(Order::NOTE).clear().send().await.unwrap();
    order.edit(Order::PLACE).clear().send().await.unwrap();
    let now = get(&service, select).await;
    assert_eq!(
        now,
        json!({"note": null, "tags": ["a", "b"], "place": null})
    );
}

#[tokio::test]
async fn references_come_and_go() {
    let service = service();
    let shop = Shop::over(&service, V4_0);
    let (items, customer) = (
        shop.order().navigate(Order::ITEMS),
        shop.order().navigate(Order::CUSTOMER),
    );
    let ids = "Orders(1)/items?$select=id&$orderby=id";
    items.link(shop.items().by_key(2)).send().await.unwrap();
    assert_eq!(
        get(&service, ids).await,
        json!({"value": [{"id": 1}, {"id": 2}]})
    );
    items.unlink(shop.items().by_key(1)).send().await.unwrap();
    assert_eq!(get(&service, ids).await, json!({"value": [{"id": 2}]}));
    items.by_key(2).unlink().send().await.unwrap();
    assert_eq!(get(&service, ids).await, json!({"value": []}));
    customer
        .link(shop.customers().by_key("b"))
        .send()
        .await
        .unwrap();
    let name = "Orders(1)/customer?$select=id";
    assert_eq!(get(&service, name).await, json!({"id": "b"}));
    customer.unlink().send().await.unwrap();
    assert_eq!(get(&service, name).await, json!(204));
    assert_eq!(get(&service, "Customers('b')").await["name"], "B");
}

#[tokio::test]
async fn upserts_and_replacements() {
    let service = service();
    let shop = Shop::over(&service, V4_0);
    let named = |name: &str| Changes::new().set(Customer::NAME, name);
    let customer = |key: &str| shop.customers().by_key(key);
    let saved = customer("c").upsert(&named("C")).send().await.unwrap();
    assert!(saved.is_created(), "{saved:?}");
    let saved = customer("c").upsert(&named("D")).send().await.unwrap();
    assert!(!saved.is_created(), "{saved:?}");
    let again = customer("c")
        .upsert(&named("E"))
        .only_if_new()
        .try_send()
        .await;
    assert!(again.unwrap().conflict().is_some());
    assert_eq!(
        get(&service, "Customers('c')").await,
        json!({"id": "c", "name": "D"})
    );
    let error = customer("none")
        .update(&named("X"))
        .must_exist()
        .send()
        .await;
    assert!(error.unwrap_err().is_concurrency_conflict());
    assert!(get(&service, "Customers('none')").await.get("id").is_none());

    let order = shop.order().send().await.unwrap();
    let replaced = shop
        .orders()
        .by_entity(&order)
        .replace(&Changes::new().set(Order::TOTAL, 5));
    let replaced = replaced.representation().send().await.unwrap();
    assert_eq!(
        (replaced.note, replaced.total.map(|total| total.to_string())),
        (None, Some("5".to_owned()))
    );
}

/// Of two who read the same, one wins; the other is told, and loses nothing.
#[tokio::test]
async fn no_update_is_lost() {
    let service = service();
    let shop = Shop::over(&service, V4_0);
    let read = shop.order().send().await.unwrap();
    assert!(read.odata.etag().is_some());
    let order = shop.orders().by_entity(&read);
    let mine = Changes::new().set(Order::NOTE, "mine");
    let theirs = Changes::new().set(Order::TOTAL, 9);
    let (one, two) = tokio::join!(
        order.update(&mine).try_send(),
        order.update(&theirs).try_send()
    );
    let (mut won, mut lost) = (0, None);
    for (written, changes) in [(one.unwrap(), &mine), (two.unwrap(), &theirs)] {
        match written {
            Written::Done(saved) => {
                assert_ne!(saved.etag(), read.odata.etag());
                won += 1;
            }
            Written::Conflict(conflict) => lost = Some((conflict, changes)),
        }
    }
    let (conflict, changes) = lost.unwrap();
    assert_eq!(won, 1);
    let current = conflict.current().await.unwrap().unwrap();
    let again = conflict.resume(&current).update(changes).try_send().await;
    again.unwrap().done().unwrap();
    let now = get(&service, "Orders(1)?$select=note,total").await;
    assert_eq!(now, json!({"note": "mine", "total": 9}));

    let stale = order.delete().try_send().await.unwrap().conflict().unwrap();
    let fresh = stale.current().await.unwrap().unwrap();
    stale.resume(&fresh).delete().send().await.unwrap();
    assert_eq!(
        get(&service, "Orders?$select=id").await,
        json!({"value": []})
    );
    assert!(stale.current().await.unwrap().is_none());
}

#[tokio::test]
async fn what_is_unchanged_does_not_come_again() {
    let service = service();
    let shop = Shop::over(&service, V4_0);
    let order = shop.order().send().await.unwrap();
    let known = shop.orders().by_entity(&order);
    assert!(known.if_changed().send().await.unwrap().is_none());
    known.edit(Order::NOTE).set("other").send().await.unwrap();
    let newer = known.if_changed().send().await.unwrap().unwrap();
    assert_eq!(newer.note.as_deref(), Some("other"));
}

#[tokio::test]
async fn a_deep_update_by_4_01() {
    let service = service();
    let shop = Shop::over(&service, V4_01);
    let changes = Changes::new().merge(
        Order::ITEMS,
        [
            RelatedChange::save(item(9, "new")),
            RelatedChange::link(shop.items().by_key(2)),
            RelatedChange::unlink(shop.items().by_key(1)),
        ],
    );
    shop.order().update(&changes).send().await.unwrap();
    let items = get(&service, "Orders(1)/items?$select=id&$orderby=id").await;
    assert_eq!(items, json!({"value": [{"id": 2}, {"id": 9}]}));
    let unbound = Changes::new().unbind(Order::CUSTOMER);
    shop.order().update(&unbound).send().await.unwrap();
    assert_eq!(get(&service, "Orders(1)/customer").await, json!(204));
}
