//! A call that says how long its answer is waited for.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use odata::doc_example::{Defender, LibraryFile};
use odata::transport::{BoxFuture, Patience, RequestBody, ResponseBody, Transport, TransportError};
use odata::{Changes, ReqwestTransport, Retry, Service as _};

use crate::wire::{PAGE, Wire, answer, json, late, ms};

/// The transport gives up long before the service answers.
fn hasty(wire: &Wire, time: Duration) -> Defender {
    let transport = ReqwestTransport::new().unwrap().read_timeout(time);
    let builder = wire.builder().transport(transport).retry(Retry::never());
    builder.build().unwrap()
}

const ENOUGH: Duration = Duration::from_secs(20);

async fn slow() -> Wire {
    Wire::of(|_, asked| match asked {
        asked if asked.starts_with("PATCH") => late(ms(400), answer("204 No Content", "", "")),
        asked if asked.starts_with("POST /$batch") => {
            let body = r#"{"responses":[{"id":"1","status":200,"headers":{"content-type":"application/json"},"body":{"fileName":"a"}}]}"#;
            late(ms(400), json(body))
        }
        asked if asked.contains("$value") => late(ms(400), answer("200 OK", "", "bytes")),
        asked if asked.starts_with("GET /libraryfiles/a ") => late(ms(400), json(r#"{"fileName":"a"}"#)),
        _ => {
            // The head is late, and so is the body.
            let mut steps = late(ms(400), json(PAGE));
            let crate::wire::Step::Send(bytes) = steps.pop().unwrap() else {
                panic!()
            };
            let (head, body) = bytes.split_at(bytes.len() - PAGE.len() + 3);
            steps.push(crate::wire::Step::Send(head.to_vec()));
            steps.push(crate::wire::Step::Wait(ms(400)));
            steps.push(crate::wire::Step::Send(body.to_vec()));
            steps
        }
    })
    .await
}

#[tokio::test]
async fn a_patient_call_outlasts_the_transport() {
    let wire = slow().await;
    let client = hasty(&wire, ms(150));
    let files = client.library_files();
    let error = files.query().send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(files.patience(ENOUGH).send().await.unwrap().items.len(), 1);
    assert_eq!(files.patience(ENOUGH).all().await.unwrap().len(), 1);
    let mut rows = files.patience(ENOUGH).stream();
    assert_eq!(rows.next().await.unwrap().unwrap().file_name, "a");
    let one = files.by_key("a");
    assert!(one.send().await.is_err());
    files.by_key("a").patience(ENOUGH).send().await.unwrap();
    let changes = Changes::new().set(LibraryFile::DESCRIPTION, "x");
    let update = || files.by_key("a").update(&changes);
    assert!(update().send().await.unwrap_err().is_timeout());
    update().patience(ENOUGH).send().await.unwrap();
    let media = files.by_key("a").media();
    assert!(media.bytes().await.unwrap_err().is_timeout());
    let bytes = media.patience(ENOUGH).bytes().await.unwrap().unwrap();
    assert_eq!(bytes, Bytes::from_static(b"bytes"));
    // All calls of a service.
    let patient = client.patience(ENOUGH);
    assert_eq!(patient.library_files().all().await.unwrap().len(), 1);
    assert!(client.library_files().all().await.is_err());
}

#[tokio::test]
async fn a_batch_is_as_patient_as_the_most_patient_of_its_parts() {
    let wire = slow().await;
    let client = hasty(&wire, ms(150));
    for (patience, is_answered) in [(None, false), (Some(ENOUGH), true)] {
        let mut batch = client.batch().json();
        let one = client.library_files().by_key("a");
        let one = match patience {
            Some(time) => one.patience(time),
            None => one,
        };
        let handle = batch.add(&one);
        let answers = batch.send().await;
        assert_eq!(answers.is_ok(), is_answered, "{answers:?}");
        if let Ok(mut answers) = answers {
            assert_eq!(answers.take(handle).unwrap().file_name, "a");
        }
    }
}

#[tokio::test]
async fn an_impatient_call_does_not_wait_as_long_as_the_transport() {
    let wire = Wire::of(|_, _| late(ENOUGH, json(PAGE))).await;
    let client = hasty(&wire, ENOUGH);
    let start = Instant::now();
    let error = client.library_files().patience(ms(100)).send().await;
    assert!(error.unwrap_err().is_timeout());
    assert!(start.elapsed() < ENOUGH / 4);
}

/// A transport that stands before another one passes it on, as it passes on the request.
#[cfg(all(feature = "tower", feature = "record"))]
#[tokio::test]
async fn it_goes_through_whatever_stands_before_the_transport() {
    use odata::{CsrfTransport, Recorder, TowerTransport, TransportService};
    let wire = slow().await;
    let transport = ReqwestTransport::new().unwrap().read_timeout(ms(150));
    let transport = TowerTransport::new(TransportService::new(Recorder::new(transport)));
    let transport = CsrfTransport::new(wire.root.parse().unwrap(), transport);
    let builder = wire.builder().transport(transport).retry(Retry::never());
    let client = builder.build().unwrap();
    let files = client.library_files();
    assert!(files.query().send().await.is_err());
    files.patience(ENOUGH).send().await.unwrap();
}

/// Keeps what it was told, and answers after so many seconds.
#[derive(Clone, Default)]
struct Told {
    seconds: u64,
    all: Arc<Mutex<Vec<Option<Duration>>>>,
}

impl Transport for Told {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        let patience = request.extensions().get::<Patience>().map(|told| told.0);
        self.all.lock().unwrap().push(patience);
        let wait = tokio::time::sleep(Duration::from_secs(self.seconds));
        Box::pin(async move {
            wait.await;
            let answer = http::Response::builder().header("content-type", "application/json");
            let body = match request.method().is_safe() || request.uri().path().contains('(') {
                true => ResponseBody::from(Bytes::from_static(PAGE.as_bytes())),
                false => ResponseBody::from(Bytes::from_static(br#"{"fileName":"a"}"#)),
            };
            answer.body(body).map_err(TransportError::other)
        })
    }
}

#[tokio::test(start_paused = true)]
async fn it_is_told_to_transports_and_changes_keep_it_where_a_token_goes_along() {
    let told = Told::default();
    let builder = Defender::builder().transport(told.clone()).csrf_tokens();
    let client = builder.build().unwrap();
    client.library_files().send().await.unwrap();
    let file = Changes::new().set(LibraryFile::FILE_NAME, "a");
    let insert = client.library_files().insert(&file).patience(ENOUGH);
    insert.send().await.unwrap();
    let all = told.all.lock().unwrap().clone();
    // The page, the two questions for a token, and the change.
    assert_eq!(all, [None, None, None, Some(ENOUGH)]);
    assert_eq!(
        client.client().patience_or(ms(1)).patience_or(ms(2)).root(),
        client.client().root()
    );
}

#[tokio::test(start_paused = true)]
async fn a_try_has_the_time_that_the_call_is_patient_for() {
    let told = Told {
        seconds: 60,
        ..Told::default()
    };
    let builder = Defender::builder().transport(told.clone());
    let builder = builder.try_timeout(Duration::from_secs(10));
    let client = builder.retry(Retry::never()).build().unwrap();
    let start = tokio::time::Instant::now();
    let page = client.library_files().send().await;
    assert!(page.unwrap_err().is_timeout());
    assert_eq!(start.elapsed().as_secs(), 10);
    let patient = client.library_files().patience(Duration::from_secs(90));
    assert_eq!(patient.send().await.unwrap().items.len(), 1);
    // What is less than a try has anyway takes nothing from it.
    let start = tokio::time::Instant::now();
    let less = client.library_files().patience(Duration::from_secs(3));
    assert!(less.send().await.unwrap_err().is_timeout());
    assert_eq!(start.elapsed().as_secs(), 10);
    // The call ends when it has to.
    let within = client.within(Duration::from_secs(30));
    let start = tokio::time::Instant::now();
    let patient = within.library_files().patience(Duration::from_secs(90));
    let error = patient.send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(start.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn time_without_end_is_no_time() {
    let told = Told {
        seconds: 100_000,
        ..Told::default()
    };
    let builder = Defender::builder().transport(told);
    let client = builder.try_timeout(Duration::MAX).build().unwrap();
    let client = client.within(Duration::MAX).patience(Duration::MAX);
    assert_eq!(client.library_files().all().await.unwrap().len(), 1);
}
