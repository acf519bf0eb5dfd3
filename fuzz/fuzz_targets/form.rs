//! Multipart bodies, as the mock reads them: whatever comes, an answer does.
#![no_main]

use std::sync::LazyLock;

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use odata_core::transport::{RequestBody, Transport};
use odata_mock::{MockService, MockTransport, Uploaded};
use serde_json::json;

static TRANSPORT: LazyLock<MockTransport> = LazyLock::new(|| {
    let service = MockService::from_csdl(include_str!("../../specs/defender/metadata.xml"));
    let service = service.and_then(|service| service.entity_set("libraryfiles", json!([])));
    let service = service.expect("a service").form_upload("libraryfiles", |parts| {
        let read: usize = parts.iter().map(|part| part.bytes.len() + part.name.len()).sum();
        let entity = json!({"fileName": "a", "description": format!("{read}")});
        Ok(Uploaded::new(entity).replacing())
    });
    service.expect("a form").keep_requests(0).transport()
});

fuzz_target!(|text: &[u8]| {
    let (boundary, body) = text.split_at(text.len().min(8));
    let boundary: String = boundary.iter().map(|byte| char::from(b'a' + byte % 26)).collect();
    // Bodies in which the boundary stands are more likely to be read far.
    let body: Vec<u8> = body.split(|byte| *byte == 0).collect::<Vec<_>>().join(format!("--{boundary}").as_bytes());
    let request = http::Request::post("http://mock.invalid/api/libraryfiles")
        .header("content-type", format!("multipart/form-data; boundary={boundary}"))
        .body(RequestBody::from(Bytes::from(body)))
        .expect("a request");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let answer = runtime.block_on(TRANSPORT.send(request)).expect("an answer");
    assert!(answer.status().as_u16() < 500, "{}", answer.status());
});
