//! Scratch crates below `target/cost`: written, built with the versions of our own Cargo.lock, and measured.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::recorder::{self, RECORD, Usage};

/// What cargo is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Check,
    Build,
    Release,
}

impl Mode {
    pub(crate) const ALL: [Mode; 3] = [Mode::Check, Mode::Build, Mode::Release];

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Mode::Check => &["check"],
            Mode::Build => &["build"],
            Mode::Release => &["build", "--release"],
        }
    }
}

/// A crate that is made to be measured.
#[derive(Clone, Debug)]
pub(crate) struct Crate {
    pub(crate) name: &'static str,
    /// The lines of `[dependencies]`.
    pub(crate) dependencies: String,
    /// `lib.rs` or `main.rs`.
    pub(crate) root: &'static str,
    /// Every file below `src`, with its text.
    pub(crate) files: Vec<(&'static str, String)>,
}

/// The folder of scratch crates.
#[derive(Clone, Debug)]
pub(crate) struct Scratch {
    /// The checkout that this program was built from.
    checkout: PathBuf,
    folder: PathBuf,
}

impl Scratch {
    /// The folder of this checkout, below its target directory.
    pub(crate) fn new() -> Result<Self, String> {
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let checkout = fs::canonicalize(&checkout).map_err(|error| at(&checkout, &error))?;
        let folder = checkout.join("target/cost");
        make(&folder)?;
        Ok(Scratch { checkout, folder })
    }

    pub(crate) fn checkout(&self) -> &Path {
        &self.checkout
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The dependency on one of our own crates.
    pub(crate) fn ours(&self, name: &str, folder: &str, more: &str) -> String {
        format!(
            "{name} = {{ path = '{}'{more} }}\n",
            self.checkout.join(folder).display()
        )
    }

    /// Writes a crate and measures the compiler that works on it, and on nothing else: what it depends on is built first,
    /// while the crate is still empty.
    pub(crate) fn measure(&self, one: &Crate, mode: Mode) -> Result<Usage, String> {
        self.prime(one, mode)?;
        let recorded = self.build(one, mode)?;
        let own = one.name.replace('-', "_");
        let found = recorded.iter().find(|(name, _)| *name == own);
        found
            .map(|(_, usage)| *usage)
            .ok_or_else(|| format!("cargo did not compile `{own}`"))
    }

    /// Builds what a crate depends on, and gives what each of these crates took; nothing for those that were built before.
    pub(crate) fn prime(&self, one: &Crate, mode: Mode) -> Result<Vec<(String, Usage)>, String> {
        let empty = if one.root == "main.rs" {
            "fn main() {}\n"
        } else {
            ""
        };
        self.write(one, &[(one.root, empty.to_owned())])?;
        self.cargo(one, mode)
    }

    /// Writes a crate and compiles nothing.
    pub(crate) fn declare(&self, one: &Crate) -> Result<(), String> {
        self.write(one, &one.files)
    }

    /// Compiles a crate with all its files.
    pub(crate) fn build(&self, one: &Crate, mode: Mode) -> Result<Vec<(String, Usage)>, String> {
        self.write(one, &one.files)?;
        self.cargo(one, mode)
    }

    /// Where a program was built to.
    pub(crate) fn program(&self, one: &Crate) -> PathBuf {
        self.folder.join("build/release").join(one.name)
    }

    fn write(&self, one: &Crate, files: &[(&str, String)]) -> Result<(), String> {
        let folder = self.folder.join("crates").join(one.name);
        make(&folder.join("src"))?;
        put(
            &self.folder.join("Cargo.toml"),
            "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n",
        )?;
        let manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}",
            one.name, one.dependencies
        );
        put(&folder.join("Cargo.toml"), &manifest)?;
        self.lock()?;
        for (name, text) in files {
            put(&folder.join("src").join(name), text)?;
        }
        Ok(())
    }

