//! Several who write from one ETag: exactly one wins, the others get the conflict and go on from what is there, and in the end nothing
//! is lost. On CAP, odatapy and the mock; the end is read by plain HTTP.

#[path = "lost_updates/counter.rs"]
mod counter;
#[path = "lost_updates/plain.rs"]
mod plain;

use std::time::Duration;

use odata::{Changes, Written};
use odata_mock::MockService;
use odata_tests::cap::{CapClient, Indicators};
use odata_tests::odatapy::{MachineAction, OdatapyClient};
use odata_tests::servers::{Cap, Odatapy};
use serde_json::json;

use plain::get;

const METADATA: &str = include_str!("../servers/odatapy/metadata.xml");

/// The mock over TCP.
async fn mock() -> odata_mock::MockServer {
    let service = MockService::from_csdl(METADATA)
        .and_then(|service| service.entity_set("machineactions", json!([])))
        .and_then(|service| service.etags("machineactions"));
    let service = service.expect("a model").require_if_match();
    service.serve().await.expect("a port")
}

async fn two_writers(url: &str) {
    let client = OdatapyClient::builder().base_url(url).build();
    let actions = client.expect("a client").machine_actions();
    for round in 0..10 {
        let id = format!("two-{round}");
        let new = Changes::new().set(MachineAction::ID, id.as_str());
        let read = actions.insert(&new).send().await.expect("inserted");
        assert!(read.odata.etag().is_some(), "{read:?}");
        let ours = Changes::new().set(MachineAction::STATUS, "ours");
        let theirs = Changes::new().set(MachineAction::REQUESTOR_COMMENT, "theirs");
        let (first, second) = tokio::join!(
            actions.by_entity(&read).update(&ours).try_send(),
            actions.by_entity(&read).update(&theirs).try_send(),
        );
        let (first, second) = (first.expect("an answer"), second.expect("an answer"));
        let (conflict, late) = match (first, second) {
            (Written::Done(_), Written::Conflict(conflict)) => (conflict, theirs),
            (Written::Conflict(conflict), Written::Done(_)) => (conflict, ours),
            both => panic!("exactly one wins: {both:?}"),
        };
        assert_eq!(conflict.error().status().expect("a status"), 412);
        let path = format!("{url}machineactions('{id}')");
        let seen = get(&path).await;
        let is_one = seen["status"].is_null() != seen["requestorComment"].is_null();
        assert!(is_one, "nothing of the late one is there: {seen}");
        let now = conflict.current().await.expect("read").expect("there");
        let again = conflict.resume(&now).update(&late);
        again.send().await.expect("nobody else writes");
        let seen = get(&path).await;
        let both = (&seen["status"], &seen["requestorComment"]);
        assert_eq!(both, (&json!("ours"), &json!("theirs")));
    }
}

#[tokio::test]
async fn of_two_writers_one_wins_on_the_mock() {
    let mock = mock().await;
    two_writers(&mock.url()).await;
}

#[tokio::test]
async fn of_two_writers_one_wins_on_odatapy() {
    let Some(odatapy) = Odatapy::start() else {
        return;
    };
    two_writers(odatapy.url()).await;
}

#[tokio::test]
async fn of_two_writers_one_wins_on_cap() {
    let Some(cap) = Cap::start() else { return };
    let client = CapClient::builder().base_url(cap.url()).build();
    let indicators = client.expect("a client").indicators();
    for round in 0..5 {
        let value = format!("two-{round}");
        let new = Changes::new()
            .set(Indicators::INDICATOR_VALUE, value.as_str())
            .set(Indicators::INDICATOR_TYPE, "IpAddress");
        let read = indicators.insert(&new).send().await.expect("inserted");
        // CAP's ETag is a time of milliseconds: two changes within one would have the same.
        tokio::time::sleep(Duration::from_millis(20)).await;
        let ours = Changes::new().set(Indicators::TITLE, "ours");
        let theirs = Changes::new().set(Indicators::ACTION, "theirs");
        let (first, second) = tokio::join!(
            indicators.by_entity(&read).update(&ours).try_send(),
            indicators.by_entity(&read).update(&theirs).try_send(),
        );
        let (first, second) = (first.expect("an answer"), second.expect("an answer"));
        let (conflict, late) = match (first, second) {
            (Written::Done(_), Written::Conflict(conflict)) => (conflict, theirs),
            (Written::Conflict(conflict), Written::Done(_)) => (conflict, ours),
            both => panic!("exactly one wins: {both:?}"),
        };
        tokio::time::sleep(Duration::from_millis(20)).await;
        let now = conflict.current().await.expect("read").expect("there");
        let again = conflict.resume(&now).update(&late);
        again.send().await.expect("nobody else writes");
        let seen = get(&format!("{}indicators('{value}')", cap.url())).await;
        let both = (&seen["title"], &seen["action"]);
        assert_eq!(both, (&json!("ours"), &json!("theirs")));
    }
}
