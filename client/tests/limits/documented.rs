//! What the service documents, operation by operation.

use std::time::Duration;

use odata::{EntitySetInfo, FilePart, RateLimit, Usage};

use crate::hands::{Hands, Task, run};
use crate::log::{Asked, Log, info, set};

fn count(log: &Log, operation: &str, at: f64) -> usize {
    let calls = log.calls();
    let those = calls.iter().filter(|call| call.operation == operation);
    those.filter(|call| call.sent.as_secs_f64() == at).count()
}

#[test]
fn of_defenders_library_each_operation_has_its_own() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log.builder(&hands).build().unwrap();
    let mut tasks = Vec::new();
    for id in 0..150 {
        let call = Asked::new(id);
        let files = client.library_files();
        let (by_key, deleted) = (files.clone(), files.clone());
        let form = client.upload_library_file(FilePart::bytes("a", "a"));
        let at = Duration::ZERO;
        tasks.push(Task::at(at, async move { call.read(files).await.unwrap() }));
        tasks.push(Task::at(
            at,
            async move { call.delete(deleted).await.unwrap() },
        ));
        tasks.push(Task::at(
            at,
            async move { drop(form.send().await.unwrap()) },
        ));
        tasks.push(Task::at(at, async move {
            call.read_by_key(by_key).await.unwrap()
        }));
    }
    assert_eq!(run(&hands, tasks, false).1, 0);
    // 100 a minute each, but for reading by key, of which nothing is documented.
    for operation in ["DELETE libraryfiles", "POST libraryfiles"] {
        assert_eq!(count(&log, operation, 0.0), 100, "{operation}");
        assert_eq!(count(&log, operation, 60.0), 50, "{operation}");
    }
    assert_eq!(count(&log, "GET libraryfiles", 0.0), 100 + 150);
    assert_eq!(count(&log, "GET libraryfiles", 60.0), 50);
}

#[test]
fn defenders_1500_an_hour() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log.builder(&hands).build().unwrap();
    let tasks = (0..1_650).map(|id| {
        let files = client.library_files();
        Task::at(Duration::ZERO, async move {
            Asked::new(id).read(files).await.unwrap()
        })
    });
    assert_eq!(run(&hands, tasks.collect(), false).1, 0);
    let times = log.sent();
    let expected = (0..1_650).map(|call| match call < 1_500 {
        true => f64::from(call / 100 * 60),
        false => f64::from((call - 1_500) / 100 * 60 + 3_600),
    });
    assert_eq!(times, expected.collect::<Vec<_>>());
}

#[test]
fn they_need_not_be_kept() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log
        .builder(&hands)
        .documented_limits(false)
        .build()
        .unwrap();
    let tasks = (0..300).map(|id| {
        let files = client.library_files();
        Task::at(Duration::ZERO, async move {
            Asked::new(id).read(files).await.unwrap()
        })
    });
    assert_eq!(run(&hands, tasks.collect(), false).1, 0);
    assert_eq!(count(&log, "GET libraryfiles", 0.0), 300);
}

#[test]
fn one_set_does_not_wait_for_another() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    // Both wait for the limit on everything, too, and only those who can go further stand in its line.
    let client = log
        .builder(&hands)
        .rate_limit(RateLimit::per_second(100))
        .build()
        .unwrap();
    const LIMITS: &[RateLimit] = &[RateLimit::per_hour(1)];
    let slow = set(
        &client,
        EntitySetInfo {
            rate_limits: LIMITS,
            ..info("slow")
        },
    );
    let quick = set(&client, info("quick"));
    let tasks = (0..5).flat_map(|id| {
        let (slow, quick) = (slow.clone(), quick.clone());
        [
            Task::at(Duration::ZERO, async move {
                Asked::new(id).read(slow).await.unwrap()
            }),
            Task::at(Duration::ZERO, async move {
                Asked::new(id).read(quick).await.unwrap()
            }),
        ]
    });
    assert_eq!(run(&hands, tasks.collect(), false).1, 0);
    assert_eq!(count(&log, "GET quick", 0.0), 5);
    for hour in 0..5 {
        assert_eq!(count(&log, "GET slow", f64::from(hour) * 3_600.0), 1);
    }
}

#[test]
fn a_misprint_is_no_limit() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log.builder(&hands).build().unwrap();
    let nothing = RateLimit {
        calls: 0,
        seconds: 60,
    };
    let files = set(
        &client,
        EntitySetInfo {
            rate_limits: Box::leak(Box::new([
                nothing,
                RateLimit {
                    calls: 3,
                    seconds: 0,
                },
            ])),
            rate_limits_of: Box::leak(Box::new([(Usage::Delete, nothing)])),
            ..info("files")
        },
    );
    let task = Task::at(Duration::ZERO, async move {
        Asked::new(0).read(files.clone()).await.unwrap();
        Asked::new(1).delete(files).await.unwrap();
    });
    assert_eq!(run(&hands, vec![task], false).1, 0);
    assert_eq!(log.sent(), [0.0, 0.0]);
}
