//! Whatever is sent as a change, the service answers it, and what is refused changes nothing.

mod common;

use std::sync::LazyLock;

use common::changing::JSON;
use common::in_process;
use common::shop::shop;
use odata_mock::MockService;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value as Json, json};

const PATHS: &[&str] = &[
    "Customers",
    "Customers(1)",
    "Customers(2)/Shop.Company",
    "Customers/Shop.Company",
    "Customers(77)",
    "Customers(1)/name",
    "Customers(1)/id",
    "Customers(1)/tags",
    "Customers(1)/address",
    "Customers(3)/address/city",
    "Customers(1)/address/country",
    "Customers(1)/address/country/$ref",
    "Customers(1)/level/$value",
    "Customers(1)/orders",
    "Customers(1)/orders/$ref",
    "Customers(1)/orders(10)/$ref",
    "Customers(1)/favourites",
    "Customers(1)/favourites/$ref?$id=Products('p1')",
    "Customers(2)/Shop.Company/contact",
    "Orders(10)",
    "Orders(10)/items",
    "Orders(10)/items(1)",
    "Orders(10)/items(9)",
    "Orders(10)/items(1)/product",
    "Orders(10)/items(1)/product/$ref",
    "Orders(13)/customer",
    "Orders(13)/customer/$ref",
    "Orders(12)/total",
    "Products('p1')",
    "Employees(2)",
    "Employees(2)/manager/$ref",
    "Employees(2)/reports",
    "boss",
    "boss/reports/$ref",
    "boss/name",
    "$all",
    "Customers/$count",
    "",
    "$metadata",
];

const NAMES: &[&str] = &[
    "id",
    "name",
    "mail",
    "level",
    "address",
    "tags",
    "city",
    "country",
    "code",
    "orders",
    "orders@odata.bind",
    "orders@delta",
    "orders@odata.delta",
    "favourites",
    "favourites@odata.bind",
    "customer",
    "customer@odata.bind",
    "customerId",
    "items",
    "items@delta",
    "line",
    "amount",
    "product",
    "product@odata.bind",
    "sku",
    "manager",
    "manager@odata.bind",
    "reports",
    "reports@delta",
    "total",
    "value",
    "@odata.id",
    "@id",
    "@odata.type",
    "@removed",
    "@odata.etag",
    "reason",
    "@",
    "@@",
    "nothing",
];

const TEXTS: &[&str] = &[
    "",
    "x",
    "High",
    "deleted",
    "Customers(1)",
    "Customers(2)",
    "Orders(10)",
    "Orders(10)/items(1)",
    "Products('p1')",
    "Employees(1)",
    "Employees(2)",
    "boss",
    "http://mock.invalid/api/Orders(11)",
    "#Shop.Company",
    "#Shop.Customer",
    "((",
    "Customers(",
    "ä%",
];

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        (0_i64..14).prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        select(TEXTS).prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            1 => proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            3 => object(inner),
        ]
    })
}

fn object(inner: impl Strategy<Value = Json>) -> impl Strategy<Value = Json> {
    let members = proptest::collection::vec((select(NAMES), inner), 0..6);
    members.prop_map(|members| {
        let members = members.into_iter();
        let members: Map<String, Json> = members
            .map(|(name, json)| (name.to_owned(), json))
            .collect();
        Json::Object(members)
    })
}

static RUNTIME: LazyLock<tokio::runtime::Runtime> =
    LazyLock::new(|| tokio::runtime::Runtime::new().unwrap());

fn all(service: &MockService) -> Vec<String> {
    let sets = [
        "Customers",
        "Orders",
        "Products",
        "Employees",
        "boss",
        "Countries",
    ];
    let expanded = [
        "Customers?$expand=orders($expand=items($expand=product)),favourites",
        "Employees?$expand=manager,reports",
    ];
    sets.into_iter()
        .chain(expanded)
        .map(|path| {
            let path = format!("/api/{path}");
            let answer = RUNTIME
                .block_on(in_process(service, "GET", &path, &[], b""))
                .0;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
            answer.text()
        })
        .collect()
}

