//! The faults.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use odata::Retry;
use odata_mock::{Canned, MockService, SeenRequest, Trouble};
use serde_json::json;

use super::case::Ask::{Delete, Entity, Insert, Page, Rows};
use super::case::{Case, PAGE};

/// How long the client waits for anything, in this report.
pub(super) const PATIENCE: Duration = Duration::from_millis(400);
const LATE: Duration = Duration::from_millis(1_500);

fn once(service: MockService, trouble: Trouble) -> MockService {
    service.trouble_once(trouble)
}

/// Always.
fn always(service: MockService, trouble: Trouble) -> MockService {
    service.trouble_when(|_| true, trouble)
}

/// Of the second page, the first time.
fn second_page(service: MockService, trouble: Trouble) -> MockService {
    let times = AtomicU32::new(0);
    let is_it = move |request: &SeenRequest| {
        request.query().contains("skiptoken") && times.fetch_add(1, Ordering::Relaxed) == 0
    };
    service.trouble_when(is_it, trouble)
}

fn status(status: u16) -> Trouble {
    let error = json!({"error": {"code": "Fault", "message": "as the report has it"}});
    let canned = Canned::status(status).header("content-type", "application/json");
    Trouble::answer(canned.body(error.to_string()))
}

pub(super) fn all() -> Vec<Case> {
    let mut cases = statuses();
    cases.extend(bodies());
    cases.extend(connections());
    cases.extend(links());
    cases.extend(changes());
    cases.extend(super::sessions::all());
    cases
}

fn statuses() -> Vec<Case> {
    vec![
        Case::told("401", Rows, (1, "401 Unauthorized"), |service, _| {
            once(service, Trouble::unauthorized())
        }),
        Case::told("403", Rows, (1, "403 Forbidden"), |service, _| {
            once(service, status(403))
        }),
        Case::told("404", Entity, (1, "404 Not Found"), |service, _| {
            once(service, status(404))
        }),
        Case::mended("429, once, `Retry-After: 1`", Rows, 1, |service, _| {
            once(service, Trouble::too_many_requests(Duration::from_secs(1)))
        }),
        Case::told(
            "429, always",
            Rows,
            (4, "429 Too Many Requests"),
            |service, _| always(service, Trouble::too_many_requests(Duration::ZERO)),
        ),
        Case::told(
            "429, `Retry-After: 3600`",
            Rows,
            (1, "429 Too Many Requests"),
            |service, _| {
                once(
                    service,
                    Trouble::too_many_requests(Duration::from_secs(3_600)),
                )
            },
        ),
        Case::mended("500, once", Rows, 1, |service, _| {
            once(service, Trouble::server_error())
        }),
        Case::mended("500, of the second page", Rows, 1, |service, _| {
            second_page(service, Trouble::server_error())
        }),
        Case::told(
            "500, always",
            Page,
            (4, "500 Internal Server Error"),
            |service, _| always(service, Trouble::server_error()),
        ),
        Case::told(
            "500, and nothing is to be tried again",
            Page,
            (1, "500 Internal"),
            |service, _| always(service, Trouble::server_error()),
        )
        .set_up(|client| client.retry(Retry::never())),
        Case::mended(
            "503, once, `Retry-After` in seconds",
            Rows,
            1,
            |service, _| {
                once(
                    service,
                    Trouble::service_unavailable(Duration::from_secs(1)),
                )
            },
        ),
        Case::mended(
            "503, once, `Retry-After` as a date",
            Rows,
            1,
            |service, _| {
                once(
                    service,
                    Trouble::service_unavailable_until(Duration::from_secs(1)),
                )
            },
        ),
        Case::mended(
            "a fifth of all requests, in six ways",
            Rows,
            1,
            |service, _| {
                let troubles = vec![
                    Trouble::server_error(),
                    Trouble::too_many_requests(Duration::ZERO),
                    Trouble::cut_off(),
                    Trouble::reset(),
                    Trouble::reset_in_body(),
                    Trouble::corrupt_gzip(),
                ];
                service.trouble_randomly(8, 0.2, troubles)
            },
        ),
    ]
}

