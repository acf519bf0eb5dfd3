//! How long is waited for a status monitor, to the second.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use odata::doc_example::Defender;
use odata::{Pending, Request as _};
use odata_mock::{Canned, MockService};
use tokio::time::Instant;

use super::{client, file, pending, sent, service};

/// At work for so many questions; the head of each answer says when to ask again.
fn busy(polls: usize, retry_after: Option<&'static str>) -> MockService {
    let asked = AtomicUsize::new(0);
    service().intercept(move |request| {
        if request.method == http::Method::GET && asked.fetch_add(1, Ordering::Relaxed) >= polls {
            let done = Canned::status(200).header("asyncresult", "200");
            let done = done.header("content-type", "application/json");
            return Some(done.body("{\"fileName\":\"new.ps1\"}"));
        }
        let busy = Canned::status(202).header("location", "/m/1");
        Some(match retry_after {
            Some(time) => busy.header("retry-after", time),
            None => busy,
        })
    })
}

async fn asked(client: &Defender) -> Pending<odata::doc_example::LibraryFile> {
    let files = client.library_files();
    let answer = files.insert(&file("new.ps1")).respond_async().send().await;
    pending(answer.unwrap())
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test(start_paused = true)]
async fn it_is_asked_less_and_less_often_or_when_the_service_says() {
    // It is asked at once, and then after 1, 2, 4, 8, 16, 30 and 30 seconds.
    for (polls, retry_after, took) in [
        (0, None, 0),
        (1, None, 1),
        (5, None, 31),
        (7, None, 91),
        (2, Some("45"), 90),
        (3, Some("0"), 3),
    ] {
        let service = busy(polls, retry_after);
        let mut pending = asked(&client(&service)).await;
        let start = Instant::now();
        assert_eq!(pending.wait().await.unwrap().file_name, "new.ps1");
        assert_eq!(start.elapsed().as_secs(), took, "{polls} {retry_after:?}");
        assert_eq!(sent(&service).len(), polls + 2);
    }
    let service = busy(4, None);
    let pending = asked(&client(&service)).await;
    let mut pending = pending.intervals(seconds(5), seconds(7));
    let start = Instant::now();
    pending.wait().await.unwrap();
    assert_eq!(start.elapsed(), seconds(5 + 7 + 7 + 7));
}

#[tokio::test(start_paused = true)]
async fn it_is_not_waited_for_longer_than_that_and_can_be_waited_for_again() {
    let service = busy(8, None);
    let mut pending = asked(&client(&service)).await.longest(seconds(20));
    let start = Instant::now();
    let error = pending.wait().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(
        error
            .to_string()
            .contains("still at work on the request after 20s"),
        "{error}"
    );
    assert_eq!(start.elapsed(), seconds(15));
    let mut pending = pending.longest(seconds(60));
    assert_eq!(pending.wait().await.unwrap().file_name, "new.ps1");

    let service = busy(1, Some("4000"));
    let mut pending = asked(&client(&service)).await;
    assert_eq!(pending.retry_after(), Some(seconds(4_000)));
    let start = Instant::now();
    let error = pending.wait().await.unwrap_err();
    assert!(error.is_timeout() && start.elapsed().is_zero(), "{error}");
    assert!(
        error.to_string().contains("asks to wait for 4000s more"),
        "{error}"
    );

    let service = busy(1, Some("99999999999999999"));
    let mut pending = asked(&client(&service)).await.longest(Duration::MAX);
    pending.poll().await.unwrap();
    assert!(pending.poll().await.unwrap().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_monitor_that_cannot_be_reached_for_once_is_asked_again() {
    use odata_mock::Trouble;
    let service = service()
        .respond_async(0)
        .trouble_when(
            |request| request.path().ends_with("libraryfiles"),
            Trouble::slow(Duration::ZERO),
        )
        .trouble_once(Trouble::service_unavailable(seconds(3)));
    let mut pending = asked(&client(&service)).await;
    let start = Instant::now();
    assert_eq!(pending.wait().await.unwrap().file_name, "new.ps1");
    assert_eq!(start.elapsed(), seconds(3));
}
