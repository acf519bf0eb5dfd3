//! The limits that Defender documents, as a generated client keeps them: of each operation by itself.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use odata::{Changes, Service as _};
use odata_tests::everything::{
    Alert, DefenderEverything, Domain, Indicator, Machine, MachineAction, User,
};
use tokio::time::Instant;

/// How many calls of each path were sent, at which second.
#[derive(Clone)]
struct Counted {
    start: Instant,
    calls: Arc<Mutex<BTreeMap<(String, u64), usize>>>,
}

impl Transport for Counted {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        let path = request.uri().path().trim_start_matches("/api/");
        let called = (
            format!("{} {path}", request.method()),
            self.start.elapsed().as_secs(),
        );
        *self.calls.lock().unwrap().entry(called).or_default() += 1;
        let answer = http::Response::builder().header("content-type", "application/json");
        let body = Bytes::from_static(b"{\"value\":[]}");
        let answer = answer
            .body(ResponseBody::from(body))
            .map_err(TransportError::other);
        Box::pin(std::future::ready(answer))
    }
}

/// Sends more calls than may be sent in a minute, all at once; whatever they are answered counts as a call.
fn ask<F>(call: impl Fn() -> F) -> Vec<tokio::task::JoinHandle<()>>
where
    F: Future<Output = ()> + Send + 'static,
{
    (0..103).map(|_| tokio::spawn(call())).collect()
}

#[tokio::test(start_paused = true)]
async fn each_operation_of_defender_has_its_own_limit() {
    let counted = Counted {
        start: Instant::now(),
        calls: Arc::default(),
    };
    let defender = DefenderEverything::builder()
        .transport(counted.clone())
        .build()
        .expect("a client");
    let action: odata::Guid = "0791e868-a43f-61d9-c710-0fd4e1e0d3e3"
        .parse()
        .expect("a Guid");
    let mut calls = Vec::new();
    macro_rules! send {
        ($($call:expr),* $(,)?) => {$(
            calls.extend(ask(|| {
                let call = $call;
                async move { drop(call.send().await) }
            }));
        )*};
    }
    let machine = defender.machines().by_key("m");
    let alert = defender.alerts().by_key("a");
    send![
        defender.machines().query(),
        machine.clone(),
        machine.update(&Changes::new()),
        machine.navigate(Machine::ALERTS),
        machine.call(Machine::vulnerabilities()),
        machine.navigate(Machine::RECOMMENDATIONS),
        alert.navigate(Alert::MACHINE),
        alert.navigate(Alert::USER),
        defender.domains().by_key("d").navigate(Domain::MACHINES),
        defender.users().by_key("u").navigate(User::MACHINES),
        defender.machines().call(Machine::findbytag("x", None)),
        defender
            .machine_actions()
            .by_key(action)
            .call(MachineAction::get_package_uri()),
        defender.indicators().insert(&Changes::<Indicator>::new()),
        defender.indicators().by_key("1").delete(),
        defender.vulnerabilities().query(),
    ];
    // They come before what is asked next, of a clone that has less time.
    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    let within = defender.within(std::time::Duration::from_secs(59));
    let error = within
        .machines()
        .query()
        .send()
        .await
        .expect_err("too many");
    assert!(error.is_rate_limited(), "{error}");
    let said = "the limit of 100 calls per minute for reads of `machines` would make it wait";
    assert!(error.to_string().contains(said), "{error}");
    tokio::time::sleep(std::time::Duration::from_secs(30)).await;

    let calls = counted.calls.lock().unwrap();
    let first = calls.iter().filter(|((_, at), _)| *at == 0);
    let first: BTreeMap<&str, usize> = first
        .map(|((path, _), count)| (path.as_str(), *count))
        .collect();
    assert!(calls.keys().all(|(_, at)| *at == 0), "{calls:?}");
    let expected = [
        ("DELETE indicators/1", 100),
        ("GET alerts/a/machine", 100),
        ("GET alerts/a/user", 100),
        ("GET domains/d/machines", 100),
        (
            "GET machineactions/0791e868-a43f-61d9-c710-0fd4e1e0d3e3/getPackageUri",
            2,
        ),
        ("GET machines", 100),
        ("GET machines/findbytag", 100),
        ("GET machines/m", 100),
        ("GET machines/m/alerts", 100),
        // Nothing is documented of these.
        ("GET machines/m/recommendations", 103),
        ("GET machines/m/vulnerabilities", 50),
        ("GET users/u/machines", 100),
        ("GET vulnerabilities", 103),
        ("PATCH machines/m", 100),
        ("POST indicators", 100),
    ];
    assert_eq!(first, BTreeMap::from(expected));
}
