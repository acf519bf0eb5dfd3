//! Headers that a program adds.

use std::sync::{Arc, Mutex};

use http::{HeaderMap, HeaderValue, Response};
use odata::doc_example::{Defender, LibraryFile};
use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use odata::{ApiKey, Changes, ClientBuilder, Service as _};

/// Keeps the headers of what is asked; the first request is sent on to another host where that is wanted.
#[derive(Clone, Default)]
struct Kept {
    asked: Arc<Mutex<Vec<HeaderMap>>>,
    lines: Arc<Mutex<Vec<String>>>,
    bodies: Arc<Mutex<Vec<String>>>,
    elsewhere: bool,
    /// The next answer says where what was made is.
    made: Arc<std::sync::atomic::AtomicBool>,
}

impl Kept {
    fn builder(&self) -> ClientBuilder<Defender> {
        Defender::builder().transport(self.clone())
    }

    fn lines(&self) -> Vec<String> {
        std::mem::take(&mut *self.lines.lock().unwrap())
    }

    fn last(&self, name: &str) -> Option<String> {
        let asked = self.asked.lock().unwrap();
        let value = asked.last()?.get(name)?;
        Some(value.to_str().unwrap().to_owned())
    }
}

impl Transport for Kept {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let mut asked = self.asked.lock().unwrap();
        asked.push(request.headers().clone());
        let line = format!("{} {}", request.method(), request.uri());
        self.lines.lock().unwrap().push(line);
        let body = request.body().as_bytes().map(|body| body.to_vec());
        let body = String::from_utf8(body.unwrap_or_default()).unwrap();
        self.bodies.lock().unwrap().push(body);
        if self.made.swap(false, std::sync::atomic::Ordering::Relaxed) {
            let made = Response::builder()
                .status(201)
                .header(
                    "location",
                    "https://api.security.microsoft.com/api/libraryfiles('a')",
                )
                .body(bytes::Bytes::new().into());
            return Box::pin(std::future::ready(Ok(made.unwrap())));
        }
        let answer = match self.elsewhere && asked.len() == 1 {
            true => Response::builder()
                .status(307)
                .header("location", "https://storage.example/x"),
            false => Response::builder().header("content-type", "application/json"),
        };
        let body = bytes::Bytes::from_static(b"{\"value\":[]}");
        Box::pin(std::future::ready(Ok(answer.body(body.into()).unwrap())))
    }
}

#[tokio::test]
async fn they_go_along_with_what_is_asked() {
    let service = Kept::default();
    let defender = service.builder().header("Accept-Language", "de");
    let defender = defender.header("User-Agent", "mine/1").build().unwrap();
    defender.library_files().send().await.unwrap();
    assert_eq!(service.last("accept-language").unwrap(), "de");
    assert_eq!(service.last("user-agent").unwrap(), "mine/1");

    let eventual = defender.with_header("ConsistencyLevel", "eventual");
    eventual.library_files().send().await.unwrap();
    assert_eq!(service.last("consistencylevel").unwrap(), "eventual");
    assert_eq!(service.last("accept-language").unwrap(), "de");
    // The one that it was made from is as it was.
    let query = defender.library_files().top(1);
    query.clone().send().await.unwrap();
    assert_eq!(service.last("consistencylevel"), None);
    let query = query.header("Accept-Language", "fr");
    query.send().await.unwrap();
    assert_eq!(service.last("accept-language").unwrap(), "fr");
    // Whatever begins at an entity, too: its answer is no entity here.
    let entity = defender.library_files().by_key("a");
    let _ = entity.header("x-one", "1").send().await;
    assert_eq!(service.last("x-one").unwrap(), "1");
}

#[tokio::test]
async fn preferences_are_added_to_those_of_the_request_in_one_line() {
    let service = Kept::default();
    let defender = service
        .builder()
        .header("Prefer", "odata.include-annotations=\"*\"")
        .build()
        .unwrap();
    let query = defender.library_files().top(9).max_page_size(5);
    let query = query.header("Prefer", "IdType=\"ImmutableId\"");
    query.send().await.unwrap();
    assert_eq!(
        service.last("prefer").unwrap(),
        "odata.maxpagesize=5, odata.include-annotations=\"*\", IdType=\"ImmutableId\""
    );
}

#[tokio::test]
async fn another_host_sees_none_of_them() {
    let service = Kept {
        elsewhere: true,
        ..Kept::default()
    };
    let defender = service.builder().header("x-tenant", "7");
    let defender = defender.credential(ApiKey::new("X-Api-Key", "HUSH").unwrap());
    let page = defender.build().unwrap().library_files().send().await;
    page.unwrap();
    let asked = service.asked.lock().unwrap();
    let seen = |at: usize, name: &str| asked[at].contains_key(name);
    assert!(seen(0, "x-tenant") && seen(0, "x-api-key"));
    assert!(!seen(1, "x-tenant") && !seen(1, "x-api-key"));
    assert!(!seen(0, "authorization"));
}

