//! How the answers are read.

use futures_util::TryStreamExt;
use odata::Service;
use odata_mock::Canned;
use odata_tests::atlas::{City, Picture, Place, Position};
use serde_json::json;

use super::{answering, text};

#[tokio::test]
async fn values_of_properties() {
    let (atlas, _) = answering(vec![
        (
            "places(7)/name",
            Canned::json(&json!({"@odata.context": "x", "value": "Rome"})),
        ),
        ("places(7)/code", Canned::status(204)),
        ("places(7)/id", Canned::status(204)),
        (
            "places(8)/code",
            Canned::json(&json!({"@odata.context": "$metadata#Edm.Null", "@odata.null": true})),
        ),
        (
            "places(9)/code",
            Canned::json(&json!({"@odata.context": "x"})),
        ),
        (
            "places(9)/name",
            Canned::json(&json!({"@odata.context": "x"})),
        ),
        (
            "places(7)/at",
            Canned::json(
                &json!({"@odata.context": "x", "latitude": 1.5, "longitude": 2, "value": 3}),
            ),
        ),
        ("places(8)/at", Canned::status(204)),
        (
            "places(7)/names",
            Canned::json(&json!({"value": ["a", "b"]})),
        ),
        (
            "places(8)/names",
            Canned::json(&json!({"value": ["a"], "@odata.nextLink": "names?$skiptoken=1"})),
        ),
        (
            "places(8)/names?$skiptoken=1",
            Canned::json(&json!({"value": ["b"]})),
        ),
        (
            "places(7)/outline?$top=1",
            Canned::json(&json!({"value": [{"latitude": 1, "longitude": 2}]})),
        ),
    ]);
    let place = |id: i32| atlas.places().by_key(id);
    let name = place(7).property(Place::NAME).send().await;
    assert_eq!(name.expect("a name"), "Rome");
    for id in [7, 8, 9] {
        let code = place(id).property(Place::CODE).send().await;
        assert_eq!(code.expect("no code"), None, "{id}");
    }
    for error in [
        place(7)
            .property(Place::ID)
            .send()
            .await
            .expect_err("never null"),
        place(9)
            .property(Place::ID)
            .send()
            .await
            .expect_err("no such"),
    ] {
        assert!(error.is_decode() || error.is_not_found(), "{error}");
    }
    let error = place(9).property(Place::NAME).send().await;
    let error = error.expect_err("no value").to_string();
    assert!(error.contains("there is no `value`"), "{error}");
    let at = place(7).property(Place::AT).send().await.expect("a value");
    let at = at.expect("no null");
    assert_eq!((at.latitude, at.longitude), (1.5, 2.0));
    assert!(at.odata.undeclared("value").is_some());
    let none = place(8).property(Place::AT).send().await;
    assert!(none.expect("a null").is_none());
    let names = place(7).property(Place::NAMES).send().await;
    assert_eq!(names.expect("names"), ["a", "b"]);
    let error = place(8).property(Place::NAMES).send().await;
    let error = error.expect_err("two pages").to_string();
    assert!(error.contains("`stream` reads all of them"), "{error}");
    let all: Vec<String> = place(8)
        .property(Place::NAMES)
        .stream()
        .try_collect()
        .await
        .expect("both pages");
    assert_eq!(all, ["a", "b"]);
    let outline = place(7).items(Place::OUTLINE).top(1).send().await;
    assert_eq!(outline.expect("one").items[0].longitude, 2.0);
}

