//! JSON Format, 23: conforming consumers.

use odata::{Changes, Date, Decimal, Duration, TimeOfDay};
use odata_mock::Canned;
use odata_tests::atlas::{City, Kind, Place, Sight};
use odata_tests::zoo::{Animal, Colour};
use serde_json::{Value as Json, json};

use crate::wire::Version::{self, V4_0, V4_01};
use crate::wire::{Wire, below};

/// The places of a service that sends this text.
async fn places(version: Version, media_type: &'static str, body: &'static str) -> Vec<Place> {
    let canned = version
        .answer(&json!({}))
        .body(body)
        .header("content-type", media_type);
    let wire = Wire::answering(move |_| Some(canned.clone())).await;
    wire.atlas().places().send().await.expect("a page").items
}

const JSON: &str = "application/json";

pub(crate) async fn place(version: Version, body: &'static str) -> Place {
    places(version, JSON, body).await.remove(0)
}

/// The only animal of a service.
pub(crate) async fn animal(version: Version, row: Json) -> odata::Result<Animal> {
    let mut row = row;
    row["id"] = json!("00000000-0000-0000-0000-000000000001");
    row["flag"] = json!(true);
    let wire = Wire::answering(move |_| Some(version.page(json!([row]), None))).await;
    Ok(wire.zoo().animals().send().await?.items.remove(0))
}

/// It is asked for, and what is not in it is worked out.
#[tokio::test]
async fn json_23_item_01_understands_minimal_metadata() {
    let page = r##"{"@odata.context":"$metadata#places","value":[
        {"@odata.type":"#atlas.City","id":7,"name":"Rome","kind":"City","mayor":"x"}],"@odata.nextLink":"more"}"##;
    let wire = Wire::answering(move |request| {
        let last = V4_0.page(json!([]), None);
        Some(match below(request).as_str() {
            "places" => V4_0.answer(&json!({})).body(page),
            _ => last,
        })
    })
    .await;
    let mut rows = wire.atlas().places().stream();
    let place = rows.next().await.expect("a row").expect("a place");
    assert_eq!(place.kind, Some(Kind::City));
    assert!(place.odata.as_type::<City>().is_some());
    assert!(rows.next().await.is_none());
    assert_eq!(wire.asked(), ["GET places", "GET more"]);
    let accept = wire.service.requests()[0]
        .header("accept")
        .map(str::to_owned);
    assert_eq!(
        accept.as_deref(),
        Some("application/json;odata.metadata=minimal")
    );
}

#[tokio::test]
async fn json_23_item_02_accepts_full_metadata() {
    let media_type = "application/json;odata.metadata=full;charset=utf-8";
    let body = r##"{
        "@odata.context": "https://atlas.contoso.com/odata/$metadata#places",
        "@odata.metadataEtag": "W/\"m\"", "@odata.count": 1,
        "#atlas.best": {"title": "best", "target": "places/atlas.best"},
        "value": [{
            "@odata.type": "#atlas.Place", "@odata.id": "https://atlas.contoso.com/odata/places(7)",
            "@odata.etag": "W/\"1\"", "@odata.editLink": "places(7)", "@odata.readLink": "places(7)",
            "id@odata.type": "#Int32", "id": 7, "name": "Rome",
            "seal@odata.type": "#Binary", "seal": "AQI",
            "at": {"@odata.type": "#atlas.Position", "latitude@odata.type": "#Double", "latitude": 1, "longitude": 2,
                   "zone@odata.navigationLink": "places(7)/at/zone"},
            "outline@odata.type": "#Collection(atlas.Position)", "outline": [],
            "anthem@odata.mediaReadLink": "places(7)/anthem", "anthem@odata.mediaContentType": "audio/ogg",
            "anthem@odata.mediaEditLink": "places(7)/anthem", "anthem@odata.mediaEtag": "\"2\"",
            "sights@odata.associationLink": "places(7)/sights/$ref", "sights@odata.navigationLink": "places(7)/sights",
            "#atlas.distance": {"title": "distance", "target": "places(7)/atlas.distance"}
        }]
    }"##;
    let place = places(V4_0, media_type, body).await.remove(0);
    assert_eq!((place.id, place.name.as_str()), (7, "Rome"));
    assert_eq!(place.seal.map(|seal| seal.to_vec()), Some(vec![1, 2]));
    assert_eq!(
        place.odata.id(),
        Some("https://atlas.contoso.com/odata/places(7)")
    );
    assert_eq!(place.odata.etag(), Some("W/\"1\""));
    assert_eq!(place.odata.all_undeclared().count(), 0);
    assert!(place.sights.is_none());
}

