//! One login for all that wait, and one more when the session is over.

use odata::doc_example::Defender;
use odata::{Retry, Session};

use crate::bmc::{Bmc, LOGIN, READ, count, session};

async fn all_at_once(client: &Defender, many: usize) -> Vec<odata::Result<usize>> {
    let tasks: Vec<_> = (0..many)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                let page = client.library_files().send().await;
                page.map(|page| page.items.len())
            })
        })
        .collect();
    let mut all = Vec::new();
    for task in tasks {
        all.push(task.await.unwrap());
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_requests_are_one_login() {
    let bmc = Bmc::default();
    let session = session();
    let client = bmc.client(&session);
    assert_eq!(bmc.asked(), [""; 0], "none before the first request");
    for got in all_at_once(&client, 64).await {
        assert_eq!(got.unwrap(), 1);
    }
    let asked = bmc.asked();
    assert_eq!((count(&asked, LOGIN), count(&asked, READ)), (1, 64));
    // Another client of the same service has the same session.
    let other = bmc.client(&session);
    other.library_files().send().await.unwrap();
    assert_eq!(bmc.asked(), [READ]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_the_service_ended_is_replaced_once() {
    let bmc = Bmc::default();
    let client = bmc.client(&session());
    client.library_files().send().await.unwrap();
    bmc.asked();
    bmc.end_all();
    for got in all_at_once(&client, 64).await {
        assert_eq!(got.unwrap(), 1);
    }
    let asked = bmc.asked();
    assert_eq!(count(&asked, LOGIN), 1, "{asked:?}");
    // Each was sent once more at the most: who came late waited for the new one.
    let reads = count(&asked, READ);
    assert!((65..=128).contains(&reads), "{reads}");
}

#[tokio::test]
async fn a_session_that_ends_between_pages_costs_no_row() {
    let bmc = Bmc::default();
    bmc.state(|state| state.ends_behind = Some(1));
    let client = bmc.client(&session());
    let files = client.library_files().all().await.unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.file_name.as_str()).collect();
    assert_eq!(names, ["0", "1", "2", "3"]);
    let page = |page: u32| format!("{READ}?page={page}");
    let expected = [
        LOGIN.to_owned(),
        READ.to_owned(),
        page(1),
        page(2),
        LOGIN.to_owned(),
        page(2),
        page(3),
    ];
    assert_eq!(bmc.asked(), expected);
}

#[tokio::test]
async fn a_token_that_is_never_good_enough_is_no_endless_loop() {
    let bmc = Bmc::default();
    bmc.state(|state| state.takes_none = true);
    let client = bmc.client(&session());
    let error = client.library_files().send().await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
    assert_eq!(bmc.asked(), [LOGIN, READ, LOGIN, READ]);
    // The new one is not replaced for a while, whoever asks.
    assert!(client.library_files().send().await.is_err());
    assert_eq!(bmc.asked(), [READ]);
}

#[tokio::test]
async fn a_login_that_may_pass_is_tried_again() {
    let bmc = Bmc::default();
    bmc.state(|state| {
        state.unprocessed = 2;
        let busy = vec![("retry-after", "0".to_owned())];
        state.logins = vec![(503, busy, String::new())];
    });
    tokio::time::pause();
    // A client that tries nothing again: the login does, by itself.
    let builder = bmc.builder().retry(Retry::never()).credential(session());
    let client = builder.build().unwrap();
    client.library_files().send().await.unwrap();
    assert_eq!(bmc.asked(), [LOGIN, LOGIN, READ]);
    assert_eq!(bmc.state(|state| state.unprocessed), 0);
}

#[test]
fn a_session_is_of_one_service() {
    let bmc = Bmc::default();
    let session = session();
    let _ = bmc.client(&session);
    let other = bmc
        .builder()
        .base_url("https://other.contoso.com/redfish/v1/");
    let error = other.credential(session).build().unwrap_err();
    let expected = "the session is one of https://bmc.contoso.com/redfish/v1/";
    assert!(error.to_string().contains(expected), "{error}");
    assert!(Session::redfish("operator", "").is_err());
}
