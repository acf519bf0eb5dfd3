//! Delta links (Protocol 4.01, 11.3).

mod common;

use common::shop::{ask, shop};
use common::{Answer, in_process};
use odata_mock::MockService;
use serde_json::{Value as Json, json};

const TRACK: (&str, &str) = ("prefer", "odata.track-changes");

async fn change(service: &MockService, method: &str, path: &str, body: &str) {
    let headers = [("content-type", "application/json")];
    let target = format!("/api/{path}");
    let (answer, _) = in_process(service, method, &target, &headers, body.as_bytes()).await;
    assert!(answer.status < 300, "{}", answer.text());
}

/// What a link of an answer leads to.
async fn follow(
    service: &MockService,
    answer: &Answer,
    link: &str,
    headers: &[(&str, &str)],
) -> Answer {
    let json = answer.json();
    let link = json[link]
        .as_str()
        .unwrap_or_else(|| panic!("no {link}: {json}"));
    let path = link.strip_prefix("http://mock.invalid/api/").unwrap();
    ask(service, path, headers).await
}

fn rows(answer: &Answer) -> Json {
    answer.json()["value"].take()
}

#[tokio::test]
async fn changes_are_told() {
    let shop = shop();
    let first = ask(
        &shop,
        "Products?$filter=price lt 100&$select=sku,price",
        &[TRACK],
    )
    .await;
    assert_eq!(first.header("preference-applied"), "odata.track-changes");
    let none = follow(&shop, &first, "@odata.deltaLink", &[]).await;
    assert_eq!(rows(&none), json!([]));
    let context = none.json()["@odata.context"].take();
    assert_eq!(
        context,
        "http://mock.invalid/api/$metadata#Products(sku,price)/$delta"
    );

    change(&shop, "POST", "Products", r#"{"sku":"p5","price":7}"#).await;
    change(&shop, "POST", "Products", r#"{"sku":"p6","price":7}"#).await;
    change(&shop, "DELETE", "Products('p6')", "").await;
    change(&shop, "PATCH", "Products('p1')", r#"{"price":2}"#).await;
    change(&shop, "PATCH", "Products('p2')", r#"{"price":200}"#).await;
    change(&shop, "DELETE", "Products('p4')", "").await;
    change(&shop, "PATCH", "Customers(1)", r#"{"name":"Eve"}"#).await;
    let second = follow(&shop, &none, "@odata.deltaLink", &[]).await;
    let id = |sku: &str| format!("http://mock.invalid/api/Products('{sku}')");
    let gone = "http://mock.invalid/api/$metadata#Products/$deletedEntity";
    assert_eq!(
        rows(&second),
        json!([
            {"@odata.id": id("p5"), "sku": "p5", "price": 7},
            {"@odata.id": id("p1"), "sku": "p1", "price": 2},
            {"@odata.context": gone, "id": id("p2"), "reason": "changed"},
            {"@odata.context": gone, "id": id("p4"), "reason": "deleted"},
        ])
    );
    let third = follow(&shop, &second, "@odata.deltaLink", &[]).await;
    assert_eq!(rows(&third), json!([]));

    let newer = follow(
        &shop,
        &none,
        "@odata.deltaLink",
        &[("odata-maxversion", "4.01")],
    )
    .await;
    let newer = rows(&newer);
    assert_eq!(
        newer[2],
        json!({"@removed": {"reason": "changed"}, "@id": id("p2")})
    );
    assert_eq!(
        newer[3],
        json!({"@removed": {"reason": "deleted"}, "@id": id("p4")})
    );
}

#[tokio::test]
async fn the_link_stands_on_the_last_page() {
    let shop = shop().page_size(3);
    let first = ask(&shop, "Products", &[TRACK]).await;
    assert!(first.json().get("@odata.deltaLink").is_none());
    // What comes while a client pages is not lost.
    change(&shop, "PATCH", "Products('p1')", r#"{"name":"Nail"}"#).await;
    let last = follow(&shop, &first, "@odata.nextLink", &[]).await;
    assert_eq!(rows(&last).as_array().unwrap().len(), 1);
    let changes = follow(&shop, &last, "@odata.deltaLink", &[]).await;
    assert_eq!(rows(&changes)[0]["name"], "Nail");
}

#[tokio::test]
async fn what_is_not_tracked() {
    let shop = shop();
    for path in [
        "Products?$top=1",
        "Customers(1)/orders",
        "Customers?$expand=orders",
    ] {
        let answer = ask(&shop, path, &[TRACK]).await;
        assert!(answer.json().get("@odata.deltaLink").is_none(), "{path}");
        assert_eq!(answer.header("preference-applied"), "", "{path}");
    }
    let never = ask(&shop, "Products?$deltatoken=999", &[]).await;
    assert_eq!(never.status, 410);
    assert_eq!(ask(&shop, "Products?$deltatoken=x", &[]).await.status, 400);
    assert_eq!(
        ask(&shop, "Products?$top=1&$deltatoken=1", &[])
            .await
            .status,
        400
    );
}
