//! Who gives up makes room at once; who is left alone holds nobody up.

use std::time::Duration;

use odata::RateLimit;

use crate::hands::{Hands, Task, run, seconds};
use crate::log::{Asked, Log};

/// One call a minute; five that come at once, of which some are changed.
fn sent(change: impl Fn(usize, &mut Task)) -> Vec<(usize, f64)> {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log
        .builder(&hands)
        .rate_limit(RateLimit::per_minute(1))
        .build()
        .unwrap();
    let tasks = (0..5).map(|id| {
        let files = client.library_files();
        let mut task = Task::at(Duration::ZERO, async move {
            Asked::new(id).read(files).await.unwrap()
        });
        change(id, &mut task);
        task
    });
    assert_eq!(run(&hands, tasks.collect(), false).1, 0);
    log.ids().into_iter().zip(log.sent()).collect()
}

#[test]
fn the_first_in_line() {
    let sent = sent(|id, task| task.given_up = (id == 1).then(|| seconds(30)));
    assert_eq!(sent, [(0, 0.0), (2, 60.0), (3, 120.0), (4, 180.0)]);
}

#[test]
fn one_in_the_middle() {
    let sent = sent(|id, task| task.given_up = (id == 2).then(|| seconds(30)));
    assert_eq!(sent, [(0, 0.0), (1, 60.0), (3, 120.0), (4, 180.0)]);
}

#[test]
fn all_but_the_last() {
    let sent = sent(|id, task| task.given_up = (1..4).contains(&id).then(|| seconds(59)));
    assert_eq!(sent, [(0, 0.0), (4, 60.0)]);
}

#[test]
fn one_that_nobody_looks_at_is_passed_over_when_there_is_room() {
    let sent = sent(|id, task| task.left_alone_until = (id == 2).then(|| seconds(130)));
    // Its place is kept for it, from when it is its turn.
    assert_eq!(
        sent,
        [(0, 0.0), (1, 60.0), (2, 130.0), (3, 190.0), (4, 250.0)]
    );
}

#[test]
fn one_that_nobody_looks_at_holds_up_nobody_else() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log
        .builder(&hands)
        .rate_limit(RateLimit::per_minute(2))
        .build()
        .unwrap();
    let tasks = (0..6).map(|id| {
        let files = client.library_files();
        let mut task = Task::at(Duration::ZERO, async move {
            Asked::new(id).read(files).await.unwrap()
        });
        task.left_alone_until = (id == 2).then(|| seconds(1_000));
        task
    });
    assert_eq!(run(&hands, tasks.collect(), false).1, 0);
    assert_eq!(log.ids(), [0, 1, 3, 4, 5, 2]);
    assert_eq!(log.sent(), [0.0, 0.0, 60.0, 120.0, 180.0, 1_000.0]);
}

#[test]
fn a_call_that_is_under_way_counts_though_nobody_wants_its_answer() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log
        .builder(&hands)
        .rate_limit(RateLimit::per_minute(1))
        .build()
        .unwrap();
    let tasks = (0..2).map(|id| {
        let files = client.library_files();
        let call = Asked::new(id).takes(seconds(1_000));
        let mut task = Task::at(Duration::ZERO, async move { drop(call.read(files).await) });
        task.given_up = (id == 0).then(|| seconds(7));
        task
    });
    assert_eq!(run(&hands, tasks.collect(), false).1, 0);
    assert_eq!(log.sent(), [0.0, 67.0]);
}
