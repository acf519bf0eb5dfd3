//! Entities within entities: deep inserts and deep updates (Protocol 4.01, 11.4.2.2 and 11.4.3.1).

mod common;

use common::changing::{Asker, JSON, WANTED, without_context};
use serde_json::json;

#[tokio::test]
async fn deep_inserts() {
    let shop = Asker::shop();
    let customer = json!({
        "id": 80, "name": "Deep",
        "orders": [
            {
                "id": 81,
                "items": [
                    {"line": 1, "amount": 3, "product": {"sku": "new", "name": "New"}},
                    {"line": 2, "product@odata.bind": "Products('p1')"}
                ]
            },
            {"id": 82, "items": []}
        ],
        "favourites": [{"@odata.id": "Products('p2')"}, {"sku": "newer"}]
    });
    let made = shop.json("POST", "Customers", customer, 201).await;
    assert_eq!(
        without_context(&made),
        json!({
            "id": 80, "name": "Deep", "tags": [],
            "orders": [
                {
                    "id": 81, "customerId": 80,
                    "items": [
                        {"line": 1, "amount": 3, "product": {"sku": "new", "name": "New"}},
                        {"line": 2, "product": {"sku": "p1", "name": "Nut", "price": 1.10, "category": "small"}}
                    ]
                },
                {"id": 82, "customerId": 80, "items": []}
            ],
            "favourites": [
                {"sku": "p2", "name": "Bolt", "price": 2.20, "category": "small"}, {"sku": "newer"}
            ]
        })
    );
    assert_eq!(shop.keys("Customers(80)/orders").await, "81 82");
    assert_eq!(shop.get("Orders(81)/items(1)/product").await["name"], "New");
    assert_eq!(shop.get("Products('newer')").await["sku"], "newer");

    // The one that others depend on comes with what depends on it.
    let order = json!({"id": 83, "customer": {"id": 90, "name": "Principal"}});
    let made = shop.json("POST", "Orders", order, 201).await;
    assert_eq!(
        without_context(&made),
        json!({"id": 83, "customerId": 90, "customer": {"id": 90, "name": "Principal", "tags": []}})
    );
    let chain =
        json!({"id": 20, "manager": {"id": 21, "manager": {"id": 22, "reports": [{"id": 23}]}}});
    shop.json("POST", "Employees", chain, 201).await;
    assert_eq!(shop.get("Employees(20)/manager/manager").await["id"], 22);
    assert_eq!(shop.keys("Employees(22)/reports").await, "23 21");
}

#[tokio::test]
async fn a_nested_part_that_fails_changes_nothing() {
    let shop = Asker(common::shop::shop().etags("Customers").unwrap());
    let before = (
        shop.get("Customers").await,
        shop.get("Orders").await,
        shop.get("Products").await,
    );
    for (body, status, target) in [
        (
            json!({"id": 80, "orders": [{"id": 81}, {"id": 10}]}),
            409,
            None,
        ),
        (
            json!({"id": 80, "orders": [{"id": 81}, {"total": 1}]}),
            400,
            Some("orders/1/id"),
        ),
        (
            json!({"id": 80, "orders": [{"id": 81, "items": [{"line": 1, "amont": 1}]}]}),
            400,
            Some("orders/0/items/0/amont"),
        ),
        (
            json!({"id": 80, "favourites": [{"sku": "n"}, {"@odata.id": "Products('x')"}]}),
            400,
            Some("favourites/1"),
        ),
        (
            json!({"id": 80, "orders": [{"id": 81, "items": [{"line": 1}, {"line": 1}]}]}),
            409,
            None,
        ),
        (json!({"id": 80, "orders": [7]}), 400, Some("orders/0")),
        (json!({"id": 80, "orders": {"id": 81}}), 400, Some("orders")),
    ] {
        let refused = shop.json("POST", "Customers", body, status).await;
        assert_eq!(
            refused.json()["error"]["target"].as_str(),
            target,
            "{}",
            refused.text()
        );
    }
    let patch = json!({"name": "x", "orders": [{"id": 10, "total": 1}, {"id": 11, "total": "y"}]});
    shop.json("PATCH", "Customers(1)", patch, 400).await;
    let after = (
        shop.get("Customers").await,
        shop.get("Orders").await,
        shop.get("Products").await,
    );
    assert_eq!(before, after);
    let next = shop.json("POST", "Customers", json!({"id": 80}), 201).await;
    assert_eq!(
        next.header("etag"),
        "W/\"4\"",
        "no ETag is spent on what failed"
    );
}

