//! What the generated client takes beside reqwest and serde: `cargo xtask overhead`.

mod client;
mod clock;
#[allow(dead_code)]
mod derived;
#[allow(dead_code)]
mod machines;
mod paging;
mod requests;
#[allow(dead_code)]
mod rows;
mod server;
mod tally;

use std::process::ExitCode;

const SAMPLE: &str = include_str!("sample.json");

const HELP: &str = "\
overhead [--quick] [--rounds N] [--pages N]

  --quick      5 rounds of requests, 10 pages
  --rounds N   how often both sides of a request are measured (101)
  --pages N    how many pages of 10,000 rows the paged set has (100)

overhead profile ours|bare one|few N
               N requests and nothing else, for a profiler
";

/// How much is measured.
struct Extent {
    rounds: usize,
    pages: usize,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        // The part that is a process of its own.
        ["serve"] => {
            server::serve(SAMPLE);
            Some(ExitCode::SUCCESS)
        }
        ["profile", side, kind, requests] => profile(side, kind, requests),
        options => extent(options).map(|extent| report(&extent)),
    };
    done.unwrap_or_else(|| {
        eprint!("{HELP}");
        ExitCode::from(2)
    })
}

fn extent(words: &[&str]) -> Option<Extent> {
    let mut extent = Extent {
        rounds: 101,
        pages: 100,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut number = || words.next()?.parse().ok().filter(|number| *number > 0);
        match *word {
            "--quick" => (extent.rounds, extent.pages) = (5, 10),
            "--rounds" => extent.rounds = number()?,
            "--pages" => extent.pages = number()?,
            _ => return None,
        }
    }
    Some(extent)
}

fn profile(side: &str, kind: &str, requests: &str) -> Option<ExitCode> {
    let server = server::Served::start();
    requests::profile(&server.address, side, kind, requests.parse().ok()?)?;
    Some(ExitCode::SUCCESS)
}

fn report(extent: &Extent) -> ExitCode {
    let server = server::Served::start();
    let per_request = requests::measure(&server.address, extent.rounds);
    let paged = paging::measure(&server.address, extent.pages);
    println!(
        "overhead: per_request_ratio={per_request:.3} paging_ratio={:.3} lookahead_ratio={:.3}",
        paged.sequential, paged.look_ahead
    );
    // How fast it is depends on who else uses the machine; which rows come does not.
    if paged.wrong > 0 {
        eprintln!("{} rows were lost or came twice", paged.wrong);
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
