//! Reads pages of Defender's machines with the generated client and with others: `cargo xtask decode`.

mod derived;
#[allow(dead_code)]
mod machines;
mod memory;
mod paging;
mod rows;
mod served;
mod server;
mod speed;

use std::process::ExitCode;

const ROWS: usize = 10_000;
const SAMPLE: &str = include_str!("sample.json");

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => return report(),
        ["speed"] => drop(speeds()),
        ["memory"] => drop(memory::measure()),
        ["paging"] => paging::measure(),
        // The parts that are processes of their own.
        ["serve"] => server::serve(SAMPLE),
        ["stream", address, coding, rows] => memory::stream(address, coding, rows),
        ["profile", side, times, order @ ..] => {
            let times = times.parse().expect("how many times");
            speed::profile(SAMPLE, side, ROWS, times, *order == ["shuffled"]);
        }
        _ => {
            eprintln!("decode [speed | memory | paging]: parts of the report");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

/// How many times as fast as the other a side is, by the names of both: in order, and with the drop of what was read. Who streams drops each
/// row before the next, so that the other's drop counts too where it is compared with that.
fn speeds() -> impl Fn(bool, bool, &str, &str) -> f64 {
    let plain = speed::measure(SAMPLE, ROWS, false);
    let shuffled = speed::measure(SAMPLE, ROWS, true);
    move |in_order, dropped, ours, other| {
        let all = if in_order { &plain } else { &shuffled };
        let of = |name| {
            let found = all.iter().find(|(known, ..)| *known == name);
            found.map_or(f64::NAN, |(_, read, all)| if dropped { *all } else { *read })
        };
        of(other) / of(ours)
    }
}

fn report() -> ExitCode {
    let ratio = speeds();
    let memory = memory::measure();
    paging::measure();
    println!("how many times as fast, by the medians of seconds of the processor:");
    for (what, value, floor) in [
        ("kept, against derive", ratio(true, false, "ours", "derive"), 1.3),
        ("kept, against derive, members in another order", ratio(false, false, "ours", "derive"), 1.2),
        ("streamed, against derive that keeps all", ratio(true, true, "ours_streamed", "derive"), 1.8),
    ] {
        let met = if value >= floor { "" } else { "  (not met in this run)" };
        println!("  {value:.2}  {what}; wanted: {floor}{met}");
    }
    let rss = memory.map_or("?".to_owned(), |mib| format!("{mib:.2}"));
    println!(
        "decode: vs_derive={:.2} vs_derive_shuffled={:.2} streamed_vs_derive={:.2} vs_value={:.2} vs_sonic={:.2} stream_rss_mib={rss}",
        ratio(true, false, "ours", "derive"),
        ratio(false, false, "ours", "derive"),
        ratio(true, true, "ours_streamed", "derive"),
        ratio(true, false, "ours", "value"),
        ratio(true, false, "ours", "sonic"),
    );
    // Speed depends on who else uses the machine; memory does not.
    match memory {
        Some(mib) if mib >= memory::LIMIT => {
            eprintln!("the streamed form took {mib:.2} MiB, and must take less than {}", memory::LIMIT);
            ExitCode::FAILURE
        }
        None if cfg!(target_os = "linux") => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}
