//! JSON Format, 23, item 8: what 4.01 lets a service write in another way.

use odata::{Decimal, Delta};
use odata_mock::Canned;
use odata_tests::atlas::City;
use serde_json::json;

use crate::json_consumer::{animal, place};
use crate::wire::Version::V4_01;
use crate::wire::{Wire, below};

#[tokio::test]
async fn json_23_item_08_1_prefix_may_be_there_or_not() {
    let with = r##"{"@odata.count": 1, "value": [{"@odata.id": "places(7)", "@odata.etag": "\"1\"", "@odata.type": "#atlas.City",
        "id": 7, "name": "Rome", "sights@odata.count": 2, "sights@odata.nextLink": "more"}]}"##;
    let without = r##"{"@count": 1, "value": [{"@id": "places(7)", "@etag": "\"1\"", "@type": "#atlas.City",
        "id": 7, "name": "Rome", "sights@count": 2, "sights@nextLink": "more"}]}"##;
    let one = place(V4_01, with).await;
    let other = place(V4_01, without).await;
    assert_eq!(one, other);
    assert_eq!(
        (one.odata.id(), one.odata.etag()),
        (Some("places(7)"), Some("\"1\""))
    );
    assert!(one.odata.as_type::<City>().is_some());
    let next = Wire::answering(|request| {
        Some(match below(request).as_str() {
            "places" => V4_01.answer(&json!({"value": [], "@odata.nextLink": "a"})),
            "a" => V4_01.answer(&json!({"value": [], "@nextLink": "b"})),
            _ => V4_01.answer(&json!({"value": []})),
        })
    })
    .await;
    assert!(next.atlas().places().stream().next().await.is_none());
    assert_eq!(next.asked(), ["GET places", "GET a", "GET b"]);
}

/// The names of primitive types, and of others.
#[tokio::test]
async fn json_23_item_08_2_hash_of_a_type_may_be_there_or_not() {
    for (hash, typed) in [("#", "#atlas.City"), ("", "atlas.City")] {
        let row = json!([{
            "@type": typed, "id@type": format!("{hash}Int32"), "id": 7, "name": "Rome", "mayor": "x",
            "founded@type": format!("{hash}Date"), "founded": "-0752-04-21"
        }]);
        let wire = Wire::answering(move |_| Some(V4_01.page(row.clone(), None))).await;
        let page = wire.atlas().places().send().await.expect("a page");
        let city: &City = page.items[0].odata.as_type().expect("a city");
        assert_eq!((city.id, city.mayor.as_deref()), (7, Some("x")), "{typed}");
        assert!(city.odata.undeclared("founded").is_some());
    }
}

#[tokio::test]
async fn json_23_item_08_4_target_of_a_deleted_link_may_be_there_or_not() {
    crate::delta::deleted_link_to_one(V4_01, Some("places(2)")).await;
    crate::delta::deleted_link_to_one(V4_01, None).await;
}

#[tokio::test]
async fn json_23_item_08_5_accepts_decimals_without_end() {
    for (text, number) in [
        ("INF", Decimal::INFINITY),
        ("-INF", Decimal::NEG_INFINITY),
        ("NaN", Decimal::NAN),
    ] {
        let animal = animal(V4_01, json!({ "price": text }))
            .await
            .expect("a number");
        assert_eq!(animal.price, Some(number));
    }
}

/// The whole related entities, and what changed of them.
#[tokio::test]
async fn json_23_item_08_6_accepts_related_entities_in_a_delta() {
    let rows = json!([{
        "@id": "places(1)", "id": 1, "name": "Roma",
        "capital": {"id": 2, "name": "Bern"},
        "sights@delta": [{"street": "A", "number": 1, "stars": 5}, {"@removed": {"reason": "deleted"}, "@id": "x"}]
    }, {
        "@id": "places(3)", "id": 3, "name": "Oslo", "sights": [{"street": "B", "number": 2}]
    }]);
    let seen = crate::delta::delta_of(V4_01, rows).await;
    let [Delta::Changed(one), Delta::Changed(other)] = &seen[..] else {
        panic!("{seen:?}");
    };
    let capital = one.capital.as_ref().expect("a related entity");
    assert_eq!(capital.name, "Bern");
    let changed = one.odata.undeclared("sights@delta").expect("what changed");
    assert!(changed.text().contains("@removed"), "{}", changed.text());
    let sights = other.sights.as_ref().expect("related entities");
    assert_eq!((sights.len(), sights[0].number), (1, 2));
}

#[tokio::test]
async fn json_23_item_08_7_accepts_decimals_with_exponents() {
    for (text, plain) in [("1.5e3", "1500"), ("-2E-3", "-0.002"), ("\"12e+1\"", "120")] {
        let body = format!(
            r#"{{"value": [{{"id": "00000000-0000-0000-0000-000000000001", "flag": true, "price": {text}}}]}}"#
        );
        let canned: Canned = V4_01.answer(&json!({})).body(body);
        let wire = Wire::answering(move |_| Some(canned.clone())).await;
        let page = wire.zoo().animals().send().await.expect("a page");
        let expected: Decimal = plain.parse().expect("a number");
        assert_eq!(page.items[0].price, Some(expected), "{text}");
    }
}
