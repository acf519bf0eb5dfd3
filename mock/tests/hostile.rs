//! Whatever is asked, the service answers: it does not panic, and it does not take long.

mod common;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use common::shop::{ask, shop};
use odata_mock::MockService;
use proptest::prelude::*;
use proptest::sample::select;

/// What requests are made of, put together at random.
const PIECES: &[&str] = &[
    "Customers",
    "Orders",
    "Products",
    "Employees",
    "boss",
    "cheapest",
    "$all",
    "$crossjoin(",
    "$entity",
    "$ref",
    "$count",
    "$value",
    "$query",
    "$filter(",
    "$each",
    "(1)",
    "(",
    ")",
    "()",
    "(10)",
    "('p1')",
    "(@a)",
    "(count=2)",
    "/",
    "/",
    "/",
    "?",
    "&",
    ";",
    ",",
    "=",
    "$filter=",
    "$orderby=",
    "$select=",
    "$expand=",
    "$levels=",
    "$levels=max",
    "$top=",
    "$skip=",
    "$count=true",
    "$search=",
    "$compute=",
    "$apply=",
    "$id=",
    "$skiptoken=",
    "$deltatoken=",
    "$format=json",
    "@a=",
    "@a",
    "1",
    "-1",
    "99999999999999999999",
    "'x'",
    "null",
    "true",
    " eq ",
    " gt ",
    " and ",
    " or ",
    "not ",
    " in ",
    " add ",
    " mod ",
    " div ",
    "any(x:x",
    "all(",
    "orders",
    "items",
    "product",
    "customer",
    "manager",
    "reports",
    "address",
    "country",
    "city",
    "tags",
    "name",
    "total",
    "price",
    "*",
    "Shop.Company",
    "Shop.spent()",
    "$it",
    "$this",
    "$root/",
    "groupby((",
    "aggregate(",
    " with sum as ",
    "topcount(",
    "rollup(",
    "identity",
    "concat(",
    "nest(",
    "join(",
    "length(",
    "substring(",
    "cast(",
    "case(",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "2024-02-29",
    "%2F",
    "é",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_request_is_answered(pieces in prop::collection::vec(select(PIECES), 1..14)) {
        let path: String = pieces.concat();
        let path: String = path
            .chars()
            .map(|c| match c {
                '[' | ']' | '"' | '{' | '}' | 'é' => format!("%{:02X}", if c == 'é' { 0x20 } else { c as u32 }),
                c => c.to_string(),
            })
            .collect();
        static SHOP: LazyLock<MockService> = LazyLock::new(shop);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let start = Instant::now();
        let answer = runtime.block_on(ask(&SHOP, &path, &[]));
        prop_assert!(answer.status < 600 && answer.status != 500, "{}: {}", path, answer.text());
        prop_assert!(start.elapsed() < Duration::from_secs(20), "{}", path);
    }
}

#[tokio::test]
async fn deep_requests_are_answered() {
    let shop = shop();
    let nested = |open: &str, close: &str, times: usize| open.repeat(times) + &close.repeat(times);
    let paths = [
        format!("Employees(1){}", "/reports(2)/manager".repeat(500)),
        format!("Employees?$expand={}", nested("reports($expand=", ")", 200)),
        format!("Employees?$expand={}reports{}", "reports($expand=".repeat(30), ")".repeat(30)),
        format!("Employees?$filter={}true{}", "reports/any(r:r/".repeat(100), ")".repeat(100)),
        format!("Employees?$filter={}", "manager/".repeat(1000) + "name eq 'x'"),
        format!("Employees?$apply={}", "concat(identity,identity)/".repeat(20) + "identity"),
        format!("Employees?$apply={}", nested("concat(identity,", "identity)", 60)),
        format!("Employees?$compute={}", (0..300).map(|at| format!("id add {at} as c{at}")).collect::<Vec<_>>().join(",")),
        format!("Employees?$select={}", "manager/".repeat(500) + "name"),
        format!("Employees?$expand={}", "manager/".repeat(500) + "manager"),
        format!("$crossjoin({})", "Employees,".repeat(10)),
        "$crossjoin(Customers,Orders,Products,Employees)?$expand=Customers,Orders,Products,Employees".to_owned(),
        "Employees?$expand=reports($levels=32;$expand=reports($levels=32;$expand=manager($levels=32)))".to_owned(),
        "Employees?$expand=*($levels=max)".to_owned(),
        "Customers?$expand=*($levels=32)".to_owned(),
        "Employees?$apply=join(reports as a)/join(reports as b)/join(reports as c)/nest(identity as d)".to_owned(),
    ];
    for path in paths {
        let start = Instant::now();
        let answer = ask(&shop, &path, &[]).await;
        let short: String = path.chars().take(60).collect();
        assert!(
            answer.status < 500,
            "{short}: {} {}",
            answer.status,
            answer.text()
        );
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "{short}: {:?}",
            start.elapsed()
        );
    }
}
