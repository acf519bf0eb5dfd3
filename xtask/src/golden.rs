//! Checked-in generated code: what it is made from, and whether it is up to date.

use std::path::Path;
use std::process::ExitCode;

use odata_codegen::Builder;

/// Each service and the file that its code is checked in as.
const CHECKED_IN: &[(&str, &str)] = &[("specs/defender/service.toml", "client/src/doc_example.rs")];

pub(crate) fn run(write: bool) -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut stale = 0;
    for (service, output) in CHECKED_IN {
        let builder = Builder::new(*service).root(&root).output(*output);
        let result = if write {
            builder.write()
        } else {
            builder.check()
        };
        match result {
            Ok(()) => println!("{output}: {}", if write { "written" } else { "up to date" }),
            Err(error) => {
                stale += 1;
                eprintln!("{error}");
            }
        }
    }
    println!("golden: files={} stale={stale}", CHECKED_IN.len());
    if stale == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
