//! Functions and actions that closures answer (URL conventions 4.5, Protocol 11.5).

mod common;

use common::shop::{ask, body, keys, shop};
use common::{Answer, in_process};
use odata_mock::{Canned, MockService};
use serde_json::{Value as Json, json};

fn service() -> MockService {
    let shop = shop();
    let clone = shop.clone();
    shop.operation("Shop.cheapest", |call| {
        let all = [
            json!({"sku": "p1", "name": "Nut", "price": "1.10"}),
            json!({"sku": "p2", "name": "Bolt", "price": "2.20"}),
            json!({"sku": "p3", "name": "Crane", "price": 5000}),
        ];
        let count = usize::try_from(call.parameter("count").as_i64().unwrap()).unwrap();
        Ok(all.into_iter().take(count).collect())
    })
    .and_then(|shop| {
        shop.operation("Shop.spent", |call| {
            let bound = call.bound.as_ref().unwrap();
            assert_eq!(bound["name"], "Ann");
            match call.parameters.get("since") {
                None => Ok(json!("24.50")),
                Some(Json::String(day)) if day == "2024-01-01" => {
                    assert_eq!(call.parameter("only"), &json!(["x,y", "z"]));
                    Ok(json!(5))
                }
                Some(_) => Err(Box::new(Canned::status(422))),
            }
        })
    })
    .and_then(|shop| {
        shop.operation("Shop.best", |call| {
            Ok(call.bound.as_ref().unwrap()[0].clone())
        })
    })
    .and_then(|shop| {
        shop.operation("Shop.rename", move |call| {
            // The service can be asked while a closure runs.
            let _ = clone.requests();
            let mut customer = call.bound.clone().unwrap();
            customer["name"] = call.parameter("name").clone();
            Ok(customer)
        })
    })
    .unwrap()
}

async fn post(service: &MockService, path: &str, body: &str) -> Answer {
    let headers = [("content-type", "application/json")];
    let target = format!("/api/{path}");
    in_process(service, "POST", &target, &headers, body.as_bytes())
        .await
        .0
}

#[tokio::test]
async fn functions_are_called() {
    let service = service();
    for (path, wanted) in [
        ("cheapest(count=2)", "p1 p2"),
        (
            "cheapest(count=@n)?@n=3&$filter=price gt 2&$orderby=name",
            "p2 p3",
        ),
        ("cheapest(count=3)?$top=1&$skip=1", "p2"),
        ("Customers(1)/orders?$filter=id eq 10", "10"),
    ] {
        assert_eq!(keys(&service, path).await, wanted, "{path}");
    }
    assert_eq!(
        ask(&service, "cheapest(count=3)/$count", &[]).await.text(),
        "3"
    );
    let composed = body(&service, "cheapest(count=3)('p2')/name").await;
    assert_eq!(composed["value"], "Bolt");
    let context = ask(&service, "cheapest(count=1)", &[]).await.json()["@odata.context"].take();
    assert_eq!(context, "http://mock.invalid/api/$metadata#Products");

    let spent = body(&service, "Customers(1)/Shop.spent()").await;
    assert_eq!(spent, json!({"value": 24.50}));
    let aliased = "Orders(10)/customer/S.spent(since=2024-01-01,only=@o)?@o=[\"x,y\",\"z\"]";
    assert_eq!(body(&service, aliased).await, json!({"value": 5}));
    let best = body(
        &service,
        "Customers/Shop.best()?$select=id&$expand=orders($select=id)",
    )
    .await;
    assert_eq!(best["orders"], json!([{"id": 10}, {"id": 11}]));
    let canned = ask(
        &service,
        "Customers(1)/Shop.spent(since=2023-01-01,only=@o)?@o=[]",
        &[],
    )
    .await;
    assert_eq!(canned.status, 422);
}

