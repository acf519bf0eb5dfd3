//! Protocol 4.01, 13.3, from 16 on: what it asks of clients of 4.01. And what 4.02 asks besides.

use odata::{Changes, Decimal, Service};
use odata_mock::{Canned, MockService};
use odata_tests::atlas::{City, Kind, Place, Position};
use odata_tests::depot::{Depot, Parcel};
use odata_tests::zoo::{Animal, Option_};
use serde_json::json;

use crate::wire::Version::V4_01;
use crate::wire::{Wire, ZOO, below, sent};

/// No service is sent a payload that only 4.01 has; this one says nothing of 4.01.
#[tokio::test]
async fn v4_01_13_3_item_16_sends_payloads_of_4_0() {
    assert!(!ZOO.contains("ODataVersions"));
    let wire = Wire::answering(|_| Some(Canned::status(204))).await;
    let small: Decimal = "0.00000000012".parse().expect("a number");
    let changes = Changes::new()
        .set(City::NAME, "Rome")
        .set(City::KIND, Kind::City)
        .set(
            City::AT,
            Changes::new()
                .set(Position::LATITUDE, 1e21)
                .set(Position::LONGITUDE, f64::NAN),
        );
    wire.atlas()
        .places()
        .cast::<City>()
        .insert(&changes)
        .send()
        .await
        .ok();
    let changes = Changes::new()
        .set(Animal::PRICE, small)
        .set(Animal::F64, f64::INFINITY);
    wire.zoo().animals().insert(&changes).send().await.ok();
    let requests = wire.service.requests();
    for request in &requests {
        assert_eq!(request.header("odata-version"), Some("4.0"));
        let media_type = request.header("content-type").expect("a body");
        assert!(!media_type.contains("metadata=") || media_type.contains("odata.metadata="));
    }
    let city = sent(&requests[0]);
    assert_eq!(city["@odata.type"], "#atlas.City");
    assert_eq!(city["at"]["longitude"], "NaN");
    assert!(
        city.as_object()
            .expect("an object")
            .keys()
            .all(|name| !name.starts_with('@') || name.starts_with("@odata."))
    );
    let animal = String::from_utf8(requests[1].body.to_vec()).expect("text");
    assert_eq!(animal, r#"{"price":0.00000000012,"f64":"INF"}"#);
    let endless = Changes::new().set(Animal::PRICE, Decimal::INFINITY);
    let error = wire.zoo().animals().insert(&endless).send().await;
    assert!(error.expect_err("only 4.01 has it").is_refused());
    assert_eq!(wire.service.requests().len(), 2);
}

/// Names that differ by their case alone, or that Rust writes otherwise.
#[tokio::test]
async fn v4_01_13_3_item_17_identifiers_are_those_of_metadata() {
    let declared: Vec<String> = roxmltree::Document::parse(ZOO)
        .expect("XML")
        .descendants()
        .filter_map(|node| node.attribute("Name").map(str::to_owned))
        .collect();
    let is_declared = |name: &str| declared.iter().any(|known| known == name);
    let wire = Wire::answering(|request| {
        Some(match request.method.as_str() {
            "GET" => V4_01.page(json!([]), None),
            _ => Canned::status(204),
        })
    })
    .await;
    let animals = wire.zoo().animals();
    let rows = animals.select((
        Animal::FEEDS_AT,
        Animal::SELF,
        Animal::TYPE,
        Animal::ODATA,
        Animal::FOO_BAR,
        Animal::FOO_BAR_SNAKE,
    ));
    rows.send().await.expect("a page");
    let odd = Changes::new()
        .set(Option_::NAME, "a")
        .set(Option_::NAME_UPPER, "b")
        .set(Option_::NAME_PASCAL, "c")
        .set(Option_::GRÖSSE, "d")
        .set(Option_::_2FA, "e");
    let key = odata::Guid::from([0; 16]);
    animals
        .by_key(key)
        .update(&Changes::new().set(Animal::ODD, odd))
        .send()
        .await
        .expect("done");
    let requests = wire.service.requests();
    let (path, query) = (
        below(&requests[0]),
        odata_core::url::decode(requests[0].query()).expect("UTF-8"),
    );
    assert!(is_declared(path.split('?').next().expect("a set")));
    let selected = query.strip_prefix("$select=").expect("a selection");
    let selected: Vec<&str> = selected.split(',').collect();
    assert_eq!(
        selected,
        ["feedsAt", "self", "type", "odata", "fooBar", "foo_bar"]
    );
    let body = sent(&requests[1]);
    let names: Vec<&String> = body["odd"].as_object().expect("an object").keys().collect();
    assert_eq!(names.len(), 5, "{names:?}");
    for name in selected
        .into_iter()
        .chain(names.iter().map(|name| name.as_str()))
    {
        assert!(is_declared(name), "{name}");
    }
}

/// What everything.xml extends.
const MORE: &str = r#"<edmx:Edmx Version="4.01" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="org.example.more">
<EntityType Name="More"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/></EntityType>
<EntityContainer Name="Service"><EntitySet Name="Mores" EntityType="org.example.more.More"/></EntityContainer></Schema>
</edmx:DataServices></edmx:Edmx>"#;

/// A document with every element and attribute of 4.01, in XML and in JSON.
#[test]
fn v4_01_13_3_item_18_accepts_metadata_of_4_01() {
    use odata_csdl::diagnostic::Diagnostics;
    use odata_csdl::source::Sources;
    let xml = include_str!("../../specs/csdl/everything.xml");
    assert!(xml.contains("Version=\"4.01\""));
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let id = sources.add("everything.xml", xml);
    let document = odata_csdl::read(id, &sources, &mut diagnostics).expect("a document");
    let json = odata_csdl::write::to_json(&document, &mut Diagnostics::new());
    let id = sources.add("everything.json", &json);
    odata_csdl::read(id, &sources, &mut diagnostics).expect("a document");
    let said: Vec<&str> = diagnostics.iter().map(|one| one.message.as_str()).collect();
    assert!(said.is_empty(), "{said:?}");
    // Nothing of it stops the generator, which takes no defect here.
    let folder = std::env::temp_dir().join(format!("odata-conformance-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("written");
    write("more.xml", MORE);
    let generate = |name: &str, text: &str| {
        write(name, text);
        let metadata = format!("metadata = [\"{name}\", \"more.xml\"]\n");
        let rest = "name = \"Everything\"\nbase-url = \"https://e.contoso.com/\"\n";
        write("service.toml", &format!("{rest}{metadata}"));
        let generated = odata_codegen::Builder::new(folder.join("service.toml")).generate();
        generated
            .map(|one| one.text)
            .map_err(|error| error.to_string())
    };
    let made = [
        generate("everything.xml", xml),
        generate("everything.json", &json),
    ];
    std::fs::remove_dir_all(&folder).expect("removed");
    let [from_xml, from_json] = made.map(|made| made.unwrap_or_else(|error| panic!("{error}")));
    for name in ["Thing", "Part", "More"] {
        assert!(
            from_xml.contains(&format!("impl odata::Structured for {name} ")),
            "{from_xml}"
        );
    }
    assert_eq!(from_xml, from_json);
}

/// What 4.01 lets a service write in another way than 4.0, all at once.
#[tokio::test]
async fn v4_01_13_3_item_19_accepts_answers_of_4_01() {
    let wire = Wire::answering(|request| {
        let of_zoo = below(request).starts_with("animals");
        let rows = match of_zoo {
            true => json!([{
                "text@com.contoso.note": 1, "price": 1.5e-3, "weight": "-INF", "id": "00000000-0000-0000-0000-000000000000",
                "i64": "9007199254740993", "flag": true, "anything@type": "Int32", "anything": 5, "@id": "animals(0)"
            }]),
            false => json!([{
                "id": 1, "name": "Rome", "sights@delta": [{"@removed": {"reason": "changed"}, "@id": "x"}],
                "names": ["a"], "names@collectionAnnotations": [{"@com.contoso.x": 1}],
                "#atlas.best": {"target": "x"}, "@etag": "W/\"1\"", "@type": "#atlas.City",
                "capital": null
            }]),
        };
        let body = json!({"@count": 1, "value": rows, "@context": "$metadata#x", "@metadataEtag": "\"m\""});
        // Nulls are left out, and that is said.
        Some(V4_01.answer(&body).header("preference-applied", "omit-values=nulls"))
    })
    .await;
    let page = wire.atlas().places().count().send().await.expect("a page");
    assert_eq!((page.count, page.items[0].name.as_str()), (Some(1), "Rome"));
    assert_eq!(
        (page.items[0].kind.clone(), page.items[0].at.is_none()),
        (None, true)
    );
    assert!(page.items[0].odata.as_type::<City>().is_some());
    assert_eq!(page.items[0].odata.etag(), Some("W/\"1\""));
    let animal = wire
        .zoo()
        .animals()
        .send()
        .await
        .expect("a page")
        .items
        .remove(0);
    assert_eq!(animal.price, Some("0.0015".parse().expect("a number")));
    assert_eq!(animal.weight, Some(Decimal::NEG_INFINITY));
    assert_eq!(animal.i64, Some(9_007_199_254_740_993));
    assert_eq!(animal.anything.as_ref().map(|json| json.text()), Some("5"));
}

/// The container lists the functions that a filter may have; what 4.01 brought is not among them.
#[tokio::test]
async fn v4_01_13_3_item_20_consults_capabilities() {
    const DEPOT: &str = include_str!("../../specs/depot/metadata.xml");
    let service = MockService::from_csdl(DEPOT)
        .expect("a model")
        .intercept(|_| Some(Canned::status(501)));
    let wire = Wire::of(service).await;
    let depot = Depot::builder()
        .base_url(wire.server.url())
        .build()
        .expect("a client");
    let shelves = depot.boxes();
    let newer = Parcel::LABEL.matches_pattern("^a");
    let error = shelves.filter(newer.clone()).send().await;
    let error = error.expect_err("not in the list");
    assert!(error.is_refused(), "{error}");
    assert!(
        error.to_string().contains("`Capabilities.FilterFunctions`"),
        "{error}"
    );
    assert!(wire.service.requests().is_empty());
    // One may try all the same, and is told what came of it.
    let error = shelves.unchecked().filter(newer).send().await;
    let status = error.expect_err("501").status();
    assert_eq!(status.map(|status| status.as_u16()), Some(501));
}

/// Many servers read a plus as a blank (4.02, 12.3 item 10).
#[tokio::test]
async fn v4_02_12_3_item_10_encodes_a_plus() {
    let wire = Wire::answering(|_| Some(V4_01.page(json!([]), None))).await;
    let atlas = wire.atlas();
    let places = atlas.places();
    places
        .filter(Place::NAME.eq("C++"))
        .send()
        .await
        .expect("a page");
    places
        .search("a+b")
        .option("tag", "c+d")
        .send()
        .await
        .expect("a page");
    let by_text = places.filter_text("name eq 'e+f'").expect("a filter");
    by_text.send().await.expect("a page");
    places
        .by_alternate_key(Place::BY_CODE, "g+h")
        .send()
        .await
        .ok();
    atlas
        .named(["i+j"], Kind::City, odata::Binary::default())
        .send()
        .await
        .ok();
    atlas
        .client()
        .entity::<Place>("places('k+l')")
        .send()
        .await
        .ok();
    let targets = wire.service.requests();
    let targets: Vec<&str> = targets.iter().map(|one| one.target.as_str()).collect();
    assert_eq!(targets.len(), 6);
    assert_eq!(targets.join(" ").matches("%2B").count(), 8, "{targets:?}");
    assert!(
        targets.iter().all(|target| !target.contains('+')),
        "{targets:?}"
    );
}
