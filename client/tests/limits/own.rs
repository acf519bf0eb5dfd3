//! Limits that the user sets.

use std::time::Duration;

use odata::doc_example::{Defender, LibraryFile};
use odata::{EntitySetInfo, Many, Navigation, RateLimit, navigation, type_info};

use crate::hands::{Hands, Task, run};
use crate::log::{Asked, Log, info, set};

#[test]
fn one_for_everything_counts_everything() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log
        .builder(&hands)
        .rate_limit(RateLimit::per_minute(4))
        .build()
        .unwrap();
    let other = set(&client, info("other"));
    let tasks = (0..3).flat_map(|id| {
        let (files, deleted, other) = (
            client.library_files(),
            client.library_files(),
            other.clone(),
        );
        let call = Asked::new(id);
        [
            Task::at(
                Duration::ZERO,
                async move { call.read(files).await.unwrap() },
            ),
            Task::at(Duration::ZERO, async move {
                call.delete(deleted).await.unwrap()
            }),
            Task::at(
                Duration::ZERO,
                async move { call.read(other).await.unwrap() },
            ),
        ]
    });
    assert_eq!(run(&hands, tasks.collect(), false).1, 0);
    assert_eq!(
        log.sent(),
        [0.0, 0.0, 0.0, 0.0, 60.0, 60.0, 60.0, 60.0, 120.0]
    );
    assert_eq!(log.ids(), [0, 0, 0, 1, 1, 1, 2, 2, 2]);
}

#[test]
fn one_for_a_set_counts_its_calls_alone() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log
        .builder(&hands)
        .rate_limit_on(Defender::library_files, RateLimit::per_minute(2))
        .rate_limit_of("libraryfiles", RateLimit::per_second(1))
        .build()
        .unwrap();
    let other = set(&client, info("other"));
    let tasks = (0..2).flat_map(|id| {
        let (files, deleted, other) = (
            client.library_files(),
            client.library_files(),
            other.clone(),
        );
        let call = Asked::new(id);
        [
            Task::at(
                Duration::ZERO,
                async move { call.read(files).await.unwrap() },
            ),
            Task::at(Duration::ZERO, async move {
                call.delete(deleted).await.unwrap()
            }),
            Task::at(
                Duration::ZERO,
                async move { call.read(other).await.unwrap() },
            ),
        ]
    });
    assert_eq!(run(&hands, tasks.collect(), false).1, 0);
    let calls = log.calls();
    let at = |name: &str| {
        let those = calls.iter().filter(|call| call.operation.ends_with(name));
        those.map(|call| call.sent.as_secs()).collect::<Vec<_>>()
    };
    assert_eq!(at("libraryfiles"), [0, 1, 60, 61]);
    assert_eq!(at("other"), [0, 0]);
}

#[test]
fn one_for_what_is_not_told_from_others_is_none() {
    const NAMED: Navigation<LibraryFile, Many<LibraryFile>> = Navigation::new(&NEXT);
    const UNNAMED: Navigation<LibraryFile, Many<LibraryFile>> = navigation("next");
    static NEXT: EntitySetInfo = EntitySetInfo {
        name: "next",
        ..EntitySetInfo::plain(type_info::<LibraryFile>)
    };
    let log = || Log::of(Hands::default()).builder(&Hands::default());
    let limit = RateLimit::per_minute(1);
    assert!(log().rate_limit_on(|_| NAMED, limit).build().is_ok());
    let query = log().rate_limit_on(|service| service.library_files().top(1), limit);
    assert!(query.build().is_ok());
    let error = log().rate_limit_on(|_| UNNAMED, limit).build().unwrap_err();
    let said = "the client is not set up: a rate limit is for what the service says nothing of, \
                whose calls are not told from others; `rate_limit` is for all calls";
    assert_eq!(error.to_string(), said);
}

#[test]
fn one_that_lets_nothing_pass_is_none() {
    for limit in [
        RateLimit::per_minute(0),
        RateLimit {
            calls: 1,
            seconds: 0,
        },
    ] {
        let all = Defender::builder().rate_limit(limit).build().unwrap_err();
        let one = Defender::builder()
            .rate_limit_of("a", limit)
            .build()
            .unwrap_err();
        for error in [all, one] {
            let said =
                format!("the client is not set up: a rate limit of {limit} lets nothing pass");
            assert_eq!(error.to_string(), said);
        }
    }
}
