//! References are added, set and removed (Protocol 4.01, 11.4.6), and links bind (11.4.2.1).

mod common;

use common::changing::{Asker, JSON};
use serde_json::json;

#[tokio::test]
async fn references_to_many() {
    let shop = Asker::shop();
    let path = "Customers(3)/favourites/$ref";
    for id in [
        "Products('p1')",
        "http://mock.invalid/api/Products('p2')",
        "Products/p3",
    ] {
        shop.json("POST", path, json!({"@odata.id": id}), 204).await;
    }
    shop.json("POST", path, json!({"@id": "Products('p1')"}), 204)
        .await;
    assert_eq!(shop.keys("Customers(3)/favourites").await, "p1 p2 p3");
    shop.bare("DELETE", "Customers(3)/favourites('p1')/$ref", 204)
        .await;
    let id = "http://mock.invalid/api/Products(%27p3%27)";
    shop.bare("DELETE", &format!("{path}?$id={id}"), 204).await;
    assert_eq!(shop.keys("Customers(3)/favourites").await, "p2");
    shop.get("Products('p1')").await;
    for (method, path, body, status) in [
        ("DELETE", "Customers(3)/favourites/$ref", json!({}), 400),
        (
            "DELETE",
            "Customers(3)/favourites('p1')/$ref",
            json!({}),
            404,
        ),
        (
            "DELETE",
            "Customers(3)/favourites/$ref?$id=Products('p1')",
            json!({}),
            404,
        ),
        (
            "DELETE",
            "Customers(3)/favourites/$ref?$id=Products('p99')",
            json!({}),
            404,
        ),
        ("POST", path, json!({"@odata.id": "Products('p99')"}), 400),
        ("POST", path, json!({"@odata.id": "Customers(1)"}), 400),
        ("POST", path, json!({"@odata.id": 3}), 400),
        ("POST", path, json!({"id": "Products('p1')"}), 400),
        ("POST", "Customers(3)/favourites('p2')/$ref", json!({}), 405),
        (
            "POST",
            "Orders(10)/items/$ref",
            json!({"@odata.id": "x"}),
            405,
        ),
    ] {
        shop.json(method, path, body, status).await;
    }
    let all = json!({"value": [{"@odata.id": "Products('p4')"}, {"@odata.id": "Products('p1')"}]});
    shop.json("PUT", path, all, 204).await;
    assert_eq!(shop.keys("Customers(3)/favourites").await, "p4 p1");
    let broken = json!({"value": [{"@odata.id": "Products('p2')"}, {"@odata.id": "nowhere"}]});
    shop.json("PUT", path, broken, 400).await;
    assert_eq!(
        shop.keys("Customers(3)/favourites").await,
        "p4 p1",
        "all or nothing"
    );
}

#[tokio::test]
async fn references_and_the_values_that_tie_are_in_step() {
    let shop = Asker::shop();
    shop.json(
        "PUT",
        "Orders(13)/customer/$ref",
        json!({"@odata.id": "Customers(3)"}),
        204,
    )
    .await;
    assert_eq!(shop.get("Orders(13)").await["customerId"], 3);
    assert_eq!(shop.keys("Customers(3)/orders").await, "13");
    // The other side takes it away from the first.
    shop.json(
        "POST",
        "Customers(2)/orders/$ref",
        json!({"@odata.id": "Orders(13)"}),
        204,
    )
    .await;
    assert_eq!(shop.keys("Customers(3)/orders").await, "");
    assert_eq!(shop.keys("Customers(2)/orders").await, "12 13");
    shop.bare("DELETE", "Customers(2)/orders(12)/$ref", 204)
        .await;
    assert_eq!(shop.get("Orders(12)").await["customerId"], json!(null));
    shop.bare("DELETE", "Orders(13)/customer/$ref", 204).await;
    shop.bare("GET", "Orders(13)/customer", 204).await;
    assert_eq!(shop.keys("Customers(2)/orders").await, "");
    // A value that ties, set by itself, moves the relation.
    shop.json("PATCH", "Orders(13)", json!({"customerId": 1}), 204)
        .await;
    assert_eq!(shop.keys("Customers(1)/orders").await, "10 11 13");
}

