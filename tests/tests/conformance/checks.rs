//! What both versions of the protocol ask, held against a service that answers in that version.

use odata::{Changes, Extras, FilePart};
use odata_mock::{Canned, MockService};
use odata_tests::atlas::{Atlas, City, Place};
use odata_tests::defender::Defender;
use serde_json::json;

use crate::wire::{Version, Wire, below, sent};

fn created(canned: Canned) -> Canned {
    Canned {
        status: http::StatusCode::CREATED,
        ..canned
    }
}

/// Every kind of request there is, to a service that redirects and pages.
async fn all_kinds_of_requests(version: Version) -> Wire {
    let wire = Wire::answering(move |request| {
        let path = below(request);
        let one = json!({"id": 1, "name": "Rome"});
        Some(match (request.method.as_str(), path.as_str()) {
            ("POST", _) => created(version.answer(&one)),
            ("PATCH" | "DELETE", _) => Canned::status(204),
            (_, "zones") => Canned::status(302).header("location", "elsewhere"),
            (_, "elsewhere") => version.page(json!([]), Some("zones?$skiptoken=1")),
            (_, path) if path.ends_with("$count") => Canned::status(200)
                .header("content-type", "text/plain")
                .body("3"),
            (_, path) if path.ends_with("$value") => Canned::status(200).body("x"),
            (_, path) if path.ends_with("name") => version.answer(&json!({"value": "Rome"})),
            (_, path) if path.contains('(') => version.answer(&one),
            _ => version.page(json!([]), None),
        })
    })
    .await;
    let atlas = wire.atlas();
    let places = atlas.places();
    let place = places.by_key(1);
    places.send().await.expect("a page");
    places
        .filter(Place::NAME.eq("x"))
        .send()
        .await
        .expect("a page");
    places.total().send().await.expect("a number");
    places.references().send().await.expect("references");
    place.send().await.expect("an entity");
    place.property(Place::NAME).send().await.expect("a value");
    place
        .property(Place::NAME)
        .raw()
        .text()
        .await
        .expect("text");
    atlas
        .pictures()
        .by_key(1)
        .media()
        .open()
        .await
        .expect("bytes");
    place
        .call(Place::distance(&Default::default(), None))
        .send()
        .await
        .ok();
    let mut rows = atlas.zones().stream();
    assert!(rows.next().await.is_none());
    let changes = Changes::new().set(Place::NAME, "Roma");
    places.insert(&changes).send().await.expect("an entity");
    place.update(&changes).send().await.expect("done");
    place.delete().send().await.expect("done");
    wire
}

/// Sends a form with a file, and gives the request.
async fn upload(version: Version) -> odata_mock::SeenRequest {
    const DEFENDER: &str = include_str!("../../../specs/defender/metadata.xml");
    let service = MockService::from_csdl(DEFENDER)
        .expect("a model")
        .intercept(move |_| Some(created(version.answer(&json!({"fileName": "a.ps1"})))));
    let wire = Wire::of(service).await;
    let defender = Defender::builder()
        .base_url(wire.server.url())
        .build()
        .expect("a client");
    let file = FilePart::bytes("a.ps1", "echo 1");
    let uploaded = defender.upload_library_file(file).send().await;
    uploaded.expect("an entity");
    wire.service.requests().remove(0)
}

pub(crate) async fn max_version_is_sent(version: Version) {
    let mut requests = all_kinds_of_requests(version).await.service.requests();
    requests.push(upload(version).await);
    assert!(requests.len() > 14, "{}", requests.len());
    for request in &requests {
        assert_eq!(
            request.header("odata-maxversion"),
            Some("4.0"),
            "{} {}",
            request.method,
            request.target
        );
    }
}

pub(crate) async fn bodies_say_what_they_are(version: Version) {
    let mut requests = all_kinds_of_requests(version).await.service.requests();
    requests.push(upload(version).await);
    let mut bodies = Vec::new();
    for request in &requests {
        let media_type = request.header("content-type").map(str::to_owned);
        if request.body.is_empty() {
            assert_eq!(media_type, None, "{} {}", request.method, request.target);
            continue;
        }
        assert_eq!(request.header("odata-version"), Some("4.0"));
        let media_type = media_type.expect("a body has a media type");
        let essence = media_type.split(';').next().map(str::to_owned);
        bodies.push((request.method.to_string(), essence.unwrap_or_default()));
    }
    let body = |method: &str, essence: &str| (method.to_owned(), essence.to_owned());
    assert_eq!(
        bodies,
        [
            body("POST", "application/json"),
            body("PATCH", "application/json"),
            body("POST", "multipart/form-data"),
        ]
    );
}

