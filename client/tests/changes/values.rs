//! Single properties: their values, null, and the value as it is.

use odata::ProtocolVersion::{V4_0, V4_01};
use odata::{Changes, Null};

use crate::shop::{Order, Place, Shop};
use crate::wire::{Wire, status};

fn order(wire: &Wire) -> odata::EntityQuery<Order> {
    Shop::of(wire, V4_0).order()
}

#[tokio::test]
async fn a_property_is_put() {
    let place = || Changes::new().set(Place::TOWN, "T");
    let wire = Wire::of((0..9).map(|_| status(204)));
    let order = order(&wire);
    order.edit(Order::NOTE).set("n\"").send().await.unwrap();
    order.edit(Order::NOTE).set(Null).send().await.unwrap();
    order.edit(Order::TOTAL).set(7).send().await.unwrap();
    order
        .edit(Order::TAGS)
        .set(vec!["a", "b"])
        .send()
        .await
        .unwrap();
    order.edit(Order::PLACE).set(place()).send().await.unwrap();
    order
        .edit(Order::PLACE)
        .update(&place())
        .send()
        .await
        .unwrap();
    order
        .edit(Order::PLACES)
        .set(vec![place()])
        .send()
        .await
        .unwrap();
    order
        .edit(Order::PLACE.then(Place::TOWN))
        .set("U")
        .send()
        .await
        .unwrap();
    order.edit(Order::NOTE).clear().send().await.unwrap();
    let sent = wire.sent();
    let all: Vec<String> = sent
        .iter()
        .map(|sent| format!("{} {}", sent.line(), sent.body))
        .collect();
    assert_eq!(
        all,
        [
            r#"PUT Orders(1)/note {"value":"n\""}"#,
            r#"PUT Orders(1)/note {"value":null}"#,
            r#"PUT Orders(1)/total {"value":7}"#,
            r#"PUT Orders(1)/tags {"value":["a","b"]}"#,
            r#"PUT Orders(1)/place {"town":"T"}"#,
            r#"PATCH Orders(1)/place {"town":"T"}"#,
            r#"PUT Orders(1)/places {"value":[{"town":"T"}]}"#,
            r#"PUT Orders(1)/place/town {"value":"U"}"#,
            "DELETE Orders(1)/note ",
        ]
    );
    for sent in sent {
        let json = sent.header("content-type");
        assert_eq!(json.is_some(), sent.method != "DELETE");
        assert_eq!(json.unwrap_or("application/json"), "application/json");
    }
}

