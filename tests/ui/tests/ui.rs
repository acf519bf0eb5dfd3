//! What rustc says when a program misuses the crate: each program in `cases` has the text beside it.
//!
//! `TRYBUILD=overwrite cargo test -p odata-ui-tests` writes the texts anew. Read them before you accept them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// The texts are those of this version; another words them differently.
const RUSTC: &str = "rustc 1.95.";

#[test]
fn misuse_is_explained() {
    let version = rustc_version();
    if !version.starts_with(RUSTC) && env::var_os("TRYBUILD").is_none() {
        eprintln!("skipped: the expected texts are those of {RUSTC}x, and this is {version}");
        return;
    }
    bring_specs();
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}

/// Copies the documents to where `service!` looks for them: trybuild compiles the cases in a package of its own.
fn bring_specs() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    // target/tmp; trybuild's package stands beside it.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let specs: PathBuf = target
        .join("tests/trybuild")
        .join(env!("CARGO_PKG_NAME"))
        .join("specs");
    if specs.exists() {
        fs::remove_dir_all(&specs).unwrap();
    }
    copy(&package.join("specs"), &specs).unwrap();
    copy(
        &package.join("../../specs/defender"),
        &specs.join("defender"),
    )
    .unwrap();
    copy(&package.join("../specs/ledger"), &specs.join("ledger")).unwrap();
    copy(&package.join("../specs/zoo"), &specs.join("zoo")).unwrap();
    copy(&package.join("../specs/estate"), &specs.join("estate")).unwrap();
    copy(&package.join("../specs/tour"), &specs.join("tour")).unwrap();
    copy(&package.join("../specs/rack"), &specs.join("rack")).unwrap();
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

fn rustc_version() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .arg("--version")
        .output()
        .expect("rustc can be run");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
