//! The command line: code that is checked in is written by it, whether the program that it is for compiles or not.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod arguments;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use arguments::{Arguments, Asked, Run, Show};
use odata_codegen::Builder;

/// What is checked is stale, or nothing could be generated.
const FAILED: u8 = 1;
/// The command line is not understood.
const MISUSED: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    match Arguments::read(arguments) {
        Ok(Asked::Help) => print(arguments::HELP),
        Ok(Asked::Version) => print(concat!("odata-codegen ", env!("CARGO_PKG_VERSION"), "\n")),
        Ok(Asked::Run(run)) => generate(run),
        Err(message) => {
            eprintln!("error: {message}\n\n{}", arguments::USAGE);
            ExitCode::from(MISUSED)
        }
    }
}

fn generate(run: Run) -> ExitCode {
    if let Some(show) = &run.show {
        let name = match show {
            Show::All => None,
            Show::One(name) => Some(name.as_str()),
        };
        return match odata_codegen::show(Path::new(""), &run.service, name) {
            Ok(text) => print(&text),
            Err(error) => failed(&error),
        };
    }
    let mut builder = Builder::new(run.service);
    if let Some(extends) = run.extends {
        builder = builder.extends(extends);
    }
    if let Some(areas) = run.areas {
        builder = builder.areas(areas);
    }
    let Some(output) = run.output else {
        return match builder.generate() {
            Ok(generated) => {
                warn(&generated);
                print(&generated.text)
            }
            Err(error) => failed(&error),
        };
    };
    let builder = builder.output(output);
    let done = match run.check {
        true => builder.check(),
        false => builder.write_and_tell().map(|generated| warn(&generated)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

fn warn(generated: &odata_codegen::Generated) {
    for line in generated.warnings() {
        eprintln!("{line}");
    }
}

/// Documents at fault are shown as rustc shows them; what is wrong with a file is one sentence.
fn failed(error: &odata_codegen::Error) -> ExitCode {
    match error.diagnostics() {
        Some(_) => eprintln!("{error}"),
        None => eprintln!("error: {error}"),
    }
    ExitCode::from(FAILED)
}

/// Whoever reads may have seen enough.
fn print(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(FAILED)
        }
    }
}