    /// Begins with our own Cargo.lock, so that what is measured is what we build with.
    fn lock(&self) -> Result<(), String> {
        let own = self.checkout.join("Cargo.lock");
        let own = fs::read_to_string(&own).map_err(|error| at(&own, &error))?;
        let copied = self.folder.join("Cargo.lock.copied");
        if fs::read_to_string(&copied).is_ok_and(|copied| copied == own) {
            return Ok(());
        }
        put(&self.folder.join("Cargo.lock"), &own)?;
        put(&copied, &own)
    }

    /// One package, removed, so that it is built again.
    pub(crate) fn forget(&self, package: &str, mode: Mode) -> Result<(), String> {
        let mut clean = self.command(&["clean"]);
        if mode == Mode::Release {
            clean.arg("--release");
        }
        said({
            clean.args(["-p", package]);
            clean
        })
        .map(drop)
    }

    /// The packages that the one is built from and the other is not, removed, so that they are built again.
    pub(crate) fn forget_what_is_not_in(&self, one: &Crate, other: &Crate) -> Result<(), String> {
        let (all, shared) = (self.packages(one)?, self.packages(other)?);
        let mut clean = self.command(&["clean", "--release"]);
        for name in all.difference(&shared) {
            clean.args(["-p", name]);
        }
        said(clean).map(drop)
    }

    /// What a crate is built from, as rustc calls it.
    pub(crate) fn crates(&self, one: &Crate) -> Result<BTreeSet<String>, String> {
        let packages = self.packages(one)?;
        let names = packages.iter().filter_map(|id| id.split('@').next());
        Ok(names.map(|name| name.replace('-', "_")).collect())
    }

    fn packages(&self, one: &Crate) -> Result<BTreeSet<String>, String> {
        let mut tree = self.command(&["tree", "--prefix", "none", "--edges", "normal,build"]);
        tree.args(["-p", one.name]);
        let text = said(tree)?;
        // `name v1.2.3 (path)`
        let ids = text.lines().filter_map(|line| {
            let mut words = line.split_whitespace();
            Some(format!(
                "{}@{}",
                words.next()?,
                words.next()?.strip_prefix('v')?
            ))
        });
        Ok(ids.collect())
    }

    /// cargo, for all the scratch crates.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .args(arguments)
            .arg("--quiet")
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("build"))
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS");
        cargo
    }

    fn cargo(&self, one: &Crate, mode: Mode) -> Result<Vec<(String, Usage)>, String> {
        let record = self.folder.join("record");
        let run = |offline: bool| {
            // Not there unless an earlier run was cut off.
            let _ = fs::remove_file(&record);
            let own = std::env::current_exe().map_err(|error| error.to_string())?;
            let mut cargo = self.command(mode.arguments());
            cargo
                .args(["-p", one.name])
                .env("RUSTC_WRAPPER", own)
                .env(RECORD, &record);
            if offline {
                cargo.arg("--offline");
            }
            cargo.output().map_err(|error| format!("cargo: {error}"))
        };
        let mut output = run(true)?;
        if !output.status.success() {
            // What it depends on may not have been fetched yet.
            output = run(false)?;
        }
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let first: Vec<&str> = said.lines().take(60).collect();
            let folder = self.folder.join("crates").join(one.name);
            return Err(format!(
                "{}: does not compile\n{}",
                folder.display(),
                first.join("\n")
            ));
        }
        recorder::read(&record)
    }
}

pub(crate) fn make(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| at(folder, &error))
}

/// Writes a file, unless it says the same already: cargo would build what depends on it.
pub(crate) fn put(path: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| at(path, &error))
}

pub(crate) fn at(path: &Path, error: &dyn std::fmt::Display) -> String {
    format!("{}: {error}", path.display())
}

/// What a command prints.
fn said(mut command: Command) -> Result<String, String> {
    let output = command
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(format!(
            "{command:?}\n{}",
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}
