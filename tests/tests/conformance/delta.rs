//! Delta responses, which both lists have: what was added, changed and deleted, entities and links.

use odata::Delta;
use odata_tests::atlas::Place;
use serde_json::{Value as Json, json};

use crate::wire::{Version, Wire, below};

/// What changed, as the version writes it: an entity, a deleted one, an added and a deleted link.
fn changes(version: Version) -> Json {
    let control = |name: &str| version.control(name);
    let removed = match version {
        Version::V4_0 => json!({
            "@odata.context": "$metadata#places/$deletedEntity", "id": "places(2)", "reason": "deleted"
        }),
        Version::V4_01 => json!({"@removed": {"reason": "deleted"}, "@id": "places(2)", "id": 2}),
    };
    let link = |kind: &str| {
        json!({
            control("context"): format!("#places/{kind}"),
            "source": "places(1)", "relationship": "sights", "target": "places(1)/sights(street='A',number=1)"
        })
    };
    json!([{control("id"): "places(1)", "id": 1, "name": "Roma"}, removed, link("$link"), link("$deletedLink")])
}

/// All that is there, then a delta link, then what changed, on two pages, and the next delta link.
pub(crate) async fn deltas_are_read(version: Version) {
    let with = move |rows: Json, name: &str, link: &str| {
        let context = "$metadata#places/$delta";
        let mut body = json!({version.control("context"): context, "value": rows});
        body[version.control(name)] = json!(link);
        version.answer(&body)
    };
    let changed = changes(version);
    let (first, second) = changed.as_array().expect("an array").split_at(2);
    let (first, second) = (json!(first), json!(second));
    let wire = Wire::answering(move |request| {
        Some(match below(request).as_str() {
            "places" => with(
                json!([{"id": 1, "name": "Rome"}, {"id": 2, "name": "Bern"}]),
                "deltaLink",
                "places?$deltatoken=1",
            ),
            "places?$deltatoken=1" => with(first.clone(), "nextLink", "places?$skiptoken=1"),
            "places?$skiptoken=1" => with(second.clone(), "deltaLink", "places?$deltatoken=2"),
            _ => return None,
        })
    })
    .await;
    let places = wire.atlas().places().query();
    let mut all = places.clone().track_changes();
    let mut names = Vec::new();
    while let Some(row) = all.next().await {
        match row.expect("a row") {
            Delta::Changed(place) => names.push(place.name),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(names, ["Rome", "Bern"]);
    let prefer = wire.service.requests()[0]
        .header("prefer")
        .map(str::to_owned);
    assert!(prefer.expect("a preference").contains("track-changes"));
    let link = all.delta_link().expect("a delta link");
    let mut since = places.delta_from(&link);
    let mut seen: Vec<Delta<Place>> = Vec::new();
    while let Some(change) = since.next().await {
        seen.push(change.expect("a change"));
    }
    let [
        Delta::Changed(place),
        Delta::Removed(gone),
        Delta::LinkAdded(added),
        Delta::LinkRemoved(deleted),
    ] = &seen[..]
    else {
        panic!("{seen:?}");
    };
    assert_eq!((place.id, place.name.as_str()), (1, "Roma"));
    assert_eq!(
        (gone.id.as_deref(), gone.reason.as_deref()),
        (Some("places(2)"), Some("deleted"))
    );
    for link in [added, deleted] {
        assert_eq!(
            (link.source.as_str(), link.relationship.as_str()),
            ("places(1)", "sights")
        );
        assert_eq!(
            link.target.as_deref(),
            Some("places(1)/sights(street='A',number=1)")
        );
    }
    let next = since.delta_link().expect("a delta link").to_string();
    assert!(next.ends_with("places?$deltatoken=2"), "{next}");
}

/// What a delta link gives when this is all that it gives.
pub(crate) async fn delta_of(version: Version, rows: Json) -> Vec<Delta<Place>> {
    let wire = Wire::answering(move |_| Some(version.page(rows.clone(), None))).await;
    let link = "places?$deltatoken=1".parse().expect("a link");
    let mut since = wire.atlas().places().query().delta_from(&link);
    let mut seen = Vec::new();
    while let Some(change) = since.next().await {
        seen.push(change.expect("a change"));
    }
    seen
}

/// A deleted link of a navigation property that leads to one entity at most.
pub(crate) async fn deleted_link_to_one(version: Version, target: Option<&str>) {
    let mut link = json!({
        version.control("context"): "#places/$deletedLink", "source": "places(1)", "relationship": "capital"
    });
    if let Some(target) = target {
        link["target"] = json!(target);
    }
    let seen = delta_of(version, json!([link])).await;
    let [Delta::LinkRemoved(deleted)] = &seen[..] else {
        panic!("{seen:?}");
    };
    assert_eq!(
        (deleted.relationship.as_str(), deleted.target.as_deref()),
        ("capital", target)
    );
}
