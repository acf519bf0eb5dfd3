//! `cargo xtask soak`: many requests, some of them spoilt, and what comes of them.
//!
//! The client is a program of its own below `target/soak`; the mock that it asks is another process.

use std::process::ExitCode;

use crate::machines;
use crate::program::Program;

/// The files of the program, by their names below `src`.
const PROGRAM: [(&str, &str); 8] = [
    ("main.rs", include_str!("soak/program/main.rs")),
    ("client.rs", include_str!("soak/program/client.rs")),
    ("memory.rs", include_str!("soak/program/memory.rs")),
    ("server.rs", include_str!("soak/program/server.rs")),
    ("seconds.rs", include_str!("soak/program/seconds.rs")),
    ("work.rs", include_str!("soak/program/work.rs")),
    ("rows.rs", include_str!("decode/program/rows.rs")),
    (
        "metadata.xml",
        include_str!("../../specs/defender/metadata.xml"),
    ),
];

const DEPENDENCIES: &str = r#"
odata-mock = { path = 'CHECKOUT/mock' }
serde_json = "1"
tokio = { version = "1", default-features = false, features = ["rt-multi-thread", "net", "time"] }
"#;

pub(crate) fn run(arguments: &[&str]) -> ExitCode {
    let program = Program {
        name: "soak",
        files: &PROGRAM,
        dependencies: DEPENDENCIES,
    };
    program.run(arguments, machines::files)
}
