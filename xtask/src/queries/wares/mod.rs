//! Questions over vendors and their wares: what is related, nested, computed, put together, and how it is addressed.
//!
//! They are asked by plain HTTP, so that they need nothing of the client.

mod addressing;
mod aggregates;
mod ask;
mod expansions;
mod fixture;
mod http;
pub(super) mod lacks;
mod lambdas;
mod moments;
mod numbers;
mod orders;
mod related;
mod selections;
mod texts;

use super::Failure;
use super::lacks::Server;
use super::report::{Outcome, Report};
use super::started;
use ask::Question;
use fixture::Shop;
use http::Root;
use odata_mock::{MockServer, MockService};
use odata_tests::servers::Running;

/// The model of odatapy, which has these sets; CAP's own says the same.
const METADATA: &str = include_str!("../../../../tests/servers/odatapy/metadata.xml");

/// All of them.
fn all() -> Vec<Question> {
    [
        lambdas::questions(),
        related::questions(),
        selections::questions(),
        numbers::questions(),
        texts::questions(),
        moments::questions(),
        orders::questions(),
        addressing::questions(),
        aggregates::questions(),
        // odatapy keeps what it expanded: what is asked after it may be counted in that.
        expansions::questions(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Asks all of them, the mock among those who answer.
pub(super) fn ask(
    mut servers: Vec<(Server, Running)>,
    runtime: &tokio::runtime::Runtime,
    report: &mut Report,
) -> Result<(), Failure> {
    let shop = Shop::read()?;
    let mock = runtime.block_on(mock())?;
    report.without_numbers();
    for question in all() {
        let wanted = question.expected(&shop);
        let mut outcomes = Vec::new();
        for (server, running) in &mut servers {
            let root = Root(running.url().to_owned());
            let outcome = outcome(&question, *server, &root, &wanted);
            // A question may be the end of a server; the others are asked of a new one.
            if matches!(&outcome, Outcome::Fails(_)) && root.ask("", None).is_err() {
                *running = started(*server).ok_or("a server cannot be started again")?;
            }
            outcomes.push((*server, outcome));
        }
        let root = Root(mock.url());
        outcomes.push((
            Server::Mock,
            outcome(&question, Server::Mock, &root, &wanted),
        ));
        report.add(question.query(), &wanted, outcomes);
    }
    Ok(())
}

fn outcome(question: &Question, server: Server, root: &Root, wanted: &[String]) -> Outcome {
    match question.ask(server, root) {
        Ok(got) if question.same(wanted, &got) => Outcome::Agrees,
        Ok(got) => Outcome::Differs(got),
        Err(error) => Outcome::Fails(error),
    }
}

async fn mock() -> Result<MockServer, Failure> {
    let service = MockService::from_csdl(METADATA)?
        .entity_set("vendors", Shop::rows("vendors")?)?
        .entity_set("wares", Shop::rows("wares")?)?
        .page_size(3);
    Ok(service.serve().await?)
}
