//! How long each side takes for the same bytes.

use std::any::Any;
use std::future::Future;
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use bytes::Bytes;
use serde::de::DeserializeSeed;

use crate::derived::{Each, Page};
use crate::{rows, served};

const ROUNDS: usize = 40;

/// Reads a page and gives what was kept of it, which is dropped when the clock has stopped, and how many rows there were.
type Run = fn(&Bytes) -> (Box<dyn Any>, usize);

/// A side: what it is, and one run of it over a page.
struct Side {
    name: &'static str,
    what: &'static str,
    run: Run,
    /// Until all is read, and until all is dropped again.
    seconds: Vec<f64>,
    dropped: Vec<f64>,
}

const SIDES: [(&str, &str, Run); 7] = [
    (
        "ours",
        "odata: `Query::send`, a Vec of generated Machine",
        ours,
    ),
    (
        "ours_streamed",
        "odata: `Query::stream`, each Machine dropped before the next",
        ours_streamed,
    ),
    (
        "derive",
        "serde_json::from_slice to a Vec of derived structs",
        derive,
    ),
    (
        "derive_streamed",
        "serde_json, derived structs one by one, by a visitor written by hand",
        derive_streamed,
    ),
    (
        "sonic",
        "sonic_rs::from_slice to a Vec of the same derived structs",
        sonic,
    ),
    (
        "sonic_value",
        "sonic_rs::from_slice to sonic_rs::Value",
        sonic_value,
    ),
    (
        "value",
        "serde_json::from_slice to serde_json::Value",
        value,
    ),
];

/// Nothing here waits.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing is waited for"),
    }
}

fn ours(page: &Bytes) -> (Box<dyn Any>, usize) {
    let page = ready(served::client(page.clone()).machines().send()).expect("a page");
    let count = page.items.len();
    (Box::new(page), count)
}

fn ours_streamed(page: &Bytes) -> (Box<dyn Any>, usize) {
    ready(async {
        let mut rows = served::client(page.clone()).machines().stream();
        let mut count = 0;
        while let Some(row) = rows.next().await {
            black_box(row.expect("a row"));
            count += 1;
        }
        (Box::new(()) as Box<dyn Any>, count)
    })
}

fn derive(page: &Bytes) -> (Box<dyn Any>, usize) {
    let page: Page = serde_json::from_slice(page).expect("a page");
    let count = page.value.len();
    (Box::new(page), count)
}

fn derive_streamed(page: &Bytes) -> (Box<dyn Any>, usize) {
    let mut count = 0;
    let mut each = |row| {
        black_box(row);
        count += 1;
    };
    let mut json = serde_json::Deserializer::from_slice(page);
    Each(&mut each).deserialize(&mut json).expect("a page");
    (Box::new(()), count)
}

fn sonic(page: &Bytes) -> (Box<dyn Any>, usize) {
    let page: Page = sonic_rs::from_slice(page).expect("a page");
    let count = page.value.len();
    (Box::new(page), count)
}

fn sonic_value(page: &Bytes) -> (Box<dyn Any>, usize) {
    use sonic_rs::{JsonContainerTrait, JsonValueTrait};
    let page: sonic_rs::Value = sonic_rs::from_slice(page).expect("a page");
    let count = page
        .get("value")
        .and_then(|rows| rows.as_array())
        .map_or(0, |rows| rows.len());
    (Box::new(page), count)
}

fn value(page: &Bytes) -> (Box<dyn Any>, usize) {
    let page: serde_json::Value = serde_json::from_slice(page).expect("a page");
    let count = page["value"].as_array().map_or(0, Vec::len);
    (Box::new(page), count)
}

/// Seconds of the processor that this thread has taken, so that others who use it do not count.
#[cfg(unix)]
fn cpu() -> f64 {
    use nix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("a clock");
    time.tv_sec() as f64 + time.tv_nsec() as f64 / 1e9
}

/// Seconds that have passed.
#[cfg(not(unix))]
fn cpu() -> f64 {
    static BEGIN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    BEGIN.elapsed().as_secs_f64()
}

/// The medians of each side in seconds of the processor: until all is read, and until all is dropped again.
pub fn measure(sample: &str, count: usize, shuffled: bool) -> Vec<(&'static str, f64, f64)> {
    let page = Bytes::from(rows::page(sample, count, shuffled));
    let mut sides = SIDES.map(|(name, what, run)| Side {
        name,
        what,
        run,
        seconds: Vec::new(),
        dropped: Vec::new(),
    });
    // One after the other in each round, so that what disturbs one disturbs all.
    for _ in 0..ROUNDS {
        for side in &mut sides {
            let begin = cpu();
            let (kept, read) = (side.run)(&page);
            side.seconds.push(cpu() - begin);
            drop(kept);
            side.dropped.push(cpu() - begin);
            assert_eq!(read, count, "{} reads another number of rows", side.name);
        }
    }
    let order = if shuffled {
        "each row's members in another order"
    } else {
        "members as the sample has them"
    };
    println!(
        "{count} machines, {:.2} MB, {order}; seconds of the processor; median of {ROUNDS} runs, the sides in turn",
        page.len() as f64 / 1e6
    );
    let times = sides.map(|mut side| {
        side.seconds.sort_by(f64::total_cmp);
        side.dropped.sort_by(f64::total_cmp);
        let median = side.seconds[ROUNDS / 2];
        let least = side.seconds[0];
        let speed = page.len() as f64 / 1e6 / median;
        println!(
            "  {:16} {:7.2} ms (least {:6.2}; {:6.2} with its drop)  {speed:5.0} MB/s  {}",
            side.name,
            median * 1e3,
            least * 1e3,
            side.dropped[ROUNDS / 2] * 1e3,
            side.what
        );
        (side.name, median, side.dropped[ROUNDS / 2])
    });
    println!();
    times.to_vec()
}

/// One side over and over, for a profiler.
pub fn profile(sample: &str, name: &str, count: usize, times: usize, shuffled: bool) {
    let page = Bytes::from(rows::page(sample, count, shuffled));
    let (_, _, run) = SIDES
        .into_iter()
        .find(|(known, _, _)| *known == name)
        .expect("a side");
    for _ in 0..times {
        run(&page);
    }
}

/// Seconds to stream one page that is in memory.
pub fn streamed_once() -> f64 {
    let page = Bytes::from(rows::page(crate::SAMPLE, crate::ROWS, false));
    let begin = Instant::now();
    ours_streamed(&page);
    begin.elapsed().as_secs_f64()
}
