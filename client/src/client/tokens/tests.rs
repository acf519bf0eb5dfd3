//! Waiting, refreshing and being refused, step by step.

pub(in crate::client) mod desk;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use http::HeaderValue;

use super::*;
use desk::{Desk, FakeClock};

const HOUR: Duration = Duration::from_secs(3600);

/// Counts how often it was woken.
#[derive(Default)]
struct Woken(AtomicUsize);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

type Asked<'a> = BoxFuture<'a, Result<HeaderValue, CredentialError>>;

fn poll(asked: &mut Asked<'_>) -> Poll<Result<String, String>> {
    poll_with(asked, Waker::noop())
}

fn poll_with(asked: &mut Asked<'_>, waker: &Waker) -> Poll<Result<String, String>> {
    let polled = Pin::new(asked).poll(&mut Context::from_waker(waker));
    polled.map(|outcome| {
        outcome
            .map(|value| value.to_str().expect("text").to_owned())
            .map_err(|error| error.to_string())
    })
}

fn ready(text: &str) -> Poll<Result<String, String>> {
    Poll::Ready(Ok(format!("Bearer {text}")))
}

/// A cache, what it goes by, and what it asks.
fn setup() -> (TokenCache, FakeClock, Desk) {
    let (clock, desk) = (FakeClock::default(), Desk::default());
    let cache = TokenCache::new(desk.clone()).clock(clock.clone());
    (cache, clock, desk)
}

/// The same, with a token of an hour.
fn with_token() -> (TokenCache, FakeClock, Desk) {
    let (cache, clock, desk) = setup();
    desk.answer(Ok(("one", Some(HOUR))));
    assert_eq!(poll(&mut cache.authorization(None)), ready("one"));
    (cache, clock, desk)
}

