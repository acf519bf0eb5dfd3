//! Whatever is inserted, updated, upserted, linked and deleted through the client, in whatever order, leaves the state that the
//! same leaves in a map in memory: on CAP, on odatapy and on the mock. The state is read by plain HTTP.

#[path = "sequences/model.rs"]
mod model;
#[path = "sequences/server.rs"]
mod server;
#[path = "sequences/step.rs"]
mod step;

use std::cell::Cell;

use odata_mock::MockService;
use odata_tests::servers::{Cap, Odatapy};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::json;
use tokio::runtime::Runtime;

use model::Model;
use server::Server;
use step::Step;

const METADATA: &str = include_str!("../servers/odatapy/metadata.xml");

/// Runs sequences on a server; each has keys of its own.
fn hold(runtime: &Runtime, server: &Server, cases: u32) {
    let config = Config {
        cases,
        failure_persistence: None,
        // Each shrunk sequence is run on the server, too.
        max_shrink_iters: 200,
        ..Config::default()
    };
    let number = Cell::new(0);
    let sequences = proptest::collection::vec(step::any(), 1..25);
    let done = TestRunner::new(config).run(&sequences, |steps| {
        number.set(number.get() + 1);
        let done = runtime.block_on(run(&server.of_run(number.get()), &steps));
        done.map_err(TestCaseError::fail)
    });
    if let Err(error) = done {
        panic!("{error}");
    }
}

async fn run(server: &Server, steps: &[Step]) -> Result<(), String> {
    let mut model = Model::default();
    for (at, step) in steps.iter().enumerate() {
        let wanted = model.take(step, server.upserts());
        let got = server.take(step, &model).await;
        if got.is_ok() != wanted {
            let wanted = if wanted { "be done" } else { "be refused" };
            return Err(format!("step {at}, {step:?}, was to {wanted}: {got:?}"));
        }
        let seen = server.state()?;
        if seen != model {
            return Err(format!(
                "after step {at}, {step:?}, there is {seen:?} and not {model:?}"
            ));
        }
    }
    Ok(())
}

#[test]
fn any_sequence_on_the_mock() {
    let runtime = Runtime::new().expect("a runtime");
    let service = MockService::from_csdl(METADATA)
        .and_then(|service| service.entity_set("vendors", json!([])))
        .and_then(|service| service.entity_set("wares", json!([])));
    let service = service.expect("a model").upsert();
    let mock = runtime.block_on(service.serve()).expect("a port");
    hold(&runtime, &Server::mock(&mock.url()), 64);
}

#[test]
fn any_sequence_on_cap() {
    let Some(cap) = Cap::start() else { return };
    let runtime = Runtime::new().expect("a runtime");
    hold(&runtime, &Server::cap(cap.url()), 24);
}

#[test]
fn any_sequence_on_odatapy() {
    let Some(odatapy) = Odatapy::start() else {
        return;
    };
    let runtime = Runtime::new().expect("a runtime");
    hold(&runtime, &Server::odatapy(odatapy.url()), 24);
}
