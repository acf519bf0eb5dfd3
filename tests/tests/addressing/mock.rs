//! The same against the mock, which evaluates what is asked.

use odata::Service;
use odata_mock::MockService;
use odata_tests::atlas::{Atlas, City, Kind, Picture, Place, Position, Sight};
use serde_json::json;

async fn atlas() -> (Atlas, odata_mock::MockServer) {
    let service = MockService::from_csdl(super::ATLAS)
        .and_then(|service| {
            service.entity_set(
                "places",
                json!([
                    {"id": 1, "name": "Italy", "code": "IT", "kind": "Country", "names": ["Italia", "Italy"],
                     "outline": [{"latitude": 45, "longitude": 7}, {"latitude": 37, "longitude": 15}],
                     "capital": {"@odata.id": "places(2)"}},
                    {"@odata.type": "#atlas.City", "id": 2, "name": "Rome", "kind": "City", "mayor": "x", "seal": "AQI=",
                     "at": {"latitude": 41.9, "longitude": 12.5, "note": null}, "names": [], "outline": [],
                     "sights": [{"street": "Via Sacra", "number": 1, "stars": 5}, {"street": "Via Appia", "number": 2, "stars": 3}]}
                ]),
            )
        })
        .and_then(|service| {
            service.entity_set(
                "pictures",
                json!([{"id": 1, "taken": "2026-01-31", "place": 2}, {"id": 2, "taken": "2026-02-01", "place": 1}]),
            )
        })
        .and_then(|service| {
            service.operation("atlas.named", |call| {
                let names = call.parameter("names").as_array().map_or(0, Vec::len);
                let (kind, seal) = (call.parameter("kind").clone(), call.parameter("seal").clone());
                let name = format!("{names} {kind} {seal}");
                Ok(json!({"id": 2, "name": name, "names": [], "outline": []}))
            })
        })
        .expect("a service")
        .page_size(1);
    let server = service.serve().await.expect("a port");
    let atlas = Atlas::builder()
        .base_url(server.url())
        .build()
        .expect("a client");
    (atlas, server)
}

#[tokio::test]
async fn properties_and_numbers() {
    let (atlas, _server) = atlas().await;
    let rome = atlas.places().by_key(2);
    assert_eq!(
        rome.property(Place::NAME).send().await.expect("a name"),
        "Rome"
    );
    assert_eq!(
        rome.property(Place::CODE).send().await.expect("a null"),
        None
    );
    let at = rome.property(Place::AT).send().await.expect("a value");
    assert_eq!(at.map(|at| at.latitude), Some(41.9));
    let note = rome.property(Place::AT.then(Position::NOTE)).send().await;
    assert_eq!(note.expect("a null"), None);
    let text = rome.property(Place::NAME).raw().text().await;
    assert_eq!(text.expect("text").as_deref(), Some("Rome"));
    let bytes = rome.property(Place::SEAL).raw().bytes().await;
    assert_eq!(
        bytes.expect("bytes").map(|bytes| bytes.to_vec()),
        Some(vec![1, 2])
    );
    let italy = atlas.places().by_key(1);
    assert_eq!(atlas.places().total().send().await.expect("a number"), 2);
    let cities = atlas.places().filter(Place::KIND.eq(Kind::City)).total();
    assert_eq!(cities.send().await.expect("a number"), 1);
    let sights = rome.navigate(Place::SIGHTS).total().send().await;
    assert_eq!(sights.expect("a number"), 2);
    assert_eq!(
        italy
            .property(Place::NAMES)
            .total()
            .send()
            .await
            .expect("a number"),
        2
    );
    let south = italy
        .items(Place::OUTLINE)
        .filter(Position::LATITUDE.lt(40.0));
    let south = south.send().await.expect("a page").items;
    assert_eq!((south.len(), south[0].longitude), (1, 15.0));
}