/// Each primitive type, enumerations, complex values, collections of all of these, geography, untyped values.
#[tokio::test]
async fn json_23_item_03_receives_all_types() {
    let point = json!({"type": "Point", "coordinates": [1.5, 2]});
    let row = json!({
        "u8": 255, "i8": -128, "i16": -32768, "i32": 2147483647, "i64": 9007199254740993_i64, "f32": 1.5, "f64": 1e300,
        "price": 1.50, "weight": "12345678901234567890.123", "text": "a\"\u{1F600}\n", "bytes": "-_8=", "born": "-0044-03-15",
        "feedsAt": "23:59:59.999999999999", "naps": "-P1DT2H3M4.5S", "seen": "2026-01-31T23:59:60.5+14:00",
        "place": point, "anything": [1, {"a": null}], "colour": "Red", "colours": ["Green", "Mauve"],
        "eats": {"name": "grass", "instead": {"name": "hay"}, "parts": []}, "also": [{"name": "leaf", "parts": []}],
        "numbers": [1, null, 3]
    });
    let mut row = row;
    row["seen"] = json!("2026-01-31T23:59:59.5+14:00");
    let animal = animal(V4_0, row).await.expect("an animal");
    assert_eq!(
        (animal.u8, animal.i8, animal.i16),
        (Some(255), Some(-128), Some(-32768))
    );
    assert_eq!(
        (animal.i32, animal.i64),
        (Some(2147483647), Some(9007199254740993))
    );
    assert_eq!((animal.f32, animal.f64), (Some(1.5), Some(1e300)));
    assert_eq!(animal.price, Some("1.5".parse().expect("a number")));
    let weight: Decimal = "12345678901234567890.123".parse().expect("a number");
    assert_eq!(animal.weight, Some(weight));
    assert_eq!(animal.text.as_deref(), Some("a\"\u{1F600}\n"));
    assert_eq!(
        animal.bytes.map(|bytes| bytes.to_vec()),
        Some(vec![0xfb, 0xff])
    );
    let born: Date = "-0044-03-15".parse().expect("a date");
    let feeds_at: TimeOfDay = "23:59:59.999999999999".parse().expect("a time");
    let naps: Duration = "-P1DT2H3M4.5S".parse().expect("a span");
    assert_eq!(
        (animal.born, animal.feeds_at, animal.naps),
        (Some(born), Some(feeds_at), Some(naps))
    );
    let seen = animal.seen.expect("a moment");
    assert_eq!(seen.to_string(), "2026-01-31T23:59:59.5+14:00");
    let place = animal.place.expect("a point");
    assert_eq!(place.text(), r#"{"coordinates":[1.5,2],"type":"Point"}"#);
    assert_eq!(
        animal
            .anything
            .map(|json| json.text().to_owned())
            .as_deref(),
        Some(r#"[1,{"a":null}]"#)
    );
    assert_eq!(animal.colour, Some(Colour::Red));
    assert_eq!(
        animal.colours,
        [Colour::Green, Colour::Other("Mauve".into())]
    );
    let eats = animal.eats.expect("food");
    assert_eq!(
        eats.instead.as_ref().map(|food| food.name.as_str()),
        Some("hay")
    );
    assert_eq!(
        (animal.also[0].name.as_str(), animal.numbers),
        ("leaf", vec![Some(1), None, Some(3)])
    );
}

/// What a service says of where things are counts, not what would follow from keys and names.
#[tokio::test]
async fn json_23_item_04_interprets_control_information() {
    for version in [V4_0, V4_01] {
        let (of, said) = (
            |name: &str, term: &str| version.of(name, term),
            move |term: &str| version.control(term),
        );
        let row = json!({
            said("type"): "#atlas.City", said("id"): "urn:places:7", said("etag"): "W/\"7\"",
            said("readLink"): "reading/places(7)", said("editLink"): "editing/places(7)",
            "id": 7, "name": "Rome", "mayor": "x",
            "founded": "-0752-04-21", of("founded", "type"): "#Date",
            of("sights", "navigationLink"): "sights-of/7", of("sights", "associationLink"): "sights-of/7/$ref",
            of("anthem", "mediaReadLink"): "media/anthem7", of("anthem", "mediaEditLink"): "media/edit7",
            of("anthem", "mediaContentType"): "audio/ogg", of("anthem", "mediaEtag"): "\"m\"",
            of("names", "nextLink"): "places(7)/names?$skiptoken=1"
        });
        let picture = json!({"id": 1, said("mediaReadLink"): "media/picture1", said("mediaContentType"): "image/png"});
        let wire = Wire::answering(move |request| {
            let page = |row: &Json| {
                json!({ said("context"): "$metadata#x", said("count"): 3, "value": [row], said("nextLink"): "next" })
            };
            Some(match below(request).as_str() {
                "places" => version.answer(&page(&row)),
                "pictures" => version.answer(&page(&picture)),
                "reading/places(7)" => version.answer(&row),
                "sights-of/7" => version.page(json!([{"street": "A", "number": 1}]), None),
                "sights-of/7/$ref" => version.page(json!([{said("id"): "x"}]), None),
                "media/anthem7" | "media/picture1" => Canned::status(200).body("bytes"),
                "editing/places(7)" => Canned::status(204),
                _ => return None,
            })
        })
        .await;
        let atlas = wire.atlas();
        let page = atlas.places().send().await.expect("a page");
        assert_eq!(
            (page.count, page.next_link.as_deref()),
            (Some(3), Some("next"))
        );
        assert_eq!(page.context.as_deref(), Some("$metadata#x"));
        let place = &page.items[0];
        let extras = &place.odata;
        assert!(extras.as_type::<City>().is_some());
        assert_eq!(
            (extras.id(), extras.etag()),
            (Some("urn:places:7"), Some("W/\"7\""))
        );
        assert_eq!(extras.type_of("founded"), Some("Date"));
        assert_eq!(
            extras.next_link("names"),
            Some("places(7)/names?$skiptoken=1")
        );
        assert_eq!(extras.association_link("sights"), Some("sights-of/7/$ref"));
        let anthem = extras.stream("anthem").expect("bytes");
        assert_eq!(
            (anthem.edit_link, anthem.content_type, anthem.etag),
            (Some("media/edit7"), Some("audio/ogg"), Some("\"m\""))
        );
        let known = atlas.places().by_entity(place);
        known.send().await.expect("an entity");
        let changes = Changes::new().set(Place::NAME, "Roma");
        known.update(&changes).send().await.expect("done");
        known.delete().send().await.expect("done");
        let sights = known.navigate(Place::SIGHTS);
        assert_eq!(sights.send().await.expect("a page").items.len(), 1);
        assert_eq!(
            sights
                .references()
                .send()
                .await
                .expect("references")
                .items
                .len(),
            1
        );
        let anthem = known.stream(Place::ANTHEM).text().await;
        assert_eq!(anthem.expect("bytes").as_deref(), Some("bytes"));
        let picture = atlas
            .pictures()
            .send()
            .await
            .expect("a page")
            .items
            .remove(0);
        assert_eq!(
            picture.odata.media().and_then(|media| media.content_type),
            Some("image/png")
        );
        atlas
            .pictures()
            .by_entity(&picture)
            .media()
            .bytes()
            .await
            .expect("bytes");
        assert_eq!(
            wire.asked(),
            [
                "GET places",
                "GET reading/places(7)",
                "PATCH editing/places(7)",
                "DELETE editing/places(7)",
                "GET sights-of/7",
                "GET sights-of/7/$ref",
                "GET media/anthem7",
                "GET pictures",
                "GET media/picture1",
            ]
        );
        let changed = &wire.service.requests()[2];
        assert_eq!(changed.header("if-match"), Some("W/\"7\""));
    }
}

#[tokio::test]
async fn json_23_item_05_accepts_unknown_annotations() {
    let body = r##"{
        "@odata.context": "$metadata#places", "@com.contoso.kind": "VIPs", "@odata.future": {"a": [1]}, "@future": null,
        "value@com.contoso.note": 1,
        "value": [{
            "@com.contoso.highlight": true, "@com.contoso.style#qualified": [1], "@odata.future": 1, "@future": "x",
            "id@com.contoso.unit": {"a": 1}, "id": 7, "name": "Rome", "name@com.contoso.style#simple": "b", "name@odata.future": 2,
            "at": {"latitude": 1, "longitude": 2, "@com.contoso.exact": false, "latitude@future": 3},
            "code@com.contoso.why": "an annotation in place of an absent property",
            "names": ["a"], "names@odata.collectionAnnotations": [{"@com.contoso.x": 1}]
        }],
        "@com.contoso.after": 1
    }"##;
    for version in [V4_0, V4_01] {
        let place = place(version, body).await;
        assert_eq!(
            (place.id, place.name.as_str(), &place.code),
            (7, "Rome", &None)
        );
        assert_eq!(place.names, ["a"]);
    }
}

/// Nothing says in which order it comes, and it comes in the worst one.
#[tokio::test]
async fn json_23_item_06_does_not_need_streaming() {
    let body = r##"{
        "value": [{"mayor": "x", "sights": [{"number": 1, "street": "A"}], "sights@odata.count": 9, "name": "Rome", "id": 7,
                   "@odata.etag": "\"1\"", "@odata.type": "#atlas.City"}],
        "@odata.count": 1, "@odata.context": "$metadata#places"
    }"##;
    let place = place(V4_0, body).await;
    let city: &City = place.odata.as_type().expect("a city");
    assert_eq!(
        (city.mayor.as_deref(), place.odata.etag()),
        (Some("x"), Some("\"1\""))
    );
    assert_eq!(place.sights.expect("expanded").count(), Some(9));
}

