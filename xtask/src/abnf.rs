//! The test cases of OASIS for the grammar of URLs: what must be read is read, what must be refused is refused, at the
//! place that OASIS says: `cargo xtask abnf [DIR]`.

mod cases;
mod names;
mod report;
#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cases::Suite;
use report::Report;

/// The suites, as they are called in OASIS's repository.
const SUITES: [&str; 3] = [
    "odata-abnf-testcases.yaml",
    "odata-aggregation-testcases.yaml",
    "odata-temporal-testcases.yaml",
];

pub(crate) fn run(directory: Option<&str>) -> ExitCode {
    match report(directory) {
        Ok(Some(report)) => report.print(),
        Ok(None) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("abnf: {error}");
            ExitCode::FAILURE
        }
    }
}

fn report(directory: Option<&str>) -> io::Result<Option<Report>> {
    let folder = match directory {
        Some(directory) => PathBuf::from(directory),
        None => match shared()? {
            Some(folder) => folder,
            None => return Ok(None),
        },
    };
    let mut report = Report::default();
    for name in SUITES {
        let file = folder.join(name);
        let text = std::fs::read_to_string(&file)
            .map_err(|error| io::Error::other(format!("{}: {error}", file.display())))?;
        report.add(&Suite::read(&text));
    }
    Ok(Some(report))
}

/// The cases that the machine has; under CI they must be there.
fn shared() -> io::Result<Option<PathBuf>> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora");
    let corpora = std::env::var_os("ODATA_CORPORA").map_or(default, PathBuf::from);
    let folder = corpora.join("abnf");
    if folder.is_dir() {
        return Ok(Some(folder));
    }
    let missing = format!(
        "there are no cases at {}: set ODATA_CORPORA, or give a folder",
        folder.display()
    );
    if std::env::var_os("CI").is_some() {
        return Err(io::Error::other(missing));
    }
    println!("abnf: skipped, {missing}");
    Ok(None)
}
