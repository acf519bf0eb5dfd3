//! A service that gives one answer, and what it was asked.

use odata_mock::{Canned, MockService, SeenRequest};
use serde_json::Value;

/// A service of that model that answers everything with this.
pub(crate) fn answering_with(canned: Canned, csdl: &str) -> MockService {
    let service = MockService::from_csdl(csdl).expect("a model");
    service.intercept(move |_| Some(canned.clone()))
}

/// The request, where there was one.
#[track_caller]
pub(crate) fn only(service: &MockService) -> SeenRequest {
    let mut requests = service.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests.remove(0)
}

/// Its JSON.
#[allow(dead_code)]
pub(crate) fn body(request: &SeenRequest) -> Value {
    serde_json::from_slice(&request.body).expect("JSON")
}