#[tokio::test]
async fn the_etag_of_the_entity_goes_along_and_the_new_one_comes() {
    let answers = [
        status(204).header("etag", "\"8\""),
        status(200)
            .json(r#"{"value":"now"}"#)
            .header("etag", "\"9\""),
        status(200).json(r#"{"town":"T","id":3}"#),
    ];
    let wire = Wire::of(answers);
    let mut read = Order::default();
    let text = r#"{"@odata.etag":"\"7\"","id":1,"tags":[],"places":[]}"#;
    odata::Value::read(&mut read, &mut odata::json::Reader::new(text)).unwrap();
    let order = Shop::of(&wire, V4_0).orders().by_entity(&read);
    let saved = order
        .edit(Order::NOTE)
        .set("n")
        .minimal()
        .send()
        .await
        .unwrap();
    assert_eq!((saved.etag(), saved.value()), (Some("\"8\""), None));
    let saved = order
        .edit(Order::NOTE)
        .set("n")
        .if_match("*")
        .representation();
    let saved = saved.send().await.unwrap();
    assert_eq!(saved.etag(), Some("\"9\""));
    assert_eq!(saved.into_value(), Some(Some("now".to_owned())));
    let place = Changes::new().set(Place::TOWN, "T");
    let saved = order.edit(Order::PLACE).set(place).send().await.unwrap();
    let town = saved.into_value().unwrap().unwrap().into_inner().town;
    assert_eq!(town.as_deref(), Some("T"));
    let sent = wire.sent();
    let headers = |name| {
        sent.iter()
            .map(move |sent| sent.header(name))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        headers("if-match"),
        [Some("\"7\""), Some("*"), Some("\"7\"")]
    );
    let prefer = [Some("return=minimal"), Some("return=representation"), None];
    assert_eq!(headers("prefer"), prefer);
}

#[tokio::test]
async fn a_value_by_itself_is_text() {
    let wire = Wire::of((0..3).map(|_| status(204)));
    let order = order(&wire);
    order
        .edit(Order::NOTE)
        .set_raw("a \"b\"\n\u{e9}")
        .send()
        .await
        .unwrap();
    order.edit(Order::TOTAL).set_raw(7).send().await.unwrap();
    order.edit(Order::NOTE).set_raw("").send().await.unwrap();
    let sent = wire.sent();
    let bodies: Vec<_> = sent.iter().map(|sent| (sent.line(), &*sent.body)).collect();
    let note = || "PUT Orders(1)/note/$value".to_owned();
    let total = "PUT Orders(1)/total/$value".to_owned();
    assert_eq!(
        bodies,
        [(note(), "a \"b\"\n\u{e9}"), (total, "7"), (note(), "")]
    );
    for sent in &sent {
        assert_eq!(
            sent.header("content-type"),
            Some("text/plain;charset=utf-8")
        );
    }
    for refused in [
        order.edit(Order::NOTE).set_raw(Null).as_curl(),
        order
            .edit(Order::PLACE)
            .set_raw(Changes::<Place>::new())
            .as_curl(),
        order.edit(Order::TAGS).set_raw(vec!["a"]).as_curl(),
    ] {
        assert!(refused.unwrap_err().is_refused());
    }
}

#[tokio::test]
async fn what_cannot_be_changed_is_refused() {
    let wire = Wire::of([status(204)]);
    let order = order(&wire);
    let error = order.edit(Order::ID).set(2).send().await.unwrap_err();
    assert!(
        error.is_refused() && error.to_string().contains("of the key"),
        "{error}"
    );
    let endless: odata::Decimal = "INF".parse().unwrap();
    let edit = |endless| order.edit(Order::TOTAL).set(endless);
    let error = edit(endless.clone()).send().await.unwrap_err();
    assert!(
        error.is_refused() && error.to_string().contains("4.01"),
        "{error}"
    );
    let error = order.edit(Order::TOTAL).set_raw(endless.clone());
    assert!(error.as_curl().unwrap_err().is_refused());
    assert!(wire.sent().is_empty());
    let order = Shop::of(&wire, V4_01).order();
    order.edit(Order::TOTAL).set(endless).send().await.unwrap();
    assert_eq!(wire.only().header("odata-version"), Some("4.01"));
}

#[tokio::test]
async fn what_came_and_cannot_be_read_was_done() {
    let wire = Wire::of([status(200).json("{\"value\":7}")]);
    let error = order(&wire).edit(Order::NOTE).set("n").send().await;
    let error = error.unwrap_err();
    assert!(error.is_done() && error.is_decode(), "{error}");
}

/// A single is sent with the digits that it was given, not with those of the double next to it.
#[tokio::test]
async fn a_single_has_no_more_digits_than_it_needs() {
    const WEIGHT: odata::Field<Order, f32> = odata::field("weight");
    const WEIGHTS: odata::Field<Order, Vec<Option<f32>>> = odata::field("weights");
    let wire = Wire::of([status(204)]);
    let changes = Changes::new().set(WEIGHT, 0.1_f32);
    let changes = changes.set(WEIGHTS, vec![Some(16.7_f32), None, Some(f32::NEG_INFINITY)]);
    order(&wire).update(&changes).send().await.unwrap();
    assert_eq!(
        wire.only().body,
        r##"{"weight@odata.type":"#Single","weight":0.1,"weights@odata.type":"#Collection(Single)","weights":[16.7,null,"-INF"]}"##
    );
}
