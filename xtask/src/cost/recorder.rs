//! What each run of rustc takes: this program as cargo's `RUSTC_WRAPPER`.
//!
//! cargo starts it as `xtask rustc ARGUMENTS`. It runs rustc, and adds a line to the file of [`RECORD`]: only so is the
//! cost of one crate known apart from that of cargo and of its dependencies.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use super::usage;

/// Set to the file that is written to. While it is set, this program is a wrapper and nothing else.
pub(crate) const RECORD: &str = "ODATA_COST_RECORD";

/// What one run of rustc took, the linker that it starts included.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Usage {
    /// Seconds of CPU, user and system.
    pub(crate) cpu: f64,
    /// Seconds that passed.
    pub(crate) wall: f64,
    /// The most memory that was resident at once, in MiB.
    pub(crate) memory: f64,
}

/// Runs the compiler that cargo asked for, and writes down what it took.
pub(crate) fn wrap(record: &Path) -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let Some(rustc) = arguments.next() else {
        eprintln!("{RECORD} is set, so a compiler is expected: `xtask rustc ...`");
        return ExitCode::from(2);
    };
    let arguments: Vec<OsString> = arguments.collect();
    let started = Instant::now();
    let status = Command::new(&rustc).args(&arguments).status();
    let wall = started.elapsed().as_secs_f64();
    let status = match status {
        Ok(status) => status,
        Err(error) => {
            eprintln!("{}: {error}", rustc.display());
            return ExitCode::FAILURE;
        }
    };
    if let Some(name) = crate_name(&arguments)
        && let Err(error) = write(record, &name, wall)
    {
        eprintln!("{}: {error}", record.display());
        return ExitCode::FAILURE;
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    code.map_or(ExitCode::FAILURE, ExitCode::from)
}

/// The crate that is compiled; none when cargo only asks the compiler about itself.
fn crate_name(arguments: &[OsString]) -> Option<String> {
    let at = arguments.iter().position(|one| one == "--crate-name")?;
    let name = arguments.get(at + 1)?.to_str()?;
    (name != "___").then(|| name.to_owned())
}

fn write(record: &Path, name: &str, wall: f64) -> std::io::Result<()> {
    let (cpu, memory) = usage::of_children()?;
    // One write, since cargo runs several of us at once.
    let line = format!("{name} {cpu:.4} {wall:.4} {memory:.2}\n");
    OpenOptions::new()
        .append(true)
        .create(true)
        .open(record)?
        .write_all(line.as_bytes())
}

/// What was written down, crate by crate, in the order in which they were done.
pub(crate) fn read(record: &Path) -> Result<Vec<(String, Usage)>, String> {
    let text = std::fs::read_to_string(record).unwrap_or_default();
    let parsed: Option<Vec<_>> = text.lines().map(line).collect();
    parsed.ok_or_else(|| format!("{}: is no record of compilers", record.display()))
}

fn line(line: &str) -> Option<(String, Usage)> {
    let mut parts = line.split(' ');
    let name = parts.next()?.to_owned();
    let mut number = || parts.next()?.parse().ok();
    let usage = Usage {
        cpu: number()?,
        wall: number()?,
        memory: number()?,
    };
    Some((name, usage))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_as_it_was_written() {
        let read = line("ours_graph 14.9000 15.2000 812.50").unwrap();
        assert_eq!(
            read,
            (
                "ours_graph".to_owned(),
                Usage {
                    cpu: 14.9,
                    wall: 15.2,
                    memory: 812.5
                }
            )
        );
        assert_eq!(line("ours_graph 14.9"), None);
    }

    #[test]
    fn questions_of_cargo_are_no_crates() {
        let arguments = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(crate_name(&arguments("-vV")), None);
        assert_eq!(
            crate_name(&arguments("- --crate-name ___ --print=cfg")),
            None
        );
        assert_eq!(
            crate_name(&arguments("--crate-name odata src/lib.rs")).as_deref(),
            Some("odata")
        );
    }
}