#[test]
fn a_hundred_requests_wait_for_one_token() {
    let (cache, _, desk) = setup();
    let woken = Arc::new(Woken::default());
    let waker = Waker::from(woken.clone());
    let mut all: Vec<Asked<'_>> = (0..100).map(|_| cache.authorization(None)).collect();
    for asked in &mut all {
        assert!(poll_with(asked, &waker).is_pending());
    }
    desk.answer(Ok(("one", Some(HOUR))));
    assert_eq!(woken.0.load(Ordering::SeqCst), 100);
    for asked in &mut all {
        assert_eq!(poll(asked), ready("one"));
    }
    assert_eq!(desk.asked(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_tasks_on_four_threads_wait_for_one_token() {
    for _ in 0..50 {
        let times = Arc::new(AtomicUsize::new(0));
        let counted = times.clone();
        let cache = TokenCache::new(move |_: Option<&str>| {
            let times = counted.clone();
            async move {
                times.fetch_add(1, Ordering::SeqCst);
                for _ in 0..20 {
                    tokio::task::yield_now().await;
                }
                AccessToken::new("one")
            }
        });
        let tasks: Vec<_> = (0..100)
            .map(|at| {
                let cache = cache.clone();
                tokio::spawn(async move {
                    let asked = cache.authorization(None);
                    match at % 3 {
                        // One that is cancelled in the middle.
                        0 => drop(tokio::time::timeout(Duration::ZERO, asked).await),
                        _ => assert_eq!(asked.await.expect("a token"), "Bearer one"),
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("no task hangs");
        }
        // More than one only where all who waited were cancelled before the others came.
        let times = times.load(Ordering::SeqCst);
        assert!((1..=34).contains(&times), "{times}");
    }
}

#[test]
fn a_failure_is_told_to_all_and_not_kept() {
    let (cache, _, desk) = setup();
    let (mut first, mut second) = (cache.authorization(None), cache.authorization(None));
    assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending());
    desk.answer(Err("the vault is shut"));
    for asked in [&mut first, &mut second] {
        assert_eq!(
            poll(asked),
            Poll::Ready(Err("the vault is shut".to_owned()))
        );
    }
    desk.answer(Ok(("one", Some(HOUR))));
    assert_eq!(poll(&mut cache.authorization(None)), ready("one"));
    assert_eq!(desk.asked(), 2);
}

#[test]
fn who_is_cancelled_leaves_the_work_to_the_next() {
    let (cache, _, desk) = setup();
    let woken = Arc::new(Woken::default());
    let waker = Waker::from(woken.clone());
    let (mut first, mut second) = (cache.authorization(None), cache.authorization(None));
    assert!(poll(&mut first).is_pending());
    assert!(poll_with(&mut second, &waker).is_pending());
    drop(first);
    assert_eq!(woken.0.load(Ordering::SeqCst), 1, "the next is called");
    assert!(poll_with(&mut second, &waker).is_pending());
    desk.answer(Ok(("one", Some(HOUR))));
    assert_eq!(woken.0.load(Ordering::SeqCst), 2);
    assert_eq!(poll(&mut second), ready("one"));
    assert_eq!((desk.asked(), desk.given_up()), (1, 0));
}

#[test]
fn the_work_ends_with_the_last_who_waits() {
    let (cache, _, desk) = setup();
    let (mut first, mut second) = (cache.authorization(None), cache.authorization(None));
    assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending());
    drop(first);
    assert_eq!(desk.given_up(), 0);
    drop(second);
    assert_eq!(desk.given_up(), 1);
    desk.answer(Ok(("one", Some(HOUR))));
    assert_eq!(poll(&mut cache.authorization(None)), ready("one"));
    assert_eq!(desk.asked(), 2);
}

#[test]
fn a_token_is_replaced_early_by_one_request_while_others_use_it() {
    let (cache, clock, desk) = with_token();
    clock.advance(HOUR - Duration::from_secs(301));
    assert_eq!(poll(&mut cache.authorization(None)), ready("one"));
    assert_eq!(desk.asked(), 1);
    clock.advance(Duration::from_secs(1));
    let mut refreshing = cache.authorization(None);
    assert!(poll(&mut refreshing).is_pending());
    for _ in 0..100 {
        assert_eq!(poll(&mut cache.authorization(None)), ready("one"));
    }
    // The old one ends while that goes on: now all wait, for the same.
    clock.advance(Duration::from_secs(295));
    let mut late = cache.authorization(None);
    assert!(poll(&mut late).is_pending());
    desk.answer(Ok(("two", Some(HOUR))));
    assert_eq!(poll(&mut late), ready("two"));
    assert_eq!(poll(&mut refreshing), ready("two"));
    assert_eq!(poll(&mut cache.authorization(None)), ready("two"));
    assert_eq!((desk.asked(), desk.given_up()), (2, 0));
}

#[test]
fn an_early_refresh_that_fails_harms_nobody() {
    let (cache, clock, desk) = with_token();
    clock.advance(HOUR - Duration::from_secs(300));
    desk.answer(Err("the vault is shut"));
    assert_eq!(poll(&mut cache.authorization(None)), ready("one"));
    // For half a minute nobody tries again.
    clock.advance(Duration::from_secs(29));
    assert_eq!(poll(&mut cache.authorization(None)), ready("one"));
    assert_eq!(desk.asked(), 2);
    clock.advance(Duration::from_secs(1));
    desk.answer(Ok(("two", Some(HOUR))));
    assert_eq!(poll(&mut cache.authorization(None)), ready("two"));
    assert_eq!(desk.asked(), 3);
}

#[test]
fn an_early_refresh_is_not_waited_for_long() {
    let (cache, clock, desk) = with_token();
    clock.advance(HOUR - Duration::from_secs(300));
    let mut refreshing = cache.authorization(None);
    assert!(poll(&mut refreshing).is_pending());
    clock.advance(Duration::from_secs(5));
    assert_eq!(poll(&mut refreshing), ready("one"));
    assert_eq!(desk.given_up(), 1);
    assert_eq!(poll(&mut cache.authorization(None)), ready("one"));
    assert_eq!(desk.asked(), 2);
}

#[test]
fn after_its_end_a_token_is_not_used() {
    let (cache, clock, desk) = with_token();
    clock.advance(HOUR - Duration::from_secs(10));
    desk.answer(Err("the vault is shut"));
    assert!(matches!(
        poll(&mut cache.authorization(None)),
        Poll::Ready(Err(_))
    ));
    // A failure without a token is no reason to wait.
    desk.answer(Ok(("two", None)));
    assert_eq!(poll(&mut cache.authorization(None)), ready("two"));
    // Without a known end it holds on.
    clock.advance(HOUR * 1000);
    assert_eq!(poll(&mut cache.authorization(None)), ready("two"));
    assert_eq!(desk.asked(), 3);
}

#[test]
fn one_401_or_many_are_one_refresh() {
    let (cache, clock, desk) = with_token();
    let (one, two) = (value("one"), value("two"));
    clock.advance(Duration::from_secs(60));
    assert!(cache.rejected(&one) && cache.rejected(&one));
    let mut waiting: Vec<Asked<'_>> = (0..10).map(|_| cache.authorization(None)).collect();
    for asked in &mut waiting {
        assert!(poll(asked).is_pending());
    }
    assert!(
        cache.rejected(&one),
        "another request that was sent with it"
    );
    desk.answer(Ok(("two", Some(HOUR))));
    for asked in &mut waiting {
        assert_eq!(poll(asked), ready("two"));
    }
    // One that comes late is sent again with what is there.
    assert!(cache.rejected(&one));
    assert_eq!(poll(&mut cache.authorization(None)), ready("two"));
    assert_eq!(desk.asked(), 2);

    // The new one is not accepted either: that is not answered with a token request for each request.
    assert!(!cache.rejected(&two));
    assert_eq!(poll(&mut cache.authorization(None)), ready("two"));
    assert_eq!(desk.asked(), 2);
    clock.advance(Duration::from_secs(5));
    assert!(cache.rejected(&two));
    desk.answer(Ok(("three", Some(HOUR))));
    assert_eq!(poll(&mut cache.authorization(None)), ready("three"));
    assert_eq!(desk.asked(), 3);
}

#[test]
fn a_token_that_came_in_time_can_be_rejected_at_once() {
    let (cache, _, desk) = with_token();
    assert!(cache.rejected(&value("one")));
    desk.answer(Err("the vault is shut"));
    assert!(matches!(
        poll(&mut cache.authorization(None)),
        Poll::Ready(Err(_))
    ));
    desk.answer(Ok(("two", Some(HOUR))));
    assert_eq!(poll(&mut cache.authorization(None)), ready("two"));
}

#[test]
fn each_scope_has_its_token() {
    let (cache, _, desk) = setup();
    for (scope, token) in [(None, "none"), (Some("a"), "of a"), (Some("b"), "of b")] {
        desk.answer(Ok((token, Some(HOUR))));
        assert_eq!(poll(&mut cache.authorization(scope)), ready(token));
    }
    assert!(cache.rejected(&value("of a")));
    assert_eq!(poll(&mut cache.authorization(Some("b"))), ready("of b"));
    assert!(poll(&mut cache.clone().authorization(Some("a"))).is_pending());
    assert_eq!(desk.scopes(), ["", "a", "b", "a"]);
}

#[test]
fn a_source_that_panics_leaves_nobody_waiting() {
    let cache = TokenCache::new(|_: Option<&str>| async {
        pending_for_a_while().await;
        panic!("the source has a bug")
    });
    let mut second = cache.authorization(None);
    let mut first = cache.authorization(None);
    assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending());
    let woken = Arc::new(Woken::default());
    assert!(poll_with(&mut second, &Waker::from(woken.clone())).is_pending());
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| poll(&mut first)));
    assert!(caught.is_err());
    drop(first);
    assert!(woken.0.load(Ordering::SeqCst) > 0);
    assert_eq!(
        poll(&mut second),
        Poll::Ready(Err("the source of tokens panicked".to_owned()))
    );
}

/// Pending for as many polls as the test makes before.
async fn pending_for_a_while() {
    let mut polls = 0;
    std::future::poll_fn(|_| {
        polls += 1;
        match polls {
            1..=3 => Poll::Pending,
            _ => Poll::Ready(()),
        }
    })
    .await;
}

#[test]
fn no_token_is_shown() {
    let (cache, _, _) = with_token();
    let token = AccessToken::new("hush").expect("a token").expires_in(HOUR);
    let said = format!("{cache:?} {token:?} {:?}", token.value());
    assert!(!said.contains("one") && !said.contains("hush"), "{said}");
}

fn value(token: &str) -> HeaderValue {
    AccessToken::new(token).expect("a token").value().clone()
}
