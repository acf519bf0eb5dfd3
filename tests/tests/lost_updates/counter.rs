//! Many who count up one number: none of them is lost.

use odata::{Changes, Written};
use odata_tests::odatapy::{MachineAction, OdatapyClient};
use odata_tests::servers::Odatapy;

use crate::mock;
use crate::plain::get;

const WRITERS: usize = 5;
const TIMES: usize = 6;

/// Counts up as often as that; says how often somebody else was faster.
async fn count_up(client: OdatapyClient) -> usize {
    let actions = client.machine_actions();
    let mut late = 0;
    for _ in 0..TIMES {
        let mut read = actions.by_key("counter").send().await.expect("read");
        let mut query = actions.by_entity(&read);
        loop {
            let count: usize = read
                .status
                .as_deref()
                .unwrap_or("0")
                .parse()
                .expect("a number");
            let next = (count + 1).to_string();
            let changes = Changes::new().set(MachineAction::STATUS, next.as_str());
            match query.update(&changes).try_send().await.expect("an answer") {
                Written::Done(_) => break,
                Written::Conflict(conflict) => {
                    late += 1;
                    read = conflict.current().await.expect("read").expect("there");
                    query = conflict.resume(&read);
                }
            }
        }
    }
    late
}

async fn all_count(url: &str) -> usize {
    let client = OdatapyClient::builder().base_url(url).build();
    let client = client.expect("a client");
    let new = Changes::new().set(MachineAction::ID, "counter");
    let new = new.set(MachineAction::STATUS, "0");
    let inserted = client.machine_actions().insert(&new).send().await;
    inserted.expect("inserted");
    let writers = (0..WRITERS).map(|_| tokio::spawn(count_up(client.clone())));
    let writers: Vec<_> = writers.collect();
    let mut late = 0;
    for writer in writers {
        late += writer.await.expect("it counted");
    }
    let seen = get(&format!("{url}machineactions('counter')")).await;
    assert_eq!(seen["status"], (WRITERS * TIMES).to_string());
    late
}

#[tokio::test(flavor = "multi_thread")]
async fn no_count_is_lost_on_the_mock() {
    let mock = mock().await;
    let late = all_count(&mock.url()).await;
    assert!(late > 0, "nobody was in anybody's way");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_count_is_lost_on_odatapy() {
    let Some(odatapy) = Odatapy::start() else {
        return;
    };
    all_count(odatapy.url()).await;
}