/// An entity with all that the format has for one.
pub(crate) async fn json_is_read(version: Version) {
    let body = json!([{
        version.control("type"): "#atlas.City",
        version.control("id"): "places(1)",
        version.control("etag"): "W/\"1\"",
        "id": 1, "name": "Rome", "code": null, "kind": "City", "seal": "AQI=",
        "at": {"latitude": 1.5, "longitude": 2, "note": null},
        "outline": [{"latitude": 1, "longitude": 2}, {"latitude": 3, "longitude": 4}],
        "names": ["Roma", "Rome"],
        version.of("sights", "count"): 7,
        "sights": [{"street": "A", "number": 1}],
        version.of("sights", "nextLink"): "places(1)/sights?$skiptoken=1",
        "capital": {"id": 2, "name": "Bern"},
        "mayor": "x"
    }]);
    let wire = Wire::answering(move |_| Some(version.page(body.clone(), None))).await;
    let page = wire.atlas().places().send().await.expect("a page");
    let rome = &page.items[0];
    assert_eq!(
        (rome.id, rome.name.as_str(), &rome.code),
        (1, "Rome", &None)
    );
    assert_eq!(rome.odata.etag(), Some("W/\"1\""));
    assert_eq!(rome.odata.id(), Some("places(1)"));
    assert_eq!(rome.names, ["Roma", "Rome"]);
    let at = rome.at.as_ref().expect("a position");
    assert_eq!((at.latitude, at.longitude), (1.5, 2.0));
    assert_eq!(rome.outline[1].longitude, 4.0);
    let sights = rome.sights.as_ref().expect("expanded");
    assert_eq!((sights.count(), sights[0].number), (Some(7), 1));
    assert_eq!(sights.next_link(), Some("places(1)/sights?$skiptoken=1"));
    let capital = rome.capital.as_ref().expect("expanded");
    assert_eq!(capital.name, "Bern");
    let city: &City = rome.odata.as_type().expect("a city");
    assert_eq!(city.mayor.as_deref(), Some("x"));
    let accept = wire.service.requests()[0]
        .header("accept")
        .map(str::to_owned);
    let accept = accept.expect("a format is asked for");
    assert!(accept.starts_with("application/json"), "{accept}");
}

pub(crate) async fn redirects_are_followed(version: Version) {
    let other =
        Wire::answering(move |_| Some(version.page(json!([{"id": 3, "name": "elsewhere"}]), None)))
            .await;
    let elsewhere = format!("{}places", other.server.url());
    let wire = Wire::answering(move |request| {
        let path = below(request);
        let to =
            |status: u16, location: &str| Some(Canned::status(status).header("location", location));
        match path.as_str() {
            "places(301)" => to(301, "/api/places(302)"),
            "places(302)" => to(302, "places(303)"),
            "places(303)" => to(303, "../api/places(307)"),
            "places(307)" => to(307, "places(308)?x=1"),
            "places(308)" | "places(308)?x=1" => to(308, "places(1)"),
            "places(1)" => Some(version.answer(&json!({"id": 1, "name": "here"}))),
            "places" => to(302, &elsewhere),
            _ => None,
        }
    })
    .await;
    let atlas = Atlas::builder()
        .base_url(wire.server.url())
        .bearer_token("secret")
        .build()
        .expect("a client");
    for status in [301, 302, 303, 307, 308] {
        let place = atlas.places().by_key(status).send().await;
        assert_eq!(place.expect("an entity").name, "here", "{status}");
    }
    let page = atlas.places().send().await.expect("a page");
    assert_eq!(page.items[0].name, "elsewhere");
    assert_eq!(other.service.requests()[0].header("authorization"), None);
    // A circle ends.
    let round = Wire::answering(|_| Some(Canned::status(302).header("location", "places"))).await;
    assert!(
        round
            .atlas()
            .places()
            .send()
            .await
            .expect_err("a circle")
            .is_link()
    );
}

pub(crate) async fn next_links_are_followed(version: Version) {
    let row = |id: i32| json!([{"id": id, "name": "x"}]);
    // As it stands, but for the apostrophe: URLs of http have none in their query (WHATWG URL, 1.3).
    let link = "places?$skiptoken=a%2Fb%20c'+d&x=%C3%A9&$top=1";
    let skip = "places?$skiptoken=a%2Fb%20c%27+d&x=%C3%A9&$top=1";
    let wire = Wire::answering(move |request| {
        let (_, target) = request.target.split_once("/api/")?;
        Some(match target {
            "places?$top=5" => version.page(row(1), Some(link)),
            // An empty page is not the last one.
            _ if target == skip => version.page(json!([]), Some("/api/places?more")),
            "places?more" => version.page(row(2), Some("http://127.0.0.1:9/api/places")),
            _ => return None,
        })
    })
    .await;
    let mut rows = wire.atlas().places().top(5).stream();
    let mut ids = Vec::new();
    let error = loop {
        match rows.next().await.expect("an error at the end") {
            Ok(place) => ids.push(place.id),
            Err(error) => break error,
        }
    };
    assert_eq!(ids, [1, 2]);
    // Another host's rows are not these.
    assert!(error.is_link(), "{error}");
    let targets = wire.service.requests();
    let targets: Vec<_> = targets
        .iter()
        .filter_map(|one| one.target.strip_prefix("/api/"))
        .collect();
    assert_eq!(targets, ["places?$top=5", skip, "places?more"]);
    // A page by itself says that there is more.
    let page = wire.atlas().places().top(5).send().await.expect("a page");
    assert_eq!(page.next_link.as_deref(), Some(link));
}

