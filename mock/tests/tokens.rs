//! Tokens: how they are got, and how long they hold.

mod common;

use std::time::Duration;

use common::{Answer, in_process, send, send_body, service};
use odata_mock::{MockService, TokenEndpoint, Trouble};

const FORM: &str = "grant_type=client_credentials&client_id=app&client_secret=s%26+cret&scope=api%3A%2F%2Fx%2F.default";
const PATH: &str = "/contoso/oauth2/v2.0/token";
const CONTENT_TYPE: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn endpoint() -> TokenEndpoint {
    TokenEndpoint::new("contoso", "app", "s& cret").scope("api://x/.default")
}

async fn asked(service: &MockService, form: &str) -> Answer {
    let form = form.as_bytes();
    in_process(service, "POST", PATH, &[CONTENT_TYPE], form)
        .await
        .0
}

async fn read_with(service: &MockService, token: &str) -> Answer {
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str())];
    in_process(service, "GET", "/api/files", &headers, b"")
        .await
        .0
}

fn token(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_token_over_http() {
    let service = service().token_endpoint(endpoint());
    let server = service.serve().await.unwrap();
    let answer = send_body(&server, "POST", PATH, &[CONTENT_TYPE], FORM.as_bytes()).await;
    assert_eq!(answer.json()["token_type"], "Bearer");
    assert_eq!(answer.json()["expires_in"], 3600);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.header("odata-version").is_empty());
    let bearer = format!("bearer {}", token(&answer));
    let read = send(&server, "GET", "/api/files", &[("authorization", &bearer)]).await;
    assert_eq!((read.status, read.names().len()), (200, 5));
    assert_eq!(service.counts().tokens, 1);
    assert!(!format!("{:?}", endpoint()).contains("cret"));
}

#[tokio::test]
async fn a_token_expires_and_is_revoked() {
    let lifetime = Duration::from_millis(1100);
    let service = service().token_endpoint(endpoint().lifetime(lifetime));
    let answer = asked(&service, FORM).await;
    assert_eq!(answer.json()["expires_in"], 1, "rounded down");
    let first = token(&answer);
    assert_eq!(read_with(&service, &first).await.status, 200);
    tokio::time::sleep(lifetime).await;
    let late = read_with(&service, &first).await;
    assert_eq!(
        (late.status, late.header("www-authenticate")),
        (401, "Bearer error=\"invalid_token\"")
    );
    let second = token(&asked(&service, FORM).await);
    assert_ne!(first, second);
    assert_eq!(read_with(&service, &second).await.status, 200);
    service.revoke_tokens();
    assert_eq!(read_with(&service, &second).await.status, 401);
    assert_eq!(read_with(&service, "mock-token-3").await.status, 401);
    let (none, _) = in_process(&service, "GET", "/api/files", &[], b"").await;
    assert_eq!(
        (none.status, none.header("www-authenticate")),
        (401, "Bearer")
    );
    assert_eq!(service.counts().tokens, 2);
}

#[tokio::test]
async fn who_is_not_the_client_gets_none() {
    let service = service().token_endpoint(endpoint());
    for (from, to, status, error) in [
        ("s%26+cret", "other", 401, "invalid_client"),
        ("client_id=app", "client_id=other", 401, "invalid_client"),
        ("client_secret=", "x=", 400, "invalid_request"),
        ("client_id=app", "client_id=", 400, "invalid_request"),
        (
            "client_credentials",
            "password",
            400,
            "unsupported_grant_type",
        ),
        ("api%3A", "API%3A", 400, "invalid_scope"),
        (
            "client_id=app",
            "client_id=app&client_id=app",
            400,
            "invalid_request",
        ),
        ("%26", "%FF", 400, "invalid_request"),
    ] {
        assert!(FORM.contains(from));
        let answer = asked(&service, &FORM.replace(from, to)).await;
        assert_eq!(
            (answer.status, answer.json()["error"].as_str()),
            (status, Some(error)),
            "{to}"
        );
    }
    let (answer, _) = in_process(&service, "GET", PATH, &[], b"").await;
    assert_eq!(answer.status, 405);
    let json = [("content-type", "application/json")];
    let (answer, _) = in_process(&service, "POST", PATH, &json, FORM.as_bytes()).await;
    assert_eq!(
        (answer.status, answer.json()["error"].as_str()),
        (400, Some("invalid_request"))
    );
    assert_eq!(service.counts().tokens, 0);
}

#[tokio::test]
async fn an_assertion_stands_for_the_secret() {
    let service = service().token_endpoint(endpoint().assertion(|jwt| jwt == "a.b.c"));
    let form = FORM.replace(
        "client_secret=s%26+cret",
        "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=a.b.c",
    );
    token(&asked(&service, &form).await);
    let wrong = asked(&service, &form.replace("a.b.c", "a.b.d")).await;
    assert_eq!(
        (wrong.status, wrong.json()["error"].as_str()),
        (401, Some("invalid_client"))
    );
    token(&asked(&service, FORM).await);
}

#[tokio::test]
async fn the_endpoint_has_troubles_too() {
    let service = service()
        .token_endpoint(endpoint())
        .trouble_once(Trouble::server_error());
    assert_eq!(asked(&service, FORM).await.status, 500);
    assert_eq!(service.counts().tokens, 0);
    token(&asked(&service, FORM).await);
}