#[tokio::test]
async fn json_23_item_07_1_accepts_the_prefix() {
    let media_type =
        "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=true";
    let body = r##"{"@odata.context": "$metadata#places", "@odata.count": "1", "value": [
        {"@odata.type": "#atlas.City", "@odata.id": "places(7)", "@odata.etag": "\"1\"", "id": 7, "name": "Rome",
         "sights@odata.count": "2", "sights@odata.nextLink": "more"}]}"##;
    let place = places(V4_0, media_type, body).await.remove(0);
    assert_eq!(
        (place.odata.type_name(), place.odata.id()),
        (Some("atlas.City"), Some("places(7)"))
    );
    assert_eq!(place.odata.etag(), Some("\"1\""));
    let sights = place.sights.expect("a link");
    assert_eq!(
        (sights.count(), sights.next_link()),
        (Some(2), Some("more"))
    );
}

#[tokio::test]
async fn json_23_item_07_2_accepts_the_hash_of_a_type() {
    for name in [
        "#atlas.City",
        "https://atlas.contoso.com/odata/$metadata#atlas.City",
    ] {
        let row = json!([{"@odata.type": name, "id": 7, "name": "Rome", "mayor": "x"}]);
        let wire = Wire::answering(move |_| Some(V4_0.page(row.clone(), None))).await;
        let page = wire.atlas().places().send().await.expect("a page");
        let city: &City = page.items[0].odata.as_type().expect("a city");
        assert_eq!(city.mayor.as_deref(), Some("x"), "{name}");
    }
}