#[tokio::test]
async fn raw_values_and_streams() {
    let (atlas, service) = answering(vec![
        ("places(7)/name/$value", text("\u{feff}Rome\n")),
        ("places(7)/code/$value", Canned::status(204)),
        (
            "places(7)/seal/$value",
            Canned::status(200).body(vec![0xff, 0, 1]),
        ),
        (
            "pictures(1)/$value",
            Canned::status(200)
                .header("content-type", "image/png")
                .header("etag", "\"7\"")
                .body(vec![7; 1000])
                .in_pieces(100, std::time::Duration::ZERO),
        ),
        ("places(7)/anthem", Canned::status(204)),
        (
            "pictures(2)/$value",
            Canned::status(200).body(vec![7; 1000]).cut_after(10),
        ),
    ]);
    let place = atlas.places().by_key(7);
    let name = place.property(Place::NAME).raw().text().await;
    assert_eq!(name.expect("text").as_deref(), Some("Rome\n"));
    let code = place.property(Place::CODE).raw().text().await;
    assert_eq!(code.expect("nothing"), None);
    let seal = place.property(Place::SEAL).raw();
    let bytes = seal.bytes().await.expect("bytes").expect("some");
    assert_eq!(&bytes[..], [0xff, 0, 1]);
    assert!(seal.text().await.expect_err("no text").is_decode());
    let picture = atlas.pictures().by_key(1).media().accept("image/png");
    let body = picture.open().await.expect("an answer").expect("a picture");
    assert_eq!(body.content_type(), Some("image/png"));
    assert_eq!(body.etag(), Some("\"7\""));
    let pieces: Vec<bytes::Bytes> = body.try_collect().await.expect("all pieces");
    assert_eq!((pieces.len(), pieces.concat().len()), (10, 1000));
    let accepted = service.requests();
    let accepted: Vec<_> = accepted.iter().map(|one| one.header("accept")).collect();
    assert_eq!(accepted.last(), Some(&Some("image/png")));
    assert_eq!(accepted.first(), Some(&Some("*/*")));
    let anthem = place.stream(Place::ANTHEM).open().await;
    assert!(anthem.expect("an answer").is_none());
    let broken = atlas.pictures().by_key(2).media();
    let mut body = broken.open().await.expect("an answer").expect("a picture");
    let mut read = Ok(bytes::Bytes::new());
    while let (Ok(_), Some(piece)) = (&read, body.next().await) {
        read = piece;
    }
    let error = read.expect_err("broken off");
    assert!(error.to_string().contains("pictures(2)/$value"), "{error}");
    let unreadable = atlas.pictures().by_key(1).media().accept("a\nb");
    assert!(
        unreadable
            .bytes()
            .await
            .expect_err("no header")
            .is_refused()
    );
    let missing = atlas.pictures().by_key(3).media().open().await;
    assert!(missing.expect_err("none").is_not_found());
}

/// The bytes of a stream do not count against the largest answer; those that are held in memory do.
#[tokio::test]
async fn a_stream_may_be_longer_than_an_answer() {
    let service = odata_mock::MockService::from_csdl(super::ATLAS)
        .expect("a model")
        .intercept(|_| Some(Canned::status(200).body(vec![1; 5000])));
    let atlas = odata_tests::atlas::Atlas::builder()
        .base_url(service.url())
        .transport(service.transport())
        .max_response_bytes(1000)
        .build()
        .expect("a client");
    let media = atlas.pictures().by_key(1).media();
    assert!(media.bytes().await.expect_err("too long").is_decode());
    let body = media.open().await.expect("an answer").expect("a picture");
    let pieces: Vec<bytes::Bytes> = body.try_collect().await.expect("all of it");
    assert_eq!(pieces.concat().len(), 5000);
}

#[tokio::test]
async fn numbers() {
    let (atlas, service) = answering(vec![
        ("places/$count", text("\u{feff}42")),
        ("zones/$count", text(" 0\r\n")),
        ("pictures/$count", text("many")),
    ]);
    assert_eq!(atlas.places().total().send().await.expect("a number"), 42);
    assert_eq!(atlas.zones().total().send().await.expect("a number"), 0);
    let error = atlas
        .pictures()
        .total()
        .send()
        .await
        .expect_err("no number");
    assert!(
        error.to_string().contains("the service answered `many`"),
        "{error}"
    );
    assert_eq!(
        service.requests()[0].header("accept"),
        Some("text/plain,*/*;q=0.5")
    );
}

