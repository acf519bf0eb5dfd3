//! One export, to disk, row by row; what it took of memory is said at the end.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::ExitCode;

use odata_defender::odata;
use odata_defender::{AssetVulnerability, Defender, Machine};

pub(crate) fn run(how: &str, url: &str, path: &str) -> ExitCode {
    match exported(how, url, path) {
        Ok(()) => {
            println!("{}", peak_kib());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn exported(how: &str, url: &str, path: &str) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    // Storage stands on another port than the service, and so on another origin.
    let defender = Defender::builder()
        .base_url(url)
        .bearer_token("t0ken")
        .build()?;
    let mut out = BufWriter::new(File::create(path)?);
    runtime.block_on(async {
        let machines = defender.machines();
        match how {
            "pages" => {
                let mut rows = machines
                    .call(Machine::software_vulnerabilities_by_machine(Some(50_000)))
                    .stream();
                while let Some(row) = rows.next().await {
                    writeln!(out, "{}", odata::to_json(&row?))?;
                }
            }
            _ => {
                let files = machines
                    .call(Machine::software_vulnerabilities_export(None))
                    .send()
                    .await?;
                let mut rows = files.rows::<AssetVulnerability>(&defender);
                while let Some(row) = rows.next().await {
                    writeln!(out, "{}", odata::to_json(&row?))?;
                }
            }
        }
        out.flush()?;
        Ok(())
    })
}

/// The most memory that was resident at once (`VmHWM`); 0 where nobody says it.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or_default()
}