pub(crate) async fn what_is_not_declared_is_accepted(version: Version) {
    let body = json!([{
        "id": 1, "name": "Rome",
        "population": 3,
        "twin": {"id": 2, "name": "Paris"},
        "twins": [{"id": 2}],
        version.of("allies", "navigationLink"): "places(1)/allies",
        "at": {"latitude": 1, "longitude": 2, "altitude": 3}
    }]);
    let wire = Wire::answering(move |_| Some(version.page(body.clone(), None))).await;
    let place = wire.atlas().places().send().await.expect("a page").items;
    let text = |extras: &Extras, name: &str| {
        let json = extras.undeclared(name).map(|json| json.text().to_owned());
        json.unwrap_or_else(|| panic!("no {name}"))
    };
    assert_eq!(text(&place[0].odata, "population"), "3");
    assert_eq!(text(&place[0].odata, "twin"), r#"{"id":2,"name":"Paris"}"#);
    assert_eq!(text(&place[0].odata, "twins"), r#"[{"id":2}]"#);
    let at = place[0].at.as_ref().expect("a position");
    assert_eq!(text(&at.odata, "altitude"), "3");
}

pub(crate) async fn updates_are_patches(version: Version) {
    let wire = Wire::answering(move |request| match request.method.as_str() {
        "GET" => {
            Some(version.answer(&json!({"id": 1, "name": "a", version.control("etag"): "\"7\""})))
        }
        _ => Some(Canned::status(204)),
    })
    .await;
    let places = wire.atlas().places();
    let read = places.by_key(1).send().await.expect("an entity");
    let changes = Changes::new()
        .set(Place::NAME, "b")
        .set(Place::CODE, odata::Null);
    places
        .by_key(1)
        .update(&changes)
        .send()
        .await
        .expect("done");
    places
        .by_entity(&read)
        .update(&changes)
        .send()
        .await
        .expect("done");
    let requests = wire.service.requests();
    for request in &requests[1..] {
        assert_eq!(
            (request.method.as_str(), below(request).as_str()),
            ("PATCH", "places(1)")
        );
        // Nothing but what was set: a PATCH is no PUT.
        assert_eq!(sent(request), json!({"name": "b", "code": null}));
    }
    assert_eq!(requests[2].header("if-match"), Some("\"7\""));
}

pub(crate) async fn references_are_asked_for(version: Version) {
    let id = version.control("id");
    let reference = |of: &str| json!({ id.clone(): of });
    let wire = Wire::of_answers(vec![
        (
            "GET places(1)/sights/$ref",
            version.page(
                json!([reference("places(1)/sights(street='A',number=1)")]),
                None,
            ),
        ),
        (
            "GET places(1)/capital/$ref",
            version.answer(&reference("places(2)")),
        ),
        (
            "GET places/$ref?$top=1",
            version.page(json!([reference("places(2)")]), None),
        ),
        (
            "GET $entity?$id=places(2)",
            version.answer(&json!({"id": 2, "name": "Rome"})),
        ),
    ])
    .await;
    let atlas = wire.atlas();
    let place = atlas.places().by_key(1);
    let sights = place.navigate(Place::SIGHTS).references().send().await;
    let sights = sights.expect("references").items;
    assert_eq!(sights[0].key().as_deref(), Some("street='A',number=1"));
    let capital = place.navigate(Place::CAPITAL).reference().send().await;
    let capital = capital.expect("an answer").expect("a reference");
    assert_eq!(capital.id(), "places(2)");
    let all = atlas.places().top(1).references().send().await;
    assert_eq!(
        all.expect("references").items,
        *std::slice::from_ref(&capital)
    );
    let rome = odata::Service::client(&atlas).entity(&capital).send().await;
    assert_eq!(rome.expect("an entity").name, "Rome");
}

/// Minimal control information is asked for, and what it leaves out is worked out.
pub(crate) async fn minimal_metadata_is_supported(version: Version) {
    let wire = Wire::answering(move |request| match request.method.as_str() {
        "GET" => Some(version.page(
            json!([{"id": 7, "name": "Rome", "kind": "City", "seal": "AQI="}]),
            None,
        )),
        _ => Some(Canned::status(204)),
    })
    .await;
    let places = wire.atlas().places();
    let rome = places.send().await.expect("a page").items.remove(0);
    // Types come of the schema, the URL of the key.
    assert_eq!(rome.kind, Some(odata_tests::atlas::Kind::City));
    assert_eq!(
        rome.seal.as_ref().map(|seal| seal.to_vec()),
        Some(vec![1, 2])
    );
    places.by_entity(&rome).delete().send().await.expect("done");
    assert_eq!(wire.asked(), ["GET places", "DELETE places(7)"]);
    let accept = wire.service.requests()[0]
        .header("accept")
        .map(str::to_owned);
    assert!(accept.expect("a format").contains("odata.metadata=minimal"));
}
