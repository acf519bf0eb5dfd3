//! Token endpoints of every temper.

pub(in crate::client) mod wire;

use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use super::*;
use crate::client::BasicAuth;
use wire::{Hasty, Wire, error, token};

const URL: &str = "https://login.contoso.com/token";
const SECRET: &str = "open+sesame & \"more\"";

fn credential(wire: &Wire, clock: &Hasty) -> ClientCredentials {
    ClientCredentials::new(URL, "the app", SECRET)
        .expect("a credential")
        .transport(wire.clone())
        .clock(clock.clone())
}

async fn failure(wire: &Wire) -> String {
    let credential = credential(wire, &Hasty::default()).secret_in_body();
    let error = credential.authorization(Some("s")).await.unwrap_err();
    for said in [error.to_string(), format!("{error:?}")] {
        assert!(!said.contains("sesame"), "{said}");
    }
    error.to_string()
}

#[tokio::test]
async fn the_secret_goes_into_the_header_or_the_form() {
    let wire = Wire::default();
    wire.answers([token("one", "3600"), token("two", "3600")]);
    let clock = Hasty::default();
    let by_header = credential(&wire, &clock).parameter("audience", "a&b");
    let value = by_header.authorization(Some("x y")).await.expect("a token");
    assert_eq!(value, "Bearer one");
    assert!(value.is_sensitive());
    let by_form = credential(&wire, &clock).secret_in_body();
    assert!(by_form.authorization(None).await.is_ok());

    let sent = wire.sent();
    // RFC 6749, 2.3.1: both are encoded as in a form before that is encoded.
    let basic = BasicAuth::new("the+app", "open%2Bsesame+%26+%22more%22").expect("basic");
    assert_eq!(sent[0].headers["authorization"], basic.header());
    assert!(sent[0].headers["authorization"].is_sensitive());
    assert_eq!(
        sent[0].body,
        "grant_type=client_credentials&scope=x+y&audience=a%26b"
    );
    assert_eq!(sent[0].url, URL);
    assert_eq!(sent[0].method, http::Method::POST);
    assert_eq!(sent[0].headers["accept"], "application/json");
    assert_eq!(
        sent[0].headers["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert!(!sent[1].headers.contains_key("authorization"));
    assert_eq!(
        sent[1].body,
        "grant_type=client_credentials&client_id=the+app&client_secret=open%2Bsesame+%26+%22more%22"
    );
}

#[tokio::test]
async fn a_hundred_requests_are_one_token_request() {
    let wire = Wire::default();
    wire.answers([token("one", "\"3600\"")]);
    let credential = credential(&wire, &Hasty::default());
    let mut all: Vec<_> = (0..100)
        .map(|_| {
            let credential = credential.clone();
            tokio::spawn(async move { credential.authorization(None).await })
        })
        .collect();
    for task in all.drain(..) {
        assert_eq!(task.await.expect("a task").expect("a token"), "Bearer one");
    }
    assert_eq!(wire.sent().len(), 1);
}

#[tokio::test]
async fn what_may_pass_is_tried_twice_more() {
    let broken = || error(503, &[], "<html>sorry</html>");
    for (answers, slept, outcome) in [
        (
            vec![Err("refused"), broken(), token("one", "3600")],
            vec![1, 3],
            Ok(()),
        ),
        (
            vec![
                broken(),
                error(429, &[("retry-after", "7")], "{}"),
                token("one", "3600"),
            ],
            vec![1, 7],
            Ok(()),
        ),
        (
            vec![
                // Six seconds from when the clock begins.
                error(
                    429,
                    &[("retry-after", "Tue, 14 Nov 2023 22:13:26 GMT")],
                    "{}",
                ),
                token("one", "3600"),
            ],
            vec![6],
            Ok(()),
        ),
        (
            vec![
                error(400, &[], r#"{"error":"temporarily_unavailable"}"#),
                token("one", "1"),
            ],
            vec![1],
            Ok(()),
        ),
        (
            vec![broken(), broken(), broken()],
            vec![1, 3],
            Err(
                "answered 503 Service Unavailable: and no reason that can be read (RFC 6749, 5.2) (tried 3 times)",
            ),
        ),
        (
            vec![error(429, &[("retry-after", "31")], "{}")],
            vec![],
            Err("answered 429 Too Many Requests"),
        ),
        (
            vec![error(
                400,
                &[("retry-after", "1")],
                r#"{"error":"invalid_scope"}"#,
            )],
            vec![],
            Err("invalid_scope; the scope is not known"),
        ),
    ] {
        let (wire, clock) = (Wire::default(), Hasty::default());
        let count = answers.len();
        wire.answers(answers);
        let got = credential(&wire, &clock).authorization(None).await;
        match (got, outcome) {
            (Ok(value), Ok(())) => assert_eq!(value, "Bearer one"),
            (Err(error), Err(said)) => {
                assert!(error.to_string().contains(said), "{error}");
                assert!(error.to_string().contains(URL), "{error}");
            }
            (got, _) => panic!("{got:?}"),
        }
        let slept: Vec<Duration> = slept.into_iter().map(Duration::from_secs).collect();
        assert_eq!(clock.slept(), slept);
        assert_eq!(wire.sent().len(), count);
    }
}

#[tokio::test]
async fn an_endpoint_that_says_nothing_is_not_waited_for_long() {
    let (wire, clock) = (Wire::default(), Hasty::default());
    // There is no answer at all.
    let error = credential(&wire, &clock).authorization(None).await;
    let said = error.unwrap_err().to_string();
    assert!(
        said.ends_with("no answer came in time (tried 3 times)"),
        "{said}"
    );
    let seconds: Vec<u64> = clock.slept().iter().map(Duration::as_secs).collect();
    assert_eq!(seconds, [30, 1, 30, 3, 30]);
}

/// A program without tokio may have the feature `reqwest`, since it is a default one.
#[test]
fn it_needs_no_runtime() {
    let wire = Wire::default();
    let credential = ClientCredentials::new(URL, "a", "b").expect("a credential");
    let credential = credential.transport(wire.clone());
    let mut asked = pin!(credential.authorization(None));
    let mut cx = Context::from_waker(Waker::noop());
    assert!(asked.as_mut().poll(&mut cx).is_pending());
    wire.answers([error(503, &[], "")]);
    // Nothing can wait for another try.
    assert!(asked.as_mut().poll(&mut cx).is_ready());
    assert_eq!(wire.sent().len(), 1);
}

#[tokio::test]
async fn what_is_refused_is_said_in_one_line() {
    let microsoft = r#"{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. open+sesame & \"more\" Trace ID: 1 Correlation ID: 2","error_codes":[7000215],"trace_id":"1","correlation_id":"2"}"#;
    for (status, body, said) in [
        (
            401,
            microsoft,
            "answered 401 Unauthorized: invalid_client: AADSTS7000215: Invalid client secret provided. ... (correlation id 2); \
             the value of the client secret is meant, not its id",
        ),
        (
            400,
            r#"{"error":"invalid_resource","error_description":"AADSTS500011: The resource principal was not found.\r\nTrace ID: 1"}"#,
            "AADSTS500011: The resource principal was not found.; the tenant knows no such audience: the scope does not follow the host that is asked",
        ),
        (
            400,
            r#"{"error":"invalid_request","error_description":"AADSTS90002: Tenant 'x' not found."}"#,
            "Tenant 'x' not found.; the tenant is wrong, or one of another cloud (`authority`)",
        ),
        (
            400,
            r#"{"error":"unauthorized_client","error_description":"open%2Bsesame+%26+%22more%22"}"#,
            "unauthorized_client: ...; the client is not allowed to ask for tokens for itself",
        ),
        (
            400,
            r#"{"error":"invalid_grant","error_description":"AADSTS1: new"}"#,
            "answered 400 Bad Request: invalid_grant: AADSTS1: new",
        ),
        (
            302,
            "",
            "answered 302 Found: a redirect, which is not followed with a secret",
        ),
        (
            400,
            r#"{"error":7}"#,
            "answered 400 Bad Request: and no reason that can be read (RFC 6749, 5.2)",
        ),
        (
            200,
            microsoft,
            "invalid_client: AADSTS7000215: Invalid client secret provided. ... (correlation id 2)",
        ),
        (
            200,
            "<html>hush</html>",
            "the answer is not an object in JSON",
        ),
        (
            200,
            r#"{"access_token":"hush"} hush"#,
            "the answer is not an object in JSON",
        ),
        (
            200,
            r#"{"accessToken":"hush"}"#,
            "the answer has no `access_token`",
        ),
        (
            200,
            r#"{"access_token":7}"#,
            "the answer has no `access_token`",
        ),
        (200, r#"{"access_token":"hush\n"}"#, ""),
        (
            200,
            r#"{"access_token":"hu\nsh"}"#,
            "the `access_token` is none that can be sent",
        ),
        (
            200,
            r#"{"access_token":"hush","token_type":"mac"}"#,
            "the token is of another type than `Bearer`",
        ),
    ] {
        let wire = Wire::default();
        wire.answers([error(status, &[("location", "https://evil.net/")], body)]);
        if said.is_empty() {
            let credential = credential(&wire, &Hasty::default());
            assert_eq!(
                credential.authorization(None).await.expect("a token"),
                "Bearer hush"
            );
            continue;
        }
        let failure = failure(&wire).await;
        assert!(failure.ends_with(said), "{failure}");
        assert!(
            !failure.contains("hush") && !failure.contains('\n'),
            "{failure}"
        );
        assert_eq!(wire.sent().len(), 1);
    }
    let wire = Wire::default();
    let long = format!(
        r#"{{"error":"e","error_description":"{}"}}"#,
        "\u{e9}".repeat(5000)
    );
    wire.answers([error(400, &[], &long)]);
    assert!(failure(&wire).await.len() < 1200);
}

/// Some endpoints do not decode what is in the header, as they should.
#[tokio::test]
async fn a_secret_that_was_encoded_may_be_right() {
    for (secret, said) in [
        (
            "open-sesame",
            "; the client id or what proves it is not accepted",
        ),
        ("open sesame", "(RFC 6749, 2.3.1): `secret_in_body`"),
    ] {
        let wire = Wire::default();
        wire.answers([error(401, &[], r#"{"error":"invalid_client"}"#)]);
        let credential = ClientCredentials::new(URL, "app", secret).expect("a credential");
        let credential = credential.transport(wire.clone());
        let error = credential.authorization(None).await.unwrap_err();
        assert!(error.to_string().ends_with(said), "{error}");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let wire = Wire::default();
    wire.answers([error(200, &[], &" ".repeat(256 * 1024 + 1))]);
    let said = failure(&wire).await;
    assert!(
        said.ends_with("the answer is longer than 262144 bytes"),
        "{said}"
    );
}

#[test]
fn a_secret_goes_over_https_or_stays_on_this_machine() {
    for (url, said) in [
        ("http://login.contoso.com/token", "is not https"),
        ("ftp://localhost/token", "is not https"),
        (
            "https://u:hush@login.contoso.com/token",
            "holds a user name",
        ),
        ("login.contoso.com", "is no URL"),
    ] {
        let error = ClientCredentials::new(url, "a", "b")
            .unwrap_err()
            .to_string();
        assert!(error.contains(said) && !error.contains("hush"), "{error}");
    }
    for url in ["http://127.0.0.1:8000/token", "http://localhost/token", URL] {
        assert!(ClientCredentials::new(url, "a", "b").is_ok());
    }
    assert!(ClientCredentials::new(URL, "", "b").is_err());
    assert!(ClientCredentials::new(URL, "a", "").is_err());
}

#[test]
fn no_secret_is_shown() {
    let url = "https://login.contoso.com/token?code=hush";
    let credential = ClientCredentials::new(url, "the app", "hush").expect("a credential");
    let credential = credential.parameter("password", "hush");
    let said = format!("{credential:?} {:?}", credential.clone().secret_in_body());
    assert!(said.contains("the app") && !said.contains("hush"), "{said}");
}

#[tokio::test]
async fn what_is_changed_of_a_clone_has_tokens_of_its_own() {
    let wire = Wire::default();
    wire.answers([token("one", "3600"), token("two", "3600")]);
    let first = credential(&wire, &Hasty::default());
    let second = first.clone().parameter("audience", "other");
    assert_eq!(
        first.authorization(None).await.expect("a token"),
        "Bearer one"
    );
    assert_eq!(
        second.authorization(None).await.expect("a token"),
        "Bearer two"
    );
    assert_eq!(
        first.clone().authorization(None).await.expect("a token"),
        "Bearer one"
    );
    assert!(!wire.sent()[0].body.contains("audience"));
}

/// The connection closes before it looks at the first requests.
struct Closing(Wire, std::sync::atomic::AtomicU8);

impl Transport for Closing {
    fn send(
        &self,
        request: http::Request<odata_core::transport::RequestBody>,
    ) -> BoxFuture<
        '_,
        Result<
            http::Response<odata_core::transport::ResponseBody>,
            odata_core::transport::TransportError,
        >,
    > {
        use std::sync::atomic::Ordering::Relaxed;
        let left = self.1.load(Relaxed);
        if left == 0 {
            return self.0.send(request);
        }
        self.1.store(left - 1, Relaxed);
        let error = odata_core::transport::TransportError::unprocessed("GOAWAY");
        Box::pin(std::future::ready(Err(error)))
    }
}

#[tokio::test]
async fn what_the_endpoint_did_not_look_at_is_sent_again_at_once() {
    for (closes, slept) in [(2, vec![]), (3, vec![Duration::from_secs(1)])] {
        let (wire, clock) = (Wire::default(), Hasty::default());
        wire.answers([token("one", "3600")]);
        let closing = Closing(wire, closes.into());
        let credential = ClientCredentials::new(URL, "the app", SECRET);
        let credential = credential.expect("a credential").transport(closing);
        let credential = credential.clock(clock.clone());
        assert!(credential.authorization(None).await.is_ok());
        // Each try has a clock of its own running, too.
        let waits = clock.slept();
        let waits: Vec<_> = waits
            .into_iter()
            .filter(|wait| *wait < Duration::from_secs(30))
            .collect();
        assert_eq!(waits, slept, "{closes}");
    }
}
