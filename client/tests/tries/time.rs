//! How long a try and a call may take.

use std::time::Duration;

use odata::Service as _;

use crate::sequence::{Sequence, files, late, ok, status};

#[tokio::test(start_paused = true)]
async fn a_try_that_takes_too_long_is_followed_by_another() {
    let script = Sequence::of([late(60, ok("{}")), ok(&files(&["a"]))]);
    let client = script
        .builder()
        .try_timeout(Duration::from_secs(10))
        .build()
        .unwrap();
    assert_eq!(
        client
            .library_files()
            .query()
            .send()
            .await
            .unwrap()
            .items
            .len(),
        1
    );
    let times = script.times();
    assert!(times[1] >= 10.25 && times[1] <= 10.5, "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_when_its_time_is_over() {
    let script = Sequence::of((0..4).map(|_| late(8, status(503))));
    let client = script
        .builder()
        .call_timeout(Duration::from_secs(20))
        .build()
        .unwrap();
    let start = tokio::time::Instant::now();
    let error = client.library_files().query().send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(start.elapsed().as_secs(), 20);
    assert_eq!(script.times().len(), 3);
    assert!(error.to_string().contains("try 3; before: 503"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_a_try_that_would_come_too_late() {
    let script = Sequence::of([late(3, status(503))]);
    let client = script.client().within(Duration::from_millis(3_100));
    let start = tokio::time::Instant::now();
    let error = client.library_files().query().send().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 503, "{error}");
    assert_eq!(start.elapsed().as_secs(), 3);
}

#[tokio::test(start_paused = true)]
async fn each_call_has_its_own_time() {
    let script = Sequence::of([late(4, ok(&files(&[]))), late(4, ok(&files(&[])))]);
    let client = script.client().within(Duration::from_secs(5));
    client.library_files().query().send().await.unwrap();
    client.library_files().query().send().await.unwrap();
    // The client that it was made of has none.
    let script = Sequence::of([late(4000, ok(&files(&[])))]);
    script
        .client()
        .library_files()
        .query()
        .send()
        .await
        .unwrap();
}
