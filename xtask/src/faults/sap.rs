//! Faults of mock-sap, which nobody here wrote: it fails by rules that it is given, and wants tokens of three seconds.

use std::error::Error;
use std::time::{Duration, Instant};

use bytes::Bytes;
use odata::transport::{RequestBody, Transport as _};
use odata::{Changes, ClientBuilder, ClientCredentials, ReqwestTransport, Retry};
use odata_tests::mock_sap::{MockSapClient, ProductType};
use odata_tests::servers::{MockSap, Running};
use serde_json::{Value as Json, json};

use super::cases::PATIENCE;
use super::report::Report;

const TOKEN_SECONDS: u32 = 3;

struct Case {
    fault: &'static str,
    rule: Json,
    /// How many requests it takes.
    requests: usize,
    /// What the error says, if there is one.
    error: Option<&'static str>,
}

impl Case {
    fn mended(fault: &'static str, requests: usize, rule: Json) -> Self {
        Case {
            fault,
            rule,
            requests,
            error: None,
        }
    }

    fn told(fault: &'static str, (requests, error): (usize, &'static str), rule: Json) -> Self {
        Case {
            error: Some(error),
            ..Case::mended(fault, requests, rule)
        }
    }
}

fn cases() -> Vec<Case> {
    vec![
        Case::mended(
            "mock-sap: a token that has ended",
            2,
            json!({"scenario": "expired-token", "count": 1}),
        ),
        Case::told(
            "mock-sap: 401, always",
            (2, "401 Unauthorized"),
            json!({"scenario": "auth"}),
        ),
        Case::told(
            "mock-sap: no authorization",
            (1, "403 Forbidden"),
            json!({"scenario": "forbidden"}),
        ),
        Case::mended(
            "mock-sap: an exception, once",
            2,
            json!({"scenario": "error", "count": 1}),
        ),
        Case::told(
            "mock-sap: exceptions, always",
            (4, "/IWBEP/CX_MGW_TECH_EXCEPTION"),
            json!({"scenario": "error"}),
        ),
        Case::mended(
            "mock-sap: 503, twice",
            3,
            json!({"status": 503, "count": 2}),
        ),
        Case::told(
            "mock-sap: busy, `Retry-After: 30`",
            (1, "No dialog work process available"),
            json!({"scenario": "busy"}),
        ),
        Case::mended(
            "mock-sap: 504, once, late",
            2,
            json!({"status": 504, "delay_ms": 50, "count": 1}),
        ),
        Case::mended(
            "mock-sap: an answer that is late",
            2,
            json!({"scenario": "slow", "count": 1}),
        ),
        Case::told(
            "mock-sap: locked by another user",
            (1, "423 Locked"),
            json!({"scenario": "lock"}),
        ),
    ]
}

/// Lets the client meet them, where the server can be run.
pub(super) async fn meet(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let Some(server) = MockSap::start(TOKEN_SECONDS) else {
        return Ok(());
    };
    for case in cases() {
        // One of its own: what the service asks for of one client holds for all of its requests.
        let client = client(&server)?;
        say(&server, &case.rule).await?;
        let before = answered(&server)?.len();
        let page = client.product().top(5).send().await;
        let requests = requests(&server, before, case.requests).await?;
        let got = match &page {
            Ok(page) => format!("{} rows", page.items.len()),
            Err(error) => format!("`{}`", without_root(&error.to_string(), &server)),
        };
        let said = match (&page, case.error) {
            (Ok(page), None) => page.items.len() == 5,
            (Err(error), Some(expected)) => error.to_string().contains(expected),
            _ => false,
        };
        let mut wrong = Vec::new();
        if !said {
            wrong.push(format!("it says {got}"));
        }
        if requests != case.requests {
            wrong.push(format!("{requests} requests, not {}", case.requests));
        }
        report.met(&[case.fault, "a page", &got, &requests.to_string()], wrong);
        server.ask("DELETE", "_mock/faults")?;
    }
    let client = client(&server)?;
    taken_back(&server, &client, report).await?;
    forged(&server, report).await?;
    tokens_end(&server, &client, report).await
}

