//! Requests whose answers come later, and changes that are done once however often they are sent.

#[path = "later/monitors.rs"]
mod monitors;
#[path = "later/once.rs"]
mod once;
#[path = "later/strange.rs"]
mod strange;
#[path = "later/waiting.rs"]
mod waiting;

use odata::doc_example::{Defender, LibraryFile};
use odata::{AsyncAnswer, Changes, Pending};
use odata_mock::{MockService, SeenRequest};
use serde_json::json;

const DEFENDER: &str = include_str!("../../specs/defender/metadata.xml");

/// A service with one file.
fn service() -> MockService {
    MockService::from_csdl(DEFENDER)
        .unwrap()
        .entity_set("libraryfiles", json!([{"fileName": "old.ps1"}]))
        .unwrap()
}

fn client(service: &MockService) -> Defender {
    Defender::builder()
        .transport(service.transport())
        .bearer_token("hush")
        .build()
        .unwrap()
}

fn file(name: &str) -> Changes<LibraryFile> {
    Changes::new().set(LibraryFile::FILE_NAME, name)
}

fn pending<T: std::fmt::Debug>(answer: AsyncAnswer<T>) -> Pending<T> {
    match answer {
        AsyncAnswer::Pending(pending) => pending,
        AsyncAnswer::Ready(answer) => panic!("it was answered at once: {answer:?}"),
    }
}

/// The names of the files that the service has, asked beside the client.
async fn names(service: &MockService) -> Vec<String> {
    use odata::transport::{RequestBody, Transport};
    let request = http::Request::get(format!("{}libraryfiles", service.url()))
        .header("authorization", "Bearer hush");
    let request = request.body(RequestBody::empty()).unwrap();
    let answer = service.transport().send(request).await.unwrap();
    let mut body = answer.into_body();
    let mut whole = Vec::new();
    while let Some(piece) = std::future::poll_fn(|cx| {
        futures_core::Stream::poll_next(std::pin::Pin::new(&mut body), cx)
    })
    .await
    {
        whole.extend_from_slice(&piece.unwrap());
    }
    let page: serde_json::Value = serde_json::from_slice(&whole).unwrap();
    let rows = page["value"].as_array().unwrap().iter();
    rows.map(|row| row["fileName"].as_str().unwrap().to_owned())
        .collect()
}

/// What was sent, but for what `names` asked.
fn sent(service: &MockService) -> Vec<SeenRequest> {
    let mut all = service.requests();
    all.retain(|one| one.header("user-agent").is_some());
    all
}
