//! The end of a session.

use odata::Session;

use crate::bmc::{Bmc, LOGIN, READ, session};

const END: &str = "DELETE /redfish/v1/SessionService/Sessions/1";

#[tokio::test]
async fn a_session_is_ended_where_it_is() {
    let bmc = Bmc::default();
    let session = session();
    session.end().await.unwrap();
    let client = bmc.client(&session);
    session.end().await.unwrap();
    assert_eq!(bmc.asked(), [""; 0], "there is none");
    client.library_files().send().await.unwrap();
    session.end().await.unwrap();
    assert_eq!(bmc.asked(), [LOGIN, READ, END]);
    assert!(bmc.state(|state| state.sessions.is_empty()));
    session.end().await.unwrap();
    assert_eq!(bmc.asked(), [""; 0]);
    // Whoever asks later logs in anew.
    client.library_files().send().await.unwrap();
    assert_eq!(bmc.asked(), [LOGIN, READ]);
}

#[tokio::test]
async fn one_that_the_service_ended_before_is_over() {
    let bmc = Bmc::default();
    let session = session();
    let client = bmc.client(&session);
    client.library_files().send().await.unwrap();
    bmc.end_all();
    session.end().await.unwrap();
    assert_eq!(bmc.asked(), [LOGIN, READ, END]);
}

#[tokio::test]
async fn one_that_is_not_ended_is_told_and_can_be_ended_later() {
    let bmc = Bmc::default();
    bmc.state(|state| state.end = Some(403));
    let session = session();
    let client = bmc.client(&session);
    client.library_files().send().await.unwrap();
    let error = session.end().await.unwrap_err().to_string();
    assert!(error.starts_with("the session was not ended: "), "{error}");
    assert!(error.contains("403") && !error.contains("HUSH"), "{error}");
    bmc.state(|state| state.end = None);
    session.end().await.unwrap();
    assert!(bmc.state(|state| state.sessions.is_empty()));
}

#[tokio::test]
async fn no_other_host_is_asked_to_end_it() {
    let bmc = Bmc::default();
    bmc.state(|state| state.host = "https://10.0.0.1");
    let session = session();
    let client = bmc.client(&session);
    client.library_files().send().await.unwrap();
    let error = session.end().await.unwrap_err().to_string();
    assert!(
        error.contains("`10.0.0.1`, which is not a host of the service"),
        "{error}"
    );
    assert_eq!(bmc.asked(), [LOGIN, READ]);
    let trusting: Session = crate::bmc::session();
    let builder = bmc.builder().trust_host("10.0.0.1");
    let client = builder.credential(trusting.clone()).build().unwrap();
    client.library_files().send().await.unwrap();
    trusting.end().await.unwrap();
    assert_eq!(bmc.asked().len(), 3);
}

#[tokio::test]
async fn to_drop_it_asks_nobody() {
    let bmc = Bmc::default();
    let client = bmc.client(&session());
    client.library_files().send().await.unwrap();
    drop(client);
    assert_eq!(bmc.asked(), [LOGIN, READ]);
}
