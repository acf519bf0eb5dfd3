//! Each way to change data, through the client, on SAP CAP, odatapy and the mock over TCP; what came of it is looked up by plain HTTP
//! requests that know nothing of the client.

mod lacks;
mod mocked;
mod operation;
mod operations;
mod plain;
mod report;
mod scene;

use std::process::ExitCode;

use odata_tests::servers::{Cap, Odatapy};

use report::Report;
use scene::{Scene, Server};

type Failure = Box<dyn std::error::Error + Send + Sync>;

pub(crate) fn run() -> ExitCode {
    match report() {
        Ok(report) => report.print(),
        Err(error) => {
            eprintln!("changes: {error}");
            ExitCode::FAILURE
        }
    }
}

fn report() -> Result<Report, Failure> {
    let runtime = tokio::runtime::Runtime::new()?;
    let (cap, odatapy) = (Cap::start(), Odatapy::start());
    let mock = runtime.block_on(mocked::mock())?;
    let mut scenes = Vec::new();
    for (server, url) in [
        (Server::Cap, cap.as_ref().map(|cap| cap.url().to_owned())),
        (
            Server::Odatapy,
            odatapy.as_ref().map(|one| one.url().to_owned()),
        ),
        (Server::Mock, Some(mock.url())),
    ] {
        if let Some(url) = url {
            scenes.push(Scene::new(server, &url)?);
        }
    }
    let mut report = Report::default();
    for operation in operations::all() {
        let mut outcomes = Vec::new();
        for scene in &scenes {
            let run = operation.on(scene.server);
            let outcome = run.map(|run| runtime.block_on(run(scene.clone())));
            outcomes.push((scene.server, outcome));
        }
        report.add(operation.name, outcomes);
    }
    report.add_unknown_lacks();
    Ok(report)
}