#[tokio::test]
async fn references_and_what_they_lead_to() {
    let (atlas, _) = answering(vec![
        (
            "places/$ref",
            Canned::json(&json!({
                "@odata.context": "$metadata#Collection($ref)",
                "value": [{"@odata.id": "places(1)"}, {"@id": "places(2)"}],
                "@odata.nextLink": "$ref?$skiptoken=1"
            })),
        ),
        (
            "places/$ref?$skiptoken=1",
            Canned::json(&json!({"value": [{"@odata.id": "places(3)"}]})),
        ),
        (
            "zones/$ref",
            Canned::json(&json!({"value": [{"name": "x"}]})),
        ),
        (
            "places(1)/capital/$ref",
            Canned::json(&json!({"@odata.context": "$metadata#$ref", "@odata.id": "places(2)"})),
        ),
        ("places(2)/capital/$ref", Canned::status(204)),
        ("places(3)/capital", Canned::status(204)),
        (
            "$entity?$id=places(2)",
            Canned::json(&json!({"@odata.id": "places(2)", "id": 2, "name": "Rome"})),
        ),
        ("places(2)/name", Canned::json(&json!({"value": "Rome"}))),
    ]);
    let mut all = atlas.places().references().stream();
    let mut ids = Vec::new();
    while let Some(reference) = all.next().await {
        ids.push(reference.expect("a reference").id().to_owned());
    }
    assert_eq!(ids, ["places(1)", "places(2)", "places(3)"]);
    let error = atlas.zones().references().send().await;
    let error = error.expect_err("no reference").to_string();
    assert!(error.contains("there is no `@odata.id`"), "{error}");
    let capital = |id: i32| atlas.places().by_key(id).navigate(Place::CAPITAL);
    let none = capital(2).reference().send().await;
    assert_eq!(none.expect("an answer"), None);
    let reference = capital(1).reference().send().await.expect("an answer");
    let reference = reference.expect("a capital");
    let rome = atlas.client().entity(&reference).send().await;
    let rome = rome.expect("an entity");
    assert_eq!(
        (rome.name.as_str(), rome.odata.id()),
        ("Rome", Some("places(2)"))
    );
    let name = reference.at(atlas.client()).expect("a URL");
    assert_eq!(
        name.property(Place::NAME).send().await.expect("a name"),
        "Rome"
    );
    // A navigation property that leads to nothing is no error.
    let none = capital(3).send_optional().await;
    assert_eq!(none.expect("an answer"), None);
    let missing = atlas.client().entity::<Place>("places(9)");
    assert!(missing.send_optional().await.expect("an answer").is_none());
}

#[tokio::test]
async fn rows_of_a_join() {
    let (atlas, _) = answering(vec![
        (
            "$crossjoin(places,pictures)?$expand=places,pictures",
            Canned::json(&json!({
                "@odata.context": "$metadata#Collection(Edm.ComplexType)",
                "value": [{
                    "places": {"id": 7, "name": "Rome"},
                    "pictures@odata.navigationLink": "pictures(1)",
                    "pictures": {"id": 1, "place": 7}
                }],
                "@odata.nextLink": "$crossjoin(places,pictures)?$skiptoken=1"
            })),
        ),
        (
            "$crossjoin(places,pictures)?$skiptoken=1",
            Canned::json(&json!({"value": [{
                "places": {"@odata.type": "#atlas.City", "id": 8, "name": "Bern", "mayor": "x"},
                "pictures": {"id": 2}
            }]})),
        ),
    ]);
    let joined = atlas.client().crossjoin((atlas.places(), atlas.pictures()));
    let rows: Vec<(Place, Picture)> = joined.stream().try_collect().await.expect("rows");
    let names = rows.iter().map(|(place, _)| place.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["Rome", "Bern"]);
    assert_eq!((rows[0].1.place, rows[1].1.id), (Some(7), 2));
    let city: &City = rows[1].0.odata.as_type().expect("a city");
    assert_eq!(city.mayor.as_deref(), Some("x"));
}

