//! Batches: requests that come together, changes that are made as a whole, references to what was made.

mod common;

use common::batches::{JSON, MULTIPART, ask, ask_json, change, change_set, get, request, statuses};
use common::{service, shop::shop};
use odata_mock::{BatchQuirk, Canned};
use serde_json::{Value as Json, json};

#[tokio::test]
async fn requests_are_answered_in_their_order() {
    let service = service();
    let body = [
        request("GET files('a.ps1')?$select=name", ""),
        request("GET /api/files/$count", "Host: mock.invalid\r\n"),
        request("GET http://mock.invalid/api/machines(7)", ""),
        "--b--".to_owned(),
    ];
    let answer = ask(&service, &[MULTIPART], &body.concat()).await;
    assert_eq!(statuses(&answer), ["200 OK"; 3]);
    let text = answer.text();
    assert!(
        text.contains("\"name\":\"a.ps1\"") && text.contains("\r\n\r\n5\r\n"),
        "{text}"
    );
    assert!(
        answer
            .header("content-type")
            .starts_with("multipart/mixed; boundary=")
    );
    // Line ends without CR.
    let plain = ask(&service, &[MULTIPART], &body.concat().replace("\r\n", "\n")).await;
    assert_eq!(statuses(&plain), ["200 OK"; 3]);
    assert_eq!(service.requests().len(), 2, "what is kept is the batch");
}

#[tokio::test]
async fn a_failure_ends_a_batch_unless_it_is_to_go_on() {
    let service = service();
    let body = [
        request("GET files('a.ps1')", ""),
        request("GET files('gone')", ""),
        request("GET files", ""),
        "--b--".to_owned(),
    ]
    .concat();
    let stopped = ask(&service, &[MULTIPART], &body).await;
    assert_eq!(statuses(&stopped), ["200 OK", "404 Not Found"]);
    for prefer in [
        "continue-on-error",
        "respond-async, odata.continue-on-error",
    ] {
        let all = ask(&service, &[MULTIPART, ("prefer", prefer)], &body).await;
        assert_eq!(statuses(&all), ["200 OK", "404 Not Found", "200 OK"]);
    }
}

