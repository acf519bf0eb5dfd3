//! Neither password nor token is shown, logged or recorded.

use crate::bmc::{Bmc, session};

#[tokio::test]
async fn neither_is_shown() {
    let bmc = Bmc::default();
    let session = session();
    let client = bmc.client(&session);
    let files = client.library_files();
    files.send().await.unwrap();
    let debug = format!("{session:?} {client:?}");
    assert!(
        debug.contains("Password") && !debug.contains("HUSH"),
        "{debug}"
    );
    let curl = files.top(1).as_curl().unwrap().to_string();
    assert!(curl.contains("x-auth-token: $TOKEN"), "{curl}");
    // An answer that repeats the token it does not accept.
    bmc.state(|state| state.takes_none = true);
    let error = files.send().await.unwrap_err();
    assert!(error.to_string().contains("No session for ...."), "{error}");
    assert!(!format!("{error} {error:?}").contains("HUSH"), "{error}");
}

#[cfg(feature = "record")]
#[tokio::test]
async fn neither_is_recorded_and_the_recording_is_good_for_a_replay() {
    use odata::doc_example::Defender;
    use odata::{Recorder, Replay};

    use crate::bmc::ROOT;

    let bmc = Bmc::default();
    let recorder = Recorder::new(bmc);
    let work = async |builder: odata::ClientBuilder<Defender>| {
        let session = session();
        let client = builder
            .base_url(ROOT)
            .credential(session.clone())
            .build()
            .unwrap();
        client.library_files().send().await.unwrap();
        session.end().await.unwrap();
    };
    work(Defender::builder().transport(recorder.clone())).await;
    let recording = recorder.recording();
    let text = recording.to_string();
    assert!(
        !text.contains("HUSH") && !text.contains("operator"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 3, "{text}");
    let replay = Replay::of(text.parse().unwrap());
    work(Defender::builder().transport(replay.clone())).await;
    replay.assert_done();
}
