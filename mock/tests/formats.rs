//! Forms of JSON, preferences and versions (OData JSON 4.01, 3; Protocol 4.01, 8.2).

mod common;

use common::shop::{ask, body, shop};
use common::{in_process, service};
use odata_mock::MockService;
use serde_json::{Value as Json, json};

#[tokio::test]
async fn full_metadata_has_types_ids_and_links() {
    let shop = shop();
    let accept = [("accept", "application/json;odata.metadata=full")];
    let answer = ask(&shop, "Orders(10)?$expand=customer($select=tags)", &accept).await;
    assert_eq!(
        answer.header("content-type"),
        "application/json;odata.metadata=full;odata.streaming=true;charset=utf-8"
    );
    let root = "http://mock.invalid/api/";
    assert_eq!(
        answer.json(),
        json!({
            "@odata.context": format!("{root}$metadata#Orders(customer(tags))/$entity"),
            "@odata.type": "#Shop.Order",
            "@odata.id": format!("{root}Orders(10)"),
            "@odata.editLink": format!("{root}Orders(10)"),
            "id@odata.type": "#Int32", "id": 10,
            "customerId@odata.type": "#Int32", "customerId": 1,
            "placed@odata.type": "#DateTimeOffset", "placed": "2024-02-29T10:00:00Z",
            "total@odata.type": "#Decimal", "total": 19.50,
            "customer": {
                "@odata.type": "#Shop.Customer",
                "@odata.id": format!("{root}Customers(1)"),
                "@odata.editLink": format!("{root}Customers(1)"),
                "tags@odata.type": "#Collection(String)", "tags": ["a", "b"],
                "orders@odata.associationLink": format!("{root}Customers(1)/orders/$ref"),
                "orders@odata.navigationLink": format!("{root}Customers(1)/orders"),
                "favourites@odata.associationLink": format!("{root}Customers(1)/favourites/$ref"),
                "favourites@odata.navigationLink": format!("{root}Customers(1)/favourites"),
            },
            "items@odata.associationLink": format!("{root}Orders(10)/items/$ref"),
            "items@odata.navigationLink": format!("{root}Orders(10)/items"),
        })
    );
    let by_option = ask(
        &shop,
        "Orders(10)?$format=application/json;odata.metadata=full",
        &[],
    )
    .await;
    assert_eq!(by_option.json()["@odata.type"], "#Shop.Order");
    let item = ask(&shop, "Orders(10)/items(1)", &accept).await.json();
    assert_eq!(item["@odata.id"], format!("{root}Orders(10)/items(1)"));
}

#[tokio::test]
async fn no_metadata_has_none() {
    let accept = [("accept", "application/json;odata.metadata=none")];
    let path = "Customers?$top=1&$count=true&$select=name&$expand=orders($select=total;$count=true;$top=1)";
    let answer = ask(&shop().page_size(1), path, &accept).await.json();
    let row = json!({"name": "Ann", "orders@odata.count": 2, "orders": [{"total": 19.50}]});
    assert_eq!(answer, json!({"@odata.count": 3, "value": [row]}));
}

#[tokio::test]
async fn large_numbers_are_strings_for_those_who_ask() {
    let shop = shop();
    let accept = [("accept", "application/json;IEEE754Compatible=true")];
    let path = "Orders(10)?$select=total,id,twice&$compute=total mul 2 as twice";
    let answer = ask(&shop, path, &accept).await.json();
    assert_eq!(
        (&answer["total"], &answer["twice"]),
        (&json!("19.50"), &json!("39.0"))
    );
    assert_eq!(answer["id"], 10);
    let property = ask(&shop, "Orders(10)/total", &accept).await.json();
    assert_eq!(property["value"], "19.50");
}

#[tokio::test]
async fn the_newer_version_has_shorter_names() {
    let shop = shop().page_size(1);
    let newer = [("odata-maxversion", "4.01")];
    let answer = ask(&shop, "Customers?$count=true&$expand=orders", &newer).await;
    assert_eq!(answer.header("odata-version"), "4.01");
    assert_eq!(
        answer.header("content-type"),
        "application/json;metadata=minimal;streaming=true;charset=utf-8"
    );
    let json = answer.json();
    assert_eq!(
        json["@context"],
        "http://mock.invalid/api/$metadata#Customers(orders())"
    );
    assert_eq!(json["@count"], 3);
    assert!(json["@nextLink"].is_string());
    let company = ask(&shop, "Customers(2)", &newer).await.json();
    assert_eq!(company["@type"], "#Shop.Company");
    let reference = ask(&shop, "Orders(10)/customer/$ref", &newer).await.json();
    assert_eq!(reference["@id"], "http://mock.invalid/api/Customers(1)");
    // System options without their dollar signs, in any case.
    let names = ask(
        &shop,
        "Customers?FILTER=id gt 1&$OrderBy=id desc&top=1&own=1",
        &newer,
    )
    .await;
    assert_eq!(names.json()["value"][0]["id"], 3);
    let older = ask(&shop, "Customers?filter=id gt 1", &[]).await;
    assert_eq!(older.json()["value"][0]["id"], 1);
    for (asked, wanted) in [("4.0", "4.0"), ("4.02", "4.01")] {
        let answer = ask(&shop, "Customers", &[("odata-maxversion", asked)]).await;
        assert_eq!(answer.header("odata-version"), wanted);
    }
    assert_eq!(
        ask(&shop, "Customers", &[]).await.header("odata-version"),
        "4.0"
    );
}