#[tokio::test]
async fn functions_in_expressions() {
    let none = ask(&shop(), "Customers?$filter=Shop.spent() gt 1", &[]).await;
    assert_eq!(none.status, 501);
    assert!(none.message().contains("does not evaluate `Shop.spent`"));
    let service = shop()
        .operation("Shop.spent", |call| {
            let id = call.bound.as_ref().unwrap()["id"].as_i64().unwrap();
            let only = call.parameter("only").as_array().map_or(1, Vec::len);
            Ok(json!(id * 10 * i64::try_from(only).unwrap()))
        })
        .and_then(|shop| shop.operation("Shop.cheapest", |_| Ok(json!([{"sku": "p1"}]))))
        .unwrap();
    for (path, wanted) in [
        ("Customers?$filter=Shop.spent() gt 10", "2 3"),
        ("Orders?$filter=customer/S.spent() eq 20", "12"),
        (
            "Customers?$filter=Shop.spent(since=2024-01-01,only=tags) eq 20",
            "1",
        ),
        ("Customers?$orderby=Shop.spent() desc", "3 2 1"),
        (
            "Products?$filter=Shop.cheapest(count=1)/any(c:c/sku eq $it/sku)",
            "p1",
        ),
    ] {
        assert_eq!(keys(&service, path).await, wanted, "{path}");
    }
}

#[tokio::test]
async fn actions_are_called() {
    let service = service();
    let renamed = post(&service, "Customers(1)/Shop.rename", r#"{"name":"Eve"}"#).await;
    assert_eq!(renamed.status, 200, "{}", renamed.text());
    assert_eq!(renamed.json()["name"], "Eve");
    let context = renamed.json()["@odata.context"].take();
    assert_eq!(
        context,
        "http://mock.invalid/api/$metadata#Customers/$entity"
    );
    let wrong = post(&service, "Customers(1)/Shop.rename", r#"{"nam":"Eve"}"#).await;
    assert_eq!(wrong.status, 400);
    assert!(
        wrong.message().contains("takes (name), not (nam)"),
        "{}",
        wrong.message()
    );
    let wrong = post(&service, "Customers(1)/Shop.rename", r#"{"name":null}"#).await;
    assert_eq!(wrong.status, 400);
    let nobody = post(&service, "Customers(9)/Shop.rename", r#"{"name":"Eve"}"#).await;
    assert_eq!(nobody.status, 404);
    assert_eq!(post(&service, "reset", "").await.status, 501);
    let service = service.operation("Shop.reset", |_| Ok(Json::Null)).unwrap();
    assert_eq!(post(&service, "reset", "").await.status, 204);
    assert_eq!(ask(&service, "reset", &[]).await.status, 405);
}

#[tokio::test]
async fn calls_that_are_refused() {
    let service = service();
    for (path, status, says) in [
        (
            "cheapest(count=1,more=2)",
            400,
            "`cheapest` takes (count), not (count,more)",
        ),
        ("cheapest(count='x')", 400, "the parameter `count` is \"x\""),
        ("cheapest(count)", 400, "`count` is no parameter"),
        ("Customers(1)/Shop.rename", 405, "is an action"),
        (
            "Orders(10)/Shop.spent()",
            404,
            "has no property `Shop.spent`",
        ),
        (
            "Orders?$filter=Shop.spent() gt 1",
            400,
            "no function `Shop.spent`",
        ),
    ] {
        let answer = ask(&service, path, &[]).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert!(
            answer.message().contains(says),
            "{path}: {}",
            answer.message()
        );
    }
    let none = ask(&shop(), "cheapest(count=1)", &[]).await;
    assert_eq!(none.status, 501);
    assert!(
        none.message().contains("`Shop.cheapest`"),
        "{}",
        none.message()
    );
}

/// Protocol 4.01, 11.5.5.1: the condition is on what the action is called on, and nothing is done where it does not hold.
#[tokio::test]
async fn the_etag_that_an_action_wants_is_that_of_what_it_is_called_on() {
    let shop = shop().etags("Customers").unwrap();
    let calls = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = calls.clone();
    // What it gives is an entity that is not there, as the draft of one is before it is kept.
    let service = shop
        .operation("Shop.rename", move |_| {
            counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            Ok(json!({"id": 99, "name": "Eve", "tags": []}))
        })
        .unwrap();
    let etag = body(&service, "Customers(1)").await["@odata.etag"].take();
    for (etag, status, called) in [(etag.as_str().unwrap(), 200, 1), ("W/\"stale\"", 412, 1)] {
        let headers = [("content-type", "application/json"), ("if-match", etag)];
        let target = "/api/Customers(1)/Shop.rename";
        let (answer, _) =
            in_process(&service, "POST", target, &headers, br#"{"name":"Eve"}"#).await;
        assert_eq!(answer.status, status, "{}", answer.text());
        assert_eq!(calls.load(std::sync::atomic::Ordering::Relaxed), called);
    }
}
