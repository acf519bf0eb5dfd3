//! When calls are sent: to the moment, by any clock.

use std::time::Duration;

use odata::doc_example::Defender;
use odata::{ClientBuilder, Clock, RateLimit};

use crate::hands::{Hands, Task, millis, run, seconds};
use crate::log::{Asked, Log};

/// 25 calls of two clones, which take so long each, and when they are to be sent.
const CASES: [(u64, [f64; 3]); 3] = [
    (0, [0.0, 60.0, 120.0]),
    (1_250, [0.0, 61.25, 122.5]),
    (90_000, [0.0, 150.0, 300.0]),
];

fn expected(at: [f64; 3]) -> Vec<f64> {
    (0..25).map(|call| at[call / 10]).collect()
}

fn ten_a_minute(builder: ClientBuilder<Defender>) -> [Defender; 2] {
    let one = builder
        .documented_limits(false)
        .rate_limit(RateLimit::per_minute(10))
        .build()
        .unwrap();
    [one.clone(), one]
}

#[test]
fn two_clones_by_a_clock_of_ones_own() {
    for (takes, at) in CASES {
        let hands = Hands::default();
        let log = Log::of(hands.clone());
        let clones = ten_a_minute(log.builder(&hands));
        let tasks = (0..25).map(|id| {
            let call = Asked::new(id).takes(millis(takes));
            let files = clones[id % 2].library_files();
            Task::at(
                Duration::ZERO,
                async move { call.read(files).await.unwrap() },
            )
        });
        let (polls, left) = run(&hands, tasks.collect(), false);
        assert_eq!(left, 0);
        assert_eq!(log.sent(), expected(at), "{takes}");
        assert_eq!(log.ids(), (0..25).collect::<Vec<_>>());
        // Each is looked at when it comes, when its turn comes and when its answer does; not whenever another's does.
        assert!(polls <= 25 * 6, "{takes}: {polls} polls");
    }
}

/// tokio's time, paused.
#[derive(Clone)]
struct Paused(tokio::time::Instant);

impl Clock for Paused {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }

    fn date(&self) -> std::time::SystemTime {
        std::time::SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, time: Duration) -> odata::transport::BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}

#[test]
fn two_clones_by_tokios_clock() {
    for (takes, at) in CASES {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        let log = runtime.block_on(async {
            let log = Log::of(Paused(tokio::time::Instant::now()));
            let clones = ten_a_minute(Defender::builder().transport(log.clone()));
            let calls = (0..25).map(|id| {
                let call = Asked::new(id).takes(millis(takes));
                let files = clones[id % 2].library_files();
                tokio::spawn(async move { call.read(files).await })
            });
            for call in calls.collect::<Vec<_>>() {
                call.await.unwrap().unwrap();
            }
            log
        });
        // tokio's timers go by milliseconds, and are never early.
        for (sent, expected) in log.sent().into_iter().zip(expected(at)) {
            assert!(
                (expected..expected + 0.004).contains(&sent),
                "{sent} is not {expected}"
            );
        }
        assert_eq!(log.ids(), (0..25).collect::<Vec<_>>());
    }
}

#[test]
fn several_windows_at_once() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let client = log
        .builder(&hands)
        .documented_limits(false)
        .rate_limit(RateLimit::per_second(2))
        .rate_limit(RateLimit::per_minute(5))
        .rate_limit(RateLimit::per_hour(8))
        .build()
        .unwrap();
    let tasks = (0..12).map(|id| {
        let files = client.library_files();
        Task::at(Duration::ZERO, async move {
            Asked::new(id).read(files).await.unwrap()
        })
    });
    assert_eq!(run(&hands, tasks.collect(), false).1, 0);
    let expected = [
        0.0, 0.0, 1.0, 1.0, 2.0, 60.0, 60.0, 61.0, 3_600.0, 3_600.0, 3_601.0, 3_601.0,
    ];
    assert_eq!(log.sent(), expected);
}

#[test]
fn who_comes_later_does_not_come_first() {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let clones = ten_a_minute(log.builder(&hands));
    // The second ten come when there is room for the first of them, and find others waiting.
    let tasks = (0..30).map(|id| {
        let begins = if id < 15 { Duration::ZERO } else { seconds(60) };
        let files = clones[0].library_files();
        Task::at(
            begins,
            async move { Asked::new(id).read(files).await.unwrap() },
        )
    });
    assert_eq!(run(&hands, tasks.collect(), true).1, 0);
    let times = log.sent();
    assert_eq!(times[10..20], [60.0; 10]);
    let mut second = log.ids()[10..20].to_vec();
    second.sort_unstable();
    assert_eq!(second, (10..20).collect::<Vec<_>>());
    assert_eq!(times[20..], [120.0; 10]);
}
