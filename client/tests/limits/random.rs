//! Whatever calls come, take and give up: no window ever holds more than it may, and everybody gets a turn in order.

use std::collections::BTreeMap;
use std::time::Duration;

use odata::{EntitySetInfo, RateLimit, Usage};
use proptest::prelude::*;

use crate::hands::{Hands, Task, millis, run};
use crate::log::{Asked, Call, Log, info, set};

/// Which operation, when it begins, how long its answer takes, after what it is given up, whether the service stops it.
type Random = (usize, u64, u64, Option<u64>, Option<u64>);

const OPERATIONS: [&str; 4] = ["GET a", "DELETE a", "GET b", "DELETE b"];

#[derive(Clone, Debug, Default)]
struct Limits {
    /// Of each operation.
    documented: [Vec<RateLimit>; 4],
    of_a: Vec<RateLimit>,
    of_all: Vec<RateLimit>,
}

fn limit() -> impl Strategy<Value = RateLimit> {
    (1..=4_u32, 1..=8_u32).prop_map(|(calls, seconds)| RateLimit { calls, seconds })
}

fn some() -> impl Strategy<Value = Vec<RateLimit>> {
    proptest::collection::vec(limit(), 0..=2)
}

fn limits() -> impl Strategy<Value = Limits> {
    let documented = [some(), some(), some(), some()];
    (documented, some(), some()).prop_map(|(documented, of_a, of_all)| Limits {
        documented,
        of_a,
        of_all,
    })
}

fn call() -> impl Strategy<Value = Random> {
    let rarely = |most: u64| proptest::option::weighted(0.2, 0..most);
    (
        0..4_usize,
        0..20_000_u64,
        0..6_000_u64,
        rarely(15_000),
        proptest::option::weighted(0.1, 0..5_u64),
    )
}

/// Runs them; what was sent, by id, and whether all are over.
fn made(limits: &Limits, calls: &[Random], backwards: bool) -> (Vec<Call>, usize) {
    let hands = Hands::default();
    let log = Log::of(hands.clone());
    let mut builder = log.builder(&hands);
    for limit in &limits.of_all {
        builder = builder.rate_limit(*limit);
    }
    for limit in &limits.of_a {
        builder = builder.rate_limit_of("a", *limit);
    }
    let client = builder.build().unwrap();
    let sets = ["a", "b"].map(|name| {
        let first = if name == "a" { 0 } else { 2 };
        let deleting = limits.documented[first + 1].iter();
        let deleting: Vec<_> = deleting.map(|limit| (Usage::Delete, *limit)).collect();
        let info = EntitySetInfo {
            rate_limits: limits.documented[first].clone().leak(),
            rate_limits_of: deleting.leak(),
            ..info(name)
        };
        set(&client, info)
    });
    let tasks = calls.iter().enumerate().map(|(id, call)| {
        let (operation, begins, takes, given_up, stops) = *call;
        let set = sets[operation / 2].clone();
        let call = Asked::new(id).takes(millis(takes)).stops(stops);
        let mut task = Task::at(millis(begins), async move {
            drop(match operation % 2 {
                0 => call.read(set).await,
                _ => call.delete(set).await,
            });
        });
        task.given_up = given_up.map(|after| millis(begins + after));
        task
    });
    let (_, left) = run(&hands, tasks.collect(), backwards);
    (log.calls(), left)
}

/// How many calls the service may have counted at most in any window of that length.
fn most(calls: &[&Call], length: Duration) -> usize {
    let may_count = |at: Duration| {
        calls
            .iter()
            .filter(|call| call.sent <= at && at < call.over.unwrap() + length)
            .count()
    };
    calls
        .iter()
        .map(|call| may_count(call.sent))
        .max()
        .unwrap_or(0)
}

/// The same, if it counted each at a certain moment between its sending and its answer.
fn counted(seen: &[Duration], length: Duration) -> usize {
    let within = |from: Duration| {
        seen.iter()
            .filter(move |at| **at >= from && **at < from + length)
    };
    seen.iter()
        .map(|from| within(*from).count())
        .max()
        .unwrap_or(0)
}

