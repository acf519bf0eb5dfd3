//! JSON Format, 23: conforming producers, which a client is of the payloads that it sends.

use odata::{Changes, Decimal, Null, ProtocolVersion};
use odata_mock::{Canned, SeenRequest};
use odata_tests::atlas::{Atlas, City, Kind, Place, Position};
use odata_tests::zoo::{Animal, Colour, Food};
use serde_json::json;

use crate::wire::Version::V4_0;
use crate::wire::{Wire, sent};

/// What is sent when a city is inserted, changed, and changed once more after it was read with all that belongs to it.
async fn city_requests() -> Vec<SeenRequest> {
    let wire = Wire::answering(|request| {
        Some(match request.method.as_str() {
            "GET" => V4_0.answer(&json!({
                "@odata.type": "#atlas.City", "@odata.etag": "\"1\"", "@odata.id": "places(1)", "id": 1, "name": "a",
                "sights": [{"street": "A", "number": 1}], "capital": {"id": 2, "name": "b"}
            })),
            _ => Canned::status(204),
        })
    })
    .await;
    let cities = wire.atlas().places().cast::<City>();
    let at = Changes::new()
        .set(Position::LATITUDE, 1.0)
        .set(Position::LONGITUDE, 2.0);
    let all = Changes::new()
        .set(City::ID, 1)
        .set(City::NAME, "Rome")
        .set(City::CODE, Null)
        .set(City::KIND, Kind::City)
        .set(City::SEAL, odata::Binary::from(vec![1, 2]))
        .set(City::AT, at.clone())
        .set(City::OUTLINE, vec![at])
        .set(City::NAMES, vec!["Roma", "Rome"])
        .set(City::MAYOR, "x");
    cities.insert(&all).send().await.ok();
    cities.by_key(1).update(&all).send().await.expect("done");
    let read = cities.by_key(1).send().await.expect("a city");
    cities
        .by_entity(&read)
        .update(&all)
        .send()
        .await
        .expect("done");
    let mut requests = wire.service.requests();
    requests.retain(|request| request.method != "GET");
    assert_eq!(requests.len(), 3);
    requests
}

