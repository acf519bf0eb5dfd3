//! BatchAnswers as few services give them.

use odata::doc_example::LibraryFile;
use odata::{BatchAnswers, Error, Handle, Service as _};
use serde_json::{Value as Json, json};

use crate::service::Canned;

/// Three questions for files, answered so.
async fn three(canned: &Canned) -> Result<(BatchAnswers, [Handle<LibraryFile>; 3]), Error> {
    let defender = canned.client();
    let files = defender.library_files();
    let mut batch = defender.client().batch();
    let handles = ["a", "b", "c"].map(|name| batch.add(&files.by_key(name)));
    Ok((batch.send().await?, handles))
}

fn names(answers: &mut BatchAnswers, handles: [Handle<LibraryFile>; 3]) -> [String; 3] {
    handles.map(|handle| match answers.take(handle) {
        Ok(file) => file.file_name,
        Err(error) if error.is_unanswered() => "-".to_owned(),
        Err(error) => format!("!{error}"),
    })
}

async fn named(canned: &Canned) -> [String; 3] {
    let (mut answers, handles) = three(canned).await.unwrap();
    names(&mut answers, handles)
}

fn part(name: &str) -> String {
    format!(
        "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 200 OK\r\n\
         Content-Type: application/json\r\n\r\n{{\"fileName\":\"{name}\"}}\r\n"
    )
}

fn multipart(body: &str) -> Canned {
    Canned::new("multipart/mixed; boundary=b", body)
}

#[tokio::test]
async fn chunks_may_be_cut_anywhere() {
    let body = format!("{}{}{}--b--\r\n", part("a"), part("b"), part("c"));
    for length in [1, 2, 3, 7, 64, 4096] {
        let canned = multipart(&body).in_pieces(length);
        assert_eq!(named(&canned).await, ["a", "b", "c"]);
    }
    let plain = body.replace("\r\n", "\n");
    assert_eq!(named(&multipart(&plain)).await, ["a", "b", "c"]);
}

#[tokio::test]
async fn an_answer_that_breaks_off_says_what_came() {
    let whole = format!("{}{}{}--b--\r\n", part("a"), part("b"), part("c"));
    let end = whole.find("\"c\"").unwrap();
    for canned in [multipart(&whole[..end]), multipart(&whole[..end]).cut()] {
        let defender = canned.client();
        let files = defender.library_files();
        let mut batch = defender.client().batch();
        // With a change in it, it cannot be asked again.
        let changes = odata::Changes::new().set(LibraryFile::DESCRIPTION, "x");
        let a = batch.add(&files.by_key("a"));
        let b = batch.add(&files.by_key("b").update(&changes));
        let c = batch.add(&files.by_key("c"));
        let mut answers = batch.send().await.unwrap();
        assert_eq!(answers.take(a).unwrap().file_name, "a");
        drop(b);
        let error = answers.take(c).unwrap_err();
        assert!(error.is_decode() && !error.is_unanswered(), "{error}");
        let said =
            "2 of the 3 requests of the batch were answered, and not this one, before it did";
        assert!(error.to_string().contains(said), "{error}");
    }
    // Too little to be anything.
    let canned = multipart("").cut();
    let error = three(&canned).await.unwrap_err();
    assert!(error.is_decode(), "{error}");
}

#[tokio::test]
async fn answers_in_json_are_known_by_their_ids() {
    let response = |id: &str, name: &str| json!({"id": id, "status": 200, "headers": {"Content-Type": "application/json"}, "body": {"fileName": name}});
    let all = |responses: Vec<Json>| {
        Canned::json(&json!({"@odata.context": "x", "responses": responses}))
    };
    let (a, b, c) = (response("1", "a"), response("2", "b"), response("3", "c"));
    let shuffled = all(vec![c.clone(), a.clone(), b.clone()]);
    assert_eq!(named(&shuffled).await, ["a", "b", "c"]);
    let fewer = all(vec![c.clone(), a.clone()]);
    assert_eq!(named(&fewer).await, ["a", "-", "c"]);

    for (responses, said) in [
        (json!([a, b, a]), "request 1 is answered twice"),
        (
            json!([a, response("4", "d")]),
            "there is no request `4`, and it is answered",
        ),
        (json!([a, response("x", "d")]), "there is no request `x`"),
        (json!([{"status": 200}]), "an answer in it has no id"),
        (json!({"id": "1"}), "an array"),
    ] {
        let canned = Canned::json(&json!({"responses": responses}));
        let error = three(&canned).await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert!(error.to_string().contains(said), "{said}: {error}");
        assert!(error.to_string().contains("/api/$batch]"), "{error}");
    }
    for (json, said) in [
        (json!({"value": []}), "there is no `responses` in it"),
        (json!([]), "an object"),
    ] {
        let error = three(&Canned::json(&json)).await.unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
    }
}

