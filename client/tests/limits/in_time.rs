//! Who has no time to wait is told at once, and what it would have waited for.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use odata::{Clock as _, RateLimit, Service as _};

use crate::hands::{Hands, Task, run, seconds};
use crate::log::{Asked, Log};

#[test]
fn nobody_waits_for_what_comes_too_late() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log
        .builder(&hands)
        .rate_limit(RateLimit::per_minute(2))
        .build()
        .unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    // The third has time until there is room for it, the fourth too; the fifth would have to wait for two minutes.
    let tasks = (0..5).map(|id| {
        let files = client.within(seconds(60)).library_files();
        let (hands, told) = (hands.clone(), told.clone());
        Task::at(Duration::ZERO, async move {
            if let Err(error) = Asked::new(id).read(files).await {
                assert!(error.is_rate_limited() && !error.is_throttled(), "{error}");
                let said = error.to_string();
                let said = said.split(" [").next().unwrap_or_default().to_owned();
                told.lock()
                    .unwrap()
                    .push((id, hands.now(), error.retry_after(), said));
            }
        })
    });
    assert_eq!(run(&hands, tasks.collect(), false).1, 0);
    assert_eq!(log.sent(), [0.0, 0.0, 60.0, 60.0]);
    let said = "not sent: the limit of 2 calls per minute for all calls would make it wait 120 s, and it has 60 s left";
    let expected = (4, Duration::ZERO, Some(seconds(120)), said.to_owned());
    assert_eq!(*told.lock().unwrap(), [expected]);
}

#[test]
fn one_that_could_have_waited_is_told_as_soon_as_it_cannot() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log
        .builder(&hands)
        .rate_limit_of("libraryfiles", RateLimit::per_minute(1))
        .build()
        .unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    // The first takes twenty seconds, so that there is room after eighty, which nobody knows before.
    let tasks = (0..2).map(|id| {
        let files = client.within(seconds(70)).library_files();
        let (hands, told) = (hands.clone(), told.clone());
        Task::at(Duration::ZERO, async move {
            let call = Asked::new(id).takes(seconds(20));
            if let Err(error) = call.read(files).await {
                told.lock()
                    .unwrap()
                    .push((id, hands.now(), error.to_string()));
            }
        })
    });
    assert_eq!(run(&hands, tasks.collect(), false).1, 0);
    let told = told.lock().unwrap();
    assert_eq!((told.len(), told[0].0, told[0].1), (1, 1, seconds(60)));
    let said = "the limit of 1 call per minute for all calls of `libraryfiles` would make it wait 20 s, and it has 10 s left";
    assert!(told[0].2.contains(said), "{}", told[0].2);
}

#[test]
fn what_is_waited_for_ones_turn_is_no_time_of_a_try() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log
        .builder(&hands)
        .rate_limit(RateLimit::per_minute(1))
        .try_timeout(seconds(10))
        .build()
        .unwrap();
    let tasks = (0..3).map(|id| {
        let files = client.library_files();
        let call = Asked::new(id).takes(seconds(9));
        Task::at(
            Duration::ZERO,
            async move { call.read(files).await.unwrap() },
        )
    });
    assert_eq!(run(&hands, tasks.collect(), false).1, 0);
    assert_eq!(log.sent(), [0.0, 69.0, 138.0]);
}

/// Outside of tokio's runtime its clock can be looked at and not waited for.
#[test]
fn where_nothing_can_wait_nobody_does() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = odata::doc_example::Defender::builder()
        .transport(log.clone())
        .build()
        .unwrap();
    let task = Task::at(Duration::ZERO, async move {
        for id in 0..100 {
            Asked::new(id).delete(client.library_files()).await.unwrap();
        }
        let error = Asked::new(100)
            .delete(client.library_files())
            .await
            .unwrap_err();
        assert!(error.is_rate_limited(), "{error}");
        let said = error.to_string();
        assert!(
            said.starts_with("not sent: the limit of 100 calls per minute for deletions from `libraryfiles` would make it wait ")
                && said.contains(" s, and there is no clock to wait by; `clock` sets one"),
            "{said}"
        );
        assert!(error.retry_after().unwrap() <= seconds(60));
    });
    assert_eq!(run(&hands, vec![task], false).1, 0);
    assert_eq!(log.calls().len(), 100);
}
