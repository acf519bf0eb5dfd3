//! Whatever is dropped, at whichever point, gives back what it had: its place among the calls, its part in a token, its turn.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use odata::doc_example::{Defender, LibraryFile};
use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use odata::{AccessToken, Changes, Observed, Observer, RateLimit, Service as _, TokenCache};

/// Comes back once before it goes on.
async fn yields() {
    let mut has = false;
    poll_fn(|cx| match std::mem::replace(&mut has, true) {
        true => Poll::Ready(()),
        false => {
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await;
}

/// A transport that comes back at every turn, and answers 503 first, and a page that breaks off then.
#[derive(Clone, Default)]
struct Halting(Arc<AtomicUsize>);

struct Pieces(Vec<Result<Bytes, TransportError>>, bool);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.1 = !self.1;
        if self.1 {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready((!self.0.is_empty()).then(|| self.0.remove(0)))
    }
}

impl Transport for Halting {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            yields().await;
            let number = self.0.fetch_add(1, Ordering::SeqCst);
            yields().await;
            let path = request.uri().path_and_query().unwrap().as_str().to_owned();
            let piece = |text: &'static str| Ok(Bytes::from_static(text.as_bytes()));
            let (status, pieces) = match (number % 3, path) {
                (0, _) => (429, Vec::new()),
                (1, _) if request.method() == "GET" => {
                    let cut = Err(TransportError::body("cut"));
                    (200, vec![piece(r#"{"value":[{"fileName":"a"},"#), cut])
                }
                (_, path) if path.contains("skiptoken") => (
                    200,
                    vec![piece(r#"{"value":[{"fileName""#), piece(r#":"c"}]}"#)],
                ),
                _ if request.method() == "GET" => (
                    200,
                    vec![
                        piece(r#"{"value":[{"fileName":"a"},{"file"#),
                        piece(r#"Name":"b"}],"@odata.nextLink":"?$skiptoken=1"}"#),
                    ],
                ),
                _ => (201, vec![piece(r#"{"fileName":"#), piece(r#""a"}"#)]),
            };
            let answer = http::Response::builder()
                .status(status)
                .header("content-type", "application/json");
            let body = ResponseBody::streamed(Box::pin(Pieces(pieces, false)));
            answer.body(body).map_err(TransportError::other)
        })
    }
}

#[derive(Clone, Default)]
struct Calls(Arc<AtomicUsize>);

impl Observer for Calls {
    fn called(&self, _: &Observed<'_>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

fn client(transport: Halting, calls: Calls, tokens: Arc<AtomicUsize>) -> Defender {
    let source = move |_: Option<&str>| {
        let tokens = tokens.clone();
        async move {
            yields().await;
            let number = tokens.fetch_add(1, Ordering::SeqCst);
            yields().await;
            let token = AccessToken::new(&format!("token-{number}"))?;
            Ok(token.expires_in(Duration::from_secs(50)))
        }
    };
    Defender::builder()
        .transport(transport)
        .credential(TokenCache::new(source))
        .observe(calls)
        .rate_limit(RateLimit::per_minute(3))
        .rate_limit_of("libraryfiles", RateLimit::per_minute(2))
        .try_timeout(Duration::from_secs(600))
        .build()
        .unwrap()
}

/// Polls so often, then drops; says whether it was over before.
async fn polled<T>(future: impl Future<Output = T>, times: usize) -> bool {
    let mut future = pin!(future);
    for _ in 0..times {
        let over = poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx).is_ready())).await;
        if over {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    false
}

async fn what(client: &Defender, kind: usize) {
    let files = client.library_files();
    let file = Changes::new().set(LibraryFile::FILE_NAME, "a");
    match kind {
        0 => drop(files.query().send().await),
        1 => drop(files.all().await),
        2 => drop(files.insert(&file).send().await),
        3 => drop(files.by_key("a").media().bytes().await),
        4 => {
            let mut rows = files.stream().look_ahead(true);
            while let Some(Ok(_)) = rows.next().await {}
        }
        5 => {
            let one = files.by_key("a");
            let mut batch = client.batch();
            let _ = batch.add(&one);
            let _ = batch.send().await;
        }
        _ => {
            if let Ok(Some(mut body)) = files.by_key("a").media().open().await {
                while let Some(Ok(_)) = body.next().await {}
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_anywhere_keeps_nothing() {
    for kind in 0..7 {
        let mut ends = 0;
        for times in 1..400 {
            let (transport, calls, tokens) = (Halting::default(), Calls::default(), Arc::default());
            let client = client(transport.clone(), calls.clone(), Arc::clone(&tokens));
            let over = polled(what(&client, kind), times).await;
            // Every window is empty by then, whatever came of the call.
            tokio::time::advance(Duration::from_secs(61)).await;
            transport.0.store(2, Ordering::SeqCst);
            let soon = client.within(Duration::from_secs(20));
            for turn in 0..2 {
                transport.0.store(2, Ordering::SeqCst);
                let page = soon.library_files().query().send().await;
                let page = page.unwrap_or_else(|error| panic!("{kind} {times} {turn}: {error}"));
                assert_eq!(page.items.len(), 2);
            }
            // There is one place left of all of them, and none of these.
            let third = soon.library_files().query().send().await;
            assert!(third.unwrap_err().is_rate_limited(), "{kind} {times}");
            // Whatever was begun is told of once: what was dropped, and three.
            let told = calls.0.load(Ordering::SeqCst);
            assert!((3..=8).contains(&told), "{kind} {times}: {told}");
            ends += usize::from(over);
            if ends > 2 {
                break;
            }
        }
        assert!(ends > 2, "{kind}: nothing ever ends");
    }
}

/// The same of many at once, of which some are dropped while they wait for their turn or for one token.
#[tokio::test(start_paused = true)]
async fn many_that_are_dropped_together_keep_nothing() {
    for times in 1..40 {
        let (transport, calls, tokens) = (Halting::default(), Calls::default(), Arc::default());
        let client = client(transport.clone(), calls, Arc::clone(&tokens));
        let mut all: Vec<_> = (0..7).map(|kind| Box::pin(what(&client, kind))).collect();
        for round in 0..times {
            let mut left = Vec::new();
            for (at, mut one) in all.into_iter().enumerate() {
                let is_over = (round + at) % 3 != 0
                    && poll_fn(|cx| Poll::Ready(one.as_mut().poll(cx).is_ready())).await;
                if !is_over && (round + at) % 17 != 16 {
                    left.push(one);
                }
            }
            all = left;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        drop(all);
        tokio::time::advance(Duration::from_secs(61)).await;
        let soon = client.within(Duration::from_secs(20));
        for _ in 0..2 {
            transport.0.store(2, Ordering::SeqCst);
            soon.library_files().query().send().await.unwrap();
        }
    }
}

/// An observer that panics ends the call that it is told of, not the program; nothing of the call is left.
#[tokio::test]
async fn an_observer_that_panics_ends_its_call_alone() {
    struct Panics;
    impl Observer for Panics {
        fn tried(&self, _: &Observed<'_>) {
            panic!("a try");
        }
        fn called(&self, _: &Observed<'_>) {
            panic!("a call");
        }
    }
    let transport = Halting(Arc::new(AtomicUsize::new(2)));
    let client = Defender::builder()
        .transport(transport)
        .observe(Panics)
        .rate_limit(RateLimit::per_minute(8))
        .build()
        .unwrap();
    for kind in [0, 1, 4, 6] {
        let client = client.clone();
        let ended = tokio::spawn(async move { what(&client, kind).await }).await;
        assert!(ended.unwrap_err().is_panic());
    }
}
