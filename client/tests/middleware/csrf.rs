//! A service that takes changes only with the token of a session.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE};
use http::{Method, Response};
use odata::doc_example::{Defender, LibraryFile};
use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use odata::{Changes, ClientBuilder, Retry};

const TOKEN: &str = "x-csrf-token";

/// Which session is good now, and all that was asked.
#[derive(Clone, Default)]
struct Guarded(Arc<Mutex<Guard>>);

#[derive(Default)]
struct Guard {
    session: u32,
    /// What it answers to `HEAD`, in place of a token.
    head: Option<u16>,
    /// What it answers to `GET`, in place of a token.
    get: Option<u16>,
    asked: Vec<String>,
}

impl Guarded {
    fn builder(&self) -> ClientBuilder<Defender> {
        Defender::builder().transport(self.clone()).csrf_tokens()
    }

    fn client(&self) -> Defender {
        self.builder().bearer_token("t").build().unwrap()
    }

    fn guard<T>(&self, act: impl FnOnce(&mut Guard) -> T) -> T {
        act(&mut self.0.lock().unwrap())
    }

    /// What was asked since it was looked at last.
    fn asked(&self) -> Vec<String> {
        self.guard(|guard| std::mem::take(&mut guard.asked))
    }
}

impl Guard {
    fn answer(&self, request: &http::Request<RequestBody>) -> (u16, Vec<(&'static str, String)>) {
        let said = |name: &str| {
            let value = request.headers().get(name);
            value.map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(said(AUTHORIZATION.as_str()).as_deref(), Some("Bearer t"));
        let session = self.session;
        if said(TOKEN).as_deref() == Some("Fetch") {
            let refused = match *request.method() {
                Method::HEAD => self.head,
                _ => self.get,
            };
            return match refused {
                Some(status) => (status, Vec::new()),
                None => {
                    let cookie = |name: &str| format!("{name}={session}; path=/; HttpOnly");
                    let cookies = [cookie("SESSION"), cookie("usercontext")];
                    let cookies = cookies.map(|cookie| ("set-cookie", cookie));
                    let token = [(TOKEN, format!("token-{session}"))];
                    (200, token.into_iter().chain(cookies).collect())
                }
            };
        }
        let is_good = said(TOKEN).as_deref() == Some(&*format!("token-{session}"))
            && said(COOKIE.as_str()).as_deref()
                == Some(&*format!("SESSION={session}; usercontext={session}"));
        match request.method().is_safe() || is_good {
            true => (200, Vec::new()),
            false => (403, vec![(TOKEN, "Required".to_owned())]),
        }
    }
}

impl Transport for Guarded {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let (status, headers) = self.guard(|guard| {
            let uri = request.uri();
            let asked = uri.path_and_query().map(|asked| asked.as_str());
            let asked = format!("{} {}", request.method(), asked.unwrap_or_default());
            guard.asked.push(asked);
            guard.answer(&request)
        });
        let mut answer = Response::builder().status(status);
        for (name, value) in headers {
            answer = answer.header(name, value);
        }
        let body = match *request.method() {
            Method::HEAD => Bytes::new(),
            _ => Bytes::from_static(br#"{"fileName":"a","value":[]}"#),
        };
        let answer = answer.header("content-type", "application/json");
        Box::pin(std::future::ready(Ok(answer.body(body.into()).unwrap())))
    }
}

fn change() -> Changes<LibraryFile> {
    Changes::new().set(LibraryFile::DESCRIPTION, "d")
}

const HEAD: &str = "HEAD /api/";
const POST: &str = "POST /api/libraryfiles";

#[tokio::test]
async fn a_token_is_got_before_the_first_change_and_again_when_its_session_is_over() {
    let service = Guarded::default();
    let defender = service.client();
    let files = defender.library_files();
    files.top(1).send().await.unwrap();
    assert_eq!(service.asked(), ["GET /api/libraryfiles?$top=1"]);
    files.insert(&change()).send().await.unwrap();
    assert_eq!(service.asked(), [HEAD, POST]);
    files.insert(&change()).send().await.unwrap();
    assert_eq!(service.asked(), [POST]);
    service.guard(|guard| guard.session += 1);
    files.insert(&change()).send().await.unwrap();
    assert_eq!(service.asked(), [POST, HEAD, POST]);
    files.by_key("a").delete().send().await.unwrap();
    assert_eq!(service.asked(), ["DELETE /api/libraryfiles/a"]);
}

#[tokio::test]
async fn where_head_gives_none_get_does() {
    for status in [200, 404, 405, 501] {
        let service = Guarded::default();
        service.guard(|guard| guard.head = Some(status));
        let defender = service.client();
        let insert = defender.library_files().insert(&change());
        insert.send().await.unwrap();
        assert_eq!(service.asked(), [HEAD, "GET /api/", POST], "{status}");
    }
}

#[tokio::test]
async fn who_gives_none_is_sent_the_change_without() {
    let service = Guarded::default();
    service.guard(|guard| (guard.head, guard.get) = (Some(405), Some(404)));
    let defender = service.client();
    let error = defender.library_files().insert(&change()).send().await;
    // This one wants what it does not give: it was asked again, and what it answered is told.
    assert!(error.unwrap_err().is_forbidden());
    let asked = service.asked();
    assert_eq!(asked, [HEAD, "GET /api/", POST, HEAD, "GET /api/"]);
}

#[tokio::test(start_paused = true)]
async fn what_is_answered_in_place_of_a_token_is_the_answer() {
    let service = Guarded::default();
    service.guard(|guard| guard.head = Some(401));
    let defender = service.client();
    let error = defender.library_files().insert(&change()).send().await;
    assert_eq!(error.unwrap_err().status().unwrap().as_u16(), 401);
    assert_eq!(service.asked(), [HEAD]);

    // Nothing was changed, so that it is tried again, though it is a POST.
    service.guard(|guard| guard.head = Some(503));
    let defender = service.builder().bearer_token("t");
    let defender = defender.retry(Retry::default().tries(2)).build().unwrap();
    let error = defender.library_files().insert(&change()).send().await;
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains(
            "the request was not sent: the service gave no X-CSRF-Token: the service answered 503"
        ),
        "{error}"
    );
    assert!(error.contains("try 2"), "{error}");
    assert_eq!(service.asked(), [HEAD, HEAD]);
}

#[tokio::test]
async fn the_services_own_options_say_whom_it_is_asked_for() {
    let service = Guarded::default();
    let defender = service.client();
    let mut batch = odata::Service::batch(&defender).option("sap-client", "100");
    let _ = batch.add(&defender.library_files().top(1));
    let _ = batch.send().await;
    let asked = service.asked();
    assert_eq!(asked[0], "HEAD /api/?sap-client=100");
    assert_eq!(asked[1], "POST /api/$batch?sap-client=100");
}
