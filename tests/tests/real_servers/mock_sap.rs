//! mock-sap: tokens for an id and a secret, which end and are taken back.

use std::time::{Duration, Instant};

use odata::ClientCredentials;
use odata_tests::mock_sap::MockSapClient;
use odata_tests::servers::{MockSap, Running};
use serde_json::Value as Json;

use super::assert_metadata_at;

/// A client with a credential of its own.
fn client(server: &Running, secret: &str, in_body: bool) -> MockSapClient {
    let url = format!("{}{}", server.url(), MockSap::TOKENS);
    let (id, _) = MockSap::CLIENT;
    let credential = ClientCredentials::new(&url, id, secret).expect("a credential");
    let credential = match in_body {
        true => credential.secret_in_body(),
        false => credential,
    };
    MockSapClient::builder()
        .base_url(format!("{}{}", server.url(), MockSap::PRODUCTS))
        .credential(credential)
        .build()
        .expect("a client")
}

/// The status of each answer of a path that ends so, by the server's own log.
fn answered(server: &Running, end: &str) -> Vec<u64> {
    let (_, body) = server.get("_mock/requests?limit=1000").expect("a log");
    let log: Json = serde_json::from_str(&body).expect("JSON");
    let requests = log["results"].as_array().expect("requests").iter();
    let of_path = requests.filter(|request| {
        request["path"]
            .as_str()
            .is_some_and(|path| path.ends_with(end))
    });
    of_path
        .map(|request| request["status"].as_u64().expect("a status"))
        .collect()
}

async fn all_at_once(client: &MockSapClient, count: usize) {
    let tasks: Vec<_> = (0..count)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.product().top(1).send().await })
        })
        .collect();
    for task in tasks {
        let page = task.await.expect("a task").expect("a page");
        assert_eq!(page.items.len(), 1);
    }
}

#[test]
fn the_saved_metadata_is_what_it_publishes() {
    let Some(server) = MockSap::start_open() else {
        return;
    };
    let path = format!("{}$metadata", MockSap::PRODUCTS);
    let saved = include_str!("../../specs/mock_sap/metadata.xml");
    assert_metadata_at(&server, &path, saved);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_requests_take_one_token() {
    let Some(server) = MockSap::start(3600) else {
        return;
    };
    for in_body in [false, true] {
        let client = client(&server, MockSap::CLIENT.1, in_body);
        all_at_once(&client, 100).await;
        all_at_once(&client, 10).await;
    }
    assert_eq!(answered(&server, "/token"), [200, 200]);
    assert_eq!(answered(&server, "/Product"), [200; 220]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_taken_back_is_replaced_once() {
    let Some(server) = MockSap::start(3600) else {
        return;
    };
    let client = client(&server, MockSap::CLIENT.1, false);
    all_at_once(&client, 10).await;
    let (status, body) = server.ask("DELETE", "_mock/tokens").expect("an answer");
    assert_eq!(status, 200, "{body}");
    all_at_once(&client, 50).await;
    assert_eq!(answered(&server, "/token"), [200, 200]);
    let of_products = answered(&server, "/Product");
    let refused = of_products.iter().filter(|status| **status == 401).count();
    assert!((1..=50).contains(&refused), "{refused}");
    assert_eq!(of_products.len(), 60 + refused, "each was sent once more");
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_of_three_seconds_are_replaced_before_they_end() {
    let Some(server) = MockSap::start(3) else {
        return;
    };
    let client = client(&server, MockSap::CLIENT.1, false);
    let start = Instant::now();
    let mut rounds = 0;
    while start.elapsed() < Duration::from_secs(8) {
        all_at_once(&client, 4).await;
        rounds += 1;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let (tokens, of_products) = (answered(&server, "/token"), answered(&server, "/Product"));
    // Each is used for 2.4 seconds at least, unless a request took so long that its token ended on the way.
    let late = of_products.iter().filter(|status| **status == 401).count();
    let most = start.elapsed().as_millis() as usize / 2400 + 1 + late;
    let count = tokens.len();
    assert!(
        (3..=most).contains(&count),
        "{count} of {most}, {late} late"
    );
    assert!(of_products.len() >= 4 * rounds + late);
}

#[tokio::test]
async fn a_wrong_secret_is_said_and_not_shown() {
    let Some(server) = MockSap::start(3600) else {
        return;
    };
    let error = client(&server, "open barley", true)
        .product()
        .send()
        .await
        .unwrap_err();
    let said = format!("{error} {error:?}");
    assert!(said.contains("invalid_client: Client authentication failed; the client id or what proves it is not accepted"), "{said}");
    assert!(!said.contains("barley"), "{said}");
    assert_eq!(answered(&server, "/token"), [401]);
    assert_eq!(answered(&server, "/Product"), [0; 0]);
}
