//! What generated code costs to make and to compile: `cargo xtask cost`. Each number is a ratio of two things that were
//! measured in one run on one machine.
//!
//! - `generate_ratio`: all of Microsoft Graph from its document to formatted text, by a release build of our generator, against
//!   a tree by quick-xml and plain strings (`baseline.rs`). Medians of CPU, of runs in turn.
//! - `check_cpu_ratio`, `check_mem_ratio`: `cargo check` of a library with all of Graph, against the same types with serde
//!   derives (`twin.rs`): CPU, user and system, and peak memory of the rustc that compiles that crate, from nothing.
//! - `app_user_ratio`: a release program that decodes one `User` and prints a property of it, the library with all of Graph
//!   built before. CPU of the program's own rustc, its linker included.
//! - `pruned_cpu_s`: CPU of the rustc that compiles a release program with Graph pruned to `users` inside it, minus that of
//!   one which gets the same with reqwest and `serde_json::Value`; all that they depend on is built before. What the
//!   runtime itself takes, once for all programs, is told beside it.

mod baseline;
mod budget;
mod checking;
mod documents;
mod generate;
mod generating;
mod installed;
mod ledger;
mod recorder;
mod scratch;
mod tree;
mod twin;
mod usage;
mod using;
mod values;
mod wire;

use std::path::Path;
use std::process::ExitCode;

use budget::Measured;
use checking::Sides;
use documents::Document;
use recorder::Usage;
use scratch::{Scratch, put};

const HELP: &str = "\
cargo xtask cost                    generates, compiles and measures all; fails when a budget is broken
cargo xtask cost --write            the same, and every service of tests/cost/ledger.md, which is written
cargo xtask cost check-graph        `cargo check` of all of Graph, ours and serde derives of the same types
    --ours                          ours alone
    --theirs                        the derives alone
    --ours-from FILE.rs             generated code from a file, instead of what the generator writes today
    --times N                       each so many times; the cheapest counts (1)
cargo xtask cost generate           the generator against its baseline, in release
cargo xtask cost generate --here    the same unoptimised, as a build script runs
cargo xtask cost user               a program that decodes a user
cargo xtask cost pruned             a program with Graph pruned to one set
cargo xtask cost installed          odata-defender with one feature and with all, and odata alone
cargo xtask cost installed --write  the same, and writes tests/cost/installed.md
cargo xtask cost ledger NAME        one service: defender, trippin, graph-pruned, graph-users, graph

The last six compile what the generator writes today. `ODATA_CORPORA` says where the corpus is.
";

/// Runs this program as the compiler that cargo asked for, when cargo was told to use it as one.
pub(crate) fn as_compiler() -> Option<ExitCode> {
    let record = std::env::var_os(recorder::RECORD)?;
    Some(recorder::wrap(Path::new(&record)))
}

pub(crate) fn run(arguments: &[&str]) -> ExitCode {
    let result = Scratch::new().and_then(|scratch| match arguments {
        [] => all(&scratch, false),
        ["--write"] => all(&scratch, true),
        ["check-graph", rest @ ..] => check_graph(&scratch, rest),
        ["generate"] => one(generated(&scratch)?),
        ["generate", "--here"] => here(&scratch),
        ["user"] => one(user(&scratch)?),
        ["pruned"] => one(pruned(&scratch)?),
        ["installed"] => installed(&scratch, false),
        ["installed", "--write"] => installed(&scratch, true),
        ["ledger", name] => one_service(&scratch, name),
        _ => Err(HELP.to_owned()),
    });
    result.unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::from(2)
    })
}

fn all(scratch: &Scratch, write: bool) -> Result<ExitCode, String> {
    let mut rows = vec![generated(scratch)?, pruned(scratch)?];
    let (services, (ours, theirs)) = match write {
        true => {
            let (services, checked) = ledger::measure(scratch, &Document::LEDGER)?;
            (Some(services), checked)
        }
        false => {
            let code = Document::Graph.code(scratch)?;
            let both = Sides {
                ours: true,
                theirs: true,
            };
            let (ours, theirs) = checking::check(scratch, Document::Graph, &code, both, 2)?;
            (None, ours.zip(theirs).ok_or("nothing was measured")?)
        }
    };
    rows.splice(1..1, checked(ours, theirs));
    rows.insert(3, user(scratch)?);
    let table = budget::table(&rows);
    if let Some(services) = services {
        let folder = scratch.checkout().join("tests/cost");
        scratch::make(&folder)?;
        put(&folder.join("ledger.md"), &ledger::page(&table, &services)?)?;
        println!("{services}");
    }
    println!("{table}\n{}", budget::last_line(&rows));
    Ok(verdict(&rows))
}

fn installed(scratch: &Scratch, write: bool) -> Result<ExitCode, String> {
    let table = installed::measure(scratch)?;
    if write {
        let folder = scratch.checkout().join("tests/cost");
        put(
            &folder.join("installed.md"),
            &ledger::installed_page(&table)?,
        )?;
    }
    println!("{table}");
    Ok(ExitCode::SUCCESS)
}

