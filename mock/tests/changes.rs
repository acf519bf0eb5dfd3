//! Inserts, updates, deletions, and the ETags that guard them.

mod common;

use std::sync::{Arc, Barrier};

use common::{Answer, get, in_process, send, send_body, service};
use odata_mock::{MockServer, MockService};
use serde_json::{Value as Json, json};

const JSON: (&str, &str) = ("content-type", "application/json;charset=utf-8");

/// Asks one service over HTTP and its twin in process, which have to agree.
struct Twins {
    server: MockServer,
    twin: MockService,
}

impl Twins {
    async fn new(make: impl Fn() -> MockService) -> Self {
        Twins {
            server: make().serve().await.unwrap(),
            twin: make(),
        }
    }

    async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let target = format!("/api/{path}");
        let over_http = send_body(&self.server, method, &target, headers, body.as_bytes()).await;
        let (answer, broken) =
            in_process(&self.twin, method, &target, headers, body.as_bytes()).await;
        assert!(broken.is_none());
        assert_eq!(over_http.status, answer.status, "{method} {path} {body}");
        assert_eq!(over_http.header("etag"), answer.header("etag"));
        let with_origin = answer
            .text()
            .replace("http://mock.invalid/api/", &self.server.url());
        assert_eq!(over_http.text(), with_origin, "{method} {path} {body}");
        over_http
    }
}

fn without_context(answer: &Answer) -> Json {
    let mut json = answer.json();
    json.as_object_mut().unwrap().remove("@odata.context");
    json
}

