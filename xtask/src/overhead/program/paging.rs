//! A set that comes in pages: ours, and a loop over reqwest and a serde derive.

use std::hint::black_box;
use std::time::Instant;

use crate::client;
use crate::clock::median;
use crate::derived::Page;
use crate::server::PAGED_ROWS;
use crate::tally::Tally;

const ROUNDS: usize = 3;

/// That of a service in the same country, in milliseconds.
const LATENCY: u64 = 20;

/// Ratios of our time to the loop's, and how many rows were lost or came twice, on any side.
pub struct Paged {
    pub sequential: f64,
    pub look_ahead: f64,
    pub wrong: usize,
}

/// One way to read the set.
#[derive(Clone, Copy)]
enum Way {
    Bare,
    Ours {
        look_ahead: bool,
        read_ahead: Option<usize>,
    },
}

/// Prints the table.
pub fn measure(address: &str, pages: usize) -> Paged {
    println!(
        "{} machines in {pages} pages over HTTP/1.1; milliseconds a page, medians of {ROUNDS} runs, the sides in turn",
        pages * PAGED_ROWS
    );
    let in_turn = Way::Ours {
        look_ahead: false,
        read_ahead: None,
    };
    let ahead = Way::Ours {
        look_ahead: true,
        read_ahead: None,
    };
    let far_ahead = Way::Ours {
        look_ahead: true,
        read_ahead: Some(16 << 20),
    };
    let mut wrong = 0;
    let mut part = |latency: u64, ways: &[(&str, Way)]| {
        let mut times = vec![Vec::new(); ways.len()];
        for _ in 0..ROUNDS {
            for (times, (_, way)) in times.iter_mut().zip(ways) {
                let (ms, lost) = read(address, latency, pages, *way);
                times.push(ms);
                wrong += lost;
            }
        }
        let times: Vec<f64> = times.into_iter().map(median).collect();
        for (ms, (what, _)) in times.iter().zip(ways) {
            println!("  {latency:2} ms of latency  {ms:7.2}  {what}");
        }
        times
    };
    let bare = (
        "reqwest, `.bytes()`, serde derive, next link: a loop",
        Way::Bare,
    );
    let at_once = part(
        0,
        &[
            bare,
            ("`Rows`, look_ahead(false)", in_turn),
            ("`Rows` as they come", ahead),
        ],
    );
    let late = part(
        LATENCY,
        &[
            bare,
            ("`Rows`, look_ahead(false)", in_turn),
            ("`Rows` as they come: 4 MiB ahead, pages of 8 MB", ahead),
            ("`Rows`, read_ahead of a whole page", far_ahead),
        ],
    );
    let paged = Paged {
        sequential: at_once[1] / at_once[0],
        look_ahead: late[2] / late[0],
        wrong,
    };
    println!(
        "  paging_ratio, ours / bare, both one page after the other without latency: {:.3}\n  \
         lookahead_ratio, ours as they come / bare, under {LATENCY} ms: {:.3}; below 1 is faster than the loop\n",
        paged.sequential, paged.look_ahead
    );
    paged
}

/// Milliseconds a page, and how many rows were wrong.
fn read(address: &str, latency: u64, pages: usize, way: Way) -> (f64, usize) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let path = format!("/paged/{latency}/{pages}/");
    let mut tally = Tally::of(pages * PAGED_ROWS);
    let begin = Instant::now();
    runtime.block_on(async {
        match way {
            Way::Bare => bare(address, &path, &mut tally).await,
            Way::Ours {
                look_ahead,
                read_ahead,
            } => {
                ours(address, &path, look_ahead, read_ahead, &mut tally).await;
            }
        }
    });
    (
        begin.elapsed().as_secs_f64() * 1e3 / pages as f64,
        tally.wrong(),
    )
}

async fn bare(address: &str, path: &str, tally: &mut Tally) {
    let client = reqwest::Client::new();
    let mut next = Some(format!("{path}machines"));
    while let Some(path) = next {
        let answer = client.get(format!("http://{address}{path}")).send().await;
        let answer = answer
            .and_then(reqwest::Response::error_for_status)
            .expect("an answer");
        let body = answer.bytes().await.expect("a body");
        let page: Page = serde_json::from_slice(&body).expect("a page");
        for machine in page.value {
            tally.add(&machine.id);
            black_box(machine);
        }
        next = page.next_link;
    }
}

async fn ours(
    address: &str,
    path: &str,
    look_ahead: bool,
    read_ahead: Option<usize>,
    tally: &mut Tally,
) {
    let defender = client::client(format!("http://{address}{path}"));
    let mut machines = defender.machines().stream().look_ahead(look_ahead);
    if let Some(bytes) = read_ahead {
        machines = machines.read_ahead(bytes);
    }
    while let Some(machine) = machines.next().await {
        let machine = machine.expect("a machine");
        tally.add(&machine.id);
        black_box(machine);
    }
}