fn verdict(rows: &[Measured]) -> ExitCode {
    match rows.iter().any(Measured::is_broken) {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}

fn one(row: Measured) -> Result<ExitCode, String> {
    let rows = [row];
    println!("{}\n{}", budget::table(&rows), budget::last_line(&rows));
    Ok(verdict(&rows))
}

fn generated(scratch: &Scratch) -> Result<Measured, String> {
    println!("generating all of Graph ...");
    let times = generate::released(scratch, 15)?;
    Ok(Measured {
        name: "generate_ratio",
        what: "generating Graph, against a tree and plain strings",
        ours: format!("{:.0} ms, {} bytes", times.ours * 1e3, times.ours_bytes),
        against: format!(
            "{:.0} ms, {} bytes",
            times.baseline * 1e3,
            times.baseline_bytes
        ),
        value: times.ours / times.baseline,
        limit: budget::GENERATE,
    })
}

fn here(scratch: &Scratch) -> Result<ExitCode, String> {
    let times = generate::here(scratch, 3)?;
    println!(
        "as this program is built: ours {:.0} ms, baseline {:.0} ms, ratio {:.2}",
        times.ours * 1e3,
        times.baseline * 1e3,
        times.ours / times.baseline
    );
    Ok(ExitCode::SUCCESS)
}

fn checked(ours: Usage, theirs: Usage) -> [Measured; 2] {
    [
        Measured {
            name: "check_cpu_ratio",
            what: "`cargo check` of Graph, against serde derives: CPU",
            ours: format!("{:.2} s", ours.cpu),
            against: format!("{:.2} s", theirs.cpu),
            value: ours.cpu / theirs.cpu,
            limit: budget::CHECK_CPU,
        },
        Measured {
            name: "check_mem_ratio",
            what: "the same: peak memory",
            ours: format!("{:.0} MiB", ours.memory),
            against: format!("{:.0} MiB", theirs.memory),
            value: ours.memory / theirs.memory,
            limit: budget::CHECK_MEMORY,
        },
    ]
}

fn user(scratch: &Scratch) -> Result<Measured, String> {
    println!("a program that decodes a user ...");
    let code = Document::Graph.code(scratch)?;
    let (ours, theirs) = using::user(scratch, &code, 2)?;
    println!(
        "wall seconds: ours {:.2}, derives {:.2}",
        ours.wall, theirs.wall
    );
    Ok(Measured {
        name: "app_user_ratio",
        what: "a program that decodes a `User`, against serde derives",
        ours: format!("{:.2} s", ours.cpu),
        against: format!("{:.2} s", theirs.cpu),
        value: ours.cpu / theirs.cpu,
        limit: budget::USER,
    })
}

fn pruned(scratch: &Scratch) -> Result<Measured, String> {
    println!("a program with Graph pruned to `users` ...");
    let added = using::pruned(scratch, 3)?;
    let total: f64 = added.runtime.iter().map(|(_, cpu)| cpu).sum();
    let each: Vec<String> = added
        .runtime
        .iter()
        .map(|(name, cpu)| format!("{name} {cpu:.2}"))
        .collect();
    println!(
        "the runtime, built once: {total:.2} CPU s ({})",
        each.join(", ")
    );
    Ok(Measured {
        name: "pruned_cpu_s",
        what: "what Graph's `users` add to a program with bare reqwest, CPU s",
        ours: format!("{:.2} s", added.ours.cpu),
        against: format!("{:.2} s", added.bare.cpu),
        value: added.ours.cpu - added.bare.cpu,
        limit: budget::PRUNED,
    })
}

fn one_service(scratch: &Scratch, name: &str) -> Result<ExitCode, String> {
    let all = Document::LEDGER.into_iter().chain([Document::GraphUsers]);
    let document = all.into_iter().find(|one| one.name() == name).ok_or(HELP)?;
    println!("{}", ledger::measure(scratch, &[document])?.0);
    Ok(ExitCode::SUCCESS)
}

fn check_graph(scratch: &Scratch, arguments: &[&str]) -> Result<ExitCode, String> {
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
    let code = match from {
        Some(path) => std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?,
        None => Document::Graph.code(scratch)?,
    };
    let (ours, theirs) = checking::check(scratch, Document::Graph, &code, sides, times)?;
    println!("{:<8} {:>8} {:>8} {:>8}", "check", "CPU s", "wall s", "MiB");
    for (name, usage) in [("ours", ours), ("derives", theirs)] {
        if let Some(Usage { cpu, wall, memory }) = usage {
            println!("{name:<8} {cpu:>8.2} {wall:>8.2} {memory:>8.0}");
        }
    }
    if let (Some(ours), Some(theirs)) = (ours, theirs) {
        let rows = checked(ours, theirs);
        println!("{}\n{}", budget::table(&rows), budget::last_line(&rows));
        return Ok(verdict(&rows));
    }
    Ok(ExitCode::SUCCESS)
}
