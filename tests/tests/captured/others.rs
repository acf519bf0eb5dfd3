//! Reading answers that are no entities of a set: what a service has, groups, combinations, references, changes.

use std::collections::BTreeSet;

use odata::functions::count;
use odata::{Delta, Page, Query, Reference, Service as _, Structured};
use odata_tests::captured::{cap, odatapy};
use serde_json::{Value, json};

use crate::corpus::Captured;
use crate::decode::{Outcome, envelope, replay};
use crate::lost;

fn cap(captured: &Captured) -> cap::Cap {
    let service = cap::Cap::builder().transport(replay(captured));
    service.build().expect("a client")
}

fn odatapy(captured: &Captured) -> odatapy::Odatapy {
    let service = odatapy::Odatapy::builder().transport(replay(captured));
    // Where it was when it was asked, so that its links are its own.
    let service = service.base_url("http://127.0.0.1:36029/api/");
    service.build().expect("a client")
}

/// What a service has (OData JSON 5): rows of which no type is declared.
pub(crate) async fn service_document(captured: &Captured) -> Outcome {
    let asked = cap(captured).client().all();
    let page = asked.send().await.map_err(|error| error.to_string())?;
    let json = captured.json();
    envelope(&page, &json);
    for (row, sent) in page
        .into_iter()
        .zip(json["value"].as_array().expect("rows"))
    {
        assert_eq!(written(&row), *sent);
    }
    Ok(BTreeSet::new())
}

fn written(value: &impl odata::Value) -> Value {
    let mut json = String::new();
    value.write(&mut json);
    serde_json::from_str(&json).expect("JSON")
}

/// How many alerts there are of each severity.
pub(crate) async fn groups(captured: &Captured) -> Outcome {
    match captured.server() {
        "cap" => {
            grouped(
                captured,
                cap(captured).alerts().query(),
                cap::Alerts::SEVERITY,
            )
            .await
        }
        _ => {
            grouped(
                captured,
                odatapy(captured).alerts().query(),
                odatapy::Alert::SEVERITY,
            )
            .await
        }
    }
}

async fn grouped<E: Structured, S: odata::Value>(
    captured: &Captured,
    alerts: Query<E>,
    severity: odata::Field<E, S>,
) -> Outcome {
    let groups = alerts
        .group_by((severity,))
        .aggregate((count().named("n"),));
    let page = groups.send().await.map_err(|error| error.to_string())?;
    let json = captured.json();
    envelope(&page, &json);
    for (((severity,), (n,)), sent) in page
        .into_iter()
        .zip(json["value"].as_array().expect("rows"))
    {
        let n: u64 = n.to_string().parse().expect("a number");
        assert_eq!(*sent, json!({ "severity": written(&severity), "n": n }));
    }
    Ok(BTreeSet::new())
}

/// An alert and a machine.
pub(crate) async fn join(captured: &Captured) -> Outcome {
    let service = odatapy(captured);
    let sets = (service.alerts(), service.machines());
    let page = service.client().crossjoin(sets).send().await;
    let page = page.map_err(|error| error.to_string())?;
    let json = captured.json();
    let rows = json["value"].as_array().expect("rows");
    assert_eq!(page.items.len(), rows.len());
    let mut kept = BTreeSet::new();
    for ((mut alert, mut machine), sent) in page.into_iter().zip(rows) {
        kept.extend(lost::nothing(&mut alert, &sent["alerts"]));
        kept.extend(lost::nothing(&mut machine, &sent["machines"]));
    }
    Ok(kept)
}

/// The alerts of a machine, by their ids.
pub(crate) async fn references(captured: &Captured) -> Outcome {
    let machine = odatapy(captured).machines().by_key("m1");
    let asked = machine.navigate(odatapy::Machine::ALERTS).references();
    let page: Page<Reference<_>> = asked.send().await.map_err(|error| error.to_string())?;
    let json = captured.json();
    envelope(&page, &json);
    for (reference, sent) in page
        .into_iter()
        .zip(json["value"].as_array().expect("rows"))
    {
        assert_eq!(*sent, json!({ "@odata.id": reference.id() }));
    }
    Ok(BTreeSet::new())
}

/// The library files that changed, and those that are gone.
pub(crate) async fn changes(captured: &Captured) -> Outcome {
    let service = odatapy(captured);
    let link = format!("http://127.0.0.1:36029/api{}", captured.path);
    let files = service.library_files().query();
    let mut changes = files.delta_from(&link.parse().expect("a link"));
    let json = captured.json();
    let mut kept = BTreeSet::new();
    for sent in json["value"].as_array().expect("changes") {
        let change = changes.next().await.expect("as many as were sent");
        match change.map_err(|error| error.to_string())? {
            Delta::Changed(mut file) => kept.extend(lost::nothing(&mut file, sent)),
            Delta::Removed(gone) => {
                // 4.01, or 4.0.
                let id = sent.get("@id").or(sent.get("id"));
                let reason = sent["@removed"].get("reason").or(sent.get("reason"));
                assert_eq!(gone.id.as_deref(), id.and_then(Value::as_str));
                assert_eq!(gone.reason.as_deref(), reason.and_then(Value::as_str));
            }
            other => panic!("{other:?} was not sent"),
        }
    }
    assert!(changes.next().await.is_none());
    let link = changes.delta_link().map(|link| link.to_string());
    assert_eq!(link.as_deref(), json["@odata.deltaLink"].as_str());
    Ok(kept)
}

/// That it was deleted.
pub(crate) async fn deleted(captured: &Captured) -> Outcome {
    let file = odatapy(captured).library_files().by_key("fix.reg");
    let deleted = file.delete().send().await;
    deleted
        .map(|_| BTreeSet::new())
        .map_err(|error| error.to_string())
}
