//! A million rows of an export to disk, page by page and from a packed file, both of which break off on the way: `cargo xtask exports`.

use std::process::ExitCode;

use crate::program::Program;

const PROGRAM: Program<'_> = Program {
    name: "xtask-exports",
    files: &[
        ("main.rs", include_str!("exports/program/main.rs")),
        ("export.rs", include_str!("exports/program/export.rs")),
        ("server.rs", include_str!("exports/program/server.rs")),
    ],
    dependencies: "odata-defender = { path = 'CHECKOUT/specs/defender', default-features = false, features = [\"exports\"] }\n\
         flate2 = \"1.1\"\n\
         tokio = { version = \"1.54\", features = [\"rt\"] }\n",
};

pub(crate) fn run(arguments: &[&str]) -> ExitCode {
    match arguments {
        [] | ["--rows", _] => PROGRAM.run(arguments, |_, _| Ok(Vec::new())),
        _ => {
            eprintln!("exports: cargo xtask exports [--rows N]");
            ExitCode::from(2)
        }
    }
}
