//! Short requests that ask for much: refused as soon as they take more steps or more stack than one request may.

mod common;

use std::time::{Duration, Instant};

use common::shop::{ask, body, keys, shop};
use odata_mock::MockService;
use serde_json::{Value as Json, json};

/// Asks for what takes too much: an error of the client, soon.
async fn refused(service: &MockService, path: &str, because: &str) {
    let start = Instant::now();
    let answer = ask(service, path, &[]).await;
    let short: String = path.chars().take(60).collect();
    assert_eq!(answer.status, 400, "{short}: {}", answer.text());
    let message = answer.message();
    assert!(message.contains(because), "{short}: {message}");
    let took = start.elapsed();
    assert!(took < Duration::from_secs(30), "{short}: {took:?}");
}

const STEPS: &str = "more steps";

/// A shop with one employee, who is his own manager and has a long name.
fn circle(name: &str) -> MockService {
    let employees = json!([{"id": 1, "name": name, "manager@odata.bind": "Employees(1)"}]);
    shop().entity_set("Employees", employees).unwrap()
}

/// A list of numbers as an expression.
fn numbers(from: usize, to: usize) -> String {
    let numbers: Vec<String> = (from..to).map(|number| number.to_string()).collect();
    format!("[{}]", numbers.join(","))
}

#[tokio::test]
async fn rollups_of_rollups() {
    let shop = shop();
    let rollup =
        "rollup(id,customerId,placed,total,customer/id,customer/name,customer/mail,customer/level)";
    let apply =
        |times: usize| format!("Orders?$apply=groupby(({}))", vec![rollup; times].join(","));
    refused(&shop, &apply(8), STEPS).await;
    let few = body(&shop, "Orders?$apply=groupby((rollup(customerId,id)))").await;
    assert_eq!(few["value"].as_array().map(Vec::len), Some(7));
}

#[tokio::test]
async fn levels_within_levels() {
    let open = "manager($levels=32;$expand=";
    let deep = |times: usize| {
        format!(
            "Employees?$expand={}manager{}",
            open.repeat(times),
            ")".repeat(times)
        )
    };
    refused(&circle("Zoe"), &deep(30), "100 levels").await;
    refused(
        &circle("Zoe"),
        &deep(5).replace("manager(", "reports("),
        "100 levels",
    )
    .await;
    let mut at = &body(&circle("Zoe"), "Employees?$expand=manager($levels=32)").await["value"][0];
    let mut levels = 0;
    while let Some(manager) = at.get("manager") {
        at = manager;
        levels += 1;
    }
    assert_eq!(levels, 32);
}

#[tokio::test]
async fn collections_of_collections() {
    let shop = shop();
    let (low, high) = (numbers(0, 200), numbers(200, 400));
    for filter in [
        format!("hassubset({},{})", numbers(0, 8000), numbers(4000, 8000)),
        format!(
            "indexof({},{}) ge 0",
            "[".to_owned() + &"1,".repeat(8000) + "1]",
            "[".to_owned() + &"1,".repeat(4000) + "2]"
        ),
        format!(
            "contains({},{})",
            "[".to_owned() + &"1,".repeat(8000) + "1]",
            "[".to_owned() + &"1,".repeat(4000) + "2]"
        ),
    ] {
        refused(&shop, &format!("Orders?$filter={filter}"), STEPS).await;
    }
    let asked: Vec<String> = vec!["8001 in @a".to_owned(); 1000];
    let path = format!(
        "Orders?$filter={}&@a={}",
        asked.join(" or "),
        numbers(0, 4000)
    );
    refused(&shop, &path, STEPS).await;
    assert_eq!(
        keys(
            &shop,
            &format!("Orders?$filter=not hassubset({low},{high})&$top=1")
        )
        .await,
        "10"
    );
}

#[tokio::test]
async fn patterns() {
    let long = circle(&"a".repeat(100_000));
    let path = |pattern: &str| format!("Employees?$filter=matchesPattern(name,'{pattern}')");
    refused(&long, &path("((a{50}){50}){50}"), "not a pattern").await;
    refused(&long, &path("(a{0,30}){0,30}b"), STEPS).await;
    assert_eq!(keys(&long, &path("^a{3}")).await, "1");
    let rows: Vec<Json> = (0..20_000)
        .map(|id| json!({"id": id, "name": "Zoe"}))
        .collect();
    let many = shop().entity_set("Employees", Json::from(rows)).unwrap();
    let start = Instant::now();
    let answer = ask(
        &many,
        &(path("^([A-Z][a-z]{0,40}|[0-9]{1,40})$") + "&$top=1"),
        &[],
    )
    .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let took = start.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[tokio::test]
async fn whole_sets_and_searches() {
    let rows: Vec<Json> = (0..20_000)
        .map(|id| json!({"id": id, "name": "x"}))
        .collect();
    let many = shop().entity_set("Employees", Json::from(rows)).unwrap();
    refused(
        &many,
        "Employees?$filter=$root/Employees/$count gt 1",
        STEPS,
    )
    .await;
    refused(&many, "Employees?$filter=$root/Employees/any()", STEPS).await;
    let long = circle(&"lorem ipsum ".repeat(100_000));
    let terms = vec!["a"; 3000].join(" ").replace('a', "zzz");
    let or = terms.replace(' ', " OR ");
    refused(&long, &format!("Employees?$search={or}"), STEPS).await;
    refused(&long, &format!("Employees?$apply=search({or})"), STEPS).await;
    let filter = format!("Employees?$filter=manager/reports/$count($search={or}) gt 0");
    refused(&long, &filter, STEPS).await;
    assert_eq!(keys(&long, "Employees?$search=ipsum").await, "1");
}

#[tokio::test]
async fn aliases_of_aliases() {
    let shop = shop();
    let deep = |name: &str| format!("{}{name}{}", "(1 add ".repeat(90), ")".repeat(90));
    let aliases: Vec<String> = (0..15)
        .map(|at| format!("@a{at}={}", deep(&format!("@a{}", at + 1))))
        .collect();
    let path = format!("Orders?$filter=@a0 gt 0&{}&@a15=1", aliases.join("&"));
    refused(&shop, &path, "deep").await;
    let few = "Orders?$filter=@a eq id&@a=@b add @c&@b=@c add 4&@c=3";
    assert_eq!(keys(&shop, few).await, "10");
    // As deep as both go at once.
    let nested = |inner: &str| format!("{}{inner}{}", "case(true:".repeat(60), ")".repeat(60));
    let aliases = format!(
        "@a={}&@b={}&@c={}",
        nested("@b"),
        nested("@c"),
        nested("true")
    );
    let mut path = "manager($levels=3;$filter=@a)".to_owned();
    for _ in 0..3 {
        path = format!("manager($levels=32;$expand={path})");
    }
    let answer = ask(
        &circle("Zoe"),
        &format!("Employees?$expand={path}&{aliases}"),
        &[],
    )
    .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[tokio::test]
async fn links_back() {
    let of = |many: usize| {
        let row = |id| json!({"id": id, "manager@odata.bind": format!("Employees({})", id / 2)});
        let rows: Vec<Json> = (0..many).map(row).collect();
        shop().entity_set("Employees", Json::from(rows)).unwrap()
    };
    let count = "Employees/$count?$filter=reports/$count gt 0";
    let start = Instant::now();
    let answer = ask(&of(300), count, &[]).await;
    assert_eq!(answer.text(), "150");
    let took = start.elapsed();
    assert!(took < Duration::from_secs(20), "{took:?}");
    refused(&of(9000), "Employees?$filter=manager/id lt 0", STEPS).await;
}
