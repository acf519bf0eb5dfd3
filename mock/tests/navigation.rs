//! Paths to related entities, to properties and to OData's own resources (URL conventions 4).

mod common;

use common::in_process;
use common::shop::{ask, body, keys, shop};
use serde_json::json;

#[tokio::test]
async fn related_entities_are_found() {
    let shop = shop();
    for (path, wanted) in [
        // By the referential constraint, from both sides.
        ("Customers(1)/orders", "10 11"),
        ("Customers(3)/orders", ""),
        // By links.
        ("Customers(1)/favourites", "p2 p1"),
        ("Customers(2)/favourites", ""),
        ("Employees(2)/reports", "3 4"),
        ("boss/reports", "2"),
        ("boss/reports(2)/reports", "3 4"),
        // Contained.
        ("Orders(10)/items", "1 2"),
        ("Customers(1)/orders(10)/items", "1 2"),
        // What the options ask of them.
        ("Customers(1)/orders?$filter=total gt 10", "10"),
        ("Customers(1)/favourites?$orderby=price", "p1 p2"),
        ("Customers(1)/orders?$top=1&$skip=1", "11"),
        ("Customers(1)/orders/$filter(total lt 10)", "11"),
        // Of a derived type, keys as segments.
        ("Customers/Shop.Company", "2"),
        ("Customers/1/orders", "10 11"),
    ] {
        assert_eq!(keys(&shop, path).await, wanted, "{path}");
    }
    for (path, name) in [
        ("Orders(10)/customer", "Ann"),
        ("Orders(10)/items(2)/product", "Crane"),
        ("Customers(1)/orders(10)/items(1)/product", "Nut"),
        ("Employees(4)/manager/manager", "Zoe"),
        ("Customers(1)/address/country", "Germany"),
        ("Customers(2)/Shop.Company/contact", "Xi"),
        ("Customers(email='ann@x')", "Ann"),
        ("Customers(@k)?@k=1", "Ann"),
        ("boss", "Zoe"),
    ] {
        assert_eq!(body(&shop, path).await["name"], name, "{path}");
    }
    assert_eq!(ask(&shop, "Orders(13)/customer", &[]).await.status, 204);
    for path in [
        "Orders(13)/customer/name",
        "Customers(1)/orders(12)",
        "Orders(11)/items(1)",
        "Customers(email='nobody')",
        "Customers(1)/Shop.Company",
        "boss/reports(9)",
    ] {
        assert_eq!(ask(&shop, path, &[]).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn what_a_context_url_says() {
    let shop = shop();
    for (path, wanted) in [
        ("Customers(1)/orders", "Orders"),
        ("Orders(10)/customer", "Customers/$entity"),
        ("Orders(10)/items", "Orders(10)/items"),
        ("Orders(10)/items(1)", "Orders(10)/items/$entity"),
        ("Customers(1)/address", "Customers(1)/address"),
        ("Customers(1)/address/city", "Customers(1)/address/city"),
        ("boss", "boss"),
        ("boss/name", "boss/name"),
        ("Orders(10)/customer/name", "Customers(1)/name"),
        ("Customers(1)/orders/$ref", "Collection($ref)"),
        (
            "Customers?$select=name,address/city",
            "Customers(name,address/city)",
        ),
        (
            "Customers?$expand=orders($select=total;$expand=items($select=line))",
            "Customers(orders(total,items(line)))",
        ),
        ("Customers?$expand=orders", "Customers"),
    ] {
        let answer = ask(&shop, path, &[]).await.json();
        let wanted = format!("http://mock.invalid/api/$metadata#{wanted}");
        assert_eq!(answer["@odata.context"], wanted, "{path}");
    }
}

#[tokio::test]
async fn parts_of_entities() {
    let shop = shop();
    for (path, wanted) in [
        ("Customers(1)/orders/$count", "2"),
        ("Orders(10)/items/$count", "2"),
        ("Customers/$count?$filter=orders/any()", "2"),
        ("Customers(1)/name/$value", "Ann"),
        ("Customers(1)/address/city/$value", "Bonn"),
        ("Orders(10)/total/$value", "19.50"),
        ("Orders(10)/customer/level/$value", "High"),
        ("Customers(1)/tags/$count", "2"),
        ("Customers(1)/tags/$count?$filter=$it eq 'a'", "1"),
    ] {
        let answer = ask(&shop, path, &[]).await;
        assert_eq!(
            (answer.status, answer.text()),
            (200, wanted.to_owned()),
            "{path}"
        );
    }
    assert_eq!(
        body(&shop, "Customers(1)/tags").await,
        json!({"value": ["a", "b"]})
    );
    let some = body(&shop, "Customers(1)/tags?$filter=$this gt 'a'&$count=true").await;
    assert_eq!(some, json!({"@odata.count": 1, "value": ["b"]}));
    assert_eq!(
        body(&shop, "Customers(1)/tags/-1").await,
        json!({"value": "b"})
    );
    assert_eq!(ask(&shop, "Customers(2)/mail", &[]).await.status, 204);
    assert_eq!(
        ask(&shop, "Customers(2)/address/city", &[]).await.status,
        204
    );
}

#[tokio::test]
async fn references() {
    let shop = shop();
    let many = body(&shop, "Customers(1)/orders/$ref?$skip=1").await;
    assert_eq!(
        many,
        json!({"value": [{"@odata.id": "http://mock.invalid/api/Orders(11)"}]})
    );
    let one = body(&shop, "Orders(10)/customer/$ref").await;
    assert_eq!(
        one,
        json!({"@odata.id": "http://mock.invalid/api/Customers(1)"})
    );
    let item = body(
        &shop,
        "$entity?$id=http://mock.invalid/api/Orders(10)/items(2)",
    )
    .await;
    assert_eq!(item["line"], 2);
    let company = body(&shop, "$entity/Shop.Company?$id=Customers(2)&$select=staff").await;
    assert_eq!(company["staff"], 40);
    assert_eq!(
        ask(&shop, "$entity?$id=Customers(9)", &[]).await.status,
        404
    );
    assert_eq!(ask(&shop, "$entity", &[]).await.status, 400);
}

#[tokio::test]
async fn all_and_cross_joins() {
    let shop = shop();
    let all = body(&shop, "$all").await;
    assert_eq!(
        all["value"].as_array().unwrap().len(),
        3 + 4 + 4 + 1 + 4 + 1
    );
    let context = all["value"][0]["@odata.context"].as_str().unwrap();
    assert!(context.ends_with("#Customers/$entity"), "{context}");
    assert_eq!(keys(&shop, "$all/Shop.Employee").await, "1 2 3 4 1");

    let path = "$crossjoin(Customers,Orders)?$filter=Customers/id eq Orders/customerId";
    let joined = body(&shop, path).await;
    assert_eq!(joined["value"].as_array().unwrap().len(), 3);
    let links = json!({
        "Customers@odata.navigationLink": "http://mock.invalid/api/Customers(1)",
        "Orders@odata.navigationLink": "http://mock.invalid/api/Orders(10)",
    });
    assert_eq!(joined["value"][0], links);
    let path = format!("{path}&$expand=Orders($select=total)&$orderby=Orders/total desc&$top=1");
    let expanded = body(&shop, &path).await;
    assert_eq!(expanded["value"][0]["Orders"], json!({"total": 100.25}));
    let wrong = ask(&shop, "$crossjoin(Customers,Order)", &[]).await;
    assert!(
        wrong.message().contains("did you mean `Orders`?"),
        "{}",
        wrong.message()
    );
}

#[test]
fn links_have_to_fit() {
    for (row, says) in [
        (
            json!({"id": 1, "order@odata.bind": []}),
            "did you mean `orders`?",
        ),
        (
            json!({"id": 1, "orders@odata.bind": "Orders(1)"}),
            "should be an array of URLs",
        ),
        (
            json!({"id": 1, "favourites@odata.bind": [7]}),
            "should be an array of URLs",
        ),
        (
            json!({"id": 1, "address": {"country@odata.bind": ["x"]}}),
            "should be a URL",
        ),
    ] {
        let error = shop()
            .entity_set("Customers", json!([row]))
            .unwrap_err()
            .to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[tokio::test]
async fn a_query_is_posted() {
    let shop = shop();
    let text = [("content-type", "text/plain")];
    let target = "/api/Customers/$query?$top=1";
    let query = b"$filter=orders/any(o:o/total%20gt%2010)&$orderby=id%20desc";
    let (answer, _) = in_process(&shop, "POST", target, &text, query).await;
    assert_eq!(answer.json()["value"][0]["id"], 2, "{}", answer.text());
    let (answer, _) = in_process(&shop, "POST", target, &[], query).await;
    assert_eq!(answer.status, 415);
}

#[tokio::test]
async fn ids_with_keys_as_segments_lead_to_entities() {
    let products = json!([
        {"sku": "p1", "name": "Nut"},
        {"sku": "a/b 50%'s", "name": "Odd"},
        {"sku": "2024-01-01", "name": "Dated"},
        {"sku": "Orders", "name": "Named"},
    ]);
    let orders = json!([{"id": 10, "items": [
        {"line": 1, "product@odata.bind": "Products/p1"},
        {"line": 2, "product@odata.bind": "http://mock.invalid/api/Products/a%2Fb%2050%25's"},
        {"line": 3, "product": {"@odata.id": "Products/2024-01-01"}},
        {"line": 4, "product@odata.bind": "/Products/Orders"},
        {"line": 5, "product@odata.bind": "Products/none"},
    ]}]);
    let employees = json!([
        {"id": 1, "name": "Zoe"},
        {"id": 2, "name": "Yan", "manager@odata.bind": "Employees/1"},
        {"id": 3, "name": "Xi", "manager@odata.bind": "boss/reports/2"},
    ]);
    let shop = shop()
        .entity_set("Products", products)
        .and_then(|shop| shop.entity_set("Orders", orders))
        .and_then(|shop| shop.entity_set("Employees", employees))
        .unwrap();
    for (path, name) in [
        ("Orders(10)/items(1)/product", "Nut"),
        ("Orders(10)/items(2)/product", "Odd"),
        ("Orders(10)/items(3)/product", "Dated"),
        ("Orders(10)/items(4)/product", "Named"),
        ("Employees(2)/manager", "Zoe"),
        ("$entity?$id=Employees/2", "Yan"),
        ("$entity?$id=http://mock.invalid/api/Products/p1", "Nut"),
    ] {
        assert_eq!(body(&shop, path).await["name"], name, "{path}");
    }
    let item = body(&shop, "$entity?$id=Orders/10/items/2").await;
    assert_eq!(item["line"], 2);
    for path in ["Orders(10)/items(5)/product", "Employees(3)/manager"] {
        assert_eq!(ask(&shop, path, &[]).await.status, 204, "{path}");
    }
    for id in [
        "Employees/x",
        "Employees/9",
        "Orders/10/items/x",
        "Employees/1/2",
    ] {
        let answer = ask(&shop, &format!("$entity?$id={id}"), &[]).await;
        assert_eq!(answer.status, 404, "{id}");
    }
}

/// What is missing is said of the collection where it was looked for.
#[tokio::test]
async fn a_key_that_is_not_there_is_told_with_its_collection() {
    let shop = shop();
    for (path, message) in [
        (
            "Orders(10)/items(9)",
            "`items` has no entity with the key 9",
        ),
        (
            "Orders(10)/items/9/product",
            "`items` has no entity with the key 9",
        ),
        (
            "Customers(1)/orders(12)",
            "`Orders` has no entity with the key 12",
        ),
        (
            "boss/reports(9)",
            "`Employees` has no entity with the key 9",
        ),
        ("Orders(99)", "`Orders` has no entity with the key 99"),
        (
            "Orders(10)/customer/nothing",
            "Shop.Customer has no property `nothing`",
        ),
        (
            "Orders(10)/items/nothing",
            "`items` has no entity `nothing`",
        ),
    ] {
        let answer = ask(&shop, path, &[]).await;
        assert!(
            answer.message().contains(message),
            "{path}: {}",
            answer.message()
        );
    }
}
