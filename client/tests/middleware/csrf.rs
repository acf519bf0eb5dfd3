//! A service that takes changes only with the token of a session.

use std::sync::{Arc, Mutex};
use std::time::Duration;

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
    /// What is asked by `HEAD` takes its time.
    is_slow: bool,
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
        let is_slow = *request.method() == Method::HEAD && self.guard(|guard| guard.is_slow);
        let mut answer = Response::builder().status(status);
        for (name, value) in headers {
            answer = answer.header(name, value);
        }
        let body = match *request.method() {
            Method::HEAD => Bytes::new(),
            _ => Bytes::from_static(br#"{"fileName":"a","value":[]}"#),
        };
        let answer = answer.header("content-type", "application/json");
        Box::pin(async move {
            if is_slow {
                // Time that stands still goes on when all others have come, too.
                tokio::time::sleep(Duration::from_millis(250)).await;
            }
            Ok(answer.body(body.into()).unwrap())
        })
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

/// The status of each insert, all of them at once.
async fn inserts(defender: &Defender, many: usize) -> Vec<u16> {
    let tasks: Vec<_> = (0..many)
        .map(|_| {
            let defender = defender.clone();
            tokio::spawn(async move {
                let sent = defender.library_files().insert(&change()).send().await;
                sent.map_or_else(|error| error.status().map_or(0, |it| it.as_u16()), |_| 200)
            })
        })
        .collect();
    let mut all = Vec::new();
    for task in tasks {
        all.push(task.await.unwrap());
    }
    all
}

fn count(asked: &[String], what: &str) -> usize {
    asked.iter().filter(|asked| *asked == what).count()
}

#[tokio::test(start_paused = true)]
async fn many_changes_at_once_ask_for_one_token() {
    let service = Guarded::default();
    service.guard(|guard| guard.is_slow = true);
    let builder = service.builder().bearer_token("t");
    let defender = builder.documented_limits(false).build().unwrap();
    assert_eq!(inserts(&defender, 64).await, [200; 64]);
    let asked = service.asked();
    assert_eq!((count(&asked, HEAD), count(&asked, POST)), (1, 64));
    // And for one when their session is over.
    service.guard(|guard| guard.session += 1);
    assert_eq!(inserts(&defender, 64).await, [200; 64]);
    let asked = service.asked();
    assert_eq!(count(&asked, HEAD), 1, "{asked:?}");
    assert!((65..=128).contains(&count(&asked, POST)));
}

#[tokio::test(start_paused = true)]
async fn what_comes_in_place_of_a_token_comes_to_all_that_wait() {
    let service = Guarded::default();
    let builder = service.builder().bearer_token("t").retry(Retry::never());
    let defender = builder.documented_limits(false).build().unwrap();
    for (answered, got) in [(401, 401), (403, 403), (429, 429), (503, 0)] {
        service.guard(|guard| (guard.is_slow, guard.head) = (true, Some(answered)));
        assert_eq!(inserts(&defender, 64).await, [got; 64]);
        assert_eq!(service.asked(), [HEAD], "{answered}");
    }
    // Later ones ask anew.
    service.guard(|guard| guard.head = None);
    assert_eq!(inserts(&defender, 1).await, [200]);
    assert_eq!(service.asked(), [HEAD, POST]);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_told_to_those_alone_who_asked_in_the_same_way() {
    let service = Guarded::default();
    service.guard(|guard| (guard.is_slow, guard.head) = (true, Some(403)));
    let defender = service.client();
    let of_client = |number: &str| {
        let mut batch = odata::Service::batch(&defender).option("sap-client", number);
        let _ = batch.add(&defender.library_files().insert(&change()));
        async move { drop(batch.send().await) }
    };
    tokio::join!(of_client("1"), of_client("2"), of_client("1"));
    let mut asked = service.asked();
    asked.sort();
    assert_eq!(
        asked,
        ["HEAD /api/?sap-client=1", "HEAD /api/?sap-client=2"]
    );
}

#[tokio::test]
async fn who_waits_goes_on_when_the_one_that_asked_is_dropped() {
    let service = Guarded::default();
    service.guard(|guard| guard.is_slow = true);
    let defender = service.client();
    let files = defender.library_files();
    let insert = || files.insert(&change()).send();
    let mut first = Box::pin(insert());
    let polled =
        std::future::poll_fn(|cx| std::task::Poll::Ready(first.as_mut().poll(cx).is_ready()));
    assert!(!polled.await);
    let second = tokio::spawn(insert());
    tokio::time::sleep(Duration::from_millis(5)).await;
    drop(first);
    second.await.unwrap().unwrap();
    assert_eq!(service.asked(), [HEAD, POST]);
}
