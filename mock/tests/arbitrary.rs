//! Whatever is sent as a change, the service answers it, and what is refused changes nothing.

mod common;

use std::sync::LazyLock;

use common::changing::JSON;
use common::in_process;
use common::shop::shop;
use odata_mock::MockService;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value as Json};

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

fn json() -> impl Strategy<Value = Json> {
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
    let sets = ["Customers", "Orders", "Products", "Employees", "boss", "Countries"];
    let expanded = [
        "Customers?$expand=orders($expand=items($expand=product)),favourites",
        "Employees?$expand=manager,reports",
    ];
    sets.into_iter()
        .chain(expanded)
        .map(|path| {
            let path = format!("/api/{path}");
            let answer = RUNTIME.block_on(in_process(service, "GET", &path, &[], b"")).0;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
            answer.text()
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_change_is_answered(
        changes in proptest::collection::vec(
            (
                select(&["POST", "PATCH", "PUT", "DELETE"][..]),
                select(PATHS),
                prop_oneof![4 => object(json()), 1 => json()],
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
