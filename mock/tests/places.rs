//! Changes of what is not simply in a set: singletons, contained entities, related entities, casts.

mod common;

use common::changing::{Asker, JSON, WANTED, without_context};
use serde_json::json;

#[tokio::test]
async fn singletons_are_changed_and_not_removed() {
    let shop = Asker(common::shop::shop().etags("boss").unwrap());
    let read = shop.bare("GET", "boss", 200).await;
    let etag = read.header("etag").to_owned();
    assert_eq!(read.json()["@odata.etag"], etag);
    let condition = [JSON, ("if-match", etag.as_str())];
    let done = shop
        .send("PATCH", "boss", &condition, r#"{"name":"Zora"}"#)
        .await;
    assert_eq!(done.status, 204, "{}", done.text());
    assert_ne!(done.header("etag"), etag);
    let stale = shop
        .send("PATCH", "boss", &condition, r#"{"name":"Q"}"#)
        .await;
    assert_eq!(stale.status, 412);
    assert_eq!(shop.get("boss").await["name"], "Zora");
    assert_eq!(shop.keys("boss/reports").await, "2");
    let wanted = shop.send("PUT", "boss", &[JSON, WANTED], "{}").await;
    assert_eq!(wanted.status, 200);
    assert_eq!(
        wanted.json()["@odata.context"],
        "http://mock.invalid/api/$metadata#boss"
    );
    assert_eq!(shop.get("boss").await["name"], json!(null));
    let refused = shop.bare("DELETE", "boss", 405).await;
    assert_eq!(refused.header("allow"), "GET, HEAD, PATCH, PUT");
    shop.json("PUT", "boss/name", json!({"value": "Z"}), 204)
        .await;
    assert_eq!(shop.get("boss").await["name"], "Z");
}

#[tokio::test]
async fn contained_entities() {
    let shop = Asker::shop();
    let item = json!({"line": 3, "amount": 5, "product@odata.bind": "Products('p2')"});
    let made = shop
        .json("POST", "Orders(10)/items", item.clone(), 201)
        .await;
    assert_eq!(
        made.header("location"),
        "http://mock.invalid/api/Orders(10)/items(3)"
    );
    assert_eq!(
        made.json()["@odata.context"],
        "http://mock.invalid/api/$metadata#Orders(10)/items/$entity"
    );
    assert_eq!(without_context(&made), json!({"line": 3, "amount": 5}));
    let taken = shop.json("POST", "Orders(10)/items", item, 409).await;
    assert!(
        taken.message().contains("the key 3 already"),
        "{}",
        taken.text()
    );
    shop.json("POST", "Orders(11)/items", json!({"line": 3}), 201)
        .await;
    assert_eq!(
        shop.get("Orders(10)/items(3)/product").await["name"],
        "Bolt"
    );

    shop.json(
        "PATCH",
        "Orders(10)/items(1)",
        json!({"amount": 8, "line": 4}),
        204,
    )
    .await;
    assert_eq!(
        shop.get("Orders(10)/items(1)").await,
        json!({"line": 1, "amount": 8})
    );
    assert_eq!(shop.get("Orders(12)/items(1)").await["amount"], 9);
    shop.json("PUT", "Orders(10)/items/2", json!({}), 204).await;
    assert_eq!(
        shop.get("Orders(10)/items(2)").await,
        json!({"line": 2, "amount": null})
    );
    assert_eq!(shop.get("Orders(10)/items(2)/product").await["sku"], "p3");
    shop.bare("DELETE", "Orders(10)/items(1)", 204).await;
    shop.bare("DELETE", "Orders(10)/items(1)", 404).await;
    assert_eq!(shop.keys("Orders(10)/items").await, "2 3");
    shop.json("POST", "Orders(99)/items", json!({"line": 1}), 404)
        .await;
    let refused = shop
        .json(
            "POST",
            "Orders(10)/items",
            json!({"lin": 1, "line": 9}),
            400,
        )
        .await;
    assert_eq!(refused.json()["error"]["target"], "lin");
}

#[tokio::test]
async fn changes_of_what_is_contained_change_the_etag_of_what_contains_it() {
    let shop = Asker(common::shop::shop().etags("Orders").unwrap());
    let etag = |answer: &common::Answer| answer.header("etag").to_owned();
    let first = etag(&shop.bare("GET", "Orders(10)", 200).await);
    shop.json("POST", "Orders(10)/items", json!({"line": 9}), 201)
        .await;
    let second = etag(&shop.bare("GET", "Orders(10)", 200).await);
    shop.json("PATCH", "Orders(10)/items(9)", json!({"amount": 9}), 204)
        .await;
    let third = etag(&shop.bare("GET", "Orders(10)", 200).await);
    assert!(first != second && second != third);
}

#[tokio::test]
async fn what_is_inserted_by_a_relation_is_related() {
    let shop = Asker::shop();
    // By values: a referential constraint ties them.
    let made = shop
        .json(
            "POST",
            "Customers(3)/orders",
            json!({"id": 30, "total": 1}),
            201,
        )
        .await;
    assert_eq!(
        made.header("location"),
        "http://mock.invalid/api/Orders(30)"
    );
    assert_eq!(shop.get("Orders(30)").await["customerId"], 3);
    assert_eq!(shop.keys("Customers(3)/orders").await, "30");
    assert_eq!(shop.get("Orders(30)/customer").await["id"], 3);
    // By links, without a partner.
    shop.json("POST", "Customers(1)/favourites", json!({"sku": "p7"}), 201)
        .await;
    assert_eq!(shop.keys("Customers(1)/favourites").await, "p2 p1 p7");
    assert_eq!(shop.get("Products('p7')").await["sku"], "p7");
    shop.json("POST", "Customers(3)/favourites", json!({"sku": "p8"}), 201)
        .await;
    assert_eq!(shop.keys("Customers(3)/favourites").await, "p8");
    // By a partner that says it.
    shop.json(
        "POST",
        "Employees(4)/reports",
        json!({"id": 9, "name": "Tu"}),
        201,
    )
    .await;
    assert_eq!(shop.get("Employees(9)/manager").await["id"], 4);
    assert_eq!(shop.keys("Employees(4)/reports").await, "9");
    // A reference relates what is there.
    shop.json(
        "POST",
        "Customers(3)/favourites",
        json!({"@odata.id": "Products('p1')"}),
        201,
    )
    .await;
    assert_eq!(shop.keys("Customers(3)/favourites").await, "p8 p1");
    // What a relation leads to is changed and removed there.
    shop.json("PATCH", "Orders(30)/customer", json!({"name": "C"}), 204)
        .await;
    assert_eq!(shop.get("Customers(3)").await["name"], "C");
    shop.bare("DELETE", "Customers(1)/favourites('p7')", 204)
        .await;
    shop.bare("GET", "Products('p7')", 404).await;
    assert_eq!(shop.keys("Customers(1)/favourites").await, "p2 p1");
}

#[tokio::test]
async fn what_is_removed_is_related_to_nothing() {
    let shop = Asker::shop();
    shop.bare("DELETE", "Products('p1')", 204).await;
    shop.bare("DELETE", "Customers(1)", 204).await;
    shop.json("POST", "Products", json!({"sku": "p1"}), 201)
        .await;
    shop.json("POST", "Customers", json!({"id": 1}), 201).await;
    shop.bare("GET", "Orders(10)/items(1)/product", 204).await;
    assert_eq!(shop.get("Orders(10)").await["customerId"], json!(null));
    assert_eq!(shop.keys("Customers(1)/orders").await, "");
    assert_eq!(shop.keys("Customers(1)/favourites").await, "");
    shop.bare("DELETE", "Employees(2)", 204).await;
    shop.json("POST", "Employees", json!({"id": 2}), 201).await;
    shop.bare("GET", "Employees(3)/manager", 204).await;
    assert_eq!(shop.keys("boss/reports").await, "");
}

#[tokio::test]
async fn casts_in_all_of_them() {
    let shop = Asker::shop();
    let made = shop
        .json(
            "POST",
            "Customers/Shop.Company",
            json!({"id": 40, "staff": 4}),
            201,
        )
        .await;
    assert_eq!(made.json()["@odata.type"], "#Shop.Company");
    shop.json(
        "PATCH",
        "Customers(40)/Shop.Company",
        json!({"staff": 5}),
        204,
    )
    .await;
    shop.json(
        "PATCH",
        "Customers/Shop.Company(40)",
        json!({"staff": 6}),
        204,
    )
    .await;
    shop.json(
        "PUT",
        "Customers(40)/Shop.Company/staff",
        json!({"value": 7}),
        204,
    )
    .await;
    assert_eq!(
        shop.get("Customers(40)/Shop.Company/staff").await["value"],
        7
    );
    shop.json(
        "PUT",
        "Customers(40)/Shop.Company/contact/$ref",
        json!({"@odata.id": "Employees(1)"}),
        204,
    )
    .await;
    assert_eq!(
        shop.get("Customers(40)/Shop.Company/contact").await["name"],
        "Zoe"
    );
    shop.json(
        "PATCH",
        "Customers(1)/Shop.Company",
        json!({"staff": 5}),
        404,
    )
    .await;
    shop.bare("DELETE", "Customers(1)/Shop.Company", 404).await;
    let wrong = json!({"@odata.type": "#Shop.Customer", "id": 41});
    shop.json("POST", "Customers/Shop.Company", wrong, 400)
        .await;
    shop.json("PATCH", "Customers(40)", json!({"staff": 8}), 204)
        .await;
    shop.bare("DELETE", "Customers(40)/Shop.Company", 204).await;
    shop.bare("GET", "Customers(40)", 404).await;
}
