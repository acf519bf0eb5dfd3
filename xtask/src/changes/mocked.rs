//! The mock over TCP: odatapy's model and rows, and operations that change them as odatapy's do.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use odata_core::transport::{RequestBody, Transport};
use odata_mock::{Call, Canned, MockServer, MockService};
use serde_json::{Value as Json, json};

use super::Failure;

const METADATA: &str = include_str!("../../../tests/servers/odatapy/metadata.xml");
const DATA: &str = include_str!("../../../tests/servers/odatapy/data.json");
const TOUR: &str = include_str!("../../../tests/specs/tour/metadata.xml");
const NAMESPACE: &str = "microsoft.windowsDefenderATP.api";

/// The mock with odatapy's rows.
pub(crate) fn service() -> Result<MockService, Failure> {
    let data: Json = serde_json::from_str(DATA)?;
    let mut service = MockService::from_csdl(METADATA)?;
    let sets = [
        "libraryfiles",
        "machines",
        "alerts",
        "vendors",
        "wares",
        "machineactions",
        "packages",
    ];
    for name in sets {
        if let Some(rows) = data.get(name) {
            service = service.entity_set(name, rows.clone())?;
        }
    }
    if let Some(primary) = data.get("primary") {
        service = service.singleton("primary", primary.clone())?;
    }
    Ok(service.etags("machineactions")?)
}

/// The same on a port, with all that it can do.
pub(crate) async fn mock() -> Result<MockServer, Failure> {
    let service = service()?
        .upsert()
        .respond_async(1)
        .repeatable(Duration::from_secs(300));
    Ok(with_operations(service)?.serve().await?)
}

type Answer = Result<Json, Box<Canned>>;

fn text(json: &Json, name: &str) -> String {
    let text = json.get(name).and_then(Json::as_str);
    text.unwrap_or_default().to_owned()
}

fn bound(call: &Call) -> Json {
    call.bound.clone().unwrap_or_default()
}

fn with_operations(service: MockService) -> Result<MockService, Failure> {
    let own = service.clone();
    let service = service.operation(&format!("{NAMESPACE}.isolate"), move |call| {
        let action = json!({
            "id": "isolated", "type": call.parameter("IsolationType"), "status": "Pending",
            "requestorComment": call.parameter("Comment"), "machineId": text(&bound(call), "id"),
        });
        ask(&own, "POST", "machineactions", &action)
    })?;
    let own = service.clone();
    let service = service.operation(&format!("{NAMESPACE}.tag"), move |call| {
        let path = format!("machines('{}')", text(&bound(call), "id"));
        ask(
            &own,
            "PATCH",
            &path,
            &json!({"machineTags": [call.parameter("Value")]}),
        )?;
        Ok(Json::Null)
    })?;
    let own = service.clone();
    let service = service.operation(&format!("{NAMESPACE}.createAlert"), move |call| {
        let alert = json!({
            "id": "created", "title": call.parameter("title"), "severity": call.parameter("severity"),
        });
        ask(&own, "POST", "alerts", &alert)
    })?;
    let own = service.clone();
    let service = service.operation(&format!("{NAMESPACE}.alertCount"), move |call| {
        let path = format!("machines('{}')/alerts", text(&bound(call), "id"));
        let alerts = ask(&own, "GET", &path, &Json::Null)?;
        Ok(json!(alerts["value"].as_array().map_or(0, Vec::len)))
    })?;
    let own = service.clone();
    Ok(
        service.operation(&format!("{NAMESPACE}.findByTag"), move |call| {
            let all = ask(&own, "GET", "machines", &Json::Null)?;
            let mut machines = all["value"].as_array().cloned().unwrap_or_default();
            let is_tagged = |machine: &Json| {
                let tags = machine["machineTags"].as_array();
                tags.is_some_and(|tags| tags.contains(call.parameter("tag")))
            };
            machines.retain(is_tagged);
            Ok(Json::Array(machines))
        })?,
    )
}

/// A service with every kind of action and function, on a port.
pub(crate) async fn tour() -> Result<MockServer, Failure> {
    let service = MockService::from_csdl(TOUR)?.entity_set(
        "people",
        json!([
            {"name": "ann", "age": 30, "trips": []},
            {"@odata.type": "#Tour.Guide", "name": "bob", "age": 50, "trips": []},
        ]),
    )?;
    let service = service.generate_keys("photos")?;
    let own = service.clone();
    let share = move |call: &Call| -> Answer {
        let people = match bound(call) {
            Json::Array(people) => people,
            person => vec![person],
        };
        let trip = json!({"id": call.parameter("trip"), "title": "shared"});
        for person in &people {
            let path = format!("people('{}')/trips", text(person, "name"));
            ask(&own, "POST", &path, &trip)?;
        }
        Ok(match call.bound {
            Some(Json::Array(_)) => Json::Array(people),
            _ => Json::Null,
        })
    };
    let own = service.clone();
    let certify = move |call: &Call| -> Answer {
        let path = format!("people('{}')/Tour.Guide", text(&bound(call), "name"));
        ask(
            &own,
            "PATCH",
            &path,
            &json!({"licence": call.parameter("licence")}),
        )?;
        Ok(json!(format!("licence {}", call.parameter("licence"))))
    };
    let (own, counting) = (service.clone(), service.clone());
    let reset = move |_: &Call| -> Answer {
        ask(&own, "DELETE", "people('ann')", &Json::Null)?;
        Ok(Json::Null)
    };
    let count = move |call: &Call| -> Answer {
        let path = text(&json!({"of": call.parameter("of")}), "of");
        let all = ask(&counting, "GET", &path, &Json::Null)?;
        Ok(json!(all["value"].as_array().map_or(0, Vec::len)))
    };
    let service = service
        .operation("Tour.share", share)?
        .operation("Tour.certify", certify)?
        .operation("Tour.reset", reset)?
        .operation("Tour.count", count)?
        .operation("Tour.suggest", |call| {
            let city = call.parameter("near")["city"].clone();
            Ok(json!([city, "elsewhere"]))
        })?
        .operation("Tour.move", |call| Ok(call.parameter("to").clone()))?
        .operation("Tour.version", |_| Ok(json!("1.0")))?
        .operation("Tour.best", |call| Ok(bound(call)[0].clone()))?;
    Ok(service.serve().await?)
}

/// Asks the service itself, in this process.
fn ask(service: &MockService, method: &str, path: &str, body: &Json) -> Answer {
    let body = match body {
        Json::Null => RequestBody::empty(),
        body => Bytes::from(body.to_string()).into(),
    };
    let request = http::Request::builder()
        .method(method)
        .uri(format!("{}{path}", service.url()))
        .header("content-type", "application/json")
        .header("prefer", "return=representation")
        .body(body)
        .map_err(|_| Box::new(Canned::status(500)))?;
    // Nothing is waited for in one process.
    let transport = service.transport();
    let answer = transport.send(request).now_or_never();
    let answer = answer
        .and_then(Result::ok)
        .ok_or(Box::new(Canned::status(500)))?;
    let status = answer.status();
    let mut whole = Vec::new();
    let mut pieces = answer.into_body();
    while let Some(Some(Ok(piece))) = pieces.next().now_or_never() {
        whole.extend_from_slice(&piece);
    }
    if !status.is_success() {
        return Err(Box::new(Canned::status(status.as_u16()).body(whole)));
    }
    Ok(serde_json::from_slice(&whole).unwrap_or_default())
}