#[tokio::test]
async fn ways_to_an_entity() {
    let (atlas, _server) = atlas().await;
    let by_code = atlas.places().by_alternate_key(Place::BY_CODE, "IT");
    assert_eq!(by_code.send().await.expect("a place").id, 1);
    let none = atlas.places().by_alternate_key(Place::BY_CODE, "XX");
    assert!(none.send_optional().await.expect("an answer").is_none());
    let italy = atlas.places().by_key(1);
    let capital = italy.navigate(Place::CAPITAL);
    assert_eq!(capital.send().await.expect("a place").name, "Rome");
    assert!(
        capital
            .navigate(Place::CAPITAL)
            .send_optional()
            .await
            .expect("an answer")
            .is_none()
    );
    let reference = capital
        .reference()
        .send()
        .await
        .expect("an answer")
        .expect("a reference");
    assert_eq!(reference.key().as_deref(), Some("2"));
    let rome = atlas
        .client()
        .entity(&reference)
        .send()
        .await
        .expect("an entity");
    assert_eq!(rome.name, "Rome");
    let rome = atlas
        .client()
        .entity(&reference)
        .cast::<City>()
        .send()
        .await;
    assert_eq!(rome.expect("a city").mayor.as_deref(), Some("x"));
    let mut ids = Vec::new();
    let mut references = atlas.places().references().stream();
    while let Some(reference) = references.next().await {
        ids.push(reference.expect("a reference").key());
    }
    assert_eq!(ids, [Some("1".to_owned()), Some("2".to_owned())]);
    let sight = capital.navigate(Place::SIGHTS).by_key(("Via Appia", 2));
    let stars = sight.property(Sight::STARS).send().await;
    assert_eq!(stars.expect("stars"), Some(3));
    assert_eq!(sight.send().await.expect("a sight").stars, Some(3));
}

#[tokio::test]
async fn joins_and_everything() {
    let (atlas, _server) = atlas().await;
    let joined = atlas
        .client()
        .crossjoin((atlas.places(), atlas.pictures()))
        .filter(|(place, picture)| place.of(Place::ID).eq(picture.of(Picture::PLACE)))
        .order_by(|(place, _)| place.of(Place::NAME).asc());
    let mut rows = joined.stream();
    let mut names = Vec::new();
    while let Some(row) = rows.next().await {
        let (place, picture) = row.expect("a row");
        names.push((place.name, picture.id));
    }
    assert_eq!(names, [("Italy".to_owned(), 2), ("Rome".to_owned(), 1)]);
    let parts = atlas
        .client()
        .crossjoin((atlas.places(), atlas.pictures()))
        .filter(|(place, picture)| place.of(Place::ID).eq(picture.of(Picture::PLACE)))
        .select(((Place::NAME, Place::KIND), Picture::TAKEN))
        .top(1);
    let rows = parts.send().await.expect("a page").items;
    assert_eq!(rows[0].0, ("Italy".to_owned(), Some(Kind::Country)));
    let mut all = atlas.client().all().stream();
    let mut types = Vec::new();
    while let Some(entity) = all.next().await {
        let entity = entity.expect("an entity");
        if let Some(place) = entity.read_as::<Place>() {
            types.push(place.expect("one that fits").name);
        }
    }
    // The mock says the type of what is of a derived one.
    assert_eq!(types, ["Rome"]);
    let pictures = atlas.client().all_of::<Picture>().count().send().await;
    assert_eq!(pictures.expect("a page").count, Some(2));
}

#[tokio::test]
async fn functions_with_aliases() {
    let (atlas, _server) = atlas().await;
    let seal = odata::Binary::from(vec![1, 2]);
    let named = atlas.named(["Rome", "a'b\"c&d"], Kind::City, seal);
    let place = named.send().await.expect("a place");
    assert_eq!(place.name, "2 \"City\" \"AQI=\"");
    let id = named.property(Place::ID).send().await;
    assert_eq!(id.expect("a number"), 2);
}
