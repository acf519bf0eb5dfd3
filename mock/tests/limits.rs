//! What the service refuses, what it draws by lot, and what it keeps of all that.

mod common;

use std::time::{Duration, Instant};

use common::{get, in_process, service};
use odata_mock::{MockService, Trouble};

async fn status(service: &MockService, target: &str) -> u16 {
    in_process(service, "GET", target, &[], b"").await.0.status
}

#[tokio::test]
async fn a_limit_holds_for_every_span_of_its_length() {
    let per = Duration::from_millis(200);
    let service = service().rate_limit(5, per);
    let server = service.serve().await.unwrap();
    let start = Instant::now();
    while start.elapsed() < 4 * per {
        let answer = get(&server, "files").await;
        if answer.status == 429 {
            assert_eq!(answer.header("retry-after"), "1");
            tokio::time::sleep(per / 20).await;
        }
    }
    let seen = service.requests();
    let counts = service.counts();
    assert_eq!(counts.requests, seen.len() as u64);
    assert!(counts.over_limit > 0);
    // By the log alone: so many were let through, and never more in any span.
    let through = counts.requests - counts.over_limit;
    let spans = 1 + (seen.last().unwrap().arrived - seen[0].arrived).as_millis() / per.as_millis();
    assert!(
        u128::from(through) <= 5 * spans && through > 5,
        "{through} in {spans}"
    );
    assert!(seen.is_sorted_by_key(|request| request.arrived));
}

#[tokio::test]
async fn a_request_has_to_be_within_all_limits() {
    let hour = Duration::from_secs(3600);
    let is_file = |request: &odata_mock::SeenRequest| request.path().contains("/files");
    let service = service()
        .rate_limit(4, hour)
        .rate_limit_when(is_file, 2, hour);
    let mut statuses = Vec::new();
    for path in [
        "files",
        "files('c.ps1')",
        "files",
        "builds",
        "machines",
        "machines",
    ] {
        statuses.push(status(&service, &format!("/api/{path}")).await);
    }
    // The third takes no place of the larger limit.
    assert_eq!(statuses, [200, 200, 429, 200, 200, 429]);
    assert_eq!(service.counts().over_limit, 2);
    let (answer, _) = in_process(&service, "GET", "/api/builds", &[], b"").await;
    assert_eq!(answer.header("retry-after"), "3600");
    assert_eq!(answer.json()["error"]["code"], "TooManyRequests");
}

#[tokio::test]
async fn a_share_of_requests_is_drawn_from_a_seed() {
    let drawn = |seed: u64, share: f64| async move {
        let troubles = vec![Trouble::server_error(), Trouble::unauthorized()];
        let service = service().trouble_randomly(seed, share, troubles);
        let mut statuses = Vec::new();
        for _ in 0..400 {
            statuses.push(status(&service, "/api/machines(7)").await);
        }
        let troubled = statuses.iter().filter(|status| **status != 200).count();
        assert_eq!(service.counts().troubled, troubled as u64);
        (statuses, troubled)
    };
    let (first, troubled) = drawn(1, 0.25).await;
    assert!((60..140).contains(&troubled), "{troubled}");
    assert!(first.contains(&500) && first.contains(&401));
    assert_eq!(drawn(1, 0.25).await.0, first);
    assert_ne!(drawn(2, 0.25).await.0, first);
    assert_eq!(drawn(1, 0.0).await.1, 0);
    assert_eq!(drawn(1, 1.0).await.1, 400);
    let none = service().trouble_randomly(1, 1.0, Vec::new());
    assert_eq!(status(&none, "/api/files").await, 200);
}

#[tokio::test]
async fn the_log_is_as_long_as_it_may_be() {
    let service = service();
    for at in 0..5 {
        status(&service, &format!("/api/files?$top={at}")).await;
    }
    assert_eq!(service.requests().len(), 5);
    let service = service.keep_requests(2);
    let queries = |service: &MockService| -> Vec<String> {
        let seen = service.requests();
        seen.iter().map(|one| one.query().to_owned()).collect()
    };
    assert_eq!(queries(&service), ["$top=3", "$top=4"]);
    status(&service, "/api/files?$top=5").await;
    assert_eq!(queries(&service), ["$top=4", "$top=5"]);
    let service = service.keep_requests(0);
    status(&service, "/api/files").await;
    assert!(service.requests().is_empty());
    assert_eq!(
        (service.counts().requests, service.counts().troubled),
        (7, 0)
    );
}