/// As Microsoft Graph answers: the id that its support asks for stands in the body alone.
#[tokio::test]
async fn the_id_of_a_request_that_failed_is_in_its_body() {
    let inner =
        json!({"date": "2026-12-01T17:00:00", "request-id": "31c91f39", "client-request-id": "x"});
    let body =
        json!({"error": {"code": "TooManyRequests", "message": "slow", "innerError": inner}});
    let failed = json!({"id": "1", "status": 429, "headers": {"Retry-After": "7"}, "body": body});
    let canned = Canned::json(&json!({"responses": [failed]}));
    let defender = canned.client();
    let mut batch = defender.client().batch().json();
    let one = batch.add(&defender.library_files().by_key("a"));
    let mut answers = batch.send().await.unwrap();
    let error = answers.take(one).unwrap_err();
    assert_eq!(error.request_id(), Some("31c91f39"));
    assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(7)));
    let text = error.to_string();
    assert!(
        text.contains("TooManyRequests: slow (request id 31c91f39)"),
        "{text}"
    );
}

#[tokio::test]
async fn bodies_in_json_are_whatever_their_type_says() {
    let (file, text) = (json!({"fileName": "a"}), "{\"fileName\":\"a\"}");
    for (headers, body) in [
        (
            json!({"Content-Type": "application/json; charset=utf-8"}),
            file.clone(),
        ),
        (json!({}), file.clone()),
        // Packed, and written as a text, as some gateways do.
        (
            json!({"content-type": "application/json"}),
            json!("eyJmaWxlTmFtZSI6ImEifQ=="),
        ),
        (json!({"CONTENT-TYPE": "application/json"}), json!(text)),
    ] {
        let answers = json!({"responses": [
            {"id": "1", "status": "200", "headers": headers, "body": body},
            {"id": 2, "status": 404, "headers": headers, "body": {"error": {"code": "Gone", "message": "m"}}},
            {"id": "3", "headers": {}},
        ]});
        let (mut answers, [one, two, three]) = three(&Canned::json(&answers)).await.unwrap();
        assert_eq!(answers.take(one).unwrap().file_name, "a");
        assert_eq!(answers.take(two).unwrap_err().code(), Some("Gone"));
        let error = answers.take(three).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("request 3 of the batch cannot be read: it has no status"),
            "{error}"
        );
    }
    let canned = Canned::json(&json!({"responses": [
        {"id": "1", "status": 200, "headers": {"content-type": "text/plain"}, "body": "12"},
        {"id": "2", "status": 200, "headers": {"content-type": "application/octet-stream"}, "body": "_-8="},
        {"id": "3", "status": 204, "headers": {}},
    ]}));
    let defender = canned.client();
    let files = defender.library_files();
    let mut batch = defender.client().batch();
    let total = batch.add(&files.total());
    let raw = || files.by_key("a").property(LibraryFile::SHA256).raw();
    let (bytes, nothing) = (batch.add(&raw()), batch.add(&raw()));
    let mut answers = batch.send().await.unwrap();
    assert_eq!(answers.take(total).unwrap(), 12);
    assert_eq!(
        answers.take(bytes).unwrap().as_deref(),
        Some(&[0xff, 0xef][..])
    );
    assert_eq!(answers.take(nothing).unwrap(), None);
}