#[tokio::test]
async fn what_is_the_clients_own_to_say_is_told_before_anything_is_sent() {
    let service = Kept::default();
    for (name, why) in [
        ("Authorization", "`credential`"),
        ("content-type", "the client says it itself"),
        ("OData-Version", "the client says it itself"),
        ("If-Match", "the client says it itself"),
        ("no name", "whose name is none"),
    ] {
        let error = service.builder().header(name, "x").build().unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
        let defender = service.builder().build().unwrap();
        let query = defender.library_files().header(name, "x");
        let error = query.send().await.unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
        let mut batch = defender.batch();
        let _ = batch.add(&defender.library_files().header(name, "x"));
        let error = batch.send().await.unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
    let error = service.builder().header("x", "HUSH\n").build();
    let error = error.unwrap_err().to_string();
    assert!(!error.contains("HUSH") && error.contains("`x`"), "{error}");
    assert!(service.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_secret_goes_with_a_batch_and_not_within_it() {
    let service = Kept::default();
    let mut secret = HeaderValue::from_static("HUSH");
    secret.set_sensitive(true);
    let defender = service.builder().build().unwrap();
    let known = defender.with_header("x-other", secret.clone());
    let mut batch = known.batch();
    let _ = batch.add(&known.library_files().header("x-plain", "seen").top(1));
    let _ = batch.send().await;
    assert_eq!(service.last("x-other").unwrap(), "HUSH");
    assert_eq!(service.last("x-plain"), None);
    let body = service.bodies.lock().unwrap().pop().unwrap();
    assert!(
        body.contains("X-Plain: seen") && !body.contains("HUSH"),
        "{body}"
    );

    let mut batch = defender.batch();
    let _ = batch.add(&defender.library_files().header("x-other", secret));
    let error = batch.send().await.unwrap_err().to_string();
    assert!(error.contains("the header `x-other` is secret"), "{error}");
    assert!(!error.contains("HUSH"), "{error}");
}

#[test]
fn a_request_is_shown_with_them_and_without_secrets() {
    let service = Kept::default();
    let mut secret = HeaderValue::from_static("HUSH");
    secret.set_sensitive(true);
    let defender = service
        .builder()
        .credential(ApiKey::new("X-Api-Key", "HUSH").unwrap())
        .header("ConsistencyLevel", "eventual")
        .header("x-other", secret)
        .build()
        .unwrap();
    let curl = defender.library_files().as_curl().unwrap().to_string();
    assert!(curl.contains("-H 'consistencylevel: eventual'"), "{curl}");
    assert!(curl.contains("-H \"x-api-key: $TOKEN\""), "{curl}");
    assert!(!curl.contains("HUSH"), "{curl}");
}

/// URL conventions 5.2: what SAP (`sap-client`) and services with `api-version` want in every URL.
#[tokio::test]
async fn an_option_of_the_service_goes_along_in_every_url() {
    let service = Kept::default();
    let defender = service.builder().option("sap-client", "1 0");
    let defender = defender.build().unwrap();
    let files = defender.library_files();
    let name = Changes::new().set(LibraryFile::FILE_NAME, "a");
    let one = files.by_key("a");
    let _ = files.top(2).send().await;
    let _ = one.send().await;
    let _ = files.total().send().await;
    let _ = files.insert(&name).minimal().send().await;
    let _ = one
        .update(&Changes::new().set(LibraryFile::SHA256, "x"))
        .send()
        .await;
    let _ = one.delete().send().await;
    let mut batch = defender.batch();
    let _ = batch.add(&one);
    let _ = batch.send().await;
    let root = "https://api.security.microsoft.com/api/";
    let lines = service.lines();
    let lines: Vec<String> = lines.iter().map(|line| line.replace(root, "")).collect();
    assert_eq!(
        lines,
        [
            "GET libraryfiles?$top=2&sap-client=1%200",
            "GET libraryfiles/a?sap-client=1%200",
            "GET libraryfiles/$count?sap-client=1%200",
            "POST libraryfiles?sap-client=1%200",
            "PATCH libraryfiles/a?sap-client=1%200",
            "DELETE libraryfiles/a?sap-client=1%200",
            "POST $batch?sap-client=1%200",
        ]
    );
    let bodies = service.bodies.lock().unwrap();
    let batch = bodies.last().unwrap();
    assert!(batch.contains("libraryfiles/a?sap-client=1%200"), "{batch}");

    // What a query says itself stands; another one takes the place of the first.
    let other = defender.with_option("sap-client", "2");
    let url = |query: &odata::Query<LibraryFile>| query.url().unwrap().query().unwrap().to_owned();
    let query = other.library_files().top(1);
    assert_eq!(url(&query), "$top=1&sap-client=2");
    assert_eq!(url(&query.option("sap-client", "3")), "$top=1&sap-client=3");
}

#[tokio::test]
async fn an_option_that_is_not_the_services_own_is_refused() {
    let service = Kept::default();
    for name in ["$top", "@p", ""] {
        let error = service.builder().option(name, "1").build().unwrap_err();
        assert!(
            error.to_string().contains("none of the service's own"),
            "{error}"
        );
    }
    let defender = service.builder().build().unwrap();
    let wrong = defender.with_option("$top", "1").library_files();
    assert!(wrong.send().await.unwrap_err().is_refused());
    assert!(service.lines().is_empty());
}

/// Where a service says that what it made can be read, `sap-client` has to be said again.
#[tokio::test]
async fn what_was_inserted_is_read_back_with_the_option() {
    let service = Kept::default();
    let defender = service.builder().option("sap-client", "100");
    let defender = defender.build().unwrap();
    service
        .made
        .store(true, std::sync::atomic::Ordering::Relaxed);
    let name = Changes::new().set(LibraryFile::FILE_NAME, "a");
    let _ = defender.library_files().insert(&name).send().await;
    let root = "https://api.security.microsoft.com/api/";
    assert_eq!(
        service.lines(),
        [
            format!("POST {root}libraryfiles?sap-client=100"),
            format!("GET {root}libraryfiles('a')?sap-client=100"),
        ]
    );
}
