//! Faults of sessions: the service ends one, refuses a login, or is busy when one comes.

use std::sync::atomic::{AtomicU32, Ordering};

use odata::{ClientBuilder, Session};
use odata_mock::{Canned, MockService, SeenRequest, Trouble};
use odata_tests::library::Library;
use serde_json::json;

use super::case::Ask::{Insert, Rows};
use super::case::Case;

const LOGIN: &str = "/Login";

pub(super) fn all() -> Vec<Case> {
    vec![
        Case::mended(
            "a session that ends behind the first page",
            Rows,
            3,
            |service, _| {
                let service = first_of(
                    service,
                    |request| request.query().contains("skiptoken"),
                    401,
                );
                logins(service)
            },
        )
        .set_up(with_session),
        Case::mended(
            "a session that ended before a change",
            Insert,
            3,
            |service, _| {
                let service = first_of(service, |request| !is_login(request), 401);
                logins(service)
            },
        )
        .set_up(with_session),
        Case::mended("a login, 503, once", Rows, 2, |service, _| {
            logins(first_of(service, is_login, 503))
        })
        .set_up(with_session),
        Case::told(
            "a login that is refused",
            Rows,
            (1, "refused the login (401 Unauthorized)"),
            |service, _| service.trouble_when(is_login, status(401)),
        )
        .set_up(with_session),
    ]
}

/// The token of the session is the one that the service wants.
fn with_session(client: ClientBuilder<Library>) -> ClientBuilder<Library> {
    let session = Session::login("Login").member("Password", "open");
    client.credential(session.member_token("Token", "Authorization"))
}

fn is_login(request: &SeenRequest) -> bool {
    request.path().ends_with(LOGIN)
}

fn logins(service: MockService) -> MockService {
    let session = Canned::json(&json!({"Token": super::ask::TOKEN}));
    service.trouble_when(is_login, Trouble::answer(session))
}

/// The first request of that kind is answered so.
fn first_of(service: MockService, is_one: fn(&SeenRequest) -> bool, code: u16) -> MockService {
    let times = AtomicU32::new(0);
    let is_first =
        move |request: &SeenRequest| is_one(request) && times.fetch_add(1, Ordering::Relaxed) == 0;
    service.trouble_when(is_first, status(code))
}

fn status(code: u16) -> Trouble {
    let error = json!({"error": {"code": "Fault", "message": "as the report has it"}});
    let canned = Canned::status(code).header("content-type", "application/json");
    Trouble::answer(canned.body(error.to_string()))
}
