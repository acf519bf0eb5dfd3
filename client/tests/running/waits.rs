//! Waits that end: a layer that is never ready, a service that asks for more time than there is, a token that does not come.

use std::convert::Infallible;
use std::task::{Context, Poll};
use std::time::Duration;

use odata::doc_example::Defender;
use odata::transport::{RequestBody, ResponseBody};
use odata::{AccessToken, RateLimit, Retry, Service as _, TokenCache, TowerTransport};

use crate::wire::{PAGE, Wire, answer, json};

/// A service of tower that never is ready.
#[derive(Clone)]
struct Never;

impl tower::Service<http::Request<RequestBody>> for Never {
    type Response = http::Response<ResponseBody>;
    type Error = Infallible;
    type Future = std::future::Pending<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Pending
    }

    fn call(&mut self, _: http::Request<RequestBody>) -> Self::Future {
        std::future::pending()
    }
}

#[tokio::test(start_paused = true)]
async fn a_layer_that_is_never_ready_has_the_time_of_the_call() {
    let client = Defender::builder().transport(TowerTransport::new(Never));
    let client = client.rate_limit(RateLimit::per_minute(1)).build().unwrap();
    let soon = client.within(Duration::from_secs(3));
    let start = tokio::time::Instant::now();
    let error = soon.library_files().send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(start.elapsed().as_secs(), 3);
    let error = soon.library_files().all().await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_token_that_does_not_come_has_the_time_of_the_call() {
    let source = |_: Option<&str>| std::future::pending::<Result<AccessToken, _>>();
    let client = Defender::builder().transport(TowerTransport::new(Never));
    let client = client.credential(TokenCache::new(source)).build().unwrap();
    let soon = client.within(Duration::from_secs(3));
    let start = tokio::time::Instant::now();
    let both = tokio::join!(
        soon.library_files().query().send(),
        soon.library_files().all()
    );
    assert!(both.0.unwrap_err().is_timeout() && both.1.unwrap_err().is_timeout());
    assert_eq!(start.elapsed().as_secs(), 3);
}

/// What a service asks to wait, in whichever form: no more is asked before, and who has less time is told at once.
#[tokio::test]
async fn what_the_service_asks_for_wins() {
    for (headers, least) in [
        ("retry-after: 600\r\n", 600),
        ("retry-after: 2\r\nretry-after: 600\r\n", 600),
        ("retry-after: 99999999999999999999999999\r\n", u64::MAX),
        (
            "retry-after: 599.5\r\nx-ms-retry-after-ms: 1\r\nratelimit-reset: 1\r\n",
            600,
        ),
        ("retry-after: Fri, 31 Dec 9999 23:59:59 GMT\r\n", 1_000_000),
    ] {
        let wire = Wire::of(move |number, _| match number {
            0 => answer("429 Too Many Requests", headers, ""),
            _ => json(PAGE),
        })
        .await;
        let client = wire.client();
        let error = client.library_files().query().send().await.unwrap_err();
        let asked = error.retry_after().unwrap();
        assert!(asked >= Duration::from_secs(least), "{headers}: {asked:?}");
        let soon = client.within(Duration::from_secs(5));
        let error = soon.library_files().query().send().await.unwrap_err();
        assert!(error.is_rate_limited(), "{headers}: {error}");
        assert_eq!(wire.asked().len(), 1, "{headers}");
    }
    // What is no time, and a time that has passed, is waited for as after any failure.
    for headers in [
        "retry-after: -5\r\n",
        "retry-after: soon\r\n",
        "retry-after: \r\n",
        "retry-after: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
    ] {
        let wire = Wire::of(move |number, _| match number {
            0 => answer("429 Too Many Requests", headers, ""),
            _ => json(PAGE),
        })
        .await;
        let retry = Retry::default().waits(Duration::from_millis(10), Duration::from_millis(10));
        let client = wire.builder().retry(retry).build().unwrap();
        let page = client.library_files().query().send().await.unwrap();
        assert_eq!((page.items.len(), wire.asked().len()), (1, 2), "{headers}");
    }
}
