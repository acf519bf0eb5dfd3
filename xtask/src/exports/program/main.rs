//! Runs each export in a process of its own, whose memory is looked at, and compares what is on the disk with what was served.

mod export;
mod server;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use server::Server;

/// What an export may take of memory, in KiB.
const MOST: u64 = 32 * 1024;

/// What came of an export.
struct Outcome {
    rows: u64,
    lost: u64,
    twice: u64,
    peak_kib: u64,
    cuts: u64,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["export", how, url, path] => return export::run(how, url, path),
        ["--rows", rows] => match rows.parse() {
            Ok(rows) => report(rows),
            Err(_) => Err(format!("`{rows}` is no number of rows")),
        },
        _ => report(1_000_000),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("exports: {error}");
            ExitCode::FAILURE
        }
    }
}

fn report(rows: u64) -> Result<bool, String> {
    let server = Server::start(rows).map_err(|error| format!("the server: {error}"))?;
    println!(
        "{:8}  {:>9}  {:>4}  {:>6}  {:>6}  {:>8}",
        "export", "rows", "cuts", "lost", "twice", "peak MiB"
    );
    let mut all = Vec::new();
    for how in ["pages", "file"] {
        let outcome = exported(how, &server, rows)?;
        let Outcome {
            rows,
            lost,
            twice,
            peak_kib,
            cuts,
        } = &outcome;
        let peak = *peak_kib as f64 / 1024.0;
        println!("{how:8}  {rows:>9}  {cuts:>4}  {lost:>6}  {twice:>6}  {peak:>8.1}");
        all.push(outcome);
    }
    let sum = |of: fn(&Outcome) -> u64| all.iter().map(of).sum::<u64>();
    let peak = all.iter().map(|one| one.peak_kib).max().unwrap_or_default();
    let tokens = server.tokens_at_storage();
    println!(
        "exports: rows={} cuts={} lost={} twice={} tokens_at_storage={tokens} peak_mib={:.1}",
        sum(|one| one.rows),
        sum(|one| one.cuts),
        sum(|one| one.lost),
        sum(|one| one.twice),
        peak as f64 / 1024.0
    );
    let all_cut = all.iter().all(|one| one.cuts > 0);
    Ok(all_cut && sum(|one| one.lost) + sum(|one| one.twice) == 0 && tokens == 0 && peak < MOST)
}

fn exported(how: &str, server: &Server, rows: u64) -> Result<Outcome, String> {
    let path =
        std::env::temp_dir().join(format!("odata-export-{}-{how}.ndjson", std::process::id()));
    let before = server.cuts();
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(own)
        .args(["export", how, &server.url()])
        .arg(&path)
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stdout);
    let peak_kib = said
        .trim()
        .parse()
        .map_err(|_| format!("the export said `{said}`"))?;
    let (came, lost, twice) = compared(&path, rows)?;
    drop(std::fs::remove_file(&path));
    Ok(Outcome {
        rows: came,
        lost,
        twice,
        peak_kib,
        cuts: server.cuts() - before,
    })
}

/// How many rows there are in the file, how many are not, and how many stand there more than once.
fn compared(path: &Path, rows: u64) -> Result<(u64, u64, u64), String> {
    let path: PathBuf = path.to_owned();
    let file = File::open(&path).map_err(|error| error.to_string())?;
    let mut seen = vec![0u8; usize::try_from(rows).unwrap_or_default()];
    let mut came = 0;
    for line in BufReader::new(file).lines() {
        let line = line.map_err(|error| error.to_string())?;
        let id = line
            .split("\"id\":\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let id = id.and_then(|id| id.parse::<usize>().ok());
        let row = id
            .and_then(|id| seen.get_mut(id))
            .ok_or_else(|| format!("an unknown row: {line}"))?;
        *row = row.saturating_add(1);
        came += 1;
    }
    let lost = seen.iter().filter(|row| **row == 0).count() as u64;
    let twice = seen.iter().filter(|row| **row > 1).count() as u64;
    Ok((came, lost, twice))
}
