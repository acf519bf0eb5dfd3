//! The token is for the service alone: what the log of a service and of strangers says.

use odata_defender::Defender;
use odata_mock::{Canned, MockService, SeenRequest};
use serde_json::json;

const METADATA: &str = include_str!("../metadata.xml");

fn service(
    answer: impl Fn(&SeenRequest) -> Option<Canned> + Send + Sync + 'static,
) -> (MockService, Defender) {
    let service = MockService::from_csdl(METADATA).expect("a model");
    let service = service.intercept(answer);
    let defender = Defender::builder().bearer_token("t0ken");
    let defender = defender.transport(service.transport()).build();
    (service, defender.expect("a client"))
}

/// Each request: where it went, and whether it had the token.
fn log(service: &MockService) -> Vec<(String, bool)> {
    let requests = service.requests();
    let has_token = |one: &SeenRequest| {
        let headers = one.headers.values();
        let mut texts = headers.filter_map(|value| value.to_str().ok());
        one.target.contains("t0ken") || texts.any(|text| text.contains("t0ken"))
    };
    let seen = requests.iter();
    seen.map(|one| (one.origin.clone(), has_token(one)))
        .collect()
}

const OWN: &str = "https://api.security.microsoft.com";

#[tokio::test]
async fn a_redirect_to_another_host_goes_without_it() {
    let (service, defender) = service(|request| {
        Some(match request.origin.as_str() {
            OWN => Canned::status(302).header("location", "https://storage.example/machines"),
            _ => Canned::json(&json!({"value": []})),
        })
    });
    let page = defender.machines().send().await.expect("a page");
    assert!(page.items.is_empty());
    let elsewhere = "https://storage.example".to_owned();
    assert_eq!(log(&service), [(OWN.to_owned(), true), (elsewhere, false)]);
}

#[tokio::test]
async fn a_redirect_to_a_host_of_the_service_has_it() {
    let (service, defender) = service(|request| {
        Some(match request.origin.as_str() {
            OWN => Canned::status(302).header(
                "location",
                "https://eu.api.security.microsoft.com/api/machines",
            ),
            _ => Canned::json(&json!({"value": []})),
        })
    });
    defender.machines().send().await.expect("a page");
    let europe = "https://eu.api.security.microsoft.com".to_owned();
    assert_eq!(log(&service), [(OWN.to_owned(), true), (europe, true)]);
}

#[tokio::test]
async fn a_next_link_to_another_host_is_not_followed() {
    // The hosts of two samples of the vendor's pages.
    for host in ["127.0.0.1", "wpatdadi-eus-stg.cloudapp.net"] {
        let next = format!("https://{host}/api/machines?$skiptoken=2");
        let (service, defender) = service(move |_| {
            let page = json!({"value": [{"id": "m1"}], "@odata.nextLink": next});
            Some(Canned::json(&page))
        });
        let mut rows = defender.machines().stream();
        let first = rows.next().await.expect("a row").expect("a machine");
        assert_eq!(first.id, "m1");
        let error = rows.next().await.expect("an end").expect_err("foreign");
        assert!(error.to_string().contains("is not followed"), "{error}");
        assert!(!format!("{error:?}").contains("t0ken"), "{error:?}");
        assert!(rows.next().await.is_none());
        assert_eq!(log(&service), [(OWN.to_owned(), true)]);
    }
}
