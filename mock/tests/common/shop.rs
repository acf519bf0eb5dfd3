//! A shop: customers with orders, which contain items, which lead to products; and employees who have managers.

use odata_mock::MockService;
use serde_json::{Value as Json, json};

use super::{Answer, in_process};

pub(crate) fn shop() -> MockService {
    let customers = json!([
        {
            "id": 1, "name": "Ann", "mail": "ann@x", "level": "High", "tags": ["a", "b"],
            "address": {"street": "Main", "city": "Bonn", "country@odata.bind": "Countries('DE')"},
            "favourites@odata.bind": ["Products('p2')", "http://mock.invalid/api/Products('p1')"]
        },
        {
            "@odata.type": "#Shop.Company", "id": 2, "name": "Bolts", "mail": null, "level": "Low",
            "tags": [], "address": null, "staff": 40, "contact@odata.bind": "Employees(3)"
        },
        {"id": 3, "name": null, "tags": ["b"], "address": {"city": "Rome"}},
    ]);
    let orders = json!([
        {
            "id": 10, "customerId": 1, "placed": "2024-02-29T10:00:00Z", "total": "19.50",
            "items": [
                {"line": 1, "amount": 2, "product@odata.bind": "Products('p1')"},
                {"line": 2, "amount": 1, "product": {"@odata.id": "Products('p3')"}},
            ]
        },
        {"id": 11, "customerId": 1, "placed": "2024-05-01T00:00:00Z", "total": "5", "items": []},
        {
            "id": 12, "customerId": 2, "placed": null, "total": "100.25",
            "items": [{"line": 1, "amount": 9, "product@odata.bind": "Products('p1')"}]
        },
        {"id": 13, "customerId": null, "total": null, "items": []},
    ]);
    let products = json!([
        {"sku": "p1", "name": "Nut", "price": "1.10", "category": "small"},
        {"sku": "p2", "name": "Bolt", "price": "2.20", "category": "small"},
        {"sku": "p3", "name": "Crane", "price": "5000", "category": "large"},
        {"sku": "p4", "name": "Air", "price": null, "category": null},
    ]);
    let employees = json!([
        {"id": 1, "name": "Zoe", "manager": null},
        {"id": 2, "name": "Yan", "manager@odata.bind": "Employees(1)"},
        {"id": 3, "name": "Xi", "manager@odata.bind": "Employees(2)"},
        {"id": 4, "name": "Wu", "manager@odata.bind": "Employees(2)"},
    ]);
    let boss = json!({"id": 1, "name": "Zoe", "reports@odata.bind": ["Employees(2)"]});
    MockService::from_csdl(include_str!("../shop.xml"))
        .and_then(|service| service.entity_set("Customers", customers))
        .and_then(|service| service.entity_set("Orders", orders))
        .and_then(|service| service.entity_set("Products", products))
        .and_then(|service| {
            service.entity_set("Countries", json!([{"code": "DE", "name": "Germany"}]))
        })
        .and_then(|service| service.entity_set("Employees", employees))
        .and_then(|service| service.singleton("boss", boss))
        .unwrap()
}

/// Asks for a path below the root, blanks not yet encoded.
pub(crate) async fn ask(service: &MockService, path: &str, headers: &[(&str, &str)]) -> Answer {
    let path = path.replace(' ', "%20").replace('"', "%22");
    let target = format!("/api/{}", path.replace('{', "%7B").replace('}', "%7D"));
    in_process(service, "GET", &target, headers, b"").await.0
}

/// The body as JSON without what the context URL says.
pub(crate) async fn body(service: &MockService, path: &str) -> Json {
    let answer = ask(service, path, &[]).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    let mut json = answer.json();
    if let Some(members) = json.as_object_mut() {
        members.remove("@odata.context");
    }
    json
}

/// The keys of a collection's entities, whatever they are called.
pub(crate) async fn keys(service: &MockService, path: &str) -> String {
    let json = body(service, path).await;
    let rows = json["value"]
        .as_array()
        .unwrap_or_else(|| panic!("{path}: no page: {json}"));
    let key = |row: &Json| {
        let found = ["id", "sku", "line", "code"]
            .iter()
            .find_map(|name| row.get(name));
        found.map_or_else(|| row.to_string(), |key| key.to_string().replace('"', ""))
    };
    rows.iter().map(key).collect::<Vec<_>>().join(" ")
}