#[tokio::test]
async fn references_and_partners_are_in_step() {
    let shop = Asker::shop();
    assert_eq!(shop.keys("Employees(2)/reports").await, "3 4");
    shop.json(
        "PUT",
        "Employees(4)/manager/$ref",
        json!({"@odata.id": "Employees(1)"}),
        204,
    )
    .await;
    assert_eq!(shop.keys("Employees(2)/reports").await, "3");
    assert_eq!(shop.keys("Employees(1)/reports").await, "2 4");
    shop.json(
        "POST",
        "Employees(3)/reports/$ref",
        json!({"@odata.id": "Employees(4)"}),
        204,
    )
    .await;
    assert_eq!(shop.get("Employees(4)/manager").await["id"], 3);
    assert_eq!(shop.keys("Employees(1)/reports").await, "2");
    shop.bare("DELETE", "Employees(3)/reports(4)/$ref", 204)
        .await;
    shop.bare("GET", "Employees(4)/manager", 204).await;
    // A singleton keeps a list of its own.
    shop.json(
        "POST",
        "boss/reports/$ref",
        json!({"@odata.id": "Employees(4)"}),
        204,
    )
    .await;
    assert_eq!(shop.keys("boss/reports").await, "2 4");
    shop.bare("DELETE", "boss/reports(2)/$ref", 204).await;
    assert_eq!(shop.keys("boss/reports").await, "4");
}

#[tokio::test]
async fn links_bind() {
    let shop = Asker::shop();
    let order = json!({"id": 50, "customer@odata.bind": "Customers(3)"});
    let made = shop.json("POST", "Orders", order, 201).await;
    assert_eq!(made.json()["customerId"], 3);
    let order = json!({"id": 51, "customer": {"@id": "Customers(2)"}});
    shop.json("POST", "Orders", order, 201).await;
    assert_eq!(shop.get("Orders(51)/customer").await["name"], "Bolts");
    let customer = json!({
        "id": 60, "orders@odata.bind": ["Orders(50)"],
        "favourites@odata.bind": ["Products('p1')", "http://mock.invalid/api/Products('p3')"]
    });
    shop.json("POST", "Customers", customer, 201).await;
    assert_eq!(shop.get("Orders(50)").await["customerId"], 60);
    assert_eq!(shop.keys("Customers(60)/favourites").await, "p1 p3");
    // In an update a single link is replaced, links to many are added; null ends a relation.
    shop.json(
        "PATCH",
        "Orders(50)",
        json!({"customer@odata.bind": "Customers(1)"}),
        204,
    )
    .await;
    assert_eq!(shop.get("Orders(50)").await["customerId"], 1);
    let more = json!({"favourites@odata.bind": ["Products('p2')"], "name": "n"});
    shop.json("PATCH", "Customers(60)", more, 204).await;
    assert_eq!(shop.keys("Customers(60)/favourites").await, "p1 p3 p2");
    shop.json(
        "PATCH",
        "Orders(50)",
        json!({"customer@odata.bind": null}),
        204,
    )
    .await;
    shop.bare("GET", "Orders(50)/customer", 204).await;
    shop.json(
        "PATCH",
        "Orders(50)",
        json!({"customer": {"@id": "Customers(2)"}}),
        204,
    )
    .await;
    assert_eq!(shop.get("Orders(50)/customer").await["id"], 2);
    shop.json("PATCH", "Orders(50)", json!({"customer": null}), 204)
        .await;
    assert_eq!(shop.get("Orders(50)").await["customerId"], json!(null));
    // A link counts more than the value that it ties.
    let both = json!({"customerId": 1, "customer@odata.bind": "Customers(3)"});
    shop.json("PATCH", "Orders(50)", both, 204).await;
    assert_eq!(shop.get("Orders(50)").await["customerId"], 3);
    for (method, path, body, target) in [
        (
            "POST",
            "Orders",
            json!({"id": 70, "customer@odata.bind": "Customers(99)"}),
            "customer",
        ),
        (
            "POST",
            "Orders",
            json!({"id": 70, "customer@odata.bind": "Products('p1')"}),
            "customer",
        ),
        (
            "POST",
            "Orders",
            json!({"id": 70, "customer@odata.bind": ["Customers(1)"]}),
            "customer",
        ),
        (
            "POST",
            "Orders",
            json!({"id": 70, "custome@odata.bind": "Customers(1)"}),
            "custome@odata.bind",
        ),
        (
            "PATCH",
            "Customers(1)",
            json!({"favourites@odata.bind": "Products('p1')"}),
            "favourites",
        ),
        (
            "PATCH",
            "Customers(1)",
            json!({"favourites@odata.bind": [7]}),
            "favourites/0",
        ),
    ] {
        let refused = shop.json(method, path, body, 400).await;
        assert_eq!(
            refused.json()["error"]["target"],
            target,
            "{}",
            refused.text()
        );
    }
    shop.bare("GET", "Orders(70)", 404).await;
    // An update of 4.0 has links within it, and no entities.
    let older = [JSON, ("odata-version", "4.0")];
    let nested = r#"{"customer":{"name":"x"}}"#;
    let refused = shop.send("PATCH", "Orders(50)", &older, nested).await;
    assert_eq!(refused.status, 400);
}
