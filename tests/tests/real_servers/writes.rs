//! Changes that are made through the client and read back by a plain HTTP request. Each test has a server of its own.

use odata::{Changes, Null, Rows};
use odata_tests::cap::{CapClient, Indicators};
use odata_tests::odatapy::{MachineAction, OdatapyClient};
use odata_tests::servers::{Cap, Odatapy, Running};
use serde_json::{Value as Json, json};

fn plain(server: &Running, path: &str) -> (u16, Json) {
    let (status, body) = server.get(path).expect("an answer");
    (status, serde_json::from_str(&body).unwrap_or(Json::Null))
}

async fn all<T: Send + 'static>(mut rows: Rows<T>) -> Vec<T> {
    let mut all = Vec::new();
    while let Some(row) = rows.next().await {
        all.push(row.expect("a row"));
    }
    all
}

#[tokio::test]
async fn cap_keeps_what_was_inserted_changed_and_deleted() {
    let Some(server) = Cap::start() else { return };
    let cap = CapClient::builder()
        .base_url(server.url())
        .build()
        .expect("a client");
    let indicators = cap.indicators();
    let before = all(indicators.stream()).await.len();
    let new = Changes::new()
        .set(Indicators::INDICATOR_VALUE, "o'neill/1 & +2")
        .set(Indicators::INDICATOR_TYPE, "FileSha1")
        .set(Indicators::TITLE, "say \"hi\"\n")
        .set(Indicators::RBAC_GROUP_NAMES, vec!["a", "b"]);
    let inserted = indicators.insert(&new).send().await.expect("inserted");
    assert!(inserted.odata.etag().is_some(), "{inserted:?}");
    let path = "indicators('o''neill%2F1%20%26%20%2B2')";
    let (status, seen) = plain(&server, path);
    assert_eq!(
        (status, &seen["title"], &seen["rbacGroupNames"]),
        (200, &json!("say \"hi\"\n"), &json!(["a", "b"]))
    );

    let changes = Changes::new()
        .set(Indicators::TITLE, Null)
        .set(Indicators::ACTION, "Alert");
    // CAP's ETag is a time of milliseconds: two changes within one would have the same.
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    indicators
        .by_entity(&inserted)
        .update(&changes)
        .send()
        .await
        .expect("updated");
    let (_, seen) = plain(&server, path);
    assert_eq!(
        (&seen["title"], &seen["action"], &seen["indicatorType"]),
        (&Json::Null, &json!("Alert"), &json!("FileSha1")),
        "exactly what was set"
    );

    let stale = indicators
        .by_entity(&inserted)
        .delete()
        .send()
        .await
        .expect_err("out of date");
    assert!(stale.is_concurrency_conflict(), "{stale}");
    let fresh = indicators
        .by_entity(&inserted)
        .send()
        .await
        .expect("read again");
    indicators
        .by_entity(&fresh)
        .delete()
        .send()
        .await
        .expect("deleted");
    assert_eq!(plain(&server, path).0, 404);
    assert_eq!(all(indicators.stream()).await.len(), before);
}

#[tokio::test]
async fn odatapy_keeps_what_was_inserted_changed_and_deleted() {
    let Some(server) = Odatapy::start() else {
        return;
    };
    let odatapy = OdatapyClient::builder()
        .base_url(server.url())
        .build()
        .expect("a client");
    let actions = odatapy.machine_actions();
    let new = Changes::new()
        .set(MachineAction::ID, "new-1")
        .set(MachineAction::TYPE, "Isolate")
        .set(MachineAction::STATUS, "Pending");
    let inserted = actions.insert(&new).send().await.expect("inserted");
    assert!(inserted.odata.etag().is_some(), "{inserted:?}");
    let (status, seen) = plain(&server, "machineactions('new-1')");
    assert_eq!((status, &seen["status"]), (200, &json!("Pending")));

    let changes = Changes::new()
        .set(MachineAction::STATUS, "Succeeded")
        .set(MachineAction::TYPE, Null);
    actions
        .by_entity(&inserted)
        .update(&changes)
        .send()
        .await
        .expect("updated");
    let (_, seen) = plain(&server, "machineactions('new-1')");
    assert_eq!(seen["status"], json!("Succeeded"));
    assert!(seen["type"].is_null(), "{seen}");

    let stale = actions
        .by_entity(&inserted)
        .delete()
        .send()
        .await
        .expect_err("out of date");
    assert!(stale.is_concurrency_conflict(), "{stale}");
    let fresh = actions
        .by_entity(&inserted)
        .send()
        .await
        .expect("read again");
    actions
        .by_entity(&fresh)
        .delete()
        .send()
        .await
        .expect("deleted");
    assert_eq!(plain(&server, "machineactions('new-1')").0, 404);
}

/// Two writers read the same state; of their changes exactly one is made.
#[tokio::test]
async fn of_two_writers_with_one_etag_exactly_one_wins_on_cap() {
    let Some(server) = Cap::start() else { return };
    let cap = CapClient::builder()
        .base_url(server.url())
        .build()
        .expect("a client");
    let new = Changes::new()
        .set(Indicators::INDICATOR_VALUE, "contended")
        .set(Indicators::INDICATOR_TYPE, "IpAddress");
    let read = cap
        .indicators()
        .insert(&new)
        .send()
        .await
        .expect("inserted");
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    let write = |who: &'static str| {
        let (cap, read) = (cap.clone(), read.clone());
        async move {
            let changes = Changes::new().set(Indicators::TITLE, who);
            (
                who,
                cap.indicators()
                    .by_entity(&read)
                    .update(&changes)
                    .send()
                    .await,
            )
        }
    };
    let first = write("one").await;
    let second = write("two").await;
    assert!(first.1.is_ok(), "{first:?}");
    assert!(
        second
            .1
            .as_ref()
            .is_err_and(odata::Error::is_concurrency_conflict),
        "{second:?}"
    );
    assert_eq!(
        plain(&server, "indicators('contended')").1["title"],
        json!("one")
    );
}
