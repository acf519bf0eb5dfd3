//! A service on this machine, over HTTP, whose answers the test makes up.

use odata_mock::{Canned, MockServer, MockService, SeenRequest};
use odata_tests::atlas::Atlas;
use odata_tests::zoo::Zoo;
use serde_json::{Value as Json, json};

const ATLAS: &str = include_str!("../../specs/atlas/metadata.xml");
pub(crate) const ZOO: &str = include_str!("../../specs/zoo/metadata.xml");

/// The version of the protocol that a service answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V4_0,
    V4_01,
}

impl Version {
    /// Control information as that version writes it.
    pub(crate) fn control(self, name: &str) -> String {
        match self {
            Version::V4_0 => format!("@odata.{name}"),
            Version::V4_01 => format!("@{name}"),
        }
    }

    /// The same of a property.
    pub(crate) fn of(self, property: &str, name: &str) -> String {
        format!("{property}{}", self.control(name))
    }

    pub(crate) fn answer(self, body: &Json) -> Canned {
        let (version, media_type) = match self {
            Version::V4_0 => ("4.0", "application/json;odata.metadata=minimal"),
            Version::V4_01 => ("4.01", "application/json;metadata=minimal"),
        };
        Canned::json(body)
            .header("odata-version", version)
            .header("content-type", media_type)
    }

    /// A page of these rows.
    pub(crate) fn page(self, rows: Json, next: Option<&str>) -> Canned {
        let mut body = json!({ self.control("context"): "$metadata#x", "value": rows });
        if let Some(next) = next {
            body[self.control("nextLink")] = json!(next);
        }
        self.answer(&body)
    }
}

/// The service, and clients of it.
pub(crate) struct Wire {
    pub(crate) service: MockService,
    pub(crate) server: MockServer,
}

impl Wire {
    /// One that answers every request by the function; what this leaves open is 404.
    pub(crate) async fn answering(
        answer: impl Fn(&SeenRequest) -> Option<Canned> + Send + Sync + 'static,
    ) -> Self {
        let service = MockService::from_csdl(ATLAS)
            .expect("a model")
            .intercept(move |request| Some(answer(request).unwrap_or(Canned::status(404))));
        Wire::of(service).await
    }

    /// One that gives each of these, by method, path below the root and query.
    pub(crate) async fn of_answers(answers: Vec<(&'static str, Canned)>) -> Self {
        Wire::answering(move |request| {
            let target = format!("{} {}", request.method, below(request));
            let known = answers.iter().find(|(asked, _)| *asked == target);
            known.map(|(_, canned)| canned.clone())
        })
        .await
    }

    pub(crate) async fn of(service: MockService) -> Self {
        let server = service.clone().serve().await.expect("a port");
        Wire { service, server }
    }

    pub(crate) fn atlas(&self) -> Atlas {
        Atlas::builder()
            .base_url(self.server.url())
            .build()
            .expect("a client")
    }

    pub(crate) fn zoo(&self) -> Zoo {
        Zoo::builder()
            .base_url(self.server.url())
            .build()
            .expect("a client")
    }

    /// What was asked so far, method and path below the root.
    pub(crate) fn asked(&self) -> Vec<String> {
        let requests = self.service.requests();
        let shown = requests
            .iter()
            .map(|one| format!("{} {}", one.method, below(one)));
        shown.collect()
    }
}

/// What was asked below the root, percent-encoding undone.
pub(crate) fn below(request: &SeenRequest) -> String {
    let target = odata_core::url::decode(&request.target).expect("UTF-8");
    match target.split_once("/api/") {
        Some((_, path)) => path.to_owned(),
        None => target,
    }
}

/// The body that was sent, which is JSON.
pub(crate) fn sent(request: &SeenRequest) -> Json {
    serde_json::from_slice(&request.body).expect("JSON")
}
