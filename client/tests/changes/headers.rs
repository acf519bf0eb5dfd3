//! A header of one request, whatever it is.

use http::HeaderValue;
use odata::ProtocolVersion::V4_0;
use odata::{ActionCall, Changes, Content, FunctionCall, Just, Nothing, OnEntity, Request};

use crate::shop::{Order, Shop};
use crate::wire::{Wire, status};

/// Each kind of request with that header, by its name, as a command line of curl or as what refuses it.
macro_rules! each {
    ($shop:expr, $name:expr, $value:expr, $take:ident) => {{
        let shop = $shop;
        let (order, orders) = (shop.order(), shop.orders());
        let change = Changes::<Order>::new().set(Order::NOTE, "n");
        let text = || Content::bytes("text/plain", &b"t"[..]);
        let isolate = ActionCall::<OnEntity<Order>, Nothing>::plain("isolate");
        let age = FunctionCall::<OnEntity<Order>, Just<i32>>::plain("age", true);
        let items = order.navigate(Order::ITEMS);
        let (name, value) = ($name, $value);
        $take(
            "insert",
            &orders.insert(&change).header(name, value.clone()),
        );
        $take(
            "minimal",
            &orders.insert(&change).minimal().header(name, value.clone()),
        );
        $take("update", &order.update(&change).header(name, value.clone()));
        $take(
            "replace",
            &order.replace(&change).header(name, value.clone()),
        );
        $take("upsert", &order.upsert(&change).header(name, value.clone()));
        $take("delete", &order.delete().header(name, value.clone()));
        $take(
            "edit",
            &order.edit(Order::NOTE).set("n").header(name, value.clone()),
        );
        $take(
            "link",
            &items
                .link(shop.items().by_key(2))
                .header(name, value.clone()),
        );
        $take(
            "upload",
            &order.media().put(text()).header(name, value.clone()),
        );
        $take(
            "put",
            &order.media().header(name, value.clone()).put(text()),
        );
        $take("bytes", &order.media().delete().header(name, value.clone()));
        $take("action", &order.call(isolate).header(name, value.clone()));
        $take("function", &order.call(age).header(name, value.clone()));
        $take(
            "value",
            &order.property(Order::NOTE).header(name, value.clone()),
        );
        $take("total", &orders.total().header(name, value.clone()));
        $take(
            "references",
            &orders.references().header(name, value.clone()),
        );
        $take("reference", &order.reference().header(name, value.clone()));
    }};
}

fn curl<R: Request>(request: &R) -> odata::Result<String> {
    let mut batch = Shop::of(&Wire::of([]), V4_0).client().batch().multipart();
    let _ = batch.add(request);
    batch.as_curl().map(|curl| curl.to_string())
}

fn shows_it<R: Request>(what: &str, request: &R) {
    let text = curl(request).unwrap();
    assert!(text.contains("X-One: 1"), "{what}: {text}");
}

#[test]
fn each_kind_of_request_takes_one_within_a_batch_too() {
    each!(Shop::of(&Wire::of([]), V4_0), "x-one", "1", shows_it);
}

fn refuses_it<R: Request>(what: &str, request: &R) {
    let error = curl(request).unwrap_err();
    let is_own = error.to_string().contains("the client says it itself");
    assert!(error.is_refused() && is_own, "{what}: {error}");
}

#[test]
fn what_is_the_clients_own_to_say_is_refused() {
    each!(Shop::of(&Wire::of([]), V4_0), "If-Match", "1", refuses_it);
}

fn hides_it<R: Request>(what: &str, request: &R) {
    let error = curl(request).unwrap_err().to_string();
    assert!(
        error.contains("the header `x-one` is secret"),
        "{what}: {error}"
    );
    assert!(!error.contains("HUSH"), "{what}: {error}");
}

#[test]
fn a_secret_one_does_not_stand_in_a_part_of_a_batch() {
    let mut secret = HeaderValue::from_static("HUSH");
    secret.set_sensitive(true);
    each!(Shop::of(&Wire::of([]), V4_0), "x-one", secret, hides_it);
}

#[tokio::test]
async fn it_goes_along_with_what_is_sent_alone() {
    let wire = Wire::of((0..4).map(|_| status(204)));
    let shop = Shop::of(&wire, V4_0);
    let order = shop.order();
    order.delete().header("x-one", "1").send().await.unwrap();
    let isolate = ActionCall::<OnEntity<Order>, Nothing>::plain("isolate");
    let call = order.call(isolate);
    call.header("x-one", "2").send().await.unwrap();
    // What it was made from is as it was.
    call.send().await.unwrap();
    order
        .media()
        .put(Content::bytes("text/plain", &b"t"[..]))
        .header("x-one", "3")
        .send()
        .await
        .unwrap();
    let sent = wire.sent();
    let seen: Vec<_> = sent.iter().map(|sent| sent.header("x-one")).collect();
    assert_eq!(seen, [Some("1"), Some("2"), None, Some("3")]);
}

#[tokio::test]
async fn that_of_a_batch_goes_with_the_batch() {
    let wire = Wire::of([status(204)]);
    let shop = Shop::of(&wire, V4_0);
    let mut secret = HeaderValue::from_static("HUSH");
    secret.set_sensitive(true);
    let mut batch = shop
        .client()
        .batch()
        .multipart()
        .header("x-one", secret.clone());
    // The part has the same one, and the batch says it for both.
    let _ = batch.add(&shop.order().delete().header("x-one", secret));
    let _ = batch.send().await;
    let sent = &wire.sent()[0];
    assert_eq!(sent.header("x-one"), Some("HUSH"));
    assert!(!sent.body.contains("HUSH"), "{}", sent.body);
}
