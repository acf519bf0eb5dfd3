//! Casts to derived types in paths (URL conventions 4.11).

mod common;

use common::{Answer, in_process};
use odata_mock::MockService;
use serde_json::json;

fn service() -> MockService {
    let files = json!([
        {"name": "a.txt"},
        {"@odata.type": "#Demo.Script", "name": "b.ps1", "lines": 3},
        {"@odata.type": "#Demo.ShellScript", "name": "c.sh", "lines": 40},
    ]);
    let service = MockService::from_csdl(include_str!("casts.xml")).unwrap();
    service.entity_set("files", files).unwrap()
}

async fn ask(service: &MockService, method: &str, path: &str, body: &str) -> Answer {
    let json = [("content-type", "application/json")];
    let headers: &[(&str, &str)] = if body.is_empty() { &[] } else { &json };
    let target = format!("/api/{path}");
    let (answer, broken) = in_process(service, method, &target, headers, body.as_bytes()).await;
    assert!(broken.is_none());
    answer
}

#[tokio::test]
async fn a_set_is_cast() {
    let service = service();
    for (path, names) in [
        ("files/Demo.Script", &["b.ps1", "c.sh"][..]),
        // By the alias of the schema, and to the set's own type.
        ("files/D.ShellScript", &["c.sh"]),
        ("files/Demo.File", &["a.txt", "b.ps1", "c.sh"]),
        ("files/Demo.Script?$filter=lines%20gt%203", &["c.sh"]),
        (
            "files/Demo.Script?$orderby=lines%20desc",
            &["c.sh", "b.ps1"],
        ),
        ("files/Demo.Script?$skip=1&$select=name,lines", &["c.sh"]),
        ("files?$filter=isof(Demo.Script)", &["b.ps1", "c.sh"]),
    ] {
        let answer = ask(&service, "GET", path, "").await;
        assert_eq!(answer.names(), names, "{path}");
    }
    let page = ask(&service, "GET", "files/D.Script", "").await.json();
    let context = page["@odata.context"].as_str().unwrap();
    assert!(
        context.ends_with("$metadata#files/Demo.Script"),
        "{context}"
    );
    assert_eq!(page["value"][0]["@odata.type"], "#Demo.Script");
    let count = ask(&service, "GET", "files/Demo.Script/$count", "").await;
    assert_eq!(count.text(), "2");

    let other = ask(&service, "GET", "files/Demo.Other", "").await;
    assert_eq!(other.status, 404);
    assert_eq!(
        other.message(),
        "`Demo.Other` is no type that extends Demo.File"
    );
    // No type at all: a key with a dot in it.
    let key = ask(&service, "GET", "files/a.txt", "").await;
    assert_eq!(key.json()["name"], "a.txt");
    // What only a derived type has is no property of the set's own.
    let unknown = ask(&service, "GET", "files?$filter=lines%20gt%203", "").await;
    assert_eq!(unknown.status, 400);
}

#[tokio::test]
async fn an_entity_is_cast() {
    let service = service();
    for path in [
        "files('b.ps1')/Demo.Script",
        "files/Demo.Script('b.ps1')",
        "files/b.ps1/D.Script",
        "files/Demo.Script/b.ps1",
    ] {
        let answer = ask(&service, "GET", path, "").await;
        assert_eq!(answer.json()["lines"], 3, "{path}");
        let context = answer.json()["@odata.context"].as_str().map(str::to_owned);
        let context = context.unwrap();
        assert!(
            context.ends_with("$metadata#files/Demo.Script/$entity"),
            "{context}"
        );
    }
    let lines = ask(
        &service,
        "GET",
        "files('c.sh')/Demo.Script/lines/$value",
        "",
    )
    .await;
    assert_eq!(lines.text(), "40");
    for path in [
        "files('a.txt')/Demo.Script",
        "files/Demo.ShellScript('b.ps1')",
        "files('b.ps1')/Demo.Other",
        "files('b.ps1')/Demo.Script/Demo.File",
    ] {
        assert_eq!(ask(&service, "GET", path, "").await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn changes_are_cast() {
    let service = service();
    let new = r#"{"name":"d.ps1","lines":1}"#;
    let created = ask(&service, "POST", "files/Demo.Script", new).await;
    assert_eq!(created.status, 201);
    assert_eq!(created.json()["@odata.type"], "#Demo.Script");
    let of_base = r##"{"@odata.type":"#Demo.File","name":"e.txt"}"##;
    let refused = ask(&service, "POST", "files/Demo.Script", of_base).await;
    assert_eq!(refused.status, 400);

    let path = "files('d.ps1')/Demo.Script";
    let changed = ask(&service, "PATCH", path, r#"{"lines":9}"#).await;
    assert_eq!(changed.status, 204);
    let read = ask(&service, "GET", path, "").await;
    assert_eq!(read.json()["lines"], 9);
    for (method, body) in [("PATCH", "{}"), ("DELETE", "")] {
        let path = "files('a.txt')/Demo.Script";
        assert_eq!(ask(&service, method, path, body).await.status, 404);
    }
    assert_eq!(ask(&service, "DELETE", path, "").await.status, 204);
    assert_eq!(ask(&service, "GET", path, "").await.status, 404);
}