#[tokio::test]
async fn a_change_set_is_done_as_a_whole_or_not_at_all() {
    let service = service();
    let good = [
        change("1", "POST files", r#"{"name":"n","size":1}"#),
        change("2", "PATCH $1", r#"{"size":2}"#),
        change("3", "DELETE files('c.ps1')", ""),
    ];
    let body = change_set(&good) + "--b--";
    let answer = ask(&service, &[MULTIPART], &body).await;
    let statuses_of_all = ["201 Created", "204 No Content", "204 No Content"];
    assert_eq!(statuses(&answer), statuses_of_all);
    assert!(
        answer.text().contains("Content-ID: 2\r\n"),
        "{}",
        answer.text()
    );
    assert_eq!(get(&service, "files('n')/size/$value").await.text(), "2");
    assert_eq!(get(&service, "files('c.ps1')").await.status, 404);

    let bad = [
        change("1", "POST files", r#"{"name":"m"}"#),
        change("2", "DELETE files('a.ps1')", ""),
        change("3", "PATCH files('gone')", "{}"),
    ];
    let body = [
        change_set(&bad),
        request("GET files/$count", ""),
        "--b--".to_owned(),
    ]
    .concat();
    let headers = [MULTIPART, ("prefer", "continue-on-error")];
    let answer = ask(&service, &headers, &body).await;
    // One answer stands for all of it.
    assert_eq!(statuses(&answer), ["404 Not Found", "200 OK"]);
    assert!(answer.text().contains("\r\n\r\n5\r\n"), "{}", answer.text());
    assert_eq!(get(&service, "files('m')").await.status, 404);
    assert_eq!(get(&service, "files('a.ps1')").await.status, 200);
}

#[tokio::test]
async fn where_closures_answer_a_change_set_is_whole_as_well() {
    let inner = service();
    let asked = inner.clone();
    // It asks the service, whose rows must not be locked.
    let service = inner.intercept(move |request| {
        let _ = asked.requests();
        request
            .path()
            .ends_with("fails")
            .then(|| Canned::status(503))
    });
    let bad = [
        change("1", "DELETE files('a.ps1')", ""),
        change("2", "POST fails", "{}"),
    ];
    let answer = ask(&service, &[MULTIPART], &(change_set(&bad) + "--b--")).await;
    assert_eq!(statuses(&answer), ["503 Service Unavailable"]);
    assert_eq!(get(&service, "files('a.ps1')").await.status, 200);
    let good = [change("1", "DELETE files('a.ps1')", "")];
    let answer = ask(&service, &[MULTIPART], &(change_set(&good) + "--b--")).await;
    assert_eq!(statuses(&answer), ["204 No Content"]);
    assert_eq!(get(&service, "files('a.ps1')").await.status, 404);
}

#[tokio::test]
async fn what_is_made_can_be_linked_to() {
    let shop = shop();
    let requests = json!([
        {"id": "c", "atomicityGroup": "g", "method": "post", "url": "Customers",
         "body": {"id": 70, "name": "Zoe", "tags": []}},
        {"id": "7", "atomicityGroup": "g", "method": "POST", "url": "Customers",
         "body": {"id": 71, "name": "Yan", "tags": []}},
        {"id": "o", "atomicityGroup": "g", "dependsOn": ["7"], "method": "POST", "url": "/api/Orders",
         "headers": {"content-type": "application/json"},
         "body": {"id": 700, "customer@odata.bind": "$7"}},
        {"id": "r", "dependsOn": ["g"], "method": "GET", "url": "$o/customer?$select=name"},
        {"id": "w", "method": "GET", "url": "$9/customer"}
    ]);
    let answers = ask_json(&shop, &requests).await;
    let statuses: Vec<_> = answers
        .iter()
        .map(|one| one["status"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [201, 201, 201, 200, 400], "{answers:?}");
    assert_eq!(answers[3]["body"]["name"], "Yan");
    assert_eq!(answers[2]["atomicityGroup"], "g");
}

#[tokio::test]
async fn what_depends_on_a_failure_is_not_done() {
    let service = service();
    let answers = ask_json(
        &service,
        &json!([
            {"id": "1", "atomicityGroup": "g", "method": "DELETE", "url": "files('a.ps1')"},
            {"id": "2", "atomicityGroup": "g", "method": "DELETE", "url": "files('gone')"},
            {"id": "3", "dependsOn": ["g"], "method": "DELETE", "url": "files('c.ps1')"},
            {"id": "4", "dependsOn": ["3"], "method": "DELETE", "url": "files('c.ps1')"},
            {"id": "5", "method": "GET", "url": "files/$count"},
            {"id": "6", "method": "GET", "url": "files('a.ps1')/content/$value"}
        ]),
    )
    .await;
    let statuses: Vec<_> = answers
        .iter()
        .map(|one| one["status"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [424, 404, 424, 424, 200, 200]);
    assert_eq!(answers[4]["body"], "5", "a text is a string");
    assert_eq!(answers[5]["body"], "Zm8=", "bytes are base64url");
}

#[tokio::test]
async fn what_is_no_batch_is_refused() {
    let service = service().max_batch_parts(3);
    let one = || request("GET files", "");
    let get_in_set = "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: application/http\r\n\r\nGET files HTTP/1.1\r\n\r\n\r\n--c--\r\n--b--";
    for (headers, body, status, said) in [
        (&[("content-type", "text/plain")][..], String::new(), 415, "multipart/mixed"),
        (&[("content-type", "multipart/mixed")], String::new(), 400, "no boundary"),
        (&[MULTIPART], String::new(), 400, "nowhere in it"),
        (&[MULTIPART], one(), 400, "the last boundary, `--b--`, is missing"),
        (&[MULTIPART], one().repeat(4) + "--b--", 400, "more than 3 parts"),
        (&[MULTIPART], "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--".to_owned(), 400, "part 0 is `text/plain`"),
        (&[MULTIPART], "--b\r\nnonsense\r\n\r\nx\r\n--b--".to_owned(), 400, "no header"),
        (&[MULTIPART], get_in_set.to_owned(), 400, "no GET"),
        (&[JSON], "{".to_owned(), 400, "not JSON"),
        (&[JSON], "[]".to_owned(), 400, "no array `requests`"),
        (&[JSON], json!({"requests": [{"method": "GET"}]}).to_string(), 400, "no id"),
        (&[JSON], json!({"requests": [{"id": "1"}, {"id": "1"}]}).to_string(), 400, "given twice"),
        (&[JSON], json!({"requests": [{"id": "1", "dependsOn": ["2"]}, {"id": "2"}]}).to_string(), 400, "does not stand before it"),
        (&[JSON], json!({"requests": [{"id": "1"}, {"id": "2"}, {"id": "3"}, {"id": "4"}]}).to_string(), 400, "more than 3"),
        (
            &[JSON],
            json!({"requests": [{"id": "1", "atomicityGroup": "g"}, {"id": "2"}, {"id": "3", "atomicityGroup": "g"}]}).to_string(),
            400,
            "not together",
        ),
    ] {
        let answer = ask(&service, headers, &body).await;
        assert_eq!(answer.status, status, "{}", answer.text());
        assert!(answer.message().contains(said), "{said}: {}", answer.message());
    }
    let get = get(&service, "$batch").await;
    assert_eq!((get.status, get.header("allow")), (405, "POST"));
}

#[tokio::test]
async fn what_is_wrong_with_one_request_is_its_own_fault() {
    let service = service();
    for (bad, said) in [
        (request("GET", ""), "is no request line"),
        (request("GET /api/files", ""), "there is no Host"),
        (request("POST $batch", ""), "a batch has no batch in it"),
        (
            request("GET files", "Content-Length: 99\r\n"),
            "its Content-Length",
        ),
        (
            request("PATCH $1", ""),
            "`$1` is no request before this one",
        ),
    ] {
        let body = [bad, request("GET files/$count", ""), "--b--".to_owned()].concat();
        let headers = [MULTIPART, ("prefer", "continue-on-error")];
        let answer = ask(&service, &headers, &body).await;
        assert_eq!(statuses(&answer), ["400 Bad Request", "200 OK"]);
        assert!(answer.text().contains(said), "{said}: {}", answer.text());
    }
}

#[tokio::test]
async fn who_asks_is_said_once() {
    let service = service().require_token("t");
    let body = request("GET files", "") + "--b--";
    let without = ask(&service, &[MULTIPART], &body).await;
    assert_eq!(without.status, 401);
    let with = ask(&service, &[MULTIPART, ("authorization", "Bearer t")], &body).await;
    assert_eq!(statuses(&with), ["200 OK"]);
}

#[tokio::test]
async fn answers_can_be_odd() {
    let body = request("GET files/$count", "").repeat(3) + "--b--";
    let quirky = |quirk| service().batch_quirk(quirk);
    let fewer = ask(&quirky(BatchQuirk::Fewer(1)), &[MULTIPART], &body).await;
    assert_eq!(statuses(&fewer), ["200 OK"]);
    let lines = ask(&quirky(BatchQuirk::LineFeeds), &[MULTIPART], &body).await;
    assert!(!lines.text().contains('\r') && statuses(&lines).len() == 3);
    let own = ask(
        &quirky(BatchQuirk::Boundary("x y".into())),
        &[MULTIPART],
        &body,
    )
    .await;
    assert_eq!(
        own.header("content-type"),
        "multipart/mixed; boundary=\"x y\""
    );
    assert_eq!(own.text().matches("--x y").count(), 4);
    let open = ask(&quirky(BatchQuirk::NoEnd), &[MULTIPART], &body).await;
    assert!(!open.text().contains("--\r\n"), "{}", open.text());
    let bare = ask(&quirky(BatchQuirk::NoReasons), &[MULTIPART], &body).await;
    assert_eq!(statuses(&bare), ["200", "200", "200"]);
    let requests: Vec<Json> = (0..20)
        .map(|id| json!({"id": id.to_string(), "method": "GET", "url": "files/$count"}))
        .collect();
    let shuffled = ask_json(&quirky(BatchQuirk::Shuffled(1)), &json!(requests)).await;
    let ids: Vec<u64> = shuffled
        .iter()
        .map(|one| one["id"].as_str().unwrap().parse().unwrap())
        .collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    assert!(
        ids != sorted && sorted == (0..20).collect::<Vec<_>>(),
        "{ids:?}"
    );
}
