//! What a caller gets of each fault, how many requests were sent for it, and that nothing was lost or done twice: a client over real
//! connections to a service that fails in all known ways. Writes docs/faults.md, or makes sure that it is up to date.

mod ask;
mod case;
mod cases;
mod report;
mod sap;
mod sessions;

use std::process::ExitCode;

use report::Report;

pub(crate) fn run(write: bool) -> ExitCode {
    match faults().and_then(|report| report.end(write)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("faults: {error}");
            ExitCode::FAILURE
        }
    }
}

fn faults() -> Result<Report, Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Runtime::new()?;
    let mut report = Report::default();
    for case in cases::all() {
        let outcome = runtime.block_on(ask::ask(&case))?;
        report.add(&case, &outcome);
    }
    runtime.block_on(sap::meet(&mut report))?;
    Ok(report)
}