fn bodies() -> Vec<Case> {
    vec![
        Case::mended("a body that is cut off", Rows, 1, |service, _| {
            once(service, Trouble::cut_off())
        }),
        Case::mended(
            "a body that is cut off, on the second page",
            Rows,
            1,
            |service, _| second_page(service, Trouble::cut_off()),
        ),
        Case::mended(
            "a body that is cut off, of one page",
            Page,
            1,
            |service, _| once(service, Trouble::cut_off()),
        ),
        Case::told(
            "bodies that are always cut off",
            Page,
            (4, "the answer broke off"),
            |service, _| always(service, Trouble::cut_off()),
        ),
        Case::mended("`Content-Length` is too great", Rows, 1, |service, _| {
            once(service, Trouble::length_too_great())
        }),
        Case::told(
            "`Content-Length` is too small",
            Page,
            (4, "the answer broke off"),
            |service, _| always(service, Trouble::length_too_small()),
        ),
        Case::mended("gzip that is broken", Rows, 1, |service, _| {
            once(service, Trouble::corrupt_gzip())
        }),
        Case::mended("gzip that is cut off", Rows, 1, |service, _| {
            once(service, Trouble::cut_gzip())
        }),
        Case::told(
            "HTML with status 200",
            Rows,
            (1, "not JSON"),
            |service, _| once(service, Trouble::html()),
        ),
        Case::told("an empty body", Rows, (1, "empty body"), |service, _| {
            once(service, Trouble::empty_body())
        }),
        Case::told(
            "JSON that says it is something else",
            Rows,
            (1, "not JSON"),
            |service, _| once(service, Trouble::content_type("application/octet-stream")),
        ),
        Case::told(
            "an answer that is too long",
            Page,
            (1, "longer than 100 bytes"),
            |service, _| service,
        )
        .set_up(|client| client.max_response_bytes(100)),
        Case::told(
            "an item that is too long",
            Rows,
            (1, "longer than 10 bytes"),
            |service, _| service,
        )
        .set_up(|client| client.max_item_bytes(10)),
    ]
}

fn connections() -> Vec<Case> {
    vec![
        Case::mended("a reset before the head", Rows, 1, |service, _| {
            once(service, Trouble::reset())
        }),
        Case::mended("a reset within the body", Rows, 1, |service, _| {
            once(service, Trouble::reset_in_body())
        }),
        Case::mended(
            "a reset within the body, on the second page",
            Rows,
            1,
            |service, _| second_page(service, Trouble::reset_in_body()),
        ),
        Case::told(
            "resets, always",
            Entity,
            (4, "the request could not be sent"),
            |service, _| always(service, Trouble::reset()),
        ),
        Case::mended("silence", Rows, 1, |service, _| {
            once(service, Trouble::silence())
        }),
        Case::mended("a head that comes byte by byte", Rows, 1, |service, _| {
            once(service, Trouble::drip_head(Duration::from_millis(50)))
        }),
        Case::mended("a body that stops for ever", Rows, 1, |service, _| {
            once(service, Trouble::stop_in_body())
        }),
        Case::mended("an answer that is late", Rows, 1, |service, _| {
            once(service, Trouble::slow(LATE))
        }),
        Case::told(
            "silence, always, and a call may take a second",
            Page,
            (3, "time"),
            |service, _| always(service, Trouble::silence()),
        )
        .set_up(|client| client.call_timeout(Duration::from_secs(1))),
    ]
}

fn links() -> Vec<Case> {
    vec![
        Case::told(
            "a redirect to itself",
            Entity,
            (11, "more than 10 redirects"),
            |service, _| always(service, Trouble::redirect_to_itself()),
        ),
        Case::told(
            "redirects in a circle",
            Entity,
            (11, "more than 10 redirects"),
            |service, _| always(service, Trouble::redirect_in_circle()),
        ),
        Case::mended(
            "a redirect to another host, which sees no token",
            Entity,
            0,
            |service, other| once(service, Trouble::redirect(other)),
        )
        .elsewhere(1),
        Case::told(
            "a redirect of a change to another host",
            Insert,
            (1, "redirect"),
            |service, other| once(service, Trouble::redirect(other)),
        ),
        Case::told(
            "a next link that leads back",
            Rows,
            (1, "leads back"),
            |service, _| once(service, Trouble::next_link_loop()),
        )
        .behind(PAGE),
        Case::told(
            "a next link to another host",
            Rows,
            (1, "not a host of the service"),
            |service, _| {
                let page = json!({
                    "value": [{"fileName": "0.ps1"}],
                    "@odata.nextLink": "https://elsewhere.example/api/libraryfiles?$skiptoken=1"
                });
                once(service, Trouble::answer(Canned::json(&page)))
            },
        )
        .behind(1),
    ]
}

fn changes() -> Vec<Case> {
    vec![
        Case::mended("429, once", Insert, 1, |service, _| {
            once(service, Trouble::too_many_requests(Duration::ZERO))
        }),
        Case::told("500", Insert, (1, "500 Internal"), |service, _| {
            once(service, Trouble::server_error())
        }),
        Case::told(
            "503",
            Insert,
            (1, "503 Service Unavailable"),
            |service, _| once(service, Trouble::service_unavailable(Duration::ZERO)),
        ),
        Case::told(
            "the answer is cut off, the change is done",
            Insert,
            (1, "the answer broke off"),
            |service, _| once(service, Trouble::cut_off()),
        )
        .done(),
        Case::told(
            "the answer comes too late, the change is done",
            Insert,
            (1, "time ran out"),
            |service, _| once(service, Trouble::slow(LATE)),
        )
        .done(),
        Case::told(
            "a reset, the change is done",
            Insert,
            (1, "the request could not be sent"),
            |service, _| once(service, Trouble::reset()),
        )
        .done(),
        Case::mended("500, once", Delete, 1, |service, _| {
            once(service, Trouble::server_error())
        }),
        Case::mended(
            "the answer comes too late, the change is done",
            Delete,
            1,
            |service, _| once(service, Trouble::slow(LATE)),
        ),
    ]
}
