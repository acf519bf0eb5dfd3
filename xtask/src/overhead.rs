//! `cargo xtask overhead`: what the client takes beside reqwest and serde, for a request and for a million rows in pages.
//!
//! The program that is measured is a crate of its own below `target/overhead`, and so is the process of its server.

use std::process::ExitCode;

use crate::machines;
use crate::program::Program;

/// The files of the program, by their names below `src`. What machines are, and how serde derives read them, is `decode`'s.
const PROGRAM: [(&str, &str); 9] = [
    ("main.rs", include_str!("overhead/program/main.rs")),
    ("client.rs", include_str!("overhead/program/client.rs")),
    ("clock.rs", include_str!("overhead/program/clock.rs")),
    ("paging.rs", include_str!("overhead/program/paging.rs")),
    ("requests.rs", include_str!("overhead/program/requests.rs")),
    ("server.rs", include_str!("overhead/program/server.rs")),
    ("tally.rs", include_str!("overhead/program/tally.rs")),
    ("derived.rs", include_str!("decode/program/derived.rs")),
    ("rows.rs", include_str!("decode/program/rows.rs")),
];

const DEPENDENCIES: &str = r#"
bytes = "1"
http = "1"
http-body-util = "0.1"
hyper = { version = "1", features = ["server", "http1"] }
hyper-util = { version = "0.1", features = ["tokio"] }
jiff = { version = "1", features = ["serde"] }
reqwest = { version = "0.13", default-features = false }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
tokio = { version = "1", default-features = false, features = ["rt-multi-thread", "net", "time"] }
"#;

pub(crate) fn run(arguments: &[&str]) -> ExitCode {
    let program = Program {
        name: "overhead",
        files: &PROGRAM,
        dependencies: DEPENDENCIES,
    };
    program.run(arguments, machines::files)
}