#[tokio::test]
async fn what_is_no_answer_to_a_batch_is_told() {
    for (content_type, body, said) in [
        ("text/html", "<html>", "it is `text/html`"),
        (
            "multipart/mixed",
            "--b--",
            "its content type names no boundary",
        ),
        (
            "multipart/mixed; boundary=b",
            "--c--",
            "the boundary `b` is nowhere in it",
        ),
        (
            "application/json",
            "{\"responses\":[}",
            "responses[0]: an object is expected",
        ),
    ] {
        let error = three(&Canned::new(content_type, body)).await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert!(error.to_string().contains(said), "{said}: {error}");
    }
}

#[tokio::test]
async fn an_answer_that_is_too_long_is_not_kept() {
    let body = format!("{}{}", part("a"), "x".repeat(10_000));
    let canned = multipart(&body);
    let defender = odata::doc_example::Defender::builder()
        .transport(canned)
        .max_response_bytes(1_000)
        .build()
        .unwrap();
    let mut batch = defender.client().batch();
    let _ = batch.add(&defender.library_files().by_key("a"));
    let error = batch.send().await.unwrap_err();
    assert!(
        error.to_string().contains("longer than 1000 bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn of_a_change_set_that_failed_nothing_went_well() {
    let multipart = |id: &str, status: &str| {
        let head = format!("--c\r\nContent-Type: application/http\r\nContent-ID: {id}\r\n\r\n");
        format!("{head}HTTP/1.1 {status}\r\n\r\n\r\n")
    };
    let set = format!(
        "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n{}{}--c--\r\n--b--",
        multipart("1", "204 No Content"),
        multipart("3", "409 Conflict"),
    );
    let group = json!({"responses": [
        {"id": "1", "atomicityGroup": "g1", "status": 204},
        {"id": "2", "atomicityGroup": "g1", "status": 424},
        {"id": "3", "atomicityGroup": "g1", "status": 409},
    ]});
    for canned in [
        Canned::new("multipart/mixed; boundary=b", &set),
        Canned::json(&group),
        Canned::json(&json!({"responses": [{"id": "g1", "status": 409}]})),
    ] {
        let defender = canned.client();
        let files = defender.library_files();
        let mut batch = defender.client().batch();
        let handles = batch
            .atomic(|group| ["a", "b", "c"].map(|name| group.add(&files.by_key(name).delete())));
        let mut answers = batch.send().await.unwrap();
        assert_eq!(answers.failed(), 3);
        for handle in handles {
            let status = answers.take(handle).unwrap_err().status().unwrap();
            assert!([409, 424].contains(&status.as_u16()), "{status}");
        }
    }
}

#[tokio::test]
async fn an_answer_to_a_group_may_stand_before_one_of_its_own() {
    let own = json!({"id": "2", "status": 412});
    let of_group = json!({"id": "g1", "status": 409});
    for responses in [[&own, &of_group], [&of_group, &own]] {
        let canned = Canned::json(&json!({"responses": responses}));
        let defender = canned.client();
        let files = defender.library_files();
        let mut batch = defender.client().batch().json();
        let handles = batch
            .atomic(|group| ["a", "b", "c"].map(|name| group.add(&files.by_key(name).delete())));
        let answers = batch.send().await.unwrap();
        let statuses = handles.map(|handle| answers.status(&handle).unwrap().as_u16());
        assert_eq!(statuses, [409, 412, 409]);
    }
}

#[tokio::test]
async fn a_group_without_anything_in_it_is_no_group() {
    let canned = Canned::json(&json!({"responses": [
        {"id": "g1", "status": 409},
        {"id": "2", "status": 204},
    ]}));
    let defender = canned.client();
    let files = defender.library_files();
    let mut batch = defender.client().batch().json();
    batch.atomic(|_| ());
    let one = batch.atomic(|group| group.add(&files.by_key("a").delete()));
    batch.atomic(|_| ());
    let two = batch.atomic(|group| group.add(&files.by_key("b").delete()));
    let mut answers = batch.send().await.unwrap();
    assert_eq!(
        answers
            .take(one)
            .unwrap_err()
            .status()
            .map(|status| status.as_u16()),
        Some(409)
    );
    answers.take(two).unwrap();
    let body = canned.body();
    assert!(
        body.contains("\"g1\"") && body.contains("\"g2\"") && !body.contains("\"g3\""),
        "{body}"
    );
    let sent = canned.sent.lock().unwrap();
    assert_eq!(sent[0].0["odata-version"], "4.01");
}
