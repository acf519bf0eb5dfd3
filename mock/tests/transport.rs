//! The service without a socket, and what fixtures have to be.

mod common;

use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use common::{CSDL, service};
use futures_core::Stream;
use http::{Request, Response, StatusCode};
use odata_core::transport::{RequestBody, Transport};
use odata_mock::{Canned, MockService, MockTransport};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

/// Nothing here waits, so a future is ready at once.
fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a mock waits for nothing"),
    }
}

fn ask(transport: &MockTransport, request: Request<RequestBody>) -> Response<Bytes> {
    ready(async {
        let (head, mut body) = transport.send(request).await.unwrap().into_parts();
        let mut whole = Vec::new();
        let mut pieces = pin!(&mut body);
        while let Some(piece) = poll_fn(|context| pieces.as_mut().poll_next(context)).await {
            whole.extend_from_slice(&piece.unwrap());
        }
        Response::from_parts(head, whole.into())
    })
}

fn get(transport: &MockTransport, url: &str) -> Json {
    let response = ask(
        transport,
        Request::get(url).body(RequestBody::empty()).unwrap(),
    );
    assert_eq!(response.status(), StatusCode::OK, "{response:?}");
    serde_json::from_slice(response.body()).unwrap()
}

#[test]
fn any_host_is_answered_and_named() {
    let service = service().root_path("v1.0").page_size(1);
    assert_eq!(service.url(), "http://mock.invalid/v1.0/");
    let transport = service.transport();
    let page = get(&transport, "https://api.example/v1.0/files");
    assert_eq!(
        page["@odata.context"],
        "https://api.example/v1.0/$metadata#files"
    );
    assert_eq!(
        page["@odata.nextLink"],
        "https://api.example/v1.0/files?$skiptoken=1"
    );
    assert_eq!(service.requests()[0].origin, "https://api.example");
    let transport = service.clone().root_path("/").transport();
    assert_eq!(
        get(&transport, "http://x/builds")["value"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn bodies_are_kept_and_answers_made_up() {
    let itself = |request: &odata_mock::SeenRequest| {
        let page = json!({"value": [], "@odata.nextLink": format!("{}{}", request.origin, request.target)});
        Some(Canned::json(&page))
    };
    let service = service().intercept(|_| None).intercept(itself);
    let transport = service.transport();
    let body = RequestBody::from(Bytes::from_static(b"{}"));
    let response = ask(
        &transport,
        Request::post("http://h/api/files").body(body).unwrap(),
    );
    let page: Json = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(page["@odata.nextLink"], "http://h/api/files");
    let streamed = RequestBody::from(Bytes::from_static(b"whole"));
    let streamed = RequestBody::streamed(None, move || streamed.open());
    ask(
        &transport,
        Request::put("http://h/api/files").body(streamed).unwrap(),
    );
    let bodies: Vec<Bytes> = service
        .requests()
        .into_iter()
        .map(|request| request.body)
        .collect();
    assert_eq!(bodies, [&b"{}"[..], b"whole"]);
}

#[test]
fn a_clone_shares_its_rows() {
    let service = service();
    let transport = service.transport();
    service
        .clone()
        .entity_set("machines", json!([{"id": 1}, {"id": 2}]))
        .unwrap();
    assert_eq!(
        get(&transport, "http://h/api/machines")["value"],
        json!([{"id": 1}, {"id": 2}])
    );
}

#[test]
fn fixtures_have_to_fit() {
    for (set, rows, message) in [
        (
            "file",
            json!([]),
            "the model has no entity set `file`: did you mean `files`?",
        ),
        (
            "orders",
            json!([]),
            "the model has no entity set `orders`: it has files, builds, machines",
        ),
        (
            "files",
            json!({}),
            "the rows of `files` should be an array of objects: this is an object",
        ),
        (
            "files",
            json!([{"name": "a"}, 5]),
            "the rows of `files` should be an array of objects: row 1 is a number",
        ),
        (
            "files",
            json!([{"size": 5}]),
            "row 0 of `files`: `name` is part of the key and is missing",
        ),
        (
            "files",
            json!([{"name": null}]),
            "row 0 of `files`: `name` is null and must not be",
        ),
        (
            "files",
            json!([{"name": "a"}, {"name": "a"}]),
            "row 1 of `files`: `name` is the same as in row 0",
        ),
        (
            "files",
            json!([{"name": "a", "sise": 5}]),
            "row 0 of `files`: `sise` is no property of Demo.File: did you mean `size`?",
        ),
        (
            "files",
            json!([{"name": "a", "size": 1.5}]),
            "row 0 of `files`: `size` is 1.5, not an Edm.Int64: invalid digit found in string",
        ),
        (
            "files",
            json!([{"name": "a", "size": true}]),
            "row 0 of `files`: `size` is true, and should be an Edm.Int64",
        ),
        (
            "files",
            json!([{"name": "a", "tags": "x"}]),
            "row 0 of `files`: `tags` is \"x\", and should be an array",
        ),
        (
            "files",
            json!([{"name": "a", "tags": ["x", 1]}]),
            "row 0 of `files`: `tags/1` is 1, and should be an Edm.String",
        ),
        (
            "files",
            json!([{"name": "a", "tags": [null]}]),
            "row 0 of `files`: `tags/0` is null and must not be",
        ),
        (
            "files",
            json!([{"name": "a", "origin": {"usr": 1}}]),
            "row 0 of `files`: `origin/usr` is no property of Demo.Origin: did you mean `user`?",
        ),
        (
            "files",
            json!([{"name": "a", "@odata.type": "#Demo.Build"}]),
            "row 0 of `files`: `@odata.type` says `Demo.Build`, which is not a type that extends Demo.File",
        ),
        (
            "machines",
            json!([{"id": 3_000_000_000_u32}]),
            "row 0 of `machines`: `id` is 3000000000, out of the range of Edm.Int32",
        ),
    ] {
        let error = MockService::from_csdl(CSDL)
            .unwrap()
            .entity_set(set, rows)
            .unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn models_with_errors_are_shown() {
    let broken = CSDL.replace("Edm.Int64", "Edm.Int63");
    let error = MockService::from_csdl(broken).unwrap_err().to_string();
    assert!(
        error.contains("metadata.xml:14:37") && error.contains("there is no type `Edm.Int63`"),
        "{error}"
    );
    assert!(MockService::from_csdl("not XML").is_err());
    assert!(MockService::from_documents(&[("a.xml", CSDL), ("b.xml", "<")]).is_err());
}

#[test]
fn the_library_of_defender_can_be_mocked() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../specs/defender/metadata.xml"
    );
    let rows = json!([{"fileName": "a.ps1", "lastUpdatedTime": "2024-01-01T00:00:00Z", "hasParameters": false}]);
    let service = MockService::from_csdl(std::fs::read_to_string(path).unwrap()).unwrap();
    let service = service.entity_set("libraryfiles", rows).unwrap();
    let url = format!("{}libraryfiles('a.ps1')", service.url());
    assert_eq!(get(&service.transport(), &url)["hasParameters"], false);
}

proptest! {
    #[test]
    fn every_row_comes_exactly_once(
        groups in proptest::collection::vec(proptest::option::of(0..3), 0..40),
        page_size in 0_usize..9,
        preferred in proptest::option::of(1_usize..9),
        skip in 0_usize..12,
        top in proptest::option::of(0_usize..50),
        ordered in any::<bool>(),
    ) {
        let rows: Vec<Json> =
            groups.iter().enumerate().map(|(id, group)| json!({"id": id, "group": group})).collect();
        let service = MockService::from_csdl(CSDL).unwrap();
        let service = service.entity_set("machines", Json::Array(rows)).unwrap().page_size(page_size);
        let transport = service.transport();

        let mut wanted: Vec<usize> = (0..groups.len()).collect();
        let mut url = format!("{}machines?$skip={skip}", service.url());
        if ordered {
            url += "&$orderby=group%20desc";
            wanted.sort_by_key(|id| (std::cmp::Reverse(groups[*id]), *id));
        }
        if let Some(top) = top {
            url += &format!("&$top={top}");
        }
        let wanted: Vec<usize> = wanted.into_iter().skip(skip).take(top.unwrap_or(usize::MAX)).collect();

        let size = [page_size, preferred.unwrap_or(0)].into_iter().filter(|size| *size > 0).min();
        let mut found = Vec::new();
        let mut next = Some(url);
        while let Some(url) = next {
            let mut request = Request::get(&url);
            if let Some(preferred) = preferred {
                request = request.header("prefer", format!("odata.maxpagesize={preferred}"));
            }
            let response = ask(&transport, request.body(RequestBody::empty()).unwrap());
            let page: Json = serde_json::from_slice(response.body()).unwrap();
            let rows = page["value"].as_array().unwrap();
            prop_assert!(rows.len() <= size.unwrap_or(usize::MAX));
            found.extend(rows.iter().map(|row| row["id"].as_u64().unwrap() as usize));
            next = page["@odata.nextLink"].as_str().map(str::to_owned);
            prop_assert!(next.is_none() || !rows.is_empty());
        }
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn no_request_panics(target in "(files|machines|builds)?(\\(|\\)|'|=|,|/|\\$|%[0-9A-F]{2}|[a-z0-9.?&+-]){0,30}") {
        if let Ok(request) = Request::get(format!("http://h/api/{target}")).body(RequestBody::empty()) {
            ask(&service().transport(), request);
        }
    }

    #[test]
    fn no_filter_panics(filter in "(size|name|tags| eq | add | div | mod |\\(|\\)|0|-1|'x'|null|substring|round|,|/any|/all|x:|x|not ){0,12}") {
        let url = format!("http://h/api/files?$filter={}", odata_core::url::encode_query(&filter));
        ask(&service().transport(), Request::get(url).body(RequestBody::empty()).unwrap());
    }
}