#[tokio::test]
async fn parts_of_the_rows_of_a_join() {
    let (atlas, _) = answering(vec![(
        "$crossjoin(places,pictures)?$expand=places($select=name,code),pictures($select=id)",
        Canned::json(&json!({"value": [
            {"places": {"name": "Rome"}, "pictures": {"id": 1}},
            {"places": {"name": "Bern", "code": "BE"}}
        ]})),
    )]);
    let joined = atlas
        .client()
        .crossjoin((atlas.places(), atlas.pictures()))
        .select(((Place::NAME, Place::CODE), Picture::ID));
    let mut rows = joined.stream();
    rows.next().await.expect("a row").expect("a whole one");
    let error = rows.next().await.expect("a row").expect_err("half a row");
    assert_eq!(error.payload_path(), Some("value[1].pictures"), "{error}");
    let (atlas, _) = answering(vec![(
        "$crossjoin(places,pictures)?$expand=places($select=name,code),pictures($select=id)",
        Canned::json(&json!({"value": [{"places": {"name": "Rome"}, "pictures": {"id": 1}}]})),
    )]);
    let joined = atlas
        .client()
        .crossjoin((atlas.places(), atlas.pictures()))
        .select(((Place::NAME, Place::CODE), Picture::ID));
    let rows: Vec<((String, Option<String>), i32)> = joined.send().await.expect("a page").items;
    assert_eq!(rows, [(("Rome".to_owned(), None), 1)]);
}

#[tokio::test]
async fn entities_of_any_type() {
    let (atlas, _) = answering(vec![(
        "$all",
        Canned::json(&json!({"value": [
            {"@odata.type": "#atlas.City", "@odata.id": "places(8)", "@odata.etag": "\"1\"",
             "id": 8, "name": "Bern", "mayor": "x", "at": {"latitude": 1, "longitude": 2}},
            {"@odata.type": "#atlas.Zone", "name": "z"},
            {"@odata.type": "#atlas.Place", "name": "no id"},
            {"name": "of no type"}
        ]})),
    )]);
    let all = atlas.client().all().send().await.expect("a page").items;
    assert_eq!(all.len(), 4);
    assert_eq!(all[0].odata.type_name(), Some("atlas.City"));
    assert_eq!(all[0].odata.id(), Some("places(8)"));
    assert_eq!(
        all[0].odata.undeclared("mayor").map(|json| json.text()),
        Some("\"x\"")
    );
    let place: Place = all[0].read_as().expect("a place").expect("one that fits");
    assert_eq!(place.name, "Bern");
    let at: &Position = place.at.as_ref().expect("a position");
    assert_eq!(at.longitude, 2.0);
    let city: &City = place.odata.as_type().expect("a city");
    assert_eq!(city.mayor.as_deref(), Some("x"));
    assert!(all[0].read_as::<City>().is_some());
    assert!(all[0].read_as::<Picture>().is_none());
    assert!(all[1].read_as::<Place>().is_none());
    assert!(all[2].read_as::<Place>().expect("a place").is_err());
    assert!(all[3].read_as::<Place>().is_none());
}

/// A link that is not below the root is none of the service's, unless it leads to bytes; those get no credential there.
#[tokio::test]
async fn links_that_lead_elsewhere_are_not_followed() {
    let row = json!({
        "@odata.editLink": "https://internal.contoso.com/api/places(7)", "@odata.readLink": "/other/places(7)",
        "id": 7, "name": "Rome",
        "sights@odata.navigationLink": "https://user@elsewhere.contoso.com/api/sights",
        "anthem@odata.mediaReadLink": "http://blobs.contoso.com/anthem7"
    });
    let (atlas, service) = answering(vec![
        ("places", Canned::json(&json!({ "value": [row] }))),
        ("places(7)", Canned::json(&json!({"id": 7, "name": "Rome"}))),
    ]);
    let place = atlas.places().send().await.expect("a page").items.remove(0);
    let known = atlas.places().by_entity(&place);
    known.send().await.expect("an entity");
    assert_eq!(service.requests().len(), 2);
    let sights = known.navigate(Place::SIGHTS).url().expect("a URL");
    assert!(
        sights.as_str().ends_with("/api/places(7)/sights"),
        "{sights}"
    );
    let anthem = known.stream(Place::ANTHEM).url().expect("a URL");
    assert_eq!(anthem.as_str(), "http://blobs.contoso.com/anthem7");
    // From https to http nothing is followed.
    let safe = odata_tests::atlas::Atlas::builder()
        .transport(odata_tests::offline::Offline)
        .build()
        .expect("a client");
    let anthem = safe.places().by_entity(&place).stream(Place::ANTHEM).url();
    assert_eq!(
        anthem.expect("a URL").as_str(),
        "https://atlas.contoso.com/odata/places(7)/anthem"
    );
}