#[tokio::test]
async fn json_23_item_07_4_accepts_the_target_of_a_deleted_link() {
    crate::delta::deleted_link_to_one(V4_0, Some("places(2)")).await;
}

#[tokio::test]
async fn json_23_item_07_5_accepts_numbers_without_end() {
    for (text, number) in [("INF", f64::INFINITY), ("-INF", f64::NEG_INFINITY)] {
        let animal = animal(V4_0, json!({"f64": text, "f32": text}))
            .await
            .expect("numbers");
        assert_eq!(
            (animal.f64, animal.f32),
            (Some(number), Some(number as f32))
        );
    }
    let animal = animal(V4_0, json!({"f64": "NaN", "f32": "NaN"}))
        .await
        .expect("numbers");
    assert!(animal.f64.expect("a number").is_nan() && animal.f32.expect("a number").is_nan());
}

#[tokio::test]
async fn json_23_item_07_6_accepts_annotations_before_and_after() {
    let before = r##"{"value": [{"id": 7, "name": "Rome", "sights@odata.count": 2, "sights@odata.nextLink": "more",
        "sights": [{"street": "A", "number": 1}]}]}"##;
    let after = r##"{"value": [{"id": 7, "name": "Rome", "sights": [{"street": "A", "number": 1}],
        "sights@odata.count": 2, "sights@odata.nextLink": "more"}]}"##;
    for body in [before, after] {
        let sights = place(V4_0, body).await.sights.expect("expanded");
        let first: &Sight = &sights[0];
        assert_eq!(
            (first.number, sights.count(), sights.next_link()),
            (1, Some(2), Some("more"))
        );
    }
}
