//! What a request takes, its answer read into a struct: ours, and reqwest with a serde derive of the same body.

use std::hint::black_box;

use tokio::runtime::Runtime;

use crate::client;
use crate::clock::{Took, median, timed};
use crate::derived::{Machine, Page};
use crate::machines::Defender;
use crate::server::FEW_ROWS;

/// How many requests a side sends in a round.
const REQUESTS: usize = 200;

/// The id in the URL; the server does not look at it.
const ID: &str = "35f666341a4ee878be934c63ed3da638365b9ac2";

#[derive(Clone, Copy)]
enum Side {
    Ours,
    Bare,
}

#[derive(Clone, Copy)]
enum Kind {
    One,
    Few,
}

/// What both sides need, made once.
struct Sides {
    /// One thread does all, so that the processor's time is known, and nothing is woken on another.
    runtime: Runtime,
    one: Defender,
    few: Defender,
    other: reqwest::Client,
    one_url: String,
    few_url: String,
}

impl Sides {
    fn new(address: &str) -> Self {
        let ours = |kind: &str| client::client(format!("http://{address}/{kind}/"));
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        Sides {
            runtime: runtime.enable_all().build().expect("a runtime"),
            one: ours("one"),
            few: ours("few"),
            other: reqwest::Client::new(),
            one_url: format!("http://{address}/one/machines('{ID}')"),
            few_url: format!("http://{address}/few/machines?$top={FEW_ROWS}"),
        }
    }

    fn round(&self, side: Side, kind: Kind, requests: usize) {
        self.runtime.block_on(async {
            for _ in 0..requests {
                match (side, kind) {
                    (Side::Ours, Kind::One) => {
                        let machine = self.one.machines().by_key(ID).send().await;
                        black_box(machine.expect("a machine"));
                    }
                    (Side::Bare, Kind::One) => {
                        let body = self.bare(&self.one_url).await;
                        let machine: Machine = serde_json::from_slice(&body).expect("a machine");
                        black_box(machine);
                    }
                    (Side::Ours, Kind::Few) => {
                        let page = self.few.machines().top(FEW_ROWS as u64).send().await;
                        assert_eq!(black_box(page.expect("a page")).items.len(), FEW_ROWS);
                    }
                    (Side::Bare, Kind::Few) => {
                        let body = self.bare(&self.few_url).await;
                        let page: Page = serde_json::from_slice(&body).expect("a page");
                        assert_eq!(black_box(page).value.len(), FEW_ROWS);
                    }
                }
            }
        });
    }

    async fn bare(&self, url: &str) -> bytes::Bytes {
        let answer = self.other.get(url).send().await.expect("an answer");
        let answer = answer.error_for_status().expect("a good one");
        answer.bytes().await.expect("a body")
    }

    /// Measures both sides; prints a line for each, and gives the greater of the ratios of their times.
    fn compare(&self, what: &str, kind: Kind, rounds: usize) -> f64 {
        let sides = [Side::Ours, Side::Bare];
        let mut took = [Vec::new(), Vec::new()];
        for side in sides {
            self.round(side, kind, REQUESTS);
        }
        for round in 0..rounds {
            // Who is first changes, so that what grows or falls with time is on both sides.
            let order = if round % 2 == 0 { [0, 1] } else { [1, 0] };
            for at in order {
                let (time, ()) = timed(|| self.round(sides[at], kind, REQUESTS));
                took[at].push(time);
            }
        }
        for (name, took) in ["odata", "reqwest and serde derive"].iter().zip(&took) {
            let us = |of: fn(&Took) -> f64| median(took.iter().map(of)) / REQUESTS as f64 * 1e6;
            println!(
                "  {what:12} {name:24} processor {:7.2}  latency {:7.2}",
                us(|took| took.cpu),
                us(|took| took.wall)
            );
        }
        let [ours, bare] = &took;
        let ratio = |of: fn(&Took) -> f64| {
            let pairs = ours.iter().zip(bare);
            median(pairs.map(|(ours, bare)| of(ours) / of(bare)))
        };
        let (cpu, wall) = (ratio(|took| took.cpu), ratio(|took| took.wall));
        let name = "ours / bare, by rounds";
        println!("  {what:12} {name:24} processor {cpu:7.3}  latency {wall:7.3}");
        cpu.max(wall)
    }
}

/// Prints the table; gives the greatest of the ratios of ours to the other.
pub fn measure(address: &str, rounds: usize) -> f64 {
    let sides = Sides::new(address);
    println!(
        "a request on a kept connection, {rounds} rounds of {REQUESTS}, the sides in turn; medians in microseconds a request"
    );
    let one = sides.compare("one machine", Kind::One, rounds);
    let few = sides.compare("a page of 5", Kind::Few, rounds);
    let greatest = one.max(few);
    println!(
        "  per_request_ratio is the greatest of these, ours / bare: {greatest:.3}; wanted: below 1.05\n"
    );
    greatest
}

/// One side over and over, for a profiler.
pub fn profile(address: &str, side: &str, kind: &str, requests: usize) -> Option<()> {
    let side = match side {
        "ours" => Side::Ours,
        "bare" => Side::Bare,
        _ => return None,
    };
    let kind = match kind {
        "one" => Kind::One,
        "few" => Kind::Few,
        _ => return None,
    };
    Sides::new(address).round(side, kind, requests);
    Some(())
}
