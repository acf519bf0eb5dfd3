//! Sends many requests to a service of which some are spoilt: `cargo xtask soak`.

mod client;
#[allow(dead_code)]
mod machines;
mod memory;
#[allow(dead_code)]
mod rows;
mod seconds;
mod server;
mod work;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

const SAMPLE: &str = include_str!("sample.json");
const METADATA: &str = include_str!("metadata.xml");

/// How many of everything there is at a time.
const CONCURRENCY: usize = 64;
/// The share of requests that are spoilt.
const FAULTS: f64 = 0.05;
/// The requests that the service lets through in any second, and that the client may send.
const CALLS_PER_SECOND: usize = 1_500;
/// What memory may grow by between the end of the warm-up and the end, in KiB.
const MOST_GROWTH: i64 = 4 * 1024;

const HELP: &str = "\
soak [--requests N] [--seed N]

  --requests N   at least so many requests (200000)
  --seed N       which of them are spoilt, and how (1)
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let numbers = match words.as_slice() {
        // The part that is a process of its own.
        ["serve", seed] => {
            server::serve(seed.parse().expect("a number"));
            return ExitCode::SUCCESS;
        }
        [] => Some((200_000, 1)),
        ["--requests", requests] => requests.parse().ok().map(|requests| (requests, 1)),
        ["--seed", seed] => seed.parse().ok().map(|seed| (200_000, seed)),
        ["--requests", requests, "--seed", seed] | ["--seed", seed, "--requests", requests] => {
            requests.parse().ok().zip(seed.parse().ok())
        }
        _ => None,
    };
    match numbers {
        Some((requests, seed)) => report(requests, seed),
        None => {
            eprint!("{HELP}");
            ExitCode::from(2)
        }
    }
}

fn report(requests: usize, seed: u64) -> ExitCode {
    let mut server = server::Served::start(seed);
    let work = Arc::new(work::Work::of(requests));
    println!(
        "{} passes over {} machines in pages of {}, and {} machines by key in each; {CONCURRENCY} at a time, \
         {:.0}% of all requests spoilt, at most {CALLS_PER_SECOND} requests in any second",
        work.passes,
        server::ROWS,
        server::PAGE,
        work::KEYS,
        FAULTS * 100.0,
    );
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let begin = Instant::now();
    let client = client::client(&server.address);
    let watched = memory::Watched::start(Arc::clone(&work), server.process());
    runtime.block_on(async {
        let workers: Vec<_> = (0..CONCURRENCY)
            .map(|_| tokio::spawn(work::worker(client.clone(), Arc::clone(&work))))
            .collect();
        for worker in workers {
            worker.await.expect("a worker that ends");
        }
    });
    let took = begin.elapsed().as_secs_f64();
    let [own, its] = watched.growth();
    let counts = server.counts();
    let number = |number: &std::sync::atomic::AtomicUsize| number.load(Ordering::Relaxed);
    let (delivered, twice) = (number(&work.delivered), number(&work.twice));
    let lost = work.expected() - delivered;
    println!(
        "  {took:.0} s, {:.0} requests a second; the fullest second had {}",
        counts.requests as f64 / took,
        counts.fullest
    );
    println!(
        "  {} of {} requests were spoilt ({:.2}%), {} calls failed in spite of all tries",
        counts.troubled,
        counts.requests,
        counts.troubled as f64 / counts.requests as f64 * 100.0,
        work.failures().len(),
    );
    for failure in work.failures().iter().take(5) {
        println!("    {failure}");
    }
    println!(
        "  memory, from the end of the warm-up to the end: this process {own}, the service's {its}"
    );
    println!(
        "soak: requests={} delivered={delivered} lost={lost} twice={twice} rss_growth_kib={} limit_breaches={}",
        counts.requests,
        own.kib.map_or("?".to_owned(), |kib| kib.to_string()),
        counts.over_limit,
    );
    let mut wrong = Vec::new();
    let mut holds = |held: bool, what: &str| {
        if !held {
            wrong.push(what.to_owned());
        }
    };
    holds(lost == 0 && twice == 0, "not every machine came once");
    holds(counts.over_limit == 0, "the limit was exceeded");
    holds(
        counts.requests >= requests as u64,
        "there were fewer requests than asked for",
    );
    holds(counts.troubled > 0, "no request was spoilt");
    match own.kib {
        Some(kib) => holds(kib <= MOST_GROWTH, "memory grew by more than 4 MiB"),
        None => holds(!cfg!(target_os = "linux"), "memory was not measured"),
    }
    for what in &wrong {
        eprintln!("{what}");
    }
    ExitCode::from(u8::from(!wrong.is_empty()))
}
