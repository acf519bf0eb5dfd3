//! A login that is refused is told, and not repeated.

use std::time::Duration;

use crate::bmc::{Bmc, LOGIN, PASSWORD, READ, count, redfish_error, session};

fn refuse(bmc: &Bmc, status: u16) {
    let message = format!("The user name or the password {PASSWORD} is wrong.");
    let body = redfish_error("ResourceAtUriUnauthorized", &message);
    bmc.state(|state| state.logins = vec![(status, Vec::new(), body)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_sent_once() {
    for status in [400, 401, 403] {
        let bmc = Bmc::default();
        refuse(&bmc, status);
        let session = session();
        let client = bmc.client(&session);
        let tasks: Vec<_> = (0..64)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { client.library_files().send().await.unwrap_err() })
            })
            .collect();
        for task in tasks {
            let error = task.await.unwrap();
            assert!(error.is_credential() && !error.is_unauthorized(), "{error}");
            let (text, debug) = (error.to_string(), format!("{error:?}"));
            for part in [
                "SessionService/Sessions` refused the login",
                &status.to_string(),
                "Base.1.8.ResourceAtUriUnauthorized: The user name or the password ... is wrong; what was sent",
                "(`UserName`, `Password`) is not sent again",
                "`Session::log_in_again`",
            ] {
                assert!(text.contains(part), "{text}");
            }
            assert!(!text.contains("HUSH") && !debug.contains("HUSH"), "{text}");
        }
        // Whoever asks later is told the same, and nothing is sent.
        assert!(client.library_files().send().await.is_err());
        assert_eq!(bmc.asked(), [LOGIN], "{status}");
        session.log_in_again();
        client.library_files().send().await.unwrap();
        assert_eq!(bmc.asked(), [LOGIN, READ]);
    }
}

#[tokio::test]
async fn a_password_that_is_changed_meanwhile_is_sent_once_more() {
    let bmc = Bmc::default();
    let client = bmc.client(&session());
    client.library_files().send().await.unwrap();
    bmc.end_all();
    refuse(&bmc, 401);
    bmc.asked();
    for _ in 0..10 {
        assert!(
            client
                .library_files()
                .send()
                .await
                .unwrap_err()
                .is_credential()
        );
    }
    let asked = bmc.asked();
    assert_eq!(
        (count(&asked, LOGIN), count(&asked, READ)),
        (1, 1),
        "{asked:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_program_that_nobody_looks_after_may_log_in_again_later() {
    let bmc = Bmc::default();
    refuse(&bmc, 401);
    let session = session().login_again_after(Duration::from_secs(600));
    let client = bmc.client(&session);
    assert!(client.library_files().send().await.is_err());
    tokio::time::sleep(Duration::from_secs(599)).await;
    assert!(client.library_files().send().await.is_err());
    assert_eq!(bmc.asked(), [LOGIN]);
    tokio::time::sleep(Duration::from_secs(2)).await;
    client.library_files().send().await.unwrap();
    assert_eq!(bmc.asked(), [LOGIN, READ]);
}

#[tokio::test]
async fn that_there_is_no_room_is_no_refusal() {
    let bmc = Bmc::default();
    let body = redfish_error("SessionLimitExceeded", "Too many sessions.");
    bmc.state(|state| state.logins = vec![(400, Vec::new(), body)]);
    let client = bmc.client(&session());
    let error = client.library_files().send().await.unwrap_err();
    let expected = "answered 400 Bad Request: Base.1.8.GeneralError: See ExtendedInfo; Base.1.8.SessionLimitExceeded: Too many sessions.";
    assert!(error.to_string().contains(expected), "{error}");
    client.library_files().send().await.unwrap();
    assert_eq!(bmc.asked(), [LOGIN, LOGIN, READ]);
}

#[tokio::test]
async fn what_is_no_session_is_told() {
    let page = "<html>HUSH</html>".to_owned();
    let bmc = Bmc::default();
    bmc.state(|state| {
        state.logins = vec![(200, Vec::new(), page.clone()), (418, Vec::new(), page)]
    });
    let client = bmc.client(&session());
    for expected in ["has no header `x-auth-token`", "418"] {
        let error = client.library_files().send().await.unwrap_err().to_string();
        assert!(
            error.contains(expected) && !error.contains("HUSH"),
            "{error}"
        );
    }
}
