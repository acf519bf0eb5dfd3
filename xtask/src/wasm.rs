//! `cargo xtask wasm`: the client in WebAssembly: whether it compiles, and what a program with it gets that Node runs against the mock.
//!
//! The program is a package of its own, `tests/wasm`. The standard library of `wasm32-unknown-unknown` is the toolchain's, where
//! it has one, or is built from its source, which has to be of the same version.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const HELP: &str = "\
cargo xtask wasm                  compiles the client for WebAssembly, and has Node run a program with it
cargo xtask wasm --check          compiles it, with each feature that is for it

`rustup target add wasm32-unknown-unknown`, `rustup component add rust-src`, or ODATA_RUST_SOURCE, which says where a folder
`library` of rustc's source is, is what it takes.
";

const TARGET: &str = "wasm32-unknown-unknown";

/// What is for WebAssembly of the client's features, beside `reqwest`.
const FEATURES: &str =
    "jiff,macros,record,rust_decimal,serde,serde_json,service,tower,tracing,uuid";

pub(crate) fn run(arguments: &[&str]) -> ExitCode {
    let result = match arguments {
        [] => check().and_then(|()| play()),
        ["--check"] => check(),
        _ => Err(HELP.to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Has clippy look at the client as it is there.
fn check() -> Result<(), String> {
    for features in ["reqwest", FEATURES] {
        let mut cargo = for_target("clippy")?;
        cargo.args(["--package", "odata", "--no-default-features", "--features"]);
        cargo.arg(format!("reqwest,{features}"));
        ran(cargo.args(["--", "--deny", "warnings"]))?;
    }
    println!("the client compiles for {TARGET}, also with {FEATURES}");
    Ok(())
}

/// Builds the program's two parts, and runs it.
fn play() -> Result<(), String> {
    let manifest = checkout().join("tests/wasm/Cargo.toml");
    let mut library = for_target("build")?;
    ran(library.arg("--lib").arg("--manifest-path").arg(&manifest))?;
    let library = folder().join(TARGET).join("debug/odata_wasm_tests.wasm");
    let mut host = cargo("run");
    host.arg("--manifest-path")
        .arg(&manifest)
        .arg("--")
        .arg(library);
    ran(&mut host)
}

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn folder() -> PathBuf {
    checkout().join("target/wasm")
}

fn cargo(command: &str) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(checkout())
        .args([command, "--locked", "--quiet"]);
    cargo
        .env("CARGO_TARGET_DIR", folder())
        .env_remove("RUSTFLAGS");
    cargo
}

/// A command of cargo for the target, with the standard library that there is.
fn for_target(command: &str) -> Result<Command, String> {
    let mut cargo = cargo(command);
    cargo.args(["--target", TARGET]);
    let parts = sysroot()?.join("lib/rustlib");
    if parts.join(TARGET).exists() {
        return Ok(cargo);
    }
    cargo
        .arg("-Zbuild-std=std,panic_abort")
        .env("RUSTC_BOOTSTRAP", "1");
    if let Some(library) = std::env::var_os("ODATA_RUST_SOURCE") {
        // There is no other way to say where it is.
        cargo.env("__CARGO_TESTS_ONLY_SRC_ROOT", library);
    } else if !parts.join("src/rust/library").exists() {
        return Err(format!(
            "this toolchain has no standard library for {TARGET}, nor its source\n\n{HELP}"
        ));
    }
    Ok(cargo)
}

fn sysroot() -> Result<PathBuf, String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(["--print", "sysroot"]).output();
    let output = output.map_err(|error| format!("rustc: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().into())
}

fn ran(command: &mut Command) -> Result<(), String> {
    let status = command
        .status()
        .map_err(|error| format!("{command:?}: {error}"))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("{command:?}: {status}")),
    }
}