/// How many requests there were since then. The server writes one down when it has answered it, which may be late.
async fn requests(
    server: &Running,
    before: usize,
    expected: usize,
) -> Result<usize, Box<dyn Error>> {
    let mut requests = 0;
    for _ in 0..50 {
        requests = answered(server)?.len() - before;
        if requests >= expected {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(requests)
}

fn client(server: &Running) -> Result<MockSapClient, Box<dyn Error>> {
    Ok(builder(server)?.build()?)
}

fn builder(server: &Running) -> Result<ClientBuilder<MockSapClient>, Box<dyn Error>> {
    let (id, secret) = MockSap::CLIENT;
    let tokens = format!("{}{}", server.url(), MockSap::TOKENS);
    let quick = Retry::default()
        .waits(Duration::from_millis(5), Duration::from_millis(20))
        .longest_retry_after(Duration::from_secs(1));
    Ok(MockSapClient::builder()
        .base_url(format!("{}{}", server.url(), MockSap::PRODUCTS))
        .credential(ClientCredentials::new(&tokens, id, secret)?)
        .transport(ReqwestTransport::new()?.read_timeout(4 * PATIENCE))
        .retry(quick))
}

/// All tokens are taken back.
async fn taken_back(
    server: &Running,
    client: &MockSapClient,
    report: &mut Report,
) -> Result<(), Box<dyn Error>> {
    client.product().top(1).send().await?;
    server.ask("DELETE", "_mock/tokens")?;
    let before = answered(server)?.len();
    let page = client.product().top(5).send().await;
    let requests = answered(server)?.len() - before;
    let mut wrong = Vec::new();
    if let Err(error) = page {
        wrong.push(error.to_string());
    }
    if requests != 2 {
        wrong.push(format!("{requests} requests, not 2"));
    }
    report.met(
        &[
            "mock-sap: tokens that were taken back",
            "a page",
            "5 rows",
            &requests.to_string(),
        ],
        wrong,
    );
    Ok(())
}

/// The session of a token against forged requests is over.
async fn forged(server: &Running, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let client = builder(server)?.csrf_tokens().build()?;
    let product = |id: &str| {
        let new = Changes::new().set(ProductType::PRODUCT, id);
        client.product().insert(&new)
    };
    product("FORGED1").send().await?;
    say(server, &json!({"scenario": "csrf", "count": 1})).await?;
    let before = answered(server)?.len();
    let made = product("FORGED2").send().await;
    let requests = requests(server, before, 2).await?;
    let mut wrong = Vec::new();
    if let Err(error) = made {
        wrong.push(error.to_string());
    }
    if requests != 2 {
        wrong.push(format!("{requests} requests, not 2"));
    }
    let fault = "mock-sap: `X-CSRF-Token: Required`, the session is over";
    report.met(
        &[fault, "an insert", "inserted once", &requests.to_string()],
        wrong,
    );
    server.ask("DELETE", "_mock/faults")?;
    Ok(())
}

/// Tokens end while pages are asked for.
async fn tokens_end(
    server: &Running,
    client: &MockSapClient,
    report: &mut Report,
) -> Result<(), Box<dyn Error>> {
    let (start, before) = (Instant::now(), answered(server)?);
    let (mut pages, mut wrong) = (0, Vec::new());
    while start.elapsed() < Duration::from_secs(u64::from(2 * TOKEN_SECONDS) + 1) {
        match client.product().top(1).send().await {
            Ok(page) if page.items.len() == 1 => pages += 1,
            Ok(page) => wrong.push(format!("{} rows", page.items.len())),
            Err(error) => wrong.push(error.to_string()),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let after = answered(server)?;
    let refused = |answers: &[u64]| answers.iter().filter(|status| **status == 401).count();
    let (requests, refused) = (
        after.len() - before.len(),
        refused(&after) - refused(&before),
    );
    if requests != pages + refused {
        wrong.push(format!(
            "{requests} requests for {pages} pages, {refused} refused"
        ));
    }
    report.met(
        &[
            "mock-sap: tokens that end every three seconds",
            "pages, for seven seconds",
            "all of them",
            "one for each",
        ],
        wrong,
    );
    Ok(())
}

async fn say(server: &Running, rule: &Json) -> Result<(), Box<dyn Error>> {
    let mut rule = rule.clone();
    rule["match"] = json!("/Product");
    let request = http::Request::post(format!("{}_mock/faults", server.url()))
        .header("content-type", "application/json")
        .body(RequestBody::from(Bytes::from(rule.to_string())))?;
    let answer = ReqwestTransport::new()?.send(request).await?;
    match answer.status().is_success() {
        true => Ok(()),
        false => Err(format!("mock-sap takes no rule: {}", answer.status()).into()),
    }
}

/// The status of each answer to a question for products, by the server's own log.
fn answered(server: &Running) -> Result<Vec<u64>, Box<dyn Error>> {
    let (_, body) = server.get("_mock/requests?limit=10000")?;
    let log: Json = serde_json::from_str(&body)?;
    let requests = log["results"].as_array().ok_or("mock-sap has no log")?;
    let of_products = requests.iter().filter(|request| {
        let path = request["path"].as_str();
        path.is_some_and(|path| path.ends_with("/Product"))
    });
    Ok(of_products
        .filter_map(|request| request["status"].as_u64())
        .collect())
}

fn without_root(text: &str, server: &Running) -> String {
    let text = text
        .replace(server.url(), "/")
        .replace(MockSap::PRODUCTS, "");
    super::ask::without_times(&text)
}