/// Every name that begins with `@`, or has one, on every level.
fn control_information(json: &serde_json::Value, found: &mut Vec<String>) {
    match json {
        serde_json::Value::Object(members) => {
            for (name, value) in members {
                if let Some((_, term)) = name.split_once('@') {
                    found.push(term.to_owned());
                }
                control_information(value, found);
            }
        }
        serde_json::Value::Array(items) => {
            for item in items {
                control_information(item, found);
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn json_23_item_09_1_keeps_the_prefix() {
    let mut found = Vec::new();
    for request in city_requests().await {
        control_information(&sent(&request), &mut found);
        let media_type = request.header("content-type").expect("a body");
        assert_eq!(media_type, "application/json");
        let accept = request.header("accept").expect("a format");
        assert_eq!(accept, "application/json;odata.metadata=minimal");
        assert_eq!(request.header("odata-version"), Some("4.0"));
    }
    assert!(!found.is_empty());
    assert!(
        found.iter().all(|term| term.starts_with("odata.")),
        "{found:?}"
    );
}

#[tokio::test]
async fn json_23_item_09_2_keeps_the_hash_of_a_type() {
    let bodies = city_requests().await;
    let types: Vec<_> = bodies
        .iter()
        .filter_map(|request| sent(request)["@odata.type"].as_str().map(str::to_owned))
        .collect();
    assert!(!types.is_empty());
    assert!(types.iter().all(|name| name == "#atlas.City"), "{types:?}");
}

/// Only what is set is sent, and a navigation property cannot be set.
#[tokio::test]
async fn json_23_item_09_3_sends_no_related_entities() {
    for request in city_requests().await {
        let body = sent(&request);
        let names: Vec<&String> = body.as_object().expect("an object").keys().collect();
        assert!(names.len() >= 9, "{names:?}");
        for navigation in [Place::SIGHTS.name(), Place::CAPITAL.name()] {
            assert!(
                !names
                    .iter()
                    .any(|name| name.split('@').next() == Some(navigation)),
                "{names:?}"
            );
        }
    }
}

async fn animal_sent(changes: Changes<Animal>) -> Result<String, odata::Error> {
    let wire = Wire::answering(|_| Some(Canned::status(204))).await;
    let key = odata::Guid::from([0; 16]);
    wire.zoo()
        .animals()
        .by_key(key)
        .update(&changes)
        .send()
        .await?;
    let body = wire.service.requests().remove(0).body;
    Ok(String::from_utf8(body.to_vec()).expect("text"))
}

#[tokio::test]
async fn json_23_item_09_4_writes_decimals_plainly() {
    for (text, plain) in [
        ("1e20", "100000000000000000000"),
        ("-1.50E-9", "-0.0000000015"),
        (
            "79228162514264337593543950335.1",
            "79228162514264337593543950335.1",
        ),
    ] {
        let price: Decimal = text.parse().expect("a number");
        let body = animal_sent(Changes::new().set(Animal::PRICE, price))
            .await
            .expect("sent");
        let written = body
            .strip_prefix(r#"{"price":"#)
            .and_then(|rest| rest.strip_suffix('}'));
        let written = written.expect("a number");
        assert!(!written.contains(['e', 'E', '"']), "{written}");
        let expected: Decimal = plain.parse().expect("a number");
        assert_eq!(written.parse(), Ok(expected), "{body}");
    }
}

/// A single or a double may be without end; nothing else may.
#[tokio::test]
async fn json_23_item_09_7_writes_no_decimal_without_end() {
    let doubles = Changes::new()
        .set(Animal::F64, f64::INFINITY)
        .set(Animal::F32, f32::NAN);
    assert_eq!(
        animal_sent(doubles).await.expect("sent"),
        r#"{"f64":"INF","f32":"NaN"}"#
    );
    for endless in [Decimal::INFINITY, Decimal::NEG_INFINITY, Decimal::NAN] {
        let changes = [
            Changes::new().set(Animal::PRICE, endless.clone()),
            Changes::new().set(Animal::PRICE, Some(endless)),
        ];
        for changes in changes {
            let error = animal_sent(changes).await.expect_err("only 4.01 has it");
            assert!(error.is_refused(), "{error}");
            assert!(error.to_string().contains("`price`"), "{error}");
        }
    }
}

/// A payload with every kind of value is one that 4.0 has.
#[tokio::test]
async fn json_23_item_09_generates_payloads_of_4_0() {
    let food = Changes::new()
        .set(Food::NAME, "hay")
        .set(Food::PARTS, Vec::<Changes<Food>>::new());
    let changes = Changes::new()
        .set(Animal::FLAG, true)
        .set(Animal::I64, i64::MIN)
        .set(Animal::PRICE, 5)
        .set(Animal::TEXT, "\u{7}\"")
        .set(Animal::BYTES, odata::Binary::from(vec![0xfb, 0xff]))
        .set(
            Animal::NAPS,
            "PT1H".parse::<odata::Duration>().expect("a span"),
        )
        .set(Animal::COLOURS, vec![Colour::Red, Colour::Green])
        .set(Animal::EATS, food)
        .set(Animal::NUMBERS, vec![Some(1), None]);
    let body = animal_sent(changes).await.expect("sent");
    let read: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(
        read,
        json!({
            "flag": true, "i64": i64::MIN, "price": 5, "text": "\u{7}\"", "bytes": "-_8=", "naps": "PT1H",
            "colours": ["Red", "Green"], "eats": {"name": "hay", "parts": []}, "numbers": [1, null]
        })
    );
}

/// A service whose metadata says 4.01, or of which the program says so, is sent what 4.01 has; no other is.
#[tokio::test]
async fn json_23_item_10_generates_payloads_of_4_01() {
    let wire = Wire::answering(|_| Some(Canned::status(204))).await;
    for (version, said) in [
        (ProtocolVersion::V4_0, "4.0"),
        (ProtocolVersion::V4_01, "4.01"),
    ] {
        let atlas = Atlas::builder().base_url(wire.server.url());
        let atlas = atlas.protocol_version(version).build().expect("a client");
        let changes = Changes::new().bind(City::CAPITAL, atlas.places().by_key(2));
        let city = atlas.places().by_key(1).cast::<City>();
        city.update(&changes).send().await.expect("done");
        let request = wire.service.requests().pop().expect("a request");
        assert_eq!(request.header("odata-version"), Some(said));
        let url = format!("{}places(2)", wire.server.url());
        let wanted = match version {
            ProtocolVersion::V4_01 => json!({"capital": {"@id": url}}),
            _ => json!({"capital@odata.bind": url}),
        };
        assert_eq!(sent(&request), wanted);
    }
}
