//! The same questions to SAP CAP, odatapy and the mock, over the same rows: do they agree with each other, and with the
//! answer worked out by hand?

mod case;
mod cases;
mod fixture;
mod lacks;
mod report;
mod wares;

use std::process::ExitCode;

use odata_mock::MockService;
use odata_tests::library::Library;
use odata_tests::servers::{Cap, Odatapy, Running};

use case::Case;
use fixture::Row;
use lacks::Server;
use report::{Outcome, Report};

/// What all three are asked through; their models have the same entity set.
const METADATA: &str = include_str!("../../specs/defender/metadata.xml");

type Failure = Box<dyn std::error::Error>;

/// Who is asked, and the process that answers where there is one.
struct Asked {
    server: Server,
    client: Library,
    running: Option<Running>,
}

pub(crate) fn run() -> ExitCode {
    match report() {
        Ok(report) => report.print(),
        Err(error) => {
            eprintln!("queries: {error}");
            ExitCode::FAILURE
        }
    }
}

fn report() -> Result<Report, Failure> {
    let rows = fixture::rows()?;
    let asked = everyone()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let mut report = Report::new(&rows);
    for case in cases::all() {
        let wanted = case.expected(&rows);
        let mut outcomes = Vec::new();
        for one in &asked {
            let got = runtime.block_on(case.ask(&one.client, &rows));
            outcomes.push((one.server, outcome(&case, &rows, &wanted, got)));
        }
        report.add(case.query(), &wanted, outcomes);
    }
    let servers = asked
        .into_iter()
        .filter_map(|one| Some((one.server, one.running?)))
        .collect();
    wares::ask(servers, &runtime, &mut report)?;
    report.add_unknown_lacks();
    Ok(report)
}

/// What came, against what was worked out by hand; an unordered question's rows may come in any order.
fn outcome(
    case: &Case,
    rows: &[Row],
    wanted: &[String],
    got: odata::Result<Vec<String>>,
) -> Outcome {
    match got {
        Ok(got) if case.same(wanted, &got) => Outcome::Agrees,
        Ok(got) => Outcome::Differs(case.in_order(got, rows)),
        Err(error) => Outcome::Fails(error.to_string()),
    }
}

/// A process of a server, if it can run here.
fn started(server: Server) -> Option<Running> {
    match server {
        Server::Cap => Cap::start(),
        Server::Odatapy => Odatapy::start(),
        Server::Mock => None,
    }
}

/// The servers that run here, and the mock.
fn everyone() -> Result<Vec<Asked>, Failure> {
    let mut asked = Vec::new();
    for server in [Server::Cap, Server::Odatapy] {
        let Some(running) = started(server) else {
            continue;
        };
        let client = Library::builder().base_url(running.url()).build()?;
        asked.push(Asked {
            server,
            client,
            running: Some(running),
        });
    }
    let mock = MockService::from_csdl(METADATA)?
        .entity_set("libraryfiles", serde_json::from_str(fixture::TEXT)?)?
        .page_size(3);
    asked.push(Asked {
        server: Server::Mock,
        client: Library::builder().transport(mock.transport()).build()?,
        running: None,
    });
    Ok(asked)
}