#[tokio::test]
async fn deep_updates_replace_collections() {
    let shop = Asker::shop();
    let patch = json!({
        "name": "Ann II",
        "orders": [{"id": 11, "total": 6}, {"id": 91, "total": 7}, {"@id": "Orders(13)"}]
    });
    let wanted = shop
        .send("PATCH", "Customers(1)", &[JSON, WANTED], &patch.to_string())
        .await;
    assert_eq!(wanted.status, 200, "{}", wanted.text());
    assert_eq!(wanted.json()["orders"].as_array().map(Vec::len), Some(3));
    assert_eq!(shop.keys("Customers(1)/orders").await, "11 13 91");
    assert_eq!(shop.get("Orders(11)").await["total"], 6);
    assert_eq!(shop.get("Orders(10)").await["customerId"], json!(null));

    // What is contained and not sent is gone.
    let patch = json!({"items": [{"line": 2, "amount": 20}, {"line": 5}]});
    shop.json("PATCH", "Orders(10)", patch, 204).await;
    assert_eq!(
        shop.get("Orders(10)/items").await["value"],
        json!([{"line": 2, "amount": 20}, {"line": 5}])
    );
    assert_eq!(shop.get("Orders(10)/items(2)/product").await["sku"], "p3");
    // Single-valued: the one there is, another one, a new one, none.
    shop.json(
        "PATCH",
        "Orders(12)",
        json!({"customer": {"name": "B2"}}),
        204,
    )
    .await;
    assert_eq!(shop.get("Customers(2)").await["name"], "B2");
    shop.json(
        "PATCH",
        "Orders(12)",
        json!({"customer": {"id": 3, "name": "C3"}}),
        204,
    )
    .await;
    assert_eq!(shop.get("Customers(3)").await["name"], "C3");
    assert_eq!(shop.get("Orders(12)").await["customerId"], 3);
    shop.json(
        "PATCH",
        "Orders(12)",
        json!({"customer": {"id": 33, "name": "new"}}),
        204,
    )
    .await;
    assert_eq!(shop.get("Orders(12)/customer").await["name"], "new");
    shop.json("PUT", "Orders(12)", json!({"customer": null}), 204)
        .await;
    shop.bare("GET", "Orders(12)/customer", 204).await;
}

#[tokio::test]
async fn deltas_change_collections() {
    let shop = Asker::shop();
    let patch = json!({
        "orders@delta": [
            {"id": 10, "total": 1},
            {"@removed": {"reason": "changed"}, "@id": "Orders(11)"},
            {"@id": "Orders(13)"},
            {"id": 92, "total": 2}
        ]
    });
    shop.json("PATCH", "Customers(1)", patch, 204).await;
    assert_eq!(shop.keys("Customers(1)/orders").await, "10 13 92");
    assert_eq!(shop.get("Orders(11)").await["customerId"], json!(null));
    let patch = json!({
        "orders@odata.delta": [
            {"@odata.removed": {"reason": "deleted"}, "@odata.id": "Orders(92)"},
            {"@odata.removed": {}, "id": 13},
            {"@odata.removed": {}, "id": 999}
        ]
    });
    shop.json("PATCH", "Customers(1)", patch, 204).await;
    shop.bare("GET", "Orders(92)", 404).await;
    assert_eq!(shop.keys("Customers(1)/orders").await, "10");
    let patch = json!({
        "items@delta": [
            {"@removed": {"reason": "deleted"}, "line": 1}, {"line": 2, "amount": 9}, {"line": 3}
        ]
    });
    shop.json("PATCH", "Orders(10)", patch, 204).await;
    assert_eq!(
        shop.get("Orders(10)/items").await["value"],
        json!([{"line": 2, "amount": 9}, {"line": 3}])
    );
    let insert = json!({"id": 70, "orders@delta": []});
    shop.json("POST", "Customers", insert, 400).await;
}
