//! `cargo xtask decode`: how fast a page of Defender's machines is read, and in how much memory.
//!
//! The program that is measured is a crate of its own below `target/decode`, so that nothing of it is built with the
//! workspace. Machines are what is read since they are what Defender's users page through: the table of their page
//! documents 22 properties of every kind that JSON has, one of them a collection of records, and a page may hold 10,000.

use std::process::ExitCode;

use crate::machines;
use crate::program::Program;

/// The files of the program, by their names below `src`.
const PROGRAM: [(&str, &str); 8] = [
    ("main.rs", include_str!("decode/program/main.rs")),
    ("derived.rs", include_str!("decode/program/derived.rs")),
    ("memory.rs", include_str!("decode/program/memory.rs")),
    ("paging.rs", include_str!("decode/program/paging.rs")),
    ("rows.rs", include_str!("decode/program/rows.rs")),
    ("served.rs", include_str!("decode/program/served.rs")),
    ("server.rs", include_str!("decode/program/server.rs")),
    ("speed.rs", include_str!("decode/program/speed.rs")),
];

const DEPENDENCIES: &str = r#"
bytes = "1"
flate2 = "1"
futures-util = { version = "0.3", default-features = false, features = ["std"] }
http = "1"
jiff = { version = "1", features = ["serde"] }
reqwest = { version = "0.13", default-features = false }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
sonic-rs = "0.5"
tokio = { version = "1", default-features = false, features = ["rt-multi-thread", "net", "time"] }
"#;

pub(crate) fn run(arguments: &[&str]) -> ExitCode {
    let program = Program {
        name: "decode",
        files: &PROGRAM,
        dependencies: DEPENDENCIES,
    };
    program.run(arguments, machines::files)
}
