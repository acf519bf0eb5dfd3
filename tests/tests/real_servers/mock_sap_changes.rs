//! mock-sap: changes, which SAP takes only with the token of a session.

use odata::{Changes, Service as _};
use odata_tests::mock_sap::{MockSapClient, ProductType};
use odata_tests::servers::{MockSap, Running};
use serde_json::Value as Json;

fn client(server: &Running, with_tokens: bool) -> MockSapClient {
    let builder =
        MockSapClient::builder().base_url(format!("{}{}", server.url(), MockSap::PRODUCTS));
    let builder = match with_tokens {
        true => builder.csrf_tokens(),
        false => builder,
    };
    builder.build().expect("a client")
}

/// How each request came and what it was answered, by the server's own log, the first one first.
fn asked(server: &Running) -> Vec<String> {
    let (_, body) = server.get("_mock/requests?limit=1000").expect("a log");
    let log: Json = serde_json::from_str(&body).expect("JSON");
    let requests = log["results"].as_array().expect("requests").iter();
    let of_products = requests.filter(|request| {
        let path = request["path"].as_str();
        path.is_some_and(|path| path.contains("/api_product/"))
    });
    let told = of_products.map(|request| {
        let method = request["method"].as_str().expect("a method");
        format!("{method} {}", request["status"])
    });
    let mut all: Vec<String> = told.collect();
    all.reverse();
    all
}

#[tokio::test]
async fn products_are_changed_with_the_token_of_a_session() {
    let Some(server) = MockSap::start_open() else {
        return;
    };
    let client = client(&server, true);
    let products = client.product();
    let new = Changes::new()
        .set(ProductType::PRODUCT, "ZODATA1")
        .set(ProductType::PRODUCT_TYPE, "FERT")
        .set(ProductType::BASE_UNIT, "EA");
    products.insert(&new).send().await.expect("a product");
    let change = Changes::new().set(ProductType::PRODUCT_GROUP, "Z1");
    products
        .by_key("ZODATA1")
        .update(&change)
        .send()
        .await
        .expect("a change");
    let read = products.by_key("ZODATA1").send().await;
    let read = read.expect("the product");
    assert_eq!(read.product_group.as_deref(), Some("Z1"));
    // This server says no to HEAD, and gives a token with that.
    let expected = ["HEAD 405", "POST 201", "PATCH 204", "GET 200"];
    assert_eq!(asked(&server), expected);
}

#[tokio::test]
async fn a_batch_takes_one_token() {
    let Some(server) = MockSap::start_open() else {
        return;
    };
    let client = client(&server, true);
    let mut batch = client.batch();
    let new = Changes::new()
        .set(ProductType::PRODUCT, "ZODATA2")
        .set(ProductType::PRODUCT_TYPE, "FERT");
    let made = batch.add(&client.product().insert(&new));
    let mut answers = batch.send().await.expect("answers");
    answers.take(made).expect("a product");
    assert_eq!(asked(&server), ["HEAD 405", "POST 202"]);
}

#[tokio::test]
async fn without_one_the_service_says_what_it_wants() {
    let Some(server) = MockSap::start_open() else {
        return;
    };
    let client = client(&server, false);
    let new = Changes::new().set(ProductType::PRODUCT, "ZODATA3");
    let error = client.product().insert(&new).send().await.unwrap_err();
    assert!(error.is_forbidden());
    let error = error.to_string();
    assert!(
        error.contains("/IWFND/CM_CSRF") && error.contains("`csrf_tokens` of the client's builder"),
        "{error}"
    );
}