#[tokio::test]
async fn every_status_of_a_change() {
    let twins = Twins::new(|| service().generate_keys("machines").unwrap()).await;
    let xml = ("content-type", "application/xml");
    for (method, path, headers, body, status, message) in [
        (
            "POST",
            "files",
            &[JSON][..],
            r#"{"name":"n","size":1}"#,
            201,
            "",
        ),
        (
            "POST",
            "files",
            &[JSON],
            r#"{"name":"n"}"#,
            409,
            "key 'n' already",
        ),
        (
            "POST",
            "files",
            &[JSON],
            r#"{"size":1}"#,
            400,
            "`name` is part of the key and is missing",
        ),
        (
            "POST",
            "files",
            &[JSON],
            r#"{"name":"m","size":"x"}"#,
            400,
            "`size` is \"x\"",
        ),
        (
            "POST",
            "files",
            &[JSON],
            r#"{"name":"m","sise":1}"#,
            400,
            "did you mean `size`?",
        ),
        (
            "POST",
            "files",
            &[JSON],
            r#"{"name":"m","tags":[null]}"#,
            400,
            "`tags/0` is null",
        ),
        (
            "POST",
            "files",
            &[JSON],
            r#"{"name":"m","builds":{}}"#,
            400,
            "should be an array",
        ),
        (
            "POST",
            "files",
            &[JSON],
            r#"{"name":"m","builds@odata.bind":["builds(1)"]}"#,
            400,
            "leads to no entity",
        ),
        ("POST", "files", &[JSON], "[]", 400, "not a JSON object"),
        ("POST", "files", &[JSON], "{", 400, "not JSON"),
        ("POST", "files", &[JSON], "", 400, "not JSON"),
        ("POST", "files", &[], r#"{"name":"m"}"#, 415, "Content-Type"),
        (
            "POST",
            "files",
            &[xml],
            r#"{"name":"m"}"#,
            415,
            "application/xml",
        ),
        (
            "POST",
            "files?$top=1",
            &[JSON],
            r#"{"name":"m"}"#,
            400,
            "`$top`",
        ),
        (
            "POST",
            "files",
            &[JSON, ("accept", "text/html")],
            r#"{"name":"m"}"#,
            406,
            "text/html",
        ),
        ("POST", "fils", &[JSON], "{}", 404, "did you mean `files`?"),
        (
            "POST",
            "builds",
            &[JSON],
            r#"{"vendor":"v"}"#,
            400,
            "`number`",
        ),
        ("POST", "machines", &[JSON], "{}", 201, ""),
        ("GET", "machines(8)", &[], "", 200, ""),
        ("POST", "machines", &[JSON], r#"{"id":7}"#, 409, "already"),
        ("PATCH", "files('n')", &[JSON], r#"{"size":null}"#, 204, ""),
        (
            "PATCH",
            "files('n')",
            &[JSON],
            r#"{"name":"other","size":5}"#,
            204,
            "",
        ),
        (
            "PATCH",
            "files('n')",
            &[JSON],
            r#"{"sise":5}"#,
            400,
            "did you mean `size`?",
        ),
        (
            "PATCH",
            "files('n')",
            &[JSON],
            r#"{"tags":null}"#,
            400,
            "never null",
        ),
        ("PATCH", "files('n')", &[], "{}", 415, "Content-Type"),
        ("PATCH", "files('nix')", &[JSON], "{}", 404, "'nix'"),
        ("DELETE", "files('n')", &[], "", 204, ""),
        ("DELETE", "files('n')", &[], "", 404, "'n'"),
        ("GET", "files('n')", &[], "", 404, "'n'"),
        ("DELETE", "builds(vendor='v',number=1)", &[], "", 204, ""),
    ] {
        let answer = twins.send(method, path, headers, body).await;
        let case = format!("{method} {path} {body}: {}", answer.text());
        assert_eq!(answer.status, status, "{case}");
        assert!(status < 400 || answer.message().contains(message), "{case}");
    }
    assert_eq!(
        get(&twins.server, "files").await.names().len(),
        5,
        "refusals change nothing"
    );
    assert_eq!(get(&twins.server, "builds/$count").await.text(), "1");
}

#[tokio::test]
async fn what_an_insert_answers() {
    let server = service().serve().await.unwrap();
    let row = r##"{"@odata.type":"#Demo.File","name":"ä/b 'q'","size":"9007199254740993","x@y.z":1,"origin":{"user":"u"}}"##;
    let made = send_body(
        &server,
        "POST",
        "/api/files?$select=name,size",
        &[("content-type", "application/json;IEEE754Compatible=true")],
        row.as_bytes(),
    )
    .await;
    let url = format!("{}files('%C3%A4%2Fb%20''q''')", server.url());
    assert_eq!((made.status, made.header("location")), (201, url.as_str()));
    assert_eq!(made.header("odata-entityid"), url);
    assert_eq!(
        (made.header("etag"), made.header("preference-applied")),
        ("", "")
    );
    assert_eq!(made.text().matches("9007199254740993").count(), 1);
    assert!(!made.text().contains("origin"));
    let path = url.strip_prefix(&server.url()).unwrap();
    assert_eq!(
        without_context(&get(&server, path).await),
        json!({
            "@odata.type": "#Demo.File", "name": "ä/b 'q'", "size": 9007199254740993_i64,
            "origin": {"user": "u"}, "tags": []
        })
    );
    let names = get(&server, "files").await.names();
    assert_eq!(
        names.last().unwrap(),
        "ä/b 'q'",
        "what is inserted comes last"
    );

    let minimal = [JSON, ("prefer", "respond-async, return=minimal")];
    let made = send_body(&server, "POST", "/api/files", &minimal, b"{\"name\":\"m\"}").await;
    assert_eq!((made.status, made.body.len()), (204, 0));
    assert_eq!(made.header("preference-applied"), "return=minimal");
    assert_eq!(
        made.header("odata-entityid"),
        format!("{}files('m')", server.url())
    );
}

#[tokio::test]
async fn a_patch_merges_what_it_brings() {
    let server = service().serve().await.unwrap();
    let wanted = [JSON, ("prefer", "return=representation")];
    let patch = br#"{"size":null,"origin":{"host":"h"},"tags":["new"],"name":"ignored"}"#;
    let answer = send_body(&server, "PATCH", "/api/files('a.ps1')", &wanted, patch).await;
    assert_eq!(
        (answer.status, answer.header("preference-applied")),
        (200, "return=representation")
    );
    assert_eq!(
        without_context(&answer),
        json!({
            "name": "a.ps1", "size": null, "price": 1.10, "content": "Zm8=",
            "origin": {"user": "ann", "host": "h"}, "tags": ["new"]
        })
    );
    assert_eq!(get(&server, "files('a.ps1')").await.text(), answer.text());
}

#[tokio::test]
async fn an_upsert_inserts() {
    let twins = Twins::new(|| service().upsert().etags("builds").unwrap()).await;
    let star = [JSON, ("if-match", "*")];
    let path = "builds(vendor='new',number=9)";
    assert_eq!(twins.send("PATCH", path, &star, "{}").await.status, 412);
    let made = twins.send("PATCH", path, &[JSON], r#"{"number":1}"#).await;
    assert_eq!(made.status, 201);
    assert_eq!(
        made.header("location"),
        format!("{}{path}", twins.server.url())
    );
    let row = json!({"@odata.etag": "W/\"3\"", "vendor": "new", "number": 9});
    assert_eq!(without_context(&made), row);
    assert_eq!(twins.send("PATCH", path, &[JSON], "{}").await.status, 204);
    let none = [JSON, ("if-none-match", "*")];
    assert_eq!(twins.send("PATCH", path, &none, "{}").await.status, 412);
}

#[tokio::test]
async fn etags_guard() {
    let twins = Twins::new(|| service().etags("machines").unwrap()).await;
    let one = twins.send("GET", "machines(7)", &[], "").await;
    assert_eq!(one.header("etag"), "W/\"1\"");
    assert_eq!(one.json()["@odata.etag"], "W/\"1\"");
    let page = twins.send("GET", "machines", &[], "").await;
    assert_eq!(
        (
            page.json()["value"][0]["@odata.etag"].as_str(),
            page.header("etag")
        ),
        (Some("W/\"1\""), "")
    );
    for (method, condition, etags, status, etag) in [
        ("GET", "if-none-match", "W/\"1\"", 304, "W/\"1\""),
        ("GET", "if-none-match", "\"0\", W/\"1\"", 304, "W/\"1\""),
        ("GET", "if-none-match", "*", 304, "W/\"1\""),
        ("GET", "if-none-match", "W/\"0\"", 200, "W/\"1\""),
        ("GET", "if-match", "W/\"0\"", 412, ""),
        ("PATCH", "if-match", "W/\"0\"", 412, ""),
        ("PATCH", "if-none-match", "*", 412, ""),
        ("PATCH", "if-match", "W/\"1\"", 204, "W/\"2\""),
        ("PATCH", "if-match", "W/\"1\"", 412, ""),
        ("PATCH", "if-match", "*", 204, "W/\"3\""),
        ("PATCH", "if-none-match", "W/\"2\"", 204, "W/\"4\""),
        ("DELETE", "if-match", "W/\"3\"", 412, ""),
        ("DELETE", "if-match", "W/\"3\",W/\"4\"", 204, ""),
        ("DELETE", "if-match", "*", 404, ""),
    ] {
        let headers = [JSON, (condition, etags)];
        let body = if method == "PATCH" {
            r#"{"group":2}"#
        } else {
            ""
        };
        let answer = twins.send(method, "machines(7)", &headers, body).await;
        let case = format!("{method} {condition}: {etags}");
        assert_eq!(
            (answer.status, answer.header("etag")),
            (status, etag),
            "{case}"
        );
        assert!(
            !matches!(status, 204 | 304) || answer.body.is_empty(),
            "{case}"
        );
    }
    let made = twins
        .send(
            "POST",
            "machines",
            &[JSON],
            r#"{"id":1,"@odata.etag":"mine"}"#,
        )
        .await;
    assert_eq!((made.status, made.header("etag")), (201, "W/\"5\""));

    let strict = Twins::new(|| service().etags("machines").unwrap().require_if_match()).await;
    assert_eq!(
        strict.send("DELETE", "machines(7)", &[], "").await.status,
        428
    );
    assert_eq!(
        strict
            .send("PATCH", "machines(7)", &[JSON], "{}")
            .await
            .status,
        428
    );
    assert_eq!(
        strict
            .send("DELETE", "files('c.ps1')", &[], "")
            .await
            .status,
        204
    );
    let refused = send(
        &strict.server,
        "DELETE",
        "/api/machines(7)",
        &[("if-match", "W/\"9\"")],
    )
    .await;
    assert_eq!(
        (refused.status, refused.json()["error"]["code"].as_str()),
        (412, Some("PreconditionFailed"))
    );
}

#[test]
fn of_two_writers_with_one_etag_one_wins() {
    for (method, path, body, status) in [
        ("PATCH", "machines(7)", r#"{"group":N}"#, 204),
        ("PUT", "machines(7)", r#"{"group":N}"#, 204),
        ("PUT", "machines(7)/group", r#"{"value":N}"#, 204),
        ("DELETE", "machines(7)/group", "", 204),
        ("DELETE", "machines(7)", "", 204),
    ] {
        for _ in 0..20 {
            let service = service().etags("machines").unwrap();
            let statuses = race(&service, method, path, body);
            let won = statuses.iter().filter(|one| **one == status).count();
            assert_eq!(won, 1, "{method} {path}: {statuses:?}");
            // Who comes after a deletion finds nothing.
            let lost = |one: &&u16| **one == 412 || (path == "machines(7)" && **one == 404);
            assert_eq!(statuses.iter().filter(lost).count(), 3, "{statuses:?}");
        }
    }
}

/// What four writers are answered who all know the first ETag.
fn race(service: &MockService, method: &'static str, path: &str, body: &'static str) -> Vec<u16> {
    let barrier = Arc::new(Barrier::new(4));
    let target = format!("/api/{path}");
    let writers: Vec<_> = (0..4)
        .map(|number| {
            let (service, barrier) = (service.clone(), Arc::clone(&barrier));
            let target = target.clone();
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .build()
                    .unwrap();
                let body = body.replace('N', &number.to_string());
                let headers = [JSON, ("if-match", "W/\"1\"")];
                barrier.wait();
                let sent = in_process(&service, method, &target, &headers, body.as_bytes());
                runtime.block_on(sent).0.status
            })
        })
        .collect();
    let statuses = writers.into_iter().map(|writer| writer.join().unwrap());
    statuses.collect()
}

#[tokio::test]
async fn guids_and_defaults_are_made() {
    const CSDL: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
      <edmx:DataServices><Schema Namespace="N" xmlns="http://docs.oasis-open.org/odata/ns/edm">
        <ComplexType Name="C"><Property Name="must" Type="Edm.Int32" Nullable="false"/></ComplexType>
        <EntityType Name="E"><Key><PropertyRef Name="id"/></Key>
          <Property Name="id" Type="Edm.Guid" Nullable="false"/>
          <Property Name="must" Type="Edm.String" Nullable="false"/>
          <Property Name="level" Type="Edm.Int32" Nullable="false" DefaultValue="3"/>
          <Property Name="word" Type="Edm.String" DefaultValue="w"/>
          <Property Name="c" Type="N.C"/>
        </EntityType>
        <EntityContainer Name="Container"><EntitySet Name="es" EntityType="N.E"/></EntityContainer>
      </Schema></edmx:DataServices></edmx:Edmx>"#;
    let make = || {
        MockService::from_csdl(CSDL)
            .unwrap()
            .generate_keys("es")
            .unwrap()
    };
    let twins = Twins::new(make).await;
    for number in 1..3 {
        let made = twins
            .send("POST", "es", &[JSON], r#"{"must":"x","id":null}"#)
            .await;
        let id = format!("00000000-0000-4000-8000-00000000000{number}");
        let row = json!({"id": id, "must": "x", "level": 3, "word": "w"});
        assert_eq!(without_context(&made), row);
        assert!(made.header("location").ends_with(&format!("es({id})")));
    }
    for (body, message) in [
        ("{}", "`must` is missing and is never null"),
        (r#"{"must":null}"#, "`must` is null and must not be"),
        (r#"{"must":"x","c":{}}"#, "`c/must` is missing"),
        (r#"{"must":"x","id":"x"}"#, "`id`"),
    ] {
        let refused = twins.send("POST", "es", &[JSON], body).await;
        assert_eq!(refused.status, 400, "{body}");
        assert!(refused.message().contains(message), "{}", refused.message());
    }
}

#[test]
fn sets_have_to_be_known() {
    assert!(service().etags("file").is_err());
    assert!(service().generate_keys("file").is_err());
    assert!(service().generate_keys("builds").is_err());
    assert!(
        service()
            .form_upload("file", |_| Ok(json!({}).into()))
            .is_err()
    );
}
