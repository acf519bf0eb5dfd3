//! Whatever a URL can lead to: which URL it is, and how the answer is read.

mod mock;
mod reading;
mod urls;

use odata_mock::{Canned, MockService, SeenRequest};
use odata_tests::atlas::Atlas;

const ATLAS: &str = include_str!("../../specs/atlas/metadata.xml");

/// A service that answers each of these, by path and query below its root, and anything else with 404.
fn answering(answers: Vec<(&'static str, Canned)>) -> (Atlas, MockService) {
    let service = MockService::from_csdl(ATLAS)
        .expect("a model")
        .intercept(move |request| {
            let target = below(request);
            let known = answers.iter().find(|(path, _)| *path == target);
            Some(known.map_or_else(|| Canned::status(404), |(_, canned)| canned.clone()))
        });
    let atlas = Atlas::builder()
        .base_url(service.url())
        .transport(service.transport())
        .build()
        .expect("a client");
    (atlas, service)
}

/// What was asked below the root, percent-encoding undone.
fn below(request: &SeenRequest) -> String {
    let target = odata_core::url::decode(&request.target).expect("UTF-8");
    let (_, path) = target.split_once("/api/").expect("below the root");
    path.to_owned()
}

fn text(body: &'static str) -> Canned {
    Canned::status(200)
        .header("content-type", "text/plain;charset=utf-8")
        .body(body)
}
