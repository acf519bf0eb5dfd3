//! Changes of the shop, and what a plain `GET` then sees.

use odata_mock::MockService;
use serde_json::Value as Json;

use super::shop::shop;
use super::{Answer, in_process};

pub(crate) const JSON: (&str, &str) = ("content-type", "application/json");
pub(crate) const WANTED: (&str, &str) = ("prefer", "return=representation");

/// Asks a service in process, and remembers nothing.
pub(crate) struct Asker(pub(crate) MockService);

impl Asker {
    pub(crate) fn shop() -> Self {
        Asker(shop())
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let target = format!("/api/{}", path.replace(' ', "%20"));
        let sent = in_process(&self.0, method, &target, headers, body.as_bytes());
        sent.await.0
    }

    /// Sends JSON, which has to be answered with that status.
    pub(crate) async fn json(&self, method: &str, path: &str, body: Json, status: u16) -> Answer {
        let answer = self.send(method, path, &[JSON], &body.to_string()).await;
        let text = answer.text();
        assert_eq!(answer.status, status, "{method} {path} {body}: {text}");
        answer
    }

    /// Sends nothing but the request, which has to be answered with that status.
    pub(crate) async fn bare(&self, method: &str, path: &str, status: u16) -> Answer {
        let answer = self.send(method, path, &[], "").await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text());
        answer
    }

    /// What is there, the context URL left out.
    pub(crate) async fn get(&self, path: &str) -> Json {
        without_context(&self.bare("GET", path, 200).await)
    }

    /// The only member of each row of a collection, or its key.
    pub(crate) async fn keys(&self, path: &str) -> String {
        super::shop::keys(&self.0, path).await
    }
}

pub(crate) fn without_context(answer: &Answer) -> Json {
    let mut json = answer.json();
    if let Some(members) = json.as_object_mut() {
        members.remove("@odata.context");
    }
    json
}