/// A change of a relation that has two sides, or of an entity that could be on one of them.
fn relation() -> impl Strategy<Value = (&'static str, String, Json)> {
    let sides = select(
        &[
            ("Employees", "Employees", "manager", "reports", 1_i64, 1_i64),
            ("Orders", "Customers", "customer", "orders", 10, 1),
        ][..],
    );
    (sides, 0_i64..4, 0_i64..4, 0..12).prop_map(|(sides, one, many, what)| {
        let (ones, manys, single, list, first_one, first_many) = sides;
        let (one, many) = (first_one + one, first_many + many);
        let to_many = format!("{manys}({many})");
        let to_one = format!("{ones}({one})");
        let bound = format!("{single}@odata.bind");
        match what {
            0 => (
                "PUT",
                format!("{to_one}/{single}/$ref"),
                json!({"@odata.id": to_many}),
            ),
            1 => (
                "POST",
                format!("{to_many}/{list}/$ref"),
                json!({"@odata.id": to_one}),
            ),
            2 => ("DELETE", format!("{to_one}/{single}/$ref"), json!({})),
            3 => ("DELETE", format!("{to_many}/{list}({one})/$ref"), json!({})),
            4 => ("PATCH", to_one, json!({bound: to_many})),
            5 => (
                "PATCH",
                to_many,
                json!({format!("{list}@odata.bind"): [to_one]}),
            ),
            6 => (
                "PATCH",
                to_many,
                json!({list: [{"id": one}, {"id": one + 1}]}),
            ),
            7 => (
                "PATCH",
                to_many,
                json!({format!("{list}@delta"): [{"@removed": {}, "id": one}]}),
            ),
            8 => ("DELETE", to_one, json!({})),
            9 => ("DELETE", to_many, json!({})),
            10 => (
                "POST",
                ones.to_owned(),
                json!({"id": one, single: {"id": many, "name": "n"}}),
            ),
            _ => ("POST", format!("{to_many}/{list}"), json!({"id": one})),
        }
    })
}

/// The ids of the entities that are related, in their order.
fn pairs(service: &MockService, path: &str, property: &str) -> Vec<(i64, i64)> {
    let path = format!("/api/{path}");
    let answer = RUNTIME
        .block_on(in_process(service, "GET", &path, &[], b""))
        .0;
    let mut pairs = Vec::new();
    for row in answer.json()["value"].as_array().unwrap() {
        let related = match &row[property] {
            Json::Array(items) => items.clone(),
            Json::Null => Vec::new(),
            single => vec![single.clone()],
        };
        let id = |row: &Json| row["id"].as_i64().unwrap();
        pairs.extend(related.iter().map(|other| (id(row), id(other))));
    }
    pairs.sort_unstable();
    pairs
}

fn swapped(pairs: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    let mut swapped: Vec<_> = pairs.into_iter().map(|(a, b)| (b, a)).collect();
    swapped.sort_unstable();
    swapped
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn every_change_is_answered(
        changes in proptest::collection::vec(
            (
                select(&["POST", "PATCH", "PUT", "DELETE"][..]),
                select(PATHS),
                prop_oneof![4 => object(any_json()), 1 => any_json()],
                select(&["4.0", "4.01"][..]),
            ),
            1..6,
        ),
    ) {
        let service = shop().upsert().etags("Orders").unwrap();
        let mut before = all(&service);
        for (method, path, body, version) in changes {
            let target = format!("/api/{path}");
            let headers = [JSON, ("odata-version", version)];
            let text = body.to_string();
            let sent = in_process(&service, method, &target, &headers, text.as_bytes());
            let answer = RUNTIME.block_on(sent).0;
            let case = format!("{method} {path} {text}: {} {}", answer.status, answer.text());
            prop_assert!([200, 201, 204, 400, 404, 405, 409, 412, 415, 501].contains(&answer.status), "{}", case);
            let after = all(&service);
            if answer.status >= 400 {
                prop_assert_eq!(&before, &after, "{}", case);
                prop_assert!(answer.json()["error"]["message"].is_string(), "{}", case);
            }
            before = after;
        }
    }

    #[test]
    fn relations_are_the_same_from_both_sides(
        changes in proptest::collection::vec(
            (
                select(&["POST", "PATCH", "PUT", "DELETE"][..]),
                select(PATHS).prop_filter("boss is another employee 1", |path| !path.starts_with("boss")),
                object(any_json()),
            )
                .prop_map(|(method, path, body)| (method, path.to_owned(), body)),
            0..3,
        ),
        related in proptest::collection::vec(relation(), 1..12),
    ) {
        let service = shop().upsert();
        for (method, path, body) in related.into_iter().chain(changes) {
            let target = format!("/api/{path}");
            let text = body.to_string().replace("\"boss\"", "null");
            let sent = in_process(&service, method, &target, &[JSON], text.as_bytes());
            let answer = RUNTIME.block_on(sent).0;
            let case = format!("{method} {path} {text}: {} {}", answer.status, answer.text());
            let orders = pairs(&service, "Customers?$expand=orders", "orders");
            let customers = pairs(&service, "Orders?$expand=customer", "customer");
            prop_assert_eq!(orders, swapped(customers), "{}", case);
            let reports = pairs(&service, "Employees?$expand=reports", "reports");
            let managers = pairs(&service, "Employees?$expand=manager", "manager");
            prop_assert_eq!(reports, swapped(managers), "{}", case);
        }
    }

    #[test]
    fn every_body_is_answered(
        method in select(&["POST", "PATCH", "PUT", "DELETE"][..]),
        path in select(PATHS),
        media in select(&["application/json", "text/plain", "image/png", "multipart/form-data", ""][..]),
        body in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        let service = shop();
        let target = format!("/api/{path}");
        let headers = [("content-type", media)];
        let answer = RUNTIME.block_on(in_process(&service, method, &target, &headers, &body)).0;
        prop_assert!(answer.status < 500 || answer.status == 501);
    }
}
