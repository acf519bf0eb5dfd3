//! Machine actions are waited for; lists are read to their end.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use odata_defender::odata::Changes;
use odata_defender::{ActionError, Defender, EveryRow as _, Machine, MachineAction};
use odata_mock::{Canned, MockService};
use serde_json::{Value, json};
use tokio::time::Instant;

const METADATA: &str = include_str!("../metadata.xml");
const ID: &str = "0791e868-a43f-61d9-c710-0fd4e1e0d3e3";

fn action(status: &str) -> Value {
    json!({"id": ID, "type": "Isolate", "status": status, "machineId": "m1", "errorHResult": -2147024809i64})
}

/// A service where an action goes through these states, the last one for good.
fn service(states: &'static [&'static str]) -> (MockService, Defender) {
    let asked = Arc::new(AtomicUsize::new(0));
    let service = MockService::from_csdl(METADATA).expect("a model");
    let service = service.intercept(move |_| {
        let at = asked.fetch_add(1, Ordering::Relaxed).min(states.len() - 1);
        Some(Canned::json(&action(states[at])))
    });
    let defender = Defender::builder().transport(service.transport()).build();
    (service, defender.expect("a client"))
}

async fn isolate(defender: &Defender) -> MachineAction {
    let isolate = Machine::isolate("ticket 4711").isolation_type("Full");
    let begun = defender.machines().by_key("m1").call(isolate).send().await;
    begun.expect("a machine action")
}

#[tokio::test(start_paused = true)]
async fn an_action_is_waited_for_less_and_less_often() {
    let (service, defender) = service(&["Pending", "InProgress", "Pending", "Succeeded"]);
    let begun = isolate(&defender).await;
    assert!(!begun.is_over());
    let start = Instant::now();
    let done = defender
        .wait_for(begun, Duration::from_secs(600))
        .await
        .expect("done");
    assert!(done.is_over());
    // 5 + 7.5 + 11.25
    assert_eq!(start.elapsed().as_secs(), 23);
    let paths: Vec<String> = service
        .requests()
        .iter()
        .map(|one| one.path().to_owned())
        .collect();
    let asked = format!("/api/machineactions/{ID}");
    assert_eq!(paths, ["/api/machines/m1/isolate", &asked, &asked, &asked]);
}

#[tokio::test(start_paused = true)]
async fn what_fails_or_takes_too_long_says_so() {
    let (_, defender) = service(&["Pending", "Failed"]);
    let begun = isolate(&defender).await;
    let failed = defender
        .wait_for(begun, Duration::from_secs(600))
        .await
        .expect_err("failed");
    assert!(matches!(failed, ActionError::Failed(_)));
    // As Windows writes it: E_INVALIDARG, whether it comes with a sign or without.
    assert_eq!(
        failed.to_string(),
        format!("the machine action {ID} is Failed (HRESULT 0x80070057)")
    );

    let (_, defender) = service(&["Pending"]);
    let begun = isolate(&defender).await;
    let start = Instant::now();
    let late = defender
        .wait_for(begun, Duration::from_secs(100))
        .await
        .expect_err("too late");
    assert!(matches!(&late, ActionError::Late(_)), "{late}");
    assert_eq!(start.elapsed().as_secs(), 100);
}

#[tokio::test(start_paused = true)]
async fn causes_are_told_once() {
    let (_, defender) = service(&["Pending"]);
    let begun = isolate(&defender).await;
    let service = MockService::from_csdl(METADATA).expect("a model");
    let service = service.intercept(|_| Some(Canned::status(403)));
    let refused = Defender::builder().transport(service.transport()).build();
    let refused = refused.expect("a client");
    let time = Duration::from_secs(60);
    let asking = refused.wait_for(begun, time).await.expect_err("refused");
    assert!(matches!(&asking, ActionError::Asking(error) if error.is_forbidden()));
    let import = refused.import_indicators(&[Changes::new()]).await;
    let import = import.expect_err("refused");
    assert!(import.error().is_forbidden());
    for error in [&asking as &dyn Error, &import] {
        let text = error.to_string();
        assert_eq!(text.matches("403 Forbidden").count(), 1, "{text}");
        assert!(error.source().is_none(), "{text}");
    }
}

#[tokio::test]
async fn lists_are_read_to_their_end_without_next_links() {
    let service = MockService::from_csdl(METADATA).expect("a model");
    // Whatever is asked, the link of the real service's machines leads nowhere; with `$top` there is none.
    let service = service.intercept(|request| {
        let option = |name: &str| {
            let pairs = request.target.split(['?', '&']);
            let mut values = pairs.filter_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
            values.next().and_then(|value| value.parse::<usize>().ok())
        };
        let top = option("$top").expect("every page says $top");
        let skip = option("$skip").unwrap_or_default();
        let rows: Vec<Value> = (skip..(skip + top).min(20_500))
            .map(|at| json!({"id": format!("m{at}")}))
            .collect();
        Some(Canned::json(&json!({ "value": rows })))
    });
    let defender = Defender::builder()
        .transport(service.transport())
        .build()
        .expect("a client");
    let mut rows = defender.machines().every_row();
    let mut count = 0;
    while let Some(machine) = rows.next().await {
        assert_eq!(machine.expect("a machine").id, format!("m{count}"));
        count += 1;
    }
    assert_eq!((count, service.requests().len()), (20_500, 3));
}
