//! What generated code costs to make and to compile: `cargo xtask cost`.

mod checking;
mod documents;
mod recorder;
mod scratch;
mod twin;
mod values;

use std::path::Path;
use std::process::ExitCode;

use checking::Sides;
use documents::Document;
use recorder::Usage;
use scratch::Scratch;

pub(crate) const HELP: &str = "\
cargo xtask cost                    generates, compiles and measures all; an error when a budget is broken
cargo xtask cost check-graph        `cargo check` of all of Graph, ours and serde derives of the same types
    --ours                          ours alone
    --theirs                        the derives alone
    --ours-from FILE.rs             generated code from a file, instead of what the generator writes today
    --times N                       each so many times; the cheapest counts (1)
";

/// Runs this program as the compiler that cargo asked for, when cargo was told to use it as one.
pub(crate) fn as_compiler() -> Option<ExitCode> {
    let record = std::env::var_os(recorder::RECORD)?;
    Some(recorder::wrap(Path::new(&record)))
}

pub(crate) fn run(arguments: &[&str]) -> ExitCode {
    let result = match arguments {
        ["check-graph", rest @ ..] => check_graph(rest),
        _ => Err(HELP.to_owned()),
    };
    result.unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::from(2)
    })
}

fn check_graph(arguments: &[&str]) -> Result<ExitCode, String> {
    let (mut from, mut sides, mut times) = (
        None,
        Sides {
            ours: true,
            theirs: true,
        },
        1,
    );
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match *argument {
            "--ours" => sides.theirs = false,
            "--theirs" => sides.ours = false,
            "--ours-from" => from = Some(*rest.next().ok_or(HELP)?),
            "--times" => {
                times = rest
                    .next()
                    .and_then(|times| times.parse().ok())
                    .ok_or(HELP)?
            }
            _ => return Err(HELP.to_owned()),
        }
    }
    let scratch = Scratch::new()?;
    let code = match from {
        Some(path) => std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?,
        None => Document::Graph.code(&scratch)?,
    };
    let (ours, theirs) = checking::check(&scratch, Document::Graph, &code, sides, times)?;
    println!("{:<8} {:>8} {:>8} {:>8}", "check", "CPU s", "wall s", "MiB");
    for (name, usage) in [("ours", ours), ("derives", theirs)] {
        if let Some(Usage { cpu, wall, memory }) = usage {
            println!("{name:<8} {cpu:>8.2} {wall:>8.2} {memory:>8.0}");
        }
    }
    if let (Some(ours), Some(theirs)) = (ours, theirs) {
        println!(
            "check_cpu_ratio={:.4} (budget 0.0833) check_mem_ratio={:.4} (budget 0.2)",
            ours.cpu / theirs.cpu,
            ours.memory / theirs.memory
        );
    }
    Ok(ExitCode::SUCCESS)
}