#[tokio::test]
async fn preferences_are_heeded() {
    let shop = shop();
    let nulls = [("prefer", "omit-values=nulls, odata.maxpagesize=2")];
    let answer = ask(&shop, "Customers?$orderby=id desc", &nulls).await;
    let applied = answer.header("preference-applied");
    assert_eq!(applied, "odata.maxpagesize=2, omit-values=nulls");
    let rows = answer.json()["value"].take();
    assert!(rows[0].get("name").is_none() && rows[1].get("mail").is_none());
    assert_eq!(rows.as_array().unwrap().len(), 2);

    let files = json!([{
        "name": "a", "@my.note": "whole", "size": 1, "size@my.unit": "kB", "size@other.unit": "KiB",
    }]);
    let service = MockService::from_csdl(common::CSDL)
        .and_then(|service| service.entity_set("files", files))
        .unwrap();
    let shown = |json: Json| {
        let row = json["value"][0].as_object().unwrap().clone();
        row.keys()
            .filter(|name| name.contains('@'))
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    };
    for (prefer, wanted) in [
        ("return=minimal", "@my.note size@my.unit size@other.unit"),
        (
            "odata.include-annotations=\"my.*\"",
            "@my.note size@my.unit",
        ),
        (
            "odata.include-annotations=\"*,-my.unit\"",
            "@my.note size@other.unit",
        ),
        ("odata.include-annotations=\"-*\"", ""),
    ] {
        let answer = ask(&service, "files", &[("prefer", prefer)]).await;
        assert_eq!(shown(answer.json()), wanted, "{prefer}");
        if prefer != "return=minimal" {
            assert_eq!(answer.header("preference-applied"), prefer);
        }
    }
}

#[tokio::test]
async fn the_service_document_lists_what_there_is() {
    let document = body(&shop(), "").await;
    let rows = document["value"].as_array().unwrap();
    let kinds = |kind: &str| {
        let names = rows.iter().filter(|row| row["kind"] == kind);
        names
            .map(|row| row["url"].as_str().unwrap())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        kinds("EntitySet"),
        "Customers Orders Products Countries Employees"
    );
    assert_eq!(kinds("Singleton"), "boss");
    let batch = ask(&shop(), "$batch", &[]).await;
    assert_eq!(batch.status, 405);
}

#[tokio::test]
async fn versions_of_the_schema() {
    let shop = shop();
    assert_eq!(
        body(&shop, "Orders?$schemaversion=*&$top=0").await,
        json!({"value": []})
    );
    let other = ask(&shop, "Orders?$schemaversion=1.2", &[]).await;
    assert_eq!(other.status, 404);
    assert!(other.message().contains("`1.2`"), "{}", other.message());
}

#[tokio::test]
async fn what_is_no_json_is_asked_for_by_its_own_type() {
    let shop = shop();
    for (path, accept, text) in [
        ("Orders/$count", "text/plain", "4"),
        ("Orders/$count?$filter=id gt 11", "text/*", "2"),
        ("Orders/$count", "application/json", "4"),
        ("Customers(1)/tags/$count", "text/plain;q=0.5", "2"),
        ("Customers(1)/name/$value", "text/html, text/plain", "Ann"),
        ("Customers(1)/name/$value?$format=text/plain", "*/*", "Ann"),
    ] {
        let answer = ask(&shop, path, &[("accept", accept)]).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        assert_eq!(answer.text(), text, "{path}");
        let sent = answer.header("content-type");
        assert!(sent.starts_with("text/plain"), "{path}: {sent}");
    }
    for (path, accept) in [
        ("Orders/$count", "text/html"),
        ("Orders/$count", "text/plain;q=0"),
        ("Customers(1)/name/$value", "image/png"),
        ("Customers(1)", "text/plain"),
        ("Customers(1)/name", "text/plain"),
    ] {
        let answer = ask(&shop, path, &[("accept", accept)]).await;
        assert_eq!(answer.status, 406, "{path}: {}", answer.text());
    }
    let bytes = bytes_of_a_file().await;
    assert_eq!(bytes, b"fo");
}

/// The bytes of a file, asked for as such.
async fn bytes_of_a_file() -> Vec<u8> {
    let accept = [("accept", "application/octet-stream")];
    let target = "/api/files('a.ps1')/content/$value";
    let answer = in_process(&service(), "GET", target, &accept, b"").await.0;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.body
}
