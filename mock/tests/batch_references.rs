//! What requests of a batch say of others: references, ETags, conditions.

mod common;

use common::batches::{MULTIPART, ask, ask_json, change, change_set, get, statuses};
use common::service;
use serde_json::{Value as Json, json};

/// OData JSON 4.01, 19.1: the request that `$1` in a URL means stands in `dependsOn`.
#[tokio::test]
async fn a_reference_needs_the_dependency() {
    let service = service();
    let headers = json!({"content-type": "application/json"});
    let insert = |id: &str, group: Option<&str>| {
        let mut one = json!({
            "id": id, "method": "POST", "url": "files", "headers": headers, "body": {"name": id}
        });
        if let Some(group) = group {
            one["atomicityGroup"] = json!(group);
        }
        one
    };
    let read = |id: &str, depends_on: Json, url: &str| json!({"id": id, "method": "GET", "url": url, "dependsOn": depends_on});
    let answers = ask_json(
        &service,
        &json!([
            insert("n1", None),
            insert("n2", Some("g")),
            read("3", json!([]), "$n1"),
            read("4", json!(["n1"]), "$n1?$select=name"),
            read("5", json!(["g"]), "$n2/name"),
            read("6", json!(["n1"]), "$n2/name"),
        ]),
    )
    .await;
    let statuses: Vec<u64> = answers
        .iter()
        .map(|one| one["status"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [201, 201, 400, 200, 200, 400]);
    let message = answers[2]["body"]["error"]["message"].as_str().unwrap();
    assert_eq!(
        message,
        "the request cannot be read: its URL begins with `$n1`, and `n1` is not in its `dependsOn`"
    );
}

/// OData JSON 4.01, 19.3 and Protocol 4.01, 11.7.5.
#[tokio::test]
async fn the_etag_of_an_answer_is_a_condition_of_a_later_request() {
    let read = json!({"id": "1", "method": "GET", "url": "files('a.ps1')"});
    let patch = |id: &str, value: &str, name: &str| {
        json!({
            "id": id, "method": "PATCH", "url": "files('a.ps1')", "dependsOn": ["1"],
            "headers": {"content-type": "application/json", name: value}, "body": {"size": 1}
        })
    };
    let service = service().etags("files").unwrap();
    let answers = ask_json(
        &service,
        &json!([
            read,
            patch("2", "$1", "if-match"),
            patch("3", "$1", "if-match"),
            {"id": "4", "method": "GET", "url": "files('a.ps1')", "dependsOn": ["2"], "headers": {"if-none-match": "$2"}},
            {"id": "5", "method": "GET", "url": "machines(7)"},
            {"id": "6", "method": "GET", "url": "files('a.ps1')", "dependsOn": ["5"], "headers": {"if-match": "$5"}},
            {"id": "7", "method": "GET", "url": "files('a.ps1')", "headers": {"if-match": "$9"}},
        ]),
    )
    .await;
    let came: Vec<u64> = answers
        .iter()
        .map(|one| one["status"].as_u64().unwrap())
        .collect();
    assert_eq!(came, [200, 204, 412, 304, 200, 400, 400], "{answers:#?}");
    let told = |at: usize| answers[at]["body"]["error"]["message"].clone();
    assert_eq!(told(5), "the answer to `$5` had no ETag");
    assert_eq!(told(6), "`$9` is no request before this one that was done");

    let conditional = "PATCH files('c.ps1') HTTP/1.1\r\nIf-Match: $1";
    let body = [
        change_set(&[
            change("1", "PATCH files('c.ps1')", r#"{"size":1}"#),
            change("2", "PATCH files('c.ps1')", r#"{"size":2}"#)
                .replace("PATCH files('c.ps1') HTTP/1.1", conditional),
        ]),
        "--b--".to_owned(),
    ];
    let answer = ask(&service, &[MULTIPART], &body.concat()).await;
    assert_eq!(statuses(&answer), ["204 No Content"; 2]);
}

/// A condition that is not evaluated is not taken for true (OData JSON 4.01, 19.1).
#[tokio::test]
async fn a_condition_of_a_request_is_not_passed_over() {
    let service = service();
    let answers = ask_json(
        &service,
        &json!([
            {"id": "1", "method": "DELETE", "url": "files('gone')"},
            {"id": "2", "method": "DELETE", "url": "files('a.ps1')", "if": "$1/$succeeded"},
        ]),
    )
    .await;
    assert_eq!(
        (&answers[0]["status"], &answers[1]["status"]),
        (&json!(404), &json!(501))
    );
    assert_eq!(get(&service, "files('a.ps1')").await.status, 200);
}