fn check(limits: &[RateLimit], calls: &[&Call], part: f64) -> Result<(), TestCaseError> {
    for limit in limits {
        let length = Duration::from_secs(limit.seconds.into());
        let allowed = limit.calls as usize;
        prop_assert!(most(calls, length) <= allowed, "{limit}: {calls:#?}");
        // A moment of its own for each call.
        let seen = calls.iter().map(|call| {
            let part = (part + call.id as f64 * 0.618_034).fract();
            call.sent + (call.over.unwrap() - call.sent).mul_f64(part)
        });
        let seen: Vec<_> = seen.collect();
        prop_assert!(counted(&seen, length) <= allowed, "{limit}: {seen:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_window_holds_more_than_it_may(
        limits in limits(),
        calls in proptest::collection::vec(call(), 1..40),
        backwards: bool,
        part in 0.0..1.0_f64,
    ) {
        let (made, left) = made(&limits, &calls, backwards);
        prop_assert_eq!(left, 0, "somebody waits for ever");

        let of = |name: &str| made.iter().filter(|call| call.operation.ends_with(name)).collect::<Vec<_>>();
        for (operation, documented) in OPERATIONS.iter().zip(&limits.documented) {
            check(documented, &of(operation), part)?;
        }
        check(&limits.of_a, &of(" a"), part)?;
        check(&limits.of_all, &of(""), part)?;

        let sent: BTreeMap<usize, &Call> = made.iter().map(|call| (call.id, call)).collect();
        prop_assert_eq!(sent.len(), made.len(), "one was sent twice");
        for (id, call) in calls.iter().enumerate() {
            let (.., given_up, _) = *call;
            prop_assert!(sent.contains_key(&id) || given_up.is_some(), "{} was never sent", id);
        }

        // Of one operation, who comes first is sent first.
        let mut order: Vec<usize> = (0..calls.len()).collect();
        order.sort_by_key(|id| calls[*id].1);
        for operation in 0..4 {
            let those = order.iter().filter(|id| calls[**id].0 == operation);
            let times: Vec<_> = those.filter_map(|id| sent.get(id)).map(|call| call.sent).collect();
            prop_assert!(times.is_sorted(), "{:?}", times);
        }

        // Nothing of an operation is sent while the service wants to be left alone.
        for (id, (operation, .., stops)) in calls.iter().enumerate() {
            let (Some(stops), Some(stopping)) = (stops, sent.get(&id)) else { continue };
            let from = stopping.over.unwrap();
            let took = from - stopping.sent;
            if took < millis(calls[id].2) {
                continue; // It was given up before it was answered.
            }
            let until = from + Duration::from_secs(*stops);
            for call in of(OPERATIONS[*operation]) {
                prop_assert!(call.sent <= from || call.sent >= until, "{:?} within {:?}", call, from..until);
            }
        }
    }

    /// Where nobody gives up, each call is sent at the first moment at which the windows have room for it.
    #[test]
    fn nobody_waits_longer_than_needed(
        limits in some(),
        calls in proptest::collection::vec((0..20_000_u64, 0..6_000_u64), 1..40),
        backwards: bool,
    ) {
        let random: Vec<Random> =
            calls.iter().map(|(begins, takes)| (0, *begins, *takes, None, None)).collect();
        let all = Limits { documented: [limits.clone(), vec![], vec![], vec![]], ..Limits::default() };
        let (mut made, _) = made(&all, &random, backwards);
        made.sort_by_key(|call| call.id);
        let sent: Vec<_> = made.iter().map(|call| call.sent).collect();

        let mut order: Vec<usize> = (0..calls.len()).collect();
        order.sort_by_key(|id| calls[*id].0);
        let mut expected = vec![Duration::ZERO; calls.len()];
        let mut before = Duration::ZERO;
        let mut free: Vec<Vec<Duration>> = vec![Vec::new(); limits.len()];
        for id in order {
            // The place of the call that many before in the order in which places come back.
            let rooms = limits.iter().zip(&free).filter_map(|(limit, free)| {
                Some(free[free.len().checked_sub(limit.calls as usize)?])
            });
            let at = rooms.fold(before.max(millis(calls[id].0)), Duration::max);
            (expected[id], before) = (at, at);
            for (limit, free) in limits.iter().zip(&mut free) {
                free.push(at + millis(calls[id].1) + Duration::from_secs(limit.seconds.into()));
                free.sort_unstable();
            }
        }
        prop_assert_eq!(sent, expected);
    }
}
