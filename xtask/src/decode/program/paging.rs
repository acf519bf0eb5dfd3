//! Milliseconds a page under a latency that the server adds: ours, and loops that others write.

use std::time::Instant;

use crate::derived::Page;
use crate::machines::Defender;
use crate::server::{PAGED_ROWS, PAGES, Served};

const LATENCY: u64 = 20;
const ROUNDS: usize = 3;

/// Prints the table. The latency is that of a service in the same country.
pub fn measure() {
    let server = Served::start();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let ms = |what: &dyn Fn() -> f64| {
        let mut all: Vec<f64> = (0..ROUNDS).map(|_| what()).collect();
        all.sort_by(f64::total_cmp);
        all[ROUNDS / 2]
    };
    let address = &server.address;
    let raw = ms(&|| runtime.block_on(raw(address, 0)));
    let decode = ms(&|| crate::speed::streamed_once() * 1e3);
    let latency = LATENCY as f64;
    let bound = (latency + raw).max(decode);
    println!(
        "ms per page of {PAGED_ROWS} machines, {PAGES} pages over HTTP/1.1, {LATENCY} ms of latency; median of {ROUNDS} runs"
    );
    let line = |what: &str, ms: f64| println!("  {ms:6.1}  {what}");
    line("raw bodies without latency, nothing decoded: transfer", raw);
    line("one page in memory, streamed: decode and consumer", decode);
    line(
        "the bound: max(latency + transfer, decode + consumer)",
        bound,
    );
    line(
        "reqwest, `.bytes()`, serde derive, next link: a loop",
        ms(&|| runtime.block_on(sequential(address))),
    );
    let ours = |link: &'static str, look_ahead: bool, read_ahead: Option<usize>| {
        ms(&|| runtime.block_on(ours(address, link, look_ahead, read_ahead)))
    };
    line("`Rows`, look_ahead(false)", ours("tail", false, None));
    line(
        "`Rows` as they come: 4 MiB ahead, the link at the tail of 8 MB",
        ours("tail", true, None),
    );
    line(
        "`Rows`, read_ahead of a whole page, the link at the tail",
        ours("tail", true, Some(16 << 20)),
    );
    line(
        "`Rows` as they come, the link at the head",
        ours("head", true, None),
    );
    println!();
}

fn per_page(begin: Instant) -> f64 {
    begin.elapsed().as_secs_f64() * 1e3 / PAGES as f64
}

async fn raw(address: &str, latency: u64) -> f64 {
    let client = reqwest::Client::new();
    let begin = Instant::now();
    for page in 0..PAGES {
        let url = format!("http://{address}/paged/{latency}/tail/machines?page={page}");
        let body = client
            .get(url)
            .send()
            .await
            .expect("an answer")
            .bytes()
            .await
            .expect("a body");
        std::hint::black_box(body);
    }
    per_page(begin)
}

async fn sequential(address: &str) -> f64 {
    let client = reqwest::Client::new();
    let begin = Instant::now();
    let mut next = Some(format!("/paged/{LATENCY}/tail/machines?page=0"));
    let mut count = 0;
    while let Some(path) = next {
        let answer = client
            .get(format!("http://{address}{path}"))
            .send()
            .await
            .expect("an answer");
        let page: Page =
            serde_json::from_slice(&answer.bytes().await.expect("a body")).expect("a page");
        for machine in page.value {
            std::hint::black_box(machine);
            count += 1;
        }
        next = page.next_link;
    }
    assert_eq!(count, PAGES * PAGED_ROWS);
    per_page(begin)
}

async fn ours(address: &str, link: &str, look_ahead: bool, read_ahead: Option<usize>) -> f64 {
    let defender = Defender::builder()
        .base_url(format!("http://{address}/paged/{LATENCY}/{link}/"))
        .documented_limits(false)
        .build()
        .expect("a client");
    let begin = Instant::now();
    let mut machines = defender.machines().stream().look_ahead(look_ahead);
    if let Some(bytes) = read_ahead {
        machines = machines.read_ahead(bytes);
    }
    let mut count = 0;
    while let Some(machine) = machines.next().await {
        std::hint::black_box(machine.expect("a machine"));
        count += 1;
    }
    assert_eq!(count, PAGES * PAGED_ROWS);
    per_page(begin)
}
