//! What the service says itself counts for more: 429 and `Retry-After`.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use odata::{Clock as _, RateLimit, Retry, Service as _};

use crate::hands::{Hands, Task, run, seconds};
use crate::log::{Asked, Log, info, set};

#[test]
fn nobody_asks_before_the_service_wants_it() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log.builder(&hands).build().unwrap();
    let other = set(&client, info("other"));
    let read = |id, at, stops| {
        let files = client.library_files();
        let call = Asked::new(id).stops(stops);
        Task::at(seconds(at), async move {
            assert_eq!(call.read(files).await.is_err(), stops.is_some())
        })
    };
    let (files, by_key) = (client.library_files(), client.library_files());
    let tasks = vec![
        read(0, 0, Some(30)),
        read(1, 1, None),
        read(2, 2, None),
        // Other operations were not meant.
        Task::at(seconds(3), async move {
            Asked::new(3).delete(files).await.unwrap()
        }),
        Task::at(seconds(4), async move {
            Asked::new(4).read_by_key(by_key).await.unwrap()
        }),
        Task::at(seconds(5), async move {
            Asked::new(5).read(other).await.unwrap()
        }),
        read(6, 31, None),
    ];
    assert_eq!(run(&hands, tasks, false).1, 0);
    assert_eq!(log.ids(), [0, 3, 4, 5, 1, 2, 6]);
    assert_eq!(log.sent(), [0.0, 3.0, 4.0, 5.0, 30.0, 30.0, 31.0]);
}

#[test]
fn those_in_line_wait_and_keep_their_order() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    // The first ones are past the line of their operation when the service stops it, and wait for the other limit.
    let client = log
        .builder(&hands)
        .rate_limit(RateLimit::per_second(1))
        .build()
        .unwrap();
    let tasks = (0..5).map(|id| {
        let files = client.library_files();
        let call = Asked::new(id).takes(Duration::from_millis(100));
        let call = call.stops((id == 0).then_some(10));
        Task::at(Duration::ZERO, async move { drop(call.read(files).await) })
    });
    assert_eq!(run(&hands, tasks.collect(), true).1, 0);
    assert_eq!(log.ids(), [0, 1, 2, 3, 4]);
    let times = log.sent();
    assert_eq!(times[..2], [0.0, 10.1]);
    assert!(
        times
            .windows(2)
            .skip(1)
            .all(|two| (two[1] - two[0] - 1.1).abs() < 1e-9),
        "{times:?}"
    );
}

#[test]
fn who_cannot_wait_for_it_is_told_at_once() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log
        .builder(&hands)
        .rate_limit(RateLimit::per_minute(1))
        .build()
        .unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let tasks = (0..4).map(|id| {
        let files = client
            .within(seconds(100 * (1 + id as u64)))
            .library_files();
        let (hands, told) = (hands.clone(), told.clone());
        let call = Asked::new(id)
            .takes(seconds(5))
            .stops((id == 0).then_some(200));
        Task::at(seconds(id as u64), async move {
            if let Err(error) = call.read(files).await {
                told.lock().unwrap().push((
                    id,
                    hands.now().as_secs(),
                    error.is_rate_limited(),
                    error.to_string(),
                ));
            }
        })
    });
    assert_eq!(run(&hands, tasks.collect(), false).1, 0);
    let told = told.lock().unwrap();
    let those: Vec<_> = told
        .iter()
        .map(|(id, at, limited, _)| (*id, *at, *limited))
        .collect();
    assert_eq!(those, [(0, 5, false), (1, 5, true)]);
    let said = "not sent: the service asked for no reads of `libraryfiles` for another 200 s (`Retry-After`), and it has 196 s left";
    assert!(told[1].3.starts_with(said), "{}", told[1].3);
    assert_eq!(log.sent(), [0.0, 205.0, 270.0]);
}

#[test]
fn nobody_waits_longer_for_the_service_than_for_a_try() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log
        .builder(&hands)
        .retry(Retry::never().longest_retry_after(seconds(60)))
        .build()
        .unwrap();
    let files = client.library_files();
    let task = Task::at(Duration::ZERO, async move {
        let stopped = Asked::new(0)
            .stops(Some(3_600))
            .read(files.clone())
            .await
            .unwrap_err();
        assert!(stopped.is_throttled());
        let error = Asked::new(1).read(files).await.unwrap_err();
        let said = "not sent: the service asked for no reads of `libraryfiles` for another 3600 s (`Retry-After`), and `longest_retry_after` is 60 s";
        assert!(error.to_string().starts_with(said), "{error}");
        assert_eq!(error.retry_after(), Some(seconds(3_600)));
    });
    assert_eq!(run(&hands, vec![task], false).1, 0);
    assert_eq!(log.sent(), [0.0]);
}

/// A try that follows a 429 is sent before what came after its call.
#[test]
fn a_call_keeps_its_place_with_its_next_try() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log
        .builder(&hands)
        .retry(Retry::default().tries(2))
        .rate_limit(RateLimit::per_minute(1))
        .build()
        .unwrap();
    let tasks = (0..3).map(|id| {
        let files = client.library_files();
        let call = Asked::new(id).stops((id == 0).then_some(20));
        Task::at(Duration::ZERO, async move { drop(call.read(files).await) })
    });
    assert_eq!(run(&hands, tasks.collect(), false).1, 0);
    assert_eq!(log.ids(), [0, 0, 1, 2]);
    assert_eq!(log.sent(), [0.0, 60.0, 120.0, 180.0]);
}
