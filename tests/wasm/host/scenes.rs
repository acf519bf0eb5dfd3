//! What is played, and what must come of it.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

use odata_mock::{MockError, MockService, SeenRequest, TokenEndpoint, Trouble};
use serde_json::{Value, json};

use crate::node::Node;

const METADATA: &str = include_str!("../service/metadata.xml");

pub struct Scene {
    pub name: &'static str,
    /// The service, or how it fails.
    service: fn(MockService) -> Result<MockService, MockError>,
    said: &'static str,
    /// How many programs play it, one after the other, and how many requests they send together.
    programs: usize,
    requests: usize,
    check: fn(&[SeenRequest], Duration) -> bool,
}

impl Scene {
    /// Plays it.
    ///
    /// # Errors
    /// Says what was otherwise.
    pub async fn play(&self, node: &Node) -> Result<(), String> {
        let service = station()
            .and_then(self.service)
            .map_err(|error| error.to_string())?;
        let server = service.serve().await.map_err(|error| error.to_string())?;
        let start = Instant::now();
        for _ in 0..self.programs {
            let said = node.play(self.name, &server.url()).await?;
            if !said.contains(self.said) {
                return Err(format!("said `{said}`, wanted `{}`", self.said));
            }
        }
        let seen: Vec<_> = service.requests();
        let calls = seen
            .iter()
            .filter(|request| request.path().starts_with("/api/"))
            .count();
        if calls != self.requests {
            return Err(format!("{calls} requests, wanted {}", self.requests));
        }
        match (self.check)(&seen, start.elapsed()) {
            true => Ok(()),
            false => Err(format!("not as it should be: {seen:?}")),
        }
    }
}

fn station() -> Result<MockService, MockError> {
    let readings: Vec<Value> = (1..=7)
        .map(|id| {
            json!({"id": id, "place": "Bonn", "value": 10 * id, "taken": "2026-11-30T12:00:00.5Z"})
        })
        .collect();
    Ok(MockService::from_csdl(METADATA)?
        .entity_set("readings", readings.into())?
        .entity_set("photos", json!([{"id": 1}, {"id": 2}]))?
        .media("photos(2)", "image/png", vec![7; 100_000])?
        .page_size(2))
}

/// What the rows say when nothing is lost.
const ROWS: &str = "7=70 6=60 5=50 4=40 3=30";

fn ids(seen: &[SeenRequest]) -> Vec<&str> {
    let ids = seen
        .iter()
        .map(|request| request.header("repeatability-request-id"));
    ids.flatten().collect()
}

pub fn all() -> Vec<Scene> {
    let usual = Scene {
        name: "",
        service: Ok,
        said: ROWS,
        programs: 1,
        requests: 3,
        check: |_, _| true,
    };
    vec![
        Scene {
            name: "rows in pages",
            ..usual
        },
        Scene {
            name: "rows, packed",
            service: |service| Ok(service.gzip()),
            ..usual
        },
        Scene {
            name: "a service that is busy",
            service: |service| {
                let busy = Trouble::too_many_requests(Duration::from_secs(1));
                Ok(service.trouble_once(busy))
            },
            requests: 4,
            check: |_, took| took >= Duration::from_secs(1),
            ..usual
        },
        Scene {
            name: "a page that breaks off",
            service: |service| Ok(service.trouble_once(Trouble::cut_off())),
            requests: 4,
            ..usual
        },
        Scene {
            name: "a connection that breaks off",
            service: |service| Ok(service.trouble_once(Trouble::reset())),
            requests: 4,
            ..usual
        },
        Scene {
            name: "a page that is cut as it is packed",
            service: |service| Ok(service.gzip().trouble_once(Trouble::cut_gzip())),
            requests: 4,
            ..usual
        },
        Scene {
            name: "a deadline",
            service: |service| Ok(service.trouble_once(Trouble::slow(Duration::from_secs(20)))),
            said: "the whole call had 300ms",
            requests: 1,
            check: |_, took| took < Duration::from_secs(15),
            ..usual
        },
        Scene {
            name: "a limit of the service's",
            service: |service| Ok(service.rate_limit(2, Duration::from_secs(1))),
            requests: 4,
            ..usual
        },
        Scene {
            name: "tokens",
            service: |service| {
                let endpoint = TokenEndpoint::new("contoso.onmicrosoft.com", "an-app", "a secret");
                let service = service.token_endpoint(endpoint);
                let met = AtomicBool::new(false);
                let on_the_way = move |request: &SeenRequest| {
                    request.query().contains("skiptoken") && !met.swap(true, Relaxed)
                };
                Ok(service.trouble_when(on_the_way, Trouble::unauthorized()))
            },
            requests: 4,
            check: |seen, _| seen.len() == 6,
            ..usual
        },
        Scene {
            name: "one row of many",
            said: "Some(1)",
            requests: 1,
            ..usual
        },
        Scene {
            name: "one entity",
            said: "Bonn 2026-11-30T12:00:00.5Z",
            requests: 1,
            ..usual
        },
        Scene {
            name: "an insert",
            said: "50 Köln",
            requests: 1,
            ..usual
        },
        Scene {
            name: "an insert that is answered late",
            service: |service| {
                let late = Trouble::reset_in_body();
                Ok(service
                    .repeatable(Duration::from_secs(60))
                    .trouble_once(late))
            },
            said: "50 Köln",
            requests: 2,
            check: |seen, _| matches!(ids(seen)[..], [one, two] if one == two && one.len() == 36),
            ..usual
        },
        Scene {
            name: "two programs that change something",
            service: |service| Ok(service.repeatable(Duration::from_secs(60))),
            said: "done",
            programs: 2,
            requests: 2,
            check: |seen, _| matches!(ids(seen)[..], [one, two] if one != two),
            ..usual
        },
        Scene {
            name: "an upload",
            said: "done",
            requests: 1,
            check: |seen, _| seen.iter().all(|request| *request.body == *b"onetwosix"),
            ..usual
        },
        Scene {
            name: "a download",
            said: "100000",
            requests: 1,
            ..usual
        },
        Scene {
            name: "a batch",
            said: "3 and 2",
            requests: 1,
            ..usual
        },
    ]
}
