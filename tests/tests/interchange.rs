//! What `serde = true` gives: generated types in serde_json, and in MessagePack.

use odata::{Decimal, Delta, from_json};
use odata_tests::atlas::{City, Kind, Place, Ticket};
use odata_tests::replay::Replay;
use serde_json::{Value, json};

const TICKET: &str = r#"{"id":"01234567-89ab-cdef-0123-456789abcdef","price":12345678901234567890.10,"discounts":[0.50,1e-7],"serial":9007199254740993,"sold":"2026-12-01T10:00:00.123456789012+01:00","share":0.1,"gate":1.50,"seat": { "row" : 7 }}"#;

/// What is no number of a double's, or a text, is written as OData has it with IEEE754Compatible (OData JSON 4.01, 3.2).
#[test]
fn no_digit_is_lost() {
    let ticket: Ticket = from_json(TICKET).expect("a ticket");
    let json = serde_json::to_string(&ticket).expect("JSON");
    assert_eq!(
        json,
        r#"{"id":"01234567-89ab-cdef-0123-456789abcdef","price":"12345678901234567890.10","discounts":["0.50","0.0000001"],"serial":9007199254740993,"sold":"2026-12-01T10:00:00.123456789012+01:00","share":0.1,"gate":1.5,"seat":{"row":7},"@Rust.OData.Kept.V1.Exact":{"gate":"1.50","seat":"{ \"row\" : 7 }"}}"#
    );
    let read: Ticket = serde_json::from_str(&json).expect("a ticket");
    assert_eq!(read, ticket);
    // As the service writes them, too.
    let read: Ticket =
        serde_json::from_str(&TICKET.replace("12345678901234567890.10", "7")).expect("a ticket");
    assert_eq!(read.price, "7".parse::<Decimal>().ok());
    // In any order.
    let value: Value = serde_json::to_value(&ticket).expect("a tree");
    assert_eq!(
        serde_json::from_value::<Ticket>(value).ok(),
        Some(ticket.clone())
    );
    let packed = rmp_serde::to_vec_named(&ticket).expect("MessagePack");
    assert_eq!(
        rmp_serde::from_slice::<Ticket>(&packed).ok(),
        Some(ticket.clone())
    );
    // What is changed beside its exact text is what counts.
    let changed = json.replace(r#""gate":1.5,"#, r#""gate":2.5,"#);
    let read: Ticket = serde_json::from_str(&changed).expect("a ticket");
    assert_eq!(
        read.odata.undeclared("gate").map(|gate| gate.text()),
        Some("2.5")
    );
    // As serde_json gives numbers where `arbitrary_precision` is on.
    let number =
        json!({ "id": ticket.id.to_string(), "serial": { "$serde_json::private::Number": "7" } });
    assert_eq!(
        serde_json::from_value::<Ticket>(number)
            .map(|ticket| ticket.serial)
            .ok(),
        Some(Some(7))
    );
}

#[test]
fn all_that_is_kept_comes_back() {
    let json = json!({
        "@odata.type": "#atlas.City",
        "@odata.id": "places(7)",
        "@odata.etag": "W/\"7\"",
        "@odata.editLink": "places(7)/atlas.City",
        "anthem@odata.mediaContentType": "audio/ogg",
        "founded@odata.type": "#Date",
        "founded": "1200-01-01",
        "id": 7,
        "name": "Chur",
        "kind": "City",
        "mayor": "Ada",
        "seal": "-_8=",
        "at": { "@odata.type": "#atlas.Position", "latitude": 46.85, "longitude": 9.53, "height": 593 },
        "outline": [{ "latitude": 1.0, "longitude": 2.5 }],
        "names": ["Coire"],
        "names@odata.nextLink": "places(7)/names?$skip=1",
        "sights@odata.count": 9,
        "sights@odata.nextLink": "places(7)/sights?$skip=1",
        "sights": [{ "@odata.etag": "W/\"1\"", "street": "A", "number": 1 }],
        "capital": { "@odata.id": "places(1)" },
    });
    let place: Place = from_json(&json.to_string()).expect("a place");
    let read: Place =
        serde_json::from_str(&serde_json::to_string(&place).expect("JSON")).expect("a place");
    assert_eq!(read, place);
    let city = read.odata.as_type::<City>().expect("a city");
    assert_eq!(
        (city.mayor.as_deref(), city.kind.as_ref()),
        (Some("Ada"), Some(&Kind::City))
    );
    let sights = read.sights.as_ref().expect("sights");
    assert_eq!(
        (sights.count(), sights.is_complete(), sights[0].odata.etag()),
        (Some(9), false, Some("W/\"1\""))
    );
    assert_eq!(
        read.odata.references("capital").collect::<Vec<_>>(),
        ["places(1)"]
    );
    assert_eq!(
        read.odata.next_link("names"),
        Some("places(7)/names?$skip=1")
    );
    assert_eq!(read.odata.edit_link(), Some("places(7)/atlas.City"));
    assert_eq!(read.odata.type_of("founded"), Some("Date"));
    // What the service would have sent, but for names of 4.0 and what is null.
    let wrote = serde_json::to_value(&place).expect("a tree");
    let mut sent = json;
    sent["capital"] = json!([{ "@odata.id": "places(1)" }]);
    assert_eq!(wrote, sent);
}

/// Annotations that were asked for, the ETag of the answer's head, and which properties came of a change.
#[tokio::test]
async fn what_no_payload_says_comes_back() {
    let body = r#"{"@odata.context":"$metadata#places/$entity","@Contoso.Rank":1.10,"id":7,"name":"Chur","outline":[],"names":[],"name@Contoso.By":"Ada","sights":[{"@Contoso.Seen":true,"street":"A","number":1}]}"#;
    let replay = Replay {
        status: 200,
        headers: vec![
            ("content-type".to_owned(), "application/json".to_owned()),
            ("etag".to_owned(), "W/\"9\"".to_owned()),
        ],
        body: body.into(),
    };
    let atlas = odata_tests::atlas::Atlas::builder()
        .transport(replay)
        .build()
        .expect("a client");
    let place = atlas
        .places()
        .by_key(7)
        .keep_annotations()
        .send()
        .await
        .expect("a place");
    assert_eq!(place.odata.etag(), Some("W/\"9\""));
    let json = serde_json::to_string(&place).expect("JSON");
    let read: Place = serde_json::from_str(&json).expect("a place");
    assert_eq!(read, place, "{json}");
    assert_eq!(
        read.odata
            .annotation("Contoso.Rank")
            .map(|rank| rank.text()),
        Some("1.10")
    );
    let sight = &read.sights.as_ref().expect("sights")[0];
    assert!(sight.odata.annotation("Contoso.Seen").is_some());

    let body = r#"{"@odata.context":"$metadata#places/$delta","value":[{"id":7,"code":null}],"@odata.deltaLink":"x"}"#;
    let replay = Replay {
        status: 200,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: body.into(),
    };
    let atlas = odata_tests::atlas::Atlas::builder()
        .transport(replay)
        .build()
        .expect("a client");
    let link: odata::DeltaLink = "https://atlas.contoso.com/odata/places?$deltatoken=1"
        .parse()
        .expect("a link");
    let changes = atlas
        .places()
        .query()
        .delta_from(&link)
        .all()
        .await
        .expect("changes");
    let Some(Delta::Changed(place)) = changes.0.first() else {
        panic!("{changes:?}")
    };
    assert_eq!(place.odata.present(), Some(["id", "code"].as_slice()));
    let json = serde_json::to_string(place).expect("JSON");
    assert_eq!(
        json,
        r#"{"id":7,"name":"","@Rust.OData.Kept.V1.Present":["id","code"]}"#
    );
    assert_eq!(
        serde_json::from_str::<Place>(&json).ok().as_ref(),
        Some(place)
    );
}

#[test]
fn what_does_not_fit_is_told() {
    let said = |json: &str| {
        serde_json::from_str::<Ticket>(json)
            .expect_err(json)
            .to_string()
    };
    let lacks = said("{}");
    assert!(lacks.starts_with("id: Ticket lacks it"), "{lacks}");
    let other = said(r#"{"id":"01234567-89ab-cdef-0123-456789abcdef","serial":"x"}"#);
    assert!(
        other.starts_with("serial: `x` is not an Edm.Int64"),
        "{other}"
    );
    assert!(said("[1]").contains("an object"), "{}", said("[1]"));
    assert_eq!(
        serde_json::to_string(&Kind::City).ok().as_deref(),
        Some("\"City\"")
    );
    assert_eq!(
        serde_json::from_str::<Kind>("\"Lake\"").ok(),
        Some(Kind::Other("Lake".into()))
    );
}

/// The types of `odata::edm`, for structs of one's own.
#[test]
fn values_are_their_texts() {
    let price: Decimal = "12345678901234567890.10".parse().expect("a decimal");
    let json = serde_json::to_string(&price).expect("JSON");
    assert_eq!(json, "\"12345678901234567890.10\"");
    assert_eq!(serde_json::from_str::<Decimal>(&json).ok(), Some(price));
    let day: Result<odata::Date, _> = serde_json::from_str("\"2026-13-01\"");
    assert!(day.is_err_and(
        |error| error.to_string().contains("2026-13-01") || error.to_string().contains("month")
    ));
}
