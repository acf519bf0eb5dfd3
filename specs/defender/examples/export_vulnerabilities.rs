//! Writes every vulnerability of every device to the standard output, as lines of JSON or, with `--csv`, of CSV:
//! `cargo run -p odata-defender --example export_vulnerabilities -- --csv > vulnerabilities.csv`.

mod common;

use std::error::Error;
use std::io::{self, BufWriter, ErrorKind, Write};

use common::Connection;
use odata_defender::odata;
use odata_defender::{AssetVulnerability, Machine};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = common::Arguments::read();
    let csv = arguments.switch("--csv");
    arguments.rest(0, "export_vulnerabilities [--csv]")?;
    let connection = Connection::open().await?;
    let defender = &connection.defender;
    let export = Machine::software_vulnerabilities_export(None);
    let files = defender.machines().call(export).send().await?;
    let bar = common::progress("vulnerabilities");
    let mut rows = files.rows::<AssetVulnerability>(defender);
    let mut out = BufWriter::new(io::stdout().lock());
    if csv {
        writeln!(out, "device,software,version,cve,severity")?;
    }
    while let Some(row) = rows.next().await {
        let row = row?;
        let written = match csv {
            true => writeln!(out, "{}", as_csv(&row)),
            false => writeln!(out, "{}", odata::to_json(&row)),
        };
        match written {
            // `... | head` has enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            written => written?,
        }
        bar.inc(1);
    }
    out.flush()?;
    bar.finish();
    Ok(())
}

/// Cells in quotes where they need them (RFC 4180).
fn as_csv(row: &AssetVulnerability) -> String {
    let cells = [
        &row.device_name,
        &row.software_name,
        &row.software_version,
        &row.cve_id,
        &row.vulnerability_severity_level,
    ];
    let quoted = |cell: &Option<String>| {
        let text = cell.as_deref().unwrap_or_default();
        match text.contains([',', '"', '\n', '\r']) {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text.to_owned(),
        }
    };
    cells.map(quoted).join(",")
}
