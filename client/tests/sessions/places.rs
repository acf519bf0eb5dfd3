//! Where a login goes.

use odata::Session;

use crate::bmc::{Bmc, LOGIN, READ, session};

const ROOT: &str = r#"{"Links":{"Sessions":{"@odata.id":"/redfish/v1/Sessions"}}}"#;

/// The root, and sessions where it says.
#[derive(Clone)]
struct Elsewhere(Bmc, &'static str);

impl odata::transport::Transport for Elsewhere {
    fn send(
        &self,
        request: http::Request<odata::transport::RequestBody>,
    ) -> odata::transport::BoxFuture<
        '_,
        Result<http::Response<odata::transport::ResponseBody>, odata::transport::TransportError>,
    > {
        if request.uri().path() == "/redfish/v1/" {
            assert!(!request.headers().contains_key("x-auth-token"));
            self.0
                .state(|state| state.asked.push("the root".to_owned()));
            let body = bytes::Bytes::from_static(self.1.as_bytes());
            let answer = http::Response::new(body.into());
            return Box::pin(std::future::ready(Ok(answer)));
        }
        self.0.send(request)
    }
}

#[tokio::test]
async fn where_there_are_no_sessions_the_root_says_where_they_are() {
    for status in [404, 405] {
        let bmc = Bmc::default();
        bmc.state(|state| state.logins = vec![(status, Vec::new(), String::new())]);
        let builder = bmc.builder().transport(Elsewhere(bmc.clone(), ROOT));
        let client = builder.credential(session()).build().unwrap();
        client.library_files().send().await.unwrap();
        let found = "POST /redfish/v1/Sessions";
        assert_eq!(bmc.asked(), [LOGIN, "the root", found, READ]);
    }
    // A root that says nothing, or leads elsewhere.
    let away = r#"{"Links":{"Sessions":{"@odata.id":"https://evil.example/Sessions"}}}"#;
    for (root, expected) in [
        ("{}", "answered 404"),
        ("<html/>", "answered 404"),
        (
            away,
            "leads to `evil.example`, which is not a host of the service",
        ),
    ] {
        let bmc = Bmc::default();
        bmc.state(|state| state.logins = vec![(404, Vec::new(), String::new())]);
        let builder = bmc.builder().transport(Elsewhere(bmc.clone(), root));
        let client = builder.credential(session()).build().unwrap();
        let error = client.library_files().send().await.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert_eq!(bmc.asked(), [LOGIN, "the root"]);
    }
}

#[tokio::test]
async fn a_redirect_is_followed_to_the_service_alone() {
    let to = |status: u16, place: &str| {
        let bmc = Bmc::default();
        let location = vec![("location", place.to_owned())];
        bmc.state(|state| state.logins = vec![(status, location, String::new())]);
        bmc
    };
    let bmc = to(308, "/redfish/v1/SessionService/Other/Sessions");
    let client = bmc.client(&session());
    client.library_files().send().await.unwrap();
    let other = "POST /redfish/v1/SessionService/Other/Sessions";
    assert_eq!(bmc.asked(), [LOGIN, other, READ]);
    for (status, place, expected) in [
        (307, "https://evil.example/Sessions", "`evil.example`"),
        (307, "http://bmc.contoso.com/Sessions", "which is not https"),
        (
            302,
            "/redfish/v1/Other/Sessions",
            "a redirect that is not followed with a login",
        ),
    ] {
        let bmc = to(status, place);
        let client = bmc.client(&session());
        let error = client.library_files().send().await.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert_eq!(bmc.asked(), [LOGIN]);
    }
}

#[test]
fn what_leads_elsewhere_or_is_not_said_makes_no_client() {
    let bmc = Bmc::default();
    let login = |path: &str| Session::login(path).member("a", "HUSH");
    for (session, expected) in [
        (
            login("https://evil.example/Login").cookies(),
            "`evil.example`",
        ),
        (
            login("Login").cookies().logout("//evil.example/x"),
            "`evil.example`",
        ),
        (
            login("Login"),
            "it is not said where the token of the session is",
        ),
        (
            login("Login").header_token("no name"),
            "`no name` is no name of a header",
        ),
    ] {
        let error = bmc.builder().credential(session).build().unwrap_err();
        let error = error.to_string();
        assert!(
            error.contains(expected) && !error.contains("HUSH"),
            "{error}"
        );
    }
    let plain = bmc.builder().base_url("http://bmc.contoso.com/redfish/v1/");
    let error = plain.credential(session()).build().unwrap_err();
    assert!(error.to_string().contains("plain http"), "{error}");
}
